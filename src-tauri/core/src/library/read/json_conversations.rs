//! Reads chats in unusual forms, and conversations with TikTok's AI: JSON values that hold lists of rows.

use std::borrow::Cow;
use std::io::{self, Read};

use super::chat_name::{chat_name, is_group_heading, is_heading};
use super::collect::{Collector, Target};
use super::field::{RawField, as_json};
use super::field_roles::TIMES;
use super::json_keys::normal;
use super::json_reader::{FLAT, MAX_DEPTH, Walk};
use crate::library::json::{self, Kind, Value};
use crate::library::limits::{self, shortened};
use crate::library::{Section, SkipReason};

impl<R: Read> Walk<'_, '_, R> {
    /// Reads an object in the place of the messages of a chat: it may hold them, under a key or one by one, or other chats.
    pub(super) fn chat_in_object(&mut self, section: Section, list: u32, heading: &str) -> io::Result<()> {
        let leaf = self.keys.len() - 1;
        let (mut chats, mut messages) = (0, 0);
        self.object(|walk, key| {
            let beginning = walk.scanner.look_beginning(FLAT)?;
            let kind = json::kind(beginning);
            let is_row = |item: &[u8]| json::kind(item) == Kind::Object;
            let holds_rows = kind == Kind::Array && json::Items::of(beginning).next().is_none_or(is_row);
            let is_chat = names_chat(key) || holds_rows && !names_chat(heading) && normal(key) != "messages";
            chats += usize::from(is_chat);
            if is_chat && chats > limits::CHATS {
                return walk.skip_rows(list);
            }
            let name = chat_name(if is_chat { key } else { heading });
            let is_group = section == Section::Message && is_chat && is_group_heading(key);
            // What holds chats is a part of the path.
            let above = if is_chat && !names_chat(heading) { leaf + 1 } else { leaf };
            let list = if is_group || above > leaf {
                let section = if is_group { Section::GroupMessage } else { section };
                walk.out.list_at(section, walk.keys[..above].join("/"))
            } else {
                list
            };
            match kind {
                Kind::Object if is_chat && walk.keys.len() < MAX_DEPTH => {
                    walk.chat_in_object(section, list, key)
                }
                Kind::Array if holds_rows => {
                    walk.look_at_list(list)?;
                    let mut is_empty = true;
                    walk.array(list, |out, row| {
                        is_empty = false;
                        out.json(Target { list, thread: Some(&name) }, row);
                    })?;
                    if is_empty {
                        walk.out.unread(&walk.keys[..leaf], json::string(key).as_bytes());
                    }
                    Ok(())
                }
                Kind::Object if !is_chat => {
                    match walk.scanner.value(limits::VALUE_BYTES)? {
                        Value::Whole(text) => {
                            messages += 1;
                            let at = Target { list, thread: Some(&name) };
                            walk.out.entry(at, key, Some(messages - 1), text);
                        }
                        Value::TooBig => walk.out.skip(list, SkipReason::TooBig),
                        Value::Cut => {}
                    }
                    Ok(())
                }
                _ => walk.unknown_value(),
            }
        })
    }

    /// Reads conversations with TikTok's AI: `[{"Chat Title": …, "Messages": […]}]`.
    pub(super) fn conversations(&mut self, section: Section) -> io::Result<()> {
        let list = self.out.list(section, self.path());
        let keys = self.keys.clone();
        let mut conversations = 0;
        self.array(list, |out, row| {
            let Some(found) = Conversation::of(row, &TITLES) else {
                return out.json(Target { list, thread: None }, row);
            };
            conversations += 1;
            let title = shortened(&found.name, limits::NAME_CHARS);
            found.read(out, Target { list, thread: Some(&title) }, &keys, conversations > limits::CHATS);
        })
    }

    /// Reads the conversation with this key.
    pub(super) fn conversation(&mut self, list: u32, key: &str) -> io::Result<()> {
        let keys = &self.keys[..self.keys.len() - 1];
        match self.scanner.value(limits::VALUE_BYTES)? {
            Value::Whole(text) => {
                let Some(mut found) = Conversation::of(text, &TITLES) else {
                    self.out.entry(Target { list, thread: None }, key, None, text);
                    return Ok(());
                };
                if found.name.is_empty() {
                    found.name = key.into();
                } else {
                    found.rest.push(RawField::text("Key", key));
                }
                let title = shortened(&found.name, limits::NAME_CHARS);
                found.read(self.out, Target { list, thread: Some(&title) }, keys, false);
            }
            Value::TooBig => self.out.skip(list, SkipReason::TooBig),
            Value::Cut => {}
        }
        Ok(())
    }

