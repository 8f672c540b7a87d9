//! Sections of an export: a path in the document, and the content below it.

use std::io;

use super::json::JsonWriter;
use super::shop::{LiveRoom, Order};
use super::value::{Rows, Value};

/// A part of the document with a path of its own.
pub struct Section<'m> {
    /// The section's canonical name.
    pub name: &'static str,
    /// Keys from the root of the document.
    pub path: Vec<String>,
    /// What is written at the path.
    pub content: Content<'m>,
    /// An earlier section of the document has the same records.
    pub is_repeated: bool,
}

impl<'m> Section<'m> {
    /// A section at a path whose keys are separated by `/`.
    #[must_use]
    pub fn new(name: &'static str, path: &str, content: Content<'m>) -> Self {
        Self { name, path: path.split('/').map(str::to_owned).collect(), content, is_repeated: false }
    }
}

/// The content of a section.
pub enum Content<'m> {
    /// Rows, and their fields as [`super::layout`] spells them.
    List(Rows<'m>, &'static str),
    /// Rows by chat, and their fields.
    Chats(Vec<(String, Rows<'m>)>, &'static str),
    /// Orders by number.
    Orders(Vec<Order>),
    /// LIVE rooms by id.
    LiveRooms(Vec<LiveRoom>),
    /// Titles and messages (time and content) of chats with TikTok's AI.
    Tako(Vec<(&'static str, Vec<(i64, Value)>)>),
    /// A list whose elements are not objects.
    Values(Vec<Value>),
    /// Interests, separated by `|`.
    Interests(String),
    /// A tree of facts: each scalar that is not empty is a record.
    Facts(Value),
    /// An empty section, with the value that says so.
    Empty(Value),
    /// Anything else.
    Custom(Custom<'m>),
}

/// Writes the content of a section, whose path is the second argument with `/` between its keys.
pub type Custom<'m> = Box<dyn FnOnce(&mut JsonWriter<'_>, &str) -> io::Result<()> + 'm>;
