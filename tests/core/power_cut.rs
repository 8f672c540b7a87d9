//! Power cuts: the system calls of a program that saves or moves a backup are recorded, and replayed up to each of them.
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

/// The backup folder in the folder of the app, that to which it is moved, and the file of the settings.
const BACKUPS: &str = "Backups";
const NEW_PLACE: &str = "New place";
const SETTINGS: &str = "own/settings.json";

/// A change of a file.
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

/// Cuts the power after each change, and shows `check` what is then on the disk.
fn cut_power_after_each(volume: &mut Volume, changes: &[Change], root: &Path, mut check: impl FnMut(&Path)) {
    for change in changes {
        volume.apply(change);
        if matches!(change, Change::Written(..)) {
            // Nothing more is certain after it than before.
            continue;
        }
        let folder = tempfile::tempdir().unwrap();
        volume.write_durable(root, folder.path());
        check(folder.path());
    }
}

/// The number of whole backups in a backup folder.
fn whole_backups(folder: &Path) -> usize {
    if !folder.exists() {
        return 0;
    }
    let found = scan(folder, false);
    assert!(found.error.is_none());
    let is_whole = |id: &String| {
        let verdict = archive::verify(&folder.join(id), &CancellationToken::new(), &|_, _| {});
        verdict.is_ok_and(|verdict| verdict.count == 0)
    };
    found.backups.iter().filter(|backup| is_whole(&backup.id)).count()
}

/// The number of folders with the name of a backup, even if they are not recognised as one.
fn named_backups(folder: &Path) -> usize {
    let accounts = fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path());
    let folders = accounts.filter(|path| path.is_dir()).flat_map(|path| fs::read_dir(path).unwrap());
    folders.filter(|entry| !entry.as_ref().unwrap().file_name().to_string_lossy().starts_with('.')).count()
}

/// Saves a backup, and prints the path of the app's folder.
async fn save_a_backup() -> TestApp {
    let app = TestApp::new().await;
    let file = app.file("export.zip");
    let plan = satchel_export_gen::Plan::new(3, 40, "2026-11-01T12:00:00Z".parse().unwrap());
    let plan = satchel_export_gen::Plan {
        layout: satchel_export_gen::Layout::TxtC(satchel_export_gen::Language::English),
        ..plan
    };
    satchel_export_gen::write_zip(&plan, fs::File::create(&file).unwrap()).unwrap();
    println!("folder: {}", app.backups().parent().unwrap().display());
    app.core.open_export(file).await.unwrap();
    app.until_ended(Outcome::Saved).await;
    app
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "run by another test, which records its system calls"]
async fn save_a_backup_and_exit() {
    let _app = save_a_backup().await;
    // Without the destructors, which remove the folder.
    std::process::exit(0);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "run by another test, which records its system calls"]
async fn move_a_backup_and_exit() {
    let app = save_a_backup().await;
    let to = app.file(NEW_PLACE);
    fs::create_dir(&to).unwrap();
    app.core.move_folder(to).await.unwrap();
    assert!(!app.backups().exists());
    std::process::exit(0);
}

/// Runs a test of this file, and returns the changes that it made in the folder of its app, and that folder.
fn record(test: &str) -> (Vec<Change>, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let calls = "openat,write,pwrite64,rename,renameat,renameat2,unlink,unlinkat,rmdir,fsync,fdatasync,syncfs,\
                 copy_file_range,sendfile";
    let output = Command::new("strace")
        .args(["-ff", "-ttt", "-y", "-xx", "-s", "10000000", "-e", &format!("trace={calls}"), "-o"])
        .arg(folder.path().join("trace"))
        .arg(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "--nocapture", &format!("power_cut::{test}")])
        .env("TMPDIR", folder.path())
        .output()
        .unwrap();
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{printed}{}", String::from_utf8_lossy(&output.stderr));
    let root = PathBuf::from(printed.split("folder: ").nth(1).and_then(|rest| rest.lines().next()).unwrap());
    let changes = trace::read(folder.path(), &root);
    assert!(changes.contains(&Change::VolumeSynced), "the volume is synced");
    (changes, root)
}

