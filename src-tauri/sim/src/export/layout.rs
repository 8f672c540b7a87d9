//! The layout of the JSON exports of 2026: the path of each section, and the keys of its fields.
//!
//! `since` is the version of the layout, 1 to 6, that first had an entry as it is now. This version is 6.

/// A list of rows: section, `since`, path, fields.
///
/// Fields are named as in the rows. `name>key` has another key in the document, and dates of `name>key+UTC` are followed
/// by ` UTC`.
pub type List = (&'static str, u8, &'static str, &'static str);

/// A section whose content depends on its name: section, `since`, path.
pub type Other = (&'static str, u8, &'static str);

const LOGIN: &str = "Carrier,Date,DeviceModel,DeviceSystem,IP,NetworkType";
const POST_6: &str = "AIGeneratedContent,AddYoursText,AllowComments,AllowDuets,AllowSharingToStory,AllowStickers,\
    AllowStitches,AlternateText,ContentDisclosure,CoverImage,Date,Likes,Link,Location,NumberOfCollections,Sound,\
    Title,WhoCanView";
const DELETED: &str = "AIGeneratedContent,AddYoursText,ContentDisclosure,Date,DateDeleted,Likes,Link,Location,\
    Sound,Title";
const REVIEW: &str = "Date,Likes,PlaceName,Rating,ReviewText,Status";
const TRANSACTION: &str = "Amount,Currency,Date,Status,Transaction_ID,Transaction_type,others";
const COMMENT_6: &str =
    "Comment>comment,Date>date+UTC,original post link,originalPostUrl,photo,sticker,video";
const HOSTED: &str = "CoverUri,LiveDuration,LiveEndTime,LiveStartTime,MutedList,QualitySetting,ReplayUrl,RoomId,\
    RoomTitle,TotalEarning,TotalGifter,TotalLike,TotalView";
const SHARE: &str = "Date,Link,Method,SharedContent";
const SEEN: &str = "browsing_date,product_name,shop_name";
const CART: &str = "CreateTime,ProductName,ShopName,SkuCount";
const VOUCHER: &str = "CostType,ReceivedDate,Status,VoucherId,VoucherName,VoucherText";
const ADDRESS: &str = "adress_info,masked_phone_number,receiver_name";

/// The lists.
pub const LISTS: &[List] = &[
    ("watch", 6, "Your Activity/Watch History/VideoList", "Date,Link,Title"),
    ("like", 5, "Likes and Favorites/Like List/ItemFavoriteList", "Date>date,Link>link"),
    ("favouriteVideo", 5, "Likes and Favorites/Favorite Videos/FavoriteVideoList", "Date,Link"),
    ("favouriteSound", 5, "Likes and Favorites/Favorite Sounds/FavoriteSoundList", "Date,Link"),
    ("favouriteHashtag", 5, "Likes and Favorites/Favorite Hashtags/FavoriteHashtagList", "Date,Link"),
    ("favouriteEffect", 5, "Likes and Favorites/Favorite Effects/FavoriteEffectsList", "Date,EffectLink"),
    (
        "favouriteCollection",
        5,
        "Likes and Favorites/Favorite Collection/FavoriteCollectionList",
        "Date,FavoriteCollection",
    ),
    ("favouriteComment", 5, "Likes and Favorites/Favorite Comment/FavoriteCommentList", "FavoriteComment"),
    ("repost", 6, "Your Activity/Reposts/RepostList", "Date,Link"),
    ("share", 4, "Your Activity/Share History/ShareHistoryList", SHARE),
    ("search", 4, "Your Activity/Searches/SearchList", "Date,SearchTerm"),
    ("hashtag", 4, "Your Activity/Hashtag/HashtagList", "HashtagLink,HashtagName"),
    ("follower", 5, "Profile And Settings/Follower/FansList", "Date,UserName"),
    ("following", 5, "Profile And Settings/Following/Following", "Date,UserName"),
    ("block", 5, "Profile And Settings/Block List/BlockList", "Date,UserName"),
    ("comment", 6, "Comment/Comments/CommentsList", COMMENT_6),
    ("post", 6, "Post/Posts/VideoList", POST_6),
    ("deletedPost", 4, "Post/Recently Deleted Posts/PostList", DELETED),
    ("placeReview", 4, "Location Review/Location Reviews/ReviewsList", REVIEW),
    ("login", 4, "Your Activity/Login History/LoginHistoryList", LOGIN),
    ("giftSent", 4, "Your Activity/Purchases/SendGifts/SendGifts", "Date,GiftAmount,UserName"),
    ("giftBought", 4, "Your Activity/Purchases/BuyGifts/BuyGifts", "Date,Price"),
    ("coin", 6, "Income+ Wallet/Coin Purchase History/CoinPurchaseHistoryList", "CoinAmount,Date,Type"),
    ("transaction", 5, "Income+ Wallet/Transaction History/TransactionsList", TRANSACTION),
    ("offTiktok", 5, "Your Activity/Off TikTok Activity/OffTikTokActivityDataList", "Event,Source,TimeStamp"),
    // The same records as below `Your Activity`.
    (
        "offTiktok",
        6,
        "Profile And Settings/Off TikTok Activity/OffTikTokActivityDataList",
        "Event,Source,TimeStamp",
    ),
    ("adVisit", 6, "Your Activity/Ads Visit History/AdsVisitHistoryList", "AdLink,AdTitle,CreateTime"),
    ("liveHosted", 5, "TikTok Live/Go Live History/GoLiveList", HOSTED),
    ("productBrowsed", 4, "TikTok Shop/Product Browsing History/ProductBrowsingHistories", SEEN),
    ("cartItem", 4, "TikTok Shop/Shopping Cart List/ShoppingCart", CART),
    ("voucher", 4, "TikTok Shop/Vouchers/Vouchers", VOUCHER),
    ("address", 4, "TikTok Shop/Saved Address Information/SavedAddress", ADDRESS),
    (
        "shopFavourite",
        6,
        "TikTok Shop/TikTokFavoriteItem/TikTokFavoriteItemResult/TikTokFavoriteItemList",
        "Product,Shop,Time",
    ),
];

/// Sections that are always empty: section, `since`, path, and the JSON value of an empty one.
pub const EMPTY: &[List] = &[
    ("favouriteCollection", 5, "Likes and Favorites/Favorite Collection/Collection", "{}"),
    ("favouritePlace", 5, "Likes and Favorites/Favorite Location/FavoriteLocationList", "null"),
    ("favouritePlaylist", 6, "Likes and Favorites/Favorite Playlists/FavoritePlaylistList", "null"),
    ("favouriteFilm", 6, "Likes and Favorites/Favorite Movies and TV/FavoriteMoviesAndTVList", "[]"),
    ("favouriteFilm", 6, "Likes and Favorites/Favorite Drama", "{}"),
    ("miniDrama", 6, "Your Activity/Mini Drama Watch History", "{}"),
    ("sticker", 6, "Your Activity/Stickers/StickerList", "null"),
    ("story", 6, "Post/Story", "{}"),
    ("profileView", 6, "Profile And Settings/ProfileViews/ProfileViewList", "null"),
    ("adReply", 5, "Your Activity/Instant Form Ads Responses/ResponsesList", "null"),
    ("donation", 4, "Your Activity/Donation/DonationList", "null"),
    ("fundraiser", 4, "Your Activity/Fundraiser/FundraiserList", "null"),
    ("aiMoji", 5, "Profile And Settings/AISelfImage", "{}"),
    ("payCard", 4, "TikTok Shop/Current Payment Information/PayCard", "null"),
    ("customerSupport", 4, "TikTok Shop/Customer Support History/CustomerSupportHistories", "null"),
    ("dispute", 4, "TikTok Shop/Order Dispute History/OrderDisputeHistories", "null"),
    ("productReview", 4, "TikTok Shop/Product Reviews/ProductReviewHistories", "null"),
    ("refund", 4, "TikTok Shop/Returns and Refunds History/ReturnAndRefundHistories", "null"),
];

/// Maps, facts and other sections.
pub const OTHERS: &[Other] = &[
    ("message", 4, "Direct Message/Direct Messages/ChatHistory"),
    ("groupMessage", 6, "Direct Message/Group Chat/GroupChat"),
    ("tako", 6, "Direct Message/Tako Chat History/TakoChatHistoryList"),
    ("liveWatched", 5, "TikTok Live/Watch Live History/WatchLiveMap"),
    ("order", 4, "TikTok Shop/Order History/OrderHistories"),
    ("shopMessage", 4, "TikTok Shop/Communication With Shops/CommunicationHistories"),
    ("adInterest", 5, "Your Activity/Ad Interests/AdInterestCategories"),
    ("profile", 5, "Profile And Settings/Profile Info/ProfileMap"),
    ("autofill", 5, "Profile And Settings/Autofill"),
    ("aiMoji", 5, "Profile And Settings/AI-Moji"),
    ("settings", 5, "Profile And Settings/Settings/SettingsMap"),
    ("device", 4, "Your Activity/Status/Status List"),
    ("summary", 4, "Your Activity/Activity Summary/ActivitySummaryMap"),
    ("liveSettings", 5, "TikTok Live/Go Live Settings/SettingsMap"),
    ("liveSettings", 5, "TikTok Live/Watch Live Settings"),
    ("technical", 5, "Likes and Favorites/Like List/App"),
    ("technical", 5, "Profile And Settings/Follower/App"),
    ("technical", 5, "Profile And Settings/Follower/IsFastLane"),
];
