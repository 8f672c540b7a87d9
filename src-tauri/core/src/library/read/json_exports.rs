//! Reads lists of exports, or of parts of them.

use std::io::{self, Read};

use super::json_keys::{Structure, find, holder, normal};
use super::json_reader::{FLAT, Walk};
use crate::library::Section;
use crate::library::json::{self, Kind, Next};

/// Whether a list is one of exports is told by this many of its items.
const FIRST_ITEMS: usize = 3;
/// How deep a known list is in an export, at most.
const LIST_DEPTH: usize = 4;

impl<R: Read> Walk<'_, '_, R> {
    /// Whether the next list is one of exports, or of parts of exports: objects that hold known lists further down.
    pub(super) fn has_exports(&mut self) -> io::Result<bool> {
        let is_foreign = self.is_foreign();
        let mut items = json::Items::of(self.scanner.look_beginning(FLAT)?).take(FIRST_ITEMS);
        Ok(!is_foreign
            && items.any(|item| {
                json::Pairs::of(item).any(|(key, value)| {
                    let mut path = vec![normal(&key)];
                    let are_facts = find(&path).is_some_and(|known| known.structure == Structure::Facts);
                    are_facts && json::kind(value) == Kind::Object || has_known_list(&mut path, value)
                })
            }))
    }

    /// Reads a list of exports.
    pub(super) fn exports(&mut self) -> io::Result<()> {
        self.scanner.enter();
        while !self.out.is_over
            && self.scanner.has_element()?
            && let Some(next) = self.scanner.peek_value()?
        {
            self.out.profiles.parts.begin();
            match next {
                Next::Object => self.object(|walk, _| walk.value())?,
                _ => self.unknown_value()?,
            }
        }
        self.scanner.leave(Next::Array)
    }
}

/// Whether this value, which is at a path of normalised keys, holds a known list.
fn has_known_list(path: &mut Vec<String>, value: &[u8]) -> bool {
    path.len() < LIST_DEPTH
        && json::Pairs::of(value).any(|(key, value)| {
            path.push(normal(&key));
            let is_list = match json::kind(value) {
                Kind::Array => find(path).is_some_and(|known| known.section != Section::Technical),
                Kind::Object => {
                    find(path).is_some_and(|known| known.section != Section::Technical)
                        || path.last().is_some_and(|key| holder(key).is_some())
                        || has_known_list(path, value)
                }
                _ => false,
            };
            path.pop();
            is_list
        })
}
