//! What the quirks do to whole sections.

use super::document::{Content, Place};
use super::life::date;
use super::node::{Node, Row};
use super::quirk::Quirk;
use super::{Plan, contents};

/// Moves, changes and adds places.
pub(super) fn change<'l>(plan: &'l Plan, places: &mut Vec<Place<'l>>) {
    if plan.has(Quirk::WrongTypes) {
        places.iter_mut().for_each(wrong_type);
    }
    if plan.has(Quirk::RenamedParents) {
        places.retain(|place| !matches!(place.content, Content::Facts(_) | Content::Void(_)));
        places.iter_mut().for_each(rename);
    }
    if !plan.wants_all() {
        return;
    }
    let mut add = |path: &str, content| {
        let path = path.split('/').map(str::to_owned).collect();
        places.push(Place { section: "other", path, content, again: false });
    };
    if plan.has(Quirk::Unknown) {
        let rows = (1..=3).map(|number| {
            let at = plan.end.as_second() - number * 86_400;
            Row::at(at, [("Thing", format!("new {number}").into())])
        });
        add("Stand-in Novelties/Novelty/NoveltyList", Content::List(Box::new(rows), "Date,Thing"));
        unknown(plan, &mut add);
    }
    if plan.has(Quirk::DeepNesting) {
        let deep = format!("{}\"deep\"{}", "[{\"in\": ".repeat(5_000), "}]".repeat(5_000));
        add("Stand-in Depth", Content::Other(Node::List(vec![Node::Raw(deep.into())])));
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
        let rows = numbers.map(|number| Node::object([("Number", Node::Raw(number.into()))]));
        add("Stand-in Numbers/NumberList", Content::Other(Node::List(rows.into())));
    }
}

fn wrong_type(place: &mut Place<'_>) {
    match (place.section, &place.content) {
        // The section's own key says what the list is.
        ("share", _) => {
            place.path.pop();
        }
        ("profile", Content::Facts(map)) => place.content = Content::Facts(Node::List(vec![map.clone()])),
        ("technical", Content::Facts(value)) => {
            let text = value.plain();
            place.content = Content::Facts(Node::Text(text));
        }
        _ => {}
    }
}

/// New names for all but the list itself. `VideoList` is two sections, so its parent still says which.
fn rename(place: &mut Place<'_>) {
    let Some((last, parents)) = place.path.split_last() else { return };
    let group = parents.first().map_or(0, String::len) % 7;
    let shelf = match place.section {
        "watch" => "Things you got to watch".to_owned(),
        "post" => "Things you chose to post".to_owned(),
        _ => {
            let sum: u32 = parents.iter().flat_map(|part| part.bytes()).map(u32::from).sum();
            format!("Shelf {sum}")
        }
    };
    place.path = vec![format!("Corner {group}"), shelf, last.clone()];
}

/// The shapes a section can have.
fn unknown<'l>(plan: &Plan, add: &mut impl FnMut(&str, Content<'l>)) {
    let at = date(plan.end.as_second() - 86_400);
    let room =
        |name: &'static str| Node::object::<_, Node>([("Date", at.clone().into()), ("Name", name.into())]);
    let rooms =
        Node::object([("room one", room("Siel")), ("room two", room("Deich")), ("<b>", room("Watt"))]);
    add("Stand-in Novelties/Rooms/RoomMap", Content::Other(rooms));
    let nested = Node::object::<_, Node>([
        ("Level", 3.into()),
        ("Names", Node::List(vec!["one".into(), "".into(), "two".into(), Node::Null])),
        ("Nobody", "N/A".into()),
        ("Within", Node::object([("Further", Node::texts([("Colour", "sand"), ("Shape", "")]))])),
    ]);
    add("Stand-in Novelties/Nested", Content::Other(nested));
    add("Stand-in Word", Content::Other("kelp".into()));
    let habits = vec![Node::object::<_, Node>([("Date", at.clone().into()), ("Habit", "tea".into())])];
    add("Your Activity/Stand-in Habit/HabitList", Content::Other(Node::List(habits)));
}

/// Whether a section is left in a partial export of likes, favourites and comments.
pub(super) fn survives(section: &str, path: &[String]) -> bool {
    section == "like"
        || section == "comment"
        || section.starts_with("favourite")
        || section == "technical" && contents::neighbour(path) == "like"
}
