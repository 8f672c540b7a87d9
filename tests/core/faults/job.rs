//! A job whose volume is full for a while: what must hold then, and once there is room again.

use std::path::PathBuf;

use satchel_core::backup::Outcome;
use satchel_core::data_request::Kind;
use satchel_core::problem::ProblemCode;
use satchel_core::view::JobView;

use super::{contents, left_behind, whole_backups, write_export};
use crate::app::{TestApp, are_imported, ongoing};

/// What a job does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Work {
    Open,
    Download,
}

/// A program that has saved a backup, and saves more of the same kind.
pub(super) struct Jobs {
    pub(super) app: TestApp,
    work: Work,
    /// How many jobs there were. Each opens another export.
    pub(super) count: u64,
}

impl Jobs {
    /// Saves the first backup. For a download, this includes the sign-in.
    pub(super) async fn new(work: Work) -> Self {
        let mut jobs = Self { app: TestApp::new().await, work, count: 0 };
        if work == Work::Download {
            jobs.count = 1;
            jobs.app.back_up(ongoing(Kind::Activity)).await;
        } else {
            jobs.begin().await.unwrap();
        }
        jobs.until_saved().await;
        jobs
    }

    /// Begins a job.
    async fn begin(&mut self) -> Result<(), ProblemCode> {
        self.count += 1;
        let begun = match self.work {
            Work::Open => {
                let file = self.app.file(&format!("{}.zip", self.count));
                write_export(&file, self.count);
                self.app.core.open_export(file).await
            }
            Work::Download => self.app.core.back_up(ongoing(Kind::Activity)).await,
        };
        begun.map_err(|error| error.into_problem().code)
    }

    /// Waits for the end of the job.
    async fn until_ended(&self) -> JobView {
        self.app
            .until("the end of the job", |now| {
                let job = now.jobs.first()?;
                // Without the pause before TikTok is asked.
                self.app.core.check_now(&job.id);
                (job.outcome != Outcome::Running).then(|| job.clone())
            })
            .await
    }

    /// Waits until the job is saved and in the library, and removes it from the list.
    async fn until_saved(&self) {
        let job = self.until_ended().await;
        assert_eq!(job.outcome, Outcome::Saved, "{:?}", job.problem);
        self.app.core.dismiss_job(&job.id).await;
        let saved = whole_backups(&self.app.backups());
        assert!(saved.contains(&job.backup_id.unwrap()), "{saved:?}");
        assert_eq!(left_behind(&self.app.backups()), Vec::<PathBuf>::new());
        // As when the window gets the focus.
        self.app.core.wake().await;
        self.app
            .until("all backups in the library", |now| {
                let is_whole = are_imported(now, saved.len()) && now.library.building.is_none();
                (is_whole && now.library.problem.is_none()).then_some(())
            })
            .await;
    }

    /// Saves a backup.
    pub(super) async fn save(&mut self) {
        self.begin().await.unwrap();
        self.until_saved().await;
    }

    /// Begins a job on a volume that is full, or becomes full, after `fill`, and completes it after `free`. Returns whether
    /// the backup was saved before that.
    pub(super) async fn save_on_full_volume(&mut self, fill: impl FnOnce(), free: impl FnOnce()) -> bool {
        let folder = self.app.backups();
        let before = whole_backups(&folder);
        let stood = contents(&folder.join(&before[0]));
        fill();
        let job = match self.begin().await {
            Ok(()) => Some(self.until_ended().await),
            Err(code) => {
                // Both name the free space. SQLite does not say why it cannot create a file.
                let is_said = matches!(code, ProblemCode::DiskFull | ProblemCode::OwnFilesNotWritable);
                assert!(is_said, "why nothing begins: {code:?}");
                assert!(self.app.now().jobs.is_empty());
                None
            }
        };
        // What was there stands, and what is not finished is not shown.
        assert_eq!(contents(&folder.join(&before[0])), stood);
        let now = whole_backups(&folder);
        let is_saved = job.as_ref().is_some_and(|job| job.outcome == Outcome::Saved);
        assert_eq!(now.len(), before.len() + usize::from(is_saved));
        assert!(before.iter().all(|id| now.contains(id)));
        free();
        match job {
            None => self.begin().await.unwrap(),
            Some(job) if !is_saved => {
                assert_eq!(job.outcome, Outcome::Failed);
                let problem = job.problem.unwrap();
                let codes = [ProblemCode::DiskFull, ProblemCode::OwnFilesNotWritable];
                assert!(codes.contains(&problem.code), "{problem:?}");
                self.app.core.retry_job(&job.id).await.unwrap();
            }
            Some(_) => {}
        }
        self.until_saved().await;
        is_saved
    }

    /// Starts the program again, and checks that nothing is reported.
    pub(super) async fn restart(&mut self) {
        self.app.restart().await;
        let now = self.app.now();
        assert!(now.notices.is_empty(), "{:?}", now.notices);
        assert!(now.jobs.is_empty(), "{:?}", now.jobs);
    }
}
