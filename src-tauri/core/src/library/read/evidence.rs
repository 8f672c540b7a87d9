//! What shows that a file belongs to a TikTok export: the keys and names that only TikTok uses together, and rows with links
//! to TikTok. Other programs use many of the same words, so that a single common one is not enough.

use std::collections::HashMap;

use super::batch::{Batch, List, RawRecord, Sink};
use super::file_stem::stem;
use super::invisible::from_visible;
use super::json_keys::{Structure, find, holder, normal};
use super::single_file_evidence::is_login_or_post;
use super::text_chats::seems_to_hold_chats;
use super::text_lines::TextFile;
use super::{chat_name, decode, text_files};
use crate::library::Section;
use crate::library::json;

/// The sum of weights from which on a list belongs to an export.
const ENOUGH: u32 = 3;
/// The same for the top-level keys of a file that has nothing below them.
const ENOUGH_TOPS: u32 = 4;
/// What a word weighs that many programs use, and one that is typical of TikTok.
const COMMON: u32 = 1;
const TYPICAL: u32 = 2;
/// What a dated row weighs.
const DATED: u32 = 2;

/// Top-level keys of all JSON layouts since 2021, normalised.
const TOPS: [(&str, u32); 19] = [
    ("activity", COMMON),
    ("adsanddata", TYPICAL),
    ("appsettings", TYPICAL),
    ("comment", COMMON),
    ("directmessage", TYPICAL),
    ("directmessages", TYPICAL),
    ("incomepluswallettransactions", TYPICAL),
    ("incomewallet", TYPICAL),
    ("likesandfavorites", TYPICAL),
    ("locationreview", TYPICAL),
    ("poireview", TYPICAL),
    ("post", COMMON),
    ("profile", COMMON),
    ("profileandsettings", TYPICAL),
    ("tiktoklive", TYPICAL),
    ("tiktokshop", TYPICAL),
    ("tiktokshopping", TYPICAL),
    ("video", COMMON),
    ("youractivity", TYPICAL),
];

/// Keys of lists, and of what holds them, that other programs use, too.
const COMMON_KEYS: [&str; 38] = [
    "advertiserlist",
    "aimoji",
    "autofill",
    "block",
    "blocklist",
    "chathistory",
    "collection",
    "comments",
    "commentslist",
    "donation",
    "donationlist",
    "follower",
    "following",
    "followinglist",
    "fundraiser",
    "fundraiserlist",
    "groupchat",
    "hashtag",
    "hashtaglist",
    "locationdata",
    "paycard",
    "postlist",
    "posts",
    "reposts",
    "responseslist",
    "reviewslist",
    "savedaddress",
    "searches",
    "searchlist",
    "settings",
    "settingsmap",
    "shoppingcart",
    "status",
    "stickers",
    "story",
    "storylist",
    "videos",
    "vouchers",
];

/// Normalised names of text files that only TikTok uses.
const TYPICAL_FILES: [&str; 18] = [
    "watchhistory",
    "browsinghistory",
    "videobrowsinghistory",
    "likelist",
    "loginhistory",
    "favoritevideos",
    "favoritesounds",
    "sharehistory",
    "profileinfo",
    "profileinformation",
    "profielinformatie",
    "данныепрофиля",
    "kijkgeschiedenis",
    "likelijst",
    "inloggeschiedenis",
    "историяпросмотра",
    "списоклайков",
    "mensajesdirectos",
];

/// What was found in the records of a file. Stops the reading once that is enough.
#[derive(Debug, Default)]
pub(super) struct Evidence {
    lists: HashMap<u32, Rows>,
    is_enough: bool,
}

/// The records of one list.
#[derive(Debug, Default)]
struct Rows {
    all: u64,
    dated: u64,
    /// With a link to TikTok.
    linked: u64,
    /// With a time, and a link to TikTok or fields that only TikTok's records have together.
    of_tiktok: u64,
    /// With links, but to other sites only.
    foreign: u64,
}

