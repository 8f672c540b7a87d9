//! What the persona watches, likes, shares and searches for, and what others tell about that.

use super::corpus;
use super::life::{self, DAY, Life, Watch, video_link};
use super::node::{Node, Row, Rows};

/// The watched videos of which something is true, newest first.
pub(super) fn watched(life: &Life, such: fn(&Watch) -> bool) -> impl Iterator<Item = Watch> {
    life.days().flat_map(|day| life.watches(day)).filter(such)
}

pub(super) fn watches(life: &Life) -> Rows<'_> {
    Box::new(watched(life, |_| true).map(|watch| {
        Row::at(watch.at, [("Link", video_link(watch.id).into()), ("Title", title(&watch).into())])
    }))
}

/// Rows of videos of which something is true, so long after they were watched.
pub(super) fn links(life: &Life, such: fn(&Watch) -> bool, after: i64) -> Rows<'_> {
    Box::new(
        watched(life, such)
            .map(move |watch| Row::at(watch.at + after, [("Link", video_link(watch.id).into())])),
    )
}

pub(super) fn shares(life: &Life) -> Rows<'_> {
    Box::new(watched(life, |watch| watch.shared).map(|watch| {
        let method = *nth(&["chat_head", "copy", "whatsapp", "sms"], (watch.dice % 4).cast_signed());
        Row::at(
            watch.at + 7,
            [
                ("Link", video_link(watch.id).into()),
                ("Method", method.into()),
                ("SharedContent", "video".into()),
            ],
        )
    }))
}

/// Only the exports of 2026 have titles, in one of five rows.
fn title(watch: &Watch) -> &'static str {
    if watch.dice.is_multiple_of(5) {
        nth::<&str>(&corpus::TITLES, (watch.dice / 5).cast_signed())
    } else {
        ""
    }
}

/// Now and then the same again a few seconds later, as people do.
pub(super) fn searches(life: &Life) -> Rows<'_> {
    Box::new(life.days().flat_map(move |day| {
        let mut rng = life.rng("term", day);
        let mut terms: Vec<(i64, String)> = Vec::new();
        for at in life.moments("search", day, life::SEARCHES * 1000) {
            let interest = pick(&mut rng, life.persona.interests);
            let term = pick(&mut rng, &corpus::SEARCHES).replace("{}", interest);
            if rng.u8(..8) == 0 {
                terms.push((at - rng.i64(3..20), term.clone()));
            }
            terms.push((at, term));
        }
        terms.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
        terms.into_iter().map(|(at, term)| Row::at(at, [("SearchTerm", term.into())]))
    }))
}

/// What sites and apps report; the source is a host, an app's name, or a bare number.
pub(super) fn elsewhere(life: &Life) -> Rows<'_> {
    Box::new(life.days().flat_map(|day| {
        let mut rng = life.rng("off", day);
        life.moments("elsewhere", day, life::OFF_TIKTOK * 1000).into_iter().map(move |at| {
            let event = *pick(&mut rng, &corpus::EVENTS);
            let (name, host) = *pick(&mut rng, &corpus::SHOPS);
            let source = match rng.u8(..12) {
                0 => name,
                1 => "7012345678901",
                _ => host,
            };
            Row::timed(at, "TimeStamp", [("Event", event.into()), ("Source", source.into())])
        })
    }))
}

/// From the address ranges that are set aside for documentation, so that they are nobody's.
pub(super) fn logins(life: &Life) -> Rows<'_> {
    Box::new(life.days().flat_map(|day| {
        let mut rng = life.rng("login", day);
        life.moments("logins", day, life::LOGINS * 1000).into_iter().map(move |at| {
            let (device, system, network, carrier) = *pick(&mut rng, &corpus::DEVICES);
            let ip = match rng.u8(..4) {
                0 => format!("198.51.100.{}", rng.u8(1..60)),
                1 => format!("2001:db8:{:x}::{:x}", rng.u16(1..9), rng.u16(1..400)),
                _ => format!("192.0.2.{}", rng.u8(1..20)),
            };
            Row::at(
                at,
                [
                    ("Carrier", carrier.into()),
                    ("DeviceModel", device.into()),
                    ("DeviceSystem", system.into()),
                    ("IP", ip.into()),
                    ("NetworkType", network.into()),
                ],
            )
        })
    }))
}

/// Advertisements that were opened.
pub(super) fn ads(life: &Life) -> Rows<'_> {
    Box::new(life.days().filter(|day| day.rem_euclid(19) == 0).map(|day| {
        let mut rng = life.rng("ad", day);
        let shop = pick(&mut rng, &corpus::SHOPS);
        let title = format!("{} – {}", pick(&mut rng, &corpus::PRODUCTS), shop.0);
        let link = format!("https://{}/?ad={}", shop.1, rng.u32(..));
        let at = day * DAY + rng.i64(30_000..60_000);
        Row::timed(at, "CreateTime", [("AdLink", link.into()), ("AdTitle", title.into())])
    }))
}

/// Hashtags of own posts.
pub(super) fn hashtags(life: &Life) -> Rows<'_> {
    Box::new(life.persona.interests.iter().take(7).map(|interest| {
        let tag = interest.replace(' ', "");
        Row::new([
            ("HashtagLink", format!("https://www.tiktok.com/tag/{tag}").into()),
            ("HashtagName", tag.into()),
        ])
    }))
}

/// Sounds, hashtags and effects that were kept: one every so many days, at this time of the day.
pub(super) fn kept<'l>(
    life: &'l Life,
    topic: &'static str,
    (every, time): (i64, i64),
    row: fn(i64) -> (&'static str, String),
) -> Rows<'l> {
    Box::new(life.days().filter(move |day| day.rem_euclid(every) == 0).map(move |day| {
        let number = life.rng(topic, day).i64(6_800_000_000_000_000_000..7_500_000_000_000_000_000);
        let (key, link) = row(number);
        Row::at(day * DAY + time, [(key, Node::from(link))])
    }))
}

pub(super) fn collections(life: &Life) -> Rows<'_> {
    let names = ["Recipes to try", "Studio", "Someday trips", "Quiet rooms"];
    Box::new(
        life.spread("collection", 4)
            .map(move |(number, at)| Row::at(at, [("FavoriteCollection", (*nth(&names, number)).into())])),
    )
}

/// They have no date.
pub(super) fn kept_comments() -> Rows<'static> {
    Box::new(corpus::COMMENTS.iter().take(3).map(|text| Row::new([("FavoriteComment", (*text).into())])))
}

/// One of a list that is not empty.
pub(super) fn pick<'a, T>(rng: &mut fastrand::Rng, list: &'a [T]) -> &'a T {
    &list[rng.usize(..list.len())]
}

/// The one of a list that is not empty which falls to this number.
pub(super) fn nth<T>(list: &[T], number: i64) -> &T {
    let length = i64::try_from(list.len()).unwrap_or(i64::MAX);
    &list[usize::try_from(number.rem_euclid(length)).unwrap_or(0)]
}
