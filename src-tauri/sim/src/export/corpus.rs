//! Texts, searches and products of the fictional accounts. Shops are on `.example` hosts.

/// Searches; `{}` stands for an interest.
pub(super) const SEARCHES: [&str; 14] = [
    "{}",
    "{} for beginners",
    "how to {}",
    "{} mistakes",
    "{} ideas",
    "best {}",
    "{} tutorial",
    "{} at home",
    "cheap {}",
    "{} asmr",
    "first snow berlin",
    "night train with kitchen car",
    "ocean at 5 am",
    "what to bake with three plums",
];

/// Captions of watched videos.
pub(super) const TITLES: [&str; 12] = [
    "POV: your starter finally doubled 🫧 #bread",
    "three glazes, one mug",
    "wait for the tide",
    "packing light for a week by bike #bikepacking",
    "Das Wasser hat 9 Grad und ich bereue nichts",
    "mending a linen shirt in 40 seconds",
    "one pot, no thoughts, good dinner",
    "夜の喫茶店 ☕",
    "my grandmother's plum cake (she measured nothing)",
    "the quietest library I know",
    "ranking every window of this night train",
    "حديقة صغيرة على الشرفة 🌱",
];

/// Comments the persona wrote.
pub(super) const COMMENTS: [&str; 14] = [
    "the sound at the end 😭",
    "I have been doing this wrong for years",
    "Wo hast du die Schale her?",
    "saving this for winter",
    "ok but the cat in the background",
    "this healed something",
    "recipe please!!",
    "Genau so einen Ofen will ich auch",
    "I watched this four times",
    "the patience!! 👏",
    "すごい…",
    "which glaze is that?",
    "tell your grandma she wins",
    "same energy @annika.wolkenbruch",
];

/// Names and hosts of fictional shops and sites.
pub(super) const SHOPS: [(&str, &str); 8] = [
    ("Tidewater Outdoor", "tidewater-outdoor.example"),
    ("Krume & Kruste", "krume-kruste.example"),
    ("Slow Train Travel", "slowtrain.example"),
    ("Clay Corner", "claycorner.example"),
    ("Fadenlauf", "fadenlauf.example"),
    ("Northlight Prints", "northlight-prints.example"),
    ("Radelgut", "radelgut.example"),
    ("Lumen Audio", "lumen-audio.example"),
];

/// Products.
pub(super) const PRODUCTS: [&str; 8] = [
    "Proofing basket, oval",
    "Dry bag 12 l",
    "Ribbon tool set",
    "Merino socks",
    "Linen thread, undyed",
    "Handlebar bag",
    "Postcard set \"Tides\"",
    "Clip-on lamp",
];

/// Events that sites report.
pub(super) const EVENTS: [&str; 5] = ["page_view", "add_to_cart", "purchase", "search", "app_open"];

/// Device, system, network, carrier.
pub(super) const DEVICES: [(&str, &str, &str, &str); 4] = [
    ("iPhone15,2", "iOS 26.1", "Wi-Fi", ""),
    ("iPhone15,2", "iOS 26.1", "5G", ""),
    ("iPad13,4", "iPadOS 26.0", "Wi-Fi", ""),
    ("Pixel 8", "Android 16", "Wi-Fi", "Standnetz"),
];

/// Titles of own posts.
pub(super) const POSTS: [&str; 10] = [
    "first bowl that did not collapse",
    "bread no. 41",
    "sea, 7 degrees, 40 seconds",
    "N/A",
    "Werkstatt am Sonntag",
    "packing list for a week on the bike 🚲",
    "mending visible on purpose",
    "from the night train",
    "glaze test tiles, finally labelled",
    "choir warm-up in the stairwell (sorry neighbours)",
];

/// Parts of the names of followers and followed accounts.
pub(super) const NAME_PARTS: ([&str; 16], [&str; 16]) = (
    [
        "tide", "moss", "kiln", "velo", "ember", "luma", "fjord", "pilz", "cedar", "nori", "wolke", "salt",
        "birke", "pixel", "amber", "stitch",
    ],
    [
        "walker", "studio", "atlas", "kitchen", "diary", "loops", "garten", "notes", "works", "radio",
        "bakes", "lane", "field", "club", "press", "yard",
    ],
);

/// Comments and questions in LIVE rooms.
pub(super) const LIVE: ([&str; 4], [&str; 2]) = (
    ["hello from the coast 👋", "which clay is that?", "the cat!!", "goodnight everyone"],
    ["How long does it stay in the kiln?", "Is the workshop open in winter?"],
);
