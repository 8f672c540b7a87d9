//! The archives that are being opened, so that of equal ones that are opened at once, one becomes a backup.

use std::collections::HashMap;
use std::sync::Mutex;

use super::JobId;
use crate::sync::lock;

/// The archives that opened exports are made of, by SHA-256, each with the job that came first.
#[derive(Debug, Default)]
pub struct OpenedArchives(Mutex<HashMap<String, JobId>>);

impl OpenedArchives {
    /// Notes that this job makes a backup of the archive; `false` if another job that is running does.
    pub(super) fn claim(&self, sha256: &str, job: &str, is_running: impl Fn(&str) -> bool) -> bool {
        let mut claimed = lock(&self.0);
        claimed.retain(|_, other| is_running(other));
        claimed.entry(sha256.to_owned()).or_insert_with(|| job.to_owned()) == job
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_archive_belongs_to_one_running_job() {
        let opened = OpenedArchives::default();
        assert!(opened.claim("a", "1", |_| true));
        assert!(opened.claim("a", "1", |_| true), "it may ask again");
        assert!(!opened.claim("a", "2", |_| true));
        assert!(opened.claim("b", "2", |_| true));
        assert!(opened.claim("a", "2", |id| id != "1"), "the first has ended");
    }
}
