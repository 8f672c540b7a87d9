//! Guesses the sections of text files in unknown languages by the structure of their content.

use super::text_reader::{Line, ValueType};
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
    value_types: Vec<ValueType>,
    has_chats: bool,
    videos: u64,
    sounds: u64,
    hashtags: u64,
    spaced: u64,
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
            self.value_types = block.iter().map(|line| ValueType::of(&line.value)).collect();
        }
        let has = |part: &str| block.iter().any(|line| line.value.contains(part));
        self.videos += u64::from(has("/video/") || has("/photo/"));
        self.sounds += u64::from(has("/music/"));
        self.hashtags += u64::from(has("/tag/"));
        self.spaced += u64::from(
            block.iter().any(|l| ValueType::of(&l.value) == ValueType::Word && l.value.contains(' ')),
        );
    }

    /// Marks the file as chats. Their headings are never translated.
    pub fn mark_as_chats(&mut self) {
        self.has_chats = true;
    }

    fn count(&self, what: ValueType) -> usize {
        self.value_types.iter().filter(|t| **t == what).count()
    }

    fn is_video_list(&self) -> bool {
        self.value_types.len() == 2
            && self.count(ValueType::Time) == 1
            && self.count(ValueType::Link) == 1
            && self.videos > 0
    }
}

/// A guess, and the alternatives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guess {
    /// The section that the file is read as.
    pub section: Section,
    /// All sections that it may be, the most likely first; empty if the guess is certain.
    pub choices: Vec<Section>,
}

const VIDEO_LISTS: [Section; 4] = [Section::Watch, Section::Like, Section::FavouriteVideo, Section::Repost];

/// Guesses the sections of all files with unknown names. The longest list of videos is taken as the watch history.
#[must_use]
pub fn guess(profiles: &[FileProfile]) -> Vec<Guess> {
    let mut by_size: Vec<usize> = (0..profiles.len()).filter(|i| profiles[*i].is_video_list()).collect();
    by_size.sort_by_key(|i| std::cmp::Reverse(profiles[*i].records));
    let sure = |section| Guess { section, choices: Vec::new() };
    let unsure = |choices: &[Section]| Guess { section: choices[0], choices: choices.to_vec() };
    profiles
        .iter()
        .enumerate()
        .map(|(index, profile)| {
            if profile.has_chats {
                return sure(Section::Message);
            }
            if let Some(rank) = by_size.iter().position(|i| *i == index) {
                let mut choices = VIDEO_LISTS;
                choices.rotate_left(rank.min(3));
                return if rank == 0 && by_size.len() == 1 { sure(Section::Watch) } else { unsure(&choices) };
            }
            match (profile.count(ValueType::Time), profile.count(ValueType::Link), profile.value_types.len())
            {
                (1, _, _) if profile.count(ValueType::Address) > 0 => sure(Section::Login),
                (1, 1, 2) if profile.sounds > 0 => sure(Section::FavouriteSound),
                (1, 1, 2) if profile.hashtags > 0 => sure(Section::FavouriteHashtag),
                // In shares, the method follows the link; in comments, the link is last.
                (1, 1, 4) if profile.value_types[3] == ValueType::Word => sure(Section::Share),
                (1, 1, 3 | 4) => unsure(&[Section::Comment, Section::Share, Section::Other]),
                (1, 0, 2) if profile.spaced > 0 => {
                    unsure(&[Section::Search, Section::Comment, Section::Other])
                }
                (1, 0, 2) => unsure(&[
                    Section::Follower,
                    Section::Following,
                    Section::Search,
                    Section::Block,
                    Section::Other,
                ]),
                _ => sure(Section::Other),
            }
        })
        .collect()
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
