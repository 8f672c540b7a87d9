//! TextIndex can be asked of a [`Library`].

use std::io::Write;
use std::sync::Arc;

use jiff::Timestamp;
use rusqlite::Connection;

use super::{Known, Library, Now, lock};
use crate::library::LibraryError;
use crate::library::query::import_details::{self, ImportDetails};
use crate::library::query::list::{List, Sources};
use crate::library::query::overview::{self, Basis};
use crate::library::query::rows::Context;
use crate::library::query::{chats, export, facts, query_parser, record, search};
use crate::library::{
    Chat, ChatFigures, Completion, FactSheet, Found, ImportCounts, ListQuery, Outline, Overview,
    OverviewQuery, PathView, PeopleFigures, Record, RowFormat, Rows, SearchQuery, Section, WatchMethod,
};

/// Rows that may be asked for at a time.
pub const MAX_ROWS: u64 = 500;
/// Places of hits within a list.
const MAX_HITS: usize = 10_000;
/// Lists that are kept, the one asked for last first.
const CACHED_LISTS: usize = 6;

impl Library {
    /// TextIndex all rows need to know, made once for each version.
    fn known(&self, db: &Connection, now: &Now) -> Result<Arc<Known>, LibraryError> {
        if let Some(known) = lock(&self.known).as_ref().filter(|known| known.version == now.version) {
            return Ok(known.clone());
        }
        let known = Arc::new(Known {
            version: now.version,
            context: Context::load(db)?,
            searches: overview::search_counts(db, &(0..u32::MAX))?,
        });
        *lock(&self.known) = Some(known.clone());
        Ok(known)
    }

    fn list(&self, db: &Connection, now: &Now, query: &ListQuery) -> Result<Arc<List>, LibraryError> {
        {
            let mut lists = lock(&self.lists);
            if let Some(at) =
                lists.iter().position(|(known, version, _)| known == query && *version == now.version)
            {
                let found = lists.remove(at);
                let list = found.2.clone();
                lists.insert(0, found);
                return Ok(list);
            }
        }
        let list = Arc::new(self.resolve(db, now, query)?);
        let mut lists = lock(&self.lists);
        lists.insert(0, (query.clone(), now.version, list.clone()));
        lists.retain(|(_, version, _)| *version == now.version);
        lists.truncate(CACHED_LISTS);
        Ok(list)
    }

    fn resolve(&self, db: &Connection, now: &Now, query: &ListQuery) -> Result<List, LibraryError> {
        let known = self.known(db, now)?;
        let sources = Sources {
            db,
            histograms: &now.histograms,
            calendar: &self.calendar,
            relations: &known.context.relations,
            trigrams_ready: now.trigrams_ready,
        };
        List::resolve(&sources, query)
    }

    /// How long a list is, and where its days are.
    pub fn outline(&self, query: &ListQuery) -> Result<Outline, LibraryError> {
        let now = self.now();
        self.with(|db| {
            let list = self.list(db, &now, query)?;
            Ok(Outline {
                version: now.version,
                total: list.total(),
                undated: list.undated(),
                days: list.days(&self.calendar),
            })
        })
    }

    /// Some rows of a list.
    pub fn rows(&self, query: &ListQuery, start: u64, count: u64) -> Result<Rows, LibraryError> {
        let now = self.now();
        self.with(|db| {
            let list = self.list(db, &now, query)?;
            let ids = list.ids(db, start, count.min(MAX_ROWS))?;
            let known = self.known(db, &now)?;
            Ok(Rows { version: now.version, start, rows: known.context.rows(db, &ids, &known.searches)? })
        })
    }

    /// Where a record stands in a list.
    pub fn position(&self, query: &ListQuery, record: i64) -> Result<Option<u64>, LibraryError> {
        let now = self.now();
        self.with(|db| self.list(db, &now, query)?.position(db, record))
    }

