//! Searches, scrolls and jumps in an existing library.

use std::path::Path;
use std::time::{Duration, Instant};

use satchel_core::Core;
use satchel_core::library::{Filter, Group, ListQuery, Order, OverviewQuery, SearchQuery};
use satchel_export_gen::SEARCH_TERMS;

use crate::setup::{self, Error};

/// Runs a query `count` times, and prints the median, the 95th percentile and the maximum.
async fn measure<T, F: Future<Output = Result<T, Error>>>(
    what: &str,
    count: usize,
    query: impl Fn(usize) -> F,
) -> Result<(), Error> {
    let mut times = Vec::with_capacity(count);
    for index in 0..count {
        let begin = Instant::now();
        query(index).await?;
        times.push(begin.elapsed());
    }
    times.sort_unstable();
    let ms = |time: Duration| time.as_secs_f64() * 1000.0;
    let p95 = times[(times.len() * 95 / 100).min(times.len() - 1)];
    let (median, max) = (times[times.len() / 2], times[times.len() - 1]);
    println!(
        "satchel: {what:<34} p50 {:7.2} ms   p95 {:7.2} ms   max {:7.2} ms",
        ms(median),
        ms(p95),
        ms(max)
    );
    Ok(())
}

fn with(home: &Path, ask: impl AsyncFnOnce(&Core) -> Result<(), Error>) -> Result<(), Error> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let core = setup::core(home)?;
        core.start().await;
        ask(&core).await?;
        core.shutdown().await;
        Ok(())
    })
}

/// Measures the watch history, the search box and the overview.
pub(crate) fn lists(home: &Path) -> Result<(), Error> {
    with(home, async |core| {
        let watches = ListQuery { group: Group::Watch, filter: Filter::default(), order: Order::Newest };
        let total = core.library_outline(watches.clone()).await?.total;
        if core.library_rows(watches.clone(), total - 1, 1).await?.rows.len() != 1 {
            return Err("the last row is missing".into());
        }
        measure("a page anywhere in the history", 200, |index| {
            let (core, query) = (core.clone(), watches.clone());
            async move {
                let start = total * index as u64 / 200;
                Ok(core.library_rows(query, start, 60).await?)
            }
        })
        .await?;
        for text in SEARCH_TERMS {
            if core.library_search(SearchQuery { text: text.into(), group: None }).await?.total == 0 {
                return Err(format!("no result for {text}").into());
            }
        }
        // Each prefix, as when the term is typed.
        let typed: Vec<String> = SEARCH_TERMS
            .iter()
            .flat_map(|text| (1..=text.len()).map(|length| text[..length].to_owned()))
            .collect();
        measure("a keystroke in the search box", typed.len() * 3, |index| {
            let (core, text) = (core.clone(), typed[index % typed.len()].clone());
            async move { Ok(core.library_search(SearchQuery { text, group: None }).await?) }
        })
        .await?;
        measure("the overview", 5, |_| {
            let core = core.clone();
            async move {
                Ok(core.library_overview(OverviewQuery { group: Group::Watch, from: None, to: None }).await?)
            }
        })
        .await?;
        review(core).await
    })
}

/// Measures the review of the newest year.
async fn review(core: &Core) -> Result<(), Error> {
    measure("a year in review", 5, |_| {
        let core = core.clone();
        async move { Ok(core.library_years(None).await?) }
    })
    .await
}

/// Measures one long chat.
pub(crate) fn chat(home: &Path) -> Result<(), Error> {
    with(home, async |core| {
        let begin = Instant::now();
        let chats = core.library_chats().await?.chats;
        let chat = chats.first().ok_or("there is no chat")?;
        let filter = Filter { chat: Some(chat.id.clone()), ..Filter::default() };
        let query = ListQuery { group: Group::Messages, filter, order: Order::Oldest };
        let outline = core.library_outline(query.clone()).await?;
        core.library_rows(query.clone(), outline.total - 60, 60).await?;
        println!(
            "satchel: the chat of {} opens           {:7.2} ms",
            outline.total,
            begin.elapsed().as_secs_f64() * 1000.0
        );
        measure("a jump anywhere in the chat", 200, |index| {
            let (core, query) = (core.clone(), query.clone());
            async move {
                let start = outline.total * index as u64 / 200;
                Ok(core.library_rows(query, start, 60).await?)
            }
        })
        .await?;
        measure("the hits of a word in the chat", SEARCH_TERMS.len() * 2, |index| {
            let (core, query) = (core.clone(), query.clone());
            async move { Ok(core.library_hits(query, SEARCH_TERMS[index % SEARCH_TERMS.len()].to_owned()).await?) }
        })
        .await?;
        review(core).await
    })
}