impl Sink for Evidence {
    fn batch(&mut self, mut batch: Batch) -> Option<Batch> {
        for row in &batch.rows {
            self.lists.entry(row.list).or_default().add(&batch, row);
        }
        self.is_enough |= self.lists.values().any(Rows::are_of_tiktok);
        batch.clear();
        (!self.is_enough).then_some(batch)
    }
}

impl Evidence {
    /// Whether the file belongs to an export, once it has been read. `lists`: the lists in it.
    pub(super) fn is_enough(&self, lists: &[List]) -> bool {
        let none = Rows::default();
        let mut tops: Vec<(String, u32)> = Vec::new();
        self.is_enough
            || (0u32..).zip(lists).any(|(index, list)| {
                let rows = self.lists.get(&index).unwrap_or(&none);
                if is_text_file(&list.path) {
                    return is_of_text_export(list, rows);
                }
                let keys: Vec<&str> = list.path.split('/').collect();
                let top = normal(keys[0]);
                if let Some(weight) = top_weight(&top)
                    && !tops.iter().any(|(known, _)| *known == top)
                {
                    tops.push((top, weight));
                }
                weight(&keys, list.section, rows) >= ENOUGH
            })
            || tops.iter().map(|(_, weight)| weight).sum::<u32>() >= ENOUGH_TOPS
    }
}

impl Rows {
    fn add(&mut self, batch: &Batch, row: &RawRecord) {
        let (is_linked, is_foreign) = links(batch, row);
        self.all += 1;
        self.dated += u64::from(row.seconds > 0);
        self.linked += u64::from(is_linked);
        self.of_tiktok += u64::from(row.seconds > 0 && (is_linked || is_login_or_post(batch, row)));
        self.foreign += u64::from(is_foreign && !is_linked);
    }

    /// Whether at least every second row is one of TikTok's. In a browser history, far fewer link to it.
    fn are_of_tiktok(&self) -> bool {
        self.of_tiktok > 0 && self.of_tiktok * 2 >= self.all
    }

    /// Whether rows have times, and do not link to other sites where TikTok's would link to TikTok.
    fn are_dated(&self, section: Section) -> bool {
        let may_link_elsewhere = matches!(
            section,
            Section::Post | Section::DeletedPost | Section::AdVisit | Section::OffTiktok | Section::Message
        );
        self.dated > 0 && (may_link_elsewhere || self.foreign * 2 <= self.all)
    }
}

/// Whether a record has a link to TikTok, and one to another site.
fn links(batch: &Batch, row: &RawRecord) -> (bool, bool) {
    let (mut is_linked, mut is_foreign) = (false, false);
    let mut add = |text: &str| {
        if super::link::is_link(text) {
            let is_tiktok = names_tiktok(text);
            is_linked |= is_tiktok;
            is_foreign |= !is_tiktok;
        }
    };
    let text = batch.text(&row.text);
    match batch.text(&row.link) {
        Some(link) => add(link),
        // The usual link to a video is not stored. A message that is a link has it as its text.
        None if row.item > 0 => match text.filter(|text| super::link::is_link(text)) {
            Some(text) => add(text),
            None => add(&super::link::of_video(row.item)),
        },
        None => text.into_iter().for_each(&mut add),
    }
    if let Some(fields) = batch.text(&row.fields) {
        json::Pairs::of(fields.as_bytes()).for_each(|(_, value)| add(&json::scalar(value)));
    }
    (is_linked, is_foreign)
}

/// Whether the host of a link is one of TikTok's domains, which are many: `tiktok.com`, `tiktokv.eu`, `tiktokcdn.com`.
pub(super) fn names_tiktok(link: &str) -> bool {
    super::link::host_label(link).is_some_and(|label| label.to_ascii_lowercase().starts_with("tiktok"))
}

pub(super) fn top_weight(normal: &str) -> Option<u32> {
    TOPS.iter().find(|(key, _)| *key == normal).map(|(_, weight)| *weight)
}

