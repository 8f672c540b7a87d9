//! Infers the section of a list whose key is not known: from what holds it, from the fields and values of its rows, and from
//! which lists the rest of the document has. What cannot be told stays unknown.

use std::collections::{BTreeSet, HashSet};

use super::chat_name::{is_group_heading, is_heading};
use super::field_roles::USERS;
use super::json_keys::{KnownKey, Structure, holder, keys_of, leaves, normal, of_section};
use super::known_fields::{self, best};
use super::list_sample::ListSample;
use crate::library::json::{self, Kind};
use crate::library::{InferredBy, Section};

/// What is known of the document.
#[derive(Debug, Default)]
pub struct Seen {
    /// Sections of which a list, or what holds it, has been found.
    pub sections: BTreeSet<Section>,
    /// The paths below which a list of a section has been found by its key.
    pub below: HashSet<(Section, String)>,
    /// Sections of which a list with rows has been found by its key. Partners, who are in two lists, are never among them.
    pub filled: BTreeSet<Section>,
}

impl Seen {
    /// Whether all lists of a section that are known below a path have been found there.
    #[must_use]
    pub fn has_below(&self, section: Section, path: &str) -> bool {
        // Partners are in two lists.
        section != Section::AdPartner && self.below.contains(&(section, path.to_owned()))
    }
}

/// A list whose key is not known.
#[derive(Debug)]
pub struct UnknownList<'l> {
    /// The keys of its path.
    pub keys: &'l [String],
    /// The same, normalised.
    pub normal: &'l [String],
    /// The first of its rows.
    pub sample: &'l ListSample,
}

/// The lists of videos, which have the same fields.
const VIDEOS: [Section; 3] = [Section::Watch, Section::Like, Section::FavouriteVideo];
/// The lists of people, which have the same fields.
const PEOPLE: [Section; 3] = [Section::Follower, Section::Following, Section::Block];
/// With fewer known lists in the document, those that it lacks say nothing.
const KNOWN_LISTS: usize = 5;

/// Beginnings of words in the keys of lists that are none of the known ones, although their rows look the same.
const OF_OTHERS: [&str; 14] = [
    "not",
    "dis",
    "un",
    "close",
    "friend",
    "suggest",
    "recommend",
    "restrict",
    "mute",
    "remove",
    "delete",
    "survey",
    "appeal",
    "review",
];

/// Beginnings of words in keys, and the sections that they stand for. The first match is used.
const WORDS: [(&str, Section); 15] = [
    ("watch", Section::Watch),
    ("brows", Section::Watch),
    ("view", Section::Watch),
    ("seen", Section::Watch),
    ("repost", Section::Repost),
    ("favorite", Section::FavouriteVideo),
    ("saved", Section::FavouriteVideo),
    ("bookmark", Section::FavouriteVideo),
    ("like", Section::Like),
    ("heart", Section::Like),
    ("following", Section::Following),
    ("follower", Section::Follower),
    ("fans", Section::Follower),
    ("block", Section::Block),
    ("search", Section::Search),
];

