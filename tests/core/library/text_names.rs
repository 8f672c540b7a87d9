//! The names of files and fields in text exports: known ones in their places, unknown ones kept apart.

use std::collections::BTreeMap;

use satchel_core::library::read::{Choices, FileSections};
use satchel_core::library::{Group, Section};

use super::text_exports::read;
use super::{TestLibrary, all, texts};

/// The name and content of a file, and the section, text and person of the one record in it.
type File = (&'static str, &'static str, Section, Option<&'static str>, Option<&'static str>);

/// `{}` is a link to a video.
const FIELDS: &[File] = &[
    (
        "Favorite Sounds",
        "Date: 2026-05-01 08:00:00 UTC\nSound Link: https://m.tiktok.com/h5/share/music/7000000000000000019.html\n",
        Section::FavouriteSound,
        None,
        None,
    ),
    (
        "Favoriete geluiden",
        "Datum: 2026-05-01 08:00:00 UTC\nGeluidslink: https://m.tiktok.com/h5/share/music/7000000000000000019.html\n",
        Section::FavouriteSound,
        None,
        None,
    ),
    ("Herplaatsingen", "Aanmaakdatum: 2026-05-01 08:00:00 UTC\nLink: {}\n", Section::Repost, None, None),
    (
        "Geschiedenis van bladeren door producten",
        "Browsedatum: 2026-05-01 08:00:00 UTC\nNaam winkel: Lampen\nProductnaam: Lantaarn\n",
        Section::ProductBrowsed,
        Some("Lantaarn"),
        Some("Lampen"),
    ),
    (
        "Vouchers",
        "Datum ontvangen: 2026-05-01 08:00:00 UTC\nVoucher-ID: 5\nVouchernaam: Welkom\n",
        Section::Voucher,
        Some("Welkom"),
        None,
    ),
    (
        "Vouchers",
        "Date Received: 2026-05-01 08:00:00 UTC\nVoucher Id: 5\nVoucher Name: Hello\nDiscount Details: 10%\n",
        Section::Voucher,
        Some("Hello"),
        None,
    ),
    (
        "Winkelwagenlijst",
        "Datum gemaakt: 2026-05-01 08:00:00 UTC\nNaam winkel: Lampen\n>>Naam: Lantaarn\n>>Hoeveelheid: 1\n",
        Section::CartItem,
        Some("Lantaarn"),
        Some("Lampen"),
    ),
    (
        "Favoriet item",
        "Product: Theepot\nWinkel: Potten\nTijd: 2026-05-01 08:00:00 UTC\n\n-----\n",
        Section::ShopFavourite,
        Some("Theepot"),
        Some("Potten"),
    ),
    (
        "Geschiedenis van advertentielinks",
        "Aanmaakdatum: 2026-05-01 08:00:00 UTC\nAdvertentielink: https://ads.example/1\nAdvertentietitel: Lampen\n",
        Section::AdVisit,
        Some("Lampen"),
        None,
    ),
    (
        "Geschiedenis delen",
        "Datum: 2026-05-01 08:00:00 UTC\nGedeelde content: video\nLink: {}\nMethode: Kopie\n",
        Section::Share,
        Some("video"),
        None,
    ),
    (
        "Zoekopdrachten",
        "Datum: 2026-05-01 08:00:00 UTC\nOnbekend veld: lantaarn\n",
        Section::Search,
        Some("lantaarn"),
        None,
    ),
    (
        "История репостов",
        "Когда: 2026-05-01 08:00:00 UTC\nЧто: видео\nКуда: {}\nКак: копия\n",
        Section::Share,
        Some("видео"),
        None,
    ),
    ("Purchases", "Date: 2026-05-01 08:00:00 UTC\nPrice: 1.49 EUR\n", Section::GiftBought, None, None),
    (
        "Purchases",
        "Date: 2026-05-01 08:00:00 UTC\nGift Amount: 5\nUsername: lena\n",
        Section::GiftSent,
        None,
        Some("lena"),
    ),
    ("Aankopen", "Datum: 2026-05-01 08:00:00 UTC\nPrijs: 1,49 EUR\n", Section::GiftBought, None, None),
];

#[test]
fn the_fields_of_every_language_have_their_places() {
    let video = "https://www.tiktokv.com/share/video/7500000000000000009/";
    for &(name, content, section, text, who) in FIELDS {
        let fixture = TestLibrary::new();
        fixture.add_files("a", &[(&*format!("TikTok/X/{name}.txt"), &*content.replace("{}", video))]);
        let rows = fixture.rows(&all(section.group()));
        let [row] = &rows[..] else { panic!("{name}: {rows:?}") };
        assert_eq!((row.section, row.text.as_deref(), row.who.as_deref()), (section, text, who), "{name}");
        assert!(row.time.is_some(), "{name} has no time");
        let record = fixture.library.record(row.id.parse().unwrap()).unwrap();
        let has_link = content.contains("://") || content.contains("{}");
        assert_eq!(record.link.is_some(), has_link, "{name}");
    }
}

