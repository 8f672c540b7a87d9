//! The rows of each section, whatever the layout.

use super::corpus::SHOPS;
use super::life::Life;
use super::node::{Node, Row, Rows};
use super::quirk::Quirk;
use super::{Category, Plan, activity, chats, people, posts, shop, touch};

/// The rows of a section that is a list, as the plan wants them.
pub(super) fn list<'l>(plan: &'l Plan, life: &'l Life, section: &'static str) -> Rows<'l> {
    finish(plan, section, true, rows(section, life))
}

/// The chats of a section that is a map of lists: names and rows.
pub(super) fn chats<'l>(plan: &'l Plan, life: &'l Life, section: &'static str) -> Vec<(String, Rows<'l>)> {
    let all: Vec<(String, Rows<'l>)> = match (section, &life.figures) {
        ("message", Some(figures)) => {
            let chats = figures.chats().into_iter();
            chats.map(|(number, name)| (name.clone(), figures.messages(life, number, &name))).collect()
        }
        (_, Some(_)) => Vec::new(),
        ("message", None) => {
            let nasty = plan.has(Quirk::Markup).then(|| {
                let row = Row::at(life.end - 60, [("Content", "hi".into()), ("From", "<b>hi</b>".into())]);
                ("<img src=x onerror=alert(1)>".to_owned(), Box::new(std::iter::once(row)) as Rows<'_>)
            });
            let friends = life.persona.friends.iter();
            nasty
                .into_iter()
                .chain(friends.map(|friend| (friend.user_name.to_owned(), chats::lines(life, friend))))
                .collect()
        }
        ("groupMessage", None) => vec![(chats::GROUP.to_owned(), chats::group(life))],
        _ => [SHOPS[1].0, SHOPS[0].0].map(|shop| (shop.to_owned(), shop::shop_messages(life, shop))).into(),
    };
    (0..).zip(all).map(|(number, (name, rows))| (name, finish(plan, section, number == 0, rows))).collect()
}

/// Leaves out what is too old, and lets the quirks have their way.
fn finish<'l>(plan: &'l Plan, section: &'static str, first: bool, rows: Rows<'l>) -> Rows<'l> {
    let rows = Box::new(rows.filter(|row| plan.covers(row.at)));
    touch::touch(&plan.quirks, section, first, plan.layout.is_text(), rows)
}

/// The rows of a section that is a list. Sections that nobody ever saw filled have none.
fn rows<'l>(section: &'static str, life: &'l Life) -> Rows<'l> {
    if let Some(figures) = &life.figures {
        return match section {
            "watch" => figures.watches(life, false),
            "like" => figures.watches(life, true),
            _ => none(),
        };
    }
    match section {
        "watch" => activity::watches(life),
        "like" => activity::links(life, |watch| watch.liked, 5),
        "favouriteVideo" => activity::links(life, |watch| watch.favourite, 12),
        "repost" => activity::links(life, |watch| watch.reposted, 9),
        "share" => activity::shares(life),
        "search" => activity::searches(life),
        "login" => activity::logins(life),
        "offTiktok" => activity::elsewhere(life),
        "adVisit" => activity::ads(life),
        "hashtag" => activity::hashtags(life),
        "favouriteSound" => activity::kept(life, "sound", (17, 68_000), |number| {
            ("Link", format!("https://m.tiktok.com/h5/share/music/{number}.html"))
        }),
        "favouriteHashtag" => activity::kept(life, "tag", (53, 66_000), |number| {
            ("Link", format!("https://m.tiktok.com/h5/share/tag/{}.html", number / 1_000_000_000))
        }),
        "favouriteEffect" => activity::kept(life, "effect", (61, 70_000), |number| {
            let effect = number / 1_000_000_000_000;
            ("EffectLink", format!("https://m.tiktok.com/share/stickers/detail/{effect}.html"))
        }),
        "favouriteCollection" => activity::collections(life),
        "favouriteComment" => activity::kept_comments(),
        "follower" => people::followers(life),
        "following" => people::following(life),
        "block" => people::blocked(life),
        "comment" => posts::comments(life),
        "post" => posts::posts(life),
        "deletedPost" => posts::deleted(life),
        "placeReview" => shop::reviews(life),
        "location" => shop::locations(life),
        "giftSent" => shop::gifts_sent(life),
        "giftBought" => shop::gifts_bought(life),
        "coin" => shop::coins(life),
        "transaction" => shop::transactions(life),
        "liveHosted" => shop::hosted(life),
        "productBrowsed" => shop::browsed(life),
        "cartItem" => shop::cart(life),
        "voucher" => shop::vouchers(life),
        "address" => shop::addresses(life),
        "shopFavourite" => shop::shop_favourites(life),
        _ => none(),
    }
}

fn none() -> Rows<'static> {
    Box::new(std::iter::empty())
}

/// Advertising partners: bare words instead of rows.
pub(super) fn partners(advertisers: bool) -> Vec<Node> {
    let names =
        if advertisers { ["Slow Train Travel", "Lumen Audio"] } else { ["Northlight Data", "Watt Audience"] };
    names.map(Node::from).into()
}

/// The section that a technical value stands beside.
pub(super) fn neighbour(path: &[String]) -> &'static str {
    if path.iter().any(|part| part == "Like List") { "like" } else { "follower" }
}

/// What must have been asked for; most comes with a full export only.
pub(super) fn category(section: &str, path: &[String]) -> Category {
    match section {
        "technical" => category(neighbour(path), path),
        "message" | "groupMessage" | "tako" => Category::DirectMessage,
        "post" | "deletedPost" | "story" => Category::Video,
        "profile" | "follower" | "following" => Category::Profile,
        "watch" | "search" | "share" | "repost" | "hashtag" | "summary" | "login" | "device" | "giftSent"
        | "giftBought" | "adInterest" | "adVisit" | "donation" | "fundraiser" | "sticker" | "miniDrama"
        | "location" => Category::Activity,
        "offTiktok" if path.first().is_none_or(|group| group != "Profile And Settings") => Category::Activity,
        _ => Category::AllData,
    }
}
