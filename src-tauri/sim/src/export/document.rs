//! Puts the sections of a plan where its JSON layout has them.

use std::io::{self, Write};

use super::expected::Expected;
use super::json::{Doc, Filled};
use super::life::{Life, date};
use super::node::{Node, Rows};
use super::places::{EMPTY, LISTS, OTHERS};
use super::quirk::{Quirk, Style};
use super::shop::{Entry, Room};
use super::{Plan, chats, contents, facts, odd, shop};

/// Something with a path of its own.
pub(super) struct Place<'l> {
    pub(super) section: &'static str,
    pub(super) path: Vec<String>,
    pub(super) content: Content<'l>,
    /// Its rows stand in an earlier place, too.
    pub(super) again: bool,
}

/// What stands in a place.
pub(super) enum Content<'l> {
    /// Rows, and their fields as `places` spells them.
    List(Rows<'l>, &'static str),
    /// Lists of rows by chat.
    Chats(Vec<(String, Rows<'l>)>, &'static str),
    Entries(Vec<Entry>),
    Rooms(Vec<Room>),
    /// Titles and messages of chats with the AI.
    Tako(Vec<(&'static str, Vec<(i64, Node)>)>),
    /// Elements that are no objects.
    Words(Vec<Node>),
    /// `a|b|c`.
    Interests(String),
    Facts(Node),
    /// A section that no known export has.
    Other(Node),
    /// Empty, in one of the ways of saying so.
    Void(Node),
}

/// Writes the document or, for a doubled one, both.
pub(super) fn write(plan: &Plan, life: &Life, out: &mut dyn Write) -> io::Result<Expected> {
    let mut style = Style {
        trailing_commas: plan.has(Quirk::TrailingCommas),
        key_case: plan.has(Quirk::KeyCase),
        limit: u64::MAX,
        second: false,
    };
    if let Some(per_mille) = plan.quirks.iter().find_map(|quirk| match quirk {
        Quirk::Truncated { per_mille } => Some(*per_mille),
        _ => None,
    }) {
        // The size is not known before all of it has been written once.
        let mut nowhere = Expected::default();
        let whole = copies(plan, life, &mut io::sink(), style, &mut nowhere)?;
        style.limit = whole * u64::from(per_mille) / 1000;
    }
    let mut expected = Expected::default();
    copies(plan, life, out, style, &mut expected)?;
    Ok(expected)
}

/// Tells how many bytes it would be uncut.
fn copies(
    plan: &Plan,
    life: &Life,
    out: &mut dyn Write,
    mut style: Style,
    expected: &mut Expected,
) -> io::Result<u64> {
    let mut written = 0;
    for second in if plan.has(Quirk::Doubled) { &[false, true][..] } else { &[false] } {
        style.second = *second;
        let mut doc = Doc::new(out, written, style, expected);
        whole(&mut doc, places(plan, life))?;
        if !plan.has(Quirk::Doubled) || *second {
            doc.put(b"\n")?;
        }
        written = doc.written();
    }
    Ok(written)
}

/// Opens and closes objects as the paths need it.
fn whole(doc: &mut Doc<'_>, places: Vec<Place<'_>>) -> Filled {
    let mut open: Vec<String> = Vec::new();
    doc.open(b'{')?;
    for place in places {
        let Some((last, parents)) = place.path.split_last() else { continue };
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
        super::fill::fill(doc, place)?;
    }
    for _ in 0..=open.len() {
        doc.close(b'}')?;
    }
    Ok(())
}

/// The places of the plan's layout in the order they are written in.
fn places<'l>(plan: &'l Plan, life: &'l Life) -> Vec<Place<'l>> {
    let version = plan.layout.version();
    let there = |from: u8, to: u8| (from..=to).contains(&version);
    let mut places = Vec::new();
    for (section, _, _, path, fields) in LISTS.iter().filter(|list| there(list.1, list.2)) {
        let again = *section == "offTiktok" && version == 6 && path.starts_with("Your") && plan.wants_all();
        places.push(place(section, path, Content::List(contents::list(plan, life, section), fields), again));
    }
    for (section, _, _, path, json) in EMPTY.iter().filter(|list| there(list.1, list.2)) {
        places.push(place(section, path, Content::Void(Node::Raw((*json).into())), false));
    }
    for (section, _, _, path) in OTHERS.iter().filter(|list| there(list.1, list.2)) {
        places.push(place(section, path, other(section, path, plan, life), false));
    }
    places.retain(|place| plan.includes(place.section, &place.path));
    if plan.bench.is_some() {
        places.retain(|place| matches!(place.section, "watch" | "like" | "message"));
    }
    if plan.nothing {
        places.retain(|place| place.section != "technical");
        for place in &mut places {
            let nothing = match &place.content {
                Content::List(..) if place.path.ends_with(&["VideoList".to_owned()]) => "[]",
                Content::List(..) => "null",
                _ => "{}",
            };
            place.content = Content::Void(Node::Raw(nothing.into()));
        }
    } else {
        odd::change(plan, &mut places);
    }
    places.sort_by(|a, b| a.path.cmp(&b.path));
    debug_assert!(places.is_sorted_by(|a, b| a.path < b.path), "two sections in one place");
    places
}

fn place<'l>(section: &'static str, path: &str, content: Content<'l>, again: bool) -> Place<'l> {
    Place { section, path: path.split('/').map(str::to_owned).collect(), content, again }
}

fn other<'l>(section: &'static str, path: &str, plan: &'l Plan, life: &'l Life) -> Content<'l> {
    let version = plan.layout.version();
    match section {
        "message" | "groupMessage" => {
            let chats = contents::chats(plan, life, section).into_iter();
            let named = chats.map(|(name, rows)| (format!("Chat History with {name}:"), rows));
            Content::Chats(named.collect(), "Content,Date,From")
        }
        "shopMessage" => {
            Content::Chats(contents::chats(plan, life, section), "content,direction,send_time,shop_name")
        }
        "tako" => {
            let mut chats = chats::tako(life);
            for (_, lines) in &mut chats {
                lines.retain(|(at, _)| plan.covers(Some(*at)));
            }
            Content::Tako(chats)
        }
        "liveWatched" => {
            Content::Rooms(shop::rooms(life).into_iter().filter(|room| plan.covers(Some(room.at))).collect())
        }
        "order" => {
            let orders = shop::orders(life).into_iter();
            Content::Entries(orders.filter(|order| plan.covers(Some(order.at))).collect())
        }
        "adInterest" => Content::Interests(life.persona.interests.join("|")),
        "adPartner" => Content::Words(contents::partners(path.ends_with("AdvertiserList"))),
        "profile" => Content::Facts(facts::profile(life, version)),
        "autofill" => Content::Facts(facts::autofill(life)),
        "aiMoji" => Content::Facts(facts::ai_moji()),
        "settings" => Content::Facts(facts::settings(version)),
        "device" => Content::Facts(facts::device(life, version)),
        "summary" => Content::Facts(facts::summary(version)),
        "liveSettings" if path.contains("Watch Live") => Content::Facts(facts::watch_live_settings()),
        "liveSettings" => Content::Facts(facts::live_settings()),
        _ if path.ends_with("App") => Content::Facts(1.into()),
        _ => Content::Facts(false.into()),
    }
}

/// The moment of a message to the AI, which marks its zone.
pub(super) fn marked(at: i64) -> Node {
    format!("{} UTC", date(at)).into()
}
