//! A backup of the demo account, and then the import of an export.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use satchel_e2e_harness::{App, Browser, DesktopSession, Error};
use satchel_export_gen::{Plan, write_zip};

use crate::log::Log;

/// How long the backup may take.
const TIMEOUT: Duration = Duration::from_mins(3);

/// The name of the last step in the window.
const LAST_STEP: &str = "Saved";

/// Records each step when it is shown. Some steps are too short for polling.
const RECORD_STEPS: &str = "
    window.recordedSteps = [];
    const look = () => {
        const step = document.querySelector('.steps [aria-current=step], .steps .last');
        const name = step && step.firstChild.textContent.trim();
        if (name && window.recordedSteps.at(-1) !== name) window.recordedSteps.push(name);
    };
    new MutationObserver(look).observe(document.body,
        { subtree: true, childList: true, attributes: true, characterData: true });
";

pub(crate) async fn run(binary: &Path, folder: &Path) -> Result<(), Error> {
    let binary = &binary.canonicalize().map_err(|e| format!("{}: {e}", binary.display()))?;
    let (home, screenshots) = (folder.join("home"), folder.join("pictures"));
    for folder in [&home, &screenshots] {
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        fs::create_dir_all(folder)?;
    }
    let mut log = Log::new(&screenshots);
    log.line("An isolated session: display, keychain, browser, home folder");
    let mut desktop = DesktopSession::at(&home, 1280, 800, true)?;
    let app = App::start(&mut desktop, binary, &[]).await?;
    app.wait_for_text("Keep your own copy of your TikTok data").await?;
    log.app(&app, "welcome", "Satchel has started for the first time").await?;

    app.click("Look around with a demo account").await?;
    app.wait_for_text("This is the demo account").await?;
    log.app(&app, "demo", "Clicked “Look around with a demo account”").await?;
    app.click("Overview").await?;
    app.wait_for_text("Videos watched per month").await?;
    log.app(&app, "overview", "Clicked “Overview”: the demo has an export from the start").await?;
    app.click("Backups").await?;
    back_up(&mut desktop, &app, &mut log).await?;
    let backup = only_backup_of_account(&desktop.demo_backups())?;
    check(&backup)?;
    log.line("The checksums of both manifests match");

    app.click("Leave the demo").await?;
    app.wait_for_text("Keep your own copy of your TikTok data").await?;
    log.line("Clicked “Leave the demo”");
    open_export(&desktop, binary, &app, &mut log).await?;
    app.close().await?;

    println!("\nThe backup:   {}", backup.display());
    println!("Screenshots:  {}", screenshots.canonicalize()?.display());
    println!("Check it yourself: cd '{}' && sha256sum --check manifest-sha256.txt", backup.display());
    Ok(())
}

async fn back_up(desktop: &mut DesktopSession, app: &App, log: &mut Log) -> Result<(), Error> {
    app.back_up("Everything").await?;
    app.wait_for_text("Waiting for your browser").await?;
    log.app(app, "waiting", "Clicked “Back up”; Satchel waits for the browser").await?;
    let browser = Browser::open(desktop).await?;
    log.browser(&browser, "consent", "The browser shows the stand-in's consent page").await?;
    app.script(RECORD_STEPS).await?;
    let answer = browser.allow().await?;
    log.line(&format!("Clicked “Continue” there; the next page says: {answer}"));

    let began = Instant::now();
    let mut seen = 0;
    loop {
        let steps = app.script("return window.recordedSteps").await?;
        let steps: Vec<&str> = steps.as_array().into_iter().flatten().filter_map(|s| s.as_str()).collect();
        if let Some(step) = steps.get(seen) {
            seen += 1;
            log.app(app, &step.to_lowercase(), step).await?;
            continue;
        }
        if steps.last() == Some(&LAST_STEP) {
            break;
        }
        if began.elapsed() > TIMEOUT {
            return Err(format!("the backup did not finish; on the screen: {}", app.text().await?).into());
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    app.wait_for_text("Saved and verified").await?;
    app.click("See what came").await?;
    app.wait_for_text("Worth a look").await?;
    log.app(app, "what-came", "Clicked “See what came”").await?;
    app.click("Backups").await
}

/// Opens an export while the app is running.
async fn open_export(desktop: &DesktopSession, binary: &Path, app: &App, log: &mut Log) -> Result<(), Error> {
    let file = desktop.home().join("Downloads/TikTok_Data_1773002972.zip");
    fs::create_dir_all(desktop.home().join("Downloads"))?;
    write_zip(&Plan::new(3, 20_000, jiff::Timestamp::now()), fs::File::create(&file)?)?;
    if !desktop.command(binary).arg(&file).status()?.success() {
        return Err("the running app did not receive the export".into());
    }
    app.wait_for_text("Saved and verified").await?;
    log.app(app, "opened", "Opened an export in Downloads, which is saved and verified").await?;
    let opened = only_backup_of(&desktop.backups().join("Opened exports"))?;
    check(&opened)?;
    if fs::read(&file)? != fs::read(opened.join("data/archive.zip"))? {
        return Err("the copy of the export differs".into());
    }
    log.line("The copy is identical, and its checksums match");
    Ok(())
}

/// The only backup of the only account. The demo also has an opened export.
fn only_backup_of_account(backups: &Path) -> Result<PathBuf, Error> {
    only_backup_of(&only_folder(backups, |folder| !folder.ends_with("Opened exports"))?)
}

fn only_backup_of(account: &Path) -> Result<PathBuf, Error> {
    only_folder(account, |_| true)
}

fn only_folder(folder: &Path, is_sought: impl Fn(&Path) -> bool) -> Result<PathBuf, Error> {
    let mut found =
        fs::read_dir(folder)?.map(|entry| entry.map(|e| e.path())).collect::<Result<Vec<_>, _>>()?;
    found.retain(|path| path.is_dir() && is_sought(path));
    match (found.pop(), found.is_empty()) {
        (Some(only), true) => Ok(only),
        _ => Err(format!("one folder was expected in {}", folder.display()).into()),
    }
}

fn check(backup: &Path) -> Result<(), Error> {
    for manifest in ["manifest-sha256.txt", "tagmanifest-sha256.txt"] {
        let sums = std::process::Command::new("sha256sum")
            .args(["--check", "--strict", "--quiet", manifest])
            .current_dir(backup)
            .output()?;
        if !sums.status.success() {
            let why = String::from_utf8_lossy(&sums.stderr).into_owned();
            return Err(format!("{manifest} of {} does not match: {why}", backup.display()).into());
        }
    }
    Ok(())
}
