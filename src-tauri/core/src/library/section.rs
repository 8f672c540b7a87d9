//! The sections of an export, and the groups in which the window shows them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Defines the enum, the list of its variants, and the number that each is stored as. Numbers are never reused.
macro_rules! sections {
    ($($(#[$doc:meta])* $name:ident = $number:literal in $group:ident),* $(,)?) => {
        /// A section of an export, independent of its name in a particular version of the export.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
        #[serde(rename_all = "camelCase")]
        pub enum Section { $($(#[$doc])* $name),* }

        impl Section {
            /// Every section.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The number that the section is stored as: unique and below 128.
            #[must_use]
            pub fn number(self) -> u8 {
                match self { $(Self::$name => $number),* }
            }

            /// The section with this number; `None` if there is none.
            #[must_use]
            pub fn from_number(number: u8) -> Option<Self> {
                match number { $($number => Some(Self::$name),)* _ => None }
            }

            /// The group that the window shows it in.
            #[must_use]
            pub fn group(self) -> Group {
                match self { $(Self::$name => Group::$group),* }
            }
        }
    };
}

sections! {
    /// Videos that were watched.
    Watch = 1 in Watch,
    /// Likes.
    Like = 2 in Likes,
    /// Favourite videos.
    FavouriteVideo = 3 in Favourites,
    /// Favourite sounds.
    FavouriteSound = 4 in Favourites,
    /// Favourite hashtags.
    FavouriteHashtag = 5 in Favourites,
    /// Favourite effects.
    FavouriteEffect = 6 in Favourites,
    /// Favourite collections (only their names).
    FavouriteCollection = 7 in Favourites,
    /// Favourite comments.
    FavouriteComment = 8 in Favourites,
    /// Favourite places.
    FavouritePlace = 9 in Favourites,
    /// Favourite playlists.
    FavouritePlaylist = 10 in Favourites,
    /// Favourite films, series and dramas.
    FavouriteFilm = 11 in Favourites,
    /// Reposts.
    Repost = 12 in Shares,
    /// Shared content, with the method of sharing.
    Share = 13 in Shares,
    /// Searches.
    Search = 14 in Searches,
    /// Hashtags that were used.
    Hashtag = 15 in Posts,
    /// Mini dramas that were watched.
    MiniDrama = 16 in Watch,
    /// Stickers.
    Sticker = 17 in Favourites,
    /// Followers.
    Follower = 18 in People,
    /// People followed.
    Following = 19 in People,
    /// People blocked.
    Block = 20 in People,
    /// Direct messages.
    Message = 21 in Messages,
    /// Messages in group chats.
    GroupMessage = 22 in Messages,
    /// Conversations with TikTok's AI.
    Tako = 23 in Messages,
    /// Comments.
    Comment = 24 in Comments,
    /// Own posts.
    Post = 25 in Posts,
    /// Own posts that were deleted recently.
    DeletedPost = 26 in Posts,
    /// Stories.
    Story = 27 in Posts,
    /// Reviews of places.
    PlaceReview = 28 in Comments,
    /// Views of the profile.
    ProfileView = 29 in People,
    /// Logins.
    Login = 30 in Logins,
    /// Locations recorded by TikTok.
    Location = 31 in Logins,
    /// Gifts sent.
    GiftSent = 32 in Wallet,
    /// Gifts bought.
    GiftBought = 33 in Wallet,
    /// Coins bought.
    Coin = 34 in Wallet,
    /// Transactions of the wallet.
    Transaction = 35 in Wallet,
    /// Interests used to choose ads.
    AdInterest = 36 in Ads,
    /// Activity that other apps and sites reported to TikTok.
    OffTiktok = 37 in Ads,
    /// Replies to forms in ads.
    AdReply = 38 in Ads,
    /// Ads that were opened.
    AdVisit = 39 in Ads,
    /// Partners and advertisers that have data about the person.
    AdPartner = 40 in Ads,
    /// Donations.
    Donation = 41 in Wallet,
    /// Fundraisers.
    Fundraiser = 42 in Wallet,
    /// LIVE rooms that were watched.
    LiveWatched = 43 in Live,
    /// Comments in LIVE rooms.
    LiveComment = 44 in Live,
    /// Questions in LIVE rooms.
    LiveQuestion = 45 in Live,
    /// Own LIVE rooms.
    LiveHosted = 46 in Live,
    /// Orders.
    Order = 47 in Shop,
    /// Products that were looked at.
    ProductBrowsed = 48 in Shop,
    /// The shopping cart.
    CartItem = 49 in Shop,
    /// Vouchers.
    Voucher = 50 in Shop,
    /// Saved addresses.
    Address = 51 in Shop,
    /// Messages with shops.
    ShopMessage = 52 in Shop,
    /// Favourite products.
    ShopFavourite = 53 in Shop,
    /// Payment cards.
    PayCard = 54 in Shop,
    /// Cases with the shop's support.
    CustomerSupport = 55 in Shop,
    /// Disputes about orders.
    Dispute = 56 in Shop,
    /// Reviews of products.
    ProductReview = 57 in Shop,
    /// Returns and refunds.
    Refund = 58 in Shop,
    /// The profile.
    Profile = 59 in Facts,
    /// Details for filling in forms.
    Autofill = 60 in Facts,
    /// Own avatars.
    AiMoji = 61 in Facts,
    /// Settings.
    Settings = 62 in Facts,
    /// Data from third-party platforms.
    ThirdParty = 63 in Facts,
    /// The device.
    Device = 64 in Facts,
    /// Counts computed by TikTok.
    Summary = 65 in Facts,
    /// Settings of LIVE.
    LiveSettings = 66 in Facts,
    /// Technical flags beside the lists.
    Technical = 67 in Facts,
    /// Data that belongs to no known section: kept and shown unchanged.
    Other = 68 in Other,
}

/// A group of related sections: one entry of the sidebar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Group {
    /// Watch history.
    Watch,
    /// Likes.
    Likes,
    /// Favourites of all kinds.
    Favourites,
    /// Shares and reposts.
    Shares,
    /// Searches.
    Searches,
    /// Comments and reviews.
    Comments,
    /// Chats.
    Messages,
    /// Own posts.
    Posts,
    /// Followers, following, blocked.
    People,
    /// Logins and locations.
    Logins,
    /// LIVE.
    Live,
    /// The shop.
    Shop,
    /// Coins, gifts, transactions.
    Wallet,
    /// Ads, and the data used to choose them.
    Ads,
    /// Profile and settings.
    Facts,
    /// Data that Satchel does not recognise.
    Other,
}

impl Group {
    /// Every group, in the order of the sidebar.
    pub const ALL: [Self; 16] = [
        Self::Watch,
        Self::Likes,
        Self::Favourites,
        Self::Shares,
        Self::Searches,
        Self::Comments,
        Self::Messages,
        Self::Posts,
        Self::People,
        Self::Logins,
        Self::Live,
        Self::Shop,
        Self::Wallet,
        Self::Ads,
        Self::Facts,
        Self::Other,
    ];

    /// The sections of the group, in the order of their numbers.
    pub fn sections(self) -> impl Iterator<Item = Section> {
        Section::ALL.iter().copied().filter(move |section| section.group() == self)
    }
}

impl Section {
    /// Whether its records are facts (a setting, a line of the profile) instead of events.
    #[must_use]
    pub fn is_facts(self) -> bool {
        self.group() == Group::Facts
    }
}
