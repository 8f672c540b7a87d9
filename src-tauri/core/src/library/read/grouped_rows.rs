//! Rows of JSON that only hold other rows: the folders of a list.

use std::borrow::Cow;

use super::collect::{Collector, Target};
use super::field::RawField;
use super::field_roles;
use super::json_keys::normal;
use super::original::Source;
use super::roles::{Role, by_name};
use crate::library::json::{self, Kind};
use crate::library::limits;
use crate::library::{Section, SkipReason};

impl Collector<'_> {
    /// Adds the rows that a row holds, each with what the row says about all of them. Returns `false` if it is a row itself.
    pub(super) fn group(&mut self, at: Target<'_>, row: &[u8]) -> bool {
        let section = self.lists[at.list as usize].section;
        let (lists, common): (Vec<_>, Vec<_>) =
            json::Pairs::of(row).partition(|(_, value)| holds_objects(value));
        if lists.is_empty() || is_row(section, row) {
            return false;
        }
        if !lists.iter().all(|(_, list)| json::Items::of(list).all(|inner| is_row(section, inner))) {
            return false;
        }
        let common_size: usize = common.iter().map(|(name, value)| name.len() + value.len()).sum();
        for (key, list) in &lists {
            for inner in json::Items::of(list) {
                if self.is_over {
                    return true;
                }
                if common_size + key.len() + inner.len() > limits::RECORD_BYTES {
                    self.skip(at.list, SkipReason::TooBig);
                    continue;
                }
                let mut fields: Vec<RawField<'_>> =
                    json::Pairs::of(inner).map(|(name, value)| RawField::json(name, value)).collect();
                let own = fields.len();
                fields.extend(common.iter().map(|(name, value)| RawField::json(name.clone(), value)));
                // Where there are several lists, their keys differ for a reason.
                if lists.len() > 1 {
                    fields.push(RawField::text("Key", key));
                }
                self.tell_days(at.list, &mut fields[..own]);
                self.fields(at, &fields, Source::Json(alone(&common, key, inner).as_bytes()));
            }
        }
        true
    }
}

/// The row as if it held only this one.
fn alone(common: &[(Cow<'_, str>, &[u8])], key: &str, inner: &[u8]) -> String {
    let text = String::from_utf8_lossy;
    let pair = |(name, value): &(Cow<'_, str>, &[u8])| format!("{}:{},", json::string(name), text(value));
    let common: String = common.iter().map(pair).collect();
    format!("{{{common}{}:[{}]}}", json::string(key), text(inner))
}

fn holds_objects(value: &[u8]) -> bool {
    let mut items = json::Items::of(value);
    items.next().is_some_and(|first| json::kind(first) == Kind::Object)
        && items.all(|item| json::kind(item) == Kind::Object)
}

/// Whether an object has a field that rows of this section have: a time, a link, a text or a person.
fn is_row(section: Section, object: &[u8]) -> bool {
    let spec = field_roles::of(section);
    json::Pairs::of(object).any(|(name, _)| by_name(&spec, &normal(&name)) != Role::Other)
}
