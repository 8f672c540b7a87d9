//! From the first screen to a folder that others can check, and an export of the person's own after it.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use satchel_sim::export::{Plan, write_zip};
use satchel_stage::{App, Browser, Desk, Trouble};

use crate::diary::Diary;

/// How long the whole backup may take.
const PATIENCE: Duration = Duration::from_mins(3);

/// The last step, in the word on the screen.
const LAST: &str = "Saved";

/// Notes each step of a journey at the moment it is drawn: some are over before a picture can be taken.
const WATCH: &str = "
    window.walked = [];
    const look = () => {
        const step = document.querySelector('.steps [aria-current=step], .steps .last');
        const name = step && step.firstChild.textContent.trim();
        if (name && window.walked.at(-1) !== name) window.walked.push(name);
    };
    new MutationObserver(look).observe(document.body,
        { subtree: true, childList: true, attributes: true, characterData: true });
";

pub(crate) async fn walk(binary: &Path, folder: &Path) -> Result<(), Trouble> {
    let binary = &binary.canonicalize().map_err(|e| format!("{}: {e}", binary.display()))?;
    let (home, pictures) = (folder.join("home"), folder.join("pictures"));
    for own in [&home, &pictures] {
        if own.exists() {
            fs::remove_dir_all(own)?;
        }
        fs::create_dir_all(own)?;
    }
    let mut diary = Diary::new(&pictures);
    diary.say("A desktop of its own: screen, keychain, browser, home folder");
    let mut desk = Desk::at(&home, 1280, 800, true)?;
    let app = App::start(&mut desk, binary, &[]).await?;
    app.until("Keep your own copy of your TikTok data").await?;
    diary.note(&app, "welcome", "Satchel is open, for the first time").await?;

    app.press("Look around with a demo account").await?;
    app.until("This is the demo account").await?;
    diary.note(&app, "demo", "“Look around with a demo account” was pressed").await?;
    back_up(&mut desk, &app, &mut diary).await?;
    let backup = only_backup(&desk.backups())?;
    check(&backup)?;
    diary.say("sha256sum --check agrees with both manifests");

    app.press("Leave the demo").await?;
    app.until("Connect TikTok").await?;
    diary.say("“Leave the demo” was pressed");
    open_export(&desk, binary, &app, &mut diary).await?;
    app.close().await?;

    println!("\nThe backup:   {}", backup.display());
    println!("The pictures: {}", pictures.canonicalize()?.display());
    println!("Check it yourself: cd '{}' && sha256sum --check manifest-sha256.txt", backup.display());
    Ok(())
}

async fn back_up(desk: &mut Desk, app: &App, diary: &mut Diary) -> Result<(), Trouble> {
    app.back_up("Everything").await?;
    app.until("Waiting for your browser").await?;
    diary.note(app, "waiting", "“Back up” was pressed: Satchel waits for the browser").await?;
    let browser = Browser::open(desk).await?;
    diary.note_page(&browser, "consent", "The browser shows TikTok’s page (here: its stand-in)").await?;
    app.script(WATCH).await?;
    let answer = browser.agree().await?;
    diary.say(&format!("“Continue” was pressed there; the page says: {answer}"));

    let began = Instant::now();
    let mut seen = 0;
    loop {
        let walked = app.script("return window.walked").await?;
        let walked: Vec<&str> = walked.as_array().into_iter().flatten().filter_map(|s| s.as_str()).collect();
        if let Some(step) = walked.get(seen) {
            seen += 1;
            diary.note(app, &step.to_lowercase(), step).await?;
            continue;
        }
        if walked.last() == Some(&LAST) {
            break;
        }
        if began.elapsed() > PATIENCE {
            return Err(format!("the backup did not end; on the screen: {}", app.text().await?).into());
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    app.until("Saved and verified").await
}

/// A file is double-clicked while Satchel is open.
async fn open_export(desk: &Desk, binary: &Path, app: &App, diary: &mut Diary) -> Result<(), Trouble> {
    let file = desk.home().join("Downloads/TikTok_Data_1773002972.zip");
    fs::create_dir_all(desk.home().join("Downloads"))?;
    write_zip(&Plan::new(3, 20_000, jiff::Timestamp::now()), fs::File::create(&file)?)?;
    if !desk.command(binary).arg(&file).status()?.success() {
        return Err("the export was not handed over to the app that is open".into());
    }
    app.until("Saved and verified").await?;
    diary.note(app, "opened", "An export that lay in Downloads was opened, and is verified").await?;
    let opened = only_backup_of(&desk.backups().join("Opened exports"))?;
    check(&opened)?;
    if fs::read(&file)? != fs::read(opened.join("data/archive.zip"))? {
        return Err("the copy of the export differs from it".into());
    }
    diary.say("Its copy is the same byte for byte, and sha256sum --check agrees");
    Ok(())
}

fn only_backup(backups: &Path) -> Result<PathBuf, Trouble> {
    only_backup_of(&only_backup_of(backups)?)
}

fn only_backup_of(folder: &Path) -> Result<PathBuf, Trouble> {
    let mut found =
        fs::read_dir(folder)?.map(|entry| entry.map(|e| e.path())).collect::<Result<Vec<_>, _>>()?;
    match (found.pop(), found.is_empty()) {
        (Some(only), true) => Ok(only),
        _ => Err(format!("one folder was expected in {}", folder.display()).into()),
    }
}

fn check(backup: &Path) -> Result<(), Trouble> {
    for manifest in ["manifest-sha256.txt", "tagmanifest-sha256.txt"] {
        let sums = std::process::Command::new("sha256sum")
            .args(["--check", "--strict", "--quiet", manifest])
            .current_dir(backup)
            .output()?;
        if !sums.status.success() {
            let why = String::from_utf8_lossy(&sums.stderr).into_owned();
            return Err(format!("{manifest} of {} does not agree: {why}", backup.display()).into());
        }
    }
    Ok(())
}