/// How much the keys of a list and its rows tell.
fn weight(keys: &[&str], section: Section, rows: &Rows) -> u32 {
    let normal_keys: Vec<String> = keys.iter().map(|key| normal(key)).collect();
    let of_key = |index: usize| {
        let key = normal_keys[index].as_str();
        let is_common = COMMON_KEYS.contains(&key);
        match find(&normal_keys[..=index]) {
            // Flags such as `App` are beside the lists.
            Some(known) if known.section == Section::Technical => 0,
            Some(_) if is_common => COMMON,
            Some(known) if known.structure == Structure::Facts && known.leaf == "status" => COMMON,
            Some(_) => ENOUGH,
            None if holder(key).is_some() => {
                if is_common {
                    COMMON
                } else {
                    TYPICAL
                }
            }
            None if chat_name::is_heading(keys[index]) => ENOUGH,
            None if index == 0 && keys.len() > 1 => top_weight(key).unwrap_or(0),
            None => 0,
        }
    };
    let of_keys: u32 = (0..keys.len()).map(of_key).sum();
    let is_capitalised = keys.last().is_some_and(|key| key.starts_with(char::is_uppercase));
    let of_rows = if of_keys > 0 && is_capitalised && rows.are_dated(section) { DATED } else { 0 };
    of_keys + of_rows
}

/// Whether a list is named by its file, as in text exports.
fn is_text_file(path: &str) -> bool {
    let path = path.to_lowercase();
    [".txt", ".json"].iter().any(|ending| path.ends_with(ending))
}

fn is_of_text_export(list: &List, rows: &Rows) -> bool {
    // The number of a copy shows nothing.
    let stem = stem(&list.path);
    let is_foreign = rows.foreign * 2 > rows.all;
    if TYPICAL_FILES.contains(&normal(&stem).as_str()) {
        return !is_foreign;
    }
    if is_in_folder_of_tiktok(&list.path) && list.section == Section::Profile && rows.all > 0 {
        return true;
    }
    let is_known = is_known_file(&list.path);
    // A shop or a bank has files with these names, too.
    let is_common = matches!(
        list.section,
        Section::Order
            | Section::Transaction
            | Section::Message
            | Section::Search
            | Section::Address
            | Section::Other
    );
    let is_typical = stem.contains(' ') && !is_common && !is_foreign && rows.all > 0;
    is_known && (is_typical || rows.linked > 0 || rows.are_dated(list.section))
}

/// Whether a file is where TikTok packs it: `TikTok/<folder>/<file>.txt`.
fn is_in_folder_of_tiktok(path: &str) -> bool {
    path.rsplit('/').nth(2).is_some_and(|root| root.eq_ignore_ascii_case("tiktok"))
}

/// Whether text exports have a file with this name.
#[must_use]
pub fn is_known_file(path: &str) -> bool {
    text_files::by_name(path).is_some()
}

/// Whether a JSON object has the name that TikTok gives it.
pub(super) fn is_named_export(path: &str, head: &[u8]) -> bool {
    let text = decode::beginning(head);
    let name = path.rsplit('/').next().unwrap_or_default();
    normal(name).starts_with("userdatatiktok") && text.trim_start().starts_with('{')
}

/// Whether the beginning of a text file can only be from an export: a heading of chats, or blocks of `name: value` lines that
/// begin with a time of the form `2026-08-16 18:18:02 UTC`, in whatever language.
pub(super) fn is_text_export(head: &[u8]) -> bool {
    let text = decode::beginning(head);
    let is_heading =
        |line: &str| line.starts_with(">>> Chat History with ") || line.starts_with(">>> Group Chat with ");
    if text.lines().map(from_visible).any(is_heading) || seems_to_hold_chats(&TextFile::open(head)) {
        return true;
    }
    let lines: Vec<&str> = text.lines().map(|line| from_visible(line).trim_end()).collect();
    let blocks: Vec<&[&str]> =
        lines.split(|line| line.is_empty()).filter(|block| !block.is_empty()).take(20).collect();
    let Some(first) = blocks.first().and_then(|block| block_names(block)) else { return false };
    // The last block may be cut off.
    let others = &blocks[1..blocks.len().saturating_sub(1).max(1)];
    let is_alike = |block: &&[&str]| block_names(block).is_some_and(|names| names[0] == first[0]);
    if blocks.len() > 1 { others.iter().all(is_alike) && is_alike(&blocks[1]) } else { first.len() <= 3 }
}

