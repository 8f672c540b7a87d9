//! Renames keys of a JSON document, as TikTok does from one layout to the next.

use serde_json::{Map, Value};

/// Keys of maps whose own keys are data: names of chats, numbers of orders and rooms.
const DATA_MAPS: [&str; 5] =
    ["ChatHistory", "GroupChat", "WatchLiveMap", "OrderHistories", "CommunicationHistories"];

/// Which keys of a document are renamed.
#[derive(Clone, Copy, Debug)]
pub struct Drift {
    /// Seed of the choice. The same seed renames the same keys.
    pub seed: u64,
    /// Share of renamed keys, in hundredths.
    pub percent: u8,
    /// Whether a key has the same name at all paths afterwards, instead of being renamed at some of them.
    pub is_uniform: bool,
}

/// Renames sections, lists and fields of a document. `new_name` makes the new name from the old one.
///
/// # Errors
///
/// The document is not valid JSON.
pub fn rename_keys(
    document: &[u8],
    drift: Drift,
    new_name: &dyn Fn(&str, &mut fastrand::Rng) -> String,
) -> serde_json::Result<Vec<u8>> {
    let value = serde_json::from_slice(document)?;
    serde_json::to_vec_pretty(&renamed(value, &mut Vec::new(), drift, new_name))
}

fn renamed(
    value: Value,
    path: &mut Vec<String>,
    drift: Drift,
    new_name: &dyn Fn(&str, &mut fastrand::Rng) -> String,
) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(|item| renamed(item, path, drift, new_name)).collect(),
        Value::Object(pairs) => {
            let is_data = path.last().is_some_and(|key| DATA_MAPS.contains(&key.as_str()));
            let old: Vec<String> = pairs.keys().cloned().collect();
            let mut out = Map::new();
            for (key, value) in pairs {
                path.push(if is_data { "*".to_owned() } else { key.clone() });
                let place = if drift.is_uniform { key.clone() } else { path.join("/") };
                let value = renamed(value, path, drift, new_name);
                path.pop();
                let mut rng = fastrand::Rng::with_seed(
                    drift.seed.wrapping_mul(0x9E37_79B9_7F4A_7C15)
                        ^ u64::from(crc32fast::hash(place.as_bytes())),
                );
                let is_renamed = !is_data && rng.u8(..100) < drift.percent;
                let name = if is_renamed { new_name(&key, &mut rng) } else { key.clone() };
                let is_taken = out.contains_key(&name) || old.contains(&name);
                out.insert(if is_taken { key } else { name }, value);
            }
            Value::Object(out)
        }
        scalar => scalar,
    }
}
