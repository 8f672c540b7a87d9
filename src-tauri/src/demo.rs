//! The demo account: a simulator of TikTok that runs inside the app, and an export of some weeks ago that is there from
//! the start.

use std::error::Error;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use satchel_core::account::AppKey;
use satchel_core::backup::Outcome;
use satchel_core::paths::Paths;
use satchel_core::view::Change;
use satchel_core::{Config, Core, Endpoints};
use satchel_sim::export::{ExportSpec, write_zip};
use satchel_sim::{CLIENT_KEY, CLIENT_SECRET, Options, Sim};
use tokio::sync::mpsc;

/// Number of records in an export of the demo account: a few years of ordinary use.
const RECORDS: u64 = 60_000;
/// How long the simulator prepares an export, in seconds: long enough to see the step, short enough to wait for it.
const PREPARE_SECONDS: u64 = 9;
/// Download rate in bytes per second: the download takes a few seconds, so that its progress is visible.
const DOWNLOAD_RATE: u64 = 400_000;

/// Age of the first export. A request in the demo then brings some weeks of new records.
const FIRST_EXPORT_AGE: Duration = Duration::from_hours(24 * 40);
/// The demo opens without its first export if that takes longer.
const FIRST_EXPORT_TIMEOUT: Duration = Duration::from_secs(20);

/// The folder of the demo's backups. Nothing of the demo is in the person's own folders.
pub(crate) fn backup_folder(paths: &Paths) -> PathBuf {
    paths.demo().folder().join("Backups")
}

/// A running simulator and how to reach it. It stops when this is dropped.
pub(crate) struct Demo {
    pub(crate) endpoints: Endpoints,
    pub(crate) key: Option<AppKey>,
    _simulator: Sim,
}

impl Demo {
    /// Starts the simulator. Its state is stored in the demo's own folder, so that jobs survive a restart.
    pub(crate) async fn start(paths: &Paths) -> Result<Self, String> {
        std::fs::create_dir_all(paths.folder()).map_err(|e| e.to_string())?;
        let mut options = Options {
            records: RECORDS,
            state_file: Some(paths.folder().join("stand-in.json")),
            ..Options::default()
        };
        options.switches.prepare_seconds = PREPARE_SECONDS;
        options.switches.rate = DOWNLOAD_RATE;
        let simulator = Sim::start(options).await.map_err(|e| e.to_string())?;
        let endpoints = Endpoints::stand_in(&simulator.authorize_url(), &simulator.base_url())
            .map_err(|e| e.to_string())?;
        Ok(Self { endpoints, key: AppKey::new(CLIENT_KEY, CLIENT_SECRET), _simulator: simulator })
    }
}

/// Opens an export of some weeks ago, so that the demo account has something to show. It ends with the library filled.
pub(crate) async fn add_first_export(
    paths: &Paths,
    config: Config,
) -> Result<(), Box<dyn Error + Send + Sync>> {
    let folder = paths.folder().join("first-export");
    let file = tokio::task::spawn_blocking({
        let folder = folder.clone();
        move || write_first_export(&folder)
    })
    .await??;
    let core = Core::open(config);
    core.start().await;
    let imported = tokio::time::timeout(FIRST_EXPORT_TIMEOUT, import(&core, file)).await;
    core.shutdown().await;
    imported??;
    // Otherwise the demo goes on with it.
    fs::remove_dir_all(folder)?;
    Ok(())
}

/// Writes the export under the name that TikTok gives, which says when it was made.
fn write_first_export(folder: &Path) -> Result<PathBuf, Box<dyn Error + Send + Sync>> {
    let end = Timestamp::now() - FIRST_EXPORT_AGE;
    fs::create_dir_all(folder)?;
    let file = folder.join(format!("TikTok_Data_{}.zip", end.as_second()));
    write_zip(&ExportSpec::new(Options::default().seed, RECORDS, end), File::create(&file)?)?;
    Ok(file)
}

/// Opens an export and waits until its records are in the library.
async fn import(core: &Core, file: PathBuf) -> Result<(), Box<dyn Error + Send + Sync>> {
    let (sender, mut changes) = mpsc::unbounded_channel();
    core.subscribe(Box::new(move |event| sender.send(event.change).is_ok()));
    core.open_export(file).await?;
    let (mut saved, mut is_in_library) = (None, false);
    while let Some(change) = changes.recv().await {
        match change {
            Change::Job(job) if job.outcome == Outcome::Saved => saved = Some(job.id),
            Change::Job(job) if job.outcome != Outcome::Running => {
                return Err(format!("the export of the demo was not saved: {:?}", job.problem).into());
            }
            Change::Backups(backups) => is_in_library = backups.iter().any(|backup| backup.records.is_some()),
            _ => {}
        }
        if let Some(job) = saved.take_if(|_| is_in_library) {
            // It is there from the start: nothing that has just happened.
            core.dismiss_job(&job).await;
            return Ok(());
        }
    }
    Err("the core ended before the export of the demo was in the library".into())
}
