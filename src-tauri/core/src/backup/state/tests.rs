use jiff::SignedDuration;
use proptest::prelude::*;

use super::State as S;
use super::*;
use crate::account::OpenId;
use crate::data_request::{DataRequest, Kind, Part, Permission};
use crate::error::Error;
use crate::portability::{PortabilityError, RequestId};

fn request() -> Job {
    let request = DataRequest { kind: Kind::Activity, permission: Permission::Once, part: Part::Both };
    let source = Source::TikTok { request, account: OpenId("a".into()), account_name: "A".into() };
    Job::new("1".into(), source, "/x".into(), Timestamp::UNIX_EPOCH)
}

fn failed(code: ProblemCode) -> Event {
    Event::Failed { problem: Error::Plain(code).into_problem(), log_id: None }
}

fn accepted(id: RequestId) -> Event {
    Event::Accepted(Accepted { id, log_id: None })
}

fn facts() -> ArchiveFacts {
    ArchiveFacts { bytes: 1, sha256: "0".into() }
}

fn saved() -> Event {
    Event::Saved { backup: "A/1".into(), records: None }
}

/// A job after these events.
fn after(events: impl IntoIterator<Item = Event>) -> Job {
    let mut job = request();
    for event in events {
        job.apply(event, Timestamp::UNIX_EPOCH).unwrap();
    }
    job
}

fn to_unpacking() -> Vec<Event> {
    vec![
        Event::Turn,
        Event::Sending,
        accepted(RequestId(1)),
        Event::Ready,
        Event::DownloadStarted,
        Event::Received(facts()),
        Event::LocalWorkStarted,
        Event::Checked,
    ]
}

#[test]
fn a_request_passes_through_all_states() {
    let mut job = request();
    let mut states = vec![job.state().unwrap()];
    for event in to_unpacking().into_iter().chain([Event::Unpacked(0), Event::Named("1".into()), saved()]) {
        job.apply(event, Timestamp::UNIX_EPOCH).unwrap();
        states.push(job.state().unwrap());
    }
    states.dedup();
    let ended = State::Ended(Outcome::Saved);
    let expected =
        [S::Queued, S::Asking, S::Sent, S::Preparing, S::Ready, S::Downloading, S::Checking, S::Unpacking];
    assert_eq!(states, [&expected[..], &[S::Indexing, ended]].concat());
}

#[test]
fn an_event_that_does_not_belong_to_the_state_changes_nothing() {
    let mut job = after([Event::Turn, Event::Sending]);
    let before = job.clone();
    for event in
        [Event::Sending, Event::Ready, Event::Received(facts()), Event::Checked, saved(), Event::Turn]
    {
        assert_eq!(job.apply(event, Timestamp::UNIX_EPOCH), Err(InvalidEvent(Some(State::Sent))));
        assert_eq!(job, before);
    }
}

#[test]
fn an_ended_job_can_only_be_resumed() {
    for end in [Event::Cancelled, failed(ProblemCode::DiskFull)] {
        let mut job = after(to_unpacking().into_iter().chain([end]));
        for event in
            [Event::CancelAsked, Event::Cancelled, failed(ProblemCode::Bug), saved(), Event::Unpacked(0)]
        {
            assert!(job.apply(event, Timestamp::UNIX_EPOCH).is_err());
        }
    }
}

#[test]
fn a_job_with_contradictory_fields_can_only_fail() {
    let mut job = request();
    job.step = Step::Downloading;
    assert_eq!(job.state(), None, "there is no request id");
    assert!(job.apply(Event::Received(facts()), Timestamp::UNIX_EPOCH).is_err());
    job.apply(failed(ProblemCode::Bug), Timestamp::UNIX_EPOCH).unwrap();
    assert_eq!(job.state(), Some(State::Ended(Outcome::Failed)));
}

#[test]
fn crashes_while_unpacking_are_counted_until_the_program_closes_in_order() {
    let mut job = after(to_unpacking());
    assert_eq!(job.unfinished_starts, 1);
    for event in [Event::Interrupted, Event::LocalWorkStarted, Event::Checked] {
        job.apply(event, Timestamp::UNIX_EPOCH).unwrap();
    }
    assert_eq!(job.unfinished_starts, 2, "the second start after a crash");
    job.apply(Event::Closed, Timestamp::UNIX_EPOCH).unwrap();
    assert_eq!(job.unfinished_starts, 0);
}

