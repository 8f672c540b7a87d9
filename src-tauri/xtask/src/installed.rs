//! Tests the Debian package: checks it with Debian's tools, installs it, runs the demo as a new user, and uninstalls it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::package;
use crate::results::Results;
use crate::run::{self, as_root, cargo, output, step, target};
use crate::setup::{self, For};
use crate::test::compile;

/// The user that runs the demo. Created for the test, and removed after it.
const TEST_USER: &str = "satchel-tester";

/// The program that the user runs.
const PROGRAM: &str = "demo-walkthrough";

/// Debian packages of the checks.
const TOOLS: [&str; 3] = ["lintian", "desktop-file-utils", "appstream"];

/// The desktop entry for exports.
const OPEN_WITH: &str = "zz-satchel-open.desktop";

/// Tests the package, and builds it first if it does not exist. Needs Debian or Ubuntu.
pub(crate) fn installed(results: &mut Results) -> Result<(), String> {
    if !run::has("dpkg") {
        return Err("Testing the Debian package needs Debian or Ubuntu.".into());
    }
    setup::setup(For::Testing)?;
    setup::install(&TOOLS)?;
    let deb = newest_deb().map_or_else(
        || package::package(false).and_then(|()| newest_deb().ok_or_else(|| "no package was built".into())),
        Ok,
    )?;
    check_package(&deb, results)?;
    // With the features of the whole workspace, so that the dependencies are not compiled again.
    step("build the walk-through", compile(&mut cargo(&["build", "--workspace", "--bin", PROGRAM])))?;
    let result = test_installed(&deb, results);
    remove_user();
    result
}

fn newest_deb() -> Option<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(package::folder()).ok()?.flatten().map(|e| e.path()).collect();
    files.retain(|file| file.extension().is_some_and(|end| end == "deb"));
    files.pop()
}

/// Checks the package without installing it.
fn check_package(deb: &Path, results: &mut Results) -> Result<(), String> {
    results.check(
        "lintian",
        Command::new("lintian").args(["--fail-on", "error,warning", "--info", "--allow-root"]).arg(deb),
    );
    let unpacked = target().join("package/unpacked");
    let _ = fs::remove_dir_all(&unpacked);
    step("unpack the package", Command::new("dpkg-deb").arg("-x").arg(deb).arg(&unpacked))?;
    let share = unpacked.join("usr/share");
    let entries = ["Satchel.desktop", OPEN_WITH].map(|name| share.join("applications").join(name));
    results.check("desktop-file-validate", Command::new("desktop-file-validate").args(entries));
    results.check(
        "appstreamcli validate",
        Command::new("appstreamcli")
            .args(["validate", "--no-net", "--explain"])
            .arg(share.join("metainfo/app.satchel.desktop.metainfo.xml")),
    );
    fs::remove_dir_all(&unpacked).map_err(|e| e.to_string())
}

/// Installs the package, runs the demo as a new user, and uninstalls it.
fn test_installed(deb: &Path, results: &mut Results) -> Result<(), String> {
    step("create a user", as_root("useradd").args(["--create-home", "--shell", "/bin/sh", TEST_USER]))?;
    step(
        "install the package",
        as_root("apt-get").args(["install", "-y", "-qq", "--no-install-recommends"]).arg(deb),
    )?;
    let listed = output("dpkg", &["-L", "satchel"]).unwrap_or_default();
    let types = fs::read_to_string("/usr/share/applications/mimeinfo.cache").unwrap_or_default();
    results.record("Satchel is the last program offered for zip files", is_last_for_zip(&types), &types);
    let home = Path::new("/home").join(TEST_USER);
    step(
        "copy the walk-through",
        as_root("install")
            .args(["-m", "755"])
            .arg(target().join("debug").join(PROGRAM))
            .arg(home.join(PROGRAM)),
    )?;
    let as_user = |words: &[&str]| {
        let mut command = as_root("runuser");
        // Without the environment of the current user.
        command
            .args(["-u", TEST_USER, "--", "env", "-i", "PATH=/usr/local/bin:/usr/bin:/bin"])
            .arg(format!("HOME={}", home.display()));
        command.args(words).current_dir("/");
        command
    };
    results.check("satchel --version", &mut as_user(&["satchel", "--version"]));
    let program = home.join(PROGRAM).display().to_string();
    let folder = home.join("demo").display().to_string();
    results.check("the demo walk-through", &mut as_user(&[&program, "/usr/bin/satchel", &folder]));
    step("uninstall the package", as_root("apt-get").args(["purge", "-y", "-qq", "satchel"]))?;
    let left: Vec<&str> = listed.lines().filter(|line| Path::new(line).is_file()).collect();
    results.record("all files of the package are removed", left.is_empty(), &left.join(", "));
    let backups = format!(
        "cd '{folder}'/home/Documents/Satchel/*/ && for each in */; do (cd \"$each\" && sha256sum --quiet --check manifest-sha256.txt) || exit 1; done && ls -d */bagit.txt"
    );
    results.check("the backups still exist and are valid", &mut as_user(&["sh", "-c", &backups]));
    Ok(())
}

/// Whether Satchel is the last program for zip files in the list from which desktops take their default.
fn is_last_for_zip(types: &str) -> bool {
    let programs = types.lines().find_map(|line| line.strip_prefix("application/zip="));
    programs.and_then(|names| names.split(';').rfind(|name| !name.is_empty())) == Some(OPEN_WITH)
}

fn remove_user() {
    let _ = as_root("userdel").args(["--remove", "--force", TEST_USER]).status();
}

#[cfg(test)]
mod tests {
    use super::is_last_for_zip;

    #[test]
    fn satchel_must_be_the_last_program_for_zip_files() {
        assert!(is_last_for_zip("[MIME Cache]\napplication/zip=a.desktop;zz-satchel-open.desktop;\n"));
        assert!(!is_last_for_zip("application/zip=zz-satchel-open.desktop;zzz.desktop;\n"));
        assert!(!is_last_for_zip("application/json=zz-satchel-open.desktop;\n"));
    }
}
