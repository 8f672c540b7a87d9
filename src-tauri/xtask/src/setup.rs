//! Installs what building and testing need, besides Rust and Node.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::run::{self, as_root, has, is_root, npm, output, root, step, target};

/// The purpose of the setup.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum For {
    /// Building and running the app.
    Building,
    /// Running all tests and isolated desktop sessions, too.
    Testing,
}

/// Debian and Ubuntu packages for building.
const BUILD: [&str; 6] = [
    "build-essential",
    "pkg-config",
    "libwebkit2gtk-4.1-dev",
    "libgtk-3-dev",
    "librsvg2-dev",
    "libsoup-3.0-dev",
];

/// Debian and Ubuntu packages for testing: isolated desktop sessions on X or Wayland with a keychain, fonts and a browser,
/// a validator of backup folders, and strace.
const DESKTOP: [&str; 13] = [
    "xvfb",
    "weston",
    "webkit2gtk-driver",
    "dbus",
    "at-spi2-core",
    "gnome-keyring",
    "libsecret-tools",
    "imagemagick",
    "fonts-noto-core",
    "python3",
    "python3-venv",
    "xdotool",
    "strace",
];

/// The programs that can run the UI's tests in a browser. `ui/tests/browser/chromium.js` looks for the same.
const CHROMIUM: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

/// Programs from `PyPI`: the Library of Congress's `BagIt` validator, and a linter for workflows.
const PYTHON_TOOLS: [(&str, &str); 2] = [("bagit.py", "bagit==1.9.0"), ("zizmor", "zizmor==1.32.0")];

const NEEDED_NODE: (u32, u32) = (20, 19);

/// Installs everything that is missing.
pub(crate) fn setup(purpose: For) -> Result<(), String> {
    system_packages(purpose)?;
    interface()?;
    if purpose == For::Testing && cfg!(target_os = "linux") {
        python_tools()?;
    }
    Ok(())
}

/// Builds the UI, if it is not up to date.
pub(crate) fn interface() -> Result<(), String> {
    node()?;
    ui()
}

fn system_packages(purpose: For) -> Result<(), String> {
    if cfg!(target_os = "linux") {
        if has("apt-get") { apt(purpose) } else { other_linux(purpose) }
    } else if cfg!(target_os = "macos") {
        let tools = output("xcode-select", &["-p"]).is_some();
        if tools {
            Ok(())
        } else {
            Err("Xcode's command line tools are missing. Run: xcode-select --install".into())
        }
    } else {
        // Windows 10 and 11 only lack the linker that Rust itself needs.
        Ok(())
    }
}

fn apt(purpose: For) -> Result<(), String> {
    let mut wanted = BUILD.to_vec();
    if purpose == For::Testing {
        wanted.extend(DESKTOP);
        // Ubuntu's own package only installs a snap: there, another Chromium or Chrome will do.
        if !CHROMIUM.iter().any(|program| has(program)) {
            wanted.push("chromium");
        }
    }
    install(&wanted)
}

/// Installs missing Debian or Ubuntu packages.
pub(crate) fn install(packages: &[&str]) -> Result<(), String> {
    let missing: Vec<&str> = packages.iter().copied().filter(|package| !is_installed(package)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    println!("Missing system packages: {}", missing.join(" "));
    if !is_root() && !has("sudo") {
        return Err(format!("Install them as root: apt-get install {}", missing.join(" ")));
    }
    let apt_get = |arguments: &[&str]| {
        // sudo resets the environment, so that variables are set by its command.
        let mut command = as_root("env");
        command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]).args(arguments);
        command
    };
    step("apt-get update", &mut apt_get(&["update", "-qq"]))?;
    let mut install = vec!["install", "-y", "-qq", "--no-install-recommends"];
    install.extend(&missing);
    step("apt-get install", &mut apt_get(&install))
}

fn is_installed(package: &str) -> bool {
    output("dpkg-query", &["-W", "-f=${Status}", package])
        .is_some_and(|status| status.ends_with("ok installed"))
}

