//! Guesses the sections of text files with unknown names, by the structure of their content and words in their names. Without
//! strong evidence a file is kept as unknown data, and the person is asked.

use std::collections::BTreeMap;

use super::field_roles::USERS;
use super::file_stem::stem;
use super::json_keys::normal;
use super::link;
use super::section_words::{PEOPLE, is_of_others, section_named};
use super::text_blocks::Line;
use super::value_type::ValueType;
use crate::library::json;
use crate::library::{Section, UnsureFile};

/// The features of a text file that its section is guessed from.
#[derive(Debug, Default)]
pub struct FileProfile {
    /// The path of the file in the export.
    pub path: String,
    /// The number of blocks in it.
    pub records: u64,
    /// The first block, as lines; at most 300 characters.
    pub sample: String,
    /// The number of records with each number of fields, and the types of their values.
    columns: BTreeMap<usize, (u64, Vec<Column>)>,
    chats: Option<Headings>,
    videos: u64,
    sounds: u64,
    hashtags: u64,
    spaced: u64,
    /// The number of records that end with a way of sharing.
    methods: u64,
    has_user_name: bool,
    has_personal_data: bool,
}

/// How the headings of chats are written. No export is known in which they are translated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Headings {
    /// As in all known exports.
    Known,
    /// In other words.
    Translated,
}

impl FileProfile {
    /// An empty profile.
    #[must_use]
    pub fn new(path: &str) -> Self {
        Self { path: path.to_owned(), ..Self::default() }
    }

    /// Adds the features of a block.
    pub fn add(&mut self, block: &[Line]) {
        self.records += 1;
        if self.records == 1 {
            let lines: Vec<String> = block.iter().map(|l| format!("{}: {}", l.name, l.value)).collect();
            self.sample = lines.join("\n").chars().take(300).collect();
            self.has_user_name = block.iter().any(|line| USERS.contains(&normal(&line.name).as_str()));
            self.has_personal_data = block.iter().any(|line| is_personal(&line.value));
        }
        if block.len() <= MOST_COLUMNS {
            let (records, columns) = self.columns.entry(block.len()).or_default();
            *records += 1;
            columns.resize(block.len(), Column::default());
            columns.iter_mut().zip(block).for_each(|(column, line)| column.add(&line.value));
        }
        let has = |part: &str| block.iter().any(|line| line.value.contains(part));
        self.videos += u64::from(has("/video/") || has("/photo/"));
        self.sounds += u64::from(has("/music/"));
        self.hashtags += u64::from(has("/tag/"));
        self.methods += u64::from(block.last().is_some_and(|line| is_method(&line.value)));
        self.spaced += u64::from(
            block.iter().any(|l| ValueType::of(&l.value) == ValueType::Word && l.value.contains(' ')),
        );
    }

    /// Marks the file as chats.
    pub fn mark_as_chats(&mut self, headings: Headings) {
        self.chats = Some(headings);
    }

    /// Whether there is anything in it that is written like data of an export.
    #[must_use]
    pub fn holds_records(&self) -> bool {
        self.chats.is_some() || self.records > 0
    }

    /// The fields of most of its records.
    fn columns(&self) -> &[Column] {
        let most = self.columns.values().max_by_key(|(records, columns)| (*records, columns.len()));
        most.map_or(&[], |(_, columns)| columns)
    }

    fn count(&self, what: ValueType) -> usize {
        self.columns().iter().filter(|column| column.value_type() == what).count()
    }

    /// Whether it is a list of times and links of one kind, of which `count` links are.
    fn is_list_of(&self, count: u64) -> bool {
        self.columns().len() == 2
            && self.count(ValueType::Time) == 1
            && self.count(ValueType::Link) == 1
            && count > 0
    }

    fn is_video_list(&self) -> bool {
        self.is_list_of(self.videos)
    }

    fn is_profile(&self) -> bool {
        self.has_user_name
            && self.has_personal_data
            && self.records <= 2
            && self.count(ValueType::Time) == 0
            && self.columns().len() >= 3
    }
}

/// Records with more fields than this are not looked at: no list that can be guessed has so many.
const MOST_COLUMNS: usize = 40;

/// The values of one field of all records.
#[derive(Debug, Clone, Copy, Default)]
struct Column {
    times: u64,
    links: u64,
    addresses: u64,
    words: u64,
}

impl Column {
    fn add(&mut self, value: &str) {
        if json::is_empty_scalar(value) {
            return;
        }
        match ValueType::of(value) {
            // A post of photos has several.
            _ if link::are_links(value) => self.links += 1,
            ValueType::Time => self.times += 1,
            ValueType::Link => self.links += 1,
            ValueType::Address => self.addresses += 1,
            ValueType::Word => self.words += 1,
        }
    }