#[test]
fn a_retry_downloads_again_until_tiktok_no_longer_knows_the_request() {
    let unsent = after([failed(ProblemCode::DiskFull)]);
    assert_eq!(unsent.retry_step(false), Some(Step::Queued), "nothing was sent yet");
    let uncertain = after([Event::Turn, Event::Sending, failed(ProblemCode::RequestUncertain)]);
    assert_eq!(uncertain.retry_step(false), None, "TikTok may have accepted the request");
    let unpacking = || after(to_unpacking().into_iter().chain([failed(ProblemCode::DiskFull)]));
    assert_eq!(unpacking().retry_step(false), Some(Step::Downloading));
    assert_eq!(unpacking().retry_step(true), Some(Step::Checking));
    let mut unknown = unpacking();
    unknown.problem = Some(Error::from(PortabilityError::UnknownRequest(Box::default())).into_problem());
    assert_eq!(unknown.retry_step(true), Some(Step::Checking), "the archive is here");
    assert_eq!(unknown.retry_step(false), None);
    let cancelled = after(to_unpacking().into_iter().chain([Event::Cancelled]));
    assert_eq!(cancelled.retry_step(true), None, "a cancelled request is gone");
}

/// What happens next.
#[derive(Debug, Clone, Copy)]
enum Action {
    /// The person asks for a backup.
    Press,
    /// A job takes its next step, which ends like this. `is_stored`: the change reaches the disk.
    Step { job: usize, end: u8, is_stored: bool },
    /// The person cancels a job.
    Cancel { job: usize },
    /// The person retries a job, whose archive is in the staging folder or not.
    Retry { job: usize, is_staged: bool },
    /// The program is killed, and started again.
    Crash,
    /// The clock is set.
    SetClock { seconds: i64 },
}

fn actions() -> impl Strategy<Value = Vec<Action>> {
    let job = 0..4_usize;
    let action = prop_oneof![
        1 => Just(Action::Press),
        8 => (job.clone(), any::<u8>(), any::<bool>())
            .prop_map(|(job, end, is_stored)| Action::Step { job, end, is_stored }),
        1 => job.clone().prop_map(|job| Action::Cancel { job }),
        1 => (job, any::<bool>()).prop_map(|(job, is_staged)| Action::Retry { job, is_staged }),
        1 => Just(Action::Crash),
        1 => (-1_000_000_000..1_000_000_000_i64).prop_map(|seconds| Action::SetClock { seconds }),
    ];
    proptest::collection::vec(action, 0..80)
}

/// A job, its row on the disk, and what TikTok knows of it.
struct Entry {
    job: Job,
    stored: Job,
    /// How many requests were sent for it that TikTok may have accepted.
    sent: u32,
    /// The ids of requests that TikTok accepted.
    accepted: Vec<RequestId>,
    /// Whether the program was started since the last step.
    is_new: bool,
}

#[derive(Default)]
struct World {
    entries: Vec<Entry>,
    presses: usize,
    shift: i64,
    next_id: i64,
}

impl World {
    fn now(&self) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_secs(2_000_000_000 + self.shift)
    }

    fn press(&mut self) {
        self.presses += 1;
        let job = request();
        self.entries.push(Entry { stored: job.clone(), job, sent: 0, accepted: Vec::new(), is_new: false });
    }

    fn act(&mut self, action: Action) {
        match action {
            Action::Press => self.press(),
            Action::Step { job, end, is_stored } => self.step(job, end, is_stored),
            Action::Cancel { job } => {
                let now = self.now();
                if let Some(entry) = self.entries.get_mut(job) {
                    let is_running = entry.job.outcome == Outcome::Running;
                    assert_eq!(entry.job.apply(Event::CancelAsked, now).is_ok(), is_running);
                    entry.stored = entry.job.clone();
                }
            }
            Action::Retry { job, is_staged } => self.retry(job, is_staged),
            Action::Crash => {
                for entry in &mut self.entries {
                    // As it is read from the ledger.
                    let row = serde_json::to_string(&entry.stored).unwrap();
                    entry.job = serde_json::from_str(&row).unwrap();
                    assert_eq!(entry.job, entry.stored);
                    entry.is_new = true;
                }
            }
            Action::SetClock { seconds } => self.shift = seconds,
        }
    }

    fn retry(&mut self, job: usize, is_staged: bool) {
        let now = self.now();
        let Some(entry) = self.entries.get_mut(job) else { return };
        if entry.job.outcome == Outcome::Running {
            return;
        }
        match entry.job.retry_step(is_staged && entry.job.archive.is_some()) {
            Some(step) => {
                entry.job.apply(Event::Resumed { step, root: "/y".into() }, now).unwrap();
                entry.stored = entry.job.clone();
            }
            // A new request is a new job.
            None => self.press(),
        }
    }

    /// Takes the step that belongs to the state, as `steps::take` does. `end` selects one of its possible ends.
    fn step(&mut self, index: usize, end: u8, is_stored: bool) {
        let (now, id) = (self.now(), RequestId(self.next_id));
        let Some(entry) = self.entries.get_mut(index) else { return };
        if entry.job.outcome == Outcome::Running {
            let events = ends(entry, id);
            let events = events[usize::from(end) % events.len()].clone();
            let is_closed = events == [Event::Closed];
            for event in events {
                match event {
                    // A request is only sent once this is on the disk.
                    Event::Sending => entry.sent += 1,
                    Event::NotAccepted => entry.sent -= 1,
                    Event::Accepted(ref accepted) => {
                        entry.accepted.push(accepted.id);
                        self.next_id += 1;
                    }
                    _ => {}
                }
                let is_sending = event == Event::Sending;
                entry.job.apply(event, now).unwrap();
                if is_stored || is_sending {
                    entry.stored = entry.job.clone();
                }
            }
            // After an orderly exit, the program is started again.
            entry.is_new = is_closed;
        }
    }

    fn check(&self) {
        for entry in &self.entries {
            assert!(entry.job.state().is_some(), "undefined: {:?}", entry.job);
            assert!(entry.stored.state().is_some(), "undefined on the disk: {:?}", entry.stored);
            assert!(entry.sent <= 1, "{} requests for one press", entry.sent);
            for job in [&entry.job, &entry.stored] {
                for id in &entry.accepted {
                    let is_known = job.request_id == Some(*id);
                    let is_uncertain = job.ask_sent_at.is_some() && job.request_id.is_none();
                    assert!(is_known || is_uncertain, "{id:?} is lost: {job:?}");
                }
            }
        }
        assert_eq!(self.entries.len(), self.presses);
    }
}

