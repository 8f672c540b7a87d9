//! Volumes of a test: file systems that it mounts in a namespace of its own, so that nobody else sees them.

use std::path::Path;
use std::process::Command;

/// Set in the process that may mount.
const MARK: &str = "SATCHEL_TEST_MAY_MOUNT";

/// Whether this process may mount. If it may not, runs the test again in one that may, and returns `false` once that has
/// succeeded. Where nobody may mount, says so and returns `false`. `test` is the name of the test with its modules.
pub(crate) fn may_mount(test: &str) -> bool {
    if std::env::var_os(MARK).is_some() {
        return true;
    }
    let Some(namespace) =
        [&["--user", "--map-root-user", "--mount"][..], &["--mount"]].into_iter().find(|it| may(it))
    else {
        println!("skipped: this system does not let the test mount a file system");
        return false;
    };
    let status = Command::new("unshare")
        .args(namespace)
        .arg(std::env::current_exe().unwrap())
        .args([test, "--exact", "--nocapture"])
        .env(MARK, "yes")
        .status()
        .unwrap();
    assert!(status.success(), "{test} failed in a namespace of its own");
    false
}

/// Whether a process in such a namespace may mount.
fn may(namespace: &[&str]) -> bool {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new("unshare");
    command.args(namespace).args(["mount", "-t", "tmpfs", "none"]).arg(folder.path());
    command.output().is_ok_and(|output| output.status.success())
}

pub(crate) fn mount(arguments: &[&str], folder: &Path) {
    let status = Command::new("mount").args(arguments).arg(folder).status().unwrap();
    assert!(status.success(), "mount {arguments:?}");
}