/// The same changes of a program that does not sync.
fn without_syncs(changes: &[Change]) -> Vec<Change> {
    let is_sync = |change: &&Change| matches!(change, Change::VolumeSynced | Change::FileSynced(_));
    changes.iter().filter(|change| !is_sync(change)).cloned().collect()
}

#[test]
fn after_a_power_cut_at_any_moment_a_backup_in_its_place_is_whole() {
    let (changes, root) = record("save_a_backup_and_exit");
    let count = |changes: &[Change]| {
        let (mut in_place, mut whole) = (0, 0);
        cut_power_after_each(&mut Volume::default(), changes, &root, |disk| {
            in_place += named_backups(&disk.join(BACKUPS));
            whole += whole_backups(&disk.join(BACKUPS));
        });
        (in_place, whole)
    };
    let (in_place, whole) = count(&changes);
    assert!(in_place > 0, "the backup appears in {changes:?}");
    assert_eq!(whole, in_place);

    // The replay tells: without the sync, the same changes leave a damaged backup.
    let (in_place, whole) = count(&without_syncs(&changes));
    assert!(in_place > 0 && whole == 0, "{whole} of {in_place}");
}

#[test]
fn after_a_power_cut_at_any_moment_of_a_move_the_folder_in_use_has_the_whole_backup() {
    let (changes, root) = record("move_a_backup_and_exit");
    let is_in_new_place =
        |change: &Change| matches!(change, Change::File(path) if path.starts_with(root.join(NEW_PLACE)));
    let start = changes.iter().position(is_in_new_place).expect("the move");
    let (before, during) = changes.split_at(start);
    // Whether the backup is whole, for the cuts before and after the new folder is in use.
    let check = |during: &[Change]| {
        let mut volume = Volume::default();
        for change in before {
            volume.apply(change);
        }
        let mut found = [Vec::new(), Vec::new()];
        cut_power_after_each(&mut volume, during, &root, |disk| {
            let settings = fs::read(disk.join(SETTINGS)).unwrap();
            // Settings that cannot be read name no folder.
            let settings: serde_json::Value = serde_json::from_slice(&settings).unwrap_or_default();
            let is_moved = settings["folder"] == root.join(NEW_PLACE).to_str().unwrap();
            let folder = disk.join(if is_moved { NEW_PLACE } else { BACKUPS });
            let is_whole = !settings.is_null() && folder.is_dir() && whole_backups(&folder) == 1;
            found[usize::from(is_moved)].push(is_whole);
        });
        found
    };
    let [old, new] = check(during);
    assert!(!old.is_empty() && !new.is_empty(), "{during:?}");
    assert!(old.iter().chain(&new).all(|is_whole| *is_whole), "{old:?} {new:?}");

    // The replay tells: without the syncs of the move, the same changes lose the backup.
    let [old, new] = check(&without_syncs(during));
    assert!(old.iter().chain(&new).any(|is_whole| !is_whole), "{old:?} {new:?}");
}

/// Reads the output of strace.
mod trace {
    use std::fs;
    use std::path::{Path, PathBuf};

    use super::{BACKUPS, Change, NEW_PLACE, SETTINGS};

    /// Whether a file is in one of the backup folders, or has the settings or becomes them. Other files, such as databases,
    /// are not only appended to.
    fn is_simulated(path: &Path, root: &Path) -> bool {
        let Ok(below) = path.strip_prefix(root) else { return false };
        let settings = Path::new(SETTINGS);
        let is_temporary = below.file_name().is_some_and(|name| name.to_string_lossy().starts_with(".tmp"));
        below.starts_with(BACKUPS)
            || below.starts_with(NEW_PLACE)
            || below == settings
            || (is_temporary && below.parent() == settings.parent())
    }

    /// The changes of the simulated files below `root`, from the traces of all threads, in order.
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
            is_simulated(&path, root).then_some(path)
        };
        // The path of an open file, which strace adds to its number.
        let open = || {
            let name = arguments.split_once('<')?.1.split_once('>')?.0;
            let name = if name.starts_with("\\x") { unescape(name) } else { name.as_bytes().to_vec() };
            let path = PathBuf::from(String::from_utf8_lossy(&name).into_owned());
            is_simulated(&path, root).then_some(path)
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
