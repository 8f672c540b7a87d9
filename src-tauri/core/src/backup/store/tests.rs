use std::path::PathBuf;

use super::*;
use crate::account::OpenId;
use crate::data_request::{DataRequest, Kind, Part, Permission};
use crate::error::Error;
use crate::ledger::RequestQuery;
use crate::portability::{Accepted, RequestId};
use crate::problem::ProblemCode;

struct Fixture {
    _folder: tempfile::TempDir,
    ledger_path: PathBuf,
    store: JobStore,
    ledger: Arc<Ledger>,
}

fn fixture() -> Fixture {
    let folder = tempfile::tempdir().unwrap();
    let ledger_path = folder.path().join("ledger.sqlite");
    let (ledger, contents, problem) = Ledger::open(&ledger_path);
    assert!(problem.is_none());
    let ledger = Arc::new(ledger);
    let store = JobStore::new(
        Arc::clone(&ledger),
        &contents,
        Notifier::default(),
        Clock::default(),
        CancellationToken::new(),
    );
    Fixture { _folder: folder, ledger_path, store, ledger }
}

fn request(kind: Kind) -> Source {
    let request = DataRequest { kind, permission: Permission::Once, part: Part::Both };
    Source::TikTok { request, account: OpenId("a".into()), account_name: "A".into() }
}

fn failed() -> Event {
    Event::Failed { problem: Error::Plain(ProblemCode::RequestUncertain).into_problem(), log_id: None }
}

