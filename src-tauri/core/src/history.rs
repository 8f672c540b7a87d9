//! The history of an account's requests, to read and to save.

use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;

use crate::account::{OpenId, Scope};
use crate::archive::ArchiveError;
use crate::backup::PastRequest;
use crate::commands::blocking;
use crate::core::Core;
use crate::error::Error;
use crate::files;
use crate::ledger::RequestQuery;
use crate::spreadsheet::{BYTE_ORDER_MARK, harmless};
use crate::view::{RequestHistory, RequestView};

/// How many requests are read at a time.
const PAGE: u32 = 100;

const HEAD: [&str; 14] = [
    "account",
    "account_id",
    "added",
    "data",
    "part",
    "scope",
    "sent",
    "outcome",
    "problem",
    "ended",
    "last_checked",
    "request_id",
    "log_id",
    "backup",
];

impl Core {
    /// A part of the history of an account, the newest request first: the first part, or the one that begins at `next`
    /// of the part before.
    pub async fn request_history(
        &self,
        account: &str,
        next: Option<String>,
    ) -> Result<RequestHistory, Error> {
        let page = self.0.ledger.requests(query(account, next)).read().await?;
        let requests = page.requests.iter().filter_map(|json| PastRequest::read(json));
        let requests = requests.map(RequestView::from).collect();
        Ok(RequestHistory { total: page.total, requests, next: page.next })
    }

    /// Writes the whole history of an account to a CSV file: whole, or not at all. Returns the number of requests.
    pub async fn save_request_history(&self, account: &str, file: &Path) -> Result<u64, Error> {
        let name = self.0.accounts.get(&OpenId(account.to_owned())).map(|known| known.name);
        let (id, path) = (account.to_owned(), file.to_owned());
        let ledger = Arc::clone(&self.0.ledger);
        blocking(move || {
            let failed = |error| Error::from(ArchiveError::file("write", &path)(error));
            let mut out = files::temp_sibling(&path).map_err(failed)?;
            let mut csv = start(BufWriter::new(&mut out)).map_err(failed)?;
            let mut written = 0;
            let mut next = None;
            loop {
                let page = ledger.requests(query(&id, next)).wait()?;
                for request in page.requests.iter().filter_map(|json| PastRequest::read(json)) {
                    let cells = cells(name.as_deref().unwrap_or_default(), &id, request);
                    csv.write_record(cells.map(|cell| harmless(&cell))).map_err(|e| failed(e.into()))?;
                    written += 1;
                }
                next = page.next;
                if next.is_none() {
                    break;
                }
            }
            csv.flush().map_err(failed)?;
            drop(csv);
            files::persist(out, &path).map_err(failed)?;
            Ok(written)
        })
        .await?
    }
}

fn query(account: &str, before: Option<String>) -> RequestQuery {
    RequestQuery { account: account.to_owned(), before, limit: PAGE }
}

/// Begins a CSV file as RFC 4180 describes it.
fn start<W: Write>(mut out: W) -> std::io::Result<csv::Writer<W>> {
    out.write_all(BYTE_ORDER_MARK)?;
    let mut csv = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    csv.write_record(HEAD)?;
    Ok(csv)
}

fn cells(name: &str, account: &str, past: PastRequest) -> [String; 14] {
    let status = past.status();
    [
        name.to_owned(),
        account.to_owned(),
        written(past.added_at),
        word(&past.request.kind),
        word(&past.request.part),
        Scope::from(past.request).as_str().to_owned(),
        past.sent_at.map(written).unwrap_or_default(),
        word(&status),
        past.problem.as_ref().map(word).unwrap_or_default(),
        past.ended_at.map(written).unwrap_or_default(),
        past.checked_at.map(written).unwrap_or_default(),
        past.request_id.map(|id| id.to_string()).unwrap_or_default(),
        past.log_id.unwrap_or_default(),
        past.backup_id.unwrap_or_default(),
    ]
}

/// `2026-11-22T14:09:30+01:00`: ISO 8601, in the time zone of this computer.
fn written(time: Timestamp) -> String {
    time.to_zoned(TimeZone::system()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// The name of a variant, as in the ledger and in the window.
fn word(variant: &impl Serialize) -> String {
    let name = serde_json::to_value(variant).ok();
    name.as_ref().and_then(serde_json::Value::as_str).unwrap_or_default().to_owned()
}
