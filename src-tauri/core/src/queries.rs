//! What the window asks of the library, one function each. All of it runs beside the window, never in its way.

use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;

use crate::archive::{self, ArchiveError};
use crate::backup;
use crate::core::{Core, lock, plain};
use crate::error::Error;
use crate::files;
use crate::library::{Library, LibraryError};
use crate::problem::ProblemCode;
use crate::view::{
    Chat, ChatFigures, Completion, DataRequest, FactSheet, Found, ImportSummary, Kind, ListQuery, Outline,
    Overview, OverviewQuery, Part, PathView, PeopleFigures, Record, RowFormat, Rows, SearchQuery, Section,
    WatchMethod,
};

impl Core {
    async fn ask<T: Send + 'static>(
        &self,
        ask: impl FnOnce(&Arc<Library>) -> Result<T, LibraryError> + Send + 'static,
    ) -> Result<T, Error> {
        let library = self.library().ok_or_else(|| plain(ProblemCode::LibraryUnusable))?;
        self.blocking(move || ask(&library)).await
    }

    /// How long a list is, and where its days are.
    pub async fn library_outline(&self, query: ListQuery) -> Result<Outline, Error> {
        self.ask(move |library| library.outline(&query)).await
    }

    /// Some rows of a list.
    pub async fn library_rows(&self, query: ListQuery, start: u64, count: u64) -> Result<Rows, Error> {
        self.ask(move |library| library.rows(&query, start, count)).await
    }

    /// Where a record stands in a list.
    pub async fn library_place(&self, query: ListQuery, id: &str) -> Result<Option<u64>, Error> {
        let id = number(id)?;
        self.ask(move |library| library.position(&query, id)).await
    }

    /// Where in a list a text occurs.
    pub async fn library_hits(&self, query: ListQuery, text: String) -> Result<Vec<u64>, Error> {
        self.ask(move |library| library.hits(&query, &text)).await
    }

    /// One record.
    pub async fn library_record(&self, id: &str) -> Result<Record, Error> {
        let id = number(id)?;
        self.ask(move |library| library.record(id)).await
    }

    /// All chats.
    pub async fn library_chats(&self) -> Result<Vec<Chat>, Error> {
        self.ask(|library| library.chats()).await
    }

    /// Figures of one chat.
    pub async fn library_chat_figures(&self, id: &str) -> Result<ChatFigures, Error> {
        let id = number(id)?;
        self.ask(move |library| library.chat_figures(id)).await
    }

    /// The years in figures.
    pub async fn library_overview(&self, query: OverviewQuery) -> Result<Overview, Error> {
        let method = lock(&self.settings).watch_method;
        self.ask(move |library| library.overview(&query, method, Timestamp::now())).await
    }

    /// Who follows whom, in numbers.
    pub async fn library_people(&self) -> Result<PeopleFigures, Error> {
        self.ask(|library| library.people()).await
    }

    /// Profile, settings.
    pub async fn library_facts(&self) -> Result<Vec<FactSheet>, Error> {
        self.ask(|library| library.facts()).await
    }

    /// Places that Satchel does not know.
    pub async fn library_tree(&self) -> Result<Vec<PathView>, Error> {
        self.ask(|library| library.tree()).await
    }

    /// Searches everything.
    pub async fn library_search(&self, query: SearchQuery) -> Result<Found, Error> {
        self.ask(move |library| library.search(&query)).await
    }

    /// Completes the word being typed.
    pub async fn library_complete(&self, word: String) -> Result<Vec<Completion>, Error> {
        self.ask(move |library| library.complete(&word)).await
    }

    /// Writes a list's rows to a file: whole, or not at all. How many.
    pub async fn library_export(
        &self,
        query: ListQuery,
        format: RowFormat,
        file: &Path,
    ) -> Result<u64, Error> {
        let mut out = files::temp_sibling(file).map_err(ArchiveError::file("write", file))?;
        let (out, written) = self
            .ask(move |library| {
                let mut buffered = std::io::BufWriter::new(&mut out);
                let written = library.export(&query, format, &mut buffered)?;
                drop(buffered);
                Ok((out, written))
            })
            .await?;
        let place = file.to_owned();
        tokio::task::spawn_blocking(move || {
            files::persist(out, &place).map_err(ArchiveError::file("write", &place))
        })
        .await
        .map_err(|error| Error::Bug(error.to_string()))??;
        Ok(written)
    }

    /// The ledger of a backup, and where it comes from.
    pub async fn import_summary(&self, id: &str) -> Result<ImportSummary, Error> {
        let folder = self.backup_folder(id).ok_or_else(|| plain(ProblemCode::FolderMissing))?;
        let request =
            lock(&self.backups).iter().find(|backup| backup.id == id).and_then(|backup| backup.request);
        let backup = id.to_owned();
        let asked = backup.clone();
        let account =
            self.ask(move |library| library.import_details(&asked, &expected_sections(request))).await?;
        let is_read = account.is_some();
        let account = account.unwrap_or_default();
        let layout = account.layout.clone();
        let provenance =
            tokio::task::spawn_blocking(move || backup::provenance_of(&folder, layout.as_deref()))
                .await
                .map_err(|error| Error::Bug(error.to_string()))?;
        Ok(ImportSummary {
            backup_id: backup,
            is_read,
            total: account.total,
            sections: account.sections,
            notes: account.notes,
            layout: account.layout,
            unsure: account.unsure,
            provenance,
        })
    }

    /// What the reader did not understand in a backup: keys and types, no values.
    pub async fn backup_report(&self, id: &str) -> Result<String, Error> {
        let id = id.to_owned();
        self.ask(move |library| library.report(&id)).await
    }

    /// Writes that report to a file.
    pub async fn save_report(&self, id: &str, file: &Path) -> Result<(), Error> {
        let report = self.backup_report(id).await?;
        std::fs::write(file, report).map_err(archive::ArchiveError::file("write", file))?;
        Ok(())
    }

    /// Remembers what a text file is, and reads its backup again.
    pub fn name_file(&self, id: &str, file: String, section: Section) -> Result<(), Error> {
        self.change_settings(|settings| {
            settings.choices.entry(id.to_owned()).or_default().insert(file, section);
        })?;
        // What was read with the old meaning stays until the rebuild is done.
        self.require_rebuild();
        self.keep_up();
        Ok(())
    }

    /// Opens a record's page in the browser. Only TikTok's own hosts open.
    pub async fn open_on_tiktok(&self, id: &str) -> Result<(), Error> {
        if self.is_demo() {
            return Err(plain(ProblemCode::DemoLink));
        }
        let record = self.library_record(id).await?;
        let address = record.row.address.ok_or_else(|| plain(ProblemCode::LinkUnknown))?;
        let opened = self.config.desktop.open_url(&address);
        if opened { Ok(()) } else { Err(plain(ProblemCode::NoBrowser)) }
    }

    /// How watch time is estimated from now on.
    pub fn set_watch_method(&self, method: WatchMethod) -> Result<(), Error> {
        let gap_minutes = method.gap_minutes.clamp(1, 60);
        let tail_seconds = method.tail_seconds.min(300);
        self.change_settings(|settings| settings.watch_method = WatchMethod { gap_minutes, tail_seconds })
    }

    /// The person knows now that links open in the browser.
    pub fn set_links_explained(&self) -> Result<(), Error> {
        self.change_settings(|settings| settings.links_explained = true)
    }
}

