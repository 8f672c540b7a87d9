//! JSON documents in any layout.

use std::io::{self, Write};

use satchel_sim::export::section::{Content, Section};
use satchel_sim::export::value::Value;
use satchel_sim::export::{contents as model, document, layout};

use crate::expected::Expected;
use crate::plan::Plan;
use crate::quirk::Quirk;
use crate::recorder::{Limited, Recorder, Style};
use crate::source::Source;
use crate::{contents, older_layouts, section_quirks};

/// Sections that an export of a load profile has.
const LOAD_SECTIONS: [&str; 3] = ["watch", "like", "message"];

/// Writes the document, or, with [`Quirk::Doubled`], both.
pub(crate) fn write(plan: &Plan, source: &Source, out: &mut dyn Write) -> io::Result<Expected> {
    let mut style = Style {
        trailing_commas: plan.has(Quirk::TrailingCommas),
        key_case: plan.has(Quirk::KeyCase),
        limit: u64::MAX,
    };
    if let Some(per_mille) = plan.quirks.iter().find_map(|quirk| match quirk {
        Quirk::Truncated { per_mille } => Some(*per_mille),
        _ => None,
    }) {
        // The size is only known once the whole document has been written.
        let mut ignored = Expected::default();
        let length = write_copies(plan, source, &mut io::sink(), style, &mut ignored)?;
        style.limit = length * u64::from(per_mille) / 1000;
    }
    let mut expected = Expected::default();
    write_copies(plan, source, &mut Limited::new(out, style.limit), style, &mut expected)?;
    Ok(expected)
}

/// Returns the length in bytes before truncation.
fn write_copies(
    plan: &Plan,
    source: &Source,
    out: &mut dyn Write,
    style: Style,
    expected: &mut Expected,
) -> io::Result<u64> {
    let copies: &[bool] = if plan.has(Quirk::Doubled) { &[false, true] } else { &[false] };
    let mut written = 0;
    for is_copy in copies {
        let mut recorder = Recorder::new(style, *is_copy, written, expected);
        written += document::write(sections(plan, source), out, &mut recorder)?;
        if copies.len() == 1 || *is_copy {
            out.write_all(b"\n")?;
            written += 1;
        }
    }
    Ok(written)
}

/// The sections of the plan's layout.
fn sections<'s>(plan: &'s Plan, source: &'s Source) -> Vec<Section<'s>> {
    let version = plan.layout.version();
    let mut sections = Vec::new();
    let newest = layout::LISTS.iter().filter(|(_, since, ..)| *since <= version);
    let lists = newest
        .map(|(name, _, path, fields)| (*name, *path, *fields))
        .chain(older(older_layouts::LISTS, version));
    for (name, path, fields) in lists {
        let mut section = Section::new(name, path, Content::List(contents::list(plan, source, name), fields));
        // Since 2026 this list is in two places.
        section.is_repeated =
            name == "offTiktok" && version == 6 && path.starts_with("Your") && plan.wants_all();
        sections.push(section);
    }
    let newest = layout::EMPTY.iter().filter(|(_, since, ..)| *since <= version);
    let empty =
        newest.map(|(name, _, path, json)| (*name, *path, *json)).chain(older(older_layouts::EMPTY, version));
    for (name, path, json) in empty {
        sections.push(Section::new(name, path, Content::Empty(Value::Raw(json.into()))));
    }
    let newest = layout::OTHERS.iter().filter(|(_, since, _)| *since <= version);
    let older = older_layouts::OTHERS.iter().filter(|(_, from, to, _)| (*from..=*to).contains(&version));
    let others =
        newest.map(|(name, _, path)| (*name, *path)).chain(older.map(|(name, _, _, path)| (*name, *path)));
    for (name, path) in others {
        sections.push(Section::new(name, path, other(plan, source, name, path)));
    }
    sections.retain(|section| plan.includes(section.name, &section.path));
    if plan.load_profile.is_some() {
        sections.retain(|section| LOAD_SECTIONS.contains(&section.name));
    }
    if plan.is_empty {
        document::empty(&mut sections);
    } else {
        section_quirks::apply(plan, &mut sections);
    }
    sections
}

/// Entries of an older layout that its version has.
fn older(
    lists: &'static [older_layouts::List],
    version: u8,
) -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    lists
        .iter()
        .filter(move |(_, from, to, ..)| (*from..=*to).contains(&version))
        .map(|(name, _, _, path, last)| (*name, *path, *last))
}

fn other<'s>(plan: &'s Plan, source: &'s Source, name: &'static str, path: &str) -> Content<'s> {
    if matches!(name, "message" | "groupMessage" | "shopMessage") {
        return model::chat_content(name, contents::chats(plan, source, name));
    }
    let mut content = model::other(name, path, plan.layout.version(), &source.model);
    match &mut content {
        Content::Tako(chats) => {
            for (_, messages) in chats.iter_mut() {
                messages.retain(|(at, _)| plan.covers(Some(*at)));
            }
            chats.retain(|(_, messages)| !messages.is_empty());
        }
        Content::LiveRooms(rooms) => rooms.retain(|room| plan.covers(Some(room.at))),
        Content::Orders(orders) => orders.retain(|order| plan.covers(Some(order.at))),
        _ => {}
    }
    content
}
