//! Removes secrets, and what identifies the person, from replies that are shown under a problem's details.

use serde_json::Value;

/// The longest text that is kept, in bytes.
const LONGEST: usize = 2048;

/// What stands in place of a removed value.
const REMOVED: &str = "(removed)";

/// Members whose values are removed. The code of an error object is kept.
const MEMBERS: [&str; 15] = [
    "access_token",
    "refresh_token",
    "events_ticket",
    "client_secret",
    "client_access_token",
    "code_verifier",
    "authorization",
    "download_url",
    "display_name",
    "username",
    "open_id",
    "union_id",
    "state",
    "token",
    "code",
];

/// How TikTok's tokens begin.
const PREFIXES: [&str; 3] = ["act.", "rft.", "clt."];

/// The beginning of a reply, without secrets.
pub(super) fn redacted(body: &[u8]) -> String {
    let Ok(text) = std::str::from_utf8(body) else {
        return format!("{} bytes that are not text", body.len());
    };
    let text = match serde_json::from_str::<Value>(text) {
        Ok(mut value) => {
            remove_members(&mut value, false);
            value.to_string()
        }
        Err(_) => remove_assigned(text),
    };
    cut(without_tokens(&text))
}

/// Replaces everything that looks like a token of TikTok.
pub(super) fn without_tokens(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = PREFIXES.iter().filter_map(|prefix| rest.find(prefix)).min() {
        let starts_word = !rest[..at].ends_with(|before: char| before.is_ascii_alphanumeric());
        let (before, token) = rest.split_at(at);
        kept.push_str(before);
        let length = token.find(|c: char| !is_of_token(c)).unwrap_or(token.len());
        if starts_word && length > "act.".len() {
            kept.push_str(REMOVED);
        } else {
            kept.push_str(&token[..length]);
        }
        rest = &token[length..];
    }
    kept + rest
}

fn is_of_token(c: char) -> bool {
    c.is_ascii_alphanumeric() || "!._-*~%+/=".contains(c)
}

fn is_removed(name: &str) -> bool {
    MEMBERS.iter().any(|member| name.eq_ignore_ascii_case(member))
}

fn remove_members(value: &mut Value, is_error: bool) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                let is_error_code = name == "code" && (is_error || member.is_number());
                if is_removed(name) && !member.is_null() && !is_error_code {
                    *member = Value::String(REMOVED.into());
                } else {
                    remove_members(member, name == "error");
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| remove_members(item, false)),
        _ => {}
    }
}

/// Replaces values in text that is not valid JSON: what follows a name and `=` or `:`.
fn remove_assigned(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find([':', '=']) {
        let (before, after) = rest.split_at(at + 1);
        kept.push_str(before);
        rest = after;
        let name = before[..at].trim_end_matches(|c: char| c.is_whitespace() || "\"'".contains(c));
        let name = name.rsplit(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).next().unwrap_or_default();
        if is_removed(name) {
            let value = rest.trim_start_matches(|c: char| c.is_whitespace() || "\"'".contains(c));
            let end =
                value.find(|c: char| c.is_whitespace() || "\"'&,;<>}".contains(c)).unwrap_or(value.len());
            kept.push_str(&rest[..rest.len() - value.len()]);
            kept.push_str(REMOVED);
            rest = &value[end..];
        }
    }
    kept + rest
}

fn cut(mut text: String) -> String {
    if text.len() > LONGEST {
        text.truncate(text.floor_char_boundary(LONGEST));
        text.push('…');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_removed_from_json_and_the_error_code_is_kept() {
        let reply = r#"{"access_token":"abc","nested":[{"Refresh_Token":"def","n":"see act.x!1.e1, rft.y"}],
            "code":"ghi","client_secret":{"a":"jkl"},"error":{"code":"invalid_params","log_id":"2026"}}"#;
        let shown = redacted(reply.as_bytes());
        for secret in ["abc", "def", "ghi", "jkl", "act.x", "rft.y"] {
            assert!(!shown.contains(secret), "{secret} in {shown}");
        }
        for kept in ["invalid_params", "2026", "see "] {
            assert!(shown.contains(kept), "{kept} in {shown}");
        }
    }

    #[test]
    fn secrets_are_removed_from_other_text() {
        let shown =
            redacted(b"<p>code=abc&amp;x=1 \"access_token\" : \"def\", act.ghi!2 contact.page impact.</p>");
        for secret in ["abc", "def", "ghi"] {
            assert!(!shown.contains(secret), "{secret} in {shown}");
        }
        assert!(shown.contains("x=1") && shown.contains("contact.page impact."), "{shown}");
        let truncated = redacted(br#"{"refresh_token":"abcdef"#);
        assert!(!truncated.contains("abcdef"), "{truncated}");
    }

    #[test]
    fn long_and_binary_replies_are_short() {
        let shown = redacted("ü".repeat(5000).as_bytes());
        assert!(shown.len() <= LONGEST + 3 && shown.ends_with("ü…"));
        assert_eq!(redacted(&[0xff, 0xfe, 0]), "3 bytes that are not text");
    }
}
