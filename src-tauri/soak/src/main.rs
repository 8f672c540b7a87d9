//! Kills Satchel's core at random moments while it backs up from the stand-in for TikTok, with random faults, restarts it,
//! and checks in the end that no request was lost or sent twice, and that every backup is complete.
//!
//! `satchel-soak [RUNS] [FIRST_SEED]`. Each run has a seed of its own, which is printed if the run fails.

mod child;
mod error;
mod run;

use std::process::ExitCode;

use error::Error;
use tokio::task::JoinSet;

/// How many runs are made at the same time on each processor. They wait most of the time.
const AT_ONCE: usize = 8;

/// Prints the result of each run, and of all.
#[tokio::main]
async fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let result = match words.as_slice() {
        ["child", home, authorize, api] => child::run(home.as_ref(), authorize, api).await,
        [] => soak(1000, 1).await,
        [runs] => parsed(runs, "1").await,
        [runs, first] => parsed(runs, first).await,
        _ => Err("satchel-soak [RUNS] [FIRST_SEED]".into()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn parsed(runs: &str, first: &str) -> Result<(), Error> {
    soak(runs.parse()?, first.parse()?).await
}

async fn soak(runs: u64, first: u64) -> Result<(), Error> {
    let mut total = run::Report::default();
    let mut failed = Vec::new();
    let mut seeds = first..first + runs;
    let mut running = JoinSet::new();
    let at_once = AT_ONCE * std::thread::available_parallelism()?.get();
    loop {
        while running.len() < at_once
            && let Some(seed) = seeds.next()
        {
            running.spawn(async move { (seed, run::run(seed).await) });
        }
        let Some(ended) = running.join_next().await else { break };
        match ended? {
            (_, Ok(report)) => total.add(report),
            (seed, Err(error)) => {
                println!("seed {seed}: {error}");
                failed.push(seed);
            }
        }
    }
    println!("{runs} runs: {total}, {} failed", failed.len());
    if failed.is_empty() && total.is_idle() {
        return Err("no request was accepted in any run, so that nothing was tested".into());
    }
    if failed.is_empty() { Ok(()) } else { Err(format!("failed seeds: {failed:?}").into()) }
}