fn other_linux(purpose: For) -> Result<(), String> {
    let has_libraries =
        output("pkg-config", &["--exists", "webkit2gtk-4.1", "gtk+-3.0", "librsvg-2.0"]).is_some();
    let has_desktop =
        ["Xvfb", "WebKitWebDriver", "dbus-daemon", "gnome-keyring-daemon", "secret-tool", "import"]
            .iter()
            .all(|p| has(p));
    if has_libraries && (has_desktop || purpose == For::Building) {
        return Ok(());
    }
    Err("Packages are missing, and this system has no apt-get. They are called:\n\
         Fedora: webkit2gtk4.1-devel gtk3-devel librsvg2-devel libsoup3-devel gcc\n\
         \x20       and for the tests: xorg-x11-server-Xvfb webkit2gtk-driver dbus-daemon at-spi2-core gnome-keyring libsecret ImageMagick google-noto-sans-fonts python3 chromium\n\
         Arch:   webkit2gtk-4.1 gtk3 librsvg libsoup3 base-devel\n\
         \x20       and for the tests: xorg-server-xvfb dbus at-spi2-core gnome-keyring libsecret imagemagick noto-fonts python chromium"
        .into())
}

fn node() -> Result<(), String> {
    let version = output("node", &["--version"]).unwrap_or_default();
    let mut numbers = version.trim().trim_start_matches('v').split('.').map(|n| n.parse().unwrap_or(0));
    let found = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    if found >= NEEDED_NODE {
        return Ok(());
    }
    let (major, minor) = NEEDED_NODE;
    Err(format!(
        "Node {major}.{minor} or newer is needed (https://nodejs.org); found: {}",
        if version.is_empty() { "none" } else { version.trim() }
    ))
}

/// Installs the UI's packages and builds the UI, each only if something has changed.
fn ui() -> Result<(), String> {
    let ui = root().join("ui");
    let installed = ui.join("node_modules/.package-lock.json");
    if is_older(&installed, &ui.join("package-lock.json")) {
        step("npm ci", &mut npm(&["ci", "--no-audit", "--no-fund"]))?;
    }
    let built = ui.join("dist/index.html");
    let sources = [
        "src",
        "messages",
        "public",
        "index.html",
        "package-lock.json",
        "vite.config.ts",
        "svelte.config.js",
    ];
    if sources.iter().any(|source| newest_is_newer(&ui.join(source), &built)) {
        step("build the UI", &mut npm(&["run", "--silent", "build"]))?;
    }
    Ok(())
}

fn is_older(file: &Path, than: &Path) -> bool {
    let time = |path: &Path| fs::metadata(path).and_then(|m| m.modified()).ok();
    time(file).is_none_or(|at| time(than).is_some_and(|other| at < other))
}

fn newest_is_newer(source: &Path, built: &Path) -> bool {
    if source.file_name().is_some_and(|name| name == "compiled") {
        return false;
    }
    match fs::read_dir(source) {
        Ok(entries) => entries.flatten().any(|entry| newest_is_newer(&entry.path(), built)),
        Err(_) => source.exists() && is_older(built, source),
    }
}

/// Path of a program from `PyPI` after the setup for tests on Linux.
pub(crate) fn python_tool(name: &str) -> std::path::PathBuf {
    target().join("tools/python/bin").join(name)
}

fn python_tools() -> Result<(), String> {
    let missing = PYTHON_TOOLS.iter().filter(|(name, _)| !python_tool(name).is_file());
    let missing: Vec<&str> = missing.map(|(_, package)| *package).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let folder = target().join("tools/python");
    if !folder.join("bin/pip").is_file() {
        fs::create_dir_all(&folder).map_err(|e| e.to_string())?;
        step(
            "make a place for Python's programs",
            Command::new("python3").args(["-m", "venv"]).arg(&folder),
        )?;
    }
    let mut pip = Command::new(folder.join("bin/pip"));
    step(&format!("fetch {}", missing.join(" ")), pip.args(["install", "--quiet"]).args(&missing))
}

/// Whether there is a display.
pub(crate) fn has_display() -> bool {
    !cfg!(target_os = "linux")
        || ["DISPLAY", "WAYLAND_DISPLAY"]
            .iter()
            .any(|name| std::env::var_os(name).is_some_and(|v| !v.is_empty()))
}

/// Builds the app.
pub(crate) fn build() -> Result<(), String> {
    step("build Satchel", &mut run::cargo(&["build"]))
}
