//! Writes a list as one HTML file that can be read, printed and kept: with what it is, where it comes from and checksums.
//!
//! The file has no scripts and loads nothing. Everything that exports say is escaped.

mod dates;
mod html;
mod layout;
mod records;
mod sources;
mod texts;

use std::io::{self, Write};

use base64::prelude::{BASE64_STANDARD, Engine as _};
use jiff::tz::TimeZone;
use rusqlite::Connection;
use sha2::{Digest, Sha256};

use dates::{Dates, offset_name};
use html::{element, escaped, filled};
use layout::{Entry, Layout};
use records::Records;
use sources::Sources;

use super::export::{JsonRows, cells, each_record};
use super::list::List;
use super::rows::{Context, Detail, Recurring};
use super::search_counts::SearchCounts;
use crate::checksum::HashingWriter;
use crate::library::{LibraryError, PageTexts};

const STYLE: &str = include_str!("page/style.css");

/// A list that is written as a page.
pub struct Page<'a> {
    /// What rows need from all records.
    pub context: &'a Context,
    /// How often each search occurs.
    pub searches: &'a SearchCounts,
    /// The records.
    pub list: &'a List,
    /// The person's time zone.
    pub zone: &'a TimeZone,
    /// The texts of the page.
    pub texts: &'a PageTexts,
    /// The SHA-256 of the archive of a backup, by the backup's id.
    pub archive_sha256: &'a dyn Fn(&str) -> Option<String>,
}

impl Page<'_> {
    /// Writes the page. Returns the number of records.
    pub fn write(&self, db: &Connection, out: &mut dyn Write) -> Result<u64, LibraryError> {
        // An import that goes on meanwhile must not change the list between its head and its records.
        let _snapshot = db.unchecked_transaction()?;
        let sources = Sources::of(db, self.list, self.zone)?;
        self.head(out, &sources)?;
        let layout = Layout {
            texts: self.texts,
            dates: Dates { zone: self.zone, texts: &self.texts.dates },
            has_days: self.list.is_chronological(),
            has_offsets: sources.offsets.len() > 1,
        };
        let mut records = Records::new(layout);
        let mut json = JsonRows::new(HashingWriter::new(io::sink()));
        let recurring = Recurring::new(db, self.searches)?;
        let mut written = 0;
        each_record(db, self.list, &mut |record| {
            let cells = cells(self.context, record.clone());
            json.write(&cells)?;
            let id = record.id;
            // What recurs is listed once, most frequent first.
            let times = if self.list.is_chronological() { None } else { recurring.times(&record)? };
            let row = self.context.row(record, times, Detail::Whole);
            records.write(out, &Entry { row: &row, id, chat: &cells[CHAT], link: &cells[LINK] })?;
            written += 1;
            Ok(())
        })?;
        records.finish(out)?;
        let (_, checksum) = json.finish()?.finish();
        self.foot(out, &sources, written, &checksum)?;
        Ok(written)
    }

    fn head(&self, out: &mut dyn Write, sources: &Sources) -> io::Result<()> {
        let PageTexts { language, title, about, .. } = self.texts;
        let style = BASE64_STANDARD.encode(Sha256::digest(STYLE));
        out.write_all(b"<!doctype html>\n<html lang=\"")?;
        escaped(out, language)?;
        out.write_all(b"\">\n<head>\n<meta charset=\"utf-8\">\n")?;
        writeln!(
            out,
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
             style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'\">"
        )?;
        out.write_all(
            b"<meta name=\"referrer\" content=\"no-referrer\">\n\
            <meta name=\"viewport\" content=\"width=device-width\">\n\
            <meta name=\"generator\" content=\"Satchel\">\n",
        )?;
        element(out, "title", "", title)?;
        writeln!(out, "\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<header>")?;
        element(out, "h1", " dir=\"auto\"", title)?;
        out.write_all(b"\n<dl>\n")?;
        for fact in &self.texts.facts {
            line(out, &fact.label, &fact.value)?;
        }
        line(out, &about.records, &self.number(sources.records))?;
        line(out, &about.zone, &self.zone_name(sources))?;
        out.write_all(b"<div>")?;
        element(out, "dt", "", &about.backups)?;
        for (backup, records) in &sources.backups {
            let part = filled(&about.part, &[("count", &self.number(*records))]);
            out.write_all(b"<dd dir=\"auto\">")?;
            escaped(out, self.backup_name(&backup.id))?;
            element(out, "small", "", &part)?;
            out.write_all(b"</dd>")?;
        }
        out.write_all(b"</div>\n</dl>\n")?;
        element(out, "p", " class=\"note screen\"", &about.print)?;
        out.write_all(b"\n</header>\n")
    }

    fn foot(&self, out: &mut dyn Write, sources: &Sources, written: u64, checksum: &str) -> io::Result<()> {
        let about = &self.texts.about;
        out.write_all(b"<footer>\n<dl>\n")?;
        line(out, &about.records, &self.number(written))?;
        out.write_all(b"<div>")?;
        element(out, "dt", "", &about.archives)?;
        for (backup, _) in &sources.backups {
            out.write_all(b"<dd dir=\"auto\">")?;
            escaped(out, self.backup_name(&backup.id))?;
            match (self.archive_sha256)(&backup.id) {
                Some(sum) => element(out, "code", "", &sum)?,
                None => element(out, "small", "", &about.no_checksum)?,
            }
            out.write_all(b"</dd>")?;
        }
        out.write_all(b"</div>\n<div>")?;
        element(out, "dt", "", &about.checksum)?;
        out.write_all(b"<dd>")?;
        element(out, "code", "", checksum)?;
        element(out, "small", "", &about.checksum_of)?;
        out.write_all(b"</dd></div>\n</dl>\n")?;
        element(out, "p", " class=\"note\"", &about.proof)?;
        out.write_all(b"\n</footer>\n</main>\n</body>\n</html>\n")?;
        out.flush()
    }

    fn backup_name<'b>(&'b self, id: &'b str) -> &'b str {
        self.texts.backups.get(id).map_or(id, String::as_str)
    }

    /// The time zone, and the offsets that the times of the records have in it.
    fn zone_name(&self, sources: &Sources) -> String {
        let offsets =
            sources.offsets.iter().map(|offset| offset_name(*offset)).collect::<Vec<_>>().join(", ");
        match self.zone.iana_name() {
            Some(zone) if offsets.is_empty() || offsets == zone => zone.to_owned(),
            Some(zone) => filled(&self.texts.about.zone_offsets, &[("zone", zone), ("offsets", &offsets)]),
            None => offsets,
        }
    }

    /// A number with separators of thousands.
    fn number(&self, number: u64) -> String {
        let digits = number.to_string();
        let groups: Vec<&str> =
            digits.as_bytes().rchunks(3).rev().map(|g| std::str::from_utf8(g).unwrap_or("")).collect();
        groups.join(&self.texts.about.thousands)
    }
}

/// The cells of a record that have the name of its chat, and its link.
const CHAT: usize = 4;
const LINK: usize = 5;

fn line(out: &mut dyn Write, label: &str, value: &str) -> io::Result<()> {
    out.write_all(b"<div>")?;
    element(out, "dt", "", label)?;
    element(out, "dd", " dir=\"auto\"", value)?;
    out.write_all(b"</div>\n")
}
