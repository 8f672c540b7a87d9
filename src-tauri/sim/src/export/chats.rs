//! `Direct Message`: a dozen friends, a group, a few questions to the AI.

use std::io;

use crate::export::activity::pick;
use crate::export::corpus;
use crate::export::json::Doc;
use crate::export::life::{self, Life, date, item_id, video_link};
use crate::export::persona::Friend;

/// Lines of an average conversation; used to meet the asked size.
const LINES: u64 = 6;

/// A line of a chat.
pub(super) struct Line {
    pub(super) at: i64,
    pub(super) from: &'static str,
    pub(super) content: String,
}

pub(super) fn group(doc: &mut Doc<'_>, life: &Life) -> io::Result<()> {
    doc.object("Direct Message", |doc| {
        doc.object("Direct Messages", |doc| {
            doc.object("ChatHistory", |doc| {
                for friend in life.persona.friends {
                    let rows =
                        lines(life, friend).map(|line| [line.content, date(line.at), line.from.into()]);
                    let key = format!("Chat History with {}:", friend.user_name);
                    doc.rows(&key, ["Content", "Date", "From"], rows)?;
                }
                Ok(())
            })
        })?;
        doc.object("Group Chat", |doc| {
            doc.object("GroupChat", |doc| {
                doc.rows("Chat History with Group_Chat_7:", ["Content", "Date", "From"], plans(life))
            })
        })?;
        doc.object("Tako Chat History", |doc| {
            doc.list("TakoChatHistoryList", |doc| {
                doc.row(|doc| {
                    doc.text("Chat Title", "Bread that does not rise")?;
                    doc.list("Messages", |doc| {
                        doc.item(|doc| {
                            doc.object("Content", |doc| doc.text("text", "Why is my bread flat?"))?;
                            doc.text("Date", &format!("{} UTC", date(life.end - 40 * life::DAY)))
                        })
                    })
                })
            })
        })
    })
}

/// The lines of a chat, newest first.
pub(super) fn lines(life: &Life, friend: &'static Friend) -> impl Iterator<Item = Line> {
    life.days().flat_map(move |day| {
        let mut rng = life.rng(friend.user_name, day);
        // Thousandths of thousandths, which is what `moments` takes.
        let share = life::MESSAGES * friend.weight / LINES;
        let mut lines = Vec::new();
        for start in life.moments(friend.user_name, day, share) {
            conversation(life, friend, start, &mut rng, &mut lines);
        }
        // Stable, so that lines of the same second keep their order.
        lines.sort_by_key(|line: &Line| line.at);
        lines.retain(|line| line.at <= life.end);
        lines.into_iter().rev()
    })
}

fn conversation(
    life: &Life,
    friend: &'static Friend,
    start: i64,
    rng: &mut fastrand::Rng,
    lines: &mut Vec<Line>,
) {
    let script = pick(rng, corpus::scripts(friend.language));
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
        lines.push(Line { at, from, content: corpus::fill(text, rng) });
        at += if rng.u8(..5) == 0 { rng.i64(60..600) } else { rng.i64(2..45) };
    }
    if rng.u8(..4) == 0 {
        let content = (*pick(rng, &["[sticker]", "❤️", "😂😂", "🙈", "👍"])).into();
        lines.push(Line { at, from: friend.user_name, content });
    }
}

/// The group's rows, newest first.
fn plans(life: &Life) -> impl Iterator<Item = [String; 3]> {
    life.days().filter(|day| day.rem_euclid(9) == 0).flat_map(|day| {
        let mut rng = life.rng("group", day);
        let mut at = day * life::DAY + rng.i64(60_000..70_000);
        let mut rows: Vec<(i64, [String; 3])> = Vec::new();
        for text in *pick(&mut rng, &corpus::GROUP) {
            let friends = life.persona.friends;
            let from =
                if rng.u8(..4) == 0 { life.persona.user_name } else { pick(&mut rng, friends).user_name };
            rows.push((at, [corpus::fill(text, &mut rng), date(at), from.into()]));
            at += rng.i64(5..400);
        }
        rows.retain(|(at, _)| *at <= life.end);
        rows.into_iter().rev().map(|(_, row)| row)
    })
}
