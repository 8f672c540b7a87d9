//! What can be asked of a [`Library`].

use std::io::Write;
use std::sync::Arc;

use jiff::Timestamp;
use rusqlite::Connection;

use super::{Known, Library, Now, lock};
use crate::library::LibraryError;
use crate::library::ask::accounting::{self, Account};
use crate::library::ask::lists::{List, Sources};
use crate::library::ask::overview::{self, Basis};
use crate::library::ask::rows::Context;
use crate::library::ask::{chats, export, facts, record, search, typed};
use crate::library::{
    Chat, ChatFigures, Completion, FactSheet, Found, ImportCounts, ListQuery, Outline, Overview,
    OverviewQuery, PathView, PeopleFigures, Record, RowFormat, Rows, SearchQuery, Section, WatchMethod,
};

/// Rows that may be asked for at a time.
pub const MOST_ROWS: u64 = 500;
/// Places of hits within a list.
const MOST_HITS: usize = 10_000;
/// Lists that are kept, the one asked for last first.
const KEPT_LISTS: usize = 6;

impl Library {
    /// What all rows need to know, made once for each version.
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
        lists.truncate(KEPT_LISTS);
        Ok(list)
    }

    fn resolve(&self, db: &Connection, now: &Now, query: &ListQuery) -> Result<List, LibraryError> {
        let known = self.known(db, now)?;
        let sources = Sources {
            db,
            tallies: &now.tallies,
            clock: &self.clock,
            relations: &known.context.relations,
            parts_ready: now.parts_ready,
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
                days: list.days(&self.clock),
            })
        })
    }

    /// Some rows of a list.
    pub fn rows(&self, query: &ListQuery, start: u64, count: u64) -> Result<Rows, LibraryError> {
        let now = self.now();
        self.with(|db| {
            let list = self.list(db, &now, query)?;
            let ids = list.ids(db, start, count.min(MOST_ROWS))?;
            let known = self.known(db, &now)?;
            Ok(Rows { version: now.version, start, rows: known.context.rows(db, &ids, &known.searches)? })
        })
    }

    /// Where a record stands in a list.
    pub fn place(&self, query: &ListQuery, record: i64) -> Result<Option<u64>, LibraryError> {
        let now = self.now();
        self.with(|db| self.list(db, &now, query)?.place(db, record))
    }

    /// Where in a list a text occurs.
    pub fn hits(&self, query: &ListQuery, text: &str) -> Result<Vec<u64>, LibraryError> {
        let now = self.now();
        self.with(|db| {
            let list = self.list(db, &now, query)?;
            let mut narrowed = query.clone();
            text.clone_into(&mut narrowed.filter.text);
            let hits = self.resolve(db, &now, &narrowed)?.ids(db, 0, MOST_HITS as u64)?;
            list.places(db, &hits)
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
        self.with(|db| chats::chats(db, &now.tallies, &self.known(db, &now)?.context))
    }

    /// Figures of one chat.
    pub fn chat_figures(&self, chat: i64) -> Result<ChatFigures, LibraryError> {
        let now = self.now();
        self.with(|db| chats::figures(db, &now.tallies, &self.known(db, &now)?.context, &self.clock, chat))
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
                tallies: &now.tallies,
                clock: &self.clock,
                context: &known.context,
                searches: &known.searches,
                method,
                today: self.clock.today(today),
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
        self.with(|db| facts::tree(db, &now.tallies))
    }

    /// Searches everything.
    pub fn search(&self, query: &SearchQuery) -> Result<Found, LibraryError> {
        let now = self.now();
        self.with(|db| {
            let known = self.known(db, &now)?;
            let mut found =
                search::search(db, &self.clock, &known.context, &known.searches, query, now.parts_ready)?;
            found.unfinished = !now.words_ready;
            Ok(found)
        })
    }

    /// Completes the word being typed.
    pub fn complete(&self, word: &str) -> Result<Vec<Completion>, LibraryError> {
        self.with(|db| typed::complete(db, word))
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

    /// What became of a backup's records.
    pub fn tally(&self, backup: &str) -> Result<Option<ImportCounts>, LibraryError> {
        self.with(|db| accounting::tally(db, backup))
    }

    /// The ledger of a backup.
    pub fn account(&self, backup: &str, expected: &[Section]) -> Result<Option<Account>, LibraryError> {
        self.with(|db| accounting::account(db, backup, expected))
    }

    /// What was not understood in a backup: keys and types, no values.
    pub fn report(&self, backup: &str) -> Result<String, LibraryError> {
        self.with(|db| accounting::report(db, backup, env!("CARGO_PKG_VERSION")))
    }
}
