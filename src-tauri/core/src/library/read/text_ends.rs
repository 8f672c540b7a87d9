//! Which lines end a text in a record of a text file, and which only look like a field.

use super::field_roles;
use super::link;
use super::roles::{Role, by_name};
use super::text_labels::{comes_before_text, is_attachment, is_written};
use super::text_template::{Template, count};
use crate::library::Section;
use crate::library::json;

impl Template {
    /// Whether a field may come after a text in the same record, so that a line that begins with its name ends the text.
    #[must_use]
    pub fn may_follow(&self, text: &str, name: &str, value: &str) -> bool {
        if self.only_looks_like_field(text, name, value) {
            return false;
        }
        let (after, before) = (count(&self.precedes, text, name), count(&self.precedes, name, text));
        match (after, before) {
            (_, 0) if after >= 2 => true,
            (_, 0) => !self.section.is_some_and(|section| comes_before_text(section, name)),
            // Or this record has it later than the others.
            _ => after > before || before.saturating_mul(2) >= self.records,
        }
    }

    /// Whether a line inside a text has the name of a field, but not as records of this file have it: a second text or link, or
    /// words as what comes with a comment.
    fn only_looks_like_field(&self, text: &str, name: &str, value: &str) -> bool {
        let Some(section) = self.section.filter(|section| is_written(*section)) else { return false };
        let spec = field_roles::of(section);
        let count_of = |name: &str| self.names.get(name).copied().unwrap_or_default();
        let is_rare = count_of(name).saturating_mul(4) < self.records;
        match by_name(&spec, name) {
            Role::Text(_) => has_one_text(section) && matches!(by_name(&spec, text), Role::Text(_)),
            Role::Link => {
                is_rare
                    || self.names.keys().any(|other| {
                        let is_last = count(&self.precedes, name, other) > count(&self.precedes, other, name);
                        is_last && by_name(&spec, other) == Role::Link && count_of(other) >= count_of(name)
                    })
            }
            _ if is_attachment(section, name) => {
                is_rare && !json::is_empty_scalar(value) && !link::are_links(value)
            }
            _ => false,
        }
    }
}

/// Sections whose records have one text. The names of its field are those in several languages.
fn has_one_text(section: Section) -> bool {
    use Section as S;
    matches!(section, S::Comment | S::FavouriteComment | S::Post | S::DeletedPost | S::Story)
}
