//! Deserialisers for members of replies whose form is not certain. Only [`int64`] fails; the others return `None` for a
//! value that they cannot use, since such a member must not spoil a reply that is otherwise complete.

use serde::de::Error;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// An int64 that is a number or text.
pub fn int64<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    let value = Value::deserialize(deserializer)?;
    let number = value.as_i64().or_else(|| value.as_str()?.trim().parse().ok());
    number.ok_or_else(|| D::Error::custom("not an int64"))
}

/// A duration in seconds that is a number or text.
pub fn seconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    let value = Value::deserialize(deserializer)?;
    let number = value.as_u64().or_else(|| value.as_str()?.trim().parse().ok());
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked; fractions do not matter"
    )]
    let from_float = |number: f64| (number >= 0.0).then_some(number as u64);
    Ok(number.or_else(|| value.as_f64().and_then(from_float)))
}

/// A text that may be a number.
pub fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(text_of(&Value::deserialize(deserializer)?))
}

/// Words that are separated by commas in one text, or the items of a list.
pub fn words<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::Array(items) => Some(items.iter().filter_map(text_of).collect::<Vec<_>>().join(",")),
        other => text_of(&other),
    })
}

/// The text of a value that is text or a number.
pub(super) fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    struct Reply {
        #[serde(deserialize_with = "int64")]
        id: i64,
        #[serde(default, deserialize_with = "seconds")]
        seconds: Option<u64>,
        #[serde(default, deserialize_with = "text")]
        text: Option<String>,
        #[serde(default, deserialize_with = "words")]
        words: Option<String>,
    }

    fn read(value: Value) -> Option<Reply> {
        serde_json::from_value(value).ok()
    }

    #[test]
    fn int64_is_exact_as_number_and_as_text() {
        for id in [
            json!(7_400_000_000_000_000_123_i64),
            json!("7400000000000000123"),
            json!(" 7400000000000000123 "),
        ] {
            assert_eq!(read(json!({ "id": id })).unwrap().id, 7_400_000_000_000_000_123);
        }
        for id in
            [json!(null), json!(""), json!(7.5), json!("7e18"), json!([7]), json!("9223372036854775808")]
        {
            assert_eq!(read(json!({ "id": id })), None, "{id}");
        }
        assert_eq!(read(json!({})), None);
    }

    #[test]
    fn unusable_values_of_other_members_are_ignored() {
        let reply = |seconds: Value, text: Value, words: Value| {
            let reply = read(json!({ "id": 1, "seconds": seconds, "text": text, "words": words })).unwrap();
            (reply.seconds, reply.text, reply.words)
        };
        let said = |text: &str| Some(text.to_owned());
        assert_eq!(reply(json!(60), json!("a"), json!("a,b")), (Some(60), said("a"), said("a,b")));
        assert_eq!(reply(json!("60"), json!(0), json!(["a", "b"])), (Some(60), said("0"), said("a,b")));
        assert_eq!(reply(json!(60.5), json!(null), json!(null)), (Some(60), None, None));
        assert_eq!(reply(json!(-1), json!({}), json!({})), (None, None, None));
        assert_eq!(reply(json!("soon"), json!([]), json!([])), (None, None, said("")));
    }
}