#[test]
fn files_with_unknown_names_are_kept_apart_and_asked_for() {
    let known = [
        (
            "TikTok/Je activiteit/Kijkgeschiedenis.txt",
            "Datum: 2026-05-01 08:00:00 UTC\nLink: https://www.tiktokv.com/share/video/7500000000000000009/\n",
        ),
        ("TikTok/Je activiteit/Zoekopdrachten.txt", "Datum: 2026-05-01 08:00:00 UTC\nZoekterm: lantaarn\n"),
        (
            "TikTok/Profiel en instellingen/Volger.txt",
            "Datum: 2026-05-01 08:00:00 UTC\nGebruikersnaam: lena\n",
        ),
        ("TikTok/Je activiteit/Hashtag.txt", "Dit gedeelte bevat geen gegevens\n"),
    ];
    let unknown = [
        ("TikTok/X/Beoordelingen.txt", "Datum: 2026-05-02 08:00:00 UTC\nOordeel: mooi\n"),
        ("TikTok/X/Ruilingen.txt", "Datum: 2026-05-02 08:00:00 UTC\nReden: past niet goed\n"),
        (
            "TikTok/X/Bewaard.txt",
            "Datum: 2026-05-02 08:00:00 UTC\nLink: https://www.tiktokv.com/share/video/7500000000000000010/\n",
        ),
    ];
    let fixture = TestLibrary::new();
    let files: Vec<(&str, &str)> = known.iter().chain(&unknown).copied().collect();
    fixture.add_files("a", &files);
    let expected = BTreeMap::from([
        (Section::Watch, 1),
        (Section::Search, 1),
        (Section::Follower, 1),
        (Section::Other, 3),
    ]);
    assert_eq!(read(&fixture), expected);
    let unsure = fixture.unsure("a");
    assert_eq!(unsure.len(), 3);
    assert!(unsure.iter().all(|file| file.section == Section::Other && file.choices.len() > 1));
    // The answer is followed, and the names of the fields stay.
    let choices = Choices {
        files: FileSections::from([(unknown[1].0.to_owned(), Section::Comment)]),
        ..Choices::default()
    };
    fixture.library.remove("a").unwrap();
    fixture.read("a", &fixture.archive("a"), &choices);
    let rows = fixture.rows(&all(Group::Comments));
    assert_eq!(texts(&rows), ["past niet goed"]);
    assert!(rows[0].time.is_some());
}

#[test]
fn words_in_unknown_languages_tell_sections_apart() {
    let video = |at: &str, number: u32| {
        format!(
            "Datum: 2026-0{at} 08:00:00 UTC\nLink: https://www.tiktokv.com/share/video/75000000000000000{number}/\n\n"
        )
    };
    let files = [
        ("TikTok/Deine Aktivität/Wiedergabeverlauf.txt", video("5-01", 10)),
        ("TikTok/Likes und Favoriten/Like-Liste.txt", video("5-02", 11) + &video("5-03", 12)),
        ("TikTok/Likes und Favoriten/Favorisierte Videos.txt", video("5-04", 13)),
        (
            "TikTok/Deine Aktivität/Suchanfragen.txt",
            "Datum: 2026-05-01 08:00:00 UTC\nBegriff: Laterne\n".to_owned(),
        ),
        ("TikTok/Deine Aktivität/Besuche.txt", "Datum: 2026-05-01 08:00:00 UTC\nName: lena\n".to_owned()),
        ("TikTok/Nichts.txt", "Du hast keine Daten in diesem Bereich\n".to_owned()),
        ("TikTok/Auch nichts.txt", "Du hast keine Daten in diesem Bereich\n".to_owned()),
        ("TikTok/Wieder nichts.txt", "Du hast keine Daten in diesem Bereich\n".to_owned()),
        ("TikTok/いいね/いいねリスト.txt", video("5-05", 14).replace(": ", "：").replace("Datum", "日付")),
    ];
    let fixture = TestLibrary::new();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, content)| (*name, content.as_str())).collect();
    fixture.add_files("a", &files);
    let expected = BTreeMap::from([
        (Section::Watch, 1),
        (Section::Like, 3),
        (Section::FavouriteVideo, 1),
        (Section::Search, 1),
        (Section::Other, 1),
    ]);
    assert_eq!(read(&fixture), expected);
}

