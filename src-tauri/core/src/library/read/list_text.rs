//! Which field of a list holds the text, if none has a name that tells.

use std::io::{self, Read};

use super::collect::Collector;
use super::field::RawField;
use super::field_roles;
use super::json_reader::{FLAT, Walk};
use super::roles::{Role, inferred_of_unknown, may_infer_text};
use crate::library::json::{self, Kind};
use crate::library::limits;

/// The number of rows that are looked at.
const ROWS: usize = 50;
/// So much of a list is looked at first, in bytes. Only one with unknown fields is looked at more closely.
const BEGINNING: usize = 1 << 10;
/// A row with more unknown fields has no text that could be told.
const FIELDS: usize = 20;

/// A field that may hold the text.
struct Candidate {
    name: String,
    /// Its first value that is no placeholder.
    first: Option<String>,
    /// Whether there is another.
    varies: bool,
}

impl<R: Read> Walk<'_, '_, R> {
    /// Looks at the first rows of the list that comes next, for the field with the text.
    pub(super) fn look_for_text(&mut self, list: u32) -> io::Result<()> {
        if !self.out.infers || self.out.texts.contains_key(&list) {
            return Ok(());
        }
        let first = json::Items::of(self.scanner.look_ahead(BEGINNING)?).next();
        if first.is_some_and(|row| self.out.has_unknown_field(list, row)) {
            self.out.find_text(list, self.scanner.look_ahead(FLAT)?);
        }
        Ok(())
    }
}

impl Collector<'_> {
    fn has_unknown_field(&mut self, list: u32, row: &[u8]) -> bool {
        let section = self.lists[list as usize].section;
        let spec = field_roles::of(section);
        json::kind(row) == Kind::Object
            && json::Pairs::of(row).any(|(name, _)| self.roles.of(section, &spec, &name) == Role::Unknown)
    }

    /// Finds the field with the text of a list that begins like this: the only one that is not known, or the only one whose
    /// values differ, apart from placeholders.
    fn find_text(&mut self, list: u32, beginning: &[u8]) {
        let section = self.lists[list as usize].section;
        let spec = field_roles::of(section);
        let mut candidates: Vec<Candidate> = Vec::new();
        let mut rows: Vec<&[u8]> = json::Items::of(beginning).take(ROWS + 1).collect();
        // The last one may be cut.
        if rows.len() > ROWS || !beginning.ends_with(b"]") {
            rows.pop();
        }
        for row in rows {
            if json::kind(row) != Kind::Object || row.len() > limits::RECORD_BYTES {
                continue;
            }
            let fields: Vec<RawField<'_>> =
                json::Pairs::of(row).map(|(name, value)| RawField::json(name, value)).collect();
            let mut roles: Vec<Role> =
                fields.iter().map(|field| self.roles.of(section, &spec, &field.name)).collect();
            if !may_infer_text(section, &roles) {
                return;
            }
            // Of its roles, only those of times and links count.
            let others = inferred_of_unknown(section, &mut roles, &fields, None);
            let others: Vec<usize> =
                others.filter(|(_, role)| !matches!(role, Role::Text(_))).map(|(at, _)| at).collect();
            for (at, field) in fields.iter().enumerate() {
                let is_open = matches!(roles[at], Role::Unknown | Role::Text(_)) && !others.contains(&at);
                if is_open {
                    add(&mut candidates, field);
                }
            }
            if candidates.len() > FIELDS {
                return;
            }
        }
        let only = |is: fn(&Candidate) -> bool| {
            let mut found = candidates.iter().filter(|candidate| is(candidate));
            found.next().filter(|_| found.next().is_none())
        };
        let found = match &candidates[..] {
            [only] => Some(only),
            _ => match candidates.iter().filter(|candidate| candidate.varies).count() {
                0 => only(|candidate| candidate.first.is_some()),
                _ => only(|candidate| candidate.varies),
            },
        };
        if let Some(Candidate { name, .. }) = found {
            self.texts.insert(list, name.clone());
        }
    }
}

fn add(candidates: &mut Vec<Candidate>, field: &RawField<'_>) {
    let at = candidates.iter().position(|candidate| candidate.name == *field.name).unwrap_or_else(|| {
        candidates.push(Candidate { name: field.name.clone().into_owned(), first: None, varies: false });
        candidates.len() - 1
    });
    let candidate = &mut candidates[at];
    if field.is_empty() {
        return;
    }
    match &candidate.first {
        Some(first) => candidate.varies |= *first != field.value,
        None => candidate.first = Some(field.value.clone().into_owned()),
    }
}