    /// Reads a list of chats: `[{"Chat History with noor:": […]}]`, or `[{"ChatWith": "noor", "Messages": […]}]`.
    pub(super) fn chats(&mut self, section: Section) -> io::Result<()> {
        let list = self.out.list(section, self.path());
        let keys = self.keys.clone();
        let mut chats = 0;
        self.array(list, |out, row| {
            let found = Conversation::each_of(row).or_else(|| {
                let is_message = json::Pairs::of(row).any(|(key, _)| TIMES.contains(&normal(&key).as_str()));
                let found = if is_message { None } else { Conversation::of(row, &CHAT_NAMES) };
                found.map(|found| vec![found])
            });
            let Some(found) = found else { return out.json(Target { list, thread: None }, row) };
            for chat in found {
                chats += 1;
                let is_group = section == Section::Message && is_group_heading(&chat.name);
                let list = if is_group { out.list_at(Section::GroupMessage, keys.join("/")) } else { list };
                let name = chat_name(&chat.name);
                chat.read(out, Target { list, thread: Some(&name) }, &keys, chats > limits::CHATS);
            }
        })
    }
}

/// Normalised keys of the title of a conversation with TikTok's AI.
const TITLES: [&str; 2] = ["chattitle", "title"];

/// Normalised keys of the name of a chat.
const CHAT_NAMES: [&str; 7] = ["chatwith", "chatname", "chattitle", "title", "name", "with", "username"];

/// Whether a key is the heading of a chat.
fn names_chat(key: &str) -> bool {
    is_heading(key) || is_group_heading(key)
}

/// A value that holds messages.
struct Conversation<'v> {
    name: Cow<'v, str>,
    /// The messages, as an array.
    messages: &'v [u8],
    /// What else it has, and the name if there are no messages.
    rest: Vec<RawField<'v>>,
}

impl<'v> Conversation<'v> {
    /// The conversation in an object with messages and a name, which has one of these normalised keys.
    fn of(row: &'v [u8], names: &[&str]) -> Option<Self> {
        let pairs: Vec<(Cow<'v, str>, &'v [u8])> = json::Pairs::of(row).collect();
        let at = |names: &[&str], kind: Kind| {
            let by_key = pairs.iter().position(|(key, _)| names.contains(&normal(key).as_str()));
            // In a pair of a name and messages, their kinds tell which is which.
            let mut of_kind = (0..pairs.len()).filter(|at| json::kind(pairs[*at].1) == kind);
            let mut only = || of_kind.next().filter(|_| pairs.len() == 2 && of_kind.next().is_none());
            by_key.or_else(&mut only)
        };
        let messages = at(&["messages"], Kind::Array)?;
        let name = at(names, Kind::String);
        if json::kind(pairs[messages].1) != Kind::Array {
            return None;
        }
        let is_empty = json::Items::of(pairs[messages].1).next().is_none();
        let is_rest = |at: usize| at != messages && (Some(at) != name || is_empty);
        let field = |at: usize| RawField::json(pairs[at].0.clone(), pairs[at].1);
        Some(Self {
            name: name.map_or_else(Cow::default, |name| json::scalar(pairs[name].1)),
            messages: pairs[messages].1,
            rest: (0..pairs.len()).filter(|at| is_rest(*at)).map(field).collect(),
        })
    }

    /// The conversations in an object that holds nothing but lists by name.
    fn each_of(row: &'v [u8]) -> Option<Vec<Self>> {
        let is_list = |(_, value): (_, &[u8])| json::kind(value) == Kind::Array;
        let are_lists = json::Pairs::of(row).next().is_some() && json::Pairs::of(row).all(is_list);
        let of = |(name, messages): (Cow<'v, str>, &'v [u8])| {
            let is_empty = json::Items::of(messages).next().is_none();
            let kept = || RawField { name: "Chat".into(), value: name.clone(), raw: None };
            let rest = is_empty.then(kept).into_iter().collect();
            Self { name, messages, rest }
        };
        are_lists.then(|| json::Pairs::of(row).map(of).collect())
    }

    /// Reads it, or skips its messages if there are too many conversations.
    fn read(&self, out: &mut Collector<'_>, at: Target<'_>, keys: &[String], is_too_many: bool) {
        if !is_too_many && self.rest.iter().any(|field| !field.is_blank()) {
            let mut kept = self.rest.clone();
            let has_messages = json::Items::of(self.messages).next().is_some();
            kept.extend((has_messages && !self.name.is_empty()).then(|| RawField::text("Chat", &self.name)));
            out.unread(keys, as_json(&kept).as_bytes());
        }
        for message in json::Items::of(self.messages) {
            if out.is_over {
                return;
            }
            if is_too_many {
                out.skip(at.list, SkipReason::TooMany);
            } else {
                out.json(at, message);
            }
        }
    }
}
