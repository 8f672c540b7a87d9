//! Where each list stands in each version of the JSON layout, and how its fields are spelt there.

/// A list of rows: section, first and last version, path, fields.
///
/// Fields are named as in the rows; `>` spells one differently, and `+UTC` after its name marks the zone.
pub(super) type List = (&'static str, u8, u8, &'static str, &'static str);

const LOGIN: &str = "Carrier,Date,DeviceModel,DeviceSystem,IP,NetworkType";
const POST: &str = "AIGeneratedContent,AddYoursText,AllowComments,AllowDuets,AllowSharingToStory,AllowStickers,\
    AllowStitches,ContentDisclosure,Date,Likes,Link,Location,Sound,Title,WhoCanView";
const POST_4: &str = "AIGeneratedContent,AddYoursText,AllowComments,AllowDuets,AllowSharingToStory,AllowStickers,\
    AllowStitches,AlternateText,ContentDisclosure,CoverImage,Date,Likes,Link,Location,Sound,Title,WhoCanView";
const POST_6: &str = "AIGeneratedContent,AddYoursText,AllowComments,AllowDuets,AllowSharingToStory,AllowStickers,\
    AllowStitches,AlternateText,ContentDisclosure,CoverImage,Date,Likes,Link,Location,NumberOfCollections,Sound,\
    Title,WhoCanView";
const DELETED: &str = "AIGeneratedContent,AddYoursText,ContentDisclosure,Date,DateDeleted,Likes,Link,Location,\
    Sound,Title";
const REVIEW: &str = "Date,Likes,PlaceName,Rating,ReviewText,Status";
const TRANSACTION: &str = "Amount,Currency,Date,Status,Transaction_ID,Transaction_type,others";
const COMMENT_3: &str = "Comment>comment,Date>date,photo,url";
const COMMENT_6: &str =
    "Comment>comment,Date>date+UTC,original post link,originalPostUrl,photo,sticker,video";
const HOSTED: &str = "CoverUri,LiveDuration,LiveEndTime,LiveStartTime,MutedList,QualitySetting,ReplayUrl,RoomId,\
    RoomTitle,TotalEarning,TotalGifter,TotalLike,TotalView";
const SHARE: &str = "Date,Link,Method,SharedContent";
const SEEN: &str = "browsing_date,product_name,shop_name";
const CART: &str = "CreateTime,ProductName,ShopName,SkuCount";
const VOUCHER: &str = "CostType,ReceivedDate,Status,VoucherId,VoucherName,VoucherText";
const ADDRESS: &str = "adress_info,masked_phone_number,receiver_name";

/// All of them.
pub(super) const LISTS: &[List] = &[
    ("watch", 1, 1, "Activity/Video Browsing History/VideoList", "Date,Link>VideoLink"),
    ("watch", 2, 3, "Activity/Video Browsing History/VideoList", "Date,Link"),
    ("watch", 4, 5, "Your Activity/Watch History/VideoList", "Date,Link"),
    ("watch", 6, 6, "Your Activity/Watch History/VideoList", "Date,Link,Title"),
    ("like", 1, 1, "Activity/Like List/ItemFavoriteList", "Date,Link>VideoLink"),
    ("like", 2, 2, "Activity/Like List/ItemFavoriteList", "Date,Link"),
    // Lower case, here only: that is how the export has it.
    ("like", 3, 3, "Activity/Like List/ItemFavoriteList", "Date>date,Link>link"),
    ("like", 4, 4, "Your Activity/Like List/ItemFavoriteList", "Date>date,Link>link"),
    ("like", 5, 6, "Likes and Favorites/Like List/ItemFavoriteList", "Date>date,Link>link"),
    ("favouriteVideo", 1, 3, "Activity/Favorite Videos/FavoriteVideoList", "Date,Link"),
    ("favouriteVideo", 4, 4, "Your Activity/Favorite Videos/FavoriteVideoList", "Date,Link"),
    ("favouriteVideo", 5, 6, "Likes and Favorites/Favorite Videos/FavoriteVideoList", "Date,Link"),
    ("favouriteSound", 1, 3, "Activity/Favorite Sounds/FavoriteSoundList", "Date,Link"),
    ("favouriteSound", 4, 4, "Your Activity/Favorite Sounds/FavoriteSoundList", "Date,Link"),
    ("favouriteSound", 5, 6, "Likes and Favorites/Favorite Sounds/FavoriteSoundList", "Date,Link"),
    ("favouriteHashtag", 1, 3, "Activity/Favorite Hashtags/FavoriteHashtagList", "Date,Link"),
    ("favouriteHashtag", 4, 4, "Your Activity/Favorite Hashtags/FavoriteHashtagList", "Date,Link"),
    ("favouriteHashtag", 5, 6, "Likes and Favorites/Favorite Hashtags/FavoriteHashtagList", "Date,Link"),
    ("favouriteEffect", 1, 3, "Activity/Favorite Effects/FavoriteEffectsList", "Date,EffectLink"),
    ("favouriteEffect", 4, 4, "Your Activity/Favorite Effects/FavoriteEffectsList", "Date,EffectLink"),
    ("favouriteEffect", 5, 6, "Likes and Favorites/Favorite Effects/FavoriteEffectsList", "Date,EffectLink"),
    (
        "favouriteCollection",
        4,
        4,
        "Your Activity/Favorite Collection/FavoriteCollectionList",
        "Date,FavoriteCollection",
    ),
    (
        "favouriteCollection",
        5,
        6,
        "Likes and Favorites/Favorite Collection/FavoriteCollectionList",
        "Date,FavoriteCollection",
    ),
    ("favouriteComment", 4, 4, "Your Activity/Favorite Comment/FavoriteCommentList", "FavoriteComment"),
    ("favouriteComment", 5, 6, "Likes and Favorites/Favorite Comment/FavoriteCommentList", "FavoriteComment"),
    ("repost", 6, 6, "Your Activity/Reposts/RepostList", "Date,Link"),
    ("share", 1, 3, "Activity/Share History/ShareHistoryList", SHARE),
    ("share", 4, 6, "Your Activity/Share History/ShareHistoryList", SHARE),
    ("search", 1, 3, "Activity/Search History/SearchList", "Date,SearchTerm"),
    ("search", 4, 6, "Your Activity/Searches/SearchList", "Date,SearchTerm"),
    ("hashtag", 1, 3, "Activity/Hashtag/HashtagList", "HashtagLink,HashtagName"),
    ("hashtag", 4, 6, "Your Activity/Hashtag/HashtagList", "HashtagLink,HashtagName"),
    ("follower", 1, 3, "Activity/Follower List/FansList", "Date,UserName"),
    ("follower", 4, 4, "Your Activity/Follower/FansList", "Date,UserName"),
    ("follower", 5, 6, "Profile And Settings/Follower/FansList", "Date,UserName"),
    ("following", 1, 3, "Activity/Following List/Following", "Date,UserName"),
    ("following", 4, 4, "Your Activity/Following/Following", "Date,UserName"),
    ("following", 5, 6, "Profile And Settings/Following/Following", "Date,UserName"),
    ("block", 1, 2, "App Settings/Block List/BlockList", "Date,UserName"),
    ("block", 3, 3, "App Settings/Block/BlockList", "Date,UserName"),
    ("block", 4, 4, "App Settings/Block List/BlockList", "Date,UserName"),
    ("block", 5, 6, "Profile And Settings/Block List/BlockList", "Date,UserName"),
    ("comment", 1, 2, "Comment/Comments/CommentsList", "Comment,Date"),
    ("comment", 3, 5, "Comment/Comments/CommentsList", COMMENT_3),
    ("comment", 6, 6, "Comment/Comments/CommentsList", COMMENT_6),
    ("post", 1, 1, "Video/Videos/VideoList", "Date,Likes,Link>VideoLink"),
    ("post", 2, 2, "Video/Videos/VideoList", "Date,Likes,Link"),
    ("post", 3, 3, "Video/Videos/VideoList", POST),
    ("post", 4, 5, "Post/Posts/VideoList", POST_4),
    ("post", 6, 6, "Post/Posts/VideoList", POST_6),
    ("deletedPost", 3, 3, "Video/RecentlyDeletedPosts/PostList", DELETED),
    ("deletedPost", 4, 6, "Post/Recently Deleted Posts/PostList", DELETED),
    ("placeReview", 3, 3, "Poi Review/POI Review/ReviewsList", REVIEW),
    ("placeReview", 4, 6, "Location Review/Location Reviews/ReviewsList", REVIEW),
    ("login", 1, 3, "Activity/Login History/LoginHistoryList", LOGIN),
    ("login", 4, 6, "Your Activity/Login History/LoginHistoryList", LOGIN),
    ("location", 2, 3, "Activity/Most Recent Location Data/LocationData", "Date,GpsData,LastRegion"),
    ("location", 4, 5, "Your Activity/Most Recent Location Data/LocationData", "Date,GpsData,LastRegion"),
    ("giftSent", 1, 3, "Activity/Purchase History/SendGifts/SendGifts", "Date,GiftAmount,UserName"),
    ("giftSent", 4, 6, "Your Activity/Purchases/SendGifts/SendGifts", "Date,GiftAmount,UserName"),
    ("giftBought", 1, 3, "Activity/Purchase History/BuyGifts/BuyGifts", "Date,Price"),
    ("giftBought", 4, 6, "Your Activity/Purchases/BuyGifts/BuyGifts", "Date,Price"),
    ("coin", 6, 6, "Income+ Wallet/Coin Purchase History/CoinPurchaseHistoryList", "CoinAmount,Date,Type"),
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
    ("transaction", 5, 6, "Income+ Wallet/Transaction History/TransactionsList", TRANSACTION),
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
    (
        "offTiktok",
        5,
        6,
        "Your Activity/Off TikTok Activity/OffTikTokActivityDataList",
        "Event,Source,TimeStamp",
    ),
    // The same rows a second time.
    (
        "offTiktok",
        6,
        6,
        "Profile And Settings/Off TikTok Activity/OffTikTokActivityDataList",
        "Event,Source,TimeStamp",
    ),
    ("adVisit", 6, 6, "Your Activity/Ads Visit History/AdsVisitHistoryList", "AdLink,AdTitle,CreateTime"),
    ("liveHosted", 2, 4, "Tiktok Live/Go Live History/GoLiveList", HOSTED),
    ("liveHosted", 5, 6, "TikTok Live/Go Live History/GoLiveList", HOSTED),
    ("productBrowsed", 2, 3, "Tiktok Shopping/Product Browsing History/ProductBrowsingHistories", SEEN),
    ("productBrowsed", 4, 6, "TikTok Shop/Product Browsing History/ProductBrowsingHistories", SEEN),
    ("cartItem", 2, 3, "Tiktok Shopping/Shopping Cart List/ShoppingCart", CART),
    ("cartItem", 4, 6, "TikTok Shop/Shopping Cart List/ShoppingCart", CART),
    ("voucher", 2, 3, "Tiktok Shopping/Vouchers/Vouchers", VOUCHER),
    ("voucher", 4, 6, "TikTok Shop/Vouchers/Vouchers", VOUCHER),
    ("address", 2, 3, "Tiktok Shopping/Saved Address Information/SavedAddress", ADDRESS),
    ("address", 4, 6, "TikTok Shop/Saved Address Information/SavedAddress", ADDRESS),
    (
        "shopFavourite",
        6,
        6,
        "TikTok Shop/TikTokFavoriteItem/TikTokFavoriteItemResult/TikTokFavoriteItemList",
        "Product,Shop,Time",
    ),
];

/// Sections that are always there and were never seen filled, with the way they say so.
pub(super) const EMPTY: &[List] = &[
    ("favouriteCollection", 4, 4, "Your Activity/Favorite Collection/Collection", "{}"),
    ("favouriteCollection", 5, 6, "Likes and Favorites/Favorite Collection/Collection", "{}"),
    ("favouritePlace", 4, 4, "Your Activity/Favorite Location/FavoriteLocationList", "null"),
    ("favouritePlace", 5, 6, "Likes and Favorites/Favorite Location/FavoriteLocationList", "null"),
    ("favouritePlaylist", 6, 6, "Likes and Favorites/Favorite Playlists/FavoritePlaylistList", "null"),
    ("favouriteFilm", 6, 6, "Likes and Favorites/Favorite Movies and TV/FavoriteMoviesAndTVList", "[]"),
    ("favouriteFilm", 6, 6, "Likes and Favorites/Favorite Drama", "{}"),
    ("miniDrama", 6, 6, "Your Activity/Mini Drama Watch History", "{}"),
    ("sticker", 6, 6, "Your Activity/Stickers/StickerList", "null"),
    ("story", 6, 6, "Post/Story", "{}"),
    ("profileView", 6, 6, "Profile And Settings/ProfileViews/ProfileViewList", "null"),
    ("thirdParty", 4, 4, "App Settings/UserThirdPlatformInformation", "{}"),
    ("offTiktok", 1, 1, "Ads and data/Usage Data From Third-Party Apps And Websites", "{}"),
    ("adReply", 3, 4, "Ads and data/Instant Form Ads Responses/ResponsesList", "null"),
    ("adReply", 5, 6, "Your Activity/Instant Form Ads Responses/ResponsesList", "null"),
    ("donation", 4, 6, "Your Activity/Donation/DonationList", "null"),
    ("fundraiser", 4, 6, "Your Activity/Fundraiser/FundraiserList", "null"),
    ("aiMoji", 4, 4, "Profile/AISelfImage", "{}"),
    ("aiMoji", 5, 6, "Profile And Settings/AISelfImage", "{}"),
    ("liveComment", 4, 4, "Tiktok Live/Watch Live Comment", "{}"),
    ("payCard", 2, 3, "Tiktok Shopping/Current Payment Information/PayCard", "null"),
    ("payCard", 4, 6, "TikTok Shop/Current Payment Information/PayCard", "null"),
    ("customerSupport", 2, 3, "Tiktok Shopping/Customer Support History/CustomerSupportHistories", "null"),
    ("customerSupport", 4, 6, "TikTok Shop/Customer Support History/CustomerSupportHistories", "null"),
    ("dispute", 2, 3, "Tiktok Shopping/Order Dispute History/OrderDisputeHistories", "null"),
    ("dispute", 4, 6, "TikTok Shop/Order Dispute History/OrderDisputeHistories", "null"),
    ("productReview", 2, 3, "Tiktok Shopping/Product Review History/ProductReviewHistories", "null"),
    ("productReview", 4, 6, "TikTok Shop/Product Reviews/ProductReviewHistories", "null"),
    ("refund", 2, 3, "Tiktok Shopping/Return and Refund History/ReturnAndRefundHistories", "null"),
    ("refund", 4, 6, "TikTok Shop/Returns and Refunds History/ReturnAndRefundHistories", "null"),
];

/// Maps, facts and the like: section, first and last version, path. What they hold is written by their section.
pub(super) const OTHERS: &[(&str, u8, u8, &str)] = &[
    ("message", 1, 3, "Direct Messages/Chat History/ChatHistory"),
    ("message", 4, 6, "Direct Message/Direct Messages/ChatHistory"),
    ("groupMessage", 6, 6, "Direct Message/Group Chat/GroupChat"),
    ("tako", 6, 6, "Direct Message/Tako Chat History/TakoChatHistoryList"),
    ("liveWatched", 2, 4, "Tiktok Live/Watch Live History/WatchLiveMap"),
    ("liveWatched", 5, 6, "TikTok Live/Watch Live History/WatchLiveMap"),
    ("order", 2, 3, "Tiktok Shopping/Order History/OrderHistories"),
    ("order", 4, 6, "TikTok Shop/Order History/OrderHistories"),
    ("shopMessage", 2, 3, "Tiktok Shopping/Communication History/CommunicationHistories"),
    ("shopMessage", 4, 6, "TikTok Shop/Communication With Shops/CommunicationHistories"),
    ("adInterest", 1, 4, "Ads and data/Ad Interests/AdInterestCategories"),
    ("adInterest", 5, 6, "Your Activity/Ad Interests/AdInterestCategories"),
    ("adPartner", 1, 1, "Ads and data/Ads Based On Data Received From Partners/AdvertiserList"),
    ("adPartner", 1, 1, "Ads and data/Ads Based On Data Received From Partners/DataPartnerList"),
    ("profile", 1, 3, "Profile/Profile Information/ProfileMap"),
    ("profile", 4, 4, "Profile/Profile Info/ProfileMap"),
    ("profile", 5, 6, "Profile And Settings/Profile Info/ProfileMap"),
    ("autofill", 1, 3, "Profile/Auto Fill"),
    ("autofill", 4, 4, "Profile/Autofill"),
    ("autofill", 5, 6, "Profile And Settings/Autofill"),
    ("aiMoji", 3, 3, "Profile/AIMoji"),
    ("aiMoji", 4, 4, "Profile/AI-Moji"),
    ("aiMoji", 5, 6, "Profile And Settings/AI-Moji"),
    ("settings", 1, 4, "App Settings/Settings/SettingsMap"),
    ("settings", 5, 6, "Profile And Settings/Settings/SettingsMap"),
    ("device", 1, 1, "Activity/Status"),
    ("device", 2, 3, "Activity/Status/Status List"),
    ("device", 4, 6, "Your Activity/Status/Status List"),
    ("summary", 3, 3, "Activity/Activity Summary/ActivitySummaryMap"),
    ("summary", 4, 6, "Your Activity/Activity Summary/ActivitySummaryMap"),
    ("liveSettings", 2, 4, "Tiktok Live/Go Live Settings/SettingsMap"),
    ("liveSettings", 5, 6, "TikTok Live/Go Live Settings/SettingsMap"),
    ("liveSettings", 2, 4, "Tiktok Live/Watch Live Settings"),
    ("liveSettings", 5, 6, "TikTok Live/Watch Live Settings"),
    // Beside known lists, from 2024 on.
    ("technical", 3, 3, "Activity/Like List/App"),
    ("technical", 4, 4, "Your Activity/Like List/App"),
    ("technical", 5, 6, "Likes and Favorites/Like List/App"),
    ("technical", 3, 3, "Activity/Follower List/App"),
    ("technical", 4, 4, "Your Activity/Follower/App"),
    ("technical", 5, 6, "Profile And Settings/Follower/App"),
    ("technical", 3, 3, "Activity/Follower List/IsFastLane"),
    ("technical", 4, 4, "Your Activity/Follower/IsFastLane"),
    ("technical", 5, 6, "Profile And Settings/Follower/IsFastLane"),
];
