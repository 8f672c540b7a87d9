//! From a letter in the search box to what it finds, drawn, in the real window.

use std::path::Path;
use std::time::{Duration, Instant};

use satchel_sim::export::SOUGHT;
use satchel_stage::{App, Desk, Trouble};

/// How long all of it may take.
const PATIENCE: Duration = Duration::from_mins(2);

/// Types into the box as the keyboard does, one letter when the last is answered, and notes when each answer is drawn:
/// after the frame that follows the change.
const TYPE: &str = "
const box = document.querySelector('dialog input[role=combobox]');
const found = document.querySelector('dialog .found');
const put = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
window.pace = [];
const drawn = () => new Promise((done) => requestAnimationFrame(() => {
  const after = new MessageChannel();
  after.port1.onmessage = done;
  after.port2.postMessage(0);
}));
const answered = () => new Promise((done) => {
  const look = () => found.getAttribute('aria-busy') === 'false' && (watch.disconnect(), done());
  const watch = new MutationObserver(look);
  watch.observe(found, { attributes: true });
});
(async () => {
  for (const text of WORDS) {
    for (let end = 1; end <= text.length; end += 1) {
      const began = performance.now();
      put.call(box, text.slice(0, end));
      const answer = answered();
      box.dispatchEvent(new InputEvent('input', { bubbles: true }));
      await answer;
      const changed = performance.now() - began;
      await drawn();
      window.pace.push([text.slice(0, end), performance.now() - began, changed]);
      await new Promise((done) => setTimeout(done, 120));
    }
  }
  window.pace.done = true;
})();
";

/// What the search is opened over: each is a page of another make, and is drawn beneath the palette.
const PAGES: [&str; 4] = ["Backups", "Overview", "Watch history", "Messages"];
/// From the key that opens the palette to the first letter.
const HAND: Duration = Duration::from_millis(500);
const ESCAPE: &str = "\u{E00C}";

/// Opens the export, waits until all of it can be searched, types over each page, and prints the figures.
pub(crate) async fn keystrokes(satchel: &Path, zip: &Path) -> Result<(), Trouble> {
    let mut desk = Desk::new(1280, 800, true)?;
    let file = zip.to_string_lossy();
    let app = App::start(&mut desk, satchel, &[&file]).await?;
    app.until("Verified").await?;
    until_quiet(&desk, satchel).await;
    println!("from the letter to its answer drawn, over");
    for page in PAGES {
        app.press(page).await?;
        until_quiet(&desk, satchel).await;
        app.press("Search").await?;
        let field = app.find("dialog input[role=combobox]").await?;
        tokio::time::sleep(HAND).await;
        println!("{page}: {}", Figures::of(typed(&app).await?));
        field.send_keys(ESCAPE).await?;
    }
    app.close().await
}

/// Types all the words, and gives each letter's figures.
async fn typed(app: &App) -> Result<Vec<Keystroke>, Trouble> {
    app.script(&TYPE.replace("WORDS", &serde_json::to_string(&SOUGHT)?)).await?;
    let began = Instant::now();
    while app.script("return window.pace.done === true").await? != true {
        // Seldom: each question is work for the page that is measured.
        tokio::time::sleep(Duration::from_secs(5)).await;
        if began.elapsed() > PATIENCE {
            let last = app.script("return window.pace.at(-1)").await?;
            return Err(format!("no answer after {last}; on the screen: {}", app.text().await?).into());
        }
    }
    Ok(serde_json::from_value(app.script("return [...window.pace]").await?)?)
}

/// A text in the box; the milliseconds from its last letter until the answer was drawn, and until the page was changed.
type Keystroke = (String, f64, f64);

struct Figures(Vec<Keystroke>);

impl Figures {
    fn of(mut all: Vec<Keystroke>) -> Self {
        all.sort_by(|a, b| a.1.total_cmp(&b.1));
        Self(all)
    }
}

impl std::fmt::Display for Figures {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self(all) = self;
        let at = |part: usize| all.get(all.len() * part / 100).map_or(0.0, |(_, drawn, _)| *drawn);
        write!(f, "{} letters, p50 {:.0} ms, p95 {:.0} ms; longest", all.len(), at(50), at(95))?;
        for (text, drawn, changed) in all.iter().rev().take(3) {
            write!(f, " “{text}” {drawn:.0} ms ({changed:.0} until the page was changed)")?;
        }
        Ok(())
    }
}

/// Waits until the app has nothing to do in the background: its parts of words are made.
async fn until_quiet(desk: &Desk, satchel: &Path) {
    let ticks = || -> u64 {
        let processes = desk.processes_of(satchel);
        let of = |process: &u32| {
            let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
            let fields = stat.rsplit_once(')').map(|(_, rest)| rest.to_owned()).unwrap_or_default();
            fields
                .split_whitespace()
                .skip(11)
                .take(2)
                .filter_map(|field| field.parse::<u64>().ok())
                .sum::<u64>()
        };
        processes.iter().map(of).sum()
    };
    let (mut last, mut quiet) = (ticks(), 0);
    while quiet < 3 {
        tokio::time::sleep(Duration::from_secs(1)).await;
        let now = ticks();
        quiet = if now - last <= 5 { quiet + 1 } else { 0 };
        last = now;
    }
}
