//! Volumes that become full, and processes that are killed, at each of their file operations.
//!
//! `layer.c` is loaded into a process of the test and counts the operations below a folder. From one of them on, everything
//! that needs space fails, or the process is killed there. A test goes through these moments one after the other.

mod disk_full;
mod job;
mod keeping;
mod killed;
mod volumes;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use satchel_core::archive;
use satchel_core::backup::scan;
use satchel_export_gen::{Language, Layout, Plan, write_zip};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

/// The environment variable with the path of the control file.
const CONTROL: &str = "SATCHEL_TEST_FAULTS";
/// Set to go through every operation instead of a selection.
const ALL: &str = "SATCHEL_TEST_EVERY_OPERATION";
/// The longest path of a folder in the control file.
const LONGEST: usize = 4072;

/// What happens at an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    /// The volume is full, from this operation on.
    Full = 1,
    /// The process is killed.
    Kill = 2,
}

/// The layer between a process and its files, and the file that controls it.
struct Layer {
    control: PathBuf,
    /// The compiled layer. `None` in the process that it is loaded into.
    library: Option<TempDir>,
}

impl Layer {
    /// Compiles the layer.
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut compiler = Command::new("cc")
            .args(["-shared", "-fPIC", "-O1", "-x", "c", "-", "-ldl", "-o"])
            .arg(folder.path().join("layer.so"))
            .stdin(Stdio::piped())
            .spawn()
            .expect("a C compiler, with which Rust links programs too");
        compiler.stdin.take().unwrap().write_all(include_bytes!("layer.c")).unwrap();
        assert!(compiler.wait().unwrap().success());
        let layer = Self { control: folder.path().join("control"), library: Some(folder) };
        layer.write(Fault::Full, Path::new(""), 0);
        layer
    }

    /// The layer that is loaded into this process. If there is none, runs the test again in a process that has one, and
    /// returns `None` once that has succeeded.
    fn here(test: &str) -> Option<Self> {
        if let Some(control) = std::env::var_os(CONTROL) {
            return Some(Self { control: control.into(), library: None });
        }
        let (layer, parent) = (Self::new(), tempfile::tempdir().unwrap());
        let temporary = parent.path().join("temporary");
        fs::create_dir(&temporary).unwrap();
        let mut again = layer.command(test);
        // Apart from each other, so that one can be full without the other.
        again.env(crate::app::PARENT, parent.path()).env("TMPDIR", temporary);
        assert!(again.status().unwrap().success(), "{test} failed in a process of its own");
        None
    }

    /// A process of this program that has the layer, and runs one test.
    fn command(&self, test: &str) -> Command {
        let library = self.library.as_ref().expect("the layer was compiled here").path().join("layer.so");
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args([test, "--exact", "--include-ignored", "--nocapture"]);
        command.env("LD_PRELOAD", library).env(CONTROL, &self.control);
        command
    }

    /// From this operation below a folder on, counted from 1 and from now, there is this fault. 0: never.
    fn set(&self, fault: Fault, below: &Path, at: u64) {
        self.write(fault, Path::new(""), 0);
        self.write(fault, below, at);
    }

    /// Ends the fault, and returns how many operations there were.
    fn end(&self) -> u64 {
        let count = fs::read(&self.control).unwrap()[..8].try_into().unwrap();
        self.write(Fault::Full, Path::new(""), 0);
        u64::from_ne_bytes(count)
    }

    /// Writes the control file, with the layout of `struct control` in `layer.c`.
    fn write(&self, fault: Fault, below: &Path, at: u64) {
        let mut bytes = Vec::with_capacity(24 + LONGEST);
        for number in [0, at, fault as u64] {
            bytes.extend(u64::to_ne_bytes(number));
        }
        let below = below.as_os_str().as_encoded_bytes();
        assert!(below.len() < LONGEST);
        bytes.extend(below);
        bytes.resize(24 + LONGEST, 0);
        // In place: the layer has mapped the file.
        let mut file =
            fs::OpenOptions::new().write(true).create(true).truncate(false).open(&self.control).unwrap();
        file.write_all(&bytes).unwrap();
    }
}

/// Operations from 1 to `count` at which a fault begins: at most `most`, evenly spread, or all if that is asked for.
fn moments(count: u64, most: u64) -> Vec<u64> {
    if std::env::var_os(ALL).is_some() || count <= most {
        return (1..=count).collect();
    }
    (0..most).map(|index| 1 + index * (count - 1) / (most - 1)).collect()
}

/// Writes an export of several files.
fn write_export(path: &Path, seed: u64) {
    let plan = Plan::new(seed, 40, "2026-11-01T12:00:00Z".parse().unwrap());
    let plan = Plan { layout: Layout::TxtC(Language::English), ..plan };
    write_zip(&plan, fs::File::create(path).unwrap()).unwrap();
}

/// The files below a folder, with their content.
fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.insert(path.strip_prefix(folder).unwrap().to_owned(), fs::read(&path).unwrap());
            }
        }
    }
    files
}

/// The backups that another Satchel would find in a folder. Checks that each of them is whole.
fn whole_backups(folder: &Path) -> Vec<String> {
    let found = scan(folder, false);
    assert!(found.error.is_none(), "{:?}", found.error);
    let ids: Vec<String> = found.backups.into_iter().map(|backup| backup.id).collect();
    for id in &ids {
        assert_whole(&folder.join(id));
    }
    ids
}

/// Checks a backup against its manifests.
fn assert_whole(backup: &Path) {
    let verdict = archive::verify(backup, &CancellationToken::new(), &|_, _| {}).unwrap();
    assert_eq!((verdict.count, verdict.archive_intact), (0, true), "{}: {verdict:?}", backup.display());
}

/// What work in progress has left in the account folders of a backup folder.
fn left_behind(folder: &Path) -> Vec<PathBuf> {
    let subfolders = |folder: &Path| {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
        entries.filter(|path| path.is_dir()).collect::<Vec<_>>()
    };
    let mut found: Vec<PathBuf> = subfolders(folder).iter().flat_map(|account| subfolders(account)).collect();
    found.retain(|path| path.file_name().unwrap().to_string_lossy().starts_with(".satchel-"));
    found
}
