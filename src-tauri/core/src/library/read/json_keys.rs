//! The JSON keys of each section, in one table for all versions of exports.
//!
//! A section is recognised by the key of its list (the *leaf*), which TikTok has rarely renamed. If two sections share
//! a key, a word in the parent keys distinguishes them. So no version number is needed, and renamed parents do not
//! matter.

use crate::library::Section;

/// The structure of a section's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Structure {
    /// A list of rows. If it is an object, it is read as a map of rows.
    List,
    /// A map from names to lists of rows.
    Chats,
    /// A list of conversations, each with its own list of rows.
    Conversations,
    /// A map whose keys are data and whose values are rows.
    Map,
    /// A map of LIVE rooms, which contain comments and questions.
    Rooms,
    /// A delimited string (`a|b|c`), or a list.
    Parts,
    /// Facts: each scalar is a record.
    Facts,
    /// A list of rows, or a single object that is one row.
    One,
}

/// A known key.
#[derive(Debug, Clone, Copy)]
pub struct KnownKey {
    /// The normalised key.
    pub leaf: &'static str,
    /// One of these words must be part of a parent key; if empty, any parent matches.
    pub above: &'static [&'static str],
    /// The section.
    pub section: Section,
    /// The structure of its value.
    pub structure: Structure,
}

const fn at(leaf: &'static str, section: Section, structure: Structure) -> KnownKey {
    KnownKey { leaf, above: &[], section, structure }
}

const fn below(
    above: &'static [&'static str],
    leaf: &'static str,
    section: Section,
    structure: Structure,
) -> KnownKey {
    KnownKey { leaf, above, section, structure }
}

use Structure::{Chats, Conversations, Facts, List, Map, One, Parts, Rooms};

/// All known keys. The first match is used.
const KNOWN_KEYS: &[KnownKey] = &[
    below(&["watch", "brows"], "videolist", Section::Watch, List),
    below(&["post", "video"], "videolist", Section::Post, List),
    at("itemfavoritelist", Section::Like, List),
    at("favoritevideolist", Section::FavouriteVideo, List),
    at("favoritesoundlist", Section::FavouriteSound, List),
    at("favoritehashtaglist", Section::FavouriteHashtag, List),
    at("favoriteeffectslist", Section::FavouriteEffect, List),
    at("favoriteeffectlist", Section::FavouriteEffect, List),
    at("favoritecollectionlist", Section::FavouriteCollection, List),
    at("favoritecommentlist", Section::FavouriteComment, List),
    at("favoritelocationlist", Section::FavouritePlace, List),
    at("favoriteplacelist", Section::FavouritePlace, List),
    at("favoriteplaylistlist", Section::FavouritePlaylist, List),
    at("favoritemoviesandtvlist", Section::FavouriteFilm, List),
    at("favoritedramalist", Section::FavouriteFilm, List),
    at("repostlist", Section::Repost, List),
    at("sharehistorylist", Section::Share, List),
    at("searchlist", Section::Search, List),
    at("hashtaglist", Section::Hashtag, List),
    at("minidramawatchhistorylist", Section::MiniDrama, List),
    at("stickerlist", Section::Sticker, List),
    at("fanslist", Section::Follower, List),
    below(&["following"], "following", Section::Following, List),
    at("followinglist", Section::Following, List),
    at("blocklist", Section::Block, List),
    at("chathistory", Section::Message, Chats),
    at("groupchat", Section::GroupMessage, Chats),
    at("takochathistorylist", Section::Tako, Conversations),
    at("commentslist", Section::Comment, List),
    at("postlist", Section::DeletedPost, List),
    at("storylist", Section::Story, List),
    at("reviewslist", Section::PlaceReview, List),
    at("profileviewlist", Section::ProfileView, List),
    at("loginhistorylist", Section::Login, List),
    at("locationdata", Section::Location, One),
    below(&["sendgifts"], "sendgifts", Section::GiftSent, List),
    below(&["buygifts"], "buygifts", Section::GiftBought, List),
    at("coinpurchasehistorylist", Section::Coin, List),
    at("transactionslist", Section::Transaction, List),
    at("transactionshistorylist", Section::Transaction, List),
    at("adinterestcategories", Section::AdInterest, Parts),
    at("offtiktokactivitydatalist", Section::OffTiktok, List),
    at("usagedatalist", Section::OffTiktok, List),
    at("responseslist", Section::AdReply, List),
    at("adsvisithistorylist", Section::AdVisit, List),
    at("datapartnerlist", Section::AdPartner, Parts),
    at("advertiserlist", Section::AdPartner, Parts),
    at("donationlist", Section::Donation, List),
    at("fundraiserlist", Section::Fundraiser, List),
    at("watchlivemap", Section::LiveWatched, Rooms),
    at("golivelist", Section::LiveHosted, List),
    at("orderhistories", Section::Order, Map),
    at("productbrowsinghistories", Section::ProductBrowsed, List),
    at("shoppingcart", Section::CartItem, List),
    below(&["vouchers"], "vouchers", Section::Voucher, List),
    at("savedaddress", Section::Address, List),
    at("communicationhistories", Section::ShopMessage, Chats),
    at("tiktokfavoriteitemlist", Section::ShopFavourite, List),
    at("paycard", Section::PayCard, One),
    at("customersupporthistories", Section::CustomerSupport, One),
    at("orderdisputehistories", Section::Dispute, One),
    at("productreviewhistories", Section::ProductReview, One),
    at("returnandrefundhistories", Section::Refund, One),
    at("profilemap", Section::Profile, Facts),
    at("autofill", Section::Autofill, Facts),
    at("aimoji", Section::AiMoji, Facts),
    at("aiselfimage", Section::AiMoji, Facts),
    below(&["live"], "settingsmap", Section::LiveSettings, Facts),
    at("settingsmap", Section::Settings, Facts),
    at("watchlivesettings", Section::LiveSettings, Facts),
    at("userthirdplatforminformation", Section::ThirdParty, Facts),
    at("statuslist", Section::Device, Facts),
    below(&["activity"], "status", Section::Device, Facts),
    at("activitysummarymap", Section::Summary, Facts),
    // Technical flags beside the lists.
    at("app", Section::Technical, Facts),
    at("isfastlane", Section::Technical, Facts),
];

