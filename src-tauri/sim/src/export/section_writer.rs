//! Writes the content of a section, and reports its records.

use std::io;

use super::date::date;
use super::json::{JsonWriter, Record};
use super::section::{Content, Section};
use super::shop::LiveRoom;
use super::value::{Row, Rows, Value};

/// A field of a list.
struct Field {
    /// Its name in the rows.
    name: &'static str,
    /// Its key in the document.
    key: &'static str,
    /// Whether its dates are followed by ` UTC`.
    has_zone: bool,
}

/// Parses a field list of [`super::layout`]. The fields are sorted by key.
fn parse(fields: &'static str) -> Vec<Field> {
    let mut fields: Vec<Field> = fields
        .split(',')
        .map(|field| {
            let (name, key) = field.split_once('>').unwrap_or((field, field));
            let plain = key.strip_suffix("+UTC");
            Field { name, key: plain.unwrap_or(key), has_zone: plain.is_some() }
        })
        .collect();
    fields.sort_by_key(|field| field.key);
    fields
}

/// Writes the content of a section, whose key is already written.
pub(super) fn write(doc: &mut JsonWriter<'_>, section: Section<'_>) -> io::Result<()> {
    let Section { name, path, content, is_repeated } = section;
    let record = Record { is_repeated, ..Record::default() };
    match content {
        Content::Empty(value) => doc.value(&value),
        Content::List(list, fields) => rows(doc, name, list, &parse(fields), record),
        Content::Chats(chats, fields) => {
            let fields = parse(fields);
            doc.open(b'{')?;
            for (chat, list) in chats {
                doc.data_key(&chat)?;
                rows(doc, name, list, &fields, record)?;
            }
            doc.close(b'}')
        }
        Content::Orders(orders) => {
            doc.open(b'{')?;
            for order in orders {
                doc.data_key(&order.key)?;
                doc.value(&order.value)?;
                doc.record(name, record);
            }
            doc.close(b'}')
        }
        Content::LiveRooms(rooms) => {
            doc.open(b'{')?;
            rooms.iter().try_for_each(|room| live_room(doc, room))?;
            doc.close(b'}')
        }
        Content::Tako(chats) => tako(doc, &chats),
        Content::Values(values) => {
            doc.open(b'[')?;
            for value in &values {
                doc.item()?;
                doc.value(value)?;
                doc.record(name, Record { is_empty: value.is_empty_row(), ..record });
            }
            doc.close(b']')
        }
        Content::Interests(text) => {
            doc.value(&text.clone().into())?;
            text.split('|').for_each(|_| doc.record(name, record));
            Ok(())
        }
        Content::Facts(value) => facts(doc, name, &value),
        Content::Custom(write) => write(doc, &path.join("/")),
    }
}

fn rows(
    doc: &mut JsonWriter<'_>,
    section: &'static str,
    rows: Rows<'_>,
    fields: &[Field],
    record: Record,
) -> io::Result<()> {
    doc.open(b'[')?;
    for row in rows {
        doc.item()?;
        let is_empty = match &row.replacement {
            Some(value) => {
                doc.value(value)?;
                value.is_empty_row()
            }
            None => cells(doc, &row, fields)?,
        };
        doc.record(section, Record { is_empty, ..record });
    }
    doc.close(b']')
}

/// Writes the fields of the layout, and returns whether all of them are empty.
fn cells(doc: &mut JsonWriter<'_>, row: &Row, fields: &[Field]) -> io::Result<bool> {
    let mut is_empty = true;
    doc.open(b'{')?;
    for field in fields {
        let Some(value) = row.get(field.name) else { continue };
        doc.key(field.key)?;
        match value {
            Value::Text(date) if field.has_zone && date.len() == 19 => {
                doc.value(&format!("{date} UTC").into())?;
            }
            value => doc.value(value)?,
        }
        is_empty &= value.is_empty();
    }
    doc.close(b'}')?;
    Ok(is_empty)
}

fn live_room(doc: &mut JsonWriter<'_>, room: &LiveRoom) -> io::Result<()> {
    doc.data_key(&room.key)?;
    doc.open(b'{')?;
    doc.key("Comments")?;
    records(doc, "liveComment", &room.comments)?;
    doc.key("Link")?;
    doc.value(&"".into())?;
    doc.key("Questions")?;
    if room.questions.is_empty() {
        doc.value(&Value::Null)?;
    } else {
        records(doc, "liveQuestion", &room.questions)?;
    }
    doc.key("WatchTime")?;
    doc.value(&date(room.at).into())?;
    doc.close(b'}')?;
    doc.record("liveWatched", Record::default());
    Ok(())
}

fn records(doc: &mut JsonWriter<'_>, section: &'static str, values: &[Value]) -> io::Result<()> {
    doc.open(b'[')?;
    for value in values {
        doc.item()?;
        doc.value(value)?;
        doc.record(section, Record::default());
    }
    doc.close(b']')
}

fn tako(doc: &mut JsonWriter<'_>, chats: &[(&'static str, Vec<(i64, Value)>)]) -> io::Result<()> {
    doc.open(b'[')?;
    for (title, messages) in chats {
        doc.item()?;
        doc.open(b'{')?;
        doc.key("Chat Title")?;
        doc.value(&Value::text(*title))?;
        doc.key("Messages")?;
        let messages: Vec<Value> = messages
            .iter()
            .map(|(at, content)| {
                Value::object([("Content", content.clone()), ("Date", format!("{} UTC", date(*at)).into())])
            })
            .collect();
        records(doc, "tako", &messages)?;
        doc.close(b'}')?;
    }
    doc.close(b']')
}

/// Writes a tree of facts.
fn facts(doc: &mut JsonWriter<'_>, section: &'static str, value: &Value) -> io::Result<()> {
    match value {
        Value::List(items) => {
            doc.open(b'[')?;
            for item in items {
                doc.item()?;
                facts(doc, section, item)?;
            }
            doc.close(b']')
        }
        Value::Object(pairs) => {
            doc.open(b'{')?;
            for (key, value) in pairs {
                doc.key(key)?;
                facts(doc, section, value)?;
            }
            doc.close(b'}')
        }
        scalar => {
            doc.value(scalar)?;
            if !scalar.is_empty() {
                doc.scalar_record(section, scalar);
            }
            Ok(())
        }
    }
}
