//! The later names of the people and groups in a record.

use crate::library::{LaterNames, Section};

/// The names in a record, each replaced by a later one if there is one.
pub(super) struct Renamed<'n> {
    pub(super) thread: Option<&'n str>,
    pub(super) counterparty: Option<&'n str>,
    pub(super) text: Option<&'n str>,
    /// Whether any name was replaced.
    pub(super) is_any: bool,
}

impl<'n> Renamed<'n> {
    pub(super) fn new(
        names: &'n LaterNames,
        section: Section,
        (thread, counterparty, text): (Option<&'n str>, Option<&'n str>, Option<&'n str>),
    ) -> Self {
        let mut is_any = false;
        let mut later = |name: Option<&'n str>, is_group: bool| {
            let later = name.map(|name| names.of(name, is_group));
            is_any |= later != name;
            later
        };
        let thread =
            if is_message(section) { later(thread, section == Section::GroupMessage) } else { thread };
        let counterparty = later(counterparty, false);
        let is_name = matches!(section, Section::Follower | Section::Following | Section::Block);
        let text = if is_name { later(text, false) } else { text };
        Self { thread, counterparty, text, is_any }
    }
}

/// Whether the records of a section are messages between people.
pub(super) fn is_message(section: Section) -> bool {
    matches!(section, Section::Message | Section::GroupMessage)
}
