//! Runs each job in a task of its own, step after step, until it ends.

use std::sync::Arc;

use jiff::Timestamp;
use tokio::sync::RwLock;
use tokio_util::task::TaskTracker;

use super::step_error::{StepError, StepResult};
use super::steps;
use super::store::{Created, TransitionError};
use super::{Event, Job, JobContext, JobHandle, Move, Outcome, Source, State, Step};
use crate::account::AccountError;
use crate::data_request::Permission;
use crate::error::Error;
use crate::portability::PortabilityError;
use crate::problem::{Problem, ProblemCode};

/// A local step that was started this often without ending is not started again by itself.
const UNFINISHED_STARTS: u32 = 2;

/// Starts and resumes jobs. Cheap to clone.
#[derive(Clone)]
pub struct Runner {
    context: JobContext,
    tasks: TaskTracker,
    /// Held for reading while a job is created or resumed, and for writing while a move of the backup folder begins.
    gate: Arc<RwLock<()>>,
}

impl Runner {
    /// Runs jobs with this context, in tasks that `tasks` keeps track of.
    #[must_use]
    pub fn new(context: JobContext, tasks: TaskTracker) -> Self {
        Self { context, tasks, gate: Arc::default() }
    }

    /// Continues every job that was running when Satchel ended.
    pub fn run_all(&self) {
        for handle in self.context.store.all() {
            self.run(&handle.job.id);
        }
    }

    /// Creates a job and runs it, unless one with the same subject is running.
    pub async fn start(&self, source: Source) -> Result<Created, Error> {
        let _gate = self.gate.read().await;
        self.context.dir.check_not_moving()?;
        let created = self.context.store.create_unless_running(source, self.context.dir.folder()).await?;
        if let Created::New(id, dismissed) = &created {
            self.run(id);
            for job in dismissed {
                self.context.remove_staging(job).await;
            }
        }
        Ok(created)
    }

    /// Resumes an ended job at a step, and runs it. Does nothing if the job has been resumed or dismissed meanwhile.
    pub async fn resume(&self, id: &str, step: Step) -> Result<(), Error> {
        let _gate = self.gate.read().await;
        self.context.dir.check_not_moving()?;
        match self.context.store.resume(id, step, self.context.dir.folder()).await {
            Ok(_) => self.run(id),
            // Resumed all the same: the ledger keeps trying to store it.
            Err(TransitionError::NotStored(error)) => {
                tracing::warn!(%error, job = id, "a resumed job is not stored yet");
                self.run(id);
            }
            Err(TransitionError::Removed | TransitionError::Conflict(_)) => {}
        }
        Ok(())
    }

    /// Begins a move of the backup folder. Fails while a job is running; none begins before the move has ended.
    pub async fn begin_move(&self) -> Result<Move, Error> {
        let _gate = self.gate.write().await;
        if self.context.store.all().iter().any(|handle| handle.job.outcome == Outcome::Running) {
            return Err(Error::Plain(ProblemCode::FolderBusy));
        }
        self.context.dir.begin_move()
    }

    /// The step at which a retry of this job continues; `None` if it needs a new request.
    pub async fn retry_step(&self, job: &Job) -> Option<Step> {
        let layout = self.context.dir.layout(job);
        let is_same_root = job.root == self.context.dir.folder();
        let has_archive = job.archive.is_some()
            && is_same_root
            && tokio::task::spawn_blocking(move || layout.has_archive()).await.unwrap_or(false);
        job.retry_step(has_archive)
    }

    /// Removes an ended job from the list, with what it has staged.
    pub async fn dismiss(&self, id: &str) {
        if let Some(job) = self.context.store.dismiss(id) {
            self.context.remove_staging(&job).await;
        }
    }

    fn run(&self, id: &str) {
        if self.context.closing.is_cancelled() {
            return;
        }
        let Some(number) = self.context.store.claim(id) else { return };
        let (context, id) = (self.context.clone(), id.to_owned());
        self.tasks.spawn(async move { run(context, id, number).await });
    }
}

/// Runs a job until it ends, or until Satchel closes.
async fn run(context: JobContext, id: String, number: u64) {
    loop {
        let handle = context.store.get(&id);
        let is_running = |handle: &JobHandle| handle.job.outcome == Outcome::Running && handle.run == number;
        let Some(handle) = handle.filter(is_running) else { return };
        tracing::info!(job = id, step = ?handle.job.step, "step");
        let error = match note_start(&context, &handle).await {
            Ok(()) => match isolate(take_step(context.clone(), handle)).await {
                Ok(()) => continue,
                Err(error) => error,
            },
            Err(error) => error,
        };
        if context.closing.is_cancelled() {
            note_orderly_exit(&context, &id).await;
            return;
        }
        end(&context, &id, error).await;
        return;
    }
}

