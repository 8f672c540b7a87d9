//! Isolated desktop sessions: Xvfb, a session bus, an unlocked Secret Service and a home folder.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::error::Error;

/// How long to wait for a part of the session to start.
const TIMEOUT: Duration = Duration::from_secs(30);

/// An isolated desktop session. All of its processes end when it is dropped.
pub struct DesktopSession {
    home: PathBuf,
    /// Removes the home folder, unless it was given.
    _temporary_home: Option<TempDir>,
    runtime: TempDir,
    display: String,
    bus: String,
    children: Vec<Child>,
    variables: Vec<(String, String)>,
    is_accessible: bool,
}

/// How long a file dialog may take to list a folder.
const LISTING: Duration = Duration::from_millis(1500);

impl DesktopSession {
    /// Starts a session with a screen of this size.
    pub fn new(width: u32, height: u32, keychain: bool) -> Result<Self, Error> {
        let temporary_home = TempDir::new()?;
        let home = temporary_home.path().to_owned();
        Self::start(home, Some(temporary_home), width, height, keychain)
    }

    /// Starts a session with a home folder that is kept.
    pub fn at(home: &Path, width: u32, height: u32, keychain: bool) -> Result<Self, Error> {
        fs::create_dir_all(home)?;
        Self::start(home.canonicalize()?, None, width, height, keychain)
    }

    fn start(
        home: PathBuf,
        temporary_home: Option<TempDir>,
        width: u32,
        height: u32,
        keychain: bool,
    ) -> Result<Self, Error> {
        let runtime = TempDir::new()?;
        fs::set_permissions(runtime.path(), fs::Permissions::from_mode(0o700))?;
        let mut desktop = Self {
            home,
            _temporary_home: temporary_home,
            runtime,
            display: String::new(),
            bus: String::new(),
            children: Vec::new(),
            variables: Vec::new(),
            is_accessible: false,
        };
        desktop.write_xdg_open()?;
        let screen = format!("{width}x{height}x24");
        let xvfb = ["-displayfd", "1", "-screen", "0", &screen, "-nolisten", "tcp", "-noreset"];
        desktop.display = format!(":{}", desktop.start_and_read("Xvfb", &xvfb)?);
        desktop.bus =
            desktop.start_and_read("dbus-daemon", &["--session", "--nofork", "--print-address=1"])?;
        if keychain {
            desktop.start_keychain()?;
        }
        Ok(desktop)
    }

    /// The home folder.
    #[must_use]
    pub fn home(&self) -> &Path {
        &self.home
    }

    /// The value of `DISPLAY`.
    #[must_use]
    pub fn display(&self) -> &str {
        &self.display
    }

    /// The address of the session bus.
    #[must_use]
    pub fn bus(&self) -> &str {
        &self.bus
    }

    /// The default backup folder.
    #[must_use]
    pub fn backups(&self) -> PathBuf {
        self.home().join("Documents/Satchel")
    }

    /// The backup folder of the demo account, in which an export is from the start.
    #[must_use]
    pub fn demo_backups(&self) -> PathBuf {
        self.home().join(".local/share/satchel/demo/Backups")
    }

