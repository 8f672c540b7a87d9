//! A minimal reader of the JSON layouts that is independent of the generator.

use std::collections::BTreeMap;

use satchel_export_gen::{Counts, Expected};
use serde_json::Value;

/// Names of lists, letters and digits only, and their sections.
const LEAVES: &[(&str, &str)] = &[
    ("sharehistory", "share"),
    ("itemfavoritelist", "like"),
    ("favoritevideolist", "favouriteVideo"),
    ("favoritesoundlist", "favouriteSound"),
    ("favoritehashtaglist", "favouriteHashtag"),
    ("favoriteeffectslist", "favouriteEffect"),
    ("favoritecollectionlist", "favouriteCollection"),
    ("favoritecommentlist", "favouriteComment"),
    ("repostlist", "repost"),
    ("sharehistorylist", "share"),
    ("searchlist", "search"),
    ("hashtaglist", "hashtag"),
    ("fanslist", "follower"),
    ("blocklist", "block"),
    ("commentslist", "comment"),
    ("postlist", "deletedPost"),
    ("reviewslist", "placeReview"),
    ("loginhistorylist", "login"),
    ("locationdata", "location"),
    ("coinpurchasehistorylist", "coin"),
    ("transactionslist", "transaction"),
    ("usagedatalist", "offTiktok"),
    ("offtiktokactivitydatalist", "offTiktok"),
    ("adsvisithistorylist", "adVisit"),
    ("datapartnerlist", "adPartner"),
    ("advertiserlist", "adPartner"),
    ("golivelist", "liveHosted"),
    ("productbrowsinghistories", "productBrowsed"),
    ("shoppingcart", "cartItem"),
    ("vouchers", "voucher"),
    ("savedaddress", "address"),
    ("tiktokfavoriteitemlist", "shopFavourite"),
    ("following", "following"),
    ("sendgifts", "giftSent"),
    ("buygifts", "giftBought"),
];
const MAPS: &[(&str, &str)] =
    &[("chathistory", "message"), ("groupchat", "groupMessage"), ("communicationhistories", "shopMessage")];
const FACTS: &[(&str, &str)] = &[
    ("profilemap", "profile"),
    ("autofill", "autofill"),
    ("aimoji", "aiMoji"),
    ("activitysummarymap", "summary"),
    ("statuslist", "device"),
    ("watchlivesettings", "liveSettings"),
    ("app", "technical"),
    ("isfastlane", "technical"),
];

#[derive(Default)]
pub(super) struct Reader {
    sections: BTreeMap<&'static str, Counts>,
    unknown: Vec<String>,
    /// How often each row is stored.
    stored: BTreeMap<String, u64>,
    /// How often each row was read in the current list.
    met: BTreeMap<String, u64>,
}

/// Reads the documents of one export.
pub(super) fn read(documents: &[Value]) -> Expected {
    let mut reader = Reader::default();
    for document in documents {
        reader.group("", document);
    }
    reader.unknown.sort();
    reader.unknown.dedup();
    Expected { sections: reader.sections, unknown: reader.unknown }
}

fn plain(key: &str) -> String {
    key.to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect()
}

fn look(table: &'static [(&str, &'static str)], name: &str) -> Option<&'static str> {
    table.iter().find(|(leaf, _)| *leaf == name).map(|(_, section)| *section)
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => ["", "N/A", "None", "N.v.t."].contains(&text.as_str()),
        Value::Array(all) => all.is_empty(),
        Value::Object(all) => all.is_empty(),
        _ => false,
    }
}

fn is_empty_row(value: &Value) -> bool {
    match value {
        Value::Object(all) => all.values().all(is_empty),
        Value::String(text) => text.is_empty(),
        other => is_empty(other),
    }
}

impl Reader {
    fn group(&mut self, path: &str, value: &Value) {
        for (key, value) in value.as_object().unwrap() {
            let path = if path.is_empty() { key.clone() } else { format!("{path}/{key}") };
            self.met.clear();
            self.place(&path, &plain(key), value);
        }
    }

