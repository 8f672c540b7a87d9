//! The process that is killed: the core without a window. It reads commands from standard input, a line each, and writes
//! what happens to standard output.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use satchel_core::account::{AppKey, Pages, RedirectPort};
use satchel_core::backup::CheckState;
use satchel_core::clock::Clock;
use satchel_core::data_request::{DataRequest, Kind, Part, Permission};
use satchel_core::desktop::Desktop;
use satchel_core::paths::Paths;
use satchel_core::view::{Change, Snapshot};
use satchel_core::{Config, Core, Endpoints};
use satchel_sim::{CLIENT_KEY, CLIENT_SECRET};
use serde_json::json;
use tokio::io::{AsyncBufReadExt, BufReader};

use crate::error::Error;

/// The passphrase of the file of sign-ins.
const PASSPHRASE: &str = "a passphrase of this test";

/// Says which address the browser would open.
struct Browser;

impl Desktop for Browser {
    fn open_url(&self, url: &str) -> bool {
        println!("{}", json!({ "open": url }));
        true
    }
    fn reveal(&self, _: &Path) -> bool {
        false
    }
    fn open_file(&self, _: &Path) -> bool {
        false
    }
    fn show_file(&self, _: &Path) -> bool {
        false
    }
    fn to_front(&self) {}
}

/// Runs the core until standard input is closed or the process is killed.
pub(crate) async fn run(home: &Path, authorize: &str, api: &str) -> Result<(), Error> {
    let paths = Paths::find(Some(home.join("program"))).ok_or("no home")?;
    let core = Core::open(Config {
        settings: paths.settings(),
        paths,
        default_folder: home.join("backups"),
        clock: Clock::default(),
        endpoints: Endpoints::stand_in(authorize, api)?,
        key: AppKey::new(CLIENT_KEY, CLIENT_SECRET),
        demo: false,
        desktop: Arc::new(Browser),
        pages: pages(),
        redirect_port: RedirectPort::Preferred(0),
        sign_in_timeout: Duration::from_mins(1),
    });
    if core.unlock_sign_in(PASSPHRASE.into()).await.is_err() {
        core.keep_sign_in_in_file(PASSPHRASE.into()).await?;
    }
    core.start().await;
    core.subscribe(Box::new(|event| {
        if let Change::Job(job) = event.change {
            println!("{}", json!({ "job": job.id }));
        }
        true
    }));
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    while let Some(line) = lines.next_line().await? {
        match line.split_once(' ').unwrap_or((&line, "")) {
            ("request", kind) => {
                let kind = if kind == "activity" { Kind::Activity } else { Kind::DirectMessages };
                core.back_up(DataRequest { kind, permission: Permission::Ongoing, part: Part::Both }).await?;
            }
            // The browser, which follows the redirect.
            ("visit", address) => {
                let address = address.to_owned();
                let browser = reqwest::Client::builder().no_proxy().build()?;
                tokio::spawn(async move { browser.get(address).send().await });
            }
            ("retry", id) => core.retry_job(id).await?,
            ("verify", _) => {
                for backup in snapshot(&core).ok_or("no snapshot")?.backups {
                    core.verify_backup(&backup.id).await?;
                }
            }
            _ => println!("{}", state(&snapshot(&core).ok_or("no snapshot")?)),
        }
    }
    Ok(())
}

fn state(now: &Snapshot) -> serde_json::Value {
    let jobs = now.jobs.iter().map(|job| {
        json!({
            "id": job.id,
            "outcome": job.outcome,
            "step": job.step,
            "problem": job.problem.as_ref().map(|problem| problem.code),
            "request": job.request_id,
        })
    });
    let backups = now.backups.iter().map(|backup| match backup.check {
        CheckState::Verified { .. } => "verified",
        CheckState::NotChecked | CheckState::Checking { .. } => "unknown",
        _ => "damaged",
    });
    json!({
        "state": {
            "jobs": jobs.collect::<Vec<_>>(),
            "backups": backups.collect::<Vec<_>>(),
            "notices": now.notices.len(),
        }
    })
}

fn snapshot(core: &Core) -> Option<Snapshot> {
    let seen = Arc::new(std::sync::Mutex::new(None));
    let keep = Arc::clone(&seen);
    core.subscribe(Box::new(move |event| {
        if let (Change::Snapshot(snapshot), Ok(mut keep)) = (event.change, keep.lock()) {
            *keep = Some(*snapshot);
        }
        false
    }));
    seen.lock().ok()?.take()
}

fn pages() -> Pages {
    let nothing = || [String::new(), String::new()];
    Pages { language: "en".into(), done: nothing(), refused: nothing(), stale: nothing() }
}
