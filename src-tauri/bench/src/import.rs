//! Imports the same records twice, and measures how long each phase takes.

use std::path::Path;
use std::time::{Duration, Instant};

use satchel_core::Core;
use satchel_core::backup::Outcome;
use satchel_core::library::{Filter, ListQuery, Order};
use satchel_core::view::{Change, JobView, LibraryView};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use crate::setup::{self, Error};

/// Times since the start of an import.
#[derive(Debug, Default, Clone, Copy)]
struct Times {
    first_rows: Option<Duration>,
    saved: Option<Duration>,
    words_indexed: Option<Duration>,
    trigrams_indexed: Option<Duration>,
}

/// Events that the window would receive.
enum Event {
    Library(Box<LibraryView>),
    Job(Box<JobView>),
}

/// Imports an archive, and another with the same records.
pub(crate) fn import(zip: &Path, home: &Path) -> Result<(), Error> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let core = setup::core(home)?;
        core.start().await;
        let idle = setup::peak_mb().unwrap_or(0);
        let (sender, mut events) = unbounded_channel();
        core.subscribe(Box::new(move |event| {
            let _ = match event.change {
                Change::Library(library) => sender.send(Event::Library(library)),
                Change::Job(job) => sender.send(Event::Job(job)),
                _ => Ok(()),
            };
            true
        }));
        let (once, records) = open(&core, &mut events, zip).await?;
        let peak = setup::peak_mb().unwrap_or(0);
        print("first rows available", once.first_rows);
        print("saved and verified", once.saved);
        print("all words searchable", once.words_indexed);
        print("trigram index built", once.trigrams_indexed);
        println!("satchel: peak memory              {peak:6} MB, {idle} MB before");
        let other = zip.with_extension("again.zip");
        setup::copy_with_comment(zip, &other)?;
        let (again, records_again) = open(&core, &mut events, &other).await?;
        print("the same records again", again.words_indexed);
        if records != records_again {
            return Err(format!("{records} records became {records_again} after the second import").into());
        }
        core.shutdown().await;
        Ok(())
    })
}

fn print(what: &str, time: Option<Duration>) {
    match time {
        Some(time) => println!("satchel: {what:<24} {:6.2} s", time.as_secs_f64()),
        None => println!("satchel: {what:<24}  never"),
    }
}

/// Imports an archive, waits until it is indexed, and returns the times and the number of records.
async fn open(core: &Core, events: &mut UnboundedReceiver<Event>, zip: &Path) -> Result<(Times, u64), Error> {
    let begin = Instant::now();
    let mut times = Times::default();
    let mut has_started = false;
    core.open_export(zip.to_owned()).await?;
    loop {
        let next = tokio::time::timeout(Duration::from_mins(5), events.recv()).await?;
        match next.ok_or("the core was closed")? {
            Event::Job(job) if job.outcome == Outcome::Saved => {
                times.saved.get_or_insert(begin.elapsed());
            }
            Event::Job(job) if job.outcome != Outcome::Running => {
                return Err(format!("the import failed: {:?}", job.problem).into());
            }
            Event::Job(_) => {}
            Event::Library(library) => {
                has_started |= library.building.is_some();
                if let Some(first) =
                    library.groups.first().filter(|_| has_started && times.first_rows.is_none())
                {
                    // The queries of the window's first screen.
                    let query =
                        ListQuery { group: first.group, filter: Filter::default(), order: Order::Newest };
                    core.library_outline(query.clone()).await?;
                    if !core.library_rows(query, 0, 50).await?.rows.is_empty() {
                        times.first_rows = Some(begin.elapsed());
                    }
                }
                if has_started && library.building.is_none() && library.words_ready {
                    times.words_indexed.get_or_insert(begin.elapsed());
                }
                if times.saved.is_some() && times.words_indexed.is_some() && library.trigrams_ready {
                    times.trigrams_indexed.get_or_insert(begin.elapsed());
                    return Ok((times, library.records));
                }
            }
        }
    }
}
