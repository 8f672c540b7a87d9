//! Text layouts: a tree of files, one per section, each with blocks of `Field: value` lines.

mod names;
mod words;

use std::io::{self, Write};

use satchel_sim::export::date::date;
use satchel_sim::export::value::{Row, Rows, Value};
use satchel_sim::export::{facts, shop};

use crate::contents;
use crate::expected::{Expected, Outcome};
use crate::layout::{Language, Layout};
use crate::plan::Plan;
use crate::quirk::Quirk;
use crate::source::Source;

/// A file of the tree.
pub(crate) struct File<'l> {
    /// Path in the export.
    pub(crate) path: String,
    /// The section as which a reader reads it.
    section: &'static str,
    body: Body<'l>,
}

/// The content of a file.
enum Body<'l> {
    /// Rows, and the names and labels of their fields.
    Blocks(Rows<'l>, Vec<(&'static str, String)>),
    /// Like `Blocks`, with dashes between them.
    Dashed(Rows<'l>, Vec<(&'static str, String)>),
    Chats(Vec<(String, Rows<'l>)>),
    /// Lines before the product, its name and its quantity.
    Goods(Vec<(String, Value, Value)>),
    Interests(String),
    Facts(Vec<(String, Value)>),
    Nothing,
}

/// The files of the plan's layout.
pub(crate) fn files<'l>(plan: &'l Plan, source: &'l Source) -> Vec<File<'l>> {
    let layout = plan.layout;
    let mut files = Vec::new();
    for entry in names::FILES {
        let Some(path) = names::path(layout, entry) else { continue };
        if !plan.includes(entry.section, &[String::new()]) {
            continue;
        }
        if plan.load_profile.is_some() && !matches!(entry.section, "watch" | "like" | "message") {
            continue;
        }
        let body = if plan.is_empty { Body::Nothing } else { body(plan, source, entry) };
        files.push(File { path, section: read_as(layout, entry.section), body });
    }
    if plan.has(Quirk::Unknown) && plan.wants_all() {
        let rows = (1..=3).map(|number| {
            let at = plan.end.as_second() - number * 86_400;
            Row::at(at, [("Thing", format!("new {number}").into())])
        });
        let fields = vec![("Date", words::label(layout, "other", "Date")), ("Thing", "Thing".to_owned())];
        let path = format!("{}Stand-in Things/Stand-in Novelty.txt", names::root(layout));
        files.push(File { path, section: "other", body: Body::Blocks(Box::new(rows), fields) });
    }
    files
}

/// In an unknown language, a reader recognises only a few files.
fn read_as(layout: Layout, section: &'static str) -> &'static str {
    let shape_tells = matches!(section, "watch" | "share" | "login" | "message");
    if layout == Layout::TxtC(Language::Unknown) && !shape_tells { "other" } else { section }
}

fn body<'l>(plan: &'l Plan, source: &'l Source, entry: &names::Entry) -> Body<'l> {
    let layout = plan.layout;
    let model = &source.model;
    let flat = |node: Value| {
        let mut pairs = Vec::new();
        flatten(&node, &mut pairs);
        let named = pairs.into_iter().map(|(key, value)| (words::fact(layout, entry.section, &key), value));
        Body::Facts(named.collect())
    };
    match entry.section {
        "message" | "groupMessage" => Body::Chats(contents::chats(plan, source, entry.section)),
        "adInterest" => Body::Interests(model.persona().interests.join("|")),
        "profile" => flat(facts::profile(model, if layout == Layout::TxtA { 2 } else { 4 })),
        "settings" => flat(facts::settings(4)),
        "device" => flat(facts::device(model, 4)),
        "summary" => flat(facts::summary(6)),
        "autofill" => flat(facts::autofill(model)),
        "order" => {
            let orders = shop::orders(model).into_iter().filter(|order| plan.covers(Some(order.at)));
            let goods = orders.map(|order| {
                let text = |key| scalar(&order.value, key);
                let head = format!(
                    "Order date: {}{}\nOrder number: {}\nTotal price (including shipping fee): {}\nOrder status: {}\n\
                     Product information:\n",
                    date(order.at),
                    zone(layout),
                    order.key,
                    text("total_price"),
                    text("order_status"),
                );
                (head, format!("{}\nDefault", order.product).into(), 1.into())
            });
            Body::Goods(goods.collect())
        }
        "cartItem" => {
            let rows = contents::list(plan, source, "cartItem");
            let goods = rows.filter_map(|row| {
                let head = format!("Date: {}{}\n", date(row.at?), zone(layout));
                Some((head, row.get("ProductName")?.clone(), row.get("SkuCount")?.clone()))
            });
            Body::Goods(goods.collect())
        }
        _ if entry.fields.is_empty() => Body::Nothing,
        section => {
            let label = |name: &'static str| (name, words::label(layout, section, name));
            let fields = names::fields(layout, entry).split(',').map(label).collect();
            let rows = contents::list(plan, source, section);
            if section == "shopFavourite" { Body::Dashed(rows, fields) } else { Body::Blocks(rows, fields) }
        }
    }
}

/// The text at a key of an object.
fn scalar(node: &Value, key: &str) -> String {
    let Value::Object(pairs) = node else { return String::new() };
    let found = pairs.iter().find(|(name, _)| &**name == key);
    found.map(|(_, value)| value.to_text().into_owned()).unwrap_or_default()
}

/// The scalars of a tree with their keys. A list is one value.
fn flatten(node: &Value, pairs: &mut Vec<(String, Value)>) {
    match node {
        Value::Object(all) => {
            for (key, value) in all {
                match value {
                    Value::Object(_) => flatten(value, pairs),
                    Value::List(items) if items.is_empty() => pairs.push((key.to_string(), Value::Null)),
                    Value::List(_) => pairs.push((key.to_string(), value.to_text().into())),
                    scalar => pairs.push((key.to_string(), scalar.clone())),
                }
            }
        }
        Value::List(items) => items.iter().for_each(|item| flatten(item, pairs)),
        _ => {}
    }
}

/// Writes a file, and returns what a reader finds in it.
pub(crate) fn write(plan: &Plan, file: File<'_>, out: &mut impl Write) -> io::Result<Expected> {
    let mut writer = FileWriter {
        out,
        zone: zone(plan.layout),
        is_oldest: plan.layout == Layout::TxtA,
        section: file.section,
        expected: Expected::default(),
    };
    match file.body {
        Body::Blocks(rows, fields) => writer.blocks(rows, &fields, "")?,
        Body::Dashed(rows, fields) => writer.blocks(rows, &fields, "--------------------\n")?,
        Body::Chats(chats) => writer.chats(chats)?,
        Body::Goods(goods) => {
            for (head, product, quantity) in goods {
                let (product, quantity) = (product.to_text(), quantity.to_text());
                write!(writer.out, "{head}>>Name:\n{product}\n>>Quantity:{quantity}\n\n")?;
                writer.expected.add(file.section, Outcome::Stored);
            }
        }
        Body::Interests(interests) => {
            writeln!(writer.out, "Interests: {interests}")?;
            interests.split('|').for_each(|_| writer.expected.add(file.section, Outcome::Stored));
        }
        Body::Facts(pairs) => writer.facts(&pairs)?,
        Body::Nothing => {}
    }
    let mut expected = writer.expected;
    if expected.sections.is_empty() {
        // In some languages the sentence differs between files.
        writeln!(out, "{}", words::nothing(plan.layout, file.path.len()))?;
    } else if file.section == "other" {
        let named = file.path.trim_end_matches(".txt").rsplitn(3, '/').take(2).collect::<Vec<_>>();
        expected.add_unknown(&named.into_iter().rev().collect::<Vec<_>>().join("/"));
    }
    Ok(expected)
}

/// Only the newest layout has the zone after dates.
const fn zone(layout: Layout) -> &'static str {
    if matches!(layout, Layout::TxtC(_)) { " UTC" } else { "" }
}

struct FileWriter<'w, W> {
    out: &'w mut W,
    zone: &'static str,
    /// Whether it is the layout of 2021.
    is_oldest: bool,
    section: &'static str,
    expected: Expected,
}

