//! [`Core`]: the program as its host sees it. It connects the parts, starts them and shuts them down.

use std::sync::Arc;
use std::time::Duration;

use crate::parts::{Config, Parts};
use crate::sign_in::SignInHooks;

/// How long a shutdown waits for work that cannot be interrupted, such as a request that TikTok has not answered.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(10);

/// The program without a window. Cheap to clone; all clones are the same program.
#[derive(Clone)]
pub struct Core(pub(crate) Arc<Parts>);

impl Core {
    /// Opens Satchel's own files and builds the parts. Nothing runs until [`Core::start`]. Blocks.
    /// Files that cannot be used are put aside, and the snapshot says so.
    #[must_use]
    pub fn open(config: Config) -> Self {
        let core = Self(Arc::new(Parts::build(config)));
        core.connect_parts();
        core
    }

    /// Parts tell of their changes through the core, which they must not keep alive.
    fn connect_parts(&self) {
        let parts = Arc::downgrade(&self.0);
        self.0.notifier.connect(move |topic| {
            if let Some(parts) = parts.upgrade() {
                Self(parts).emit(topic);
            }
        });
        let (jobs, done) = (Arc::downgrade(&self.0), Arc::downgrade(&self.0));
        self.0.sign_in.connect(SignInHooks {
            job_needs: Box::new(move |account| {
                jobs.upgrade().map(|parts| parts.requests.job_needs(account)).unwrap_or_default()
            }),
            signed_in: Box::new(move |signed_in| {
                let parts = done.upgrade();
                Box::pin(async move {
                    let Some(parts) = parts else { return Ok(()) };
                    Self(Arc::clone(&parts)).tell_of_permissions(&signed_in);
                    parts.library.show_account(&signed_in.account.id, true).await?;
                    parts.requests.signed_in(signed_in).await
                })
            }),
        });
    }

    /// Continues every job that was running, and opens the library. Must be called on a Tokio runtime.
    pub async fn start(&self) {
        self.0.broker_watch.run();
        self.0.runner.run_all();
        self.0.dir.refresh().await;
        self.resume_folder_work();
        self.0.library.open().await;
        self.follow_shown_person();
    }

    /// Stops all work and waits until it has stopped. Jobs continue at the next start.
    ///
    /// Work that does not stop in time, such as a call that TikTok has not answered, can no longer change anything: the
    /// ledger and the library are closed.
    pub async fn shutdown(&self) {
        self.0.closing.cancel();
        self.0.sign_in.cancel();
        self.0.dir.cancel_all();
        self.0.tasks.close();
        if tokio::time::timeout(SHUTDOWN_TIMEOUT, self.0.tasks.wait()).await.is_err() {
            tracing::warn!(tasks = self.0.tasks.len(), "some work did not stop in time");
        }
        self.0.ledger.close().await;
        self.0.library.close().await;
    }

    /// Whether [`Core::shutdown`] has begun.
    #[must_use]
    pub fn is_closing(&self) -> bool {
        self.0.closing.is_cancelled()
    }
}