    /// Where in a list a text occurs.
    pub fn hits(&self, query: &ListQuery, text: &str) -> Result<Vec<u64>, LibraryError> {
        let now = self.now();
        self.with(|db| {
            let list = self.list(db, &now, query)?;
            let mut narrowed = query.clone();
            text.clone_into(&mut narrowed.filter.text);
            let hits = self.resolve(db, &now, &narrowed)?.ids(db, 0, MAX_HITS as u64)?;
            list.positions(db, &hits)
        })
    }

    /// One record.
    pub fn record(&self, id: i64) -> Result<Record, LibraryError> {
        let now = self.now();
        self.with(|db| record::record(db, &self.known(db, &now)?.context, id))
    }

    /// All chats.
    pub fn chats(&self) -> Result<Vec<Chat>, LibraryError> {
        let now = self.now();
        self.with(|db| chats::chats(db, &now.histograms, &self.known(db, &now)?.context))
    }

    /// Figures of one chat.
    pub fn chat_figures(&self, chat: i64) -> Result<ChatFigures, LibraryError> {
        let now = self.now();
        self.with(|db| {
            chats::figures(db, &now.histograms, &self.known(db, &now)?.context, &self.calendar, chat)
        })
    }

    /// The years in figures.
    pub fn overview(
        &self,
        query: &OverviewQuery,
        method: WatchMethod,
        today: Timestamp,
    ) -> Result<Overview, LibraryError> {
        let now = self.now();
        self.with(|db| {
            let known = self.known(db, &now)?;
            let basis = Basis {
                histograms: &now.histograms,
                calendar: &self.calendar,
                context: &known.context,
                searches: &known.searches,
                method,
                today: self.calendar.today(today),
                version: now.version,
            };
            overview::overview(db, &basis, query)
        })
    }

    /// Who follows whom, in numbers.
    pub fn people(&self) -> Result<PeopleFigures, LibraryError> {
        let now = self.now();
        self.with(|db| Ok(self.known(db, &now)?.context.relations.figures()))
    }

    /// Profile, settings.
    pub fn facts(&self) -> Result<Vec<FactSheet>, LibraryError> {
        self.with(facts::facts)
    }

    /// Places that Satchel does not know.
    pub fn tree(&self) -> Result<Vec<PathView>, LibraryError> {
        let now = self.now();
        self.with(|db| facts::tree(db, &now.histograms))
    }

    /// Searches everything.
    pub fn search(&self, query: &SearchQuery) -> Result<Found, LibraryError> {
        let now = self.now();
        self.with(|db| {
            let known = self.known(db, &now)?;
            let mut found = search::search(
                db,
                &self.calendar,
                &known.context,
                &known.searches,
                query,
                now.trigrams_ready,
            )?;
            found.unfinished = !now.words_ready;
            Ok(found)
        })
    }

    /// Completes the word being typed.
    pub fn complete(&self, word: &str) -> Result<Vec<Completion>, LibraryError> {
        self.with(|db| query_parser::complete(db, word))
    }

    /// Writes a list's rows out; how many.
    pub fn export(
        &self,
        query: &ListQuery,
        format: RowFormat,
        out: &mut dyn Write,
    ) -> Result<u64, LibraryError> {
        let now = self.now();
        self.with(|db| {
            let list = self.list(db, &now, query)?;
            export::export(db, &self.known(db, &now)?.context, &list, format, out)
        })
    }

    /// TextIndex became of a backup's records.
    pub fn import_counts(&self, backup: &str) -> Result<Option<ImportCounts>, LibraryError> {
        self.with(|db| import_details::counts(db, backup))
    }

    /// The ledger of a backup.
    pub fn import_details(
        &self,
        backup: &str,
        expected: &[Section],
    ) -> Result<Option<ImportDetails>, LibraryError> {
        self.with(|db| import_details::load(db, backup, expected))
    }

    /// TextIndex was not understood in a backup: keys and types, no values.
    pub fn report(&self, backup: &str) -> Result<String, LibraryError> {
        self.with(|db| import_details::report(db, backup, env!("CARGO_PKG_VERSION")))
    }
}
