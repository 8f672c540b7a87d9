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

/// Opens the export, waits until all of it can be searched, types, and prints the figures.
pub(crate) async fn keystrokes(satchel: &Path, zip: &Path) -> Result<(), Trouble> {
    let mut desk = Desk::new(1280, 800, true)?;
    let file = zip.to_string_lossy();
    let app = App::start(&mut desk, satchel, &[&file]).await?;
    app.until("Verified").await?;
    until_quiet(&desk, satchel).await;
    app.press("Search").await?;
    app.find("dialog input[role=combobox]").await?;
    app.script(&TYPE.replace("WORDS", &serde_json::to_string(&SOUGHT)?)).await?;
    let began = Instant::now();
    while app.script("return window.pace.done === true").await? != true {
        tokio::time::sleep(Duration::from_millis(500)).await;
        if began.elapsed() > PATIENCE {
            let last = app.script("return window.pace.at(-1)").await?;
            return Err(format!("no answer after {last}; on the screen: {}", app.text().await?).into());
        }
    }
    let told = app.script("return window.pace").await?;
    let mut times: Vec<(f64, f64, String)> = Vec::new();
    for each in told.as_array().into_iter().flatten() {
        let number = |place: usize| each[place].as_f64().unwrap_or_default();
        times.push((number(1), number(2), each[0].as_str().unwrap_or_default().to_owned()));
    }
    app.close().await?;
    times.sort_by(|a, b| a.0.total_cmp(&b.0));
    let at = |part: usize| times.get(times.len() * part / 100).map_or(0.0, |(time, ..)| *time);
    println!(
        "{} keystrokes, from the letter to its answer drawn: p50 {:.0} ms, p95 {:.0} ms",
        times.len(),
        at(50),
        at(95)
    );
    for (time, answered, text) in times.iter().rev().take(6) {
        println!("  {time:.0} ms for “{text}”, of which {answered:.0} ms until the page was changed");
    }
    Ok(())
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
