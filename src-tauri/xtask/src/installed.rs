//! The Debian package as its users meet it: checked by Debian's own tools, installed, walked through by somebody who is
//! not root, and taken off again.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::package;
use crate::run::{self, as_root, cargo, output, step, target};
use crate::setup::{self, For};
use crate::test::Tally;

/// The person who tries it. Made for the test, and gone after it.
const PERSON: &str = "satchel-tester";

/// Debian's tools that look at packages.
const TOOLS: [&str; 3] = ["lintian", "desktop-file-utils", "appstream"];

/// Makes the package if it is not there, and tries it. Needs Debian or Ubuntu.
pub(crate) fn installed(tally: &mut Tally) -> Result<(), String> {
    if !run::has("dpkg") {
        return Err("This tries the Debian package: it needs Debian or Ubuntu.".into());
    }
    setup::setup(For::Testing)?;
    setup::install(&TOOLS)?;
    let deb = newest_deb().map_or_else(
        || package::package(false).and_then(|()| newest_deb().ok_or_else(|| "no package was made".into())),
        Ok,
    )?;
    look_at(&deb, tally)?;
    step("build the walk", &mut cargo(&["build", "-p", "satchel-stage", "--bin", "walk"]))?;
    let tried = try_out(&deb, tally);
    forget_person();
    tried
}

fn newest_deb() -> Option<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(package::folder()).ok()?.flatten().map(|e| e.path()).collect();
    files.retain(|file| file.extension().is_some_and(|end| end == "deb"));
    files.pop()
}

/// What can be said without installing it.
fn look_at(deb: &Path, tally: &mut Tally) -> Result<(), String> {
    tally.check(
        "lintian",
        Command::new("lintian").args(["--fail-on", "error,warning", "--info", "--allow-root"]).arg(deb),
    );
    let unpacked = target().join("package/unpacked");
    let _ = fs::remove_dir_all(&unpacked);
    step("unpack it", Command::new("dpkg-deb").arg("-x").arg(deb).arg(&unpacked))?;
    let share = unpacked.join("usr/share");
    tally.check(
        "desktop-file-validate",
        Command::new("desktop-file-validate").arg(share.join("applications/Satchel.desktop")),
    );
    tally.check(
        "appstreamcli validate",
        Command::new("appstreamcli")
            .args(["validate", "--no-net", "--explain"])
            .arg(share.join("metainfo/app.satchel.desktop.metainfo.xml")),
    );
    fs::remove_dir_all(&unpacked).map_err(|e| e.to_string())
}

/// Installs it, lets somebody walk through the demo, and takes it off again.
fn try_out(deb: &Path, tally: &mut Tally) -> Result<(), String> {
    step("make a new person", as_root("useradd").args(["--create-home", "--shell", "/bin/sh", PERSON]))?;
    step(
        "install it",
        as_root("apt-get").args(["install", "-y", "-qq", "--no-install-recommends"]).arg(deb),
    )?;
    let listed = output("dpkg", &["-L", "satchel"]).unwrap_or_default();
    let home = Path::new("/home").join(PERSON);
    step(
        "hand over the walk",
        as_root("install").args(["-m", "755"]).arg(target().join("debug/walk")).arg(home.join("walk")),
    )?;
    let as_person = |words: &[&str]| {
        let mut command = as_root("runuser");
        // Nothing of this developer's surroundings.
        command
            .args(["-u", PERSON, "--", "env", "-i", "PATH=/usr/local/bin:/usr/bin:/bin"])
            .arg(format!("HOME={}", home.display()));
        command.args(words).current_dir("/");
        command
    };
    tally.check("it says which version it is", &mut as_person(&["satchel", "--version"]));
    let (walk, folder) = (home.join("walk").display().to_string(), home.join("walked").display().to_string());
    tally.check("the demo, walked through", &mut as_person(&[&walk, "/usr/bin/satchel", &folder]));
    step("take it off", as_root("apt-get").args(["purge", "-y", "-qq", "satchel"]))?;
    let left: Vec<&str> = listed.lines().filter(|line| Path::new(line).is_file()).collect();
    tally.say("nothing of it is left", left.is_empty(), &left.join(", "));
    let backups = format!(
        "cd '{folder}'/home/Documents/Satchel/*/ && for each in */; do (cd \"$each\" && sha256sum --quiet --check manifest-sha256.txt) || exit 1; done && ls -d */bagit.txt"
    );
    tally.check("the backups are still there, and whole", &mut as_person(&["sh", "-c", &backups]));
    Ok(())
}

fn forget_person() {
    let _ = as_root("userdel").args(["--remove", "--force", PERSON]).status();
}