/// Parent keys of lists: they show that a section is present, even if it is empty.
const HOLDERS: &[(&str, Section)] = &[
    ("videobrowsinghistory", Section::Watch),
    ("watchhistory", Section::Watch),
    ("videos", Section::Post),
    ("posts", Section::Post),
    ("likelist", Section::Like),
    ("favoritevideos", Section::FavouriteVideo),
    ("favoritesounds", Section::FavouriteSound),
    ("favoritehashtags", Section::FavouriteHashtag),
    ("favoriteeffects", Section::FavouriteEffect),
    ("favoritecollection", Section::FavouriteCollection),
    ("collection", Section::FavouriteCollection),
    ("favoritecomment", Section::FavouriteComment),
    ("favoritelocation", Section::FavouritePlace),
    ("favoriteplaylists", Section::FavouritePlaylist),
    ("favoritemoviesandtv", Section::FavouriteFilm),
    ("favoritedrama", Section::FavouriteFilm),
    ("reposts", Section::Repost),
    ("sharehistory", Section::Share),
    ("searchhistory", Section::Search),
    ("searches", Section::Search),
    ("hashtag", Section::Hashtag),
    ("minidramawatchhistory", Section::MiniDrama),
    ("stickers", Section::Sticker),
    ("followerlist", Section::Follower),
    ("follower", Section::Follower),
    ("followinglist", Section::Following),
    ("following", Section::Following),
    ("block", Section::Block),
    ("blocklist", Section::Block),
    ("directmessages", Section::Message),
    ("chathistory", Section::Message),
    ("groupchat", Section::GroupMessage),
    ("takochathistory", Section::Tako),
    ("comments", Section::Comment),
    ("recentlydeletedposts", Section::DeletedPost),
    ("story", Section::Story),
    ("poireview", Section::PlaceReview),
    ("locationreviews", Section::PlaceReview),
    ("profileviews", Section::ProfileView),
    ("loginhistory", Section::Login),
    ("mostrecentlocationdata", Section::Location),
    ("sendgifts", Section::GiftSent),
    ("buygifts", Section::GiftBought),
    ("coinpurchasehistory", Section::Coin),
    ("incomepluswallettransaction", Section::Transaction),
    ("transactionhistory", Section::Transaction),
    ("adinterests", Section::AdInterest),
    ("offtiktokactivity", Section::OffTiktok),
    ("usagedatafromthirdpartyappsandwebsites", Section::OffTiktok),
    ("instantformadsresponses", Section::AdReply),
    ("adsvisithistory", Section::AdVisit),
    ("adsbasedondatareceivedfrompartners", Section::AdPartner),
    ("donation", Section::Donation),
    ("fundraiser", Section::Fundraiser),
    ("watchlivehistory", Section::LiveWatched),
    ("golivehistory", Section::LiveHosted),
    ("golivesettings", Section::LiveSettings),
    ("watchlivecomment", Section::LiveComment),
    ("orderhistory", Section::Order),
    ("productbrowsinghistory", Section::ProductBrowsed),
    ("shoppingcartlist", Section::CartItem),
    ("vouchers", Section::Voucher),
    ("savedaddressinformation", Section::Address),
    ("communicationhistory", Section::ShopMessage),
    ("communicationwithshops", Section::ShopMessage),
    ("tiktokfavoriteitem", Section::ShopFavourite),
    ("currentpaymentinformation", Section::PayCard),
    ("customersupporthistory", Section::CustomerSupport),
    ("orderdisputehistory", Section::Dispute),
    ("productreviewhistory", Section::ProductReview),
    ("productreviews", Section::ProductReview),
    ("returnandrefundhistory", Section::Refund),
    ("returnsandrefundshistory", Section::Refund),
    ("profileinformation", Section::Profile),
    ("profileinfo", Section::Profile),
    ("settings", Section::Settings),
    ("status", Section::Device),
    ("activitysummary", Section::Summary),
];

