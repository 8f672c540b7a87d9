//! Power cuts: the system calls of a program that saves a backup are recorded, and replayed up to each of them.
//!
//! After a power cut, a volume may have the names of files without their content, because only what was synced is certain to
//! be on the disk. Whatever the moment, a backup that is in its place must then be whole.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use satchel_core::archive;
use satchel_core::backup::{Outcome, scan};
use tokio_util::sync::CancellationToken;

use crate::app::TestApp;

/// A change of the backup folder.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Change {
    File(PathBuf),
    Written(PathBuf, Vec<u8>),
    Renamed(PathBuf, PathBuf),
    Removed(PathBuf),
    FileSynced(PathBuf),
    VolumeSynced,
}

/// A file of the simulated volume.
#[derive(Debug, Clone, Default)]
struct SimulatedFile {
    content: Vec<u8>,
    /// How much of the content is certain to be on the disk, in bytes.
    durable: usize,
}

/// A volume on which names survive a power cut at once, and content only once it is synced.
#[derive(Default)]
struct Volume {
    files: Vec<SimulatedFile>,
    names: BTreeMap<PathBuf, usize>,
}

impl Volume {
    fn apply(&mut self, change: &Change) {
        match change {
            Change::File(path) => {
                self.files.push(SimulatedFile::default());
                self.names.insert(path.clone(), self.files.len() - 1);
            }
            Change::Written(path, bytes) => {
                if let Some(file) = self.names.get(path) {
                    self.files[*file].content.extend(bytes);
                }
            }
            Change::Renamed(from, to) => {
                let moved: Vec<_> =
                    self.names.keys().filter(|name| name.starts_with(from)).cloned().collect();
                for name in moved {
                    let file = self.names.remove(&name).unwrap();
                    let rest = name.strip_prefix(from).unwrap();
                    let target = if rest.as_os_str().is_empty() { to.clone() } else { to.join(rest) };
                    self.names.insert(target, file);
                }
            }
            Change::Removed(path) => drop(self.names.remove(path)),
            Change::FileSynced(path) => {
                if let Some(file) = self.names.get(path) {
                    self.files[*file].durable = self.files[*file].content.len();
                }
            }
            Change::VolumeSynced => self.files.iter_mut().for_each(|file| file.durable = file.content.len()),
        }
    }

    /// Writes what is on the disk after a power cut.
    fn write_durable(&self, from: &Path, to: &Path) {
        for (name, file) in &self.names {
            let path = to.join(name.strip_prefix(from).unwrap());
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            let file = &self.files[*file];
            fs::write(path, &file.content[..file.durable]).unwrap();
        }
    }
}

/// Cuts the power after each change; returns how many backups were in their place, and how many of these were whole.
fn cut_power_after_each(changes: &[Change], backups: &Path) -> (u32, u32) {
    let (mut in_place, mut whole) = (0, 0);
    let mut volume = Volume::default();
    for change in changes {
        volume.apply(change);
        if matches!(change, Change::Written(..)) {
            // Nothing more is certain after it than before.
            continue;
        }
        let folder = tempfile::tempdir().unwrap();
        volume.write_durable(backups, folder.path());
        let found = scan(folder.path(), false);
        assert!(found.error.is_none());
        // A folder with the name of a backup counts, even if it is not recognised as one any more.
        let accounts = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path());
        let folders = accounts.filter(|path| path.is_dir()).flat_map(|path| fs::read_dir(path).unwrap());
        let named = folders.filter(|entry| {
            let name = entry.as_ref().unwrap().file_name();
            !name.to_string_lossy().starts_with('.')
        });
        in_place += u32::try_from(named.count()).unwrap();
        for backup in found.backups {
            let verdict =
                archive::verify(&folder.path().join(&backup.id), &CancellationToken::new(), &|_, _| {});
            whole += u32::from(verdict.is_ok_and(|verdict| verdict.count == 0));
        }
    }
    (in_place, whole)
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "run by the other test, which records its system calls"]
async fn save_a_backup_and_exit() {
    let app = TestApp::new().await;
    let file = app.file("export.zip");
    let plan = satchel_export_gen::Plan::new(3, 40, "2026-11-01T12:00:00Z".parse().unwrap());
    let plan = satchel_export_gen::Plan {
        layout: satchel_export_gen::Layout::TxtC(satchel_export_gen::Language::English),
        ..plan
    };
    satchel_export_gen::write_zip(&plan, fs::File::create(&file).unwrap()).unwrap();
    println!("backups: {}", app.backups().display());
    app.core.open_export(file).await.unwrap();
    app.until_ended(Outcome::Saved).await;
    // Without the destructors, which remove the folder.
    std::process::exit(0);
}

