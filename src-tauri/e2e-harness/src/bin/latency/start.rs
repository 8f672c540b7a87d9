//! Start-up time and idle memory, compared with a baseline window.

use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use satchel_e2e_harness::{DesktopSession, Error};

use crate::{memory, screen};

/// Number of starts of each program. They alternate, so that both run under the same conditions.
const STARTS: usize = 9;
/// Time from the first text until memory is measured.
const IDLE_DELAY: Duration = Duration::from_secs(8);

#[derive(Default)]
struct Figures {
    seconds: Vec<f64>,
    megabytes: Vec<f64>,
    parts: String,
}

/// Measures both and prints the figures.
pub(crate) fn start(satchel: &Path, baseline: &Path) -> Result<(), Error> {
    let (mut ours, mut theirs) = (Figures::default(), Figures::default());
    // Each program keeps its home folder, so that the first start is not measured.
    let sessions = [DesktopSession::new(1280, 800, true)?, DesktopSession::new(1280, 800, true)?];
    for round in 0..=STARTS {
        for (binary, desktop, figures) in
            [(baseline, &sessions[0], &mut theirs), (satchel, &sessions[1], &mut ours)]
        {
            let began = Instant::now();
            let mut app = desktop
                .command(binary)
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()?;
            let drawn = screen::wait_for_text(desktop.display(), began);
            std::thread::sleep(IDLE_DELAY);
            let sizes = memory::of_process_tree(app.id());
            app.kill()?;
            app.wait()?;
            wait_for_exit(desktop, binary);
            // The first start loads the files into the page cache.
            if round > 0 {
                figures.seconds.push(drawn?.as_secs_f64());
                figures.megabytes.push(sizes.values().sum());
                figures.parts =
                    sizes.iter().map(|(name, mb)| format!("{name} {mb:.0}")).collect::<Vec<_>>().join(", ");
            }
        }
    }
    let (our_start, their_start) = (median(&mut ours.seconds), median(&mut theirs.seconds));
    println!("first text, median of {STARTS}: Satchel {our_start:.3} s, baseline window {their_start:.3} s");
    println!(
        "  ratio {:.2}; Satchel from {:.3} to {:.3} s",
        our_start / their_start,
        ours.seconds[0],
        ours.seconds[STARTS - 1]
    );
    let (our_rest, their_rest) = (median(&mut ours.megabytes), median(&mut theirs.megabytes));
    println!(
        "idle: Satchel {our_rest:.0} MB, baseline window {their_rest:.0} MB, ratio {:.2}",
        our_rest / their_rest
    );
    println!("  Satchel: {}\n  baseline: {}", ours.parts, theirs.parts);
    Ok(())
}

/// Waits until all processes of the last start have exited.
fn wait_for_exit(desktop: &DesktopSession, binary: &Path) {
    while !desktop.processes_of(binary).is_empty() {
        std::thread::sleep(Duration::from_millis(20));
    }
    std::thread::sleep(Duration::from_millis(500));
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
