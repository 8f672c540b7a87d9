//! Backups: durable jobs that request, download, check, unpack and import an archive, and the folder they save to.
//!
//! A [`Job`] is stored before each step is taken, so a restart continues where the last run stopped. The [`JobStore`] owns
//! all jobs; the [`Runner`] runs each in a task of its own, one step after the other (`steps/`); a step gets what it
//! needs from a [`JobContext`]. [`BackupDir`] owns the list of backups in the folder and their verification.

mod bag_info;
mod broker_watch;
mod context;
mod dir;
mod duplicate;
mod export;
mod export_date;
mod folder_copy;
mod handle;
mod history;
mod job;
mod layout;
mod marker;
mod opened;
mod opened_archives;
mod pause;
mod progress;
mod provenance;
mod recognise;
mod recognition;
mod retry;
mod runner;
mod schedule;
mod selection;
mod state;
mod step_error;
mod steps;
mod store;
mod verification;

pub use bag_info::{Backup, Scan, provenance, scan};
pub use broker_watch::BrokerWatch;
pub use context::{Importer, JobContext};
pub use dir::{BackupDir, FolderState, Move, MoveProgress, Moved, delete_for_good};
pub use export::ArchivedExport;
pub use handle::{Activity, Delay, FolderQuestion, JobHandle};
pub use history::{PastRequest, RequestStatus};
pub use job::{ArchiveFacts, Job, JobId, KEPT_FOR, Outcome, Source, Step, UnknownStatus};
pub use layout::Layout;
pub use progress::Progress;
pub use provenance::{Provenance, ProvenanceLabel};
pub use recognise::{FoundFolder, find_folders};
pub use runner::Runner;
pub use state::{Event, InvalidEvent, State};
pub use store::{Created, JobStore, TransitionError};
pub use verification::CheckState;
