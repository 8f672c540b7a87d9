//! The queries of a [`Library`].

use std::io::Write;
use std::sync::Arc;

use jiff::Timestamp;
use rusqlite::Connection;

use super::{Derived, Library, State, lock};
use crate::library::LibraryError;
use crate::library::query::import_details::{self, ImportDetails};
use crate::library::query::list::{List, Sources};
use crate::library::query::overview::{self, Basis};
use crate::library::query::page::Page;
use crate::library::query::person_page;
use crate::library::query::rows::Context;
use crate::library::query::search::{self, SearchContext};
use crate::library::query::search_counts::search_counts;
use crate::library::query::{
    chats, export, facts, only_in, owners, query_parser, record, renamed, report, shared, spans, year,
};
use crate::library::read::SampledRecord;
use crate::library::{
    ChatFigures, Chats, Completion, FactSheet, Found, ImportCounts, ListQuery, OnlyIn, Outline, Overview,
    OverviewQuery, PageTexts, Paths, PeopleFigures, PersonPage, Record, Rename, RowFormat, Rows, SearchQuery,
    Section, SectionSpan, WatchMethod, Years,
};

/// The maximum number of rows that one query returns.
pub const MAX_ROWS: u64 = 500;
/// The maximum number of hits within a list.
const MAX_HITS: usize = 10_000;
/// The maximum number of cached lists.
const CACHED_LISTS: usize = 6;

impl Library {
    /// The values that rows need from all records. Computed once for each version.
    fn derived(&self, db: &Connection, state: &State) -> Result<Arc<Derived>, LibraryError> {
        if let Some(known) = lock(&self.derived).as_ref().filter(|known| known.version == state.version) {
            return Ok(known.clone());
        }
        let known = Arc::new(Derived {
            version: state.version,
            context: Context::load(db)?,
            searches: search_counts(db, &(0..u32::MAX))?,
        });
        *lock(&self.derived) = Some(known.clone());
        Ok(known)
    }

    fn list(&self, db: &Connection, state: &State, query: &ListQuery) -> Result<Arc<List>, LibraryError> {
        {
            let mut lists = lock(&self.lists);
            if let Some(at) =
                lists.iter().position(|(known, version, _)| known == query && *version == state.version)
            {
                let found = lists.remove(at);
                let list = found.2.clone();
                lists.insert(0, found);
                return Ok(list);
            }
        }
        let list = Arc::new(self.resolve(db, state, query)?);
        let mut lists = lock(&self.lists);
        lists.insert(0, (query.clone(), state.version, list.clone()));
        lists.retain(|(_, version, _)| *version == state.version);
        lists.truncate(CACHED_LISTS);
        Ok(list)
    }

    fn resolve(&self, db: &Connection, state: &State, query: &ListQuery) -> Result<List, LibraryError> {
        let known = self.derived(db, state)?;
        let sources = Sources {
            db,
            histograms: &state.histograms,
            calendar: &self.calendar,
            relations: &known.context.relations,
            earlier_names: &known.context.earlier_names,
            trigrams_ready: state.trigrams_ready,
        };
        List::resolve(&sources, query)
    }

    /// The length of a list, and its days.
    pub fn outline(&self, query: &ListQuery) -> Result<Outline, LibraryError> {
        self.query(|db, state| {
            let list = self.list(db, state, query)?;
            Ok(Outline {
                version: state.version,
                total: list.total(),
                undated: list.undated(),
                days: list.days(&self.calendar),
            })
        })
    }

    /// Loads up to `count` rows of a list, at most [`MAX_ROWS`], from the position `start` on.
    pub fn rows(&self, query: &ListQuery, start: u64, count: u64) -> Result<Rows, LibraryError> {
        self.query(|db, state| {
            let list = self.list(db, state, query)?;
            let ids = list.ids(db, start, count.min(MAX_ROWS))?;
            let known = self.derived(db, state)?;
            Ok(Rows { version: state.version, start, rows: known.context.rows(db, &ids, &known.searches)? })
        })
    }

    /// The position of a record in a list; `None` if the list does not contain it.
    pub fn position(&self, query: &ListQuery, record: i64) -> Result<Option<u64>, LibraryError> {
        self.query(|db, state| self.list(db, state, query)?.position(db, record))
    }

    /// The positions of a list's rows that contain a text.
    pub fn hits(&self, query: &ListQuery, text: &str) -> Result<Vec<u64>, LibraryError> {
        self.query(|db, state| {
            let list = self.list(db, state, query)?;
            let mut narrowed = query.clone();
            text.clone_into(&mut narrowed.filter.text);
            let hits = self.resolve(db, state, &narrowed)?.ids(db, 0, MAX_HITS as u64)?;
            list.positions(db, &hits)
        })
    }

    /// Loads one record.
    pub fn record(&self, id: i64) -> Result<Record, LibraryError> {
        self.query(|db, state| record::record(db, &self.derived(db, state)?.context, id))
    }

    /// The chats, the most recently active first.
    pub fn chats(&self) -> Result<Chats, LibraryError> {
        self.query(|db, state| chats::chats(db, &state.histograms, &self.derived(db, state)?.context))
    }

    /// Statistics of one chat.
    pub fn chat_figures(&self, chat: i64) -> Result<ChatFigures, LibraryError> {
        self.query(|db, state| {
            chats::figures(db, &state.histograms, &self.derived(db, state)?.context, &self.calendar, chat)
        })
    }

