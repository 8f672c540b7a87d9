//! A program without a window, and the archives it is given.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use satchel_core::account::Pages;
use satchel_core::desktop::Desktop;
use satchel_core::paths::Paths;
use satchel_core::{Config, Core, Endpoints};
use satchel_sim::export::{Bench, Plan, write_zip};

/// Whatever went wrong.
pub(crate) type Trouble = Box<dyn std::error::Error>;

struct Nobody;

impl Desktop for Nobody {
    fn open_url(&self, _: &str) -> bool {
        false
    }
    fn reveal(&self, _: &Path) -> bool {
        false
    }
    fn to_front(&self) {}
}

/// Writes the archive of an account of this size.
pub(crate) fn generate(records: u64, one_chat: bool, zip: &Path) -> Result<(), Trouble> {
    let plan = Plan { bench: Some(Bench { one_chat }), ..Plan::bench(records) };
    write_zip(&plan, File::create(zip)?)?;
    Ok(())
}

/// Bytes of what is in it.
pub(crate) fn json_bytes(zip: &Path) -> Result<u64, Trouble> {
    Ok(satchel_core::library::read::archive::size(zip)?)
}

/// The whole program, with its data and its backups below this folder.
pub(crate) fn core(home: &Path) -> Result<Core, Trouble> {
    std::fs::create_dir_all(home)?;
    let home_of_program = Paths::find(Some(home.join("program"))).ok_or("no home")?;
    // Nothing is asked of it: no account is connected.
    let nowhere = Endpoints::stand_in("http://127.0.0.1:9/", "http://127.0.0.1:9")?;
    Ok(Core::open(Config {
        settings: home_of_program.settings(),
        paths: home_of_program,
        default_folder: home.join("backups"),
        endpoints: nowhere,
        key: None,
        demo: false,
        desktop: Arc::new(Nobody),
        pages: pages(),
        fixed_port: None,
        sign_in_timeout: Duration::from_secs(1),
    })?)
}

/// The most memory this process ever had, in MB. Only Linux says.
pub(crate) fn peak_mb() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? / 1000)
}

/// No browser will ever see them.
fn pages() -> Pages {
    let nothing = || [String::new(), String::new()];
    Pages { language: "en".into(), done: nothing(), refused: nothing(), stale: nothing() }
}
