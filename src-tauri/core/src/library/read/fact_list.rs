//! Facts of text exports that are lists: `[a, b]`, or `[{'label': 'a'}, {'label': 'b'}]`. JSON exports have a fact for each item.

use crate::library::json::{self, Kind};

/// The items of a list, each with the key that it has in it; `None` if this is no list of such items.
#[must_use]
pub fn items(value: &str) -> Option<Vec<(Option<String>, String)>> {
    let inner = value.strip_prefix('[')?.strip_suffix(']')?.trim();
    if inner.starts_with('"') || inner.starts_with("{\"") {
        return json_items(value);
    }
    if !inner.starts_with('{') {
        let items = inner.split(", ").map(str::trim).filter(|item| !item.is_empty());
        return Some(items.map(|item| (None, item.to_owned())).collect());
    }
    let objects = inner.strip_prefix("{'")?.strip_suffix("'}")?.split("'}, {'");
    let pairs = objects.flat_map(|object| object.split("', '"));
    pairs
        .map(|pair| pair.split_once("': '").map(|(key, item)| (Some(key.to_owned()), item.to_owned())))
        .collect()
}

fn json_items(list: &str) -> Option<Vec<(Option<String>, String)>> {
    let mut found = Vec::new();
    for item in json::Items::of(list.as_bytes()) {
        match json::kind(item) {
            Kind::String => found.push((None, json::scalar(item).into_owned())),
            Kind::Object => found.extend(
                json::Pairs::of(item)
                    .map(|(key, value)| (Some(key.into_owned()), json::scalar(value).into_owned())),
            ),
            _ => return None,
        }
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_items_of_lists_are_found() {
        let of = |value: &str| {
            items(value).map(|items| {
                let text = |(key, item): (Option<String>, String)| {
                    key.map_or(item.clone(), |key| format!("{key}={item}"))
                };
                items.into_iter().map(text).collect::<Vec<_>>().join("|")
            })
        };
        for (value, expected) in [
            ("[cats, dogs]", "cats|dogs"),
            ("[cats]", "cats"),
            ("[{'label': 'cats'}, {'label': 'dogs', 'on': 'yes'}]", "label=cats|label=dogs|on=yes"),
            (r#"[{"label":"cats, dogs"}]"#, "label=cats, dogs"),
            (r#"["cats, dogs","birds"]"#, "cats, dogs|birds"),
        ] {
            assert_eq!(of(value).as_deref(), Some(expected), "{value}");
        }
        for value in ["cats", "cats, dogs", "[cats", "[{'label'}]", "[{label: cats}]"] {
            assert_eq!(of(value), None, "{value}");
        }
    }
}