fn number(id: &str) -> Result<i64, Error> {
    id.parse().map_err(|_| Error::from(LibraryError::NotFound("record")))
}

/// The sections that belong to a request; without one, to a request for everything. Likes come with everything only.
fn expected_sections(request: Option<DataRequest>) -> Vec<Section> {
    use Section as S;
    let posts = [S::Post, S::DeletedPost];
    let profile = [S::Profile, S::Follower, S::Following, S::Block, S::Settings];
    let activity = [S::Watch, S::Search, S::Share, S::Login, S::Comment];
    let chats = [S::Message];
    let everything = [S::Like, S::FavouriteVideo, S::OffTiktok, S::AdInterest, S::LiveWatched, S::Order];
    match request.map(|request| (request.kind, request.part)) {
        None | Some((Kind::Everything, _)) => [&posts[..], &profile, &activity, &chats, &everything].concat(),
        Some((Kind::PostsAndProfile, Part::Both)) => [&posts[..], &profile].concat(),
        Some((Kind::PostsAndProfile, Part::Posts)) => posts.to_vec(),
        Some((Kind::PostsAndProfile, Part::Profile)) => profile.to_vec(),
        Some((Kind::Activity, _)) => activity.to_vec(),
        Some((Kind::DirectMessages, _)) => chats.to_vec(),
    }
}
