//! Chats with friends, in a group, and with TikTok's AI.

use super::activity::{nth, pick};
use super::activity_model::{self, ActivityModel, DAY, item_id, video_link};
use super::persona::Friend;
use super::scripts;
use super::value::{Row, Rows, Value};

/// Lines of an average conversation, on which the number of conversations depends.
const LINES: u64 = 6;

/// Name of the group chat, in the form that exports use.
pub(super) const GROUP: &str = "Group_Chat_7";

/// A line of a chat.
struct Line {
    at: i64,
    from: &'static str,
    content: String,
}

/// The chat with a friend, newest line first.
pub(super) fn lines<'l>(model: &'l ActivityModel, friend: &'static Friend) -> Rows<'l> {
    Box::new(model.days().flat_map(move |day| {
        let mut rng = model.rng(friend.user_name, day);
        // A product of thousandths is in millionths.
        let share = activity_model::MESSAGES * friend.weight / LINES;
        let mut lines = Vec::new();
        for start in model.moments(friend.user_name, day, share) {
            conversation(model, friend, start, &mut rng, &mut lines);
        }
        newest_first(model, lines)
    }))
}

/// Sorts lines by time; lines of the same second keep their order.
fn newest_first(model: &ActivityModel, mut lines: Vec<Line>) -> impl Iterator<Item = Row> + use<> {
    lines.sort_by_key(|line| line.at);
    lines.retain(|line| line.at <= model.end);
    lines
        .into_iter()
        .rev()
        .map(|line| Row::at(line.at, [("Content", line.content.into()), ("From", line.from.into())]))
}

fn conversation(
    model: &ActivityModel,
    friend: &'static Friend,
    start: i64,
    rng: &mut fastrand::Rng,
    lines: &mut Vec<Line>,
) {
    let script = pick(rng, scripts::scripts(friend.language));
    let mine_first = rng.bool();
    let mut at = start;
    if rng.u8(..3) == 0 {
        let from = if mine_first { model.persona.user_name } else { friend.user_name };
        lines.push(Line { at, from, content: video_link(item_id(rng, at)) });
        at += rng.i64(4..60);
    }
    for text in *script {
        let (mine, text) = match text.strip_prefix("> ") {
            Some(answer) => (!mine_first, answer),
            None => (mine_first, *text),
        };
        let from = if mine { model.persona.user_name } else { friend.user_name };
        lines.push(Line { at, from, content: scripts::fill(text, rng) });
        at += if rng.u8(..5) == 0 { rng.i64(60..600) } else { rng.i64(2..45) };
    }
    if rng.u8(..4) == 0 {
        let content = (*pick(rng, &["[sticker]", "[sticker]", "[photo]", "❤️", "😂😂", "🙈", "👍"])).into();
        lines.push(Line { at, from: friend.user_name, content });
    }
}

/// The group chat, newest line first.
pub(super) fn group(model: &ActivityModel) -> Rows<'_> {
    Box::new(model.days().filter(|day| day.rem_euclid(9) == 0).flat_map(|day| {
        let mut rng = model.rng("group", day);
        let mut at = day * DAY + rng.i64(60_000..70_000);
        let mut lines = Vec::new();
        for text in *pick(&mut rng, &scripts::GROUP) {
            let friends = model.persona.friends;
            let from =
                if rng.u8(..4) == 0 { model.persona.user_name } else { pick(&mut rng, friends).user_name };
            lines.push(Line { at, from, content: scripts::fill(text, &mut rng) });
            at += rng.i64(5..400);
        }
        newest_first(model, lines)
    }))
}

/// Titles and messages of the chats with the AI. The format of a message's content is not documented.
pub(super) fn tako(model: &ActivityModel) -> Vec<(&'static str, Vec<(i64, Value)>)> {
    model
        .spread("tako", 2)
        .map(|(number, at)| {
            let (title, turns) = *nth(&scripts::TAKO, number);
            let messages =
                (0..).zip(turns).map(|(turn, text)| (at + turn * 4, Value::object([("text", *text)])));
            (title, messages.collect())
        })
        .collect()
}