async fn take_step(context: JobContext, handle: JobHandle) -> StepResult {
    steps::take(&context, &handle).await
}

/// Runs a step in a task of its own, so that a panic in it ends its job, and only that.
async fn isolate(step: impl Future<Output = StepResult> + Send + 'static) -> StepResult {
    match tokio::spawn(step).await {
        Ok(result) => result,
        Err(error) => Err(Error::Bug(format!("a step panicked: {error}")).into()),
    }
}

/// Counts the starts of a step that works on untrusted content. If the last starts ended neither by themselves nor by an
/// orderly exit, the step has probably crashed Satchel, and is not repeated before the person asks for it.
async fn note_start(context: &JobContext, handle: &JobHandle) -> Result<(), StepError> {
    if handle.job.state() != Some(State::Checking) {
        return Ok(());
    }
    if handle.job.unfinished_starts >= UNFINISHED_STARTS {
        return Err(Error::Plain(ProblemCode::StepCrashed).into());
    }
    context.commit(handle, Event::LocalWorkStarted).await?;
    Ok(())
}

async fn note_orderly_exit(context: &JobContext, id: &str) {
    if let Err(error) = context.store.transition_or_later(id, Event::Closed).await {
        tracing::debug!(%error, job = id, "the job had ended already");
    }
}

async fn end(context: &JobContext, id: &str, error: StepError) {
    let Some(handle) = context.store.get(id) else { return };
    let log_id = error.log_id();
    let event = match error {
        StepError::Closing => return,
        StepError::Cancelled => {
            if let Err(StepError::Closing) = steps::cancel_request(context, &handle).await {
                return;
            }
            Event::Cancelled
        }
        StepError::CancelledAtTiktok => Event::Cancelled,
        StepError::Expired => Event::Expired,
        StepError::AlreadySaved(backup) => Event::AlreadySaved { backup },
        StepError::Failed(error) => {
            note_missing_permission(context, &handle.job, &error);
            Event::Failed { problem: describe(error, &handle.job), log_id }
        }
    };
    let problem = if let Event::Failed { problem, .. } = &event { Some(problem) } else { None };
    if !is_archive_of_use(context, &handle.job, problem).await {
        context.remove_staging(&handle.job).await;
    }
    let ended = context.store.end(id, event).await;
    match ended {
        // It was removed from the queue: there is nothing to say about it.
        Ok(job) if job.step == Step::Queued && job.outcome == Outcome::Cancelled => {
            drop(context.store.dismiss(id));
        }
        Ok(job) => tracing::info!(job = id, step = ?job.step, outcome = ?job.outcome, "job ended"),
        Err(error) => tracing::error!(%error, job = id, "the end of a job was not noted"),
    }
}

fn describe(error: Error, job: &Job) -> Problem {
    let mut problem = error.into_problem();
    problem.facts.until = job.ready_until().map(Timestamp::as_millisecond);
    if matches!(problem.code, ProblemCode::NotAnExport | ProblemCode::FileUnreadable) {
        problem.facts.name = job.file_name();
    }
    problem
}

/// A sound archive is kept for a retry if the problem lies elsewhere.
async fn is_archive_of_use(context: &JobContext, job: &Job, problem: Option<&Problem>) -> bool {
    let is_elsewhere = problem.is_some_and(|problem| {
        problem.is_about_the_folder() || matches!(problem.code, ProblemCode::FileInUse | ProblemCode::Bug)
    });
    if job.request_id.is_none() || job.archive.is_none() || !is_elsewhere {
        return false;
    }
    let layout = context.dir.layout(job);
    tokio::task::spawn_blocking(move || layout.has_archive()).await.unwrap_or(false)
}

/// Notes that the permission of a job cannot be used (any more), so that a retry signs in for it: TikTok said so, or a
/// one-time permission may have been used up by a request whose answer was lost.
fn note_missing_permission(context: &JobContext, job: &Job, error: &Error) {
    let Some(scope) = job.scope() else { return };
    let is_gone = match error {
        Error::Portability(PortabilityError::NotPermitted(_))
        | Error::Account(AccountError::SignedOut(_)) => true,
        Error::Uncertain(_) | Error::Plain(ProblemCode::RequestUncertain) => {
            scope.permission == Permission::Once
        }
        _ => false,
    };
    if let (true, Some(account)) = (is_gone, job.account()) {
        context.accounts.remove_permission(account, scope);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_panic_in_a_step_is_its_error() {
        let result = isolate(async { panic!("injected") }).await;
        assert!(matches!(result, Err(StepError::Failed(Error::Bug(_)))), "{result:?}");
    }
}