/// The events by which the step of this job may end. The first lead to a backup.
fn ends(entry: &Entry, id: RequestId) -> Vec<Vec<Event>> {
    let job = &entry.job;
    let cancelled = job.cancel_asked.then(|| vec![Event::Cancelled]);
    let mut ends = match job.state().unwrap() {
        State::Queued => vec![vec![Event::Turn]],
        State::Asking => vec![
            vec![Event::Sending, accepted(id)],
            vec![Event::Sending, Event::NotAccepted],
            vec![Event::Sending, Event::NotAccepted, failed(ProblemCode::PermissionMissing)],
            // The answer was lost.
            vec![Event::Sending, failed(ProblemCode::RequestUncertain)],
            // The program is killed next.
            vec![Event::Sending],
        ],
        State::Sent if entry.is_new => vec![vec![failed(ProblemCode::RequestUncertain)]],
        State::Sent => {
            vec![vec![accepted(id)], vec![Event::NotAccepted], vec![failed(ProblemCode::RequestUncertain)]]
        }
        State::Preparing => vec![
            vec![Event::Ready],
            vec![Event::StatusReceived(None)],
            vec![Event::StatusReceived(Some(UnknownStatus {
                word: "x".into(),
                since: Timestamp::UNIX_EPOCH,
            }))],
            vec![Event::Expired],
            vec![Event::Cancelled],
            vec![failed(ProblemCode::ArchiveFailed)],
        ],
        State::Ready => vec![vec![Event::DownloadStarted]],
        State::Downloading => vec![
            vec![Event::Received(facts())],
            vec![Event::Expired],
            vec![Event::Cancelled],
            vec![failed(ProblemCode::RequestUnknown)],
            vec![failed(ProblemCode::DiskFull)],
        ],
        State::Checking => vec![
            vec![Event::LocalWorkStarted, Event::Checked],
            vec![Event::LocalWorkStarted, Event::ArchiveMissing],
            vec![Event::LocalWorkStarted, failed(ProblemCode::DiskFull)],
        ],
        State::Unpacking if entry.is_new => vec![vec![Event::Interrupted]],
        State::Unpacking => vec![vec![Event::Unpacked(0)], vec![failed(ProblemCode::DiskFull)]],
        State::Indexing if entry.is_new => vec![vec![Event::Interrupted], vec![saved()]],
        State::Indexing => vec![vec![Event::Named("1".into()), saved()], vec![Event::Named("1".into())]],
        State::Ended(_) => Vec::new(),
    };
    ends.push(vec![Event::Closed]);
    ends.extend(cancelled);
    ends
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    /// No sequence of answers, restarts, clock changes and presses reaches an undefined state, loses a request or sends a
    /// second one for one press; and what runs still comes to an end.
    #[test]
    fn no_sequence_of_events_breaks_a_request(actions in actions()) {
        let mut world = World::default();
        for action in actions {
            world.act(action);
            world.check();
        }
        for index in 0..world.entries.len() {
            for _ in 0..12 {
                world.step(index, 0, true);
                world.check();
            }
            let outcome = world.entries[index].job.outcome;
            prop_assert!(outcome != Outcome::Running, "{:?}", world.entries[index].job);
        }
    }
}
