//! The JSON layouts before 2026: the path of each section, and the keys of its fields.
//!
//! Entries that are still in the layout of 2026 are in [`satchel_sim::export::layout`].

/// A list of rows: section, first and last version, path, fields.
pub(crate) type List = (&'static str, u8, u8, &'static str, &'static str);

/// A section whose content depends on its name: section, first and last version, path.
pub(crate) type Other = (&'static str, u8, u8, &'static str);

const LOGIN: &str = "Carrier,Date,DeviceModel,DeviceSystem,IP,NetworkType";
const POST: &str = "AIGeneratedContent,AddYoursText,AllowComments,AllowDuets,AllowSharingToStory,AllowStickers,\
    AllowStitches,ContentDisclosure,Date,Likes,Link,Location,Sound,Title,WhoCanView";
const POST_4: &str = "AIGeneratedContent,AddYoursText,AllowComments,AllowDuets,AllowSharingToStory,AllowStickers,\
    AllowStitches,AlternateText,ContentDisclosure,CoverImage,Date,Likes,Link,Location,Sound,Title,WhoCanView";
const DELETED: &str = "AIGeneratedContent,AddYoursText,ContentDisclosure,Date,DateDeleted,Likes,Link,Location,\
    Sound,Title";
const REVIEW: &str = "Date,Likes,PlaceName,Rating,ReviewText,Status";
const TRANSACTION: &str = "Amount,Currency,Date,Status,Transaction_ID,Transaction_type,others";
const COMMENT_3: &str = "Comment>comment,Date>date,photo,url";
const HOSTED: &str = "CoverUri,LiveDuration,LiveEndTime,LiveStartTime,MutedList,QualitySetting,ReplayUrl,RoomId,\
    RoomTitle,TotalEarning,TotalGifter,TotalLike,TotalView";
const SHARE: &str = "Date,Link,Method,SharedContent";
const SEEN: &str = "browsing_date,product_name,shop_name";
const CART: &str = "CreateTime,ProductName,ShopName,SkuCount";
const VOUCHER: &str = "CostType,ReceivedDate,Status,VoucherId,VoucherName,VoucherText";
const ADDRESS: &str = "adress_info,masked_phone_number,receiver_name";

/// The lists.
pub(crate) const LISTS: &[List] = &[
    ("watch", 1, 1, "Activity/Video Browsing History/VideoList", "Date,Link>VideoLink"),
    ("watch", 2, 3, "Activity/Video Browsing History/VideoList", "Date,Link"),
    ("watch", 4, 5, "Your Activity/Watch History/VideoList", "Date,Link"),
    ("like", 1, 1, "Activity/Like List/ItemFavoriteList", "Date,Link>VideoLink"),
    ("like", 2, 2, "Activity/Like List/ItemFavoriteList", "Date,Link"),
    // The keys of this list are in lower case.
    ("like", 3, 3, "Activity/Like List/ItemFavoriteList", "Date>date,Link>link"),
    ("like", 4, 4, "Your Activity/Like List/ItemFavoriteList", "Date>date,Link>link"),
    ("favouriteVideo", 1, 3, "Activity/Favorite Videos/FavoriteVideoList", "Date,Link"),
    ("favouriteVideo", 4, 4, "Your Activity/Favorite Videos/FavoriteVideoList", "Date,Link"),
    ("favouriteSound", 1, 3, "Activity/Favorite Sounds/FavoriteSoundList", "Date,Link"),
    ("favouriteSound", 4, 4, "Your Activity/Favorite Sounds/FavoriteSoundList", "Date,Link"),
    ("favouriteHashtag", 1, 3, "Activity/Favorite Hashtags/FavoriteHashtagList", "Date,Link"),
    ("favouriteHashtag", 4, 4, "Your Activity/Favorite Hashtags/FavoriteHashtagList", "Date,Link"),
    ("favouriteEffect", 1, 3, "Activity/Favorite Effects/FavoriteEffectsList", "Date,EffectLink"),
    ("favouriteEffect", 4, 4, "Your Activity/Favorite Effects/FavoriteEffectsList", "Date,EffectLink"),
    (
        "favouriteCollection",
        4,
        4,
        "Your Activity/Favorite Collection/FavoriteCollectionList",
        "Date,FavoriteCollection",
    ),
    ("favouriteComment", 4, 4, "Your Activity/Favorite Comment/FavoriteCommentList", "FavoriteComment"),
    ("share", 1, 3, "Activity/Share History/ShareHistoryList", SHARE),
    ("search", 1, 3, "Activity/Search History/SearchList", "Date,SearchTerm"),
    ("hashtag", 1, 3, "Activity/Hashtag/HashtagList", "HashtagLink,HashtagName"),
    ("follower", 1, 3, "Activity/Follower List/FansList", "Date,UserName"),
    ("follower", 4, 4, "Your Activity/Follower/FansList", "Date,UserName"),
    ("following", 1, 3, "Activity/Following List/Following", "Date,UserName"),
    ("following", 4, 4, "Your Activity/Following/Following", "Date,UserName"),
    ("block", 1, 2, "App Settings/Block List/BlockList", "Date,UserName"),
    ("block", 3, 3, "App Settings/Block/BlockList", "Date,UserName"),
    ("block", 4, 4, "App Settings/Block List/BlockList", "Date,UserName"),
    ("comment", 1, 2, "Comment/Comments/CommentsList", "Comment,Date"),
    ("comment", 3, 5, "Comment/Comments/CommentsList", COMMENT_3),
    ("post", 1, 1, "Video/Videos/VideoList", "Date,Likes,Link>VideoLink"),
    ("post", 2, 2, "Video/Videos/VideoList", "Date,Likes,Link"),
    ("post", 3, 3, "Video/Videos/VideoList", POST),
    ("post", 4, 5, "Post/Posts/VideoList", POST_4),
    ("deletedPost", 3, 3, "Video/RecentlyDeletedPosts/PostList", DELETED),
    ("placeReview", 3, 3, "Poi Review/POI Review/ReviewsList", REVIEW),
    ("login", 1, 3, "Activity/Login History/LoginHistoryList", LOGIN),
    ("location", 2, 3, "Activity/Most Recent Location Data/LocationData", "Date,GpsData,LastRegion"),
    ("location", 4, 5, "Your Activity/Most Recent Location Data/LocationData", "Date,GpsData,LastRegion"),
    ("giftSent", 1, 3, "Activity/Purchase History/SendGifts/SendGifts", "Date,GiftAmount,UserName"),
    ("giftBought", 1, 3, "Activity/Purchase History/BuyGifts/BuyGifts", "Date,Price"),
    (
        "transaction",
        3,
        3,
        "Income Plus Wallet Transactions/Income Plus Wallet Transaction/TransactionsList",
        TRANSACTION,
    ),
    (
        "transaction",
        4,
        4,
        "Income Plus Wallet Transactions/Transaction History/TransactionsList",
        TRANSACTION,
    ),
    (
        "offTiktok",
        2,
        2,
        "Ads and data/Usage Data From Third-Party Apps And Websites/UsageDataList",
        "Event,Source,TimeStamp",
    ),
    (
        "offTiktok",
        3,
        4,
        "Ads and data/Off TikTok Activity/OffTikTokActivityDataList",
        "Event,Source,TimeStamp",
    ),
    ("liveHosted", 2, 4, "Tiktok Live/Go Live History/GoLiveList", HOSTED),
    ("productBrowsed", 2, 3, "Tiktok Shopping/Product Browsing History/ProductBrowsingHistories", SEEN),
    ("cartItem", 2, 3, "Tiktok Shopping/Shopping Cart List/ShoppingCart", CART),
    ("voucher", 2, 3, "Tiktok Shopping/Vouchers/Vouchers", VOUCHER),
    ("address", 2, 3, "Tiktok Shopping/Saved Address Information/SavedAddress", ADDRESS),
];

/// Sections that are always empty: section, first and last version, path, and the JSON value of an empty one.
pub(crate) const EMPTY: &[List] = &[
    ("favouriteCollection", 4, 4, "Your Activity/Favorite Collection/Collection", "{}"),
    ("favouritePlace", 4, 4, "Your Activity/Favorite Location/FavoriteLocationList", "null"),
    ("thirdParty", 4, 4, "App Settings/UserThirdPlatformInformation", "{}"),
    ("offTiktok", 1, 1, "Ads and data/Usage Data From Third-Party Apps And Websites", "{}"),
    ("adReply", 3, 4, "Ads and data/Instant Form Ads Responses/ResponsesList", "null"),
    ("aiMoji", 4, 4, "Profile/AISelfImage", "{}"),
    ("liveComment", 4, 4, "Tiktok Live/Watch Live Comment", "{}"),
    ("payCard", 2, 3, "Tiktok Shopping/Current Payment Information/PayCard", "null"),
    ("customerSupport", 2, 3, "Tiktok Shopping/Customer Support History/CustomerSupportHistories", "null"),
    ("dispute", 2, 3, "Tiktok Shopping/Order Dispute History/OrderDisputeHistories", "null"),
    ("productReview", 2, 3, "Tiktok Shopping/Product Review History/ProductReviewHistories", "null"),
    ("refund", 2, 3, "Tiktok Shopping/Return and Refund History/ReturnAndRefundHistories", "null"),
];

/// Maps, facts and other sections.
pub(crate) const OTHERS: &[Other] = &[
    ("message", 1, 3, "Direct Messages/Chat History/ChatHistory"),
    ("liveWatched", 2, 4, "Tiktok Live/Watch Live History/WatchLiveMap"),
    ("order", 2, 3, "Tiktok Shopping/Order History/OrderHistories"),
    ("shopMessage", 2, 3, "Tiktok Shopping/Communication History/CommunicationHistories"),
    ("adInterest", 1, 4, "Ads and data/Ad Interests/AdInterestCategories"),
    ("adPartner", 1, 1, "Ads and data/Ads Based On Data Received From Partners/AdvertiserList"),
    ("adPartner", 1, 1, "Ads and data/Ads Based On Data Received From Partners/DataPartnerList"),
    ("profile", 1, 3, "Profile/Profile Information/ProfileMap"),
    ("profile", 4, 4, "Profile/Profile Info/ProfileMap"),
    ("autofill", 1, 3, "Profile/Auto Fill"),
    ("autofill", 4, 4, "Profile/Autofill"),
    ("aiMoji", 3, 3, "Profile/AIMoji"),
    ("aiMoji", 4, 4, "Profile/AI-Moji"),
    ("settings", 1, 4, "App Settings/Settings/SettingsMap"),
    ("device", 1, 1, "Activity/Status"),
    ("device", 2, 3, "Activity/Status/Status List"),
    ("summary", 3, 3, "Activity/Activity Summary/ActivitySummaryMap"),
    ("liveSettings", 2, 4, "Tiktok Live/Go Live Settings/SettingsMap"),
    ("liveSettings", 2, 4, "Tiktok Live/Watch Live Settings"),
    // Technical values beside lists.
    ("technical", 3, 3, "Activity/Like List/App"),
    ("technical", 4, 4, "Your Activity/Like List/App"),
    ("technical", 3, 3, "Activity/Follower List/App"),
    ("technical", 4, 4, "Your Activity/Follower/App"),
    ("technical", 3, 3, "Activity/Follower List/IsFastLane"),
    ("technical", 4, 4, "Your Activity/Follower/IsFastLane"),
];
