//! The program, as systemd runs it.

use std::process::Stdio;

use satchel_sim::{CLIENT_KEY, CLIENT_SECRET, Sim};
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};
use tokio::process::{Child, Command};

use crate::setup::{VERIFIER, client, code, exchange_form, stand_in, text};

const PROGRAM: &str = env!("CARGO_BIN_EXE_satchel-broker");

/// A running program and its address.
async fn start(sim: &Sim) -> (Child, String) {
    let folder = tempfile::tempdir().unwrap();
    let secret = folder.path().join("client-secret");
    std::fs::write(&secret, format!("{CLIENT_SECRET}\n")).unwrap();
    let mut child = Command::new(PROGRAM)
        .env("SATCHEL_BROKER_CLIENT_KEY", CLIENT_KEY)
        .env("SATCHEL_BROKER_CLIENT_SECRET_FILE", &secret)
        .env("SATCHEL_BROKER_LISTEN", "127.0.0.1:0")
        .env("SATCHEL_BROKER_TIKTOK_URL", sim.base_url())
        .env("SATCHEL_BROKER_LOG", "trace")
        .env_remove("SATCHEL_BROKER_CLIENT_SECRET")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).await.unwrap();
    let url = line.trim().strip_prefix("Listening on ").unwrap().to_owned();
    (child, url)
}

#[tokio::test]
async fn nothing_secret_or_personal_is_logged() {
    let sim = stand_in().await;
    let (mut child, url) = start(&sim).await;
    sim.set(|switches| switches.webhook_url = format!("{url}/webhooks"));
    let mut log = child.stderr.take().unwrap();
    let reading = tokio::spawn(async move {
        let mut text = String::new();
        log.read_to_string(&mut text).await.unwrap();
        text
    });
    let http = client();
    let post = |path: &str, form: Vec<(String, String)>| http.post(format!("{url}{path}")).form(&form).send();
    let owned =
        |form: &[(&str, &str)]| form.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
    let code = code(&sim, "maren");
    let first: Value = post("/v1/token", owned(&exchange_form(&code))).await.unwrap().json().await.unwrap();
    let refresh = [
        ("client_key", CLIENT_KEY),
        ("grant_type", "refresh_token"),
        ("refresh_token", text(&first, "refresh_token")),
    ];
    let second: Value = post("/v1/token", owned(&refresh)).await.unwrap().json().await.unwrap();
    let ticket = text(&second, "events_ticket");
    for query in ["requests=7400000000000000123", "after=x"] {
        http.get(format!("{url}/v1/events?{query}")).bearer_auth(ticket).send().await.unwrap();
    }
    http.get(format!("{url}/v1/token/{ticket}?code={code}")).send().await.unwrap();
    sim.revoke_all();
    let revoke = [("client_key", CLIENT_KEY), ("token", text(&second, "access_token"))];
    post("/v1/revoke", owned(&revoke)).await.unwrap();
    http.post(format!("{url}/webhooks"))
        .header("TikTok-Signature", "t=1,s=00")
        .body("{}")
        .send()
        .await
        .unwrap();
    while sim.webhooks().is_empty() {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    sim.stop().await;
    assert_eq!(post("/v1/token", owned(&refresh)).await.unwrap().status(), 502);
    child.kill().await.unwrap();
    let log = reading.await.unwrap();
    assert!(log.contains("/v1/token") && log.contains("/webhooks"), "calls are logged: {log}");
    let mut secrets = vec![CLIENT_SECRET, VERIFIER, &code, "7400000000000000123"];
    for tokens in [&first, &second] {
        secrets.extend(
            ["access_token", "refresh_token", "events_ticket", "open_id"].map(|name| text(tokens, name)),
        );
    }
    for secret in secrets {
        assert!(!log.contains(secret), "{secret} is in the log: {log}");
        let encoded: String = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect();
        assert!(!log.contains(&encoded), "{encoded} is in the log: {log}");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn sigterm_ends_the_program_while_a_poll_waits() {
    let sim = stand_in().await;
    let (mut child, url) = start(&sim).await;
    let http = client();
    let exchange = http.post(format!("{url}/v1/token")).form(&exchange_form(&code(&sim, "maren")));
    let tokens: Value = exchange.send().await.unwrap().json().await.unwrap();
    let ticket = text(&tokens, "events_ticket").to_owned();
    let poll = tokio::spawn({
        let (http, url) = (http.clone(), url.clone());
        async move { crate::setup::poll(&http, &url, &ticket, "wait=55").await }
    });
    let mut log = BufReader::new(child.stderr.take().unwrap()).lines();
    while !log.next_line().await.unwrap().unwrap().contains("call begins endpoint=\"/v1/events\"") {}
    let reading =
        tokio::spawn(async move { while log.next_line().await.is_ok_and(|line| line.is_some()) {} });
    let pid = child.id().unwrap().to_string();
    assert!(Command::new("kill").args(["-TERM", &pid]).status().await.unwrap().success());
    let ended = tokio::time::timeout(std::time::Duration::from_secs(40), child.wait()).await;
    assert!(ended.unwrap().unwrap().success());
    assert_eq!(poll.await.unwrap().unwrap().status(), 200);
    reading.await.unwrap();
}

#[tokio::test]
async fn options_are_few() {
    for (option, status, text) in [
        ("--help", 0, "SATCHEL_BROKER_CLIENT_KEY"),
        ("--version", 0, env!("CARGO_PKG_VERSION")),
        ("--port", 2, "there is no option \"--port\""),
    ] {
        let output = Command::new(PROGRAM).arg(option).output().await.unwrap();
        let printed = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        assert_eq!(output.status.code(), Some(status), "{printed}");
        assert!(printed.contains(text), "{printed}");
    }
}

#[tokio::test]
async fn a_missing_or_invalid_setting_is_named() {
    let run = |name: &'static str, value: &'static str| async move {
        let mut command = Command::new(PROGRAM);
        for variable in ["CLIENT_KEY", "CLIENT_SECRET", "CLIENT_SECRET_FILE", "LISTEN"] {
            command.env_remove(format!("SATCHEL_BROKER_{variable}"));
        }
        command.env("SATCHEL_BROKER_CLIENT_KEY", CLIENT_KEY).env(name, value);
        let output = command.output().await.unwrap();
        assert!(!output.status.success());
        String::from_utf8(output.stderr).unwrap()
    };
    assert!(
        run("SATCHEL_BROKER_LISTEN", "127.0.0.1:0").await.contains("SATCHEL_BROKER_CLIENT_SECRET is not set")
    );
    let absent = run("SATCHEL_BROKER_CLIENT_SECRET_FILE", "/nonexistent/secret").await;
    assert!(absent.contains("/nonexistent/secret cannot be read"), "{absent}");
}
