//! Quirks of whole sections.

use std::io;

use satchel_sim::export::date::date;
use satchel_sim::export::json::{JsonWriter, Record};
use satchel_sim::export::section::{Content, Section};
use satchel_sim::export::value::Value;

use crate::plan::Plan;
use crate::quirk::Quirk;

/// Moves, changes and adds sections.
pub(crate) fn apply<'l>(plan: &'l Plan, sections: &mut Vec<Section<'l>>) {
    if plan.has(Quirk::WrongTypes) {
        sections.iter_mut().for_each(wrong_type);
    }
    if plan.has(Quirk::RenamedParents) {
        sections.retain(|section| !matches!(section.content, Content::Facts(_) | Content::Empty(_)));
        sections.iter_mut().for_each(rename);
    }
    if !plan.wants_all() {
        return;
    }
    let mut add =
        |path: &str, value: Value| sections.push(Section::new("other", path, unknown_content(value)));
    if plan.has(Quirk::Unknown) {
        let rows = (1..=3).map(|number| {
            let at = plan.end.as_second() - number * 86_400;
            Value::object::<_, Value>([("Date", date(at).into()), ("Thing", format!("new {number}").into())])
        });
        add("Stand-in Novelties/Novelty/NoveltyList", Value::List(rows.collect()));
        add_unknown(plan, &mut add);
    }
    if plan.has(Quirk::DeepNesting) {
        let deep = format!("{}\"deep\"{}", "[{\"in\": ".repeat(5_000), "}]".repeat(5_000));
        add("Stand-in Depth", Value::List(vec![Value::Raw(deep.into())]));
    }
    if plan.has(Quirk::BigNumbers) {
        let numbers = [
            "9007199254740993",
            "18446744073709551616",
            "1e999",
            "-1e-999",
            "-0",
            "1234567890123456789012345678901234567890",
            "0.1000000000000000055511151231257827021181583404541015625",
        ];
        let rows = numbers.map(|number| Value::object([("Number", Value::Raw(number.into()))]));
        add("Stand-in Numbers/NumberList", Value::List(rows.into()));
    }
}

fn wrong_type(section: &mut Section<'_>) {
    match (section.name, &section.content) {
        // The list is directly below the section's name.
        ("share", _) => {
            section.path.pop();
        }
        ("profile", Content::Facts(map)) => section.content = Content::Facts(Value::List(vec![map.clone()])),
        ("technical", Content::Facts(value)) => {
            let text = value.to_text();
            section.content = Content::Facts(Value::Text(text));
        }
        _ => {}
    }
}

/// Renames the parents of a list. Two sections have a `VideoList`, so that their parents must differ.
fn rename(section: &mut Section<'_>) {
    let Some((last, parents)) = section.path.split_last() else { return };
    let group = parents.first().map_or(0, String::len) % 7;
    let parent = match section.name {
        "watch" => "Things you got to watch".to_owned(),
        "post" => "Things you chose to post".to_owned(),
        _ => {
            let sum: u32 = parents.iter().flat_map(|part| part.bytes()).map(u32::from).sum();
            format!("Shelf {sum}")
        }
    };
    section.path = vec![format!("Corner {group}"), parent, last.clone()];
}

/// Adds unknown sections of several types.
fn add_unknown(plan: &Plan, add: &mut impl FnMut(&str, Value)) {
    let at = date(plan.end.as_second() - 86_400);
    let room =
        |name: &'static str| Value::object::<_, Value>([("Date", at.clone().into()), ("Name", name.into())]);
    let rooms =
        Value::object([("room one", room("Siel")), ("room two", room("Deich")), ("<b>", room("Watt"))]);
    add("Stand-in Novelties/Rooms/RoomMap", rooms);
    let nested = Value::object::<_, Value>([
        ("Level", 3.into()),
        ("Names", Value::List(vec!["one".into(), "".into(), "two".into(), Value::Null])),
        ("Nobody", "N/A".into()),
        ("Within", Value::object([("Further", Value::texts([("Colour", "sand"), ("Shape", "")]))])),
    ]);
    add("Stand-in Novelties/Nested", nested);
    add("Stand-in Word", "kelp".into());
    let habits = vec![Value::object::<_, Value>([("Date", at.clone().into()), ("Habit", "tea".into())])];
    add("Your Activity/Stand-in Habit/HabitList", Value::List(habits));
}

/// The content of an unknown section.
fn unknown_content(value: Value) -> Content<'static> {
    Content::Custom(Box::new(move |doc, path| write_unknown(doc, &value, path)))
}

/// Writes an unknown section, and reports the records that a reader finds: elements of lists, objects of scalars, and
/// scalars of other objects.
fn write_unknown(doc: &mut JsonWriter<'_>, value: &Value, path: &str) -> io::Result<()> {
    match value {
        Value::List(items) => {
            doc.open(b'[')?;
            for item in items {
                doc.item()?;
                doc.value(item)?;
                doc.record("other", Record { is_empty: item.is_empty_row(), ..Record::default() });
            }
            doc.unknown_path(path);
            doc.close(b']')
        }
        Value::Object(pairs) if pairs.iter().any(|(_, value)| !value.is_scalar()) => {
            doc.open(b'{')?;
            for (key, value) in pairs {
                doc.data_key(key)?;
                write_unknown(doc, value, &format!("{path}/{key}"))?;
            }
            doc.close(b'}')
        }
        Value::Object(_) => {
            doc.value(value)?;
            if !value.is_empty_row() {
                doc.record("other", Record::default());
                doc.unknown_path(path);
            }
            Ok(())
        }
        scalar => {
            doc.value(scalar)?;
            // What a word means in an unknown section is not known.
            if !scalar.to_text().is_empty() {
                doc.scalar_record("other", scalar);
                doc.unknown_path(path);
            }
            Ok(())
        }
    }
}
