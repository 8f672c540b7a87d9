//! Exports the rows of a list as CSV or JSON.

use std::io::Write;

use rusqlite::Connection;
use serde_json::Value;

use super::list::List;
use super::record::original;
use super::rows::{Context, Detail, StoredRecord};
use crate::library::LibraryError;
use crate::library::RowFormat;
use crate::library::json;
use crate::library::read::{chat_name, time};
use crate::library::store::id;
use crate::spreadsheet::{BYTE_ORDER_MARK, harmless};

/// How many records are read at a time.
pub const PORTION: u64 = 1000;
const HEAD: [&str; 8] = ["section", "time_utc", "text", "person", "chat", "link", "opens", "original"];

/// A record as texts.
pub type Cells = [String; HEAD.len()];

/// Writes all rows of a list. Returns the number of rows.
pub fn export(
    db: &Connection,
    context: &Context,
    list: &List,
    format: RowFormat,
    out: &mut dyn Write,
) -> Result<u64, LibraryError> {
    match format {
        RowFormat::Csv => {
            out.write_all(BYTE_ORDER_MARK)?;
            let mut csv = csv::Writer::from_writer(out);
            csv.write_record(HEAD).map_err(std::io::Error::from)?;
            let written = each(db, context, list, &mut |cells| {
                // The text is untrusted: others wrote it.
                csv.write_record(cells.iter().map(|cell| harmless(cell))).map_err(std::io::Error::from)
            })?;
            csv.flush()?;
            Ok(written)
        }
        RowFormat::Json => {
            let mut json = JsonRows::new(out);
            let written = each(db, context, list, &mut |cells| json.write(&cells))?;
            json.finish()?;
            Ok(written)
        }
    }
}

/// Writes rows as a JSON array.
pub struct JsonRows<W> {
    out: W,
    is_empty: bool,
}

impl<W: Write> JsonRows<W> {
    /// An array without rows.
    pub fn new(out: W) -> Self {
        Self { out, is_empty: true }
    }

    /// Writes a row.
    pub fn write(&mut self, cells: &Cells) -> std::io::Result<()> {
        let [rest @ .., original] = cells;
        let pairs = HEAD.iter().zip(rest).filter(|(_, cell)| !cell.is_empty());
        let object = json::object(pairs.map(|(name, cell)| (*name, cell.as_str().into())));
        let separator = if self.is_empty { "[\n" } else { ",\n" };
        self.is_empty = false;
        // The object is not empty: every record has a section.
        write!(self.out, "{separator}{},", object.strip_suffix('}').unwrap_or(&object))?;
        if is_json(original) {
            write!(self.out, "\"original\":{original}}}")
        } else {
            write!(self.out, "\"original_text\":{}}}", json::string(original))
        }
    }

    /// Ends the array.
    pub fn finish(mut self) -> std::io::Result<W> {
        self.out.write_all(if self.is_empty { b"[]\n" } else { b"\n]\n" })?;
        self.out.flush()?;
        Ok(self.out)
    }
}

/// Whether this is valid JSON, nested no deeper than common parsers accept. Exports may hold other things between
/// brackets, such as `undefined`; they are exported as a text.
fn is_json(text: &str) -> bool {
    /// The parser of `serde_json` allows 128 levels. The file adds two.
    const DEEPEST: usize = 100;
    fn is_shallow(value: &Value, levels: usize) -> bool {
        let is_shallow = |value: &Value| is_shallow(value, levels - 1);
        match value {
            Value::Array(items) => levels > 0 && items.iter().all(is_shallow),
            Value::Object(pairs) => levels > 0 && pairs.values().all(is_shallow),
            _ => true,
        }
    }
    serde_json::from_str(text).is_ok_and(|value| is_shallow(&value, DEEPEST))
}

/// Calls `write` with every row.
fn each(
    db: &Connection,
    context: &Context,
    list: &List,
    write: &mut dyn FnMut(Cells) -> std::io::Result<()>,
) -> Result<u64, LibraryError> {
    each_record(db, list, &mut |record| Ok(write(cells(context, record))?))
}

/// Calls `read` with every record of a list, which it loads in portions. Returns the number of positions of the list.
pub fn each_record(
    db: &Connection,
    list: &List,
    read: &mut dyn FnMut(StoredRecord) -> Result<(), LibraryError>,
) -> Result<u64, LibraryError> {
    let mut done = 0;
    loop {
        let ids = list.ids(db, done, PORTION)?;
        if ids.is_empty() {
            return Ok(done);
        }
        for number in &ids {
            if let Some(record) = StoredRecord::load(db, *number)? {
                read(record)?;
            }
        }
        done += ids.len() as u64;
    }
}

/// The cells of a record, in the order of `HEAD`.
#[must_use]
pub fn cells(context: &Context, record: StoredRecord) -> Cells {
    let seconds = id::seconds(record.id);
    let link = record.full_link().unwrap_or_default();
    let original = original(&record);
    let chat = record.thread_name.as_deref().filter(|_| !record.section().is_facts()).unwrap_or_default();
    let chat = chat_name::shown(chat).to_owned();
    let row = context.row(record, None, Detail::Whole);
    let section = serde_json::to_value(row.section).ok();
    [
        section.and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default(),
        if seconds > 0 { time::write(seconds) } else { String::new() },
        row.text.unwrap_or_default(),
        row.who.unwrap_or_default(),
        chat,
        link,
        row.address.unwrap_or_default(),
        original,
    ]
}