    /// What nearly all of its values are. Among words there may be anything.
    fn value_type(self) -> ValueType {
        let all = self.times + self.links + self.addresses + self.words;
        let is = |count: u64| count > 0 && count * 10 >= all * 9;
        match (is(self.times), is(self.links), is(self.addresses)) {
            (true, ..) => ValueType::Time,
            (_, true, _) => ValueType::Link,
            (.., true) => ValueType::Address,
            _ => ValueType::Word,
        }
    }

    fn is_link(self) -> bool {
        self.value_type() == ValueType::Link
    }

    /// Whether there are words, and not only placeholders for missing values.
    fn has_words(self) -> bool {
        self.words > 0 && self.value_type() == ValueType::Word
    }
}

/// The ways of sharing, as TikTok writes them.
const METHODS: [&str; 16] = [
    "chat_head",
    "chat_merge",
    "copy",
    "discord",
    "facebook",
    "facebook_lite",
    "instagram",
    "instagram_story",
    "messenger",
    "qr_code",
    "reddit",
    "sms",
    "snapchat",
    "telegram",
    "twitter",
    "whatsapp",
];

fn is_method(value: &str) -> bool {
    METHODS.iter().any(|method| value.eq_ignore_ascii_case(method))
}

/// Whether a value is an e-mail address or a date of birth.
fn is_personal(value: &str) -> bool {
    value.contains('@') && !value.contains(' ') && value.contains('.') || is_birthday(value)
}

/// Whether a value is a date of birth as exports write it: `12-Apr-1996`.
#[must_use]
pub fn is_birthday(value: &str) -> bool {
    let parts: Vec<&str> = value.split('-').collect();
    let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    matches!(parts[..], [day, month, year]
        if day.len() == 2 && year.len() == 4 && is_number(day) && is_number(year)
            && month.chars().all(char::is_alphabetic))
}

/// A guess, and the alternatives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guess {
    /// The section that the file is read as.
    pub section: Section,
    /// All sections that it may be, the most likely first; empty if the guess is certain, or if there is none.
    pub choices: Vec<Section>,
}

const VIDEO_LISTS: [Section; 4] = [Section::Watch, Section::Like, Section::FavouriteVideo, Section::Repost];
const WORD_LISTS: [Section; 5] =
    [Section::Search, Section::Follower, Section::Following, Section::Block, Section::Comment];

