//! The core without a window, and the archives to import.

use std::fs::File;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use satchel_core::account::{Pages, RedirectPort};
use satchel_core::backup::ArchivedExport;
use satchel_core::clock::Clock;
use satchel_core::desktop::Desktop;
use satchel_core::paths::Paths;
use satchel_core::{Config, Core, Endpoints};
use satchel_export_gen::{LoadProfile, Plan, write_zip};
use tokio_util::sync::CancellationToken;

/// Why a benchmark failed.
pub(crate) type Error = Box<dyn std::error::Error>;

struct NoDesktop;

impl Desktop for NoDesktop {
    fn open_url(&self, _: &str) -> bool {
        false
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

/// Writes an archive with this many records.
pub(crate) fn generate(records: u64, one_chat: bool, zip: &Path) -> Result<(), Error> {
    let plan = Plan { load_profile: Some(LoadProfile { one_chat }), ..Plan::load(records) };
    write_zip(&plan, File::create(zip)?)?;
    Ok(())
}

/// Copies an archive without a comment, and gives the copy one, so that it is another archive with the same content.
pub(crate) fn copy_with_comment(zip: &Path, copy: &Path) -> Result<(), Error> {
    let mut content = std::fs::read(zip)?;
    // The last field of the end record is the length of the comment, which follows it.
    let length = content.len();
    content[length - 2] = 1;
    content.push(b'2');
    Ok(std::fs::write(copy, content)?)
}

/// Size of the unpacked export in bytes.
pub(crate) fn json_bytes(zip: &Path) -> Result<u64, Error> {
    let export = ArchivedExport::open(zip, &CancellationToken::new())?;
    Ok(satchel_core::library::read::size(&export))
}

/// A core with its data and backups below this folder.
pub(crate) fn core(home: &Path) -> Result<Core, Error> {
    std::fs::create_dir_all(home)?;
    let paths = Paths::find(Some(home.join("program"))).ok_or("no home")?;
    // Not used, because no account is connected.
    let endpoints = Endpoints::stand_in("http://127.0.0.1:9/", "http://127.0.0.1:9")?;
    Ok(Core::open(Config {
        settings: paths.settings(),
        paths,
        default_folder: home.join("backups"),
        clock: Clock::default(),
        endpoints,
        key: None,
        demo: false,
        desktop: Arc::new(NoDesktop),
        pages: pages(),
        redirect_port: RedirectPort::Preferred(0),
        sign_in_timeout: Duration::from_secs(1),
    }))
}

/// Peak memory of this process in MB; `None` on systems other than Linux.
pub(crate) fn peak_mb() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? / 1000)
}

/// Not used, because no account is connected.
fn pages() -> Pages {
    let nothing = || [String::new(), String::new()];
    Pages { language: "en".into(), done: nothing(), refused: nothing(), stale: nothing() }
}

/// Bytes that cannot be compressed, as in videos.
pub(crate) struct Noise(pub(crate) u64);

impl Noise {
    pub(crate) fn bytes(&mut self, count: usize) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(count + 8);
        while bytes.len() < count {
            // xorshift64
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            bytes.extend(self.0.to_le_bytes());
        }
        bytes.truncate(count);
        bytes
    }
}

/// The median; zero if there are no times.
pub(crate) fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// Syncs the volume of a folder, so that what was written or removed before does not delay what is measured next.
pub(crate) fn sync(folder: &Path) -> Result<(), Error> {
    let synced = Command::new("sync").arg("-f").arg(folder).status()?;
    if synced.success() { Ok(()) } else { Err("sync failed".into()) }
}
