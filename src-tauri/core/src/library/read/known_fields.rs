//! The fields that the JSON exports of all versions have in each section, and how much each tells about its section.

use super::field_roles::{TIMES, USERS};
use crate::library::Section;

/// Normalised names of the fields of a section, apart from times, separated by spaces.
const FIELDS: &[(Section, &str)] = &[
    (Section::Watch, "link videolink title"),
    (Section::Like, "link videolink"),
    (Section::FavouriteVideo, "link videolink"),
    (Section::FavouriteSound, "link"),
    (Section::FavouriteHashtag, "link"),
    (Section::FavouriteEffect, "effectlink link"),
    (Section::FavouriteCollection, "favoritecollection"),
    (Section::FavouriteComment, "favoritecomment"),
    (Section::Repost, "link"),
    (Section::Share, "sharedcontent link method"),
    (Section::Search, "searchterm"),
    (Section::Hashtag, "hashtagname hashtaglink"),
    (Section::Follower, "username"),
    (Section::Following, "username"),
    (Section::Block, "username"),
    (Section::Message, "from content"),
    (Section::GroupMessage, "from content"),
    (Section::Tako, "chattitle messages content"),
    (Section::Comment, "comment photo video sticker url originalposturl originalpostlink"),
    (
        Section::DeletedPost,
        "datedeleted link likes contentdisclosure aigeneratedcontent sound location title addyourstext",
    ),
    (
        Section::Post,
        "link videolink likes whocanview allowcomments allowstitches allowduets allowstickers \
         allowsharingtostory contentdisclosure aigeneratedcontent sound location title addyourstext \
         alternatetext coverimage numberofcollections",
    ),
    (Section::PlaceReview, "placename rating status likes reviewtext"),
    (Section::Login, "ip devicemodel devicesystem networktype carrier"),
    (Section::Location, "gpsdata lastregion"),
    (Section::GiftSent, "giftamount username"),
    (Section::GiftBought, "price"),
    (Section::Coin, "type coinamount"),
    (Section::Transaction, "transactionid transactiontype amount currency status others"),
    (Section::OffTiktok, "source event"),
    (Section::AdVisit, "adtitle adlink"),
    (Section::LiveWatched, "room comments questions link"),
    (Section::LiveComment, "room commentcontent"),
    (Section::LiveQuestion, "room questioncontent"),
    (
        Section::LiveHosted,
        "liveendtime liveduration roomid roomtitle coveruri replayurl totalearning totallike totalview \
         totalgifter qualitysetting mutedlist",
    ),
    (
        Section::Order,
        "ordernumber totalprice customernote orderstatus logisticsprovider logisticstrackingnumber \
         receiver products",
    ),
    (Section::ProductBrowsed, "shopname productname"),
    (Section::CartItem, "shopname productname skucount"),
    (Section::Voucher, "voucherid costtype vouchername vouchertext status"),
    (Section::Address, "receivername maskedphonenumber adressinfo"),
    (Section::ShopMessage, "shopname direction content"),
    (Section::ShopFavourite, "product shop"),
    (
        Section::Profile,
        "username emailaddress telephonenumber birthdate biodescription likesreceived profilephoto \
         profilevideo platforminfo displayname followercount followingcount aiself inferredgender \
         instagramlink youtubelink lemon8link accountregion fundraiser",
    ),
    (Section::Autofill, "phonenumber email firstname lastname address zipcode unit city state country"),
    (Section::AiMoji, "aimojilist"),
    (
        Section::Settings,
        "allowdownload allowotherstofindme applanguage filtercomments interests personalizedads \
         privacypolicy privateaccount whocanduetwithme whocanpostcomments whocansendmemessage \
         whocanstitchwithyourvideos whocanseeyourfollowinglist contentpreferences pushnotification \
         familypairing screentime familycontentpreferences",
    ),
    (Section::Device, "resolution appversion idfa gaid openudid clientudid androidid idfv webid uid did"),
    (
        Section::Summary,
        "note videoscommentedonsinceaccountregistration videossharedsinceaccountregistration \
         videoswatchedtotheendsinceaccountregistration commentvideocount sharedvideocount videocount",
    ),
    (
        Section::LiveSettings,
        "commentfilterkeywords moderators whocancommentonyourlive watchlivesettingsmap \
         mostrecentmodificationtimeinapp mostrecentmodificationtimeinweb",
    ),
];

/// What a name weighs that many kinds of records have, one that a few have, and any other.
const COMMON: u32 = 1;
const RARE: u32 = 2;
const TYPICAL: u32 = 3;

const COMMON_NAMES: &str = "link videolink url title status likes type content amount location sound note from address unit city \
    state country email others interests resolution uid shopname";
const RARE_NAMES: &str = "price source event product products shop photo video sticker comment comments questions messages \
    currency firstname lastname phonenumber method rating carrier ip appversion moderators emailaddress \
    displayname birthdate receiver room";

/// The names of a section's fields, apart from times; none if no public export has records of it.
fn of(section: Section) -> impl Iterator<Item = &'static str> {
    let fields = FIELDS.iter().find(|(known, _)| *known == section);
    fields.map_or("", |(_, names)| names).split(' ').filter(|name| !name.is_empty())
}

