//! All network connections of the app and its child processes during a backup, recorded with strace.

use std::collections::BTreeSet;
use std::fs;
use std::net::IpAddr;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use satchel_core::Endpoints;
use satchel_e2e_harness::App;

use crate::{Scene, binary};

const PRIVACY: &str = include_str!("../../docs/privacy.md");

/// An internet address in a system call.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Peer {
    call: String,
    address: IpAddr,
    port: u16,
}

/// A start of the app under `strace`, which records its socket calls.
struct Recorded {
    program: PathBuf,
    calls: PathBuf,
    driver: PathBuf,
}

impl Recorded {
    fn new(home: &Path) -> Self {
        let of = |name: &str| home.join(name);
        let recorded = Self { program: of("recorded"), calls: of("calls.txt"), driver: of("driver.txt") };
        let script = format!(
            "#!/bin/sh\nprintf %s \"$WEBKIT_INSPECTOR_SERVER\" > {driver}\n\
             exec strace -f -qq --seccomp-bpf -e trace=%network -o {calls} {app} \"$@\"\n",
            driver = recorded.driver.display(),
            calls = recorded.calls.display(),
            app = binary().display(),
        );
        fs::write(&recorded.program, script).unwrap();
        fs::set_permissions(&recorded.program, fs::Permissions::from_mode(0o755)).unwrap();
        recorded
    }

    /// The internet addresses in the recorded calls.
    fn peers(&self) -> BTreeSet<Peer> {
        let calls = fs::read_to_string(&self.calls).unwrap();
        assert!(
            calls.lines().filter(|line| line.contains("AF_UNIX")).count() > 10,
            "strace recorded the app"
        );
        calls.lines().filter_map(peer).collect()
    }

    /// The ports on which the app listens.
    fn listening(&self) -> BTreeSet<u16> {
        let calls = fs::read_to_string(&self.calls).unwrap();
        // `getsockname` returns the port that the system has chosen.
        let chosen = calls.lines().filter(|line| line.contains("getsockname"));
        chosen.filter_map(peer).map(|peer| peer.port).collect()
    }

    /// The port of the WebDriver.
    fn driver_port(&self) -> u16 {
        fs::read_to_string(&self.driver).unwrap().rsplit(':').next().unwrap().parse().unwrap()
    }
}

/// Parses `123 connect(7, {sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr("192.0.2.1")}, 16) = 0`, and the
/// equivalent for IPv6.
fn peer(line: &str) -> Option<Peer> {
    let between = |from: &str, to: &str| Some(line.split_once(from)?.1.split_once(to)?.0);
    // `123 <... getsockname resumed>{…` is the second part of an interrupted call.
    let mut words = line.split_whitespace().skip(1);
    let call = words.by_ref().find(|word| *word != "<...")?.split('(').next()?.to_owned();
    let (port, address) = if line.contains("sa_family=AF_INET6") {
        let address = line.split_once("inet_pton(AF_INET6, \"")?.1.split_once('"')?.0;
        (between("sin6_port=htons(", ")")?, address)
    } else {
        (between("sin_port=htons(", ")")?, between("inet_addr(\"", "\"")?)
    };
    Some(Peer { call, address: address.parse().ok()?, port: port.parse().ok()? })
}

/// Checks that all connections are to loopback, and to these ports or to the app's own ones.
fn assert_only(recorded: &Recorded, allowed: &[u16]) {
    let own = recorded.listening();
    let mut reached = BTreeSet::new();
    for peer in recorded.peers() {
        assert!(peer.address.is_loopback() || peer.call == "getsockname", "{peer:?}");
        if matches!(peer.call.as_str(), "connect" | "sendto" | "sendmsg" | "sendmmsg") {
            let is_known = allowed.contains(&peer.port) || own.contains(&peer.port);
            assert!(
                is_known || peer.port == recorded.driver_port(),
                "{peer:?} is none of {allowed:?}, {own:?}"
            );
            reached.insert(peer.port);
        }
    }
    assert!(allowed.iter().all(|port| reached.contains(port)), "{allowed:?} were reached: {reached:?}");
}

async fn recorded_start(scene: &mut Scene) -> (Recorded, App) {
    let recorded = Recorded::new(scene.desktop.home());
    let app = App::start(&mut scene.desktop, &recorded.program, &[]).await.unwrap();
    (recorded, app)
}

/// The stand-in is in place of TikTok.
#[tokio::test(flavor = "multi_thread")]
async fn a_backup_only_connects_to_tiktok() {
    let mut scene = Scene::new(true, |_| {}).await;
    let (recorded, app) = recorded_start(&mut scene).await;
    app.click("Connect TikTok").await.unwrap();
    scene.allow().await;
    app.back_up("Everything").await.unwrap();
    scene.allow().await;
    app.wait_for_text("Saved and verified").await.unwrap();
    open_views(&app).await;
    app.click("Settings").await.unwrap();
    app.close().await.unwrap();
    let port = scene.sim.base_url().rsplit(':').next().unwrap().trim_end_matches('/').parse().unwrap();
    assert_only(&recorded, &[port]);
}

/// The demo's stand-in is part of the app.
#[tokio::test(flavor = "multi_thread")]
async fn the_demo_only_connects_to_itself() {
    let mut scene = Scene::new(true, |_| {}).await;
    let (recorded, app) = recorded_start(&mut scene).await;
    app.click("Look around with a demo account").await.unwrap();
    app.back_up("Everything").await.unwrap();
    scene.allow().await;
    app.wait_for_text("Saved and verified").await.unwrap();
    open_views(&app).await;
    app.close().await.unwrap();
    assert_only(&recorded, &[]);
    assert!(scene.sim.requests().is_empty());
}

/// Opens the pages that could load something.
async fn open_views(app: &App) {
    for view in ["Overview", "Watch history", "Messages", "Posts", "Shop"] {
        app.click(view).await.unwrap();
        app.wait_for_text(view).await.unwrap();
    }
}

#[test]
fn the_privacy_page_names_all_hosts() {
    let tiktok = Endpoints::tiktok();
    for url in [&tiktok.api, &tiktok.authorize] {
        let host = url.host_str().unwrap();
        assert!(PRIVACY.contains(&format!("`{host}`")), "docs/privacy.md does not name {host}");
    }
}

#[test]
fn addresses_are_parsed_from_the_output_of_strace() {
    let of = |line| peer(line).map(|p| (p.call, p.address.to_string(), p.port));
    assert_eq!(
        of(
            r#"71 connect(7, {sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr("192.0.2.1")}, 16) = 0"#
        ),
        Some(("connect".into(), "192.0.2.1".into(), 443))
    );
    assert_eq!(
        of(
            r#"71 sendto(9, "x", 1, 0, {sa_family=AF_INET6, sin6_port=htons(53), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "2001:db8::1", &sin6_addr), sin6_scope_id=0}, 28) = 1"#
        ),
        Some(("sendto".into(), "2001:db8::1".into(), 53))
    );
    assert_eq!(of(r#"71 connect(7, {sa_family=AF_UNIX, sun_path="/tmp/.X11-unix/X1"}, 20) = 0"#), None);
}
