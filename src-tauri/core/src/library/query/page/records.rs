//! The records of a page: messages as a conversation, everything else as rows, both under their days.

use std::io::{self, Write};

use jiff::Zoned;
use jiff::civil::Date;
use jiff::tz::Offset;

use super::dates::offset_name;
use super::html::{element, escaped, filled};
use super::layout::{Entry, Layout};
use super::texts::{self, LONGEST_LINK};
use crate::library::Placeholder;
use crate::library::store::id;

/// What a record is under.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Heading {
    Day(Date),
    /// The record has no time, or the days of the page are not headings.
    Other,
}

/// Writes the records one after the other.
pub struct Records<'a> {
    layout: Layout<'a>,
    under: Option<Heading>,
    offset: Option<Offset>,
    /// Who wrote the last message, if another one may follow it.
    sender: Option<(bool, Option<String>)>,
}

impl<'a> Records<'a> {
    /// No record has been written yet.
    pub fn new(layout: Layout<'a>) -> Self {
        Self { layout, under: None, offset: None, sender: None }
    }

    /// Writes a record.
    pub fn write(&mut self, out: &mut dyn Write, entry: &Entry<'_>) -> io::Result<()> {
        let seconds = id::seconds(entry.id);
        let local = (seconds > 0).then(|| self.layout.dates.local(seconds));
        self.head(out, local.as_ref())?;
        if self.layout.texts.is_chat {
            self.message(out, entry, local.as_ref())
        } else {
            self.row(out, entry, local.as_ref())
        }
    }

    /// Ends the last day.
    pub fn finish(mut self, out: &mut dyn Write) -> io::Result<()> {
        self.end(out)
    }

    /// Begins another day, or says that the clock has changed.
    fn head(&mut self, out: &mut dyn Write, local: Option<&Zoned>) -> io::Result<()> {
        let under = match local.filter(|_| self.layout.has_days) {
            Some(local) => Heading::Day(local.date()),
            None => Heading::Other,
        };
        let offset = local.map(Zoned::offset).filter(|_| self.layout.has_offsets && self.layout.has_days);
        let has_changed = offset.is_some() && offset != self.offset;
        self.offset = offset.or(self.offset);
        if self.under != Some(under) {
            self.end(out)?;
            self.under = Some(under);
            out.write_all(b"<section class=\"day\">\n")?;
            if self.layout.has_days {
                out.write_all(b"<h2>")?;
                match under {
                    Heading::Day(day) => escaped(out, &self.layout.dates.day(day))?,
                    Heading::Other => escaped(out, &self.layout.texts.about.undated)?,
                }
                if let Some(offset) = offset {
                    element(out, "small", "", &format!(" {}", offset_name(offset)))?;
                }
                out.write_all(b"</h2>\n")?;
            }
            if !self.layout.texts.is_chat {
                let look = if self.layout.has_days { "" } else { " class=\"flat\"" };
                writeln!(out, "<ol{look}>")?;
            }
        } else if let Some(offset) = offset.filter(|_| has_changed) {
            self.end_sender(out)?;
            let name = if self.layout.texts.is_chat { "p" } else { "li" };
            element(out, name, " class=\"clock\"", &offset_name(offset))?;
            out.write_all(b"\n")?;
        }
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.end_sender(out)?;
        if self.under.take().is_some() {
            let list: &[u8] = if self.layout.texts.is_chat { b"" } else { b"</ol>\n" };
            out.write_all(list)?;
            out.write_all(b"</section>\n")?;
        }
        Ok(())
    }

    fn end_sender(&mut self, out: &mut dyn Write) -> io::Result<()> {
        if self.sender.take().is_some() {
            out.write_all(b"</div>\n")?;
        }
        Ok(())
    }

    fn message(&mut self, out: &mut dyn Write, entry: &Entry<'_>, local: Option<&Zoned>) -> io::Result<()> {
        let Entry { row, .. } = entry;
        let sender = (row.mine, row.who.clone());
        if self.sender.as_ref() != Some(&sender) {
            self.end_sender(out)?;
            let mine = if row.mine { " me" } else { "" };
            writeln!(out, "<div class=\"from{mine}\">")?;
            let name = row.who.as_deref().filter(|name| !name.is_empty());
            let name = name.unwrap_or(&self.layout.texts.rows.someone);
            element(out, "p", " class=\"who\" dir=\"auto\"", name)?;
            out.write_all(b"\n")?;
            self.sender = Some(sender);
        }
        out.write_all(b"<div class=\"m\">")?;
        self.message_text(out, entry)?;
        self.time(out, local, false)?;
        out.write_all(b"</div>\n")
    }

