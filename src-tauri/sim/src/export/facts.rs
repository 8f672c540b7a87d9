//! Sections that are not lists: profile, settings, device and counters.
//!
//! `version` is the version of the JSON layout, 1 to 6.

use super::activity_model::ActivityModel;
use super::value::Value;

/// The profile.
#[must_use]
pub fn profile(model: &ActivityModel, version: u8) -> Value {
    let persona = model.persona;
    let platform = if version == 1 {
        // Before April 2022 platforms were strings.
        Value::List(vec!["Instagram".into()])
    } else {
        Value::List(vec![Value::texts([
            ("Description", ""),
            ("Name", "N/A"),
            ("Platform", "Instagram"),
            ("Profile Photo", "N/A"),
        ])])
    };
    let mut map = Value::object::<_, Value>([
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
        map = map.with::<_, Value>([
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

/// Address data for forms.
#[must_use]
pub fn autofill(model: &ActivityModel) -> Value {
    let first = model.persona.display_name.split(' ').next().unwrap_or_default();
    let keys = ["Address", "City", "Email", "LastName", "PhoneNumber", "State", "Unit", "ZipCode"];
    Value::object(keys.map(|key| (key, "N/A")))
        .with([("Country", model.persona.region), ("FirstName", first)])
}

/// The account's settings.
#[must_use]
pub fn settings(version: u8) -> Value {
    let mut map = Value::texts([
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
        // The doubled colon is in real exports, too.
        ("Who can see your following list::", "Followers"),
    ]);
    let filters = Value::List(vec![Value::texts([("label", "spoiler")])]);
    map = map.with([
        (
            "Content Preferences",
            Value::object::<_, Value>([
                ("Keyword filters for videos in Following feed", filters),
                ("Keyword filters for videos in For You feed", Value::Null),
                ("Video Languages Preferences", "de, en".into()),
            ]),
        ),
        (
            "Push Notification",
            Value::texts([
                ("Desktop notification", "Off"),
                ("New Comments on My Video", "On"),
                ("New Fans", "Off"),
            ]),
        ),
    ]);
    if version >= 6 {
        map = map.with([("FamilyPairing", Value::List(Vec::new())), ("ScreenTime", Value::List(Vec::new()))]);
    }
    map
}

/// The device. Its ids are random, and too large for a float.
#[must_use]
pub fn device(model: &ActivityModel, version: u8) -> Value {
    let mut rng = model.rng("status", 0);
    let mut id = || rng.i64(7_000_000_000_000_000_000..7_500_000_000_000_000_000);
    let (device, user, web) = (id(), id(), id());
    let none = "00000000-0000-0000-0000-000000000000";
    if version == 1 {
        return Value::texts([
            ("AppVersion", "23.4.0"),
            ("Clientudid", ""),
            ("GAid", ""),
            ("Idfa", none),
            ("OpenUdid", ""),
            ("Resolution", "1179*2556"),
        ]);
    }
    let status = Value::object::<_, Value>([
        ("Android ID", "".into()),
        ("App Version", "41.6.0".into()),
        ("GAID", "".into()),
        ("IDFA", none.into()),
        ("IDFV", "".into()),
        ("Resolution", "1179*2556".into()),
        ("Web ID", web.to_string().into()),
    ]);
    let ids = (version >= 4).then(|| status.clone().with([("DID", device), ("UID", user)]));
    Value::List(vec![ids.unwrap_or(status)])
}

/// Counters since the account was created. They are larger than the lists, which do not go back as far.
#[must_use]
pub fn summary(version: u8) -> Value {
    let note = ("note", Value::from("Counted since the account was registered."));
    let counters: [(&'static str, Value); 3] = if version < 4 {
        // Earlier layouts have other names, and texts instead of numbers.
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
    Value::object(counters).with([note])
}

pub(super) fn ai_moji() -> Value {
    Value::object::<_, Value>([("AIMojiList", Value::Null), ("CreateDate", "".into())])
}

pub(super) fn live_settings() -> Value {
    Value::object::<_, Value>([
        ("Comment filter keywords", Value::Null),
        ("Moderators", Value::List(Vec::new())),
        ("Who can comment on your LIVE", "Everyone".into()),
    ])
}

/// Times are in Unix seconds; `"0"` means never.
pub(super) fn watch_live_settings() -> Value {
    Value::object::<_, Value>([
        ("MostRecentModificationTimeInApp", "1735732800".into()),
        ("MostRecentModificationTimeInWeb", "0".into()),
        ("WatchLiveSettingsMap", Value::texts([("app", "Comments on"), ("web", "")])),
    ])
}
