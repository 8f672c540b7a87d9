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

/// The sections that a file beside [`WATCHED`] is read as, and the choices if it is asked about.
fn of_file(file: &str, text: &str) -> (Vec<Section>, Vec<Section>) {
    let fixture = TestLibrary::new();
    fixture.add_files("a", &[WATCHED, (file, text)]);
    let mut found = read(&fixture);
    found.remove(&Section::Watch);
    let choices = fixture.unsure("a").into_iter().filter(|unsure| unsure.file == file);
    (found.into_keys().collect(), choices.flat_map(|unsure| unsure.choices).collect())
}

#[test]
fn only_words_and_values_of_shares_make_a_list_one_of_shares() {
    let list = |method: &str| {
        let row =
            format!("A: Spam\nB: https://www.tiktokv.com/share/video/7500000000000000901/\nC: {method}");
        records("Datum", &[&row, &row])
    };
    for file in ["Meldungen", "Signalements", "Melding", "Klachten", "Xyz"] {
        let (sections, choices) = of_file(&format!("TikTok/A/{file}.txt"), &list("geprüft"));
        assert_eq!(sections, [Section::Other], "{file}");
        assert_eq!(choices.first(), Some(&Section::Share), "{file}");
    }
    for (file, method) in [
        ("Meldungen", "copy"),
        ("Xyz", "whatsapp"),
        ("Xyz", "chat_head"),
        ("Teilungsverlauf", "x"),
        ("Partages", "x"),
        ("Compartidos", "x"),
        ("シェア履歴", "x"),
        ("공유 기록", "x"),
    ] {
        let (sections, choices) = of_file(&format!("TikTok/A/{file}.txt"), &list(method));
        let expected = if file == "Meldungen" { Section::Other } else { Section::Share };
        assert_eq!(sections, [expected], "{file}, {method}");
        assert_eq!(choices.is_empty(), expected == Section::Share, "{file}, {method}");
    }
}

#[test]
fn names_of_what_was_used_lost_or_filtered_are_asked_about() {
    let sound = "Link: https://www.tiktok.com/music/-7000000000000000001";
    let tag = "Link: https://www.tiktok.com/tag/owls";
    for (files, row) in [
        (
            &["Verwendete Sounds", "Sons utilisés", "Sonidos usados", "Suoni utilizzati", "使用した楽曲"][..],
            sound,
        ),
        (&["Verwendete Hashtags", "Hashtags utilizadas", "Kullanılan etiketler"], tag),
        (&["Verlorene Follower", "Seguidores perdidos", "Follower persi", "失去的粉丝"], "Name: noor"),
        (
            &["Kommentarfilter", "Filtres de commentaires", "Filtro de comentarios", "コメントフィルター"],
            "Wort: owl cat",
        ),
    ] {
        for file in files {
            let (sections, choices) =
                of_file(&format!("TikTok/A/{file}.txt"), &records("Datum", &[row, row]));
            assert_eq!(sections, [Section::Other], "{file}");
            assert!(!choices.is_empty(), "{file}");
        }
    }
    for (file, row, section) in [
        ("Favorisierte Sounds", sound, Section::FavouriteSound),
        ("Sounds", sound, Section::FavouriteSound),
        ("Favorisierte Hashtags", tag, Section::FavouriteHashtag),
        ("Abonnés", "Name: noor", Section::Follower),
        ("Utilisateurs bloqués", "Nom: noor", Section::Block),
        ("封鎖的使用者", "名: noor", Section::Block),
    ] {
        let row =
            row.replace("Name", "Benutzername").replace("Nom:", "Username:").replace("名:", "Username:");
        let (sections, _) = of_file(&format!("TikTok/A/{file}.txt"), &records("Datum", &[&row, &row]));
        assert_eq!(sections, [section], "{file}");
    }
}

#[test]
fn of_two_lists_of_sounds_only_the_one_with_a_name_for_favourites_is_certain() {
    let sounds = records("Datum", &["Link: https://www.tiktok.com/music/-7000000000000000001"; 2]);
    for (names, certain) in [(["Lieblinge", "Anderes"], 0), (["Favoriten", "Anderes"], 1)] {
        let fixture = TestLibrary::new();
        let [first, second] = names.map(|name| format!("TikTok/A/{name}.txt"));
        fixture.add_files("a", &[WATCHED, (&first, &sounds), (&second, &sounds)]);
        let found = read(&fixture);
        assert_eq!(found.contains_key(&Section::FavouriteSound), certain > 0, "{names:?}: {found:?}");
        assert_eq!(
            fixture.unsure("a").iter().filter(|unsure| unsure.file.contains("/A/")).count(),
            2 - certain
        );
    }
}

#[test]
fn a_new_list_of_sounds_beside_known_files_is_asked_about() {
    let sounds = records("Date", &["Link: https://www.tiktok.com/music/-7000000000000000001"; 2]);
    let searches = records("Date", &["Search Term: owl"]);
    for (name, is_certain) in [("Used Sounds", false), ("Sounds Heard", false), ("My Favorite Sounds", true)]
    {
        let fixture = TestLibrary::new();
        let file = format!("TikTok/A/{name}.txt");
        fixture.add_files("a", &[("TikTok/A/Searches.txt", &searches), (&file, &sounds)]);
        assert_eq!(read(&fixture).contains_key(&Section::FavouriteSound), is_certain, "{name}");
        assert_eq!(fixture.unsure("a").is_empty(), is_certain, "{name}");
    }
}
