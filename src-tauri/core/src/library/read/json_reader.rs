//! Reads a JSON export and passes its records to the [`Collector`].

use std::io::{self, Read};
use std::ops::Range;
use std::path::Path;

use super::collect::{Collector, Target};
use super::deferred::Deferred;
use super::field::KEYS;
use super::field_roles::TIMES;
use super::infer::{held_key, of_object, of_row, of_text};
use super::json_keys::{KnownKey, Structure, find, holder, is_uncertain, normal, of_file, of_section};
use super::original::Source;
use crate::library::json::{self, Kind, Next, Scanner, Value};
use crate::library::limits::{self, shortened};
use crate::library::{InferredBy, NoteKind, Section, SkipReason};

/// Objects and arrays nested deeper than this are kept as raw JSON instead of being walked: the walk is recursive, and
/// the nesting of an untrusted file must not decide how much stack it takes.
pub(super) const MAX_DEPTH: usize = 48;
/// A flat object at an unknown path is stored as one record if it is no larger than this, in bytes.
pub(super) const FLAT: usize = 64 << 10;

/// The state of reading one file.
pub struct Walk<'w, 's, R> {
    pub(super) scanner: &'w mut Scanner<R>,
    pub(super) out: &'w mut Collector<'s>,
    /// The keys of the current path, original and normalised.
    pub(super) keys: Vec<String>,
    pub(super) normal: Vec<String>,
    /// Keeps lists with unknown keys, so that their sections can be inferred.
    pub(super) deferred: Option<Deferred>,
}

/// Reads a whole file. `name` is its path in the export, which is used for files that contain only a list. `scratch` is a
/// folder for temporary files.
pub fn read<R: Read>(
    scanner: &mut Scanner<R>,
    out: &mut Collector<'_>,
    name: &str,
    scratch: &Path,
) -> io::Result<Vec<NoteKind>> {
    let mut notes = Vec::new();
    let stem = name.rsplit('/').next().unwrap_or(name);
    let stem = stem.strip_suffix(".json").unwrap_or(stem).to_owned();
    let deferred = out.infers.then(|| Deferred::new(scratch));
    let mut walk = Walk { scanner, out, keys: Vec::new(), normal: Vec::new(), deferred };
    // The lists of the first document, and whether each of the others has the same.
    let mut first: Option<Range<usize>> = None;
    let mut is_doubled = None;
    while !walk.out.is_over {
        let begin = walk.out.lists.len();
        walk.out.profiles.parts.begin();
        match walk.scanner.peek_value()? {
            Some(Next::Object) if walk.is_single_row()? => walk.single_row(&stem)?,
            Some(next @ (Next::Object | Next::Array)) => {
                if next == Next::Array && walk.is_foreign_list(&stem)? {
                    walk.value_of(&stem, Walk::unknown_list)?;
                } else if next == Next::Array || walk.is_value_of(&stem)? {
                    walk.value_of(&stem, Walk::value)?;
                } else {
                    walk.object(|walk, _| walk.value())?;
                }
                let found = begin..walk.out.lists.len();
                match &first {
                    Some(first) => {
                        let is_same = walk.out.lists[first.clone()] == walk.out.lists[found];
                        is_doubled = Some(is_same && is_doubled != Some(false));
                    }
                    None => first = Some(found),
                }
            }
            Some(Next::Scalar) => walk.member_outside()?,
            None if walk.scanner.is_at_end()? => break,
            None => {
                walk.scanner.skip_character();
                walk.scanner.irregular = true;
            }
        }
    }
    walk.settle()?;
    if is_doubled == Some(true) {
        notes.push(NoteKind::Doubled);
    }
    if scanner.truncated {
        notes.push(NoteKind::Truncated);
    }
    if scanner.irregular || scanner.extra_commas > 0 {
        notes.push(NoteKind::Irregular);
    }
    Ok(notes)
}

impl<'w, 's, R> Walk<'w, 's, R> {
    /// Reads a value at this path once more.
    pub(super) fn again(
        scanner: &'w mut Scanner<R>,
        out: &'w mut Collector<'s>,
        keys: Vec<String>,
        normal: Vec<String>,
    ) -> Self {
        Self { scanner, out, keys, normal, deferred: None }
    }
}

impl<R: Read> Walk<'_, '_, R> {
    fn push(&mut self, key: &str) {
        let key = &*shortened(key, limits::NAME_CHARS);
        self.keys.push(key.to_owned());
        self.normal.push(normal(key));
    }

    fn pop(&mut self) {
        self.keys.pop();
        self.normal.pop();
    }

    /// Whether the data belongs to another app, so that keys are not recognised.
    pub(super) fn is_foreign(&self) -> bool {
        self.normal.iter().any(|key| key.starts_with("lemon8"))
    }

    pub(super) fn path(&self) -> String {
        self.keys.join("/")
    }

