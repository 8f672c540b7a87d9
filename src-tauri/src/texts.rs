//! The few texts that are shown outside the window. They stand in the same message file as all others.

use std::collections::HashMap;

use satchel_core::account::Pages;

const MESSAGES: &str = include_str!("../../ui/messages/en.json");

/// The pages that the browser shows when it comes back.
///
/// # Panics
/// If the message file lacks a text: a test sees to it that it does not.
pub(crate) fn callback_pages() -> Pages {
    let messages: HashMap<String, serde_json::Value> =
        serde_json::from_str(MESSAGES).expect("the messages are JSON");
    let text =
        |key: &str| messages.get(key).and_then(|v| v.as_str()).expect("a text of this name").to_owned();
    Pages {
        language: "en".to_owned(),
        done: [text("callback_done_title"), text("callback_done_text")],
        refused: [text("callback_refused_title"), text("callback_refused_text")],
        stale: [text("callback_stale_title"), text("callback_stale_text")],
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_text_is_there() {
        let pages = super::callback_pages();
        for [title, text] in [pages.done, pages.refused, pages.stale] {
            assert!(!title.is_empty() && !text.is_empty());
        }
    }
}