    /// Sets an environment variable of processes that are started later.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.variables.push((name.to_owned(), value.into()));
    }

    /// Enables the accessibility bus for processes that are started later.
    pub fn enable_accessibility(&mut self) {
        self.is_accessible = true;
    }

    /// The arguments of all calls of `xdg-open`, oldest first.
    pub fn opened_urls(&self) -> Vec<String> {
        let text = fs::read_to_string(self.home().join("opened")).unwrap_or_default();
        text.lines().map(str::to_owned).collect()
    }

    /// A command in this session.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        let path = std::env::var("PATH").unwrap_or_default();
        command
            .env("HOME", self.home())
            .env("PATH", format!("{}:{path}", self.home().join("bin").display()))
            .env("XDG_RUNTIME_DIR", self.runtime.path())
            .env("DISPLAY", &self.display)
            .env("DBUS_SESSION_BUS_ADDRESS", &self.bus)
            .env("GDK_BACKEND", "x11")
            .env("LANG", "C.UTF-8")
            .env("TZ", "UTC");
        if self.is_accessible {
            command.env_remove("NO_AT_BRIDGE");
        } else {
            command.env("NO_AT_BRIDGE", "1");
        }
        for name in [
            "XDG_DATA_HOME",
            "XDG_CONFIG_HOME",
            "XDG_CACHE_HOME",
            "XDG_DATA_DIRS",
            "WAYLAND_DISPLAY",
            "BROWSER",
            "SATCHEL_HOME",
            "SATCHEL_AUTHORIZE_URL",
            "SATCHEL_API_URL",
            "SATCHEL_CLIENT_KEY",
            "SATCHEL_CLIENT_SECRET",
            "SATCHEL_BROKER_URL",
            "SATCHEL_UPDATE_URL",
            "SATCHEL_UPDATE_KEY",
        ] {
            command.env_remove(name);
        }
        command.envs(self.variables.iter().map(|(n, v)| (n, v)));
        command
    }

    /// Starts a Wayland compositor for processes that are started later, which then have no X display. Its output is not
    /// shown. Returns `false` if weston is not installed.
    pub fn start_wayland(&mut self) -> Result<bool, Error> {
        const NAME: &str = "wayland-of-session";
        let size = ["--width=1280", "--height=800"];
        let options = ["--backend=headless-backend.so", "--use-pixman", "--no-config", "--idle-time=0"];
        let mut weston = self.command("weston");
        weston.args(options).args(size).arg(format!("--socket={NAME}"));
        match weston.stdout(Stdio::null()).stderr(Stdio::null()).spawn() {
            Ok(child) => self.children.push(child),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(error.into()),
        }
        let started = Instant::now();
        while !self.runtime.path().join(NAME).exists() {
            if started.elapsed() > TIMEOUT {
                return Err("weston did not start".into());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        self.set("WAYLAND_DISPLAY", NAME);
        self.set("GDK_BACKEND", "wayland");
        self.set("DISPLAY", "");
        Ok(true)
    }

    /// Starts a WebDriver, and returns its address.
    pub fn start_driver(&mut self) -> Result<String, Error> {
        // Another process may take the port before the driver uses it.
        for _ in 0..5 {
            let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
            let mut driver = self
                .command("WebKitWebDriver")
                .args([&format!("--port={port}"), "--host=127.0.0.1"])
                .env("TAURI_AUTOMATION", "true")
                .env("TAURI_WEBVIEW_AUTOMATION", "true")
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()?;
            let started = Instant::now();
            while started.elapsed() < TIMEOUT && driver.try_wait()?.is_none() {
                if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                    self.children.push(driver);
                    return Ok(format!("http://127.0.0.1:{port}"));
                }
                std::thread::sleep(Duration::from_millis(20));
            }
            let _ = driver.kill();
            let _ = driver.wait();
        }
        Err("WebKitWebDriver did not start".into())
    }

    /// Ids of the processes of this program in this session.
    #[must_use]
    pub fn processes_of(&self, program: &Path) -> Vec<u32> {
        let mark = format!("HOME={}", self.home().display());
        let program = program.canonicalize().unwrap_or_else(|_| program.to_owned());
        fs::read_dir("/proc")
            .into_iter()
            .flatten()
            .flatten()
            .filter(|entry| fs::read_link(entry.path().join("exe")).is_ok_and(|exe| exe == program))
            .filter(|entry| {
                let environ = fs::read(entry.path().join("environ")).unwrap_or_default();
                environ.split(|b| *b == 0).any(|variable| variable == mark.as_bytes())
            })
            .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
            .collect()
    }

    /// Enters a path in the system's file dialog with the keyboard, once the dialog is open.
    pub fn choose_in_dialog(&self, title: &str, path: &Path) -> Result<(), Error> {
        let xdotool = |arguments: &[&str]| self.command("xdotool").args(arguments).output();
        let found = xdotool(&["search", "--sync", "--onlyvisible", "--name", title])?;
        let window = String::from_utf8_lossy(&found.stdout).lines().next().unwrap_or_default().to_owned();
        if window.is_empty() {
            return Err(format!("no dialog “{title}” opened").into());
        }
        // Once the dialog has listed the folder, it moves the focus: keys pressed before that may end in a search, and Return
        // may then close the dialog without a choice.
        std::thread::sleep(LISTING);
        // It may still not process input.
        for _ in 0..10 {
            // There is no window manager that focuses it.
            xdotool(&["windowfocus", "--sync", &window])?;
            // A slash opens the path field. Text from an earlier attempt is replaced.
            xdotool(&["key", "ctrl+a"])?;
            xdotool(&["type", "--delay", "20", &path.display().to_string()])?;
            std::thread::sleep(Duration::from_millis(300));
            xdotool(&["key", "Return"])?;
            let typed = Instant::now();
            while typed.elapsed() < Duration::from_secs(3) {
                if !self.is_visible(&window)? {
                    return Ok(());
                }
                std::thread::sleep(Duration::from_millis(50));
            }
        }
        Err(format!("the dialog “{title}” did not take {}", path.display()).into())
    }

    /// Presses Return in a message dialog with this title, once it is open.
    pub fn press_return_in_dialog(&self, title: &str) -> Result<(), Error> {
        self.press_in_dialog(title, "Return")
    }

    /// Presses a key that closes the dialog with this title, once it is open.
    pub fn press_in_dialog(&self, title: &str, key: &str) -> Result<(), Error> {
        let xdotool = |arguments: &[&str]| self.command("xdotool").args(arguments).output();
        let began = Instant::now();
        let window = loop {
            let found = xdotool(&["search", "--onlyvisible", "--name", title])?;
            if let Some(window) = String::from_utf8_lossy(&found.stdout).lines().next() {
                break window.to_owned();
            }
            if began.elapsed() > Duration::from_mins(1) {
                return Err(format!("no dialog “{title}” opened").into());
            }
            std::thread::sleep(Duration::from_millis(100));
        };
        // A visible dialog may not process input yet.
        for _ in 0..20 {
            xdotool(&["windowfocus", "--sync", &window])?;
            xdotool(&["key", key])?;
            std::thread::sleep(Duration::from_millis(500));
            if !self.is_visible(&window)? {
                return Ok(());
            }
        }
        Err(format!("the dialog “{title}” did not close").into())
    }

    /// Whether a window with exactly this title is visible.
    pub fn shows_window(&self, title: &str) -> Result<bool, Error> {
        let pattern = format!("^{title}$");
        let found = self.command("xdotool").args(["search", "--onlyvisible", "--name", &pattern]).output()?;
        Ok(!found.stdout.is_empty())
    }

    fn is_visible(&self, window: &str) -> Result<bool, Error> {
        let visible =
            self.command("xdotool").args(["search", "--onlyvisible", "--name", ".*"]).output()?.stdout;
        Ok(String::from_utf8_lossy(&visible).lines().any(|line| line == window))
    }

    /// Focuses a window of this class.
    pub fn focus_window(&self, class: &str) -> Result<(), Error> {
        let found =
            self.command("xdotool").args(["search", "--sync", "--onlyvisible", "--class", class]).output()?;
        let window = String::from_utf8_lossy(&found.stdout).lines().next().unwrap_or_default().to_owned();
        self.command("xdotool").args(["windowfocus", "--sync", &window]).status()?;
        Ok(())
    }

    /// Saves a screenshot of the whole screen.
    pub fn screenshot(&self, path: &Path) -> Result<(), Error> {
        let status = self.command("import").args(["-window", "root"]).arg(path).status()?;
        if status.success() { Ok(()) } else { Err("the screenshot failed".into()) }
    }

    /// Starts a process, and returns the first line of its output.
    fn start_and_read(&mut self, program: &str, arguments: &[&str]) -> Result<String, Error> {
        let mut child = self
            .command(program)
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|e| format!("{program}: {e}"))?;
        let out = child.stdout.take().ok_or("no output")?;
        self.children.push(child);
        let mut line = String::new();
        BufReader::new(out).read_line(&mut line)?;
        if line.trim().is_empty() {
            Err(format!("{program} did not start").into())
        } else {
            Ok(line.trim().to_owned())
        }
    }

    fn start_keychain(&mut self) -> Result<(), Error> {
        let mut child = self
            .command("gnome-keyring-daemon")
            .args(["--foreground", "--unlock", "--components=secrets"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        child.stdin.take().ok_or("no input")?.write_all(b"a password of this test")?;
        self.children.push(child);
        let started = Instant::now();
        while started.elapsed() < TIMEOUT {
            if self.bus_names()?.contains("org.freedesktop.secrets") {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Err("the keychain did not start".into())
    }

    /// The names on the session bus, as text.
    pub fn bus_names(&self) -> Result<String, Error> {
        let ask = [
            "--session",
            "--dest=org.freedesktop.DBus",
            "--print-reply",
            "/",
            "org.freedesktop.DBus.ListNames",
        ];
        let names = self.command("dbus-send").args(ask).output()?.stdout;
        Ok(String::from_utf8_lossy(&names).into_owned())
    }

    /// Writes an `xdg-open` that logs its arguments.
    fn write_xdg_open(&self) -> Result<(), Error> {
        let folder = self.home().join("bin");
        fs::create_dir_all(&folder)?;
        let script = folder.join("xdg-open");
        fs::write(&script, "#!/bin/sh\nprintf '%s\\n' \"$1\" >> \"$HOME/opened\"\n")?;
        fs::set_permissions(&script, fs::Permissions::from_mode(0o755))?;
        Ok(())
    }
}

impl Drop for DesktopSession {
    fn drop(&mut self) {
        for child in self.children.iter_mut().rev() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}
