//! JSON documents that are named by their files: a map of chats, orders or LIVE rooms without its key, and lists of other
//! programs, which may have the name of one of TikTok's.

use std::io::{self, Read};

use super::evidence::{names_tiktok, top_weight};
use super::infer::held_key;
use super::json_keys::{find, holder, normal, of_file};
use super::json_reader::{FLAT, Walk};
use super::link;
use crate::library::Section;
use crate::library::json;

impl<R: Read> Walk<'_, '_, R> {
    /// Whether the next document is the value of the known key that its file is named like.
    pub(super) fn is_value_of(&mut self, stem: &str) -> io::Result<bool> {
        let stem = normal(stem);
        let Some(known) = find(std::slice::from_ref(&stem)) else { return Ok(false) };
        if known.section.is_facts() {
            return Ok(false);
        }
        let beginning = self.scanner.look_beginning(FLAT)?;
        let is_known = |key: String| {
            holder(&key).is_some() || top_weight(&key).is_some() || find(&[stem.clone(), key]).is_some()
        };
        Ok(held_key(known.section, beginning).is_some()
            && !json::Pairs::of(beginning).any(|(key, _)| is_known(normal(&key))))
    }

    /// Whether the next document is a list whose rows link to other sites, and never to TikTok, although those of the section
    /// that its file is named like would.
    pub(super) fn is_foreign_list(&mut self, stem: &str) -> io::Result<bool> {
        if !of_file(stem).is_some_and(links_to_tiktok) {
            return Ok(false);
        }
        let (mut rows, mut linked) = (0, 0);
        for row in json::Items::of(self.scanner.look_ahead(FLAT)?) {
            let links: Vec<_> = json::Pairs::of(row)
                .map(|(_, value)| json::scalar(value))
                .filter(|value| link::is_link(value))
                .collect();
            if links.iter().any(|link| names_tiktok(link)) {
                return Ok(false);
            }
            rows += 1;
            linked += usize::from(!links.is_empty());
        }
        Ok(linked * 2 > rows)
    }
}

/// Whether the links in the records of a section lead to TikTok.
fn links_to_tiktok(section: Section) -> bool {
    use Section as S;
    matches!(section, S::Watch | S::Like | S::FavouriteVideo | S::Repost | S::Search | S::Comment)
}
