//! One run: requests, kills and faults at random, then a calm end in which everything is checked.

use std::collections::BTreeSet;
use std::fmt;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use fastrand::Rng;
use satchel_sim::{Consent, ErrorCode, Fault, FaultShape, Options, Sim};
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

use crate::error::Error;

const ADD: &str = "/v2/user/data/add/";

/// How long a run may take to end once nothing fails any more.
const PATIENCE: Duration = Duration::from_mins(3);

/// What happened in one or more runs.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Report {
    kills: u64,
    requests: u64,
    saved: u64,
    uncertain: u64,
}

impl Report {
    /// Whether nothing was requested.
    pub(crate) fn is_idle(&self) -> bool {
        self.requests == 0
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.kills += other.kills;
        self.requests += other.requests;
        self.saved += other.saved;
        self.uncertain += other.uncertain;
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kills, requests, saved, uncertain } = self;
        write!(f, "{kills} kills, {requests} requests accepted, {saved} saved, {uncertain} uncertain")
    }
}

/// Runs with this seed.
pub(crate) async fn run(seed: u64) -> Result<Report, Error> {
    let mut rng = Rng::with_seed(seed);
    let mut options = Options { records: 120, seed, ..Options::default() };
    options.switches.prepare_seconds = rng.u64(0..3);
    options.switches.retry_after = 1;
    let sim = Sim::start(options).await?;
    let home = tempfile::tempdir()?;
    let mut mentioned = BTreeSet::new();
    let mut report = Report::default();
    // On a busy computer, everything takes longer.
    let mut longest = Duration::from_millis(2500);
    let mut kinds = vec!["activity", "messages"];
    rng.shuffle(&mut kinds);
    for _ in 0..rng.usize(3..9) {
        sim.set(|switches| add_fault(&mut rng, switches));
        let began = Instant::now();
        let mut core = Core::start(home.path(), &sim)?;
        if rng.u8(0..4) > 0
            && let Some(kind) = kinds.pop()
        {
            report.requests += 1;
            core.tell(&format!("request {kind}")).await?;
        }
        // Some are killed while they start.
        if rng.u8(0..8) > 0 {
            core.state(&sim, &mut mentioned).await?;
            longest = longest.max(5 * began.elapsed());
        }
        core.watch(longest.mul_f64(0.02 + 0.98 * rng.f64()), &sim, &mut mentioned).await?;
        core.kill().await?;
        report.kills += 1;
    }
    sim.set(|switches| {
        switches.faults.clear();
        switches.lose_add_next = 0;
        switches.truncate_next = 0;
    });
    finish(home.path(), &sim, &mut mentioned, report).await
}

/// Lets everything end, and checks the result.
async fn finish(
    home: &Path,
    sim: &Sim,
    mentioned: &mut BTreeSet<String>,
    mut report: Report,
) -> Result<Report, Error> {
    let pressed = report.requests;
    let mut core = Core::start(home, sim)?;
    let began = Instant::now();
    let mut is_verifying = false;
    let state = loop {
        let state = core.state(sim, mentioned).await?;
        let jobs = state["jobs"].as_array().ok_or("no jobs")?;
        let is_over = jobs.iter().all(|job| is_uncertain(job) || job["outcome"] == "saved");
        let backups = state["backups"].as_array().ok_or("no backups")?;
        if is_over && is_verifying && backups.iter().all(|check| check != "unknown") {
            break state;
        }
        if is_over && !is_verifying {
            is_verifying = true;
            core.tell("verify").await?;
        }
        for job in jobs.iter().filter(|job| job["outcome"] == "failed" && !is_uncertain(job)) {
            core.tell(&format!("retry {}", job["id"].as_str().unwrap_or_default())).await?;
        }
        if began.elapsed() > PATIENCE {
            return Err(format!("did not end: {state}").into());
        }
        core.watch(Duration::from_millis(100), sim, mentioned).await?;
    };
    core.kill().await?;
    let jobs = state["jobs"].as_array().ok_or("no jobs")?;
    let present: BTreeSet<String> =
        jobs.iter().filter_map(|job| job["id"].as_str().map(str::to_owned)).collect();
    let accepted = sim.requests().iter().filter(|call| call.path == ADD && call.status == Some(200)).count();
    report.requests = u64::try_from(accepted)?;
    report.saved = u64::try_from(jobs.iter().filter(|job| job["outcome"] == "saved").count())?;
    report.uncertain = u64::try_from(jobs.iter().filter(|job| is_uncertain(job)).count())?;
    let backups = state["backups"].as_array().ok_or("no backups")?;
    let verified = backups.iter().filter(|check| *check == "verified").count();
    for (is_true, what) in [
        (mentioned.is_subset(&present), "a job is lost"),
        (report.requests <= pressed, "more requests were accepted than made"),
        (report.requests <= report.saved + report.uncertain, "an accepted request is lost"),
        (state["notices"] == 0, "a file of Satchel's own is damaged"),
        (verified == backups.len(), "a backup is damaged"),
        (u64::try_from(verified)? == report.saved, "the number of backups is not that of the saved jobs"),
    ] {
        if !is_true {
            return Err(format!("{what}: {state}").into());
        }
    }
    Ok(report)
}

