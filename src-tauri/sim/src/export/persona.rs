//! The two invented people whose data the stand-in hands out.

/// An invented account.
#[derive(Debug, PartialEq, Eq)]
pub struct Persona {
    /// Short id, used in forms and files.
    pub id: &'static str,
    /// Name as shown.
    pub display_name: &'static str,
    /// Name in addresses.
    pub user_name: &'static str,
    /// What the profile says.
    pub bio: &'static str,
    /// Birth date as the export writes it.
    pub birth_date: &'static str,
    /// Country code.
    pub region: &'static str,
    /// How many follow this account; the export lists as many.
    pub followers: u32,
    /// How many this account follows; the export lists as many.
    pub following: u32,
    /// Likes on own posts.
    pub likes_received: u32,
    /// Own posts; the export lists as many.
    pub posts: u32,
    /// Colour of the picture.
    pub colour: [u8; 3],
    /// Activity in thousandths of what was asked for.
    pub(crate) pace: u64,
    pub(crate) friends: &'static [Friend],
    pub(crate) interests: &'static [&'static str],
}

/// Somebody the persona chats with.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Friend {
    pub(crate) user_name: &'static str,
    pub(crate) language: Tongue,
    /// Share of all chats, in thousandths.
    pub(crate) weight: u64,
}

/// The language of a chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tongue {
    English,
    German,
    Japanese,
    Arabic,
    Korean,
    Polish,
}

const fn friend(user_name: &'static str, language: Tongue, weight: u64) -> Friend {
    Friend { user_name, language, weight }
}

// In the order of their names, because they become keys of the export.
const FRIENDS_OF_MAREN: [Friend; 13] = [
    friend("annika.wolkenbruch", Tongue::German, 200),
    friend("brightside_pete7", Tongue::English, 100),
    friend("cleo.makes.soup", Tongue::English, 90),
    friend("dalia.noorgarten", Tongue::Arabic, 60),
    friend("emre_werkbank", Tongue::German, 70),
    friend("fjordlinn.paddles", Tongue::English, 55),
    friend("hana.mizutama", Tongue::Japanese, 70),
    friend("ida.slowtrain", Tongue::English, 50),
    friend("jisoo.bomnal", Tongue::Korean, 60),
    friend("kofi.plays.bass_", Tongue::English, 70),
    friend("lotte.deichkind88", Tongue::German, 90),
    friend("noor.opdefiets", Tongue::English, 40),
    friend("tomasz.kiln", Tongue::Polish, 45),
];

const FRIENDS_OF_JONAS: [Friend; 5] = [
    friend("elin.skogsrand", Tongue::English, 400),
    friend("maren.haverkamp", Tongue::German, 150),
    friend("oskar.bygger.bat", Tongue::English, 250),
    friend("rui.kitesandsalt", Tongue::English, 150),
    friend("yuki.okonomi", Tongue::Japanese, 50),
];

impl Persona {
    /// Both accounts, the demo's own first.
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
            pace: 1000,
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
            pace: 450,
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
