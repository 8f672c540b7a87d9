//! The file names of text exports in the known languages, with the section and format of each, and the sentences of files
//! without data.

use super::file_stem::stem;
use super::json_keys::normal;
use crate::library::Section;

/// The format of a text file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextFormat {
    /// Blocks of `Field: value` lines, separated by empty lines.
    Blocks,
    /// Single facts, one on each line.
    Facts,
    /// Chats: `>>> Chat History with …`.
    Chats,
    /// A delimited string: `Interests: a|b|c`.
    Parts,
}

use TextFormat::{Blocks, Chats, Facts, Parts};

/// Names (normalised, see [`super::normal`]) of known files.
const FILES: &[(&str, Section, TextFormat)] = &[
    // English, American and British.
    ("watchhistory", Section::Watch, Blocks),
    ("browsinghistory", Section::Watch, Blocks),
    ("videobrowsinghistory", Section::Watch, Blocks),
    ("likelist", Section::Like, Blocks),
    ("favoritevideos", Section::FavouriteVideo, Blocks),
    ("favoritesounds", Section::FavouriteSound, Blocks),
    ("favoritehashtags", Section::FavouriteHashtag, Blocks),
    ("favoriteeffects", Section::FavouriteEffect, Blocks),
    ("favoritecollection", Section::FavouriteCollection, Blocks),
    ("favoritecollections", Section::FavouriteCollection, Blocks),
    ("favoritecomment", Section::FavouriteComment, Blocks),
    ("favoritecomments", Section::FavouriteComment, Blocks),
    ("favoritelocation", Section::FavouritePlace, Blocks),
    ("favoriteplaces", Section::FavouritePlace, Blocks),
    ("favoriteplaylists", Section::FavouritePlaylist, Blocks),
    ("favoritemoviesandtv", Section::FavouriteFilm, Blocks),
    ("favoriteitem", Section::ShopFavourite, Blocks),
    ("reposts", Section::Repost, Blocks),
    ("repost", Section::Repost, Blocks),
    ("sharehistory", Section::Share, Blocks),
    ("searchhistory", Section::Search, Blocks),
    ("searches", Section::Search, Blocks),
    ("hashtag", Section::Hashtag, Blocks),
    ("stickers", Section::Sticker, Blocks),
    ("follower", Section::Follower, Blocks),
    ("followers", Section::Follower, Blocks),
    ("followerlist", Section::Follower, Blocks),
    ("following", Section::Following, Blocks),
    ("followinglist", Section::Following, Blocks),
    ("blocklist", Section::Block, Blocks),
    ("chathistory", Section::Message, Chats),
    ("directmessages", Section::Message, Chats),
    ("directmessage", Section::Message, Chats),
    ("groupchat", Section::GroupMessage, Chats),
    ("comments", Section::Comment, Blocks),
    ("comment", Section::Comment, Blocks),
    ("posts", Section::Post, Blocks),
    ("post", Section::Post, Blocks),
    ("videos", Section::Post, Blocks),
    ("recentlydeletedposts", Section::DeletedPost, Blocks),
    ("locationreviews", Section::PlaceReview, Blocks),
    ("poireview", Section::PlaceReview, Blocks),
    ("profileviews", Section::ProfileView, Blocks),
    ("loginhistory", Section::Login, Blocks),
    ("mostrecentlocationdata", Section::Location, Blocks),
    ("transactionhistory", Section::Transaction, Blocks),
    ("coinpurchasehistory", Section::Coin, Blocks),
    // Gifts bought and gifts sent; the reader tells them apart.
    ("purchases", Section::GiftBought, Blocks),
    ("purchasehistory", Section::GiftBought, Blocks),
    ("adinterests", Section::AdInterest, Parts),
    ("offtiktokactivity", Section::OffTiktok, Blocks),
    ("offtiktokactivities", Section::OffTiktok, Blocks),
    ("usagedatafromthirdpartyappsandwebsites", Section::OffTiktok, Blocks),
    ("adsbasedondatareceivedfrompartners", Section::AdPartner, Parts),
    ("instantformadsresponses", Section::AdReply, Blocks),
    ("adlinkhistory", Section::AdVisit, Blocks),
    ("adslinkhistory", Section::AdVisit, Blocks),
    ("adsvisithistory", Section::AdVisit, Blocks),
    ("donation", Section::Donation, Blocks),
    ("fundraiser", Section::Fundraiser, Blocks),
    ("watchlivehistory", Section::LiveWatched, Blocks),
    ("golivehistory", Section::LiveHosted, Blocks),
    ("watchlivesettings", Section::LiveSettings, Facts),
    ("golivesettings", Section::LiveSettings, Facts),
    ("watchlivecomment", Section::LiveComment, Blocks),
    ("watchlivecomments", Section::LiveComment, Blocks),
    ("orderhistory", Section::Order, Blocks),
    ("productbrowsinghistory", Section::ProductBrowsed, Blocks),
    ("shoppingcartlist", Section::CartItem, Blocks),
    ("vouchers", Section::Voucher, Blocks),
    ("savedaddressinformation", Section::Address, Blocks),
    ("communicationwithshops", Section::ShopMessage, Blocks),
    ("communicationhistory", Section::ShopMessage, Blocks),
    ("currentpaymentinformation", Section::PayCard, Blocks),
    ("customersupporthistory", Section::CustomerSupport, Blocks),
    ("orderdisputehistory", Section::Dispute, Blocks),
    ("productreviews", Section::ProductReview, Blocks),
    ("productreviewhistory", Section::ProductReview, Blocks),
    ("returnsandrefundshistory", Section::Refund, Blocks),
    ("returnandrefundhistory", Section::Refund, Blocks),
    ("minidramawatchhistory", Section::MiniDrama, Blocks),
    ("story", Section::Story, Blocks),
    ("stories", Section::Story, Blocks),
    ("takochathistory", Section::Tako, Chats),
    ("thirdpartyinformation", Section::ThirdParty, Facts),
    ("userthirdplatforminformation", Section::ThirdParty, Facts),
    ("profileinformation", Section::Profile, Facts),
    ("profileinfo", Section::Profile, Facts),
    ("settings", Section::Settings, Facts),
    ("autofill", Section::Autofill, Facts),
    ("autofillinformation", Section::Autofill, Facts),
    ("aimoji", Section::AiMoji, Facts),
    ("status", Section::Device, Facts),
    ("activitysummary", Section::Summary, Facts),
    // Dutch.
    ("kijkgeschiedenis", Section::Watch, Blocks),
    ("likelijst", Section::Like, Blocks),
    ("favorietevideos", Section::FavouriteVideo, Blocks),
    ("favorietegeluiden", Section::FavouriteSound, Blocks),
    ("favorietehashtags", Section::FavouriteHashtag, Blocks),
    ("favorieteeffecten", Section::FavouriteEffect, Blocks),
    ("favorietecollecties", Section::FavouriteCollection, Blocks),
    ("favorietereacties", Section::FavouriteComment, Blocks),
    ("favorieteplaatsen", Section::FavouritePlace, Blocks),
    ("favorieteafspeellijsten", Section::FavouritePlaylist, Blocks),
    ("herplaatsingen", Section::Repost, Blocks),
    ("geschiedenisdelen", Section::Share, Blocks),
    ("zoekopdrachten", Section::Search, Blocks),
    ("volger", Section::Follower, Blocks),
    ("volgend", Section::Following, Blocks),
    ("blokkeringslijst", Section::Block, Blocks),
    ("directeberichten", Section::Message, Chats),
    ("groepschat", Section::GroupMessage, Chats),
    ("reacties", Section::Comment, Blocks),
    // The folder of the direct messages has the same name; the file contains the posts.
    ("berichten", Section::Post, Blocks),
    ("onlangsverwijderdeberichten", Section::DeletedPost, Blocks),
    ("profielweergaven", Section::ProfileView, Blocks),
    ("inloggeschiedenis", Section::Login, Blocks),
    ("activiteitbuitentiktok", Section::OffTiktok, Blocks),
    ("bestelgeschiedenis", Section::Order, Blocks),
    ("geschiedenisvanbladerendoorproducten", Section::ProductBrowsed, Blocks),
    ("profielinformatie", Section::Profile, Facts),
    ("instellingen", Section::Settings, Facts),
    ("samenvattingvanactiviteit", Section::Summary, Facts),
    ("aankopen", Section::GiftBought, Blocks),
    ("advertentieinteresses", Section::AdInterest, Parts),
    ("automatischinvullen", Section::Autofill, Facts),
    ("communicatiemetwinkels", Section::ShopMessage, Blocks),
    ("donatie", Section::Donation, Blocks),
    ("favorietitem", Section::ShopFavourite, Blocks),
    ("favorietefilmsentvprogrammas", Section::FavouriteFilm, Blocks),
    ("fondsenwerving", Section::Fundraiser, Blocks),
    ("geschiedenisvanlivebekijken", Section::LiveWatched, Blocks),
    ("geschiedenisvanlivegaan", Section::LiveHosted, Blocks),
    ("geschiedenisvanmuntaankopen", Section::Coin, Blocks),
    ("geschiedenisvanadvertentielinks", Section::AdVisit, Blocks),
    ("geschiedenisvanbestelkwesties", Section::Dispute, Blocks),
    ("geschiedenisvanklantenservice", Section::CustomerSupport, Blocks),
    ("geschiedenisvanretourzendingenenterugbetalingen", Section::Refund, Blocks),
    ("informatieoverhuidigebetaling", Section::PayCard, Blocks),
    ("informatievanderden", Section::ThirdParty, Facts),
    ("instellingenvoorlivebekijken", Section::LiveSettings, Facts),
    ("instellingenvoorlivegaan", Section::LiveSettings, Facts),
    ("locatierecensies", Section::PlaceReview, Blocks),
    ("meestrecentelocatiegegevens", Section::Location, Blocks),
    ("opgeslagenadresgegevens", Section::Address, Blocks),
    ("productrecensies", Section::ProductReview, Blocks),
    ("reactieoplivestream", Section::LiveComment, Blocks),
    ("reactiesopdirectformulieradvertenties", Section::AdReply, Blocks),
    ("transactiegeschiedenis", Section::Transaction, Blocks),
    ("winkelwagenlijst", Section::CartItem, Blocks),
    // Russian.
    ("историяпросмотра", Section::Watch, Blocks),
    ("списоклайков", Section::Like, Blocks),
    ("избранныевидео", Section::FavouriteVideo, Blocks),
    ("избранныезвуки", Section::FavouriteSound, Blocks),
    ("избранныехэштеги", Section::FavouriteHashtag, Blocks),
    ("избранныеэффекты", Section::FavouriteEffect, Blocks),
    ("избранныеколлекции", Section::FavouriteCollection, Blocks),
    ("избранныеместа", Section::FavouritePlace, Blocks),
    ("избранныеплейлисты", Section::FavouritePlaylist, Blocks),
    ("историярепостов", Section::Share, Blocks),
    ("поисковыезапросы", Section::Search, Blocks),
    ("подписчик", Section::Follower, Blocks),
    ("подписки", Section::Following, Blocks),
    ("списокблокировки", Section::Block, Blocks),
    ("личныесообщения", Section::Message, Chats),
    ("групповойчат", Section::GroupMessage, Chats),
    ("комментарии", Section::Comment, Blocks),
    ("публикации", Section::Post, Blocks),
    ("недавноудаленныепубликации", Section::DeletedPost, Blocks),
    ("просмотрыпрофиля", Section::ProfileView, Blocks),
    ("историявходов", Section::Login, Blocks),
    ("активностьвнеtiktok", Section::OffTiktok, Blocks),
    ("историязаказов", Section::Order, Blocks),
    ("историяпросмотратоваров", Section::ProductBrowsed, Blocks),
    ("данныепрофиля", Section::Profile, Facts),
    ("настройки", Section::Settings, Facts),
    // Spanish.
    ("mensajesdirectos", Section::Message, Chats),
    ("chatdegrupo", Section::GroupMessage, Chats),
];