fn is_uncertain(job: &Value) -> bool {
    job["outcome"] == "failed" && job["problem"] == "requestUncertain"
}

/// Something that goes wrong once or twice.
fn add_fault(rng: &mut Rng, switches: &mut satchel_sim::Switches) {
    let path = ["add", "check", "download"][rng.usize(0..3)];
    let path = format!("/v2/user/data/{path}/");
    let fault = |path: &str, code| Fault::new(path, 1, code);
    match rng.u8(0..8) {
        0 => switches.lose_add_next = 1,
        1 => switches.truncate_next = rng.u32(1..3),
        2 => switches.faults.push(fault(&path, ErrorCode::RateLimitExceeded)),
        3 => switches.faults.push(fault(&path, ErrorCode::InternalError)),
        4 => {
            let shape = FaultShape::Drop;
            switches.faults.push(Fault { shape, ..fault(&path, ErrorCode::InternalError) });
        }
        5 => switches.faults.push(fault("/v2/oauth/token/", ErrorCode::InternalError)),
        _ => {}
    }
}

/// A core in a process of its own.
struct Core {
    child: Child,
    input: ChildStdin,
    output: Lines<BufReader<ChildStdout>>,
}

impl Core {
    fn start(home: &Path, sim: &Sim) -> Result<Self, Error> {
        let mut child = Command::new(std::env::current_exe()?)
            .arg("child")
            .arg(home)
            .args([sim.authorize_url(), sim.base_url()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .kill_on_drop(true)
            .spawn()?;
        let input = child.stdin.take().ok_or("no input")?;
        let output = BufReader::new(child.stdout.take().ok_or("no output")?).lines();
        Ok(Self { child, input, output })
    }

    async fn tell(&mut self, command: &str) -> Result<(), Error> {
        Ok(self.input.write_all(format!("{command}\n").as_bytes()).await?)
    }

    /// Notes the jobs that the process mentions, and signs in whenever it opens the browser, for this long.
    async fn watch(
        &mut self,
        time: Duration,
        sim: &Sim,
        mentioned: &mut BTreeSet<String>,
    ) -> Result<(), Error> {
        let until = tokio::time::Instant::now() + time;
        while let Ok(line) = tokio::time::timeout_at(until, self.output.next_line()).await {
            self.note(&line?.ok_or("the core ended by itself")?, sim, mentioned).await?;
        }
        Ok(())
    }

    /// The jobs and backups.
    async fn state(&mut self, sim: &Sim, mentioned: &mut BTreeSet<String>) -> Result<Value, Error> {
        self.tell("state").await?;
        loop {
            let line = tokio::time::timeout(PATIENCE, self.output.next_line()).await??;
            let line = line.ok_or("the core ended by itself")?;
            if let Some(state) = self.note(&line, sim, mentioned).await? {
                return Ok(state);
            }
        }
    }

    /// Takes a line of the process; returns the state if it is one.
    async fn note(
        &mut self,
        line: &str,
        sim: &Sim,
        mentioned: &mut BTreeSet<String>,
    ) -> Result<Option<Value>, Error> {
        let mut line: Value = serde_json::from_str(line)?;
        if let Some(job) = line["job"].as_str() {
            mentioned.insert(job.to_owned());
        }
        if let Some(url) = line["open"].as_str() {
            let back = sim.consent(url, &Consent::default()).map_err(|fault| format!("{fault:?}"))?;
            self.tell(&format!("visit {back}")).await?;
        }
        Ok(line.get_mut("state").map(Value::take))
    }

    async fn kill(mut self) -> Result<(), Error> {
        Ok(self.child.kill().await?)
    }
}
