//! Facts of text exports that are lists: `[a, b]`, or `[{'label': 'a'}, {'label': 'b'}]`. JSON exports have a fact for each item.

use crate::library::json::{self, Kind};

/// An item of a list.
#[derive(Debug, PartialEq, Eq)]
pub struct Item {
    /// The key that it has in the list.
    pub key: Option<String>,
    pub text: String,
    /// Whether it is in quotes, so that it cannot be a missing value.
    pub is_quoted: bool,
}

/// The items of a list; `None` if this is no list of texts, numbers and objects of them.
#[must_use]
pub fn items(value: &str) -> Option<Vec<Item>> {
    let inner = value.strip_prefix('[')?.strip_suffix(']')?.trim();
    if inner.starts_with('"') || inner.starts_with("{\"") {
        return json_items(value).or_else(|| quoted_items(inner));
    }
    if inner.starts_with(['\'', '{']) {
        return quoted_items(inner);
    }
    let items = inner.split(", ").map(str::trim).filter(|item| !item.is_empty());
    Some(items.map(|item| Item { key: None, text: item.to_owned(), is_quoted: false }).collect())
}

/// The items of a list of texts or of objects in the notation of Python: `'a', "it's"`, or `{'label': 'a'}`.
fn quoted_items(list: &str) -> Option<Vec<Item>> {
    let mut found = Vec::new();
    let mut key = None;
    let mut is_in_object = false;
    let mut rest = list.trim();
    while let Some(character) = rest.chars().next() {
        match character {
            ',' | ' ' => rest = &rest[1..],
            '{' | '}' => {
                is_in_object = character == '{';
                rest = &rest[1..];
            }
            _ => {
                let may_be_bare = key.is_some() || !is_in_object;
                let in_quotes = quoted(rest);
                let is_quoted = in_quotes.is_some();
                let (text, after) = in_quotes.or_else(|| bare(rest).filter(|_| may_be_bare))?;
                rest = after.trim_start();
                match rest.strip_prefix(':').filter(|_| is_in_object && key.is_none()) {
                    Some(value) => (key, rest) = (Some(text), value.trim_start()),
                    // An object has a key for each value.
                    None if is_in_object && key.is_none() => return None,
                    None => found.push(Item { key: key.take(), text, is_quoted }),
                }
            }
        }
    }
    (!is_in_object).then_some(found)
}

/// The text in quotes that begins here, and what follows: a quote ends it if a separator does.
fn quoted(text: &str) -> Option<(String, &str)> {
    let quote = text.chars().next().filter(|character| matches!(character, '\'' | '"'))?;
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

fn json_items(list: &str) -> Option<Vec<Item>> {
    let item = |key, value| {
        let is_quoted = json::kind(value) == Kind::String;
        Item { key, text: json::scalar(value).into_owned(), is_quoted }
    };
    let mut found = Vec::new();
    for value in json::Items::of(list.as_bytes()) {
        match json::kind(value) {
            Kind::String => found.push(item(None, value)),
            Kind::Object => {
                found.extend(json::Pairs::of(value).map(|(key, value)| item(Some(key.into_owned()), value)));
            }
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
                let text =
                    |Item { key, text, .. }: Item| key.map_or(text.clone(), |key| format!("{key}={text}"));
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
        for (value, expected) in [
            ("[{'label': 'None'}, {'label': None}]", [true, false]),
            (r#"[{"label":"null"},{"label":null}]"#, [true, false]),
        ] {
            let is_quoted = |item: &Item| item.is_quoted;
            assert_eq!(items(value).unwrap().iter().map(is_quoted).collect::<Vec<_>>(), expected, "{value}");
        }
    }
}