    /// Reads what is behind the end of a document: a member of its object, if that was closed too early.
    fn member_outside(&mut self) -> io::Result<()> {
        self.scanner.irregular = true;
        let key = match self.scanner.value(limits::VALUE_BYTES)? {
            Value::Whole(text) if json::kind(text) == Kind::String => Some(json::scalar(text).into_owned()),
            _ => None,
        };
        if let Some(key) = key
            && self.scanner.is_next(b':')?
        {
            self.scanner.skip_character();
            self.scanner.mend_member()?;
            self.push(&key);
            self.value()?;
            self.pop();
        }
        Ok(())
    }

    /// Iterates over an object. `each` must consume the value.
    pub(super) fn object(
        &mut self,
        mut each: impl FnMut(&mut Self, &str) -> io::Result<()>,
    ) -> io::Result<()> {
        self.scanner.enter();
        let mut raw = Vec::new();
        while !self.out.is_over && self.scanner.key(&mut raw)? {
            let key = json::unescape(&raw).into_owned();
            self.scanner.mend_member()?;
            if self.scanner.peek_value()?.is_none() && !self.scanner.is_at_end()? {
                // A key without a value.
                self.scanner.irregular = true;
                continue;
            }
            self.push(&key);
            each(self, &key)?;
            self.pop();
        }
        self.scanner.leave(Next::Object)
    }

