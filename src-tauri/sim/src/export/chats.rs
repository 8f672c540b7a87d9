//! Chats with friends, of a group, and with TikTok's AI.

use super::activity::{nth, pick};
use super::life::{self, DAY, Life, item_id, video_link};
use super::node::{Node, Row, Rows};
use super::persona::Friend;
use super::scripts;

/// Lines of an average conversation; used to meet the asked size.
const LINES: u64 = 6;

/// The name of the group, as exports have it.
pub(super) const GROUP: &str = "Group_Chat_7";

/// A line of a chat.
struct Line {
    at: i64,
    from: &'static str,
    content: String,
}

/// The lines of the chat with a friend, newest first.
pub(super) fn lines<'l>(life: &'l Life, friend: &'static Friend) -> Rows<'l> {
    Box::new(life.days().flat_map(move |day| {
        let mut rng = life.rng(friend.user_name, day);
        // Thousandths of thousandths, which is what `moments` takes.
        let share = life::MESSAGES * friend.weight / LINES;
        let mut lines = Vec::new();
        for start in life.moments(friend.user_name, day, share) {
            conversation(life, friend, start, &mut rng, &mut lines);
        }
        newest_first(life, lines)
    }))
}

/// Stable, so that lines of the same second keep their order.
fn newest_first(life: &Life, mut lines: Vec<Line>) -> impl Iterator<Item = Row> + use<> {
    lines.sort_by_key(|line| line.at);
    lines.retain(|line| line.at <= life.end);
    lines
        .into_iter()
        .rev()
        .map(|line| Row::at(line.at, [("Content", line.content.into()), ("From", line.from.into())]))
}

fn conversation(
    life: &Life,
    friend: &'static Friend,
    start: i64,
    rng: &mut fastrand::Rng,
    lines: &mut Vec<Line>,
) {
    let script = pick(rng, scripts::scripts(friend.language));
    let mine_first = rng.bool();
    let mut at = start;
    if rng.u8(..3) == 0 {
        let from = if mine_first { life.persona.user_name } else { friend.user_name };
        lines.push(Line { at, from, content: video_link(item_id(rng, at)) });
        at += rng.i64(4..60);
    }
    for text in *script {
        let (mine, text) = match text.strip_prefix("> ") {
            Some(answer) => (!mine_first, answer),
            None => (mine_first, *text),
        };
        let from = if mine { life.persona.user_name } else { friend.user_name };
        lines.push(Line { at, from, content: scripts::fill(text, rng) });
        at += if rng.u8(..5) == 0 { rng.i64(60..600) } else { rng.i64(2..45) };
    }
    if rng.u8(..4) == 0 {
        let content = (*pick(rng, &["[sticker]", "[sticker]", "[photo]", "❤️", "😂😂", "🙈", "👍"])).into();
        lines.push(Line { at, from: friend.user_name, content });
    }
}

/// The group's rows, newest first.
pub(super) fn group(life: &Life) -> Rows<'_> {
    Box::new(life.days().filter(|day| day.rem_euclid(9) == 0).flat_map(|day| {
        let mut rng = life.rng("group", day);
        let mut at = day * DAY + rng.i64(60_000..70_000);
        let mut lines = Vec::new();
        for text in *pick(&mut rng, &scripts::GROUP) {
            let friends = life.persona.friends;
            let from =
                if rng.u8(..4) == 0 { life.persona.user_name } else { pick(&mut rng, friends).user_name };
            lines.push(Line { at, from, content: scripts::fill(text, &mut rng) });
            at += rng.i64(5..400);
        }
        newest_first(life, lines)
    }))
}

/// Titles and messages of the chats with the AI. What a message's content holds is not known; texts, here.
pub(super) fn tako(life: &Life) -> Vec<(&'static str, Vec<(i64, Node)>)> {
    life.spread("tako", 2)
        .map(|(number, at)| {
            let (title, turns) = *nth(&scripts::TAKO, number);
            let messages =
                (0..).zip(turns).map(|(turn, text)| (at + turn * 4, Node::object([("text", *text)])));
            (title, messages.collect())
        })
        .collect()
}
