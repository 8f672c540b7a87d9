//! File names in the text layouts and languages.

use super::words::fictional;
use crate::layout::{Language, Layout};

/// A section's file. A name is empty if a layout has no such file, or if its name in a language is not known.
pub(super) struct Entry {
    pub(super) section: &'static str,
    /// Folder and name in the layouts A, B and C.
    a: &'static str,
    b: &'static str,
    c: &'static str,
    dutch: &'static str,
    russian: &'static str,
    /// Fields of the rows, in order.
    pub(super) fields: &'static str,
}

const fn file(
    section: &'static str,
    [a, b, c]: [&'static str; 3],
    [dutch, russian]: [&'static str; 2],
    fields: &'static str,
) -> Entry {
    Entry { section, a, b, c, dutch, russian, fields }
}

const LOGIN: &str = "Date,IP,DeviceModel,DeviceSystem,NetworkType,Carrier";
const POST: &str = "Date,Link,Likes,WhoCanView,AllowComments,AllowStitches,AllowDuets,Sound,Location,Title";
const COMMENT: &str = "Date,Comment,photo,original post link";

/// The files, in the order in which they are written.
#[rustfmt::skip]
pub(super) const FILES: &[Entry] = &[
    file("watch", ["Activity/Video Browsing History", "Activity/Browsing History", "Your Activity/Watch History"],
        ["Kijkgeschiedenis", "История просмотра"], "Date,Link"),
    file("like", ["Activity/Like List", "Activity/Like List", "Likes and Favorites/Like List"],
        ["Likelijst", "Список лайков"], "Date,Link"),
    file("favouriteVideo", ["Activity/Favorite Videos", "Activity/Favorite Videos",
        "Likes and Favorites/Favorite Videos"], ["Favoriete video's", "Избранные видео"], "Date,Link"),
    file("favouriteSound", ["", "Activity/Favorite Sounds", "Likes and Favorites/Favorite Sounds"],
        ["Favoriete geluiden", "Избранные звуки"], "Date,Link"),
    file("favouriteHashtag", ["", "Activity/Favorite HashTags", "Likes and Favorites/Favorite HashTags"],
        ["Favoriete hashtags", "Избранные хэштеги"], "Date,Link"),
    file("favouriteEffect", ["", "Activity/Favorite Effects", "Likes and Favorites/Favorite Effects"],
        ["Favoriete effecten", "Избранные эффекты"], "Date,EffectLink"),
    file("favouriteCollection", ["", "", "Likes and Favorites/Favorite Collections"],
        ["Favoriete collecties", "Избранные коллекции"], "Date,FavoriteCollection"),
    file("favouriteComment", ["", "", "Likes and Favorites/Favorite Comments"],
        ["Favoriete reacties", ""], "FavoriteComment"),
    file("favouritePlace", ["", "", "Likes and Favorites/Favorite Places"],
        ["Favoriete plaatsen", "Избранные места"], ""),
    file("shopFavourite", ["", "", "Likes and Favorites/Favorite Item"], ["", ""], "Product,Shop,Time"),
    file("repost", ["", "", "Your Activity/Reposts"], ["Herplaatsingen", ""], "Date,Link"),
    file("share", ["Activity/Share History", "Activity/Share History", "Your Activity/Share History"],
        ["Geschiedenis delen", "История репостов"], "Date,SharedContent,Link,Method"),
    file("search", ["Activity/Search History", "Activity/Searches", "Your Activity/Searches"],
        ["Zoekopdrachten", "Поисковые запросы"], "Date,SearchTerm"),
    file("login", ["Activity/Login History", "Activity/Login History", "Your Activity/Login History"],
        ["Inloggeschiedenis", "История входов"], LOGIN),
    file("hashtag", ["Activity/Hashtag", "Activity/Hashtag", "Your Activity/Hashtag"], ["", ""],
        "HashtagName,HashtagLink"),
    file("summary", ["", "", "Your Activity/Activity Summary"], ["Samenvatting van activiteit", ""], ""),
    file("device", ["", "Activity/Status", "Your Activity/Status"], ["", ""], ""),
    file("giftSent", ["", "Activity/Purchases", "Your Activity/Purchases"], ["", ""], ""),
    file("donation", ["", "", "Your Activity/Donation"], ["", ""], ""),
    file("fundraiser", ["", "", "Your Activity/Fundraiser"], ["", ""], ""),
    file("sticker", ["", "", "Your Activity/Stickers"], ["", ""], ""),
    file("follower", ["Activity/Follower List", "Activity/Follower", "Profile and Settings/Follower"],
        ["Volger", "Подписчик"], "Date,UserName"),
    file("following", ["Activity/Following List", "Activity/Following", "Profile and Settings/Following"],
        ["Volgend", "Подписки"], "Date,UserName"),
    file("block", ["App Settings/Block List", "App Settings/Block List", "Profile and Settings/Block List"],
        ["Blokkeringslijst", "Список блокировки"], "Date,UserName"),
    file("profile", ["Profile/Profile Information", "Profile/Profile Info",
        "Profile and Settings/Profile Information"], ["Profielinformatie", "Данные профиля"], ""),
    file("settings", ["", "App Settings/Settings", "Profile and Settings/Settings"],
        ["Instellingen", "Настройки"], ""),
    file("autofill", ["", "Profile/Autofill", "Profile and Settings/Autofill"], ["", ""], ""),
    file("aiMoji", ["", "Profile/AI-Moji", "Profile and Settings/AI-Moji"], ["", ""], ""),
    file("profileView", ["", "", "Profile and Settings/Profile Views"], ["Profielweergaven", "Просмотры профиля"], ""),
    file("message", ["Direct Messages/Chat History", "Direct Messages/Direct Messages",
        "Direct Messages/Direct Messages"], ["Directe berichten", "Личные сообщения"], ""),
    file("groupMessage", ["", "", "Group chat/Group chat"], ["Groepschat", "Групповой чат"], ""),
    file("comment", ["Comments/Comments", "Comments/Comments", "Comments/Comments"],
        ["Reacties", "Комментарии"], COMMENT),
    file("post", ["Videos/Videos", "Posts/Post", "Posts/Post"], ["Berichten", "Публикации"], POST),
    file("deletedPost", ["", "Posts/Recently Deleted Posts", "Posts/Recently Deleted Posts"],
        ["Onlangs verwijderde berichten", "Недавно удаленные публикации"], "Date,DateDeleted,Link,Likes,Sound,Title"),
    file("transaction", ["", "Income+ Wallet Transactions/Transaction History",
        "Income+ Wallet/Transaction History"], ["", ""], "Date,Transaction_type,Currency,Amount,Status,Transaction_ID"),
    file("adInterest", ["", "Ads and data/Ad Interests", "Ads and data/Ad Interests"], ["", ""], ""),
    file("offTiktok", ["", "Ads and data/Off TikTok Activity", "Ads and data/Off TikTok Activity"],
        ["Activiteit buiten TikTok", "Активность вне TikTok"], "TimeStamp,Source,Event"),
    file("adReply", ["", "Ads and data/Instant Form Ads Responses", "Ads and data/Instant Form Ads Responses"],
        ["", ""], ""),
    file("adVisit", ["", "", "Ads and data/Ads Link History"], ["", ""], "CreateTime,AdTitle,AdLink"),
    file("order", ["", "TikTok Shopping/Order History", "TikTok Shop/Order History"],
        ["Bestelgeschiedenis", "История заказов"], ""),
    file("productBrowsed", ["", "TikTok Shopping/Product Browsing History", "TikTok Shop/Product Browsing History"],
        ["Geschiedenis van bladeren door producten", "История просмотра товаров"],
        "browsing_date,shop_name,product_name"),
    file("voucher", ["", "", "TikTok Shop/Vouchers"], ["", ""], "ReceivedDate,VoucherId,VoucherName,Status"),
    file("cartItem", ["", "TikTok Shopping/Shopping Cart List", "TikTok Shop/Shopping Cart List"], ["", ""], ""),
];

/// Sections that exports in the fictional language have.
const TOLD_BY_SHAPE: [&str; 13] = [
    "watch",
    "like",
    "favouriteVideo",
    "repost",
    "share",
    "search",
    "login",
    "hashtag",
    "follower",
    "following",
    "message",
    "comment",
    "post",
];

/// The root folder.
pub(super) const fn root(layout: Layout) -> &'static str {
    match layout {
        Layout::TxtB => "Tiktok/",
        Layout::TxtC(_) => "TikTok/",
        _ => "",
    }
}

/// The path of a file in a layout, if the layout has it.
pub(super) fn path(layout: Layout, entry: &Entry) -> Option<String> {
    let english = match layout {
        Layout::TxtA => entry.a,
        Layout::TxtB => entry.b,
        _ => entry.c,
    };
    let (folder, name) = english.split_once('/')?;
    let (folder, name) = match layout {
        Layout::TxtC(Language::British) => (british(folder), british(name)),
        Layout::TxtC(Language::Dutch) => (dutch(folder).to_owned(), known(entry.dutch, name)),
        Layout::TxtC(Language::Russian) => (folder.to_owned(), known(entry.russian, name)),
        Layout::TxtC(Language::Spanish) => (spanish(folder).to_owned(), spanish(name).to_owned()),
        Layout::TxtC(Language::Unknown) => {
            if !TOLD_BY_SHAPE.contains(&entry.section) {
                return None;
            }
            (fictional(folder), fictional(name))
        }
        _ => (folder.to_owned(), name.to_owned()),
    };
    Some(format!("{}{folder}/{name}.txt", root(layout)))
}

/// The fields of a file in a layout. Comments and posts have fewer in older layouts.
pub(super) fn fields(layout: Layout, entry: &Entry) -> &'static str {
    match (layout, entry.section) {
        (Layout::TxtA | Layout::TxtB, "comment") => "Date,Comment",
        (Layout::TxtA, "post") => "Date,Link,Likes",
        _ => entry.fields,
    }
}

fn known(name: &str, english: &str) -> String {
    if name.is_empty() { english } else { name }.to_owned()
}

fn british(name: &str) -> String {
    name.replace("Favorite", "Favourite")
}

/// Dutch folder names. `Berichten` is the folder of chats and of posts.
fn dutch(folder: &str) -> &str {
    match folder {
        "Your Activity" => "Je activiteit",
        "Likes and Favorites" => "Likes en favorieten",
        "Profile and Settings" => "Profiel en instellingen",
        "Comments" => "Reacties",
        "Direct Messages" | "Posts" => "Berichten",
        "Group chat" => "Groepschat",
        "Ads and data" => "Advertenties en gegevens",
        other => other,
    }
}

fn spanish(name: &str) -> &str {
    match name {
        "Direct Messages" => "Mensajes directos",
        "Group chat" => "Chat de grupo",
        other => other,
    }
}
