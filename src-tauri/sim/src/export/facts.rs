//! What is not a list: the profile, the settings, the device and the counters.

use super::life::Life;
use super::node::Node;

/// The profile, as far as the version of the layout (1 to 6) has it.
pub(super) fn profile(life: &Life, version: u8) -> Node {
    let persona = life.persona;
    let platform = if version == 1 {
        // Before April 2022 the platforms were bare words.
        Node::List(vec!["Instagram".into()])
    } else {
        Node::List(vec![Node::texts([
            ("Description", ""),
            ("Name", "N/A"),
            ("Platform", "Instagram"),
            ("Profile Photo", "N/A"),
        ])])
    };
    let mut map = Node::object::<_, Node>([
        ("PlatformInfo", platform),
        ("bioDescription", persona.bio.into()),
        ("birthDate", persona.birth_date.into()),
        ("emailAddress", format!("{}@post.example", persona.id).into()),
        ("likesReceived", persona.likes_received.to_string().into()),
        ("profilePhoto", format!("https://photo.cdn-stand-in.example/{}.jpg", persona.id).into()),
        ("profileVideo", "None".into()),
        ("telephoneNumber", "None".into()),
        ("userName", persona.user_name.into()),
    ]);
    if version >= 4 {
        map = map.with::<_, Node>([
            ("aiSelf", "N/A".into()),
            ("displayName", persona.display_name.into()),
            ("followerCount", i64::from(persona.followers).into()),
            ("followingCount", i64::from(persona.following).into()),
            ("inferredGender", "N/A".into()),
            ("instagramLink", "".into()),
            ("lemon8Link", "".into()),
            ("youtubeLink", "".into()),
        ]);
    }
    if version >= 6 {
        map = map.with([("accountRegion", persona.region), ("fundraiser", "")]);
    }
    map
}

pub(super) fn autofill(life: &Life) -> Node {
    let first = life.persona.display_name.split(' ').next().unwrap_or_default();
    let keys = ["Address", "City", "Email", "LastName", "PhoneNumber", "State", "Unit", "ZipCode"];
    Node::object(keys.map(|key| (key, "N/A"))).with([("Country", life.persona.region), ("FirstName", first)])
}

pub(super) fn settings(version: u8) -> Node {
    let mut map = Node::texts([
        ("Allow DownLoad", "Off"),
        ("Allow Others to Find Me", "On"),
        ("App Language", "en"),
        ("Filter Comments", "On"),
        ("Interests", ""),
        ("Personalized Ads", "Off"),
        ("Privacy Policy", ""),
        ("Private Account", "Public account"),
        ("Who Can Duet With Me", "Friends"),
        ("Who Can Post Comments", "Everyone"),
        ("Who Can Send Me Message", "Friends"),
        ("Who Can Stitch with your videos", "Friends"),
        // The doubled colon is the export's own.
        ("Who can see your following list::", "Followers"),
    ]);
    let filters = Node::List(vec![Node::texts([("label", "spoiler")])]);
    map = map.with([
        (
            "Content Preferences",
            Node::object::<_, Node>([
                ("Keyword filters for videos in Following feed", filters),
                ("Keyword filters for videos in For You feed", Node::Null),
                ("Video Languages Preferences", "de, en".into()),
            ]),
        ),
        (
            "Push Notification",
            Node::texts([
                ("Desktop notification", "Off"),
                ("New Comments on My Video", "On"),
                ("New Fans", "Off"),
            ]),
        ),
    ]);
    if version >= 6 {
        map = map.with([("FamilyPairing", Node::List(Vec::new())), ("ScreenTime", Node::List(Vec::new()))]);
    }
    map
}

/// Ids of nobody's device; they exceed what a float can hold.
pub(super) fn device(life: &Life, version: u8) -> Node {
    let mut rng = life.rng("status", 0);
    let mut id = || rng.i64(7_000_000_000_000_000_000..7_500_000_000_000_000_000);
    let (device, user, web) = (id(), id(), id());
    let none = "00000000-0000-0000-0000-000000000000";
    if version == 1 {
        return Node::texts([
            ("AppVersion", "23.4.0"),
            ("Clientudid", ""),
            ("GAid", ""),
            ("Idfa", none),
            ("OpenUdid", ""),
            ("Resolution", "1179*2556"),
        ]);
    }
    let status = Node::object::<_, Node>([
        ("Android ID", "".into()),
        ("App Version", "41.6.0".into()),
        ("GAID", "".into()),
        ("IDFA", none.into()),
        ("IDFV", "".into()),
        ("Resolution", "1179*2556".into()),
        ("Web ID", web.to_string().into()),
    ]);
    let ids = (version >= 4).then(|| status.clone().with([("DID", device), ("UID", user)]));
    Node::List(vec![ids.unwrap_or(status)])
}

/// Counters since the account exists, larger than the lists are long. They were named otherwise at first.
pub(super) fn summary(version: u8) -> Node {
    let note = ("note", Node::from("Counted since the account was registered."));
    let counters: [(&'static str, Node); 3] = if version < 4 {
        // And once they were texts.
        [
            ("commentVideoCount", "1204".into()),
            ("sharedVideoCount", "611".into()),
            ("videoCount", "48213".into()),
        ]
    } else {
        [
            ("videosCommentedOnSinceAccountRegistration", 1_204.into()),
            ("videosSharedSinceAccountRegistration", 611.into()),
            ("videosWatchedToTheEndSinceAccountRegistration", 48_213.into()),
        ]
    };
    Node::object(counters).with([note])
}

pub(super) fn ai_moji() -> Node {
    Node::object::<_, Node>([("AIMojiList", Node::Null), ("CreateDate", "".into())])
}

pub(super) fn live_settings() -> Node {
    Node::object::<_, Node>([
        ("Comment filter keywords", Node::Null),
        ("Moderators", Node::List(Vec::new())),
        ("Who can comment on your LIVE", "Everyone".into()),
    ])
}

/// The times are Unix seconds, or `"0"` for never.
pub(super) fn watch_live_settings() -> Node {
    Node::object::<_, Node>([
        ("MostRecentModificationTimeInApp", "1735732800".into()),
        ("MostRecentModificationTimeInWeb", "0".into()),
        ("WatchLiveSettingsMap", Node::texts([("app", "Comments on"), ("web", "")])),
    ])
}
