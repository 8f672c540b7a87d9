//! The JSON document of an export.

use std::io::{self, Write};

use super::activity_model::ActivityModel;
use super::category::Category;
use super::json::{JsonWriter, Observer};
use super::layout::{EMPTY, LISTS, OTHERS};
use super::section::{Content, Section};
use super::value::Value;
use super::{contents, section_writer};

/// Version of the layout that [`sections`] uses.
const VERSION: u8 = 6;

/// The sections of a document in the layout of 2026 that belong to the categories.
#[must_use]
pub fn sections<'m>(model: &'m ActivityModel, categories: &[Category]) -> Vec<Section<'m>> {
    let lists = LISTS.iter().map(|(name, _, path, fields)| {
        Section::new(name, path, Content::List(contents::rows(name, model), fields))
    });
    let empty = EMPTY
        .iter()
        .map(|(name, _, path, json)| Section::new(name, path, Content::Empty(Value::Raw((*json).into()))));
    let others = OTHERS
        .iter()
        .map(|(name, _, path)| Section::new(name, path, contents::other(name, path, VERSION, model)));
    lists
        .chain(empty)
        .chain(others)
        .filter(|section| includes(categories, section.name, &section.path))
        .collect()
}

/// Whether a section at this path belongs to the categories.
#[must_use]
pub fn includes(categories: &[Category], section: &str, path: &[String]) -> bool {
    categories.contains(&Category::AllData) || categories.contains(&contents::category(section, path))
}

/// Empties all sections, as for an account without any data.
pub fn empty(sections: &mut Vec<Section<'_>>) {
    sections.retain(|section| section.name != "technical");
    for section in sections {
        let json = match &section.content {
            Content::List(..) if section.path.ends_with(&["VideoList".to_owned()]) => "[]",
            Content::List(..) => "null",
            _ => "{}",
        };
        section.content = Content::Empty(Value::Raw(json.into()));
    }
}

/// Writes the sections as one document, sorted by path, and returns its length in bytes.
pub fn write(
    mut sections: Vec<Section<'_>>,
    out: &mut dyn Write,
    observer: &mut dyn Observer,
) -> io::Result<u64> {
    sections.sort_by(|a, b| a.path.cmp(&b.path));
    debug_assert!(sections.is_sorted_by(|a, b| a.path < b.path), "two sections have the same path");
    let mut doc = JsonWriter::new(out, observer);
    let mut open: Vec<String> = Vec::new();
    doc.open(b'{')?;
    for section in sections {
        let Some((last, parents)) = section.path.split_last() else { continue };
        let shared = open.iter().zip(parents).take_while(|(a, b)| a == b).count();
        for _ in shared..open.len() {
            doc.close(b'}')?;
        }
        open.truncate(shared);
        for parent in &parents[shared..] {
            doc.key(parent)?;
            doc.open(b'{')?;
            open.push(parent.clone());
        }
        doc.key(last)?;
        section_writer::write(&mut doc, section)?;
    }
    for _ in 0..=open.len() {
        doc.close(b'}')?;
    }
    Ok(doc.written())
}
