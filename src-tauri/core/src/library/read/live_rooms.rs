//! Reads LIVE rooms: JSON objects with what was said in them.

use std::borrow::Cow;
use std::io::{self, Read};

use super::collect::Target;
use super::field::RawField;
use super::json_keys::normal;
use super::json_reader::Walk;
use super::original::Source;
use crate::library::json::{self, Kind, Next, Value};
use crate::library::limits;
use crate::library::{InferredBy, Section, SkipReason};

impl<R: Read> Walk<'_, '_, R> {
    /// Reads a list of LIVE rooms.
    pub(super) fn rooms(&mut self, section: Section) -> io::Result<()> {
        let list = self.out.list(section, self.path());
        self.scanner.enter();
        while !self.out.is_over && self.scanner.has_element()? {
            self.room(list, None)?;
        }
        self.scanner.leave(Next::Array)
    }

    /// Reads a LIVE room: one record for the room, and one for each comment and question in it. `key`: its key in a map of rooms.
    pub(super) fn room(&mut self, list: u32, key: Option<&str>) -> io::Result<()> {
        let text = match self.scanner.value(limits::VALUE_BYTES)? {
            Value::Whole(text) => text,
            Value::TooBig => {
                self.out.skip(list, SkipReason::TooBig);
                return Ok(());
            }
            Value::Cut => return Ok(()),
        };
        if json::kind(text) != Kind::Object {
            self.out.json(Target { list, thread: None }, text);
            return Ok(());
        }
        let number = number_in(text);
        let room = key.or(number.as_deref()).unwrap_or_default();
        let is_said = number.as_deref() == Some(room);
        let mut kept: Vec<RawField<'_>> =
            (!is_said && !room.is_empty()).then(|| RawField::text("Room", room)).into_iter().collect();
        let mut inner = Vec::new();
        let mut inferred = Vec::new();
        let keys: Vec<String> = json::Pairs::of(text).map(|(key, _)| normal(&key)).collect();
        for ((key, value), normal) in json::Pairs::of(text).zip(&keys) {
            let section = match normal.as_str() {
                "comments" => Some(Section::LiveComment).filter(|_| said(value).is_some()),
                "questions" => Some(Section::LiveQuestion).filter(|_| said(value).is_some()),
                _ => said_in_room(&keys, value)
                    .inspect(|section| inferred.push((*section, key.clone().into_owned()))),
            };
            match section {
                Some(section) => inner.push((section, value)),
                // One more than a record may have, so that it is skipped.
                None if kept.len() > limits::RECORD_FIELDS => {}
                None => kept.push(RawField::json(key, value)),
            }
        }
        // TikTok writes `-1` for rooms that no longer exist.
        let source = if inner.is_empty() { Source::Json(text) } else { Source::Part };
        self.out.fields(Target { list, thread: None }, &kept, source);
        let path = self.keys[..self.keys.len() - usize::from(key.is_some())].join("/");
        for (section, key) in inferred {
            self.out.infer(format!("{path}/…/{key}"), section, InferredBy::Fields);
        }
        for (section, rows) in inner {
            // One list for the rows of all rooms.
            let lists = self.out.lists.iter().zip(0u32..).skip(list as usize);
            let known = lists.filter(|(known, _)| known.section == section).map(|(_, index)| index).next();
            let inner = known.unwrap_or_else(|| self.out.list(section, path.clone()));
            for (position, (key, row)) in said(rows).into_iter().flatten().enumerate() {
                if self.out.is_over {
                    return Ok(());
                }
                if row.len() > limits::RECORD_BYTES {
                    self.out.skip(inner, SkipReason::TooBig);
                    continue;
                }
                let mut fields = vec![RawField::text("Room", room)];
                match json::kind(row) {
                    Kind::Object => {
                        fields.extend(json::Pairs::of(row).map(|(name, value)| RawField::json(name, value)));
                    }
                    Kind::Null => {}
                    Kind::Array | Kind::String | Kind::Bare => {
                        fields.push(RawField::json(words_in(section).into(), row));
                    }
                }
                if fields[1..].iter().all(RawField::is_blank) {
                    self.out.skip(inner, SkipReason::Empty);
                    continue;
                }
                // The key of a map that does not only count them.
                if key.parse() != Ok(position) && key.parse() != Ok(position + 1) && !key.is_empty() {
                    fields.push(RawField::text("Key", &key));
                }
                self.out.fields(Target { list: inner, thread: None }, &fields, Source::Json(row));
            }
        }
        Ok(())
    }
}

/// The number of a room, if the room says it.
fn number_in(room: &[u8]) -> Option<Cow<'_, str>> {
    let mut pairs =
        json::Pairs::of(room).filter(|(name, _)| ["roomid", "room"].contains(&normal(name).as_str()));
    pairs.next().map(|(_, value)| json::scalar(value)).filter(|number| !json::is_empty_scalar(number))
}

/// What was said in a LIVE room: a list, a map, or a text. None if the value is none of these.
fn said(value: &[u8]) -> Option<Vec<(Cow<'_, str>, &[u8])>> {
    match json::kind(value) {
        Kind::Array => Some(json::Items::of(value).map(|row| (Cow::default(), row)).collect()),
        Kind::Object if json::Pairs::of(value).all(|(_, row)| json::kind(row) == Kind::Object) => {
            Some(json::Pairs::of(value).collect())
        }
        Kind::Object => Some(vec![(Cow::default(), value)]),
        Kind::String => {
            let text = json::scalar(value);
            let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
            (!is_number && !json::is_empty_scalar(&text)).then(|| vec![(Cow::default(), value)])
        }
        _ => None,
    }
}

/// The name of the words themselves, where a room has nothing else of what was said.
fn words_in(section: Section) -> &'static str {
    if section == Section::LiveQuestion { "QuestionContent" } else { "CommentContent" }
}

/// The section of what was said in a LIVE room, if this is a list of it whose key is not known. `keys` are those of the room.
fn said_in_room(keys: &[String], value: &[u8]) -> Option<Section> {
    let first = json::Items::of(value).next().filter(|first| json::kind(first) == Kind::Object)?;
    let names: Vec<String> = json::Pairs::of(first).map(|(name, _)| normal(&name)).collect();
    let has = |word: &str| names.iter().any(|name| name.contains(word));
    let lacks = |key: &str| !keys.iter().any(|known| known == key);
    match (has("comment"), has("question")) {
        (true, false) => Some(Section::LiveComment),
        (false, true) => Some(Section::LiveQuestion),
        _ if lacks("comments") && !lacks("questions") => Some(Section::LiveComment),
        _ if lacks("questions") && !lacks("comments") => Some(Section::LiveQuestion),
        _ => None,
    }
}