impl UnknownList<'_> {
    /// The section, if the list itself and what holds it tell.
    #[must_use]
    pub fn section(&self, seen: &Seen) -> Option<(Section, InferredBy)> {
        self.of_holder(seen).or_else(|| self.of_key()).or_else(|| self.of_fields(seen))
    }

    /// The section, if the rest of the document tells: it has no other list of this kind.
    #[must_use]
    pub fn missing_section(&self, seen: &Seen, is_longest: bool) -> Option<(Section, InferredBy)> {
        let sample = self.sample;
        let lacks = |section: &Section| !seen.sections.contains(section);
        let of_links = [
            (sample.sounds, Section::FavouriteSound),
            (sample.hashtags, Section::FavouriteHashtag),
            (sample.effects, Section::FavouriteEffect),
        ];
        let is_small = sample.fields() <= 3;
        if let Some((_, section)) = of_links.iter().find(|(count, _)| is_small && sample.most(*count)) {
            return Some((*section, InferredBy::Values)).filter(|_| lacks(section));
        }
        let names = sample.names();
        let candidates: &[Section] = if is_small && self.is_of_videos() {
            &VIDEOS
        } else if sample.fields() == 2 && names.iter().any(|name| USERS.contains(&name.as_str())) {
            &PEOPLE
        } else if sample.fields() == 2 && sample.most(sample.timed) {
            &[Section::Search]
        } else {
            return None;
        };
        let is_of_videos = candidates.len() == VIDEOS.len() && candidates[0] == Section::Watch;
        if self.words().iter().any(|word| OF_OTHERS.iter().any(|other| word.starts_with(other))) {
            return None;
        }
        if let Some(section) = self.named(candidates, is_of_videos).filter(lacks) {
            return Some((section, InferredBy::Name));
        }
        let is_enough = seen.sections.len() >= KNOWN_LISTS;
        let missing: Vec<Section> =
            candidates.iter().copied().filter(|section| lacks(section) && self.may_hold(*section)).collect();
        match missing[..] {
            // Any of many lists may be one of words.
            _ if !is_enough || *candidates == [Section::Search] => None,
            [only] => Some((only, InferredBy::Missing)),
            // Nobody likes more videos than they watch.
            [Section::Watch, ..] if is_longest => Some((Section::Watch, InferredBy::Missing)),
            // Since 2026 there are reposts, too.
            [] if is_of_videos && lacks(&Section::Repost) && seen.sections.contains(&Section::Tako) => {
                Some((Section::Repost, InferredBy::Missing))
            }
            _ => None,
        }
    }

    /// Whether most of the rows are videos with a time.
    #[must_use]
    pub fn is_of_videos(&self) -> bool {
        self.sample.most(self.sample.videos) && self.sample.most(self.sample.timed)
    }

    /// The section of a word in the key of the list or of what holds it.
    fn named(&self, of: &[Section], is_of_videos: bool) -> Option<Section> {
        let words = self.words();
        words
            .iter()
            .flat_map(|own| WORDS.iter().filter(move |(word, _)| own.starts_with(word)))
            .map(|(_, section)| *section)
            .find(|section| of.contains(section) || is_of_videos && *section == Section::Repost)
    }

    /// The words of the key of the list and of what holds it, in lower case: `ItemFavoriteList` has three.
    fn words(&self) -> Vec<String> {
        self.keys.iter().rev().take(2).flat_map(|key| words(key)).collect()
    }

    /// Whether the uppermost key may hold lists of a section. `Likes and Favorites` has no others.
    fn may_hold(&self, section: Section) -> bool {
        let is_of_likes = self.normal.first().is_some_and(|key| key == "likesandfavorites");
        !is_of_likes || section != Section::Watch
    }

    /// The section of what holds the list, unless its own list is there, too.
    fn of_holder(&self, seen: &Seen) -> Option<(Section, InferredBy)> {
        let (_, above) = self.normal.split_last()?;
        let section = holder(above.last()?)?;
        let path = self.keys[..above.len()].join("/");
        let fits = || {
            let sample = self.sample;
            let is_of_words = sample.objects == 0;
            let structure = of_section(section).map(|known| known.structure);
            match structure {
                Some(Structure::Parts) => is_of_words,
                Some(Structure::Facts) => true,
                _ => {
                    sample.rows == 0
                        || known_fields::has_any(section, &sample.names())
                        || !is_of_words && sample.most(sample.timed)
                }
            }
        };
        (!seen.has_below(section, &path) && fits()).then_some((section, InferredBy::Holder))
    }

    /// The section of a key that is known, but of which the keys above it are not; or of the heading of a chat.
    fn of_key(&self) -> Option<(Section, InferredBy)> {
        let last = self.keys.last()?;
        if is_heading(last) {
            let is_group = is_group_heading(last);
            return Some((if is_group { Section::GroupMessage } else { Section::Message }, InferredBy::Name));
        }
        let names = self.sample.names();
        let mut sections = leaves(self.normal.last()?);
        let first = sections.next()?.section;
        if first == Section::Watch {
            // Own posts have the same key. They link to files.
            let is_post =
                names.iter().any(|name| name == "likes" || name == "whocanview") || !self.is_of_videos();
            return Some((if is_post { Section::Post } else { Section::Watch }, InferredBy::Values));
        }
        (sections.next().is_none() && known_fields::has_any(first, &names))
            .then_some((first, InferredBy::Name))
    }

    /// The section with these fields. A list beside the section's own one is of another kind.
    fn of_fields(&self, seen: &Seen) -> Option<(Section, InferredBy)> {
        let sample = self.sample;
        let is_new = |section: &Section| !seen.filled.contains(section);
        // Lists of messages are in chats, or a file of their own.
        let is_alone = self.keys.len() == 1;
        let may_be = |section: Section| {
            let is_about_values = VIDEOS.contains(&section) || PEOPLE.contains(&section);
            let is_other_chat = section == Section::GroupMessage || section == Section::Message && !is_alone;
            !is_about_values && !is_other_chat && (!section.is_facts() || section == Section::Device)
        };
        if let Some(section) = best(&sample.names(), may_be) {
            return Some((section, InferredBy::Fields)).filter(|_| is_new(&section));
        }
        let is_of_logins = sample.most(sample.addresses) && sample.most(sample.timed);
        (is_of_logins && is_new(&Section::Login)).then_some((Section::Login, InferredBy::Values))
    }
}

