//! Reads LIVE rooms, and conversations with TikTok's AI: JSON values that hold lists of rows.

use std::io::{self, Read};

use super::collect::Target;
use super::field::RawField;
use super::json_keys::normal;
use super::json_reader::Walk;
use super::original::Source;
use crate::library::json::{self, Kind, Value};
use crate::library::limits::{self, shortened};
use crate::library::{InferredBy, Section, SkipReason};

impl<R: Read> Walk<'_, '_, R> {
    /// Reads a LIVE room: one record for the room, and one for each comment and question in it.
    pub(super) fn room(&mut self, list: u32, room: &str) -> io::Result<()> {
        let text = match self.scanner.value(limits::VALUE_BYTES)? {
            Value::Whole(text) => text,
            Value::TooBig => {
                self.out.skip(list, SkipReason::TooBig);
                return Ok(());
            }
            Value::Cut => return Ok(()),
        };
        let mut kept = vec![RawField::text("Room", room)];
        let mut inner = Vec::new();
        let mut inferred = Vec::new();
        let keys: Vec<String> = json::Pairs::of(text).map(|(key, _)| normal(&key)).collect();
        for ((key, value), normal) in json::Pairs::of(text).zip(&keys) {
            let section = match normal.as_str() {
                "comments" => Some(Section::LiveComment),
                "questions" => Some(Section::LiveQuestion),
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
        let path = self.keys[..self.keys.len() - 1].join("/");
        for (section, key) in inferred {
            self.out.infer(format!("{path}/…/{key}"), section, InferredBy::Fields);
        }
        for (section, rows) in inner {
            // One list for the rows of all rooms.
            let lists = self.out.lists.iter().zip(0u32..).skip(list as usize);
            let known = lists.filter(|(known, _)| known.section == section).map(|(_, index)| index).next();
            let inner = known.unwrap_or_else(|| self.out.list(section, path.clone()));
            for row in json::Items::of(rows) {
                if self.out.is_over {
                    return Ok(());
                }
                if row.len() > limits::RECORD_BYTES {
                    self.out.skip(inner, SkipReason::TooBig);
                    continue;
                }
                let mut fields = vec![RawField::text("Room", room)];
                fields.extend(json::Pairs::of(row).map(|(name, value)| RawField::json(name, value)));
                if fields.len() == 1 {
                    self.out.skip(inner, SkipReason::Empty);
                } else {
                    self.out.fields(Target { list: inner, thread: None }, &fields, Source::Json(row));
                }
            }
        }
        Ok(())
    }

    /// Reads conversations with TikTok's AI: `[{"Chat Title": …, "Messages": […]}]`.
    pub(super) fn conversations(&mut self, section: Section) -> io::Result<()> {
        let list = self.out.list(section, self.path());
        let mut conversations = 0;
        self.array(list, |out, row| {
            let of_key = |names: &[&str], kind: Kind| {
                let mut pairs = json::Pairs::of(row);
                let named = pairs.find(|(key, _)| names.contains(&normal(key).as_str()));
                // In a pair of a title and messages, their kinds tell which is which.
                let mut of_kind = json::Pairs::of(row).filter(|(_, value)| json::kind(value) == kind);
                let is_pair = json::Pairs::of(row).count() == 2;
                let only = || of_kind.next().filter(|_| is_pair && of_kind.next().is_none());
                named.or_else(only).map_or(&b""[..], |(_, value)| value)
            };
            let messages = of_key(&["messages"], Kind::Array);
            let title = json::scalar(of_key(&["chattitle", "title"], Kind::String)).into_owned();
            let title = shortened(&title, limits::NAME_CHARS);
            if json::kind(messages) != Kind::Array {
                return out.json(Target { list, thread: None }, row);
            }
            conversations += 1;
            for message in json::Items::of(messages) {
                if out.is_over {
                    return;
                }
                if conversations > limits::CHATS {
                    out.skip(list, SkipReason::TooMany);
                } else {
                    out.json(Target { list, thread: Some(&title) }, message);
                }
            }
        })
    }
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
