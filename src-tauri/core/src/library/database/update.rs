//! The changes to a [`Library`]: imports, removals, rebuilds.

use std::path::Path;
use std::sync::Mutex;

use tokio_util::sync::CancellationToken;

use super::Library;
use super::rebuild_folder::{rebuild_folder, remove_unfinished_rebuild};
use crate::library::import::{ExportDates, ImportObserver, ImportSource, import};
use crate::library::maintenance::{self, RemoveOutcome};
use crate::library::query::import_details;
use crate::library::read::{Choices, OpenExport};
use crate::library::store::connections::Writer;
use crate::library::store::histogram::Histograms;
use crate::library::store::text_index::TextIndex;
use crate::library::{ImportCounts, LibraryError};
use crate::sync::lock;

/// Called during an import with the bytes and the records read so far.
pub type ImportProgress<'p> = &'p (dyn Fn(u64, u64) + Sync);

/// A backup that a library is rebuilt from.
pub struct RebuildSource {
    /// The id of the backup.
    pub id: String,
    /// Its dates.
    pub dates: ExportDates,
    /// Opens its files.
    pub open: OpenExport,
    /// What is known of it beside its content.
    pub choices: Choices,
}

/// Reports progress, and publishes records while they are imported, if they go into the library that is in use.
struct ProgressReporter<'p> {
    library: Option<&'p Library>,
    progress: ImportProgress<'p>,
    counts: Mutex<(u64, u64)>,
}

impl<'p> ProgressReporter<'p> {
    fn new(library: Option<&'p Library>, progress: ImportProgress<'p>) -> Self {
        Self { library, progress, counts: Mutex::default() }
    }

    fn report(&self, change: impl FnOnce(&mut (u64, u64))) {
        let (bytes, records) = {
            let mut counts = lock(&self.counts);
            change(&mut counts);
            *counts
        };
        (self.progress)(bytes, records);
    }
}

impl ImportObserver for ProgressReporter<'_> {
    fn bytes(&self, bytes: u64) {
        self.report(|counts| counts.0 = bytes);
    }

    fn records(&self, records: u64, histograms: Histograms) {
        if let Some(library) = self.library {
            library.publish(histograms);
        }
        self.report(|counts| counts.1 = records);
    }
}

impl Library {
    /// Imports a backup. Its records become visible as they are committed. Fails with
    /// [`LibraryError::AlreadyImported`] if a backup with this id has been imported. If the import fails or is
    /// cancelled, its records are removed. Waits for other imports. Blocks.
    pub fn import(
        &self,
        source: &ImportSource<'_>,
        choices: &Choices,
        cancel: &CancellationToken,
        progress: ImportProgress<'_>,
    ) -> Result<ImportCounts, LibraryError> {
        let mut guard = self.connections.writer_unless(cancel)?;
        let writer = guard.get()?;
        maintenance::remove_incomplete(writer)?;
        if maintenance::is_imported(writer, source.id)? {
            return Err(LibraryError::AlreadyImported);
        }
        let reporter = ProgressReporter::new(Some(self), progress);
        let imported = import(writer, source, choices, self.connections.folder(), &reporter, cancel);
        if imported.is_err() {
            maintenance::remove_incomplete(writer)?;
        }
        self.refresh(writer)?;
        imported?;
        import_details::counts(&writer.records, source.id)?.ok_or(LibraryError::NotFound("backup"))
    }

    /// Replaces the content of the library with these backups. They are imported into new files: the old content stays
    /// visible until everything is imported and indexed, and is kept if the rebuild fails or is cancelled. Archives
    /// that cannot be read are left out. `progress` is called with the number of backups done, and the bytes and
    /// records read so far of the current one. Waits for other imports. Blocks.
    pub fn rebuild(
        &self,
        sources: &[RebuildSource],
        cancel: &CancellationToken,
        progress: &(dyn Fn(u64, u64, u64) + Sync),
    ) -> Result<(), LibraryError> {
        let mut guard = self.connections.writer_unless(cancel)?;
        let folder = rebuild_folder(self.connections.folder());
        remove_unfinished_rebuild(self.connections.folder());
        let built = build(&folder, sources, cancel, progress);
        let replaced = built.and_then(|()| guard.replace_with(&folder, &|writer| self.refresh(writer)));
        remove_unfinished_rebuild(self.connections.folder());
        replaced
    }

    /// Deletes the content of the library, even if its files are damaged. The backups themselves are not changed.
    /// Blocks until other imports and running queries have ended.
    pub fn reset(&self) -> Result<(), LibraryError> {
        self.connections.writer().reset(&|writer| self.refresh(writer))
    }

    /// Removes a backup and the records that no other backup contains. Does nothing if this requires a rebuild.
    pub fn remove(&self, backup: &str) -> Result<RemoveOutcome, LibraryError> {
        let mut guard = self.connections.writer();
        let writer = guard.get()?;
        let outcome = maintenance::remove(writer, backup)?;
        self.refresh(writer)?;
        Ok(outcome)
    }

    /// Changes the id of a backup. Returns `false` and changes nothing if there is no such backup or the new id is in
    /// use.
    pub fn rename(&self, from: &str, to: &str) -> Result<bool, LibraryError> {
        let mut guard = self.connections.writer();
        let writer = guard.get()?;
        let sql =
            "UPDATE backup SET id = ?2 WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM backup WHERE id = ?2)";
        let renamed = writer.records.execute(sql, [from, to])?;
        self.refresh(writer)?;
        Ok(renamed > 0)
    }

    /// Builds the missing parts of the indexes, in steps between which imports may run. Returns whether anything was
    /// built. Blocks.
    pub fn complete_index(&self, cancel: &CancellationToken) -> Result<bool, LibraryError> {
        let mut is_changed = false;
        for index in [TextIndex::Words, TextIndex::Trigrams] {
            loop {
                let mut guard = self.connections.writer_unless(cancel)?;
                let writer = guard.get()?;
                if !maintenance::index_next(writer, index, cancel)? {
                    break;
                }
                is_changed = true;
                self.refresh(writer)?;
            }
        }
        let mut guard = self.connections.writer_unless(cancel)?;
        let writer = guard.get()?;
        writer.checkpoint()?;
        if maintenance::create_item_index(writer)? {
            self.refresh(writer)?;
            is_changed = true;
        }
        Ok(is_changed)
    }
}

/// Imports backups into new files and completes their indexes.
fn build(
    folder: &Path,
    sources: &[RebuildSource],
    cancel: &CancellationToken,
    progress: &(dyn Fn(u64, u64, u64) + Sync),
) -> Result<(), LibraryError> {
    let mut writer = Writer::open(folder)?;
    for (done, RebuildSource { id, dates, open, choices }) in (0..).zip(sources) {
        let export = match open(cancel) {
            Ok(export) => export,
            Err(error) => {
                tracing::error!(%error, "an export cannot be read; it is left out of the rebuild");
                continue;
            }
        };
        let source = ImportSource { id, dates: *dates, export: &*export };
        let progress = |bytes, records| progress(done, bytes, records);
        let reporter = ProgressReporter::new(None, &progress);
        match import(&mut writer, &source, choices, folder, &reporter, cancel) {
            Err(error) if error.is_of_export() => {
                tracing::error!(%error, "failed to import an export; it is left out of the rebuild");
                maintenance::remove_incomplete(&writer)?;
            }
            other => other?,
        }
    }
    for index in [TextIndex::Words, TextIndex::Trigrams] {
        while maintenance::index_next(&mut writer, index, cancel)? {}
    }
    maintenance::create_item_index(&writer)?;
    Ok(writer.checkpoint()?)
}
