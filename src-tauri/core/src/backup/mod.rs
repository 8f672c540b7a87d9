//! The job of one backup: a durable job, stored before each step is taken, so that a restart goes on where it was.
//!
//! This module composes the others; they do not know each other.

mod drive;
mod job;
mod keep;
mod ledger;
mod meter;
mod patience;
mod place;
mod schedule;
mod steps;
mod wait;

pub use drive::drive;
pub use job::{ArchiveFacts, Job, JobId, Source};
pub use ledger::{Account, Ledger, LedgerError};
pub use place::{account_folder, folder_of, forget_staging, is_made_by, is_staged, provenance_of, scan};
pub use wait::Live;
