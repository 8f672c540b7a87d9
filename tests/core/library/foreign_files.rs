//! Text files in languages whose names are not known: what they are is told by all of their records, not by the first.

use satchel_core::library::{Group, Section};

use super::text_exports::read;
use super::{TestLibrary, all, texts};

/// A watch history with the name that it has in German, so that the language of the export is not one of the known.
const WATCHED: (&str, &str) = (
    "TikTok/Deine Aktivität/Wiedergabeverlauf.txt",
    "Datum: 2026-03-01 10:00:00 UTC\nLink: https://www.tiktokv.com/share/video/7500000000000000001/\n\n\
     Datum: 2026-03-02 10:00:00 UTC\nLink: https://www.tiktokv.com/share/video/7500000000000000002/\n",
);

fn records(date: &str, rows: &[&str]) -> String {
    let record = |(day, row): (usize, &&str)| format!("{date}: 2026-04-0{} 09:00:00 UTC\n{row}\n\n", day + 1);
    rows.iter().enumerate().map(record).collect()
}

#[test]
fn searches_that_look_like_something_else_do_not_make_another_list_of_it() {
    for look_alike in [
        "https://www.tiktok.com/@noor/video/7500000000000000009",
        "192.168.0.1",
        "2026-01-01 10:00:00",
        "https://example.org",
    ] {
        for place in 0..3 {
            let mut words = ["katzen", "rezept mit reis", "lampe"];
            words[place] = look_alike;
            let rows: Vec<String> = words.iter().map(|words| format!("Suchbegriff: {words}")).collect();
            let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
            let fixture = TestLibrary::new();
            let text = records("Datum", &rows);
            fixture.add_files("a", &[WATCHED, ("TikTok/Deine Aktivität/Suchanfragen.txt", &text)]);
            let found = read(&fixture);
            assert_eq!(found.get(&Section::Search), Some(&3), "{look_alike} as number {place}: {found:?}");
            let mut found = fixture.rows(&all(Group::Searches));
            found.reverse();
            assert_eq!(texts(&found), words);
        }
    }
}

#[test]
fn comments_are_told_from_shares_by_all_of_their_fields() {
    let link = "https://www.tiktokv.com/share/video/7500000000000000001/";
    let german = ["https://www.tiktok.com/@noor", "zwei", "2026-01-01 10:00:00"]
        .map(|words| format!("Kommentar: {words}\nFoto: N/A\nUrl: {link}"));
    let french =
        ["bravo", "oui oui", "non"].map(|words| format!("Commentaire: {words}\nLien: {link}\nPhoto: N/A"));
    for (file, date, rows) in [
        ("TikTok/Kommentare/Kommentare.txt", "Datum", german),
        ("TikTok/Commentaires/Commentaires.txt", "Date", french),
    ] {
        let fixture = TestLibrary::new();
        let text = records(date, &rows.each_ref().map(String::as_str));
        fixture.add_files("a", &[WATCHED, (file, &text)]);
        let found = read(&fixture);
        assert_eq!(found.get(&Section::Comment), Some(&3), "{file}: {found:?}");
    }
    let shares =
        ["Video", "Profil"].map(|what| format!("Contenu partagé: {what}\nLien: {link}\nMéthode: chat"));
    let fixture = TestLibrary::new();
    let text = records("Date", &shares.each_ref().map(String::as_str));
    fixture.add_files("a", &[WATCHED, ("TikTok/Votre activité/Partages.txt", &text)]);
    assert_eq!(read(&fixture).get(&Section::Share), Some(&2));
}

#[test]
fn a_list_of_videos_with_a_damaged_row_is_still_one() {
    let link = "https://www.tiktokv.com/share/video/750000000000000000";
    let rows: Vec<String> = (0..9)
        .map(|number| if number == 0 { "Link: N/A".to_owned() } else { format!("Link: {link}{number}/") })
        .collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let fixture = TestLibrary::new();
    fixture.add_files("a", &[("TikTok/Deine Aktivität/Wiedergabeverlauf.txt", &records("Datum", &rows))]);
    assert_eq!(read(&fixture).get(&Section::Watch), Some(&9));
}
