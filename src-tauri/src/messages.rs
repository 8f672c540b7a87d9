//! Texts shown outside the window, read from the window's message file.

use std::collections::HashMap;

use satchel_core::account::Pages;

const MESSAGES: &str = include_str!("../../ui/messages/en.json");

/// The pages that the browser shows after the sign-in redirect.
///
/// # Panics
/// If the message file lacks one of the texts. A test checks that it has them all.
pub(crate) fn callback_pages() -> Pages {
    let text = texts();
    Pages {
        language: "en".to_owned(),
        done: [text("callback_done_title"), text("callback_done_text")],
        refused: [text("callback_refused_title"), text("callback_refused_text")],
        stale: [text("callback_stale_title"), text("callback_stale_text")],
    }
}

/// The title and text of the dialog that is shown if the window cannot be.
///
/// # Panics
/// If the message file lacks one of the texts. A test checks that it has them all.
#[cfg(target_os = "linux")]
pub(crate) fn display_failure() -> [String; 2] {
    let text = texts();
    [text("display_failure_title"), text("display_failure_text")]
}

/// The dialog that says what closing Satchel means for a request that TikTok has not finished.
pub(crate) struct Closing {
    pub(crate) title: String,
    pub(crate) text: String,
    pub(crate) close: String,
    pub(crate) keep_open: String,
}

/// The texts of that dialog.
///
/// # Panics
/// If the message file lacks one of the texts. A test checks that it has them all.
pub(crate) fn closing() -> Closing {
    let text = texts();
    Closing {
        title: text("closing_title"),
        text: text("job_continues_later"),
        close: text("closing_close"),
        keep_open: text("closing_keep_open"),
    }
}

fn texts() -> impl Fn(&str) -> String {
    let messages: HashMap<String, serde_json::Value> =
        serde_json::from_str(MESSAGES).expect("the message file is a JSON object");
    move |key| {
        messages.get(key).and_then(|value| value.as_str()).expect("the message file has this key").to_owned()
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_os = "linux")]
    #[test]
    fn message_file_has_the_texts_of_the_dialog() {
        for text in super::display_failure() {
            assert!(!text.is_empty());
        }
    }

    #[test]
    fn message_file_has_the_texts_about_closing() {
        let texts = super::closing();
        for text in [texts.title, texts.text, texts.close, texts.keep_open] {
            assert!(!text.is_empty());
        }
    }

    #[test]
    fn message_file_has_all_callback_texts() {
        let pages = super::callback_pages();
        for [title, text] in [pages.done, pages.refused, pages.stale] {
            assert!(!title.is_empty() && !text.is_empty());
        }
    }
}
