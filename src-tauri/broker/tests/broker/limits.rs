//! Limits of rate and size, and the end of a broker.

use std::num::NonZeroU32;
use std::time::Duration;

use crate::setup::{PATIENCE, Setup, poll, refused, text};

#[tokio::test]
async fn each_client_has_a_rate_of_its_own() {
    let setup = Setup::with(|config| {
        config.limits.token_calls = NonZeroU32::new(2).unwrap();
        config.trusted_proxies = vec!["127.0.0.1/32".parse().unwrap()];
    })
    .await;
    let call = |client: &'static str| {
        let (http, url) = (setup.http.clone(), format!("{}/v1/revoke", setup.url));
        async move { http.post(url).header("X-Forwarded-For", client).send().await.unwrap() }
    };
    for _ in 0..2 {
        assert_eq!(call("192.0.2.1").await.status(), 400);
    }
    let reply = call("192.0.2.1").await;
    let pause: u64 = reply.headers()["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=30).contains(&pause), "{pause}");
    assert_eq!(refused(reply).await, (429, "rate_limit_exceeded".into()));
    assert_eq!(call("10.0.0.1, 192.0.2.2").await.status(), 400, "another client");
    assert_eq!(call("192.0.2.9, 192.0.2.1").await.status(), 429, "what the client invents does not count");
    let health = setup.http.get(format!("{}/health", setup.url)).send().await.unwrap();
    assert_eq!(health.status(), 200);
}

#[tokio::test]
async fn without_a_trusted_proxy_the_peer_counts() {
    let setup = Setup::with(|config| config.limits.polls = NonZeroU32::new(1).unwrap()).await;
    let url = format!("{}/v1/events", setup.url);
    let call = |client: &'static str| setup.http.get(&url).header("X-Forwarded-For", client).send();
    assert_eq!(call("192.0.2.1").await.unwrap().status(), 401);
    assert_eq!(call("192.0.2.2").await.unwrap().status(), 429);
}

#[tokio::test]
async fn large_bodies_are_refused() {
    let setup = Setup::start().await;
    let token = "x".repeat(17 * 1024);
    assert_eq!(refused(setup.refresh(&token).await).await, (413, "invalid_request".into()));
    let webhook = setup.http.post(format!("{}/webhooks", setup.url)).body("x".repeat(65 * 1024));
    assert_eq!(refused(webhook.send().await.unwrap()).await.0, 413);
    assert_eq!(setup.sim.requests(), []);
}

#[tokio::test]
async fn a_shutdown_answers_waiting_polls_whose_number_is_limited() {
    let setup = Setup::with(|config| config.limits.polls = NonZeroU32::MAX).await;
    let tokens = setup.tokens("maren").await;
    let ticket = text(&tokens, "events_ticket").to_owned();
    let waiting: Vec<_> = (0..8)
        .map(|_| {
            let (http, url, ticket) = (setup.http.clone(), setup.url.clone(), ticket.clone());
            tokio::spawn(async move {
                loop {
                    let reply = poll(&http, &url, &ticket, "after=7&wait=55").await.unwrap();
                    // The poll below had the last place for a moment.
                    if reply.status() != 429 {
                        return reply;
                    }
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
            })
        })
        .collect();
    // Refused as soon as all of them wait.
    loop {
        let reply = setup.poll(&ticket, "").await;
        if reply.status() != 200 {
            assert_eq!(refused(reply).await, (429, "busy".into()));
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let Setup { sim: _sim, url, http, stop, served } = setup;
    stop.cancel();
    tokio::time::timeout(Duration::from_secs(40), served).await.unwrap().unwrap().unwrap();
    for reply in waiting {
        let reply = tokio::time::timeout(PATIENCE, reply).await.unwrap().unwrap();
        let batch: serde_json::Value = reply.json().await.unwrap();
        assert_eq!((batch["events"].as_array().unwrap().len(), &batch["next"]), (0, &7.into()));
    }
    assert!(http.get(format!("{url}/health")).send().await.is_err(), "nobody listens any more");
}