    fn message_text(&self, out: &mut dyn Write, entry: &Entry<'_>) -> io::Result<()> {
        let Entry { row, .. } = entry;
        let texts = &self.layout.texts.rows;
        let stands = |of: &Placeholder| texts.stands.get(of).map_or("", String::as_str);
        match &row.stands_for {
            None => match row.text.as_deref().filter(|text| !text.is_empty()) {
                Some(text) => element(out, "div", " dir=\"auto\"", text),
                None => element(out, "div", " dir=\"auto\"", &texts::fields(row, 0)),
            },
            Some(kind @ (Placeholder::SharedVideo | Placeholder::SharedLink)) => {
                let about = match kind {
                    Placeholder::SharedVideo => texts::about_video(&self.layout, row),
                    _ => String::new(),
                };
                out.write_all(b"<div>")?;
                element(out, "div", " class=\"stands\"", stands(kind))?;
                if !about.is_empty() {
                    element(out, "div", " class=\"more\" dir=\"auto\"", &about)?;
                }
                // The link as it was written.
                let written = row.text.as_deref().unwrap_or(entry.link);
                out.write_all(b"<div class=\"more\" dir=\"auto\">")?;
                anchor(out, row.address.as_deref(), written)?;
                out.write_all(b"</div></div>")
            }
            Some(kind) => {
                let text = filled(&texts.missing, &[("what", stands(kind))]);
                element(out, "div", " class=\"stands\"", &text)
            }
        }
    }

    fn row(&self, out: &mut dyn Write, entry: &Entry<'_>, local: Option<&Zoned>) -> io::Result<()> {
        let Entry { row, .. } = entry;
        let main = texts::main(&self.layout, row);
        out.write_all(b"<li>")?;
        self.time(out, local, true)?;
        out.write_all(b"<div class=\"what\">")?;
        if let Some(kind) = self.layout.texts.rows.kinds.get(&row.section) {
            element(out, "span", " class=\"kind\"", kind)?;
            out.write_all(b" ")?;
        }
        let look = if main.is_theirs { " dir=\"auto\"" } else { " class=\"none\" dir=\"auto\"" };
        element(out, "span", look, &main.text)?;
        let more = texts::more(&self.layout, entry, &main);
        if !more.is_empty() {
            element(out, "div", " class=\"more\" dir=\"auto\"", &more)?;
        }
        out.write_all(b"</div>")?;
        if let Some(address) = row.address.as_deref().filter(|address| *address != main.text) {
            let shown = address.strip_prefix("https://").unwrap_or(address);
            if shown.len() > LONGEST_LINK {
                out.write_all(b"<div class=\"link long\">")?;
                anchor(out, Some(address), &self.layout.texts.rows.link)?;
            } else {
                out.write_all(b"<div class=\"link\">")?;
                anchor(out, Some(address), shown)?;
            }
            out.write_all(b"</div>")?;
        }
        out.write_all(b"</li>\n")
    }

    /// The local time; with the day, if that is not a heading.
    fn time(&self, out: &mut dyn Write, local: Option<&Zoned>, with_seconds: bool) -> io::Result<()> {
        let Some(local) = local else { return out.write_all(b"<time></time>") };
        let dates = &self.layout.dates;
        let time = dates.time(local, with_seconds);
        let shown =
            if self.layout.has_days { time } else { format!("{}, {time}", dates.short_day(local.date())) };
        element(out, "time", &format!(" datetime=\"{}\"", local.timestamp()), &shown)
    }
}

/// A link, or its text if it must not be opened.
fn anchor(out: &mut dyn Write, address: Option<&str>, text: &str) -> io::Result<()> {
    let Some(address) = address else { return escaped(out, text) };
    out.write_all(b"<a rel=\"noreferrer\" href=\"")?;
    escaped(out, address)?;
    out.write_all(b"\">")?;
    escaped(out, text)?;
    out.write_all(b"</a>")
}
