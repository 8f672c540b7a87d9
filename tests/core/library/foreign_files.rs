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

#[test]
fn lists_that_only_look_like_known_ones_are_asked_for() {
    let video = |day: u32| {
        format!(
            "Datum: 2026-04-0{day} 09:00:00 UTC\nLink: https://www.tiktokv.com/share/video/750000000000000000{day}/\n"
        )
    };
    let liked = video(3) + "\n" + &video(4);
    let comments = |words: &str| {
        records("Datum", &[&format!("Kommentar: {words} eins"), &format!("Kommentar: {words} zwei")])
    };
    let people = |names: [&str; 2]| {
        records("Datum", &names.map(|name| format!("Benutzername: {name}")).each_ref().map(|row| &**row))
    };
    let words = records("Datum", &["Wort: ende", "Wort: wahlen"]);
    let files = [
        ("Gefällt mir-Liste", liked.clone(), Some(Section::Like)),
        ("Gefällt mir nicht", liked, None),
        ("Kommentare", comments("mein Satz"), Some(Section::Comment)),
        ("Favorisierte Kommentare", comments("fremder Satz"), None),
        ("LIVE-Kommentare", comments("Satz im Stream"), None),
        ("Kommentare zu Produkten", comments("gute Kanne"), None),
        ("Follower", people(["noor", "lena"]), Some(Section::Follower)),
        ("Entfernte Follower", people(["weg", "fort"]), None),
        ("Follower-Anfragen", people(["neu", "frisch"]), None),
        ("Blockierte Konten", people(["laut", "grob"]), Some(Section::Block)),
        ("Blockierte Wörter", words, None),
    ];
    let fixture = TestLibrary::new();
    let paths = files.each_ref().map(|(name, ..)| format!("TikTok/X/{name}.txt"));
    let mut all_files = vec![WATCHED];
    all_files.extend(paths.iter().zip(&files).map(|(path, (_, text, _))| (&**path, &**text)));
    fixture.add_files("a", &all_files);
    let found = read(&fixture);
    let unsure = fixture.unsure("a");
    for (path, (name, _, section)) in paths.iter().zip(&files) {
        let is_asked = unsure.iter().any(|file| file.file == *path && file.section == Section::Other);
        assert_eq!(is_asked, section.is_none(), "{name}");
        if let Some(section) = section {
            assert_eq!(found.get(section), Some(&2), "{name}: {found:?}");
        }
    }
    assert_eq!(found.get(&Section::Watch), Some(&2));
}

#[test]
fn a_file_whose_name_says_more_than_that_of_another_is_asked_for() {
    let comments = |words: &str| {
        records("Dato", &[&format!("Kommentar: {words} en"), &format!("Kommentar: {words} to")])
    };
    let (own, others) = (comments("mine ord"), comments("andres ord"));
    let files = ["Kommentarer", "Kommentarer fra andre"].map(|name| format!("TikTok/X/{name}.txt"));
    let fixture = TestLibrary::new();
    fixture.add_files("a", &[WATCHED, (&files[0], &own), (&files[1], &others)]);
    let mut found = fixture.rows(&all(Group::Comments));
    found.reverse();
    assert_eq!(texts(&found), ["mine ord en", "mine ord to"]);
    let unsure = fixture.unsure("a");
    assert_eq!(unsure.iter().map(|file| file.file.as_str()).collect::<Vec<_>>(), [&files[1]]);
}
