//! Guesses what the text files of an unknown language hold, by their shape.

use super::text::{Line, Trait};
use crate::library::{Section, UnsureFile};

/// What one file looks like.
#[derive(Debug, Default)]
pub struct Shape {
    /// The file.
    pub path: String,
    /// Blocks in it.
    pub records: u64,
    /// The first block, as lines.
    pub sample: String,
    traits: Vec<Trait>,
    has_chats: bool,
    videos: u64,
    sounds: u64,
    hashtags: u64,
    spaced: u64,
}

impl Shape {
    /// Of this file.
    #[must_use]
    pub fn new(path: &str) -> Self {
        Self { path: path.to_owned(), ..Self::default() }
    }

    /// Takes one more block.
    pub fn add(&mut self, block: &[Line]) {
        self.records += 1;
        if self.records == 1 {
            let lines: Vec<String> = block.iter().map(|l| format!("{}: {}", l.name, l.value)).collect();
            self.sample = lines.join("\n").chars().take(300).collect();
            self.traits = block.iter().map(|line| Trait::of(&line.value)).collect();
        }
        let has = |part: &str| block.iter().any(|line| line.value.contains(part));
        self.videos += u64::from(has("/video/") || has("/photo/"));
        self.sounds += u64::from(has("/music/"));
        self.hashtags += u64::from(has("/tag/"));
        self.spaced +=
            u64::from(block.iter().any(|l| Trait::of(&l.value) == Trait::Word && l.value.contains(' ')));
    }

    /// Chats are told by their heading, which is never translated.
    pub fn mark_as_chats(&mut self) {
        self.has_chats = true;
    }

    fn count(&self, what: Trait) -> usize {
        self.traits.iter().filter(|t| **t == what).count()
    }

    fn is_video_list(&self) -> bool {
        self.traits.len() == 2
            && self.count(Trait::Time) == 1
            && self.count(Trait::Link) == 1
            && self.videos > 0
    }
}

/// A guess, and whether the person has to be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guess {
    /// What the file is read as.
    pub section: Section,
    /// What it may be instead; empty if the shape leaves no doubt.
    pub choices: Vec<Section>,
}

const VIDEO_LISTS: [Section; 4] = [Section::Watch, Section::Like, Section::FavouriteVideo, Section::Repost];

/// Guesses for all files of an export whose names say nothing. The largest list of videos is the watch history.
#[must_use]
pub fn guess(shapes: &[Shape]) -> Vec<Guess> {
    let mut by_size: Vec<usize> = (0..shapes.len()).filter(|i| shapes[*i].is_video_list()).collect();
    by_size.sort_by_key(|i| std::cmp::Reverse(shapes[*i].records));
    let sure = |section| Guess { section, choices: Vec::new() };
    let unsure = |choices: &[Section]| Guess { section: choices[0], choices: choices.to_vec() };
    shapes
        .iter()
        .enumerate()
        .map(|(index, shape)| {
            if shape.has_chats {
                return sure(Section::Message);
            }
            if let Some(rank) = by_size.iter().position(|i| *i == index) {
                let mut choices = VIDEO_LISTS;
                choices.rotate_left(rank.min(3));
                return if rank == 0 && by_size.len() == 1 { sure(Section::Watch) } else { unsure(&choices) };
            }
            match (shape.count(Trait::Time), shape.count(Trait::Link), shape.traits.len()) {
                (1, _, _) if shape.count(Trait::Address) > 0 => sure(Section::Login),
                (1, 1, 2) if shape.sounds > 0 => sure(Section::FavouriteSound),
                (1, 1, 2) if shape.hashtags > 0 => sure(Section::FavouriteHashtag),
                // What was shared has its way of sharing after the link; a comment ends with it.
                (1, 1, 4) if shape.traits[3] == Trait::Word => sure(Section::Share),
                (1, 1, 3 | 4) => unsure(&[Section::Comment, Section::Share, Section::Other]),
                (1, 0, 2) if shape.spaced > 0 => unsure(&[Section::Search, Section::Comment, Section::Other]),
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

/// What the person is asked about a file.
#[must_use]
pub fn question(shape: &Shape, guess: &Guess, chosen: Option<Section>) -> Option<UnsureFile> {
    (!guess.choices.is_empty()).then(|| UnsureFile {
        file: shape.path.clone(),
        records: shape.records,
        sample: shape.sample.clone(),
        section: chosen.unwrap_or(guess.section),
        choices: guess.choices.clone(),
    })
}
