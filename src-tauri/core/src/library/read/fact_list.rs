//! Facts of text exports that are lists: `[a, b]`, or `[{'label': 'a'}, {'label': 'b'}]`. JSON exports have a fact for each item.

use crate::library::json::{self, Kind};

/// The items of a list, each with the key that it has in it; `None` if this is no list of such items.
#[must_use]
pub fn items(value: &str) -> Option<Vec<(Option<String>, String)>> {
    let inner = value.strip_prefix('[')?.strip_suffix(']')?.trim();
    if inner.starts_with('"') || inner.starts_with("{\"") {
        return json_items(value).or_else(|| quoted_items(inner));
    }
    if inner.starts_with(['\'', '{']) {
        return quoted_items(inner);
    }
    let items = inner.split(", ").map(str::trim).filter(|item| !item.is_empty());
    Some(items.map(|item| (None, item.to_owned())).collect())
}

/// The items of a list of texts or of objects in the notation of Python: `'a', "it's"`, or `{'label': 'a'}`.
fn quoted_items(list: &str) -> Option<Vec<(Option<String>, String)>> {
    let mut found = Vec::new();
    let mut key = None;
    let mut is_in_object = false;
    let mut rest = list.trim();
    while let Some(sign) = rest.chars().next() {
        match sign {
            ',' | ' ' => rest = &rest[1..],
            '{' | '}' => {
                is_in_object = sign == '{';
                rest = &rest[1..];
            }
            _ => {
                let may_be_bare = key.is_some() || !is_in_object;
                let (text, after) = quoted(rest).or_else(|| bare(rest).filter(|_| may_be_bare))?;
                rest = after.trim_start();
                match rest.strip_prefix(':').filter(|_| is_in_object && key.is_none()) {
                    Some(value) => (key, rest) = (Some(text), value.trim_start()),
                    // An object has a key for each value.
                    None if is_in_object && key.is_none() => return None,
                    None => found.push((key.take(), text)),
                }
            }
        }
    }
    (!is_in_object).then_some(found)
}

/// The text in quotes that begins here, and what follows: a quote ends it if a separator does.
fn quoted(text: &str) -> Option<(String, &str)> {
    let quote = text.chars().next().filter(|sign| matches!(sign, '\'' | '"'))?;
    let inner = &text[1..];
    let is_end = |(at, _): &(usize, &str)| {
        let after = inner[at + 1..].trim_start();
        !inner[..*at].ends_with('\\') && (after.is_empty() || after.starts_with([',', ':', '}']))
    };
    let (at, _) = inner.match_indices(quote).find(is_end)?;
    Some((inner[..at].replace("\\'", "'"), &inner[at + 1..]))
}

/// The number or word that begins here, and what follows.
fn bare(text: &str) -> Option<(String, &str)> {
    let end = text.find([',', '}', ':']).unwrap_or(text.len());
    let word = text[..end].trim_end();
    let is_word = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.');
    is_word.then(|| (word.to_owned(), &text[end..]))
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
            ("['cats', 'dogs and owls']", "cats|dogs and owls"),
            (r#"['cats', "it's, so"]"#, "cats|it's, so"),
            (r#"["it's", 'cats']"#, "it's|cats"),
            (r#"[{'label': "it's", 'count': 2}]"#, "label=it's|count=2"),
            ("[{'label': 'a: b'}, {'label': None}]", "label=a: b|label=None"),
            (r#"["cats, dogs","birds"]"#, "cats, dogs|birds"),
        ] {
            assert_eq!(of(value).as_deref(), Some(expected), "{value}");
        }
        for value in ["cats", "cats, dogs", "[cats", "[{'label'}]", "[{label: cats}]"] {
            assert_eq!(of(value), None, "{value}");
        }
    }
}