fn is_in(names: &str, name: &str) -> bool {
    names.split(' ').any(|known| known == name)
}

/// Whether a section is known to have a field with this normalised name.
#[must_use]
pub fn is_known(section: Section, name: &str) -> bool {
    // A row that is a text instead of an object.
    name == "value" || is_time(name) || of(section).any(|known| known == name)
}

/// Whether a field with this normalised name is a time.
fn is_time(name: &str) -> bool {
    TIMES.contains(&name)
}

/// How well normalised names fit a section.
#[derive(Debug, Default, Clone, Copy)]
struct Fit {
    /// The sum of the weights of the names that the section has.
    weight: u32,
    /// The weight of the most telling of them.
    heaviest: u32,
    /// The number of names that the section has.
    known: usize,
    /// The number of those that it does not have.
    unknown: usize,
    /// Whether the names include all that the section has.
    is_whole: bool,
}

impl Fit {
    fn of(names: &[String], fields: &str) -> Self {
        let is_whole = fields.split(' ').all(|field| names.iter().any(|name| name == field));
        let mut fit = Self { is_whole, ..Self::default() };
        for name in names.iter().map(String::as_str) {
            if !is_time(name) && !is_in(fields, name) {
                fit.unknown += 1;
                continue;
            }
            let weight = weight(name);
            fit.known += 1;
            fit.weight += weight;
            fit.heaviest = fit.heaviest.max(weight);
        }
        fit
    }

    /// Whether that is enough: a name that hardly any other section has, or only names that the section has.
    fn is_enough(self) -> bool {
        let is_typical = self.heaviest == TYPICAL && self.unknown <= self.known;
        let is_same = self.unknown == 0 && (self.heaviest == RARE || self.is_whole);
        self.weight >= TYPICAL && (is_typical || is_same)
    }
}

fn weight(name: &str) -> u32 {
    if is_time(name) || USERS.contains(&name) || is_in(COMMON_NAMES, name) {
        COMMON
    } else if is_in(RARE_NAMES, name) {
        RARE
    } else {
        TYPICAL
    }
}

/// Whether a section has at least one of these normalised names, apart from times.
#[must_use]
pub fn has_any(section: Section, names: &[String]) -> bool {
    of(section).any(|field| names.iter().any(|name| name == field))
}

/// How many of these normalised names a section has that hardly any other has.
#[must_use]
pub fn telling(section: Section, names: &[String]) -> usize {
    of(section).filter(|field| weight(field) > COMMON && names.iter().any(|name| name == field)).count()
}

/// The section, of those that `may_be` accepts, that these normalised names fit best; `None` if they fit none well, or
/// several equally well. Of two that fit equally well, the one with fewer fields fits better.
#[must_use]
pub fn best(names: &[String], may_be: impl Fn(Section) -> bool) -> Option<Section> {
    let rank = |fit: Fit, fields: &str| (fit.weight, std::cmp::Reverse(fields.split(' ').count()));
    let mut fitting: Vec<_> = FIELDS
        .iter()
        .filter(|(section, _)| may_be(*section))
        .map(|(section, fields)| (Fit::of(names, fields), *fields, *section))
        // Of the settings, only some are listed.
        .filter(|(fit, _, section)| {
            fit.is_enough() || *section == Section::Settings && fit.weight >= 2 * TYPICAL
        })
        .map(|(fit, fields, section)| (rank(fit, fields), section))
        .collect();
    fitting.sort_by_key(|(rank, _)| std::cmp::Reverse(*rank));
    match fitting[..] {
        [(first, _), (second, _), ..] if first == second => None,
        [(_, section), ..] => Some(section),
        [] => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn best_of(names: &[&str]) -> Option<Section> {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        best(&names, |section| !matches!(section, Section::GroupMessage | Section::Watch))
    }

    #[test]
    fn sections_are_known_by_names_that_no_other_has() {
        assert_eq!(best_of(&["when", "searchterm"]), Some(Section::Search));
        assert_eq!(best_of(&["date", "ip", "carrier", "networktype"]), Some(Section::Login));
        assert_eq!(best_of(&["date", "price"]), Some(Section::GiftBought));
        assert_eq!(best_of(&["date", "from", "content"]), Some(Section::Message));
        assert_eq!(best_of(&["shopname", "productname", "when"]), Some(Section::ProductBrowsed));
        assert_eq!(best_of(&["shopname", "productname", "skucount"]), Some(Section::CartItem));
        assert_eq!(best_of(&["date", "likes", "link", "whocanview"]), Some(Section::Post));
    }

    #[test]
    fn names_that_many_records_have_tell_nothing() {
        for names in [
            &["date", "link"][..],
            &["date", "link", "title"],
            &["date", "username"],
            &["date", "habit"],
            &["date", "price", "colour"],
            &["title", "status", "type"],
            &[],
        ] {
            assert_eq!(best_of(names), None, "{names:?}");
        }
    }
}