    fn place(&mut self, path: &str, name: &str, value: &Value) {
        let parents = plain(path.rsplit_once('/').map_or("", |(parents, _)| parents));
        let list = match name {
            "videolist" if parents.contains("watch") || parents.contains("browsing") => Some("watch"),
            "videolist" => Some("post"),
            _ => look(LEAVES, name),
        };
        let facts = match name {
            "settingsmap" if parents.contains("live") => Some("liveSettings"),
            "settingsmap" => Some("settings"),
            "status"
                if value.get("Status List").is_none()
                    && !value.as_object().unwrap().keys().any(|k| plain(k) == "statuslist") =>
            {
                Some("device")
            }
            _ => look(FACTS, name),
        };
        match value {
            Value::Array(rows) if list.is_some() => self.rows(list.unwrap(), path, rows),
            _ if facts.is_some() && !(name == "app" && parents.is_empty()) => {
                self.facts(facts.unwrap(), path, value);
            }
            Value::Object(map)
                if look(MAPS, name).is_some() && !parents.is_empty() && map.values().all(Value::is_array) =>
            {
                for (chat, rows) in map {
                    self.met.clear();
                    self.rows(look(MAPS, name).unwrap(), chat, rows.as_array().unwrap());
                }
            }
            Value::Object(map) if name == "watchlivemap" => {
                for (room, seen) in map {
                    self.one("liveWatched", room, seen);
                    for (key, part) in seen.as_object().unwrap() {
                        let section = match plain(key).as_str() {
                            "comments" => "liveComment",
                            "questions" => "liveQuestion",
                            _ => continue,
                        };
                        self.rows(section, room, part.as_array().unwrap_or(&Vec::new()));
                    }
                }
            }
            Value::Object(map) if name == "orderhistories" => {
                map.iter().for_each(|(order, row)| self.one("order", order, row));
            }
            Value::Array(chats) if name == "takochathistorylist" => {
                for chat in chats {
                    let messages = chat.as_object().unwrap().values().find_map(Value::as_array).unwrap();
                    let title = chat.as_object().unwrap().values().find_map(Value::as_str).unwrap();
                    self.rows("tako", title, messages);
                }
            }
            Value::String(text) if name == "adinterestcategories" => {
                text.split('|').for_each(|one| self.one("adInterest", "", &one.into()));
            }
            // Groups and sections only contain sections; other mixtures are unknown sections.
            Value::Object(map)
                if map.keys().any(|key| plain(key) == "adinterestcategories")
                    || map.values().any(|value| value.is_object() || value.is_array()) =>
            {
                self.group(path, value);
            }
            Value::Object(map) if map.is_empty() => {}
            other => self.other(path, other),
        }
    }

    fn rows(&mut self, section: &'static str, list: &str, rows: &[Value]) {
        // Rows are compared within a section, whatever their list.
        let scope = if ["message", "groupMessage", "tako"].contains(&section) { list } else { "" };
        for row in rows {
            self.one(section, scope, row);
        }
    }

    fn one(&mut self, section: &'static str, scope: &str, row: &Value) {
        let counts = self.sections.entry(section).or_default();
        counts.read += 1;
        if is_empty_row(row) {
            counts.skipped += 1;
            return;
        }
        let content = format!("{section} {scope} {row}");
        let met = self.met.entry(content.clone()).or_default();
        *met += 1;
        let stored = self.stored.entry(content).or_default();
        if *met > *stored {
            *stored += 1;
            counts.stored += 1;
        } else {
            counts.repeated += 1;
        }
    }

    fn facts(&mut self, section: &'static str, path: &str, value: &Value) {
        match value {
            Value::Array(all) => {
                (0..)
                    .zip(all)
                    .for_each(|(index, value)| self.facts(section, &format!("{path}/{index}"), value));
            }
            Value::Object(all) => {
                all.iter().for_each(|(key, value)| self.facts(section, &format!("{path}/{key}"), value));
            }
            scalar if is_empty(scalar) => {}
            scalar => self.one(section, path, scalar),
        }
    }

    fn other(&mut self, path: &str, value: &Value) {
        let before = self.sections.get("other").map_or(0, |counts| counts.read);
        match value {
            Value::Array(all) => all.iter().for_each(|row| self.one("other", path, row)),
            Value::Null => {}
            Value::String(text) if text.is_empty() => {}
            Value::Object(_) if is_empty_row(value) => {}
            value => self.one("other", path, value),
        }
        if self.sections.get("other").map_or(0, |counts| counts.read) > before {
            self.unknown.push(path.to_owned());
        }
    }
}
