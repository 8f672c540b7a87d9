//! Watched videos, likes, shares, searches, logins and off-TikTok activity.

use super::activity_model::{self, ActivityModel, DAY, Watch, video_link};
use super::corpus;
use super::value::{Row, Rows, Value};

/// The watched videos that pass the filter, newest first.
pub(super) fn watched(model: &ActivityModel, filter: fn(&Watch) -> bool) -> impl Iterator<Item = Watch> {
    model.days().flat_map(|day| model.watches(day)).filter(filter)
}

pub(super) fn watches(model: &ActivityModel) -> Rows<'_> {
    Box::new(watched(model, |_| true).map(|watch| {
        Row::at(watch.at, [("Link", video_link(watch.id).into()), ("Title", title(&watch).into())])
    }))
}

/// Rows for the videos that pass the filter, `after` seconds after they were watched.
pub(super) fn links(model: &ActivityModel, filter: fn(&Watch) -> bool, after: i64) -> Rows<'_> {
    Box::new(
        watched(model, filter)
            .map(move |watch| Row::at(watch.at + after, [("Link", video_link(watch.id).into())])),
    )
}

pub(super) fn shares(model: &ActivityModel) -> Rows<'_> {
    Box::new(watched(model, |watch| watch.shared).map(|watch| {
        let method = *nth(&["chat_head", "copy", "whatsapp", "sms"], (watch.seed % 4).cast_signed());
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

/// One row in five has a title, as in the exports of 2026.
fn title(watch: &Watch) -> &'static str {
    if watch.seed.is_multiple_of(5) {
        nth::<&str>(&corpus::TITLES, (watch.seed / 5).cast_signed())
    } else {
        ""
    }
}

/// Searches. Some are repeated within seconds.
pub(super) fn searches(model: &ActivityModel) -> Rows<'_> {
    Box::new(model.days().flat_map(move |day| {
        let mut rng = model.rng("term", day);
        let mut terms: Vec<(i64, String)> = Vec::new();
        for at in model.moments("search", day, activity_model::SEARCHES * 1000) {
            let interest = pick(&mut rng, model.persona.interests);
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

/// Activity that sites and apps report to TikTok. The source is a host, an app's name, or a number.
pub(super) fn off_tiktok(model: &ActivityModel) -> Rows<'_> {
    Box::new(model.days().flat_map(|day| {
        let mut rng = model.rng("off", day);
        model.moments("elsewhere", day, activity_model::OFF_TIKTOK * 1000).into_iter().map(move |at| {
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

/// Logins, from IP addresses that are reserved for documentation.
pub(super) fn logins(model: &ActivityModel) -> Rows<'_> {
    Box::new(model.days().flat_map(|day| {
        let mut rng = model.rng("login", day);
        model.moments("logins", day, activity_model::LOGINS * 1000).into_iter().map(move |at| {
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
pub(super) fn ads(model: &ActivityModel) -> Rows<'_> {
    Box::new(model.days().filter(|day| day.rem_euclid(19) == 0).map(|day| {
        let mut rng = model.rng("ad", day);
        let shop = pick(&mut rng, &corpus::SHOPS);
        let title = format!("{} – {}", pick(&mut rng, &corpus::PRODUCTS), shop.0);
        let link = format!("https://{}/?ad={}", shop.1, rng.u32(..));
        let at = day * DAY + rng.i64(30_000..60_000);
        Row::timed(at, "CreateTime", [("AdLink", link.into()), ("AdTitle", title.into())])
    }))
}

/// Hashtags of own posts.
pub(super) fn hashtags(model: &ActivityModel) -> Rows<'_> {
    Box::new(model.persona.interests.iter().take(7).map(|interest| {
        let tag = interest.replace(' ', "");
        Row::new([
            ("HashtagLink", format!("https://www.tiktok.com/tag/{tag}").into()),
            ("HashtagName", tag.into()),
        ])
    }))
}

/// Favourite sounds, hashtags or effects: one every `every` days, at `time` seconds of the day.
pub(super) fn favourites<'l>(
    model: &'l ActivityModel,
    topic: &'static str,
    (every, time): (i64, i64),
    row: fn(i64) -> (&'static str, String),
) -> Rows<'l> {
    Box::new(model.days().filter(move |day| day.rem_euclid(every) == 0).map(move |day| {
        let number = model.rng(topic, day).i64(6_800_000_000_000_000_000..7_500_000_000_000_000_000);
        let (key, link) = row(number);
        Row::at(day * DAY + time, [(key, Value::from(link))])
    }))
}

pub(super) fn collections(model: &ActivityModel) -> Rows<'_> {
    let names = ["Recipes to try", "Studio", "Someday trips", "Quiet rooms"];
    Box::new(
        model
            .spread("collection", 4)
            .map(move |(number, at)| Row::at(at, [("FavoriteCollection", (*nth(&names, number)).into())])),
    )
}

/// Favourite comments, which have no date.
pub(super) fn favourite_comments() -> Rows<'static> {
    Box::new(corpus::COMMENTS.iter().take(3).map(|text| Row::new([("FavoriteComment", (*text).into())])))
}

/// A random element of a list that must not be empty.
pub(super) fn pick<'a, T>(rng: &mut fastrand::Rng, list: &'a [T]) -> &'a T {
    &list[rng.usize(..list.len())]
}

/// Element `number` of a list that must not be empty, counted cyclically.
pub(super) fn nth<T>(list: &[T], number: i64) -> &T {
    let length = i64::try_from(list.len()).unwrap_or(i64::MAX);
    &list[usize::try_from(number.rem_euclid(length)).unwrap_or(0)]
}