/// The section and format of a file by its name; `None` if the name is unknown.
#[must_use]
pub fn by_name(path: &str) -> Option<(Section, TextFormat)> {
    let name = normal(&stem(path));
    FILES.iter().find(|(known, ..)| *known == name).map(|(_, section, format)| (*section, *format))
}

/// The normalised sentences of files without data.
const NOTHING: &[&str] = &[
    "youhavenodatainthissection",
    "ditgedeeltebevatgeengegevens",
    "erstaangeengegevensinditgedeelte",
    "jehebtgeeninformatieoverplatformsvanderden",
    "nohaydatosenestasección",
    "вэтомразделенетданных",
];

/// Whether this normalised line says that a file has no data.
#[must_use]
pub fn says_nothing(line: &str) -> bool {
    NOTHING.contains(&line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_known_by_their_names() {
        for (path, section) in [
            ("TikTok/Your Activity/Watch History.txt", Section::Watch),
            ("Watch History (1).txt", Section::Watch),
            ("TikTok/Comments/Comments 3.txt", Section::Comment),
            ("Profielinformatie - kopie.txt", Section::Profile),
            ("Searches.TXT", Section::Search),
            ("Comments.txt.json", Section::Comment),
            ("Favoriete video_s.txt", Section::FavouriteVideo),
            ("Ads_Based_On_Data_Received_from_Partners.txt", Section::AdPartner),
            ("Usage_Data_from_Third-party Apps and Websites.txt", Section::OffTiktok),
            ("TikTok/TikTok LIVE/Instellingen voor LIVE gaan.txt", Section::LiveSettings),
        ] {
            assert_eq!(by_name(path).map(|(section, _)| section), Some(section), "{path}");
        }
        for path in ["Watch History (new).txt", "Novelty.txt", "(1).txt", "Novelty 2.txt", "Copy.txt"] {
            assert_eq!(by_name(path), None, "{path}");
        }
    }
}