async fn create(store: &JobStore) -> JobId {
    match store.create_unless_running(request(Kind::Activity), "/r".into()).await.unwrap() {
        Created::New(id, _) => id,
        Created::AlreadyRunning(_) => panic!("a job was running"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_simultaneous_requests_for_the_same_data_one_becomes_a_job() {
    for _ in 0..20 {
        let fixture = fixture();
        let start = Arc::new(tokio::sync::Barrier::new(16));
        let attempts: Vec<_> = (0..16)
            .map(|_| {
                let (store, start) = (fixture.store.clone(), Arc::clone(&start));
                tokio::spawn(async move {
                    start.wait().await;
                    store.create_unless_running(request(Kind::Activity), "/r".into()).await.unwrap()
                })
            })
            .collect();
        let mut new = 0;
        for attempt in attempts {
            new += usize::from(matches!(attempt.await.unwrap(), Created::New(..)));
        }
        assert_eq!(new, 1);
        assert_eq!(fixture.store.all().len(), 1);
    }
}

#[tokio::test]
async fn requests_for_different_data_do_not_hinder_each_other() {
    let fixture = fixture();
    create(&fixture.store).await;
    let other = fixture.store.create_unless_running(request(Kind::Everything), "/r".into()).await.unwrap();
    assert!(matches!(other, Created::New(..)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_simultaneous_transitions_from_the_same_state_one_succeeds() {
    let fixture = fixture();
    let id = create(&fixture.store).await;
    let attempts: Vec<_> = (0..8)
        .map(|_| {
            let (store, id) = (fixture.store.clone(), id.clone());
            tokio::spawn(async move { store.transition(&id, Event::Turn).await.is_ok() })
        })
        .collect();
    let mut succeeded = 0;
    for attempt in attempts {
        succeeded += usize::from(attempt.await.unwrap());
    }
    assert_eq!(succeeded, 1);
}

#[tokio::test]
async fn a_job_that_has_ended_is_neither_changed_nor_cancelled() {
    let fixture = fixture();
    let id = create(&fixture.store).await;
    fixture.store.end(&id, failed()).await.unwrap();
    let changed = fixture.store.transition(&id, Event::Turn).await;
    assert!(matches!(changed, Err(TransitionError::Conflict(_))));
    assert!(fixture.store.cancel(&id).is_none());
    assert!(!fixture.store.get(&id).unwrap().cancel.is_cancelled());
}

#[tokio::test]
async fn only_a_second_cancellation_ends_the_attempts_to_tell_tiktok() {
    let fixture = fixture();
    let id = create(&fixture.store).await;
    // Closing stops the work of a job, too.
    fixture.store.0.closing.cancel();
    drop(fixture.store.cancel(&id).unwrap());
    assert!(!fixture.store.get(&id).unwrap().abandon.is_cancelled(), "the next start tells TikTok");
    drop(fixture.store.cancel(&id).unwrap());
    assert!(fixture.store.get(&id).unwrap().abandon.is_cancelled());
}

#[tokio::test]
async fn a_job_that_is_resumed_twice_at_once_gets_one_fresh_cancellation_token() {
    let fixture = fixture();
    let id = create(&fixture.store).await;
    fixture.store.end(&id, failed()).await.unwrap();
    fixture.store.resume(&id, Step::Queued, "/r".into()).await.unwrap();
    let first = fixture.store.get(&id).unwrap().cancel;
    let second = fixture.store.resume(&id, Step::Queued, "/r".into()).await;
    assert!(matches!(second, Err(TransitionError::Conflict(_))));
    drop(fixture.store.cancel(&id).unwrap());
    assert!(first.is_cancelled(), "the running job can still be cancelled");
}

/// Makes every change of a job fail, as on a full disk.
fn refuse_changes(path: &std::path::Path) -> rusqlite::Connection {
    let other = rusqlite::Connection::open(path).unwrap();
    other
        .execute_batch(
            "CREATE TRIGGER full_update BEFORE UPDATE ON jobs BEGIN SELECT RAISE(ABORT, 'full'); END;
             CREATE TRIGGER full_insert BEFORE INSERT ON jobs BEGIN SELECT RAISE(ABORT, 'full'); END;",
        )
        .unwrap();
    other
}

#[tokio::test]
async fn an_end_that_cannot_be_stored_is_shown_and_stored_later() {
    let fixture = fixture();
    let id = create(&fixture.store).await;
    let other = refuse_changes(&fixture.ledger_path);
    let ended = fixture.store.end(&id, failed()).await.unwrap();
    assert_eq!(ended.outcome, Outcome::Failed);
    assert_eq!(fixture.store.get(&id).unwrap().job.outcome, Outcome::Failed);
    other.execute_batch("DROP TRIGGER full_update; DROP TRIGGER full_insert").unwrap();
    fixture.ledger.close().await;
    let (_, contents, _) = Ledger::open(&fixture.ledger_path);
    let stored: Job = serde_json::from_str(&contents.jobs[0]).unwrap();
    assert_eq!(stored.outcome, Outcome::Failed);
}

#[tokio::test]
async fn a_request_id_that_cannot_be_stored_is_kept() {
    let fixture = fixture();
    let id = create(&fixture.store).await;
    for event in [Event::Turn, Event::Sending] {
        fixture.store.transition(&id, event).await.unwrap();
    }
    let other = refuse_changes(&fixture.ledger_path);
    let accepted = Event::Accepted(Accepted { id: RequestId(7), log_id: None });
    let stored = fixture.store.transition(&id, accepted).await;
    assert!(matches!(stored, Err(TransitionError::NotStored(_))));
    assert_eq!(fixture.store.get(&id).unwrap().job.request_id, Some(RequestId(7)));
    other.execute_batch("DROP TRIGGER full_update; DROP TRIGGER full_insert").unwrap();
    fixture.ledger.close().await;
    let (_, contents, _) = Ledger::open(&fixture.ledger_path);
    assert!(contents.jobs[0].contains("\"requestId\":7"), "{}", contents.jobs[0]);
}

#[tokio::test]
async fn a_job_that_cannot_be_stored_is_not_created() {
    let fixture = fixture();
    let other = refuse_changes(&fixture.ledger_path);
    assert!(fixture.store.create_unless_running(request(Kind::Activity), "/r".into()).await.is_err());
    assert!(fixture.store.all().is_empty());
    other.execute_batch("DROP TRIGGER full_update; DROP TRIGGER full_insert").unwrap();
    fixture.ledger.close().await;
    let (ledger, contents, _) = Ledger::open(&fixture.ledger_path);
    assert!(contents.jobs.is_empty(), "it does not appear later, either");
    let query = RequestQuery { account: "a".into(), before: None, limit: 1 };
    assert_eq!(ledger.requests(query).read().await.unwrap().total, 0, "neither in the history");
}
