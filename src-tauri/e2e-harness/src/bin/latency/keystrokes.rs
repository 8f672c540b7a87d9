//! Latency of the search box: from a keystroke until its results are drawn.

use std::path::Path;
use std::time::{Duration, Instant};

use satchel_e2e_harness::{App, DesktopSession, Error};
use satchel_export_gen::SEARCH_TERMS;

/// How long the typing on one page may take.
const TIMEOUT: Duration = Duration::from_mins(2);

/// Types each term letter by letter, and records the time until the results of each letter are drawn, which is after the
/// frame that follows the change.
const TYPE: &str = "
const box = document.querySelector('dialog input[role=combobox]');
const found = document.querySelector('dialog .found');
const put = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
window.latencies = [];
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
      window.latencies.push([text.slice(0, end), performance.now() - began, changed]);
      await new Promise((done) => setTimeout(done, 120));
    }
  }
  window.latencies.done = true;
})();
";

/// The pages that are shown below the search palette.
const PAGES: [&str; 4] = ["Backups", "Overview", "Watch history", "Messages"];
/// Delay between opening the palette and the first letter.
const FIRST_KEY_DELAY: Duration = Duration::from_millis(500);
const ESCAPE: &str = "\u{E00C}";

/// Opens the export, waits until it is indexed, types on each page, and prints the results.
pub(crate) async fn keystrokes(satchel: &Path, zip: &Path) -> Result<(), Error> {
    let mut desktop = DesktopSession::new(1280, 800, true)?;
    let file = zip.to_string_lossy();
    let app = App::start(&mut desktop, satchel, &[&file]).await?;
    app.wait_for_text("Verified").await?;
    wait_until_idle(&desktop, satchel).await;
    println!("from the keystroke until its results are drawn, on");
    for page in PAGES {
        app.click(page).await?;
        wait_until_idle(&desktop, satchel).await;
        app.click("Search").await?;
        let field = app.find("dialog input[role=combobox]").await?;
        tokio::time::sleep(FIRST_KEY_DELAY).await;
        println!("{page}: {}", Figures::of(type_terms(&app).await?));
        field.send_keys(ESCAPE).await?;
    }
    app.close().await
}

/// Types all terms, and returns the latency of each letter.
async fn type_terms(app: &App) -> Result<Vec<Keystroke>, Error> {
    app.script(&TYPE.replace("WORDS", &serde_json::to_string(&SEARCH_TERMS)?)).await?;
    let began = Instant::now();
    while app.script("return window.latencies.done === true").await? != true {
        // Not more often, because each query is work for the measured page.
        tokio::time::sleep(Duration::from_secs(5)).await;
        if began.elapsed() > TIMEOUT {
            let last = app.script("return window.latencies.at(-1)").await?;
            return Err(format!("no result after {last}; on the screen: {}", app.text().await?).into());
        }
    }
    Ok(serde_json::from_value(app.script("return [...window.latencies]").await?)?)
}

/// The text in the box; the milliseconds from its last letter until the results were drawn, and until the DOM changed.
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
            write!(f, " “{text}” {drawn:.0} ms ({changed:.0} until the DOM changed)")?;
        }
        Ok(())
    }
}

/// Waits until the app is idle, that is, the trigram index is built.
async fn wait_until_idle(desktop: &DesktopSession, satchel: &Path) {
    let ticks = || -> u64 {
        let processes = desktop.processes_of(satchel);
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