/// Guesses the sections of all files with unknown names. If the names of the other files are known, one whose name is not
/// known is probably of a new kind; in an unknown language, the longest list of videos is taken as the watch history.
#[must_use]
pub fn guess(profiles: &[FileProfile], is_language_known: bool) -> Vec<Guess> {
    let name = |profile: &FileProfile| normal(&stem(&profile.path));
    let sections = |of: &[Section]| -> Vec<Option<Section>> {
        profiles.iter().map(|profile| section_named(&name(profile), of)).collect()
    };
    let (of_video_lists, of_word_lists) = (sections(&VIDEO_LISTS), sections(&WORD_LISTS));
    // The section that the name of a file tells. If the name of another file is a part of it, that file is the usual one.
    let named = |index: usize, of: &[Section]| {
        let profile = &profiles[index];
        let all = if profile.is_video_list() { &of_video_lists } else { &of_word_lists };
        let section = all[index].filter(|section| !is_language_known && of.contains(section))?;
        let own = name(profile);
        let is_part = |(other, of_other): (&FileProfile, &Option<Section>)| {
            let other = name(other);
            *of_other == Some(section) && other.len() < own.len() && own.contains(&other)
        };
        let has_people = !PEOPLE.contains(&section) || profile.has_user_name;
        (has_people && !profiles.iter().zip(all).any(is_part)).then_some(section)
    };
    // Those whose names tell are no candidates for the watch history.
    let mut by_size: Vec<usize> = (0..profiles.len())
        .filter(|i| profiles[*i].is_video_list() && named(*i, &VIDEO_LISTS).is_none())
        .filter(|i| !is_of_others(&name(&profiles[*i])))
        .collect();
    by_size.sort_by_key(|i| std::cmp::Reverse(profiles[*i].records));
    let has_watch = (0..profiles.len())
        .any(|i| profiles[i].is_video_list() && named(i, &VIDEO_LISTS) == Some(Section::Watch));
    let of_videos = |index: usize| {
        if let Some(section) = named(index, &VIDEO_LISTS) {
            return sure(section);
        }
        let Some(rank) = by_size.iter().position(|i| *i == index) else { return ask(&VIDEO_LISTS) };
        let mut choices = VIDEO_LISTS;
        choices.rotate_left(rank.min(3));
        if rank > 0 || is_language_known || has_watch {
            return ask(&choices);
        }
        Guess { section: Section::Watch, choices: with_other(&choices) }
    };
    // The name or the values show it; a list of reports has the same form.
    let is_share = |index: usize| {
        let (profile, own) = (&profiles[index], name(&profiles[index]));
        let has_methods = profile.methods * 2 > profile.records && !is_of_others(&own);
        has_methods || section_named(&own, &[Section::Share]).is_some()
    };
    // What was used has the same form. Of several such lists, the name tells.
    let of_favourites = |index: usize, section: Section, count: fn(&FileProfile) -> u64| {
        let own = name(&profiles[index]);
        let is_alone = || profiles.iter().filter(|profile| profile.is_list_of(count(profile))).count() == 1;
        let is_named = || section_named(&own, &[Section::FavouriteVideo]).is_some();
        let is_certain = is_named() || !is_language_known && is_alone();
        if is_certain && !is_of_others(&own) { sure(section) } else { ask(&[section]) }
    };
    let of_words =
        |index: usize, choices: &[Section]| named(index, choices).map_or_else(|| ask(choices), sure);
    let one = |(index, profile): (usize, &FileProfile)| {
        match profile.chats {
            Some(Headings::Known) => return sure(Section::Message),
            Some(Headings::Translated) => return ask(&[Section::Message, Section::GroupMessage]),
            None => {}
        }
        if profile.is_video_list() {
            return of_videos(index);
        }
        if profile.is_profile() {
            return sure(Section::Profile);
        }
        let columns = profile.columns();
        match (profile.count(ValueType::Time), profile.count(ValueType::Link), columns.len()) {
            (1, _, _) if profile.count(ValueType::Address) > 0 => sure(Section::Login),
            (1, 1, 2) if profile.sounds > 0 => {
                of_favourites(index, Section::FavouriteSound, |profile| profile.sounds)
            }
            (1, 1, 2) if profile.hashtags > 0 => {
                of_favourites(index, Section::FavouriteHashtag, |profile| profile.hashtags)
            }
            // In shares, what was shared comes before the link and the method after it; in comments, the link is last.
            (1, 1, 4) if columns[2].is_link() && columns[3].has_words() && !is_language_known => {
                if is_share(index) {
                    sure(Section::Share)
                } else {
                    ask(&[Section::Share, Section::Comment, Section::Post])
                }
            }
            // In posts, the link comes before the likes and the title.
            (1, 1, 3 | 4) if columns[1].is_link() => {
                of_words(index, &[Section::Post, Section::Share, Section::Comment])
            }
            (1, 1, 3 | 4) => of_words(index, &[Section::Comment, Section::Share, Section::Post]),
            // No list of so many fields is told from the others by its structure.
            (1, 1.., 5..) if columns[1].is_link() => {
                ask(&[Section::Post, Section::DeletedPost, Section::Comment, Section::Share])
            }
            (1, 1.., 5..) => ask(&[Section::Comment, Section::Post, Section::DeletedPost, Section::Share]),
            (2.., 1.., 5..) => ask(&[Section::DeletedPost, Section::LiveHosted, Section::Post]),
            (1, 0, 2) if profile.spaced > 0 => of_words(index, &[Section::Search, Section::Comment]),
            (1, 0, 2) => of_words(index, &WORD_LISTS),
            _ => sure(Section::Other),
        }
    };
    profiles.iter().enumerate().map(one).collect()
}

fn sure(section: Section) -> Guess {
    Guess { section, choices: Vec::new() }
}

/// The file is kept as unknown data until the person says what it is.
fn ask(choices: &[Section]) -> Guess {
    Guess { section: Section::Other, choices: with_other(choices) }
}

fn with_other(choices: &[Section]) -> Vec<Section> {
    choices.iter().copied().chain([Section::Other]).collect()
}

/// The question to the person about a file; `None` if the guess is certain.
#[must_use]
pub fn question(profile: &FileProfile, guess: &Guess, chosen: Option<Section>) -> Option<UnsureFile> {
    (!guess.choices.is_empty()).then(|| UnsureFile {
        file: profile.path.clone(),
        records: profile.records,
        sample: profile.sample.clone(),
        section: chosen.unwrap_or(guess.section),
        choices: guess.choices.clone(),
    })
}
