//! The role of each field of a row: what the record is shown and identified by.

use std::collections::HashMap;

use super::field::RawField;
use super::field_roles::{ATTACHMENTS, Spec, TIMES};
use super::json_keys::normal;
use super::known_fields;
use super::value_type::ValueType;
use super::{link, time};
use crate::library::Section;
use crate::library::limits;

/// The role of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// When it happened.
    Time,
    /// What it is about.
    Link,
    /// The text; of several, the one with the lowest rank.
    Text(usize),
    /// The other party.
    Counterparty,
    /// A field that the section is known to have, which is none of these.
    Other,
    /// A field that the section is not known to have.
    Unknown,
}

impl Role {
    /// Whether a person wrote the value, so that `None` or `N/A` may be what they wrote.
    #[must_use]
    pub fn is_own_words(self) -> bool {
        matches!(self, Self::Text(_) | Self::Counterparty)
    }

    /// Whether its name does not tell what it is.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Other | Self::Unknown)
    }
}

/// The roles of fields, by section and name. The cache is bounded, since names may be data.
#[derive(Default)]
pub struct Roles(HashMap<(Section, String), Role>);

/// The largest number of cached roles.
const CACHED: usize = 4096;

impl Roles {
    /// The role of the field with this name.
    pub fn of(&mut self, section: Section, spec: &Spec, name: &str) -> Role {
        if let Some(role) = self.0.get(&(section, name) as &dyn Key) {
            return *role;
        }
        let normal = normal(name);
        let role = match by_name(spec, &normal) {
            Role::Other if !known_fields::is_known(section, &normal) => Role::Unknown,
            role => role,
        };
        if self.0.len() < CACHED && name.len() <= limits::NAME_CHARS {
            self.0.insert((section, name.to_owned()), role);
        }
        role
    }
}

/// The role of the field with this normalised name.
pub fn by_name(spec: &Spec, normal: &str) -> Role {
    let is = |names: &[&str]| names.contains(&normal);
    if is(TIMES) {
        Role::Time
    } else if let Some(rank) = spec.text.iter().position(|known| *known == normal) {
        Role::Text(rank)
    } else if is(spec.counterparty) {
        Role::Counterparty
    } else if is(spec.links) {
        Role::Link
    } else {
        Role::Other
    }
}

