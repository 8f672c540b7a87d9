//! The text layouts: a tree of files, one a section, each a list of `Field: value` blocks.

mod names;
mod words;

use std::io::{self, Write};

use super::expected::{Expected, Fate};
use super::life::{Life, date};
use super::node::{Node, Row, Rows};
use super::quirk::Quirk;
use super::{Language, Layout, Plan, contents, facts, shop};

/// A file of the tree.
pub(super) struct File<'l> {
    /// Where it lies below the export's root.
    pub(super) path: String,
    /// The section a reader takes it for.
    section: &'static str,
    body: Body<'l>,
}

/// What a file holds.
enum Body<'l> {
    /// Rows, and the name and label of each field.
    Blocks(Rows<'l>, Vec<(&'static str, String)>),
    /// Like blocks, with dashes between them.
    Dashed(Rows<'l>, Vec<(&'static str, String)>),
    Chats(Vec<(String, Rows<'l>)>),
    /// Time, product and quantity of what is ordered or in the cart.
    Goods(Vec<(String, Node, Node)>),
    Interests(String),
    Facts(Vec<(String, Node)>),
    Nothing,
}

/// The files of the plan's layout.
pub(super) fn files<'l>(plan: &'l Plan, life: &'l Life) -> Vec<File<'l>> {
    let layout = plan.layout;
    let mut files = Vec::new();
    for entry in names::FILES {
        let Some(path) = names::path(layout, entry) else { continue };
        if !plan.includes(entry.section, &[String::new()]) {
            continue;
        }
        if plan.bench.is_some() && !matches!(entry.section, "watch" | "like" | "message") {
            continue;
        }
        let body = if plan.nothing { Body::Nothing } else { body(plan, life, entry) };
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

/// Of a language that nobody knows, a reader can tell but a few files by their shape.
fn read_as(layout: Layout, section: &'static str) -> &'static str {
    let shape_tells = matches!(section, "watch" | "share" | "login" | "message");
    if layout == Layout::TxtC(Language::Unknown) && !shape_tells { "other" } else { section }
}

fn body<'l>(plan: &'l Plan, life: &'l Life, entry: &names::Entry) -> Body<'l> {
    let layout = plan.layout;
    let flat = |node: Node| {
        let mut pairs = Vec::new();
        flatten(&node, &mut pairs);
        let named = pairs.into_iter().map(|(key, value)| (words::fact(layout, entry.section, &key), value));
        Body::Facts(named.collect())
    };
    match entry.section {
        "message" | "groupMessage" => Body::Chats(contents::chats(plan, life, entry.section)),
        "adInterest" => Body::Interests(life.persona.interests.join("|")),
        "profile" => flat(facts::profile(life, if layout == Layout::TxtA { 2 } else { 4 })),
        "settings" => flat(facts::settings(4)),
        "device" => flat(facts::device(life, 4)),
        "summary" => flat(facts::summary(6)),
        "autofill" => flat(facts::autofill(life)),
        "order" => {
            let orders = shop::orders(life).into_iter().filter(|order| plan.covers(Some(order.at)));
            Body::Goods(orders.map(|order| (date(order.at), order.product.into(), 1.into())).collect())
        }
        "cartItem" => {
            let rows = contents::list(plan, life, "cartItem");
            let goods = rows.filter_map(|row| {
                Some((date(row.at?), row.get("ProductName")?.clone(), row.get("SkuCount")?.clone()))
            });
            Body::Goods(goods.collect())
        }
        _ if entry.fields.is_empty() => Body::Nothing,
        section => {
            let label = |name: &'static str| (name, words::label(layout, section, name));
            let fields = names::fields(layout, entry).split(',').map(label).collect();
            let rows = contents::list(plan, life, section);
            if section == "shopFavourite" { Body::Dashed(rows, fields) } else { Body::Blocks(rows, fields) }
        }
    }
}

/// The values of a tree, each with its own key; a list is one value.
fn flatten(node: &Node, pairs: &mut Vec<(String, Node)>) {
    match node {
        Node::Object(all) => {
            for (key, value) in all {
                match value {
                    Node::Object(_) => flatten(value, pairs),
                    Node::List(items) if items.is_empty() => pairs.push((key.to_string(), Node::Null)),
                    Node::List(_) => pairs.push((key.to_string(), value.plain().into())),
                    scalar => pairs.push((key.to_string(), scalar.clone())),
                }
            }
        }
        Node::List(items) => items.iter().for_each(|item| flatten(item, pairs)),
        _ => {}
    }
}

/// Writes a file; tells what a reader finds in it.
pub(super) fn write(plan: &Plan, file: File<'_>, out: &mut impl Write) -> io::Result<Expected> {
    let mut page =
        Page { out, zone: zone(plan.layout), section: file.section, expected: Expected::default() };
    match file.body {
        Body::Blocks(rows, fields) => page.blocks(rows, &fields, "")?,
        Body::Dashed(rows, fields) => page.blocks(rows, &fields, "--------------------\n")?,
        Body::Chats(chats) => page.chats(chats)?,
        Body::Goods(goods) => {
            for (at, product, quantity) in goods {
                let (zone, product, quantity) = (page.zone, product.plain(), quantity.plain());
                write!(page.out, "Date: {at}{zone}\n>>Name:\n{product}\n>>Quantity:{quantity}\n\n")?;
                page.expected.add(file.section, Fate::Stored);
            }
        }
        Body::Interests(interests) => {
            writeln!(page.out, "Interests: {interests}")?;
            interests.split('|').for_each(|_| page.expected.add(file.section, Fate::Stored));
        }
        Body::Facts(pairs) => page.facts(&pairs)?,
        Body::Nothing => {}
    }
    let mut expected = page.expected;
    if expected.sections.is_empty() {
        // The sentence varies from file to file in some languages.
        writeln!(out, "{}", words::nothing(plan.layout, file.path.len()))?;
    } else if file.section == "other" {
        let named = file.path.trim_end_matches(".txt").rsplitn(3, '/').take(2).collect::<Vec<_>>();
        expected.unknown(&named.into_iter().rev().collect::<Vec<_>>().join("/"));
    }
    Ok(expected)
}

/// Only the newest layout marks the zone of its dates.
const fn zone(layout: Layout) -> &'static str {
    if matches!(layout, Layout::TxtC(_)) { " UTC" } else { "" }
}

struct Page<'w, W> {
    out: &'w mut W,
    zone: &'static str,
    section: &'static str,
    expected: Expected,
}

impl<W: Write> Page<'_, W> {
    fn blocks(&mut self, rows: Rows<'_>, fields: &[(&'static str, String)], end: &str) -> io::Result<()> {
        for row in rows {
            let mut void = true;
            for (name, label) in fields {
                let Some(value) = row.get(name) else { continue };
                void &= value.is_void();
                let text = value.plain();
                if text.contains('\n') {
                    writeln!(self.out, "{label}: [{}]", text.replace('\n', ", "))?;
                } else {
                    let zone = if is_moment(&text) { self.zone } else { "" };
                    writeln!(self.out, "{label}: {text}{zone}")?;
                }
            }
            write!(self.out, "{}", if end.is_empty() { "\n" } else { end })?;
            self.expected.add(self.section, if void { Fate::Skipped } else { Fate::Stored });
        }
        Ok(())
    }

    /// The header is English in every language; a line that does not begin with a date goes on with the last one.
    fn chats(&mut self, chats: Vec<(String, Rows<'_>)>) -> io::Result<()> {
        for (name, rows) in chats {
            write!(self.out, ">>> Chat History with {name}::\n\n")?;
            for row in rows {
                let text = |key| row.get(key).map(Node::plain).unwrap_or_default();
                let (at, from, content) = (text("Date"), text("From"), text("Content"));
                writeln!(self.out, "{at}{} {from}: {content}", self.zone)?;
                self.expected.add(self.section, Fate::Stored);
            }
            writeln!(self.out)?;
        }
        Ok(())
    }

    fn facts(&mut self, pairs: &[(String, Node)]) -> io::Result<()> {
        for (label, value) in pairs {
            if label.eq_ignore_ascii_case("note") {
                writeln!(self.out, "(Note: {})", value.plain())?;
            } else {
                writeln!(self.out, "{label}: {}", value.plain())?;
            }
            if !value.is_void() {
                self.expected.add(self.section, Fate::Stored);
            }
        }
        Ok(())
    }
}

/// `YYYY-MM-DD HH:MM:SS`.
fn is_moment(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 19 && bytes[4] == b'-' && bytes[10] == b' ' && bytes[13] == b':'
}
