//! What is known of the fields that the records of a section have in text exports.

use super::field_roles::{self, ATTACHMENTS, TIMES};
use super::roles::{Role, by_name};
use crate::library::Section;

/// Sections with texts that people write, which may have paragraphs.
#[must_use]
pub fn is_written(section: Section) -> bool {
    use Section as S;
    matches!(
        section,
        S::Comment
            | S::FavouriteComment
            | S::Post
            | S::DeletedPost
            | S::Story
            | S::PlaceReview
            | S::ProductReview
            | S::LiveComment
            | S::LiveQuestion
            | S::ShopMessage
    )
}

/// Sections whose records have one text that a person wrote, and little else.
#[must_use]
pub fn is_one_text(section: Section) -> bool {
    use Section as S;
    matches!(section, S::Comment | S::FavouriteComment | S::LiveComment | S::LiveQuestion)
}

/// Names of fields with the name of what a review is about.
pub const REVIEWED: [&str; 3] = ["placename", "productname", "productnaam"];

/// Sections of people.
#[must_use]
pub fn is_person(section: Section) -> bool {
    matches!(section, Section::Follower | Section::Following | Section::Block | Section::ProfileView)
}

/// Whether this is the normalised name of what comes with a comment.
#[must_use]
pub fn is_attachment(section: Section, name: &str) -> bool {
    section == Section::Comment && ATTACHMENTS.contains(&name)
}

/// Whether this is the normalised name of a field of this section.
#[must_use]
pub fn is_label(section: Section, name: &str) -> bool {
    let is_other = match section {
        Section::Comment => is_attachment(section, name),
        Section::Post | Section::DeletedPost | Section::Story => {
            BEFORE_TITLE.contains(&name) || AFTER_TITLE.contains(&name)
        }
        Section::Share => ["method", "methode", "метод"].contains(&name),
        _ => false,
    };
    is_other || by_name(&field_roles::of(section), name) != Role::Other
}

/// Whether TikTok writes this field before the text of a record.
#[must_use]
pub fn comes_before_text(section: Section, name: &str) -> bool {
    let is_time = TIMES.contains(&name);
    match section {
        Section::Post | Section::DeletedPost | Section::Story => {
            is_time || by_name(&field_roles::of(section), name) == Role::Link || BEFORE_TITLE.contains(&name)
        }
        Section::Comment | Section::LiveComment | Section::LiveQuestion | Section::PlaceReview => is_time,
        _ => false,
    }
}

/// Names of fields of posts that come before the title.
const BEFORE_TITLE: [&str; 14] = [
    "likes",
    "whocanview",
    "allowcomments",
    "allowstitches",
    "allowduets",
    "allowstickers",
    "allowsharingtostory",
    "contentdisclosure",
    "aigeneratedcontent",
    "sound",
    "geluid",
    "location",
    "locatie",
    "datedeleted",
];

/// Names of fields of posts that come after the title.
const AFTER_TITLE: [&str; 5] =
    ["addyourstext", "addsyourstext", "alternatetext", "coverimage", "numberofcollections"];
