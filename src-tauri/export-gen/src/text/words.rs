//! Field labels, and the sentences for empty files.

use satchel_sim::export::activity_model::mix;

use crate::layout::{Language, Layout};

/// The label of a field.
pub(super) fn label(layout: Layout, section: &str, field: &str) -> String {
    let english = english(layout, section, field);
    match layout {
        Layout::TxtC(Language::Dutch) => dutch(section, field).unwrap_or(&english).to_owned(),
        Layout::TxtC(Language::Russian) => russian(field).unwrap_or(&english).to_owned(),
        Layout::TxtC(Language::British) => {
            english.replace("Favorite", "Favourite").replace("Personalized", "Personalised")
        }
        Layout::TxtC(Language::Unknown) => fictional(&english),
        _ => english,
    }
}

/// The label of a fact, which is usually that in JSON.
pub(super) fn fact(layout: Layout, section: &str, key: &str) -> String {
    match (layout, section) {
        (Layout::TxtC(Language::British), _) => key.replace("Personalized", "Personalised"),
        (_, "profile" | "summary") => {
            let label = label(layout, section, key);
            let mut letters = label.chars();
            letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
        }
        _ => key.to_owned(),
    }
}

fn english(layout: Layout, section: &str, field: &str) -> String {
    let old = layout == Layout::TxtA;
    let newest = matches!(layout, Layout::TxtC(_));
    match (field, section) {
        ("Link", "watch" | "like" | "post") if old => "Video Link",
        // The second colon is in real exports, too.
        ("Link", "favouriteHashtag") => "HashTag Link:",
        ("Link", "favouriteSound") if newest => "Sound Link",
        ("ReceivedDate", _) => "Date Received",
        ("Date", "repost") => "Creation Time",
        ("UserName", "follower" | "following") if newest => "UserName",
        ("UserName" | "userName", _) => "Username",
        ("IP", _) => "IP",
        ("Likes", _) => "Like(s)",
        ("photo", _) => "Photo",
        ("original post link", _) => "Original Post Link",
        _ => return spaced(field),
    }
    .to_owned()
}

/// Splits words: `SearchTerm` becomes `Search Term`.
fn spaced(field: &str) -> String {
    let mut words = String::new();
    for letter in field.replace('_', " ").chars() {
        if letter.is_uppercase() && words.ends_with(char::is_lowercase) {
            words.push(' ');
        }
        words.push(letter);
    }
    words
}

fn dutch(section: &str, field: &str) -> Option<&'static str> {
    Some(match field {
        "Date" if section == "repost" => "Aanmaakdatum",
        "Date" | "TimeStamp" => "Datum",
        "Link" if section == "favouriteSound" => "Geluidslink",
        "browsing_date" => "Browsedatum",
        "ReceivedDate" => "Datum ontvangen",
        "VoucherName" => "Vouchernaam",
        "Link" => "Link",
        "UserName" | "userName" => "Gebruikersnaam",
        "SearchTerm" => "Zoekterm",
        "SharedContent" => "Gedeelde inhoud",
        "Method" => "Methode",
        "Comment" => "Reactie",
        "photo" => "Foto",
        "original post link" => "Originele link naar bericht",
        "Source" => "Bron",
        "Event" => "Evenement",
        "order_date" => "Besteldatum",
        "shop_name" => "Naam winkel",
        "product_name" => "Productnaam",
        _ => return None,
    })
}

fn russian(field: &str) -> Option<&'static str> {
    Some(match field {
        "Date" | "TimeStamp" => "Дата",
        "Link" => "Ссылка",
        "UserName" | "userName" => "Имя пользователя",
        "SearchTerm" => "Поисковый запрос",
        "SharedContent" => "Пересланный контент",
        "Method" => "Метод",
        "Comment" => "Комментарий",
        "original post link" => "Ссылка на исходную публикацию",
        "IP" => "IP-адрес",
        "DeviceModel" => "Модель устройства",
        _ => return None,
    })
}

/// The sentence of an empty file.
pub(super) const fn nothing(layout: Layout, turn: usize) -> &'static str {
    match layout {
        Layout::TxtC(Language::Dutch) if turn.is_multiple_of(2) => "Er staan geen gegevens in dit gedeelte",
        Layout::TxtC(Language::Dutch) => "Dit gedeelte bevat geen gegevens",
        Layout::TxtC(Language::Spanish) => "No hay datos en esta sección",
        Layout::TxtC(Language::Russian) => "В этом разделе нет данных",
        Layout::TxtC(Language::Unknown) => "Ovu lemat dra niko sel",
        _ => "You have no data in this section",
    }
}

/// Replaces words by fictional ones, always by the same.
pub(super) fn fictional(words: &str) -> String {
    const SOUNDS: [&str; 16] = [
        "bre", "nok", "vil", "tash", "um", "ple", "dor", "ika", "ze", "lun", "gra", "mot", "eri", "sul",
        "ha", "wex",
    ];
    let mut left = mix(11, words);
    let mut word: String = (0..4)
        .map(|_| {
            let sound = SOUNDS[(left % 16) as usize];
            left /= 16;
            sound
        })
        .collect();
    word[..1].make_ascii_uppercase();
    word
}
