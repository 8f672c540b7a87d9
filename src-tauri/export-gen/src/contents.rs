//! The rows of each section, as a plan wants them.

use satchel_sim::export::contents;
use satchel_sim::export::value::{Row, Rows};

use crate::plan::Plan;
use crate::quirk::Quirk;
use crate::row_quirks;
use crate::source::Source;

/// The rows of a section that is a list.
pub(crate) fn list<'s>(plan: &'s Plan, source: &'s Source, section: &'static str) -> Rows<'s> {
    let rows = match &source.load {
        Some(load) => load.rows(&source.model, section),
        None => contents::rows(section, &source.model),
    };
    apply(plan, section, true, rows)
}

/// The chats of a section: names and rows.
pub(crate) fn chats<'s>(
    plan: &'s Plan,
    source: &'s Source,
    section: &'static str,
) -> Vec<(String, Rows<'s>)> {
    let mut chats = match &source.load {
        Some(load) => load.chats(&source.model, section),
        None => contents::chats(section, &source.model),
    };
    if section == "message" && source.load.is_none() && plan.has(Quirk::Markup) {
        let content = [("Content", "hi".into()), ("From", "<b>hi</b>".into())];
        let row = Row::at(source.model.end() - 60, content);
        let rows: Rows<'_> = Box::new(std::iter::once(row));
        chats.insert(0, ("<img src=x onerror=alert(1)>".to_owned(), rows));
    }
    if section == "message" && source.load.is_none() && plan.has(Quirk::RemovedAccounts) {
        remove_account(&mut chats);
    }
    if plan.layout.is_text() && plan.has(Quirk::GroupsAmongChats) {
        match section {
            "message" => chats.extend(contents::chats("groupMessage", &source.model)),
            "groupMessage" => chats.clear(),
            _ => {}
        }
    }
    let begun = |(index, (name, rows)): (usize, (String, Rows<'s>))| {
        let mut rows = apply(plan, section, index == 0, rows).peekable();
        // A chat that has no messages yet is not in an export.
        rows.peek()?;
        Some((name, Box::new(rows) as Rows<'s>))
    };
    (0..).zip(chats).filter_map(begun).collect()
}

/// The person in the first chat has no account any more, and so no name.
fn remove_account(chats: &mut [(String, Rows<'_>)]) {
    let Some((name, rows)) = chats.first_mut() else { return };
    let removed = std::mem::take(name);
    let old = std::mem::replace(rows, Box::new(std::iter::empty()));
    *rows = Box::new(old.map(move |mut row| {
        if let Some(from) = row.get_mut("From")
            && *from.to_text() == *removed
        {
            *from = "".into();
        }
        row
    }));
}

/// Leaves out rows before the plan's begin, and applies its quirks.
fn apply<'s>(plan: &'s Plan, section: &'static str, is_first: bool, rows: Rows<'s>) -> Rows<'s> {
    let rows = Box::new(rows.filter(|row| plan.covers(row.at)));
    row_quirks::apply(&plan.quirks, section, is_first, plan.layout.is_text(), rows)
}