/// The words of a key: apart from each other by other characters, or by a capital letter.
fn words(key: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_lower = false;
    for letter in key.chars() {
        if !letter.is_alphanumeric() || letter.is_uppercase() && was_lower {
            words.push(String::new());
        }
        if letter.is_alphanumeric() {
            words.last_mut().into_iter().for_each(|word| word.extend(letter.to_lowercase()));
        }
        was_lower = letter.is_lowercase();
    }
    words.retain(|word| !word.is_empty());
    words
}

/// The first pairs of an object that are looked at.
const PAIRS: usize = 8;

/// The known key that an object may be the value of, by its beginning: a map of chats, of orders, of LIVE rooms, or facts.
#[must_use]
pub fn of_object(beginning: &[u8]) -> Option<&'static KnownKey> {
    let pairs: Vec<_> = json::Pairs::of(beginning).take(PAIRS).collect();
    let all = |kind: Kind| !pairs.is_empty() && pairs.iter().all(|(_, value)| json::kind(value) == kind);
    if all(Kind::Array) && pairs.iter().all(|(key, _)| is_heading(key)) {
        let are_groups = pairs.iter().all(|(key, _)| is_group_heading(key));
        return of_section(if are_groups { Section::GroupMessage } else { Section::Message });
    }
    let names = |object: &[u8]| json::Pairs::of(object).map(|(name, _)| normal(&name)).collect::<Vec<_>>();
    let distinct =
        |all: Vec<Vec<String>>| all.concat().into_iter().collect::<BTreeSet<_>>().into_iter().collect();
    if all(Kind::Object) {
        let names: Vec<String> = distinct(pairs.iter().map(|(_, value)| names(value)).collect());
        let of_map = |section| matches!(section, Section::Order | Section::LiveWatched);
        return best(&names, of_map).and_then(of_section);
    }
    if all(Kind::Array) {
        let firsts = pairs.iter().filter_map(|(_, value)| json::Items::of(value).next());
        let names: Vec<String> = distinct(firsts.map(names).collect());
        // Other lists of a shop have its name, too.
        let is_message = names.iter().any(|name| name == "content" || name == "direction");
        return best(&names, |section| is_message && section == Section::ShopMessage).and_then(of_section);
    }
    let names: Vec<String> = pairs_of_facts(beginning);
    best(&names, |section| section.is_facts() && section != Section::Device).and_then(of_section)
}

/// The section of a row that is a document of its own, by its fields.
#[must_use]
pub fn of_row(row: &[u8]) -> Option<Section> {
    let names: Vec<String> = pairs_of_facts(row);
    best(&names, |section| !section.is_facts() && section != Section::GroupMessage)
}

/// The known key that a text may be the value of: only the interests for ads are joined like `a|b|c`.
#[must_use]
pub fn of_text(beginning: &[u8]) -> Option<&'static KnownKey> {
    const LEAST: usize = 4;
    let text = json::scalar(beginning);
    let is_list = text.split('|').count() >= LEAST && text.split('|').all(|part| !part.trim().is_empty());
    (is_list && !text.contains('\n')).then(|| of_section(Section::AdInterest)).flatten()
}

/// The names in an object.
fn pairs_of_facts(beginning: &[u8]) -> Vec<String> {
    /// More than any known sheet of facts has.
    const MOST: usize = 100;
    json::Pairs::of(beginning).take(MOST).map(|(name, _)| normal(&name)).collect()
}

/// The known key that a value may have that is held by this key, by the kind of the value. `beginning` is that of the value.
#[must_use]
pub fn held_key(section: Section, beginning: &[u8]) -> Option<&'static KnownKey> {
    let known = of_section(section)?;
    let first = match json::kind(beginning) {
        Kind::Object => json::Pairs::of(beginning).next().map(|(_, value)| json::kind(value)),
        _ => None,
    };
    let fits = match (known.structure, json::kind(beginning)) {
        (Structure::Chats, Kind::Object) => first == Some(Kind::Array),
        (Structure::Rooms | Structure::Map, Kind::Object) => first == Some(Kind::Object),
        (Structure::Facts | Structure::One, Kind::Object) => first.is_some(),
        (Structure::Parts, Kind::String) => true,
        // Numbers and marks beside a list are technical.
        (Structure::List, Kind::Bare) => return keys_of(Section::Technical).next(),
        _ => false,
    };
    fits.then_some(known)
}