impl<W: Write> FileWriter<'_, W> {
    fn blocks(&mut self, rows: Rows<'_>, fields: &[(&'static str, String)], end: &str) -> io::Result<()> {
        for row in rows {
            let mut is_empty = true;
            for (name, label) in fields {
                let Some(value) = row.get(name) else { continue };
                is_empty &= value.is_empty();
                let text = value.to_text();
                if text.contains('\n') && *name == "Link" {
                    writeln!(self.out, "{label}: [{}]", text.replace('\n', ", "))?;
                } else {
                    let zone = if is_date(&text) { self.zone } else { "" };
                    writeln!(self.out, "{label}: {text}{zone}")?;
                }
            }
            write!(self.out, "{}", if end.is_empty() { "\n" } else { end })?;
            self.expected.add(self.section, if is_empty { Outcome::Skipped } else { Outcome::Stored });
        }
        Ok(())
    }

    /// Writes chats. The header is English in all languages; a line without a date continues the line before.
    fn chats(&mut self, chats: Vec<(String, Rows<'_>)>) -> io::Result<()> {
        for (name, rows) in chats {
            // In exports of 2021, chats begin with an empty line, times are in brackets, and messages have lines between them.
            let (before, colons) = if self.is_oldest { ("\n", ":") } else { ("", "::") };
            write!(self.out, "{before}>>> Chat History with {name}{colons}\n\n")?;
            let is_group = self.section == "message" && name.starts_with("Group_Chat_");
            let section = if is_group { "groupMessage" } else { self.section };
            for row in rows {
                let text = |key| row.get(key).map(Value::to_text).unwrap_or_default();
                let (at, from, content) = (text("Date"), text("From"), text("Content"));
                if self.is_oldest {
                    writeln!(self.out, "[{at}] {from}: {content}\n")?;
                } else {
                    writeln!(self.out, "{at}{} {from}: {content}", self.zone)?;
                }
                self.expected.add(section, Outcome::Stored);
            }
            writeln!(self.out)?;
        }
        Ok(())
    }

    fn facts(&mut self, pairs: &[(String, Value)]) -> io::Result<()> {
        for (label, value) in pairs {
            if label.eq_ignore_ascii_case("note") {
                writeln!(self.out, "(Note: {})", value.to_text())?;
            } else {
                writeln!(self.out, "{label}: {}", value.to_text())?;
            }
            if !value.is_empty() {
                self.expected.add(self.section, Outcome::Stored);
            }
        }
        Ok(())
    }
}

/// `YYYY-MM-DD HH:MM:SS`.
fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 19 && bytes[4] == b'-' && bytes[10] == b' ' && bytes[13] == b':'
}
