//! Reads a JSON export and passes its records to the [`Collector`].

use std::io::{self, Read};

use super::collect::{Collector, Target};
use super::field::{KEYS, RawField};
use super::json_keys::{KnownKey, Structure, find, holder, normal};
use crate::library::json::{self, Kind, LARGEST_VALUE, Next, Scanner, Value};
use crate::library::{NoteKind, Section, SkipReason};

/// Objects and arrays nested deeper than this are kept as raw JSON instead of being walked: the walk is recursive, and
/// the nesting of an untrusted file must not decide how much stack it takes.
const MAX_DEPTH: usize = 48;
/// A flat object at an unknown path is stored as one record if it is no larger than this, in bytes.
const FLAT: usize = 64 << 10;

/// The state of reading one file.
pub struct Walk<'w, 's, R> {
    scanner: &'w mut Scanner<R>,
    out: &'w mut Collector<'s>,
    /// The keys of the current path, original and normalised.
    keys: Vec<String>,
    normal: Vec<String>,
    /// Whether the data belongs to another app, so that keys are not recognised.
    is_foreign: bool,
}

/// Reads a whole file. `name` is its path in the export, which is used for files that contain only a list.
pub fn read<R: Read>(
    scanner: &mut Scanner<R>,
    out: &mut Collector<'_>,
    name: &str,
) -> io::Result<Vec<NoteKind>> {
    let mut notes = Vec::new();
    let stem = name.rsplit('/').next().unwrap_or(name);
    let stem = stem.strip_suffix(".json").unwrap_or(stem).to_owned();
    let is_foreign = normal(&stem).contains("lemon8");
    let mut walk = Walk { scanner, out, keys: Vec::new(), normal: Vec::new(), is_foreign };
    if is_foreign {
        walk.push(&stem);
    }
    let mut documents = 0;
    while !walk.out.is_over {
        match walk.scanner.peek_value()? {
            Some(Next::Object) => walk.object(|walk, _| walk.value())?,
            Some(Next::Array) => {
                walk.push(&stem);
                walk.value()?;
                walk.pop();
            }
            Some(Next::Scalar) => {
                walk.scanner.value(LARGEST_VALUE)?;
                walk.scanner.irregular = true;
            }
            None if walk.scanner.is_at_end()? => break,
            None => {
                walk.scanner.enter();
                walk.scanner.irregular = true;
            }
        }
        documents += 1;
    }
    if documents > 1 {
        notes.push(NoteKind::Doubled);
    }
    if scanner.truncated {
        notes.push(NoteKind::Truncated);
    }
    if scanner.irregular {
        notes.push(NoteKind::Irregular);
    }
    Ok(notes)
}

impl<R: Read> Walk<'_, '_, R> {
    fn push(&mut self, key: &str) {
        self.keys.push(key.to_owned());
        self.normal.push(normal(key));
    }

    fn pop(&mut self) {
        self.keys.pop();
        self.normal.pop();
    }

    fn path(&self) -> String {
        self.keys.join("/")
    }

