//! Running other programs.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The root of the repository.
///
/// `cargo run` sets the variable. If this program is started without cargo, the current folder must be in the checkout:
/// the path at compile time may be that of another one.
pub(crate) fn root() -> PathBuf {
    match std::env::var_os("CARGO_MANIFEST_DIR") {
        Some(package) => {
            let package = Path::new(&package);
            package.ancestors().nth(2).unwrap_or(package).to_owned()
        }
        None => root_above(&std::env::current_dir().unwrap_or_default()),
    }
}

/// The root of the repository that a folder is in; that folder if it is in none.
fn root_above(folder: &Path) -> PathBuf {
    let is_root = |folder: &&Path| folder.join("src-tauri/xtask/Cargo.toml").is_file();
    folder.ancestors().find(is_root).unwrap_or(folder).to_owned()
}

/// Cargo's target folder.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |folder| root().join(folder))
}

/// Cargo, in the root of the repository.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).current_dir(root());
    command
}

/// Makes cargo lint the packages of the workspace while it compiles them, so that the dependencies are compiled only once.
/// Warnings are errors.
pub(crate) fn linted<'c>(clippy: &str, command: &'c mut Command) -> &'c mut Command {
    command
        .env("RUSTC_WORKSPACE_WRAPPER", clippy)
        // The way in which `cargo clippy` passes `-D warnings` to its driver.
        .env("CLIPPY_ARGS", "-D__CLIPPY_HACKERY__warnings__CLIPPY_HACKERY__")
}

/// npm, in the folder of the UI.
pub(crate) fn npm(arguments: &[&str]) -> Command {
    let mut command = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.args(arguments).current_dir(root().join("ui"));
    command
}

/// Runs a command. A failure is an error with its name.
pub(crate) fn step(what: &str, command: &mut Command) -> Result<(), String> {
    println!("\n── {what}");
    match command.stdin(Stdio::null()).status() {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(format!("{what} failed")),
        Err(error) => {
            Err(format!("{what} could not be started ({}): {error}", command.get_program().to_string_lossy()))
        }
    }
}

/// Whether the current user is root.
pub(crate) fn is_root() -> bool {
    output("id", &["-u"]).is_some_and(|id| id.trim() == "0")
}

/// A command that runs as root, with sudo if necessary.
pub(crate) fn as_root(program: &str) -> Command {
    if is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("sudo");
    command.arg(program);
    command
}

/// The output of a command; `None` if it fails.
pub(crate) fn output(program: &str, arguments: &[&str]) -> Option<String> {
    let output =
        Command::new(program).args(arguments).stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The output of git in the repository, without the line break at its end; `None` if it fails or there is no git.
pub(crate) fn git(arguments: &[&str]) -> Option<String> {
    let folder = root();
    let folder = folder.to_string_lossy();
    let text = output("git", &[&["-C", &*folder], arguments].concat())?;
    Some(text.trim_end().to_owned())
}

/// Whether a program is in the `PATH`.
pub(crate) fn has(program: &str) -> bool {
    let paths = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&paths).any(|folder| folder.join(program).is_file())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn the_root_is_that_of_the_checkout_in_use() {
        assert!(root().join("src-tauri/xtask/src/run.rs").is_file());
        let copy = std::env::temp_dir().join(format!("xtask-root-{}", std::process::id()));
        let inside = copy.join("src-tauri/xtask/src");
        fs::create_dir_all(&inside).unwrap();
        assert_eq!(root_above(&inside), inside, "not a checkout yet");
        fs::write(copy.join("src-tauri/xtask/Cargo.toml"), "").unwrap();
        assert_eq!(root_above(&inside), copy);
        fs::remove_dir_all(copy).unwrap();
    }
}