    /// Iterates over an array.
    pub(super) fn array(
        &mut self,
        list: u32,
        mut each: impl FnMut(&mut Collector<'_>, &[u8]),
    ) -> io::Result<()> {
        self.scanner.enter();
        let out = &mut *self.out;
        while !out.is_over && self.scanner.has_element()? {
            let goes_on = self.scanner.element(limits::VALUE_BYTES, |value| match value {
                Value::Whole(text) => each(out, text),
                Value::TooBig => out.skip(list, SkipReason::TooBig),
                Value::Cut => {}
            })?;
            if !goes_on {
                return Ok(());
            }
        }
        self.scanner.leave(Next::Array)
    }

    /// Reads the value of the current key.
    pub(super) fn value(&mut self) -> io::Result<()> {
        // All recursion goes through this function or `facts`, so these two limit the depth.
        if self.keys.len() >= MAX_DEPTH && self.scanner.peek_value()?.is_some() {
            return self.unknown_value();
        }
        if self.is_foreign() {
            return self.unknown(None);
        }
        if let Some(known) = find(&self.normal)
            && !(self.deferred.is_some() && is_uncertain(known, &self.normal))
        {
            return self.known(known);
        }
        let held = self.normal.last().and_then(|key| holder(key));
        if let Some(section) = held {
            self.out.list(section, self.path());
            if let Some(deferred) = &mut self.deferred {
                deferred.seen.sections.insert(section);
            }
        } else if let Some((known, by)) = self.inferred()? {
            self.out.infer(self.path(), known.section, by);
            return self.known(known);
        }
        self.unknown(held)
    }

    /// The known key that the value of an unknown one may have, by what holds it or by its fields.
    fn inferred(&mut self) -> io::Result<Option<(&'static KnownKey, InferredBy)>> {
        if !self.out.infers || !matches!(self.scanner.peek_value()?, Some(Next::Object | Next::Scalar)) {
            return Ok(None);
        }
        let above = self.normal.len().checked_sub(2).map(|at| at + 1);
        let holding = above.and_then(|above| holder(&self.normal[above - 1]));
        let beginning = self.scanner.look_beginning(FLAT)?;
        if let (Some(section), Some(above)) = (holding, above) {
            let path = self.keys[..above].join("/");
            let is_found =
                self.deferred.as_ref().is_some_and(|deferred| deferred.seen.has_below(section, &path));
            let held = held_key(section, beginning);
            if let Some(known) = held.filter(|known| known.section == Section::Technical || !is_found) {
                return Ok(Some((known, InferredBy::Holder)));
            }
        }
        Ok(match json::kind(beginning) {
            Kind::Object => of_object(beginning).map(|known| (known, InferredBy::Fields)),
            Kind::String => of_text(beginning).map(|known| (known, InferredBy::Values)),
            _ => None,
        })
    }

    /// Reads the value of an unknown key; `held` is the section whose list it may hold.
    fn unknown(&mut self, held: Option<Section>) -> io::Result<()> {
        match (self.scanner.peek_value()?, held) {
            (Some(Next::Array), Some(section)) if section.is_facts() && self.has_exports()? => self.exports(),
            (Some(Next::Array), Some(section)) => {
                match of_section(section).filter(|known| known.structure == Structure::Facts) {
                    Some(known) => self.known(known),
                    None => self.rows(section),
                }
            }
            (Some(Next::Array), None) if self.has_exports()? => self.exports(),
            (Some(Next::Array), None) => self.defer(),
            (Some(Next::Object), _) if !self.is_flat()? => self.object(|walk, _| walk.value()),
            (Some(Next::Object), Some(_)) if self.is_bare()? => self.object(|walk, _| walk.value()),
            (Some(Next::Object), Some(section)) => {
                match of_section(section).filter(|known| known.structure == Structure::Facts) {
                    Some(known) => self.known(known),
                    None => self.unknown_value(),
                }
            }
            (Some(_), _) => self.unknown_value(),
            (None, _) => Ok(()),
        }
    }

    /// Reads a document as the value of a key, which is the name of its file.
    fn value_of(&mut self, stem: &str, read: impl Fn(&mut Self) -> io::Result<()>) -> io::Result<()> {
        self.push(stem);
        read(self)?;
        self.pop();
        Ok(())
    }

    /// Whether the next document is a row with a time: some programs write one in each line.
    fn is_single_row(&mut self) -> io::Result<bool> {
        let Some(text) = self.scanner.look(FLAT)? else { return Ok(false) };
        let has_time = json::Pairs::of(text).any(|(key, _)| TIMES.contains(&normal(&key).as_str()));
        Ok(has_time && self.is_flat()?)
    }

    /// Reads a document that is a row. What it is, the name of the file tells.
    fn single_row(&mut self, stem: &str) -> io::Result<()> {
        let mut section = of_file(stem);
        if section.is_none() && self.out.infers {
            section = of_row(self.scanner.look(FLAT)?.unwrap_or_default());
            if let Some(section) = section {
                self.out.infer(stem.to_owned(), section, InferredBy::Fields);
            }
        }
        let list = self.out.list_at(section.unwrap_or(Section::Other), stem.to_owned());
        match (self.scanner.value(limits::VALUE_BYTES)?, section) {
            (Value::Whole(text), Some(_)) => self.out.json(Target { list, thread: None }, text),
            (Value::Whole(text), None) => self.out.unknown(list, stem, text, Source::Json(text)),
            (Value::TooBig, _) => self.out.skip(list, SkipReason::TooBig),
            (Value::Cut, _) => {}
        }
        Ok(())
    }

    /// Keeps a list until the end of the document.
    fn defer(&mut self) -> io::Result<()> {
        let is_foreign = self.is_foreign();
        match &mut self.deferred {
            Some(deferred) if !is_foreign && deferred.has_room() => {
                deferred.keep(&self.keys, &self.normal, self.scanner, self.out)
            }
            _ => self.unknown_list(),
        }
    }

    /// Notes that a list of a section has been found by its key.
    pub(super) fn note_found(&mut self, section: Section) {
        if let Some(deferred) = self.deferred.as_mut().filter(|_| section != Section::Technical) {
            deferred.seen.sections.insert(section);
            deferred.seen.below.insert((section, self.keys[..self.keys.len() - 1].join("/")));
        }
    }

    /// Whether the next object is small and has only scalars and empty values under unknown keys.
    fn is_flat(&mut self) -> io::Result<bool> {
        let mut path = self.normal.clone();
        let Some(text) = self.scanner.look(FLAT)? else { return Ok(false) };
        Ok(json::Pairs::of(text).all(|(key, value)| {
            path.push(normal(&key));
            let is_known = find(&path).is_some() || path.last().is_some_and(|key| holder(key).is_some());
            path.pop();
            let is_nested = matches!(json::kind(value), Kind::Object | Kind::Array) && value.len() > 2;
            !is_known && !is_nested
        }))
    }

    /// Whether the next object has only empty values.
    fn is_bare(&mut self) -> io::Result<bool> {
        let text = self.scanner.look(FLAT)?;
        Ok(text.is_some_and(|text| {
            json::Pairs::of(text).all(|(_, value)| matches!(value, b"null" | b"{}" | b"[]" | b"\"\""))
        }))
    }

    pub(super) fn rows(&mut self, section: Section) -> io::Result<()> {
        let list = self.out.list(section, self.path());
        self.look_at_list(list)?;
        self.array(list, |out, row| out.json(Target { list, thread: None }, row))
    }

    pub(super) fn unknown_list(&mut self) -> io::Result<()> {
        let list = self.out.list(Section::Other, self.path());
        let path = self.keys.join(&KEYS.to_string());
        self.array(list, |out, row| out.unknown(list, &path, row, Source::Json(row)))
    }

    pub(super) fn unknown_value(&mut self) -> io::Result<()> {
        let list = self.out.list(Section::Other, self.path());
        let path = self.keys.join(&KEYS.to_string());
        match self.scanner.value(limits::VALUE_BYTES)? {
            Value::Whole(text) => {
                let is_scalar = !matches!(json::kind(text), Kind::Object | Kind::Array);
                // Empty values at unknown paths are not records.
                if !is_scalar && text.len() <= 2 || is_scalar && json::scalar(text).trim().is_empty() {
                    return Ok(());
                }
                self.out.unknown(list, &path, text, Source::Json(text));
            }
            Value::TooBig => self.out.skip(list, SkipReason::TooBig),
            Value::Cut => {}
        }
        Ok(())
    }
}