/// Normalises a key: lower-case letters and digits, American spelling.
#[must_use]
pub fn normal(key: &str) -> String {
    let mut out: String = key.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    if let Some(at) = out.find("favourite") {
        out.replace_range(at..at + "favourite".len(), "favorite");
    }
    out
}

/// The known key at the end of this path of normalised keys.
#[must_use]
pub fn find(path: &[String]) -> Option<&'static KnownKey> {
    let (leaf, above) = path.split_last()?;
    KNOWN_KEYS.iter().find(|known| {
        known.leaf == leaf
            && (known.above.is_empty()
                || above.iter().any(|key| known.above.iter().any(|word| key.contains(word))))
    })
}

/// Whether a known key at the end of this path may be of another section: own posts are told from the watch history by what
/// holds them, but the watch history may be held by a key with `video` in it, too.
#[must_use]
pub fn is_uncertain(known: &KnownKey, path: &[String]) -> bool {
    known.section == Section::Post
        && known.leaf == "videolist"
        && !path.iter().any(|key| ["post", "posts", "video", "videos"].contains(&key.as_str()))
}

/// The known keys with this normalised leaf, whatever is above it.
pub fn leaves(leaf: &str) -> impl Iterator<Item = &'static KnownKey> {
    KNOWN_KEYS.iter().filter(move |known| known.leaf == leaf)
}

/// The known keys of a section.
pub fn keys_of(section: Section) -> impl Iterator<Item = &'static KnownKey> {
    KNOWN_KEYS.iter().filter(move |known| known.section == section)
}

/// The usual key of a section; `None` if no key is known.
#[must_use]
pub fn of_section(section: Section) -> Option<&'static KnownKey> {
    keys_of(section).next()
}

/// The section whose list has this parent key.
#[must_use]
pub fn holder(key: &str) -> Option<Section> {
    HOLDERS.iter().find(|(name, _)| *name == key).map(|(_, section)| *section)
}

/// The section of a list in a file with this name, without its ending.
#[must_use]
pub fn of_file(stem: &str) -> Option<Section> {
    let key = normal(stem);
    find(std::slice::from_ref(&key)).map(|known| known.section).or_else(|| holder(&key))
}
