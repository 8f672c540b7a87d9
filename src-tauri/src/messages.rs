//! Texts shown outside the window, read from the window's message files.

use std::collections::HashMap;

use satchel_core::account::Pages;

/// All texts, in British English.
const BRITISH: &str = include_str!("../../ui/messages/en.json");
/// Those that differ in American English.
const AMERICAN: &str = include_str!("../../ui/messages/en-US.json");

/// The pages that the browser shows after the sign-in redirect.
///
/// # Panics
/// If the message file lacks one of the texts. A test checks that it has them all.
pub(crate) fn callback_pages() -> Pages {
    let variant = variant();
    let text = texts(&variant);
    Pages {
        language: variant,
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
    let text = texts(&variant());
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
    let text = texts(&variant());
    Closing {
        title: text("closing_title"),
        text: text("job_continues_later"),
        close: text("closing_close"),
        keep_open: text("closing_keep_open"),
    }
}

/// What a dialog calls the files with this extension: those that Satchel saves.
///
/// # Panics
/// If the message file lacks the text. A test checks that it has all of them.
pub(crate) fn kind_of_file(extension: &str) -> String {
    texts(&variant())(&format!("file_{extension}"))
}

/// The first variant of English among the person's languages, British without one. The window chooses in the same way.
fn variant() -> String {
    sys_locale::get_locales().find(|each| each.starts_with("en-")).unwrap_or_else(|| "en-GB".to_owned())
}

fn texts(variant: &str) -> impl Fn(&str) -> String + use<> {
    let mut messages = read(BRITISH);
    if variant == "en-US" {
        messages.extend(read(AMERICAN));
    }
    move |key| {
        messages.get(key).and_then(|value| value.as_str()).expect("the message file has this key").to_owned()
    }
}

fn read(file: &str) -> HashMap<String, serde_json::Value> {
    serde_json::from_str(file).expect("the message file is a JSON object")
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

    #[test]
    fn message_file_names_the_kinds_of_files() {
        let kinds = ["csv", "html", "ics", "json", "png", "txt"].map(super::kind_of_file);
        assert!(kinds.iter().all(|kind| !kind.is_empty()));
        assert_eq!(kinds[2], "Calendar file");
    }

    #[test]
    fn american_texts_differ_only_in_spelling() {
        let word = |variant| super::texts(variant)("group_favourites");
        assert_eq!(["en-GB", "en-AU", "en-US"].map(word), ["Favourites", "Favourites", "Favorites"]);
        assert_eq!(super::texts("en-US")("group_likes"), "Likes");
    }
}
