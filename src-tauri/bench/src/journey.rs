//! From the zip dropped on the window to everything searchable, and the same again.

use std::path::Path;
use std::time::{Duration, Instant};

use satchel_core::Core;
use satchel_core::view::{Change, Filter, JobView, LibraryView, ListQuery, Order, Outcome};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use crate::place::{self, Trouble};

/// Moments of a journey, from its beginning.
#[derive(Debug, Default, Clone, Copy)]
struct Moments {
    first: Option<Duration>,
    saved: Option<Duration>,
    words: Option<Duration>,
    parts: Option<Duration>,
}

/// What the window would be told.
enum News {
    Library(Box<LibraryView>),
    Job(Box<JobView>),
}

/// Opens an archive, twice.
pub(crate) fn journey(zip: &Path, home: &Path) -> Result<(), Trouble> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let core = place::core(home)?;
        core.start().await;
        let idle = place::peak_mb().unwrap_or(0);
        let (tell, mut news) = unbounded_channel();
        core.subscribe(Box::new(move |event| {
            let _ = match event.change {
                Change::Library(library) => tell.send(News::Library(library)),
                Change::Job(job) => tell.send(News::Job(job)),
                _ => Ok(()),
            };
            true
        }));
        let (once, records) = open(&core, &mut news, zip).await?;
        let peak = place::peak_mb().unwrap_or(0);
        say("first rows on screen", once.first);
        say("saved and verified", once.saved);
        say("every word searchable", once.words);
        say("parts of words, too", once.parts);
        println!("satchel: peak memory              {peak:6} MB, {idle} MB before");
        let (again, records_again) = open(&core, &mut news, zip).await?;
        say("the same export again", again.words);
        if records != records_again {
            return Err(format!("{records} records became {records_again} by the same export").into());
        }
        core.close();
        Ok(())
    })
}

fn say(what: &str, moment: Option<Duration>) {
    match moment {
        Some(moment) => println!("satchel: {what:<24} {:6.2} s", moment.as_secs_f64()),
        None => println!("satchel: {what:<24}  never"),
    }
}

/// Opens an archive and waits until nothing is left to do; how many records there are then.
async fn open(
    core: &Core,
    news: &mut UnboundedReceiver<News>,
    zip: &Path,
) -> Result<(Moments, u64), Trouble> {
    let begin = Instant::now();
    let mut moments = Moments::default();
    let mut is_begun = false;
    core.open_export(zip.to_owned())?;
    loop {
        let next = tokio::time::timeout(Duration::from_mins(5), news.recv()).await?;
        match next.ok_or("nothing more is told")? {
            News::Job(job) if job.outcome == Outcome::Saved => {
                moments.saved.get_or_insert(begin.elapsed());
            }
            News::Job(job) if job.outcome != Outcome::Running => {
                return Err(format!("the journey ended badly: {:?}", job.problem).into());
            }
            News::Job(_) => {}
            News::Library(library) => {
                is_begun |= library.building.is_some();
                if let Some(first) = library.groups.first().filter(|_| is_begun && moments.first.is_none()) {
                    // What the window asks for its first screen: a list of what there is so far.
                    let query =
                        ListQuery { group: first.group, filter: Filter::default(), order: Order::Newest };
                    core.library_outline(query.clone()).await?;
                    if !core.library_rows(query, 0, 50).await?.rows.is_empty() {
                        moments.first = Some(begin.elapsed());
                    }
                }
                if is_begun && library.building.is_none() && library.words_ready {
                    moments.words.get_or_insert(begin.elapsed());
                }
                if moments.saved.is_some() && moments.words.is_some() && library.trigrams_ready {
                    moments.parts.get_or_insert(begin.elapsed());
                    return Ok((moments, library.records));
                }
            }
        }
    }
}
