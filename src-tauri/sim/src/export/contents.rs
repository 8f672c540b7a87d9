//! The content of each section by its name.

use super::activity_model::ActivityModel;
use super::category::Category;
use super::corpus::SHOPS;
use super::section::Content;
use super::value::{Rows, Value};
use super::{activity, chats, facts, people, posts, shop};

/// The rows of a section that is a list, newest first. Empty for sections without public examples.
#[must_use]
pub fn rows<'m>(section: &'static str, model: &'m ActivityModel) -> Rows<'m> {
    match section {
        "watch" => activity::watches(model),
        "like" => activity::links(model, |watch| watch.liked, 5),
        "favouriteVideo" => activity::links(model, |watch| watch.favourite, 12),
        "repost" => activity::links(model, |watch| watch.reposted, 9),
        "share" => activity::shares(model),
        "search" => activity::searches(model),
        "login" => activity::logins(model),
        "offTiktok" => activity::off_tiktok(model),
        "adVisit" => activity::ads(model),
        "hashtag" => activity::hashtags(model),
        "favouriteSound" => activity::favourites(model, "sound", (17, 68_000), |number| {
            ("Link", format!("https://m.tiktok.com/h5/share/music/{number}.html"))
        }),
        "favouriteHashtag" => activity::favourites(model, "tag", (53, 66_000), |number| {
            ("Link", format!("https://m.tiktok.com/h5/share/tag/{}.html", number / 1_000_000_000))
        }),
        "favouriteEffect" => activity::favourites(model, "effect", (61, 70_000), |number| {
            let effect = number / 1_000_000_000_000;
            ("EffectLink", format!("https://m.tiktok.com/share/stickers/detail/{effect}.html"))
        }),
        "favouriteCollection" => activity::collections(model),
        "favouriteComment" => activity::favourite_comments(),
        "follower" => people::followers(model),
        "following" => people::following(model),
        "block" => people::blocked(model),
        "comment" => posts::comments(model),
        "post" => posts::posts(model),
        "deletedPost" => posts::deleted(model),
        "placeReview" => shop::reviews(model),
        "location" => shop::locations(model),
        "giftSent" => shop::gifts_sent(model),
        "giftBought" => shop::gifts_bought(model),
        "coin" => shop::coins(model),
        "transaction" => shop::transactions(model),
        "liveHosted" => shop::hosted(model),
        "productBrowsed" => shop::browsed(model),
        "cartItem" => shop::cart(model),
        "voucher" => shop::vouchers(model),
        "address" => shop::addresses(model),
        "shopFavourite" => shop::shop_favourites(model),
        _ => Box::new(std::iter::empty()),
    }
}

/// The chats of a section: names, in the order of the document, and rows, newest first.
#[must_use]
pub fn chats<'m>(section: &'static str, model: &'m ActivityModel) -> Vec<(String, Rows<'m>)> {
    match section {
        "message" => {
            let friends = model.persona.friends.iter();
            friends.map(|friend| (friend.user_name.to_owned(), chats::lines(model, friend))).collect()
        }
        "groupMessage" => vec![(chats::GROUP.to_owned(), chats::group(model))],
        _ => [SHOPS[1].0, SHOPS[0].0].map(|shop| (shop.to_owned(), shop::shop_messages(model, shop))).into(),
    }
}

/// Chats as the content of a section.
#[must_use]
pub fn chat_content<'m>(section: &str, chats: Vec<(String, Rows<'m>)>) -> Content<'m> {
    if section == "shopMessage" {
        return Content::Chats(chats, "content,direction,send_time,shop_name");
    }
    let named = chats.into_iter().map(|(name, rows)| (format!("Chat History with {name}:"), rows));
    Content::Chats(named.collect(), "Content,Date,From")
}

/// The content of a section of [`super::layout::OTHERS`] at a path of layout version `version`.
#[must_use]
pub fn other<'m>(section: &'static str, path: &str, version: u8, model: &'m ActivityModel) -> Content<'m> {
    match section {
        "message" | "groupMessage" | "shopMessage" => chat_content(section, chats(section, model)),
        "tako" => Content::Tako(chats::tako(model)),
        "liveWatched" => Content::LiveRooms(shop::rooms(model)),
        "order" => Content::Orders(shop::orders(model)),
        "adInterest" => Content::Interests(model.persona.interests.join("|")),
        "adPartner" => Content::Values(ad_partners(path.ends_with("AdvertiserList"))),
        "profile" => Content::Facts(facts::profile(model, version)),
        "autofill" => Content::Facts(facts::autofill(model)),
        "aiMoji" => Content::Facts(facts::ai_moji()),
        "settings" => Content::Facts(facts::settings(version)),
        "device" => Content::Facts(facts::device(model, version)),
        "summary" => Content::Facts(facts::summary(version)),
        "liveSettings" if path.contains("Watch Live") => Content::Facts(facts::watch_live_settings()),
        "liveSettings" => Content::Facts(facts::live_settings()),
        _ if path.ends_with("App") => Content::Facts(1.into()),
        _ => Content::Facts(false.into()),
    }
}

/// Advertising partners, which are strings.
fn ad_partners(advertisers: bool) -> Vec<Value> {
    let names =
        if advertisers { ["Slow Train Travel", "Lumen Audio"] } else { ["Northlight Data", "Watt Audience"] };
    names.map(Value::from).into()
}

/// The section beside which a technical value is.
#[must_use]
pub fn neighbour(path: &[String]) -> &'static str {
    if path.iter().any(|part| part == "Like List") { "like" } else { "follower" }
}

/// The category that includes a section. Most sections are only in a full export.
#[must_use]
pub fn category(section: &str, path: &[String]) -> Category {
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
