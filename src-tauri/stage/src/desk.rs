//! The desktop: Xvfb, a session bus, a Secret Service that is unlocked, and a home folder, all new and all its own.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::Trouble;

/// How long a part of the desktop may take to start.
const PATIENCE: Duration = Duration::from_secs(30);

/// An isolated desktop. Everything in it ends when it is dropped.
pub struct Desk {
    home: PathBuf,
    /// Goes when the desktop does, unless the home folder was given.
    _passing: Option<TempDir>,
    runtime: TempDir,
    display: String,
    bus: String,
    children: Vec<Child>,
    variables: Vec<(String, String)>,
    is_heard: bool,
}

impl Desk {
    /// Sets up a desktop with a screen of this size.
    pub fn new(width: u32, height: u32, keychain: bool) -> Result<Self, Trouble> {
        let passing = TempDir::new()?;
        let home = passing.path().to_owned();
        Self::set_up(home, Some(passing), width, height, keychain)
    }

    /// The same with a home folder that stays, to be looked at afterwards.
    pub fn at(home: &Path, width: u32, height: u32, keychain: bool) -> Result<Self, Trouble> {
        fs::create_dir_all(home)?;
        Self::set_up(home.canonicalize()?, None, width, height, keychain)
    }

    fn set_up(
        home: PathBuf,
        passing: Option<TempDir>,
        width: u32,
        height: u32,
        keychain: bool,
    ) -> Result<Self, Trouble> {
        let runtime = TempDir::new()?;
        fs::set_permissions(runtime.path(), fs::Permissions::from_mode(0o700))?;
        let mut desk = Self {
            home,
            _passing: passing,
            runtime,
            display: String::new(),
            bus: String::new(),
            children: Vec::new(),
            variables: Vec::new(),
            is_heard: false,
        };
        desk.write_xdg_open()?;
        let screen = format!("{width}x{height}x24");
        let xvfb = ["-displayfd", "1", "-screen", "0", &screen, "-nolisten", "tcp", "-noreset"];
        desk.display = format!(":{}", desk.start_and_read("Xvfb", &xvfb)?);
        desk.bus = desk.start_and_read("dbus-daemon", &["--session", "--nofork", "--print-address=1"])?;
        if keychain {
            desk.start_keychain()?;
        }
        Ok(desk)
    }

    /// The home folder.
    #[must_use]
    pub fn home(&self) -> &Path {
        &self.home
    }

    /// The screen's name, as `DISPLAY` has it.
    #[must_use]
    pub fn display(&self) -> &str {
        &self.display
    }

    /// The address of the session bus.
    #[must_use]
    pub fn bus(&self) -> &str {
        &self.bus
    }

    /// Where backups go by default.
    #[must_use]
    pub fn backups(&self) -> PathBuf {
        self.home().join("Documents/Satchel")
    }

    /// Sets a variable for everything that is started from now on.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.variables.push((name.to_owned(), value.into()));
    }

    /// Lets screen readers ask what is started from now on; without, nothing of the kind runs here.
    pub fn let_hear(&mut self) {
        self.is_heard = true;
    }

    /// What `xdg-open` was asked to open, oldest first.
    pub fn opened(&self) -> Vec<String> {
        let text = fs::read_to_string(self.home().join("opened")).unwrap_or_default();
        text.lines().map(str::to_owned).collect()
    }

    /// A command on this desktop.
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
        if self.is_heard {
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
            "SATCHEL_UPDATE_URL",
            "SATCHEL_UPDATE_KEY",
        ] {
            command.env_remove(name);
        }
        command.envs(self.variables.iter().map(|(n, v)| (n, v)));
        command
    }

    /// Starts a WebDriver and gives its address. Whatever it starts is told to let itself be driven.
    pub fn start_driver(&mut self) -> Result<String, Trouble> {
        // Between looking for a free port and using it somebody else may take it: then there is another.
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
            let began = Instant::now();
            while began.elapsed() < PATIENCE && driver.try_wait()?.is_none() {
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

    /// The processes of this program on this desktop.
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

    /// Chooses a path in the system's file dialog, by keyboard: waits for the dialog, types, presses Enter.
    pub fn choose_in_dialog(&self, title: &str, path: &Path) -> Result<(), Trouble> {
        let xdotool = |arguments: &[&str]| self.command("xdotool").args(arguments).output();
        let found = xdotool(&["search", "--sync", "--onlyvisible", "--name", title])?;
        let window = String::from_utf8_lossy(&found.stdout).lines().next().unwrap_or_default().to_owned();
        if window.is_empty() {
            return Err(format!("no dialog “{title}” opened").into());
        }
        // A dialog that is drawn may not listen yet: what it missed is typed again.
        for _ in 0..10 {
            // There is no window manager to give it the keyboard.
            xdotool(&["windowfocus", "--sync", &window])?;
            // A slash opens the dialog's own field for a path; in the field, all of an earlier try is replaced.
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

    fn is_visible(&self, window: &str) -> Result<bool, Trouble> {
        let visible =
            self.command("xdotool").args(["search", "--onlyvisible", "--name", ".*"]).output()?.stdout;
        Ok(String::from_utf8_lossy(&visible).lines().any(|line| line == window))
    }

    /// Gives the keyboard to a window of this class, as a person who turns to it does.
    pub fn turn_to(&self, class: &str) -> Result<(), Trouble> {
        let found =
            self.command("xdotool").args(["search", "--sync", "--onlyvisible", "--class", class]).output()?;
        let window = String::from_utf8_lossy(&found.stdout).lines().next().unwrap_or_default().to_owned();
        self.command("xdotool").args(["windowfocus", "--sync", &window]).status()?;
        Ok(())
    }

    /// A picture of the whole screen.
    pub fn screenshot(&self, path: &Path) -> Result<(), Trouble> {
        let status = self.command("import").args(["-window", "root"]).arg(path).status()?;
        if status.success() { Ok(()) } else { Err("no picture could be taken of the screen".into()) }
    }

    /// Starts a part that says on its first line where it is.
    fn start_and_read(&mut self, program: &str, arguments: &[&str]) -> Result<String, Trouble> {
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

    fn start_keychain(&mut self) -> Result<(), Trouble> {
        let mut child = self
            .command("gnome-keyring-daemon")
            .args(["--foreground", "--unlock", "--components=secrets"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        child.stdin.take().ok_or("no input")?.write_all(b"a password of this test")?;
        self.children.push(child);
        let began = Instant::now();
        while began.elapsed() < PATIENCE {
            if self.names_on_bus()?.contains("org.freedesktop.secrets") {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Err("the keychain did not start".into())
    }

    /// Who has a name on the session bus, as text.
    pub fn names_on_bus(&self) -> Result<String, Trouble> {
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

    /// The system's opener, as far as a test can look on: it writes down what it should open.
    fn write_xdg_open(&self) -> Result<(), Trouble> {
        let folder = self.home().join("bin");
        fs::create_dir_all(&folder)?;
        let script = folder.join("xdg-open");
        fs::write(&script, "#!/bin/sh\nprintf '%s\\n' \"$1\" >> \"$HOME/opened\"\n")?;
        fs::set_permissions(&script, fs::Permissions::from_mode(0o755))?;
        Ok(())
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        for child in self.children.iter_mut().rev() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}
