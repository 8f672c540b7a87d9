//! Queries of the library, one function each. All of them run on threads that may block.

use std::path::Path;
use std::sync::Arc;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use jiff::Timestamp;

use crate::archive;
use crate::backup;
use crate::commands::{blocking, write_file};
use crate::core::Core;
use crate::data_request::{DataRequest, Kind, Part};
use crate::error::Error;
use crate::library::{
    ChatFigures, Chats, Completion, FactSheet, Found, Library, LibraryError, ListQuery, Outline, Overview,
    OverviewQuery, Paths, PeopleFigures, PersonPage, Record, Rows, SearchQuery, Section, SectionSpan,
    WatchMethod, YearForm, Years,
};
use crate::problem::ProblemCode;
use crate::view::{ImportSummary, LeftOutView, UnreadableView};

/// How many entries that could not be unpacked are named.
const MAX_UNREADABLE: usize = 100;

impl Core {
    async fn ask<T: Send + 'static>(
        &self,
        ask: impl FnOnce(&Arc<Library>) -> Result<T, LibraryError> + Send + 'static,
    ) -> Result<T, Error> {
        let library = self.0.library.library().ok_or(Error::Plain(ProblemCode::LibraryUnusable))?;
        Ok(blocking(move || ask(&library)).await??)
    }

    /// As `ask`, but asks the library that a backup belongs to, which need not be the one that is shown.
    async fn ask_about<T: Send + 'static>(
        &self,
        backup: &str,
        ask: impl FnOnce(&Library) -> Result<T, LibraryError> + Send + 'static,
    ) -> Result<T, Error> {
        let (sync, backup) = (self.0.library.clone(), backup.to_owned());
        blocking(move || Ok(ask(&*sync.library_of(&backup)?)?)).await?
    }

    /// The length of a list and the positions of its days.
    pub async fn library_outline(&self, query: ListQuery) -> Result<Outline, Error> {
        self.ask(move |library| library.outline(&query)).await
    }

    /// Some rows of a list.
    pub async fn library_rows(&self, query: ListQuery, start: u64, count: u64) -> Result<Rows, Error> {
        self.ask(move |library| library.rows(&query, start, count)).await
    }

    /// The position of a record in a list.
    pub async fn library_place(&self, query: ListQuery, id: &str) -> Result<Option<u64>, Error> {
        let id = number(id)?;
        self.ask(move |library| library.position(&query, id)).await
    }

    /// The positions of the rows that contain a text.
    pub async fn library_hits(&self, query: ListQuery, text: String) -> Result<Vec<u64>, Error> {
        self.ask(move |library| library.hits(&query, &text)).await
    }

    /// One record.
    pub async fn library_record(&self, id: &str) -> Result<Record, Error> {
        let id = number(id)?;
        self.ask(move |library| library.record(id)).await
    }

    /// All chats.
    pub async fn library_chats(&self) -> Result<Chats, Error> {
        self.ask(|library| library.chats()).await
    }

    /// Figures of one chat.
    pub async fn library_chat_figures(&self, id: &str) -> Result<ChatFigures, Error> {
        let id = number(id)?;
        self.ask(move |library| library.chat_figures(id)).await
    }

    /// The figures of the overview.
    pub async fn library_overview(&self, query: OverviewQuery) -> Result<Overview, Error> {
        let method = self.0.settings.with(|settings| settings.watch_method);
        self.ask(move |library| library.overview(&query, method, Timestamp::now())).await
    }

    /// The years that have records, and one of them in review.
    pub async fn library_years(&self, year: Option<i16>) -> Result<Years, Error> {
        let method = self.0.settings.with(|settings| settings.watch_method);
        self.ask(move |library| library.years(year, method)).await
    }

    /// Writes a year in review, which the window made, to a file: whole, or not at all.
    pub async fn save_year(&self, form: YearForm, content: String, file: &Path) -> Result<(), Error> {
        let content = match form {
            YearForm::Page => content.into_bytes(),
            YearForm::Square | YearForm::Upright => decode_picture(&content)?,
        };
        write_file(file, content).await
    }

    /// Numbers of followers and followed accounts.
    pub async fn library_people(&self) -> Result<PeopleFigures, Error> {
        self.ask(|library| library.people()).await
    }

    /// What there is about the person with this name.
    pub async fn library_person(&self, name: String) -> Result<PersonPage, Error> {
        self.ask(move |library| library.person_page(&name)).await
    }

    /// Profile and settings.
    pub async fn library_facts(&self) -> Result<Vec<FactSheet>, Error> {
        self.ask(|library| library.facts()).await
    }

    /// Sections that Satchel does not know.
    pub async fn library_tree(&self) -> Result<Paths, Error> {
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

    /// What was found in a backup, section by section, and where it comes from.
    pub async fn import_summary(&self, id: &str) -> Result<ImportSummary, Error> {
        let request = self.0.dir.backups().into_iter().find(|backup| backup.id == id).and_then(|b| b.request);
        let backup = id.to_owned();
        let account = self
            .ask_about(id, move |library| library.import_details(&backup, &expected_sections(request)))
            .await?;
        let is_read = account.is_some();
        let account = account.unwrap_or_default();
        let (dir, backup, layout) = (self.0.dir.clone(), id.to_owned(), account.layout.clone());
        let (provenance, unreadable, left_out) = blocking(move || {
            let folder = dir.folder_of(&backup)?;
            let unreadable = archive::read_unreadable(&folder).into_iter().take(MAX_UNREADABLE);
            let unreadable = unreadable.map(UnreadableView::from).collect();
            let left_out = LeftOutView::from(&archive::read_left_out(&folder));
            Some((backup::provenance(&folder, layout.as_deref()), unreadable, left_out))
        })
        .await?
        .ok_or(Error::Plain(ProblemCode::FolderMissing))?;
        Ok(ImportSummary {
            backup_id: id.to_owned(),
            is_read,
            total: account.total,
            sections: account.sections,
            notes: account.notes,
            layout: account.layout,
            unsure: account.unsure,
            provenance,
            unreadable,
            left_out,
        })
    }

    /// From when to when the records of a backup are, by section.
    pub async fn backup_spans(&self, id: &str) -> Result<Vec<SectionSpan>, Error> {
        let backup = id.to_owned();
        self.ask_about(id, move |library| library.spans(&backup)).await
    }

    /// What the reader did not understand in a backup: keys and types, no values.
    pub async fn backup_report(&self, id: &str) -> Result<String, Error> {
        let backup = id.to_owned();
        self.ask_about(id, move |library| library.report(&backup)).await
    }

    /// Writes that report to a file: whole, or not at all.
    pub async fn save_report(&self, id: &str, file: &Path) -> Result<(), Error> {
        write_file(file, self.backup_report(id).await?.into_bytes()).await
    }

    /// Remembers what a text file is, and imports its backup again.
    pub async fn name_file(&self, id: &str, file: String, section: Section) -> Result<(), Error> {
        let backup = id.to_owned();
        self.change_settings(|settings| {
            settings.choices.entry(backup).or_default().insert(file, section);
        })
        .await?;
        self.0.library.import_again(id);
        Ok(())
    }

    /// Empties the libraries of all people and imports every backup again.
    pub async fn rebuild_library(&self) -> Result<(), Error> {
        self.0.library.rebuild().await
    }

    /// Opens a record's page in the browser. Only TikTok's own hosts are opened.
    pub async fn open_on_tiktok(&self, id: &str) -> Result<(), Error> {
        if self.0.is_demo {
            return Err(Error::Plain(ProblemCode::DemoLink));
        }
        let record = self.library_record(id).await?;
        let address = record.row.address.ok_or(Error::Plain(ProblemCode::LinkUnknown))?;
        let opened = self.0.desktop.open_url(&address);
        if opened { Ok(()) } else { Err(Error::Plain(ProblemCode::NoBrowser)) }
    }

    /// How watch time is estimated from now on.
    pub async fn set_watch_method(&self, method: WatchMethod) -> Result<(), Error> {
        let gap_minutes = method.gap_minutes.clamp(1, 60);
        let tail_seconds = method.tail_seconds.min(300);
        let method = WatchMethod { gap_minutes, tail_seconds };
        self.change_settings(|settings| settings.watch_method = method).await
    }
}

