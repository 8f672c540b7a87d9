//! Reads the value of a known key by its structure: rows, chats, LIVE rooms, facts.

use std::borrow::Cow;
use std::io::{self, Read};

use super::chat_name::{chat_name, is_group_heading};
use super::collect::Target;
use super::device;
use super::fact_names::{canonical, has_groups, is_own_words};
use super::field::{KEYS, RawField};
use super::field_roles::{self, TIMES};
use super::json_keys::{KnownKey, Structure, find, normal};
use super::json_reader::{FLAT, MAX_DEPTH, Walk};
use super::known_fields::is_known;
use super::roles::{self, Role};
use crate::library::json::{self, Kind, Next, Value};
use crate::library::limits::{self, shortened};
use crate::library::{Section, SkipReason};

impl<R: Read> Walk<'_, '_, R> {
    /// Reads the value of a known key.
    pub(super) fn known(&mut self, known: &KnownKey) -> io::Result<()> {
        let section = known.section;
        self.note_found(section);
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
            (Structure::Chats, Some(Next::Array)) => self.chats(section),
            (Structure::Rooms, Some(Next::Array)) => self.rooms(section),
            (_, Some(Next::Array)) => self.rows(section),
            (Structure::List, Some(Next::Object)) if self.is_row(section)? => self.one(section),
            (_, Some(Next::Object)) => {
                let list = self.out.list(section, self.path());
                self.entries(list, known)
            }
            (_, Some(Next::Scalar)) => {
                let list = self.out.list(section, self.path());
                match self.scanner.value(limits::VALUE_BYTES)? {
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
        let (mut chats, mut rows) = (0, 0);
        // The list of groups among the chats of two.
        let mut groups = None;
        self.object(|walk, key| {
            if walk.normal[leaf] == known.leaf
                || find(&walk.normal).is_some_and(|found| found.leaf != known.leaf)
            {
                return walk.value();
            }
            let name = match known.structure {
                Structure::Chats => Some(chat_name(key)),
                Structure::Conversations => Some(shortened(key, limits::NAME_CHARS).into_owned()),
                _ => None,
            };
            chats += usize::from(name.is_some());
            if chats > limits::CHATS {
                return walk.skip_rows(list);
            }
            if known.structure == Structure::Map && walk.scanner.is_next(b'{')? {
                walk.scanner.mend_entry()?;
            }
            match (known.structure, walk.scanner.peek_value()?) {
                (_, Some(Next::Array)) => {
                    let mut list = list;
                    if known.section == Section::Message && is_group_heading(key) {
                        let path = walk.keys[..leaf].join("/");
                        list = *groups.get_or_insert_with(|| walk.out.list(Section::GroupMessage, path));
                    }
                    let is_data = name.is_none() && !is_wrapper(key);
                    if name.is_none() && !is_data {
                        list = walk.out.list_at(known.section, walk.path());
                    }
                    walk.look_at_list(list)?;
                    // Whether a row says what the key says.
                    let mut has_key = name.is_none() && !is_data;
                    walk.array(list, |out, row| {
                        if is_data && json::kind(row) == Kind::Object {
                            has_key = true;
                            out.entry(Target { list, thread: None }, key, None, row);
                        } else {
                            has_key |= name.is_some();
                            out.json(Target { list, thread: name.as_deref() }, row);
                        }
                    })?;
                    if !has_key {
                        walk.out.unread(&walk.keys[..leaf], json::string(key).as_bytes());
                    }
                    Ok(())
                }
                (Structure::Rooms, Some(Next::Object)) => walk.room(list, Some(key)),
                (Structure::Chats, Some(Next::Object)) if walk.holds_messages()? => {
                    walk.chat_in_object(known.section, list, key)
                }
                (Structure::Conversations, Some(Next::Object)) => walk.conversation(list, key),
                (_, Some(Next::Object)) => match walk.scanner.value(limits::VALUE_BYTES)? {
                    Value::Whole(text) => {
                        rows += 1;
                        match name.as_deref() {
                            Some(_) if text.len() <= 2 => {
                                walk.out.unread(&walk.keys[..leaf], json::string(key).as_bytes());
                            }
                            Some(name) => walk.out.json(Target { list, thread: Some(name) }, text),
                            None => walk.out.entry(Target { list, thread: None }, key, Some(rows - 1), text),
                        }
                        Ok(())
                    }
                    Value::TooBig => {
                        walk.out.skip(list, SkipReason::TooBig);
                        Ok(())
                    }
                    Value::Cut => Ok(()),
                },
                // What the key says would be lost.
                (Structure::Chats | Structure::Map | Structure::Rooms, Some(Next::Scalar))
                    if walk.scanner.look(FLAT)?.is_some_and(|text| json::kind(text) == Kind::Null) =>
                {
                    walk.scanner.value(limits::VALUE_BYTES)?;
                    walk.out.unread(&walk.keys[..leaf], json::string(key).as_bytes());
                    Ok(())
                }
                (_, Some(Next::Scalar)) => walk.unknown_value(),
                (_, None) => Ok(()),
            }
        })
    }

    /// Whether the next object, in the place of the messages of a chat, holds them or other chats, and is no message itself.
    fn holds_messages(&mut self) -> io::Result<bool> {
        let beginning = self.scanner.look_beginning(FLAT)?;
        let is_holder = |(_, value): (_, &[u8])| matches!(json::kind(value), Kind::Object | Kind::Array);
        let is_time = |(key, _): (Cow<'_, str>, _)| TIMES.contains(&normal(&key).as_str());
        Ok(json::Pairs::of(beginning).any(is_holder) && !json::Pairs::of(beginning).any(is_time))
    }

    /// Whether the next object is a row instead of a map of rows: it has the fields of one.
    fn is_row(&mut self, section: Section) -> io::Result<bool> {
        let Some(text) = self.scanner.look(FLAT)? else { return Ok(false) };
        let spec = field_roles::of(section);
        let is_field = |(name, value): &(Cow<'_, str>, &[u8])| {
            let name = normal(name);
            !matches!(json::kind(value), Kind::Object | Kind::Array)
                && (roles::by_name(&spec, &name) != Role::Other || is_known(section, &name))
        };
        let is_time = |(name, value): (Cow<'_, str>, &[u8])| {
            TIMES.contains(&normal(&name).as_str()) && RawField::json(name, value).time().is_some()
        };
        let known = json::Pairs::of(text).filter(is_field).count();
        let is_only = || known == 1 && json::Pairs::of(text).count() == 1;
        Ok(known > 1 || is_only() || json::Pairs::of(text).any(is_time))
    }

    /// Skips the rows of a chat that is one too many.
    pub(super) fn skip_rows(&mut self, list: u32) -> io::Result<()> {
        if self.scanner.peek_value()? == Some(Next::Array) {
            return self.array(list, |out, _| out.skip(list, SkipReason::TooMany));
        }
        self.scanner.value(limits::VALUE_BYTES)?;
        self.out.skip(list, SkipReason::TooMany);
        Ok(())
    }

    /// Reads a delimited string, `a|b|c` or `a,b,c`, or a list.
    fn parts(&mut self, section: Section) -> io::Result<()> {
        let list = self.out.list(section, self.path());
        match self.scanner.value(limits::VALUE_BYTES)? {
            Value::Whole(text) => self.out.parts(list, &json::scalar(text)),
            Value::TooBig => self.out.skip(list, SkipReason::TooBig),
            Value::Cut => {}
        }
        Ok(())
    }

    /// Reads an object that is a row, or a map of rows.
    fn one(&mut self, section: Section) -> io::Result<()> {
        let list = self.out.list(section, self.path());
        match self.scanner.value(limits::VALUE_BYTES)? {
            Value::Whole(text) => {
                let rows = |value: &[u8]| matches!(json::kind(value), Kind::Object);
                let is_map =
                    json::Pairs::of(text).next().is_some() && json::Pairs::of(text).all(|(_, v)| rows(v));
                if is_map {
                    for (position, (key, row)) in json::Pairs::of(text).enumerate() {
                        if self.out.is_over {
                            break;
                        }
                        self.out.entry(Target { list, thread: None }, &key, Some(position), row);
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

    /// The id of the device that the next object is about.
    fn device(&mut self, list: u32) -> io::Result<Option<String>> {
        if self.out.lists[list as usize].section != Section::Device {
            return Ok(None);
        }
        let properties: Vec<_> = json::Pairs::of(self.scanner.look(FLAT)?.unwrap_or_default())
            .map(|(name, value)| (name, json::scalar(value)))
            .collect();
        Ok(device::id(properties.iter().map(|(name, value)| (&**name, &**value))))
    }

    /// Reads every non-empty scalar below the current key as a fact.
    fn facts(&mut self, list: u32, skip: usize, position: &mut i32) -> io::Result<()> {
        match self.scanner.peek_value()? {
            Some(Next::Object) if self.keys.len() < MAX_DEPTH => {
                let device = self.device(list)?;
                let has_id = device.is_some();
                // The path of a property of a device begins with its id.
                let skip = if has_id { self.keys.len() } else { skip };
                self.keys.extend(device);
                self.object(|walk, _| walk.facts(list, skip, position))?;
                if has_id {
                    self.keys.pop();
                }
                Ok(())
            }
            Some(Next::Array) if self.keys.len() < MAX_DEPTH => {
                self.scanner.enter();
                // A list of profiles has one in each element.
                let are_profiles = self.keys.len() == skip;
                while !self.out.is_over && self.scanner.has_element()? {
                    if are_profiles {
                        self.out.profiles.begin(list);
                    }
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
                let section = self.out.lists[list as usize].section;
                match self.scanner.value(limits::RECORD_BYTES)? {
                    Value::Whole(text) => {
                        let value = json::scalar(text);
                        // A word that a person wrote, or an item of a list of words, is never a placeholder.
                        let is_word = || {
                            let key = canonical(section, &path).unwrap_or_default();
                            let is_item = self.keys.last().is_some_and(String::is_empty)
                                || has_groups(section) && self.keys[skip..].iter().any(String::is_empty);
                            let is_own = is_item || is_own_words(section, key);
                            is_own && json::kind(text) == Kind::String && !value.trim().is_empty()
                        };
                        let is_absent = json::is_empty_scalar(&value) && !is_word();
                        if !is_absent && !matches!(text, b"{}" | b"[]") {
                            self.out.fact(list, &path, &value, *position);
                            *position += 1;
                        }
                    }
                    Value::TooBig => self.out.skip(list, SkipReason::TooBig),
                    Value::Cut => {}
                }
                Ok(())
            }
            None => Ok(()),
        }
    }
}

/// Whether a key only holds a list, and says nothing about its rows.
fn is_wrapper(key: &str) -> bool {
    const WORDS: [&str; 9] =
        ["data", "items", "entries", "records", "rows", "values", "results", "elements", "all"];
    let key = normal(key);
    key.is_empty() || key.ends_with("list") || WORDS.contains(&key.as_str())
}