#[test]
fn after_a_power_cut_at_any_moment_a_backup_in_its_place_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    let traces = folder.path().join("trace");
    let calls = "openat,write,pwrite64,rename,renameat,renameat2,unlink,unlinkat,rmdir,fsync,fdatasync,syncfs,\
                 copy_file_range,sendfile";
    let output = Command::new("strace")
        .args(["-ff", "-ttt", "-y", "-xx", "-s", "10000000", "-e", &format!("trace={calls}"), "-o"])
        .arg(&traces)
        .arg(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "--nocapture", "power_cut::save_a_backup_and_exit"])
        .env("TMPDIR", folder.path())
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    let backups = text.split("backups: ").nth(1).and_then(|rest| rest.lines().next()).unwrap();
    let backups = PathBuf::from(backups);
    let changes = trace::read(folder.path(), &backups);
    assert!(changes.contains(&Change::VolumeSynced), "the volume is synced");

    let (in_place, whole) = cut_power_after_each(&changes, &backups);
    assert!(in_place > 0, "the backup appears in {changes:?}");
    assert_eq!(whole, in_place);

    // The replay tells: without the sync, the same changes leave a damaged backup.
    let unsynced: Vec<Change> = changes
        .into_iter()
        .filter(|change| !matches!(change, Change::VolumeSynced | Change::FileSynced(_)))
        .collect();
    let (in_place, whole) = cut_power_after_each(&unsynced, &backups);
    assert!(in_place > 0 && whole == 0, "{whole} of {in_place}");
}

/// Reads the output of strace.
mod trace {
    use std::fs;
    use std::path::{Path, PathBuf};

    use super::Change;

    /// The changes of the files below `root`, from the traces of all threads, in order.
    pub(super) fn read(folder: &Path, root: &Path) -> Vec<Change> {
        let mut lines: Vec<(f64, String)> = Vec::new();
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if !path.file_name().unwrap().to_string_lossy().starts_with("trace") {
                continue;
            }
            for line in fs::read_to_string(path).unwrap().lines() {
                let (time, call) = line.split_once(' ').unwrap();
                lines.push((time.parse().unwrap(), call.to_owned()));
            }
        }
        lines.sort_by(|a, b| a.0.total_cmp(&b.0));
        lines.iter().filter_map(|(_, call)| change(call, root)).collect()
    }

    fn change(call: &str, root: &Path) -> Option<Change> {
        let (name, rest) = call.split_once('(')?;
        let (arguments, result) = rest.rsplit_once(" = ")?;
        let result: i32 = result.split(['<', ' ']).next()?.parse().ok()?;
        if result < 0 {
            return None;
        }
        let strings: Vec<Vec<u8>> = arguments.split('"').skip(1).step_by(2).map(unescape).collect();
        let path = |index: usize| {
            let path = PathBuf::from(String::from_utf8_lossy(strings.get(index)?).into_owned());
            path.starts_with(root).then_some(path)
        };
        // The path of an open file, which strace adds to its number.
        let open = || {
            let name = arguments.split_once('<')?.1.split_once('>')?.0;
            let name = if name.starts_with("\\x") { unescape(name) } else { name.as_bytes().to_vec() };
            let path = PathBuf::from(String::from_utf8_lossy(&name).into_owned());
            path.starts_with(root).then_some(path)
        };
        match name {
            "openat" if arguments.contains("O_CREAT") => Some(Change::File(path(0)?)),
            "write" | "pwrite64" => Some(Change::Written(open()?, strings.into_iter().next()?)),
            "rename" | "renameat" | "renameat2" => Some(Change::Renamed(path(0)?, path(1)?)),
            "unlink" | "unlinkat" | "rmdir" => Some(Change::Removed(path(0)?)),
            "fsync" | "fdatasync" => Some(Change::FileSynced(open()?)),
            "syncfs" => Some(Change::VolumeSynced),
            "copy_file_range" | "sendfile" => panic!("not simulated: {call}"),
            _ => None,
        }
    }

    fn unescape(text: &str) -> Vec<u8> {
        text.split("\\x").skip(1).map(|byte| u8::from_str_radix(byte, 16).unwrap()).collect()
    }
}