/// The PNG in this Base64.
fn decode_picture(text: &str) -> Result<Vec<u8>, Error> {
    let picture = BASE64_STANDARD.decode(text).ok().filter(|bytes| bytes.starts_with(b"\x89PNG\r\n\x1a\n"));
    picture.ok_or_else(|| Error::Bug("the picture is no PNG".to_owned()))
}

fn number(id: &str) -> Result<i64, Error> {
    id.parse().map_err(|_| Error::from(LibraryError::NotFound("record")))
}

/// The sections that TikTok documents for a request; without one, for everything. Likes, comments, blocked accounts and
/// app settings come with everything only.
fn expected_sections(request: Option<DataRequest>) -> Vec<Section> {
    use Section as S;
    let posts = [S::Post, S::DeletedPost];
    let profile = [S::Profile, S::Follower, S::Following];
    let activity = [S::Watch, S::Search, S::Share, S::Login];
    let chats = [S::Message];
    let everything = [
        S::Like,
        S::FavouriteVideo,
        S::Comment,
        S::Block,
        S::Settings,
        S::OffTiktok,
        S::AdInterest,
        S::LiveWatched,
        S::Order,
    ];
    match request.map(|request| (request.kind, request.part)) {
        None | Some((Kind::Everything, _)) => [&posts[..], &profile, &activity, &chats, &everything].concat(),
        Some((Kind::PostsAndProfile, Part::Both)) => [&posts[..], &profile].concat(),
        Some((Kind::PostsAndProfile, Part::Posts)) => posts.to_vec(),
        Some((Kind::PostsAndProfile, Part::Profile)) => profile.to_vec(),
        Some((Kind::Activity, _)) => activity.to_vec(),
        Some((Kind::DirectMessages, _)) => chats.to_vec(),
    }
}
