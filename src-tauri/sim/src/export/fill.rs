//! Writes what stands in a place, and counts it by the reader's rules.

use super::document::{Content, Place, marked};
use super::json::{Doc, Filled};
use super::node::{Node, Row, Rows};
use super::shop::Room;

/// A field of a list: its name in the rows and in the layout, and whether its date marks the zone.
struct Field {
    name: &'static str,
    key: &'static str,
    marked: bool,
}

/// Fields in the order of their keys.
fn parse(fields: &'static str) -> Vec<Field> {
    let mut fields: Vec<Field> = fields
        .split(',')
        .map(|field| {
            let (name, key) = field.split_once('>').unwrap_or((field, field));
            let plain = key.strip_suffix("+UTC");
            Field { name, key: plain.unwrap_or(key), marked: plain.is_some() }
        })
        .collect();
    fields.sort_by_key(|field| field.key);
    fields
}

pub(super) fn fill(doc: &mut Doc<'_>, place: Place<'_>) -> Filled {
    let section = place.section;
    let path = place.path.join("/");
    match place.content {
        Content::Void(node) => doc.value(&node),
        Content::List(list, fields) => {
            rows(doc, section, list, &parse(fields), place.again)?;
            if section == "other" {
                doc.unknown(&path);
            }
            Ok(())
        }
        Content::Chats(chats, fields) => {
            let fields = parse(fields);
            doc.open(b'{')?;
            for (name, list) in chats {
                doc.data_key(&name)?;
                rows(doc, section, list, &fields, place.again)?;
            }
            doc.close(b'}')
        }
        Content::Entries(entries) => {
            doc.open(b'{')?;
            for entry in entries {
                doc.data_key(&entry.key)?;
                doc.value(&entry.node)?;
                doc.count(section, false, place.again);
            }
            doc.close(b'}')
        }
        Content::Rooms(rooms) => {
            doc.open(b'{')?;
            rooms.iter().try_for_each(|seen| room(doc, seen))?;
            doc.close(b'}')
        }
        Content::Tako(chats) => tako(doc, &chats),
        Content::Words(words) => {
            doc.open(b'[')?;
            for word in &words {
                doc.item()?;
                doc.value(word)?;
                doc.count(section, word.is_void_row(), place.again);
            }
            doc.close(b']')
        }
        Content::Interests(text) => {
            doc.value(&text.clone().into())?;
            text.split('|').for_each(|_| doc.count(section, false, place.again));
            Ok(())
        }
        Content::Facts(node) => facts(doc, section, &node),
        Content::Other(node) => other(doc, &node, &path),
    }
}

fn rows(doc: &mut Doc<'_>, section: &'static str, rows: Rows<'_>, fields: &[Field], again: bool) -> Filled {
    doc.open(b'[')?;
    for row in rows {
        doc.item()?;
        let void = match &row.instead {
            Some(node) => {
                doc.value(node)?;
                node.is_void_row()
            }
            None => cells(doc, &row, fields)?,
        };
        doc.count(section, void, again);
    }
    doc.close(b']')
}

/// Writes the fields that the layout has; tells whether all of them are empty.
fn cells(doc: &mut Doc<'_>, row: &Row, fields: &[Field]) -> std::io::Result<bool> {
    let mut void = true;
    doc.open(b'{')?;
    for field in fields {
        let Some(value) = row.get(field.name) else { continue };
        doc.key(field.key)?;
        match value {
            Node::Text(date) if field.marked && date.len() == 19 => {
                doc.value(&format!("{date} UTC").into())?;
            }
            value => doc.value(value)?,
        }
        void &= value.is_void();
    }
    doc.close(b'}')?;
    Ok(void)
}

fn room(doc: &mut Doc<'_>, room: &Room) -> Filled {
    doc.data_key(&room.key)?;
    doc.open(b'{')?;
    doc.key("Comments")?;
    parts(doc, "liveComment", &room.comments)?;
    doc.key("Link")?;
    doc.value(&"".into())?;
    doc.key("Questions")?;
    if room.questions.is_empty() {
        doc.value(&Node::Null)?;
    } else {
        parts(doc, "liveQuestion", &room.questions)?;
    }
    doc.key("WatchTime")?;
    doc.value(&super::life::date(room.at).into())?;
    doc.close(b'}')?;
    doc.count("liveWatched", false, false);
    Ok(())
}

fn parts(doc: &mut Doc<'_>, section: &'static str, parts: &[Node]) -> Filled {
    doc.open(b'[')?;
    for part in parts {
        doc.item()?;
        doc.value(part)?;
        doc.count(section, false, false);
    }
    doc.close(b']')
}

fn tako(doc: &mut Doc<'_>, chats: &[(&'static str, Vec<(i64, Node)>)]) -> Filled {
    doc.open(b'[')?;
    for (title, messages) in chats {
        doc.item()?;
        doc.open(b'{')?;
        doc.key("Chat Title")?;
        doc.value(&Node::text(*title))?;
        doc.key("Messages")?;
        let messages: Vec<Node> = messages
            .iter()
            .map(|(at, content)| Node::object([("Content", content.clone()), ("Date", marked(*at))]))
            .collect();
        parts(doc, "tako", &messages)?;
        doc.close(b'}')?;
    }
    doc.close(b']')
}

/// Each scalar that is not empty is a fact.
fn facts(doc: &mut Doc<'_>, section: &'static str, node: &Node) -> Filled {
    match node {
        Node::List(items) => {
            doc.open(b'[')?;
            for item in items {
                doc.item()?;
                facts(doc, section, item)?;
            }
            doc.close(b']')
        }
        Node::Object(pairs) => {
            doc.open(b'{')?;
            for (key, value) in pairs {
                doc.key(key)?;
                facts(doc, section, value)?;
            }
            doc.close(b'}')
        }
        scalar => {
            doc.value(scalar)?;
            if !scalar.is_void() {
                doc.count_scalar(section, scalar);
            }
            Ok(())
        }
    }
}

/// Lists row by row, objects of scalars at once, and other objects piece by piece.
fn other(doc: &mut Doc<'_>, node: &Node, path: &str) -> Filled {
    match node {
        Node::List(items) => {
            doc.open(b'[')?;
            for item in items {
                doc.item()?;
                doc.value(item)?;
                doc.count("other", item.is_void_row(), false);
            }
            doc.unknown(path);
            doc.close(b']')
        }
        Node::Object(pairs) if pairs.iter().any(|(_, value)| !value.is_scalar()) => {
            doc.open(b'{')?;
            for (key, value) in pairs {
                doc.data_key(key)?;
                other(doc, value, &format!("{path}/{key}"))?;
            }
            doc.close(b'}')
        }
        Node::Object(_) => {
            doc.value(node)?;
            if !node.is_void_row() {
                doc.count("other", false, false);
                doc.unknown(path);
            }
            Ok(())
        }
        scalar => {
            doc.value(scalar)?;
            if !scalar.is_void() {
                doc.count_scalar("other", scalar);
                doc.unknown(path);
            }
            Ok(())
        }
    }
}
