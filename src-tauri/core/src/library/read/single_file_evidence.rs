//! What shows that a file is a part of a TikTok export if it is the only one. A text file in any language is the profile, or the
//! logins, by the form of its values; a JSON list is one of logins or posts by its fields.

use super::batch::{Batch, RawRecord};
use super::decode;
use super::guess::is_birthday;
use super::invisible::is_blank;
use super::json_keys::normal;
use super::known_fields::telling;
use super::link::host_label;
use super::text_fields::{FieldLine, split};
use super::value_type::ValueType;
use crate::library::Section;
use crate::library::json;

/// A login: time, IP address, device, system, network and carrier.
const LOGIN_FIELDS: usize = 6;
/// What logins have as the network.
const NETWORKS: [&str; 9] = ["wi-fi", "wifi", "wlan", "2g", "3g", "4g", "5g", "lte", "mobile"];
/// What the systems of devices begin with.
const SYSTEMS: [&str; 3] = ["android", "ios", "ipados"];
/// So many facts are in a profile.
const LEAST_FACTS: usize = 4;

/// So many fields that hardly any other list has are in a login of JSON, which are all of them, and in a post.
const FIELDS: [(Section, usize); 2] = [(Section::Login, 5), (Section::Post, 4)];

/// Whether a record whose section no key tells has the fields of a login or a post.
pub(super) fn is_login_or_post(batch: &Batch, row: &RawRecord) -> bool {
    let Some(fields) = batch.text(&row.fields).filter(|_| row.section == Section::Other) else {
        return false;
    };
    let names: Vec<String> = json::Pairs::of(fields.as_bytes()).map(|(name, _)| normal(&name)).collect();
    FIELDS.iter().any(|(section, least)| telling(*section, &names) >= *least)
}

/// Whether the beginning of a file is written like a profile or logins, and nothing else is.
#[must_use]
pub fn is_profile_or_logins(head: &[u8]) -> bool {
    let text = decode::beginning(head);
    let lines: Vec<&str> = text.lines().collect();
    let mut records = Vec::new();
    for block in lines.split(|line| is_blank(line)).filter(|block| !block.is_empty()) {
        let fields: Option<Vec<FieldLine<'_>>> = block.iter().map(|line| split(line)).collect();
        records.push(fields.unwrap_or_default());
    }
    // The last one may be cut off.
    let count = records.len().saturating_sub(1).max(1).min(records.len());
    !records.is_empty() && (records[..count].iter().all(|record| is_login(record)) || is_profile(&records))
}

fn is_login(fields: &[FieldLine<'_>]) -> bool {
    let values: Vec<String> = fields.iter().map(|field| field.value.to_lowercase()).collect();
    values.len() == LOGIN_FIELDS
        && ValueType::of(fields[0].value) == ValueType::Time
        && ValueType::of(&values[1]) == ValueType::Address
        && SYSTEMS.iter().any(|system| values[3].starts_with(system))
        && NETWORKS.contains(&&*values[4])
}

/// Whether these are facts with a date of birth as only TikTok writes it, and a photo that TikTok keeps. Lines of a biography
/// may be among them.
fn is_profile(records: &[Vec<FieldLine<'_>>]) -> bool {
    let mut fields = records.iter().flatten();
    let is_photo = |field: &FieldLine<'_>| {
        host_label(field.value).is_some_and(|label| label.to_ascii_lowercase().starts_with("tiktokcdn"))
    };
    fields.clone().count() >= LEAST_FACTS
        && fields.clone().any(|field| is_birthday(field.value))
        && fields.clone().any(is_photo)
        && fields.all(|field| ValueType::of(field.value) != ValueType::Time)
}
