//! Builds installers for this system with Tauri's bundler, in `target/package`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::json;

use crate::appstream;
use crate::run::{self, root, step, target};
use crate::setup::{For, setup};

/// The folder of the installers.
pub(crate) fn folder() -> PathBuf {
    target().join("package")
}

/// Kinds of installers, with the bundler's names.
fn kinds() -> &'static [&'static str] {
    if cfg!(target_os = "windows") {
        &["nsis"]
    } else if cfg!(target_os = "macos") {
        &["app", "dmg"]
    } else {
        &["deb", "rpm"]
    }
}

/// Builds all installers. With `appimage`, also the `AppImage`, for which the bundler downloads a tool from GitHub.
pub(crate) fn package(appimage: bool) -> Result<(), String> {
    compile()?;
    bundle(appimage)
}

/// Compiles the program that the installers contain.
pub(crate) fn compile() -> Result<(), String> {
    setup(For::Building)?;
    step("compile", tauri()?.args(["build", "--ci", "--no-bundle"]))
}

/// Makes installers of the compiled program, and signs them if the environment has certificates, so that these can be kept
/// from what is compiled.
pub(crate) fn bundle(appimage: bool) -> Result<(), String> {
    let out = folder();
    let _ = fs::remove_dir_all(&out);
    if cfg!(target_os = "linux") {
        shared_files(&out.join("share"))?;
    }
    let mut wanted = kinds().to_vec();
    if appimage {
        wanted.push("appimage");
    }
    let bundles = target().join("release/bundle");
    let _ = fs::remove_dir_all(&bundles);
    let mut bundle = tauri()?;
    bundle.args(["bundle", "--ci", "--bundles", &wanted.join(",")]);
    if let Some(repository) = appstream::repository() {
        bundle.args(["--config", &json!({ "bundle": { "homepage": repository } }).to_string()]);
    }
    step("bundle", &mut bundle)?;
    for kind in wanted {
        if kind == "app" {
            archive_app(&bundles.join("macos"), &out)?;
            continue;
        }
        for made in files_in(&bundles.join(kind)) {
            let copy = out.join(made.file_name().unwrap_or_default());
            if kind == "deb" {
                finish_deb(&made, &copy)?;
            } else {
                fs::copy(&made, &copy).map_err(|e| format!("{}: {e}", made.display()))?;
            }
        }
    }
    let _ = fs::remove_dir_all(out.join("share"));
    println!();
    for made in files_in(&out) {
        let kilobytes = fs::metadata(&made).map_or(0, |m| m.len()) / 1000;
        println!("{kilobytes:>7} kB  {}", made.display());
    }
    Ok(())
}

/// Packs the app for macOS as the updater expects it. The bundler would do so only with the key of the updates, and with
/// the same name for both processors.
fn archive_app(made: &Path, out: &Path) -> Result<(), String> {
    fs::create_dir_all(out).map_err(|e| e.to_string())?;
    let name = format!("Satchel_{}_{}.app.tar.gz", env!("CARGO_PKG_VERSION"), std::env::consts::ARCH);
    let mut tar = Command::new("tar");
    // Without the files in which macOS stores extended attributes.
    tar.env("COPYFILE_DISABLE", "1").arg("-czf").arg(out.join(name));
    step("archive the app", tar.arg("-C").arg(made).arg("Satchel.app"))
}

/// Tauri's CLI, in the root of the repository. It is downloaded once; only packaging needs it.
pub(crate) fn tauri() -> Result<Command, String> {
    let folder = target().join("tools").join(BUNDLER.replace('/', "-"));
    let program = folder.join("node_modules/@tauri-apps/cli/tauri.js");
    if !program.is_file() {
        fs::create_dir_all(&folder).map_err(|e| e.to_string())?;
        let install = ["install", "--ignore-scripts", "--no-save", "--no-audit", "--no-fund", "--prefix"];
        step("fetch the bundler", run::npm(&install).arg(&folder).arg(BUNDLER))?;
    }
    let mut command = Command::new("node");
    command.arg(program).current_dir(root());
    Ok(command)
}

/// The version must match that of the crate.
const BUNDLER: &str = "@tauri-apps/cli@2.12.5";

/// The file for software centres, which has the same name where it is installed.
const METAINFO: &str = "app.satchel.desktop.metainfo.xml";

/// Writes the manual page and the changelog in Debian's format, both compressed, and the file for software centres.
fn shared_files(folder: &Path) -> Result<(), String> {
    fs::create_dir_all(folder).map_err(|e| e.to_string())?;
    let page = fs::read_to_string(root().join("src-tauri/linux/satchel.1")).map_err(|e| e.to_string())?;
    let version = env!("CARGO_PKG_VERSION");
    // The date of the newest commit, so that builds are reproducible.
    let day = run::git(&["log", "-1", "--format=%cD"]).unwrap_or_default();
    let changes = format!(
        "satchel ({version}) unstable; urgency=medium\n\n  * Version {version}; see CHANGELOG.md of the sources.\n\n -- {MAINTAINER}  {day}\n"
    );
    for (name, text) in [("satchel.1", page), ("changelog", changes)] {
        let plain = folder.join(name);
        fs::write(&plain, text).map_err(|e| e.to_string())?;
        step(name, Command::new("gzip").args(["--best", "--no-name", "--force"]).arg(&plain))?;
    }
    fs::write(folder.join(METAINFO), appstream::metainfo()?).map_err(|e| e.to_string())
}

/// Debian requires an address, but there is none (see `src-tauri/linux/lintian-overrides`).
const MAINTAINER: &str = "The Satchel authors <>";

/// Repacks a Debian package with its actual library dependencies and better compression. Without Debian's tools it stays
/// as the bundler has built it.
fn finish_deb(made: &Path, out: &Path) -> Result<(), String> {
    if !run::has("dpkg-deb") || !run::has("dpkg-shlibdeps") {
        fs::copy(made, out).map_err(|e| e.to_string())?;
        return Ok(());
    }
    let work = folder().join("share/deb");
    let tree = work.join("tree");
    fs::create_dir_all(work.join("debian")).map_err(|e| e.to_string())?;
    fs::write(work.join("debian/control"), "Source: satchel\n\nPackage: satchel\nArchitecture: any\n")
        .map_err(|e| e.to_string())?;
    step("open the Debian package", Command::new("dpkg-deb").arg("-R").arg(made).arg(&tree))?;
    let found = Command::new("dpkg-shlibdeps")
        .arg("-O")
        .arg(tree.join("usr/bin/satchel"))
        .current_dir(&work)
        .output()
        .map_err(|e| e.to_string())?;
    let found = String::from_utf8_lossy(&found.stdout).into_owned();
    let needed = found.trim().strip_prefix("shlibs:Depends=").ok_or("dpkg-shlibdeps found no libraries")?;
    let control = tree.join("DEBIAN/control");
    let text = fs::read_to_string(&control).map_err(|e| e.to_string())?;
    let lines = text.lines().map(|line| {
        if line.starts_with("Depends:") { format!("Depends: {needed}\n") } else { format!("{line}\n") }
    });
    fs::write(&control, lines.collect::<String>()).map_err(|e| e.to_string())?;
    let pack = ["--root-owner-group", "-Zxz", "--build"];
    step("pack it again", Command::new("dpkg-deb").args(pack).arg(&tree).arg(out))
}

fn files_in(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|e| e.path())
        .filter(|p| p.is_file())
        .collect();
    files.sort();
    files
}