/// The names of the fields of a block, of which the first is a time; `None` if this is no such block.
fn block_names<'l>(block: &[&'l str]) -> Option<Vec<&'l str>> {
    const MOST_FIELDS: usize = 12;
    let mut names = Vec::new();
    for (index, line) in block.iter().enumerate() {
        let (name, value) = line.split_once(": ").or_else(|| line.split_once('：'))?;
        if index == 0 && !is_utc_time(value.trim()) {
            return None;
        }
        names.push(name);
    }
    (2..=MOST_FIELDS).contains(&names.len()).then_some(names)
}

fn is_utc_time(value: &str) -> bool {
    value.len() == "2026-08-16 18:18:02 UTC".len()
        && value.ends_with(" UTC")
        && super::time::parse(value).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_of_tiktok_are_known_by_their_domain() {
        for link in [
            "https://www.tiktokv.com/share/video/7500000000000000001/",
            "https://m.tiktok.com/h5/share/music/7000000000000000001.html",
            "https://video-va.tiktokv.us/storage/v1/a",
            "http://tiktok.com",
            "https://p16.tiktokcdn-eu.com:443/a.jpg?x=1",
        ] {
            assert!(names_tiktok(link), "{link}");
        }
        for link in [
            "https://www.youtube.com/watch?v=tiktok.com",
            "https://example.org/tiktok.com/",
            "tiktok.com",
            "",
        ] {
            assert!(!names_tiktok(link), "{link}");
        }
    }

    #[test]
    fn blocks_that_begin_with_a_time_in_utc_are_of_an_export() {
        for text in [
            "Datum: 2026-03-01 09:00:00 UTC\nSuchbegriff: Laterne\n",
            "\u{feff}\r\n日付：2026-03-01 09:00:00 UTC\r\nリンク：https://example.org/1\r\n",
            "Date: 2026-03-01 09:00:00 UTC\nA: 1\nB: 2\nC: 3\n\nDate: 2026-03-01 08:00:00 UTC\nA: 1\n",
            "\n\n>>> Chat History with noor::\n",
            "text before\n>>> Group Chat with Group_Chat_7:\n",
            ">>> Conversația cu lena::\n\n2026-04-01 09:00:00 UTC me: one\n",
            "Mesaje\n>>> Conversația cu ben::\n\n>>> Conversația cu lena::\n[2026-04-01 09:00:00] me: one\n",
        ] {
            assert!(is_text_export(text.trim_start_matches('\u{feff}').as_bytes()), "{text}");
        }
        for text in [
            "",
            "milk\neggs",
            "Date: 2026-03-01\nToday was a long day.",
            "Date: 2026-03-01 09:00:00\nMood: good",
            "Date: 2026-03-01 09:00:00 UTC\nToday was a long day.",
            "Generated: 2026-03-01 09:00:00 UTC\nA: 1\nB: 2\nC: 3\nD: 4",
            "Generated: 2026-03-01 09:00:00 UTC\nA: 1\n\nResults\n\nB: 2",
            "Title: a\nDate: 2026-03-01 09:00:00 UTC",
            ">>> print('Chat History with')",
            ">>> for line in lines:\n... print(line)\n2026-04-01 09:00:00 UTC me: one\n",
        ] {
            assert!(!is_text_export(text.as_bytes()), "{text}");
        }
    }
}