/// The roles of a row's fields in a text export, whose names may be in any language: what no name tells is inferred from the
/// format of the values. `usual`: the name of the field that held the text in rows before. Returns the field that does,
/// unless its value may be something else.
pub fn inferred(
    section: Section,
    roles: &mut [Role],
    fields: &[RawField<'_>],
    usual: Option<&String>,
) -> Option<usize> {
    let lacks = |roles: &[Role], is: fn(&Role) -> bool| !roles.iter().any(is);
    let unnamed = |roles: &[Role], is: fn(&str) -> bool| {
        roles.iter().zip(fields).position(|(role, field)| role.is_open() && is(&field.value))
    };
    if lacks(roles, |role| *role == Role::Time)
        && let Some(at) = unnamed(roles, |value| ValueType::of(value) == ValueType::Time)
    {
        roles[at] = Role::Time;
    }
    if is_about_links(section)
        && lacks(roles, |role| *role == Role::Link)
        && let Some(at) = unnamed(roles, link::are_links)
    {
        roles[at] = Role::Link;
    }
    // The only link to a video is the one to what a comment is about.
    if section == Section::Comment
        && lacks(roles, |role| *role == Role::Link)
        && let Some(at) = unnamed(roles, |value| link::is_link(value) && link::item(value).is_some())
        && !ATTACHMENTS.contains(&&*normal(&fields[at].name))
    {
        roles[at] = Role::Link;
    }
    if !is_one_text(section) || !lacks(roles, |role| matches!(role, Role::Text(_))) {
        return None;
    }
    let is_attachment =
        |at: usize| section == Section::Comment && ATTACHMENTS.contains(&&*normal(&fields[at].name));
    // A text may look like a link or a time, but what is known to be something else is none.
    let is_open = |at: &usize| roles[*at] == Role::Unknown && !fields[*at].is_blank() && !is_attachment(*at);
    let is_usual = |at: &usize| usual.is_some_and(|usual| *usual == *fields[*at].name);
    let is_filled = |at: &usize| !fields[*at].is_empty();
    let is_word = |at: &usize| is_filled(at) && ValueType::of(&fields[*at].value) == ValueType::Word;
    let open: Vec<usize> = (0..fields.len()).filter(is_open).collect();
    let find = |is: &dyn Fn(&usize) -> bool| open.iter().copied().find(is);
    // The text may be missing. What is left is then no text, unless it is words and the field of the text is not known.
    let may_hold_text = |at: usize| usual.is_none_or(|usual| *usual == *fields[at].name);
    let is_missing =
        (0..fields.len()).any(|at| roles[at] == Role::Unknown && fields[at].is_blank() && may_hold_text(at));
    let at = match (find(&is_usual), usual) {
        (Some(at), _) => at,
        (None, Some(_)) if is_missing => return None,
        (None, None) if is_missing => find(&is_word)?,
        (None, _) => find(&is_word).or_else(|| find(&is_filled)).or_else(|| open.first().copied())?,
    };
    let tells = is_word(&at);
    roles[at] = Role::Text(0);
    tells.then_some(at)
}

/// Infers the roles of fields whose names the section is not known to have, in a row of a JSON export: that of a time, of a
/// link and of a text, if no field of the row has it. The other party is never inferred. `usual`: the name of the field that
/// holds the text in this list. Returns the fields whose roles were inferred.
pub fn inferred_of_unknown(
    section: Section,
    roles: &mut [Role],
    fields: &[RawField<'_>],
    usual: Option<&String>,
) -> impl Iterator<Item = (usize, Role)> + use<> {
    let open = |roles: &[Role]| -> Vec<usize> {
        (0..fields.len()).filter(|at| roles[*at] == Role::Unknown && !fields[*at].is_blank()).collect()
    };
    let lacks = |roles: &[Role], is: fn(&Role) -> bool| !roles.iter().any(is);
    let is_text = |at: usize| fields[at].raw.is_none();
    let mut found = Vec::new();
    if lacks(roles, |role| *role == Role::Time) {
        // Of several times, the first is that of the record: what it is about ends or is deleted later.
        let times = open(roles)
            .into_iter()
            .filter(|at| is_text(*at) && ValueType::of(&fields[*at].value) == ValueType::Time)
            .filter_map(|at| Some((time::parse(&fields[at].value)?, at)));
        if let Some((_, at)) = times.min() {
            found.push((at, Role::Time));
            roles[at] = Role::Time;
        }
    }
    let first_line = |at: usize| fields[at].value.lines().next().unwrap_or_default().to_owned();
    if (is_about_links(section) || matches!(section, Section::Hashtag | Section::Comment))
        && lacks(roles, |role| *role == Role::Link)
        && let Some(at) = open(roles).into_iter().find(|at| is_text(*at) && link::is_link(&first_line(*at)))
    {
        found.push((at, Role::Link));
        roles[at] = Role::Link;
    }
    if may_infer_text(section, roles) {
        let named = usual.and_then(|usual| fields.iter().position(|field| field.name == *usual));
        let at = match (named, &open(roles)[..]) {
            (Some(at), open) => open.contains(&at).then_some(at),
            // The text is what is left; if several fields are, it may be any of them, or the sender.
            (None, [only]) => Some(*only).filter(|at| !fields[*at].is_empty()),
            (None, _) => None,
        };
        if let Some(at) = at {
            found.push((at, Role::Text(0)));
            roles[at] = Role::Text(0);
        }
    }
    found.into_iter()
}

/// Whether a row of a JSON export with these roles may have its text in a field that is not known.
#[must_use]
pub fn may_infer_text(section: Section, roles: &[Role]) -> bool {
    let has_sender = || roles.contains(&Role::Counterparty);
    (is_one_text(section) || has_words(section) && (!has_senders(section) || has_sender()))
        && !roles.iter().any(|role| matches!(role, Role::Text(_)))
}

/// Sections of messages, which have one text.
fn has_words(section: Section) -> bool {
    use Section as S;
    has_senders(section) || matches!(section, S::Tako | S::LiveComment | S::LiveQuestion)
}

/// Sections of messages that say who sent them.
fn has_senders(section: Section) -> bool {
    matches!(section, Section::Message | Section::GroupMessage | Section::ShopMessage)
}

/// Sections whose rows are about what they link to.
fn is_about_links(section: Section) -> bool {
    use Section as S;
    matches!(
        section,
        S::Watch
            | S::MiniDrama
            | S::Like
            | S::FavouriteVideo
            | S::FavouriteSound
            | S::FavouriteHashtag
            | S::FavouriteEffect
            | S::Repost
            | S::Share
            | S::AdVisit
            | S::Post
            | S::DeletedPost
    )
}

/// Sections whose rows have one text, and little else.
fn is_one_text(section: Section) -> bool {
    use Section as S;
    matches!(
        section,
        S::Search
            | S::Follower
            | S::Following
            | S::Block
            | S::Share
            | S::Comment
            | S::FavouriteComment
            | S::FavouriteCollection
    )
}

/// A borrowed key for the map of roles, so that a lookup does not copy the name.
trait Key {
    fn parts(&self) -> (Section, &str);
}

impl Key for (Section, String) {
    fn parts(&self) -> (Section, &str) {
        (self.0, &self.1)
    }
}

impl Key for (Section, &str) {
    fn parts(&self) -> (Section, &str) {
        *self
    }
}

impl<'a> std::borrow::Borrow<dyn Key + 'a> for (Section, String) {
    fn borrow(&self) -> &(dyn Key + 'a) {
        self
    }
}

impl std::hash::Hash for dyn Key + '_ {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.parts().hash(state);
    }
}

impl PartialEq for dyn Key + '_ {
    fn eq(&self, other: &Self) -> bool {
        self.parts() == other.parts()
    }
}

impl Eq for dyn Key + '_ {}