    /// Computes the overview.
    pub fn overview(
        &self,
        query: &OverviewQuery,
        method: WatchMethod,
        today: Timestamp,
    ) -> Result<Overview, LibraryError> {
        self.query(|db, state| {
            let known = self.derived(db, state)?;
            let basis = Basis {
                histograms: &state.histograms,
                calendar: &self.calendar,
                context: &known.context,
                searches: &known.searches,
                method,
                today: self.calendar.today(today),
                version: state.version,
            };
            overview::overview(db, &basis, query)
        })
    }

    /// The years that have records, and this one in review; the newest one if it is `None` or has no records.
    pub fn years(&self, year: Option<i16>, method: WatchMethod) -> Result<Years, LibraryError> {
        self.query(|db, state| {
            let basis = year::Basis {
                histograms: &state.histograms,
                calendar: &self.calendar,
                context: &self.derived(db, state)?.context,
                method,
                version: state.version,
            };
            year::years(db, &basis, year)
        })
    }

    /// The numbers of followers and people followed.
    pub fn people(&self) -> Result<PeopleFigures, LibraryError> {
        self.query(|db, state| Ok(self.derived(db, state)?.context.relations.figures()))
    }

    /// What there is about the person with this name.
    pub fn person_page(&self, name: &str) -> Result<PersonPage, LibraryError> {
        self.query(|db, state| {
            let basis = person_page::Basis {
                histograms: &state.histograms,
                calendar: &self.calendar,
                context: &self.derived(db, state)?.context,
                version: state.version,
                words_ready: state.words_ready,
            };
            person_page::person_page(db, &basis, name)
        })
    }

    /// All facts: profile, settings.
    pub fn facts(&self) -> Result<Vec<FactSheet>, LibraryError> {
        self.query(|db, _| facts::facts(db))
    }

    /// The paths that belong to no known section.
    pub fn tree(&self) -> Result<Paths, LibraryError> {
        self.query(|db, state| facts::tree(db, &state.histograms))
    }

    /// Searches all records.
    pub fn search(&self, query: &SearchQuery) -> Result<Found, LibraryError> {
        self.query(|db, state| {
            let known = self.derived(db, state)?;
            let context = SearchContext {
                db,
                histograms: &state.histograms,
                calendar: &self.calendar,
                rows: &known.context,
                searches: &known.searches,
                trigrams_ready: state.trigrams_ready,
            };
            let mut found = search::search(&context, query)?;
            found.unfinished = !state.words_ready;
            Ok(found)
        })
    }

    /// Completes the word being typed.
    pub fn complete(&self, word: &str) -> Result<Vec<Completion>, LibraryError> {
        self.query(|db, _| query_parser::complete(db, word))
    }

    /// Exports a list. Returns the number of rows.
    pub fn export(
        &self,
        query: &ListQuery,
        format: RowFormat,
        out: &mut dyn Write,
    ) -> Result<u64, LibraryError> {
        self.query(|db, state| {
            let list = self.list(db, state, query)?;
            export::export(db, &self.derived(db, state)?.context, &list, format, out)
        })
    }

    /// Writes a list as a page for reading and printing. `archive_sha256` has the checksums of the archives of backups.
    /// Returns the number of records.
    pub fn write_page(
        &self,
        query: &ListQuery,
        texts: &PageTexts,
        archive_sha256: &dyn Fn(&str) -> Option<String>,
        out: &mut dyn Write,
    ) -> Result<u64, LibraryError> {
        self.query(|db, state| {
            let list = self.list(db, state, query)?;
            let known = self.derived(db, state)?;
            let page = Page {
                context: &known.context,
                searches: &known.searches,
                list: &list,
                zone: self.calendar.zone(),
                texts,
                archive_sha256,
            };
            page.write(db, out)
        })
    }

    /// The counts of a backup; `None` if it has not been imported.
    pub fn import_counts(&self, backup: &str) -> Result<Option<ImportCounts>, LibraryError> {
        self.query(|db, _| import_details::counts(db, backup))
    }

    /// The results of importing a backup; `None` if it has not been imported.
    pub fn import_details(
        &self,
        backup: &str,
        expected: &[Section],
    ) -> Result<Option<ImportDetails>, LibraryError> {
        self.query(|db, _| import_details::load(db, backup, expected))
    }

    /// From when to when the records of a backup are, by section.
    pub fn spans(&self, backup: &str) -> Result<Vec<SectionSpan>, LibraryError> {
        self.query(|db, _| spans::spans(db, backup))
    }

    /// What would be lost from the library with a backup; `None` if it has not been imported.
    pub fn only_in(&self, backup: &str) -> Result<Option<OnlyIn>, LibraryError> {
        self.query(|db, _| only_in::only_in(db, backup))
    }

    /// The user names in the profiles of all exports; that of the newest data last.
    pub fn user_names(&self) -> Result<Vec<String>, LibraryError> {
        self.query(|db, _| owners::user_names(db))
    }

    /// Names that the content of the exports proves to be those of the same person or group.
    pub fn renamed(&self) -> Result<Vec<Rename>, LibraryError> {
        self.query(|db, _| renamed::renamed(db))
    }

    /// How many of these records of an export the library has, not counting those that another person can have, too.
    pub fn shared(&self, records: &[SampledRecord]) -> Result<usize, LibraryError> {
        self.query(|db, _| shared::shared(db, records))
    }

    /// A report of the unrecognised data of a backup: paths, keys and types, but no values.
    pub fn report(&self, backup: &str) -> Result<String, LibraryError> {
        self.query(|db, _| report::report(db, backup, env!("CARGO_PKG_VERSION")))
    }
}
