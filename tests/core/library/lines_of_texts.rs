//! Lines inside a text that have the name of a field which no record has in that place.

use satchel_core::library::{Group, Section};

use super::in_memory::records;
use super::{TestLibrary, all};

const VIDEO: &str = "https://www.tiktokv.com/share/video/7500000000000000777/";

fn comments(count: u32, odd: u32, lines: &str, after: &str) -> String {
    let comment = |number: u32| {
        let lines = if number == odd { lines.to_owned() } else { format!("c{number}") };
        format!("Date: 2026-07-{number:02} 10:00:00 UTC\nComment: {lines}\n{after}\n")
    };
    (1..=count).map(comment).collect()
}

#[test]
fn lines_of_a_comment_with_names_of_other_fields_stay_in_it() {
    let link = format!("Photo: N/A\nOriginal Post Link: {}\n", VIDEO.replace("777", "111"));
    for line in [
        format!("Link: {VIDEO}"),
        format!("Enlace: {VIDEO}"),
        "Video: Max Muster".to_owned(),
        "Foto: Max Muster".to_owned(),
        "Sticker: yes".to_owned(),
        "Kommentar: so".to_owned(),
        "Reactie: zo".to_owned(),
    ] {
        for after in [link.as_str(), ""] {
            for (count, odd) in [(20, 7), (20, 20), (6, 1)] {
                let text = comments(count, odd, &format!("look\n{line}\ngood?"), after);
                let fixture = TestLibrary::new();
                fixture.add_files("a", &[("TikTok/Comments/Comments.txt", &text)]);
                let rows = fixture.rows(&all(Group::Comments));
                assert_eq!(rows.len(), count as usize, "{line}");
                let whole = format!("look\n{line}\ngood?");
                let row = rows.iter().find(|row| row.text.as_deref() == Some(&whole));
                let row = row.unwrap_or_else(|| panic!("{text}"));
                let item = (!after.is_empty()).then_some("7500000000000000111");
                assert_eq!(row.item.as_deref(), item, "{line}");
            }
        }
    }
    // A single comment.
    let text = comments(1, 1, &format!("look\nLink: {VIDEO}\ngood?"), &link);
    let (found, _) = records(&[("TikTok/Comments/Comments.txt", &text)]);
    assert!(
        found.0.keys().all(|(_, content)| content.contains("good?") && content.contains("0111 ")),
        "{:?}",
        found.0
    );
}

#[test]
fn what_comes_with_a_comment_is_none_of_its_words() {
    for value in ["N/A", "https://p16.tiktokcdn.com/a.webp"] {
        let text = comments(12, 5, &format!("look\nPhoto: {value}"), "");
        let fixture = TestLibrary::new();
        fixture.add_files("a", &[("TikTok/Comments/Comments.txt", &text)]);
        let rows = fixture.rows(&all(Group::Comments));
        assert!(rows.iter().any(|row| row.text.as_deref() == Some("look")), "{value}");
    }
}

#[test]
fn lines_of_a_title_and_of_a_review_stay_in_them() {
    let posts: Vec<String> = (1..=6)
        .map(|day| {
            let title = if day == 3 { "my film\nTitel: Heimat\nend" } else { "t" };
            format!("Date: 2026-07-0{day} 10:00:00 UTC\nLink: https://v16.tiktokcdn.com/{day}.mp4\nLike(s): 3\nTitle: {title}\n\n")
        })
        .collect();
    let fixture = TestLibrary::new();
    fixture.add_files("a", &[("TikTok/Post/Posts.txt", &posts.concat())]);
    let rows = fixture.rows(&all(Group::Posts));
    assert_eq!(rows.len(), 6);
    assert!(rows.iter().any(|row| row.text.as_deref() == Some("my film\nTitel: Heimat\nend")), "{rows:?}");
}

#[test]
fn lines_of_a_biography_with_names_of_platforms_stay_in_it() {
    let bio = "hey\nInstagram: @lena\nYouTube: lena tv\nName: Lena\nDescription: me\nbye";
    let text = format!(
        "Username: ich\nDisplay Name: Ich\nBio Description: {bio}\nEmail Address: a@b.example\nInstagram Link: https://www.instagram.com/lena\nBirth Date: 12-Apr-1996\n"
    );
    let (found, _) = records(&[("TikTok/Profile and Settings/Profile Information.txt", &text)]);
    let facts: Vec<&str> = found.0.keys().map(|(_, content)| content.as_str()).collect();
    assert!(facts.iter().any(|fact| fact.contains(bio)), "{facts:?}");
    assert_eq!(facts.len(), 6, "{facts:?}");
    let json = format!(
        r#"{{"Profile And Settings":{{"Profile Info":{{"ProfileMap":{{"userName":"ich","displayName":"Ich","bioDescription":{},"emailAddress":"a@b.example","instagramLink":"https://www.instagram.com/lena","birthDate":"12-Apr-1996"}}}}}}}}"#,
        serde_json::to_string(bio).unwrap()
    );
    let fixture = TestLibrary::new();
    fixture.add_json("json", &json);
    let counts = fixture.add_files("text", &[("TikTok/Profile and Settings/Profile Information.txt", &text)]);
    assert_eq!((counts.read, counts.known), (6, 6));
}

#[test]
fn the_only_link_to_a_video_is_what_a_comment_is_about_in_any_language() {
    for name in ["Link zum Originalbeitrag", "Lien de la publication d'origine", "元の投稿へのリンク"]
    {
        let text: Vec<String> = (1..=3)
            .map(|day| {
                format!(
                    "Datum: 2026-07-0{day} 10:00:00 UTC\nKommentar: nett {day}\nFoto: N/A\n{name}: {VIDEO}\n\n"
                )
            })
            .collect();
        let fixture = TestLibrary::new();
        fixture.add_files("a", &[("TikTok/Kommentare/Kommentare.txt", &text.concat())]);
        let rows = fixture.rows(&all(Group::Comments));
        assert!(rows.iter().all(|row| row.item.as_deref() == Some("7500000000000000777")), "{rows:?}");
        assert_eq!(rows.len(), 3);
    }
}

#[test]
fn marks_around_the_heading_and_the_name_of_a_chat_are_no_part_of_it() {
    let json = r#"{"Direct Message":{"Direct Messages":{"ChatHistory":{"Chat History with noor:":[{"Date":"2026-09-01 10:00:00","From":"noor","Content":"hi"}]}}}}"#;
    for heading in [
        "\u{202b}>>> Chat History with noor::\u{202c}",
        ">>> Chat History with \u{202b}noor\u{202c}::",
        ">>> Chat History with noor\u{200f}::\u{200b}",
    ] {
        let fixture = TestLibrary::new();
        fixture.add_json("json", json);
        let text = format!("{heading}\n\n2026-09-01 10:00:00 UTC noor: hi\n");
        let counts = fixture.add_files("text", &[("TikTok/Direct Messages/Direct Messages.txt", &text)]);
        assert_eq!((counts.read, counts.known), (1, 1), "{heading:?}");
        assert_eq!(fixture.counts_by_section("text").len(), 1);
        assert!(fixture.counts_by_section("text").contains_key(&Section::Message));
    }
}