#[test]
fn the_copy_of_a_file_is_read_as_the_file() {
    let fixture = TestLibrary::new();
    fixture.add_files(
        "a",
        &[
            ("TikTok/Your Activity/Searches.txt", "Date: 2026-05-01 08:00:00 UTC\nSearch Term: kites\n"),
            ("TikTok/Your Activity/Searches 2.txt", "Date: 2026-05-02 08:00:00 UTC\nSearch Term: null\n"),
            (
                "TikTok/Your Activity/Searches - Kopie.txt",
                "Date: 2026-05-03 08:00:00 UTC\nSearch Term: tin\n",
            ),
            ("TikTok/Your Activity/Searches.txt.txt", "Date: 2026-05-04 08:00:00 UTC\nSearch Term: oil\n"),
            ("TikTok/Comments/Comments_1.txt", "Date: 2026-05-01 08:00:00 UTC\nComment: so blue\n"),
            ("TikTok/Profile and Settings/Profile Info 2.txt", "Username: lena\nBio Description: kites\n"),
        ],
    );
    assert_eq!(texts(&fixture.rows(&all(Group::Searches))), ["oil", "tin", "null", "kites"]);
    assert_eq!(texts(&fixture.rows(&all(Group::Comments))), ["so blue"]);
    assert_eq!((read(&fixture).get(&Section::Profile), fixture.unsure("a").len()), (Some(&2), 0));
}

#[test]
fn what_may_be_posts_is_asked() {
    for fields in [&["Polubienia: 4"][..], &["Polubienia: 4", "Tytuł: nad morzem"]] {
        let row = |day: u32| {
            let link = format!("https://video.tiktokv.example/{day}.mp4");
            format!("Data: 2026-05-0{day} 08:00:00 UTC\nLink: {link}\n{}\n\n", fields.join("\n"))
        };
        let posts: String = (1..5).map(row).collect();
        let shares = "Data: 2026-05-01 08:00:00 UTC\nUdostępniono: film\nLink: https://www.tiktok.com/\nMetoda: kopia\n";
        let fixture = TestLibrary::new();
        fixture.add_files("a", &[("Posty.txt", &*posts), ("Udostępnienia.txt", shares)]);
        let unsure = fixture.unsure("a");
        let [question] = &unsure[..] else { panic!("{unsure:?}") };
        assert_eq!((question.file.as_str(), question.section), ("Posty.txt", Section::Other));
        assert_eq!(question.choices[0], Section::Post);
        assert_eq!(fixture.rows(&all(Group::Shares)).len(), 1);
    }
}

#[test]
fn lists_of_many_fields_are_asked_about_and_read_as_answered() {
    let link = |day: u32| format!("https://video.tiktokv.example/{day}.mp4");
    let photos = "[https://photo.tiktokv.example/1.jpg, https://photo.tiktokv.example/2.jpg]";
    let row = |day: u32, link: &str| {
        format!(
            "Datum: 2026-05-0{day} 08:00:00 UTC\nLink: {link}\nGefällt mir: 4\nWer kann es ansehen: Alle\n\
             Kommentare erlauben: Ja\nStitch erlauben: Ja\nOrt: N/A\nTitel: am Meer {day}\n\n"
        )
    };
    let several = photos.trim_matches(['[', ']']).replace(", ", "\n");
    let posts = row(1, &link(1)) + &row(2, photos) + &row(3, &several);
    let deleted: String = (4..6)
        .map(|day| row(day, &format!("{}\nGelöscht am: 2026-05-0{day} 09:00:00 UTC", link(day))))
        .collect();
    let comments = "Datum: 2026-05-01 08:00:00 UTC\nKommentar: schön\nFoto: N/A\nVideo: N/A\nSticker: N/A\n\
                    Link zum Beitrag: https://www.tiktok.com/@7000000000000000001/video/7500000000000000009\n";
    let files = [
        ("Beiträge.txt", &*posts, Section::Post),
        ("Kürzlich gelöschte Beiträge.txt", &*deleted, Section::DeletedPost),
        ("Antworten.txt", comments, Section::Comment),
    ];
    let contents: Vec<(&str, &str)> = files.iter().map(|(name, content, _)| (*name, *content)).collect();
    let fixture = TestLibrary::new();
    fixture.add_files("a", &contents);
    let unsure = fixture.unsure("a");
    for (name, content, section) in files {
        let question = unsure.iter().find(|question| question.file == name).expect(name);
        assert_eq!((question.section, question.choices[0]), (Section::Other, section), "{name}");
        assert_eq!(question.choices.last(), Some(&Section::Other));
        assert!(
            content.replace('\n', "").starts_with(&question.sample.replace('\n', "")),
            "{}",
            question.sample
        );
    }
    let choices = Choices {
        files: files.iter().map(|(name, _, section)| ((*name).to_owned(), *section)).collect(),
        ..Choices::default()
    };
    fixture.library.remove("a").unwrap();
    fixture.read("a", &fixture.archive("a"), &choices);
    let expected = BTreeMap::from([(Section::Post, 3), (Section::DeletedPost, 2), (Section::Comment, 1)]);
    assert_eq!(read(&fixture), expected);
    let rows = fixture.rows(&all(Group::Posts));
    assert_eq!(texts(&rows), ["am Meer 5", "am Meer 4", "am Meer 3", "am Meer 2", "am Meer 1"]);
    for row in rows {
        assert!(fixture.library.record(row.id.parse().unwrap()).unwrap().link.is_some(), "{row:?}");
    }
}
