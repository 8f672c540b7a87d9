//! From the start of the program to the first words on the screen, and what it takes at rest, beside a bare window.

use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use satchel_stage::{Desk, Trouble};

use crate::{memory, screen};

/// Starts of each; one after the other in turn, so that both have the machine alike.
const STARTS: usize = 9;
/// At rest: this long after the first words.
const REST: Duration = Duration::from_secs(8);

#[derive(Default)]
struct Figures {
    seconds: Vec<f64>,
    megabytes: Vec<f64>,
    parts: String,
}

/// Measures both and prints the figures.
pub(crate) fn start(satchel: &Path, bare: &Path) -> Result<(), Trouble> {
    let (mut ours, mut theirs) = (Figures::default(), Figures::default());
    // A home folder each, kept between the starts: what is measured is not the very first one.
    let desks = [Desk::new(1280, 800, true)?, Desk::new(1280, 800, true)?];
    for round in 0..=STARTS {
        for (binary, desk, figures) in [(bare, &desks[0], &mut theirs), (satchel, &desks[1], &mut ours)] {
            let began = Instant::now();
            let mut app = desk
                .command(binary)
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()?;
            let drawn = screen::until_words(desk.display(), began);
            std::thread::sleep(REST);
            let family = memory::of_family(app.id());
            app.kill()?;
            app.wait()?;
            until_empty(desk, binary);
            // The first one brings the files into memory.
            if round > 0 {
                figures.seconds.push(drawn?.as_secs_f64());
                figures.megabytes.push(family.values().sum());
                figures.parts =
                    family.iter().map(|(name, mb)| format!("{name} {mb:.0}")).collect::<Vec<_>>().join(", ");
            }
        }
    }
    let (our_start, their_start) = (median(&mut ours.seconds), median(&mut theirs.seconds));
    println!("first words, median of {STARTS}: Satchel {our_start:.3} s, bare window {their_start:.3} s");
    println!(
        "  ratio {:.2}; Satchel from {:.3} to {:.3} s",
        our_start / their_start,
        ours.seconds[0],
        ours.seconds[STARTS - 1]
    );
    let (our_rest, their_rest) = (median(&mut ours.megabytes), median(&mut theirs.megabytes));
    println!(
        "at rest: Satchel {our_rest:.0} MB, bare window {their_rest:.0} MB, ratio {:.2}",
        our_rest / their_rest
    );
    println!("  Satchel: {}\n  bare:    {}", ours.parts, theirs.parts);
    Ok(())
}

/// Waits until nothing of the last start is left that the next one would share.
fn until_empty(desk: &Desk, binary: &Path) {
    while !desk.processes_of(binary).is_empty() {
        std::thread::sleep(Duration::from_millis(20));
    }
    std::thread::sleep(Duration::from_millis(500));
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
