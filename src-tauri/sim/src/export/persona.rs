//! The two fictional accounts.

/// A fictional account.
#[derive(Debug, PartialEq, Eq)]
pub struct Persona {
    /// Short id, used in forms and files.
    pub id: &'static str,
    /// Name as shown.
    pub display_name: &'static str,
    /// User name, as in profile addresses.
    pub user_name: &'static str,
    /// Profile text.
    pub bio: &'static str,
    /// Birth date as the export writes it.
    pub birth_date: &'static str,
    /// Country code.
    pub region: &'static str,
    /// Number of followers, all of which the export lists.
    pub followers: u32,
    /// Number of followed accounts, all of which the export lists.
    pub following: u32,
    /// Likes received on own posts.
    pub likes_received: u32,
    /// Number of own posts, all of which the export lists.
    pub posts: u32,
    /// RGB colour of the avatar.
    pub colour: [u8; 3],
    /// Share of the requested records, in thousandths, that this account has.
    pub(crate) activity: u64,
    pub(crate) friends: &'static [Friend],
    /// Topics that the account searches for.
    pub interests: &'static [&'static str],
}

/// A person with whom the persona chats.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Friend {
    pub(crate) user_name: &'static str,
    pub(crate) language: Language,
    /// Share of all chats, in thousandths.
    pub(crate) weight: u64,
}

/// The language of a chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    English,
    German,
    Japanese,
    Arabic,
    Korean,
    Polish,
}

const fn friend(user_name: &'static str, language: Language, weight: u64) -> Friend {
    Friend { user_name, language, weight }
}

// Sorted by name, because the names become keys of the export.
const FRIENDS_OF_MAREN: [Friend; 13] = [
    friend("annika.wolkenbruch", Language::German, 200),
    friend("brightside_pete7", Language::English, 100),
    friend("cleo.makes.soup", Language::English, 90),
    friend("dalia.noorgarten", Language::Arabic, 60),
    friend("emre_werkbank", Language::German, 70),
    friend("fjordlinn.paddles", Language::English, 55),
    friend("hana.mizutama", Language::Japanese, 70),
    friend("ida.slowtrain", Language::English, 50),
    friend("jisoo.bomnal", Language::Korean, 60),
    friend("kofi.plays.bass_", Language::English, 70),
    friend("lotte.deichkind88", Language::German, 90),
    friend("noor.opdefiets", Language::English, 40),
    friend("tomasz.kiln", Language::Polish, 45),
];

const FRIENDS_OF_JONAS: [Friend; 5] = [
    friend("elin.skogsrand", Language::English, 400),
    friend("maren.haverkamp", Language::German, 150),
    friend("oskar.bygger.bat", Language::English, 250),
    friend("rui.kitesandsalt", Language::English, 150),
    friend("yuki.okonomi", Language::Japanese, 50),
];

impl Persona {
    /// Both accounts. The first is the default.
    pub const ALL: [Self; 2] = [
        Self {
            id: "maren",
            display_name: "Maren Haverkamp",
            user_name: "maren.haverkamp",
            bio: "clay, tides & slow bread 🌊🍞",
            birth_date: "14-Apr-1994",
            region: "DE",
            followers: 214,
            following: 187,
            likes_received: 1_942,
            posts: 26,
            colour: [38, 104, 130],
            activity: 1000,
            friends: &FRIENDS_OF_MAREN,
            interests: &[
                "sourdough starter",
                "wheel throwing",
                "tide tables",
                "bikepacking",
                "night trains",
                "linen repair",
                "urban sketching",
                "rye bread",
                "sea swimming",
                "glaze recipes",
                "balcony tomatoes",
                "film cameras",
                "choir warm up",
                "bouldering",
                "knit socks",
                "bird calls",
                "oat milk",
                "van conversion",
            ],
        },
        Self {
            id: "jonas",
            display_name: "Jonas Lindqvist",
            user_name: "jonas.lindqvist.byggt",
            bio: "builds boats, burns pancakes",
            birth_date: "02-Nov-1988",
            region: "SE",
            followers: 61,
            following: 92,
            likes_received: 310,
            posts: 7,
            colour: [150, 88, 52],
            activity: 450,
            friends: &FRIENDS_OF_JONAS,
            interests: &[
                "wooden boats",
                "steam bending",
                "cinnamon buns",
                "winter cycling",
                "axe sharpening",
                "cold plunge",
                "mushroom foraging",
                "synth repair",
                "chess openings",
                "ice skating",
            ],
        },
    ];

    /// The account with this id.
    #[must_use]
    pub fn by_id(id: &str) -> Option<&'static Self> {
        static ALL: [Persona; 2] = Persona::ALL;
        ALL.iter().find(|persona| persona.id == id)
    }
}