    /// Iterates over an object. `each` must consume the value.
    fn object(&mut self, mut each: impl FnMut(&mut Self, &str) -> io::Result<()>) -> io::Result<()> {
        self.scanner.enter();
        let mut raw = Vec::new();
        while !self.out.is_over && self.scanner.key(&mut raw)? {
            let key = json::unescape(&raw).into_owned();
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
    fn array(&mut self, list: u32, mut each: impl FnMut(&mut Collector<'_>, &[u8])) -> io::Result<()> {
        self.scanner.enter();
        while !self.out.is_over && self.scanner.peek_value()?.is_some() {
            match self.scanner.value(LARGEST_VALUE)? {
                Value::Whole(text) => each(self.out, text),
                Value::TooBig => self.out.skip(list, SkipReason::TooBig),
                Value::Cut => break,
            }
        }
        self.scanner.leave(Next::Array)
    }

    /// Reads the value of the current key.
    fn value(&mut self) -> io::Result<()> {
        // All recursion goes through this function or `facts`, so these two limit the depth.
        if self.keys.len() >= MAX_DEPTH && self.scanner.peek_value()?.is_some() {
            return self.unknown_value();
        }
        let known = if self.is_foreign { None } else { find(&self.normal) };
        if let Some(known) = known {
            return self.known(known);
        }
        let held = if self.is_foreign { None } else { self.normal.last().and_then(|key| holder(key)) };
        if let Some(section) = held {
            self.out.list(section, self.path());
        }
        match (self.scanner.peek_value()?, held) {
            (Some(Next::Array), Some(section)) => self.rows(section),
            (Some(Next::Array), None) => self.unknown_list(),
            (Some(Next::Object), _) if !self.is_flat()? => self.object(|walk, _| walk.value()),
            (Some(Next::Object), Some(_)) if self.is_bare()? => self.object(|walk, _| walk.value()),
            (Some(_), _) => self.unknown_value(),
            (None, _) => Ok(()),
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

    fn rows(&mut self, section: Section) -> io::Result<()> {
        let list = self.out.list(section, self.path());
        self.array(list, |out, row| out.json(Target { list, thread: None }, row))
    }

    fn unknown_list(&mut self) -> io::Result<()> {
        let list = self.out.list(Section::Other, self.path());
        let path = self.keys.join(&KEYS.to_string());
        self.array(list, |out, row| out.unknown(list, &path, row))
    }

    fn unknown_value(&mut self) -> io::Result<()> {
        let list = self.out.list(Section::Other, self.path());
        let path = self.keys.join(&KEYS.to_string());
        match self.scanner.value(LARGEST_VALUE)? {
            Value::Whole(text) => {
                let is_scalar = !matches!(json::kind(text), Kind::Object | Kind::Array);
                // Empty values at unknown paths are not records.
                if !is_scalar && text.len() <= 2 || is_scalar && json::is_empty_scalar(&json::scalar(text)) {
                    return Ok(());
                }
                self.out.unknown(list, &path, text);
            }
            Value::TooBig => self.out.skip(list, SkipReason::TooBig),
            Value::Cut => {}
        }
        Ok(())
    }

    fn known(&mut self, known: &KnownKey) -> io::Result<()> {
        let section = known.section;
        match (known.structure, self.scanner.peek_value()?) {
            (Structure::Facts, _) => {
                let list = self.out.list(section, self.path());
                // The path of a technical flag keeps the parent key.
                let skip =
                    self.keys.len() - if section == Section::Technical { 2.min(self.keys.len()) } else { 0 };
                let mut position = 0;
                self.facts(list, skip, &mut position)
            }
            (Structure::Conversations, Some(Next::Array)) => self.conversations(section),
            (Structure::Parts, Some(Next::Scalar)) => self.parts(section),
            (Structure::One, Some(Next::Object)) => self.one(section),
            (_, Some(Next::Array)) => self.rows(section),
            (_, Some(Next::Object)) => {
                let list = self.out.list(section, self.path());
                self.entries(list, known)
            }
            (_, Some(Next::Scalar)) => {
                let list = self.out.list(section, self.path());
                match self.scanner.value(LARGEST_VALUE)? {
                    Value::Whole(text) if !json::is_empty_scalar(&json::scalar(text)) => {
                        self.out.json(Target { list, thread: None }, text);
                    }
                    Value::TooBig => self.out.skip(list, SkipReason::TooBig),
                    _ => {}
                }
                Ok(())
            }
            (_, None) => Ok(()),
        }
    }

    /// Reads an object at a known key: a map of chats, rooms or rows; or a repeated key.
    fn entries(&mut self, list: u32, known: &KnownKey) -> io::Result<()> {
        let leaf = self.normal.len();
        self.object(|walk, key| {
            if walk.normal[leaf] == known.leaf
                || find(&walk.normal).is_some_and(|found| found.leaf != known.leaf)
            {
                return walk.value();
            }
            let name = (known.structure == Structure::Chats).then(|| chat_name(key));
            match (known.structure, walk.scanner.peek_value()?) {
                (_, Some(Next::Array)) => {
                    walk.array(list, |out, row| out.json(Target { list, thread: name.as_deref() }, row))
                }
                (Structure::Rooms, Some(Next::Object)) => walk.room(list, key),
                (_, Some(Next::Object)) => match walk.scanner.value(LARGEST_VALUE)? {
                    Value::Whole(text) => {
                        walk.out.json(Target { list, thread: name.as_deref() }, text);
                        Ok(())
                    }
                    Value::TooBig => {
                        walk.out.skip(list, SkipReason::TooBig);
                        Ok(())
                    }
                    Value::Cut => Ok(()),
                },
                (_, Some(Next::Scalar)) => walk.unknown_value(),
                (_, None) => Ok(()),
            }
        })
    }

    fn room(&mut self, list: u32, room: &str) -> io::Result<()> {
        let Value::Whole(text) = self.scanner.value(LARGEST_VALUE)? else {
            self.out.skip(list, SkipReason::TooBig);
            return Ok(());
        };
        let mut kept = vec![RawField::text("Room", room)];
        let mut inner = Vec::new();
        for (key, value) in json::Pairs::of(text) {
            let section = match normal(&key).as_str() {
                "comments" => Section::LiveComment,
                "questions" => Section::LiveQuestion,
                _ => {
                    kept.push(RawField::json(key, value));
                    continue;
                }
            };
            inner.push((section, value));
        }
        // TikTok writes `-1` for rooms that no longer exist.
        self.out.fields(Target { list, thread: None }, &kept, None);
        let path = self.keys[..self.keys.len() - 1].join("/");
        for (section, rows) in inner {
            // One list for the rows of all rooms.
            let lists = self.out.lists.iter().zip(0u32..).skip(list as usize);
            let known = lists.filter(|(known, _)| known.section == section).map(|(_, index)| index).next();
            let inner = known.unwrap_or_else(|| self.out.list(section, path.clone()));
            for row in json::Items::of(rows) {
                let mut fields = vec![RawField::text("Room", room)];
                fields.extend(json::Pairs::of(row).map(|(name, value)| RawField::json(name, value)));
                if fields.len() == 1 {
                    self.out.skip(inner, SkipReason::Empty);
                } else {
                    self.out.fields(Target { list: inner, thread: None }, &fields, None);
                }
            }
        }
        Ok(())
    }

    /// Reads conversations with TikTok's AI: `[{"Chat Title": …, "Messages": […]}]`.
    fn conversations(&mut self, section: Section) -> io::Result<()> {
        let list = self.out.list(section, self.path());
        self.array(list, |out, row| {
            let mut title = String::new();
            let mut messages = &b""[..];
            for (key, value) in json::Pairs::of(row) {
                match normal(&key).as_str() {
                    "messages" => messages = value,
                    "chattitle" | "title" => title = json::scalar(value).into_owned(),
                    _ => {}
                }
            }
            if json::kind(messages) != Kind::Array {
                return out.json(Target { list, thread: None }, row);
            }
            for message in json::Items::of(messages) {
                out.json(Target { list, thread: Some(&title) }, message);
            }
        })
    }

    /// Reads a delimited string, `a|b|c` or `a,b,c`, or a list.
    fn parts(&mut self, section: Section) -> io::Result<()> {
        let list = self.out.list(section, self.path());
        let Value::Whole(text) = self.scanner.value(LARGEST_VALUE)? else { return Ok(()) };
        self.out.parts(list, &json::scalar(text));
        Ok(())
    }

    /// Reads an object that is a row, or a map of rows.
    fn one(&mut self, section: Section) -> io::Result<()> {
        let list = self.out.list(section, self.path());
        match self.scanner.value(LARGEST_VALUE)? {
            Value::Whole(text) => {
                let rows = |value: &[u8]| matches!(json::kind(value), Kind::Object);
                let is_map =
                    json::Pairs::of(text).next().is_some() && json::Pairs::of(text).all(|(_, v)| rows(v));
                if is_map {
                    for (_, row) in json::Pairs::of(text) {
                        self.out.json(Target { list, thread: None }, row);
                    }
                } else if !json::Pairs::of(text).all(|(_, v)| json::is_empty_scalar(&json::scalar(v))) {
                    self.out.json(Target { list, thread: None }, text);
                }
            }
            Value::TooBig => self.out.skip(list, SkipReason::TooBig),
            Value::Cut => {}
        }
        Ok(())
    }

    /// Reads every non-empty scalar below the current key as a fact.
    fn facts(&mut self, list: u32, skip: usize, position: &mut i32) -> io::Result<()> {
        match self.scanner.peek_value()? {
            Some(Next::Object) if self.keys.len() < MAX_DEPTH => {
                self.object(|walk, _| walk.facts(list, skip, position))
            }
            Some(Next::Array) if self.keys.len() < MAX_DEPTH => {
                self.scanner.enter();
                while !self.out.is_over && self.scanner.peek_value()?.is_some() {
                    self.keys.push(String::new());
                    self.facts(list, skip, position)?;
                    self.keys.pop();
                }
                self.scanner.leave(Next::Array)
            }
            Some(_) => {
                let path: Vec<&str> = self.keys[skip.min(self.keys.len())..]
                    .iter()
                    .map(String::as_str)
                    .filter(|k| !k.is_empty())
                    .collect();
                let path = path.join(&KEYS.to_string());
                if let Value::Whole(text) = self.scanner.value(LARGEST_VALUE)? {
                    let value = json::scalar(text);
                    if !json::is_empty_scalar(&value) && !matches!(text, b"{}" | b"[]") {
                        self.out.fact(list, &path, &value, *position);
                        *position += 1;
                    }
                }
                Ok(())
            }
            None => Ok(()),
        }
    }
}

/// The name in `Chat History with <name>:`.
#[must_use]
pub fn chat_name(key: &str) -> String {
    let name = ["Chat History with ", "Group Chat with "].iter().find_map(|prefix| key.strip_prefix(prefix));
    let name = name.unwrap_or(key);
    name.strip_suffix(':').unwrap_or(name).to_owned()
}
