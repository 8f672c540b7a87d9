//! Text exports: chats of all layouts, texts with paragraphs, orders, files with unknown names, and files beside JSON.

use std::collections::BTreeMap;

use satchel_core::library::{Group, NoteKind, Row, Section, SectionState};

use super::{TestLibrary, all, texts};

/// The times, senders and texts of all messages, oldest first.
fn messages(fixture: &TestLibrary) -> Vec<(String, String)> {
    let mut rows = fixture.rows(&all(Group::Messages));
    rows.reverse();
    let shown = |row: Row| (row.who.unwrap_or_default(), row.text.unwrap_or_default());
    rows.into_iter().map(shown).collect()
}

fn pairs<'p>(expected: &[(&'p str, &'p str)]) -> Vec<(String, String)> {
    expected.iter().map(|(who, text)| ((*who).to_owned(), (*text).to_owned())).collect()
}

/// The numbers of records by section.
pub fn read(fixture: &TestLibrary) -> BTreeMap<Section, u64> {
    fixture.counts_by_section("a").into_iter().map(|(section, counts)| (section, counts.read)).collect()
}

fn field<'r>(row: &'r Row, name: &str) -> Option<&'r str> {
    row.fields.iter().find(|field| field.name == name).map(|field| field.value.as_str())
}

fn notes(fixture: &TestLibrary) -> Vec<NoteKind> {
    let details = fixture.library.import_details("a", &[]).unwrap().unwrap();
    details.notes.iter().map(|note| note.kind).collect()
}

#[test]
fn chats_of_2021_are_read_as_those_of_today() {
    let today = ">>> Chat History with lena::\n\n2021-04-01 09:00:00 UTC me: good morning\n\
                 2021-04-01 09:00:07 UTC lena: [https://p16.example/a]\nsecond line\n\n\n>>> Chat History with tom::\n\n\
                 2021-04-02 10:00:00 UTC tom: a: b\n";
    let of_2021 = "\n\n>>> Chat History with lena:\n\n[2021-04-01 09:00:00] me: good morning\n\n\
                   [2021-04-01 09:00:07] lena: [https://p16.example/a]\nsecond line\n\n\n\n>>> Chat History with tom:\n\n\
                   [2021-04-02 10:00:00] tom: a: b\n\n";
    let expected =
        pairs(&[("me", "good morning"), ("lena", "[https://p16.example/a]\nsecond line"), ("tom", "a: b")]);
    for chats in [today, of_2021, &format!("\u{feff}{of_2021}"), &of_2021.replace('\n', "\r\n")] {
        for name in ["Direct Messages/Chat History.txt", "Berichte/Chats.txt", "Chat History (1).txt"] {
            let fixture = TestLibrary::new();
            fixture.add_files("a", &[(name, chats)]);
            assert_eq!(messages(&fixture), expected, "{name}");
            let chats = fixture.library.chats().unwrap().chats;
            let names: Vec<(&str, u64)> = chats.iter().map(|c| (c.name.as_str(), c.messages)).collect();
            assert_eq!(names, [("tom", 1), ("lena", 2)], "{name}");
            assert_eq!(notes(&fixture), [], "{name}");
        }
    }
    // One after the other: the same messages.
    let fixture = TestLibrary::new();
    fixture.add_files("a", &[("Chat History.txt", today)]);
    let again = fixture.add_files("b", &[("Chat History.txt", of_2021)]);
    assert_eq!((again.read, again.known), (3, 3));
}

#[test]
fn messages_of_removed_accounts_keep_their_text_and_have_a_chat() {
    let text = ">>> Chat History with ::\n\n2026-03-01 08:00:01 UTC : from someone who left\n\
                2026-03-01 08:00:02 UTC me: to someone who left\n\n>>> Chat History with kai::\n\n\
                2026-03-02 08:00:00 UTC kai: hello\n";
    let json = r#"{"Direct Message":{"Direct Messages":{"ChatHistory":{
        "Chat History with :":[{"Date":"2026-03-01 08:00:01","From":"","Content":"from someone who left"},
                               {"Date":"2026-03-01 08:00:02","From":"me","Content":"to someone who left"}],
        "Chat History with kai:":[{"Date":"2026-03-02 08:00:00","From":"kai","Content":"hello"}]}}}}"#;
    for files in [[("Direct Messages/Direct Messages.txt", text)], [("user_data_tiktok.json", json)]] {
        let fixture = TestLibrary::new();
        fixture.add_files("a", &files);
        let expected =
            pairs(&[("", "from someone who left"), ("me", "to someone who left"), ("kai", "hello")]);
        assert_eq!(messages(&fixture), expected);
        assert!(fixture.rows(&all(Group::Messages)).iter().all(|row| !row.mine));
        let chats = fixture.library.chats().unwrap();
        let names: Vec<(&str, u64)> = chats.chats.iter().map(|c| (c.name.as_str(), c.messages)).collect();
        assert_eq!((names, chats.total), (vec![("kai", 1), ("", 2)], 2));
        assert_eq!(fixture.library.chat_figures(chats.chats[1].id.parse().unwrap()).unwrap().messages, 2);
    }
    // The same account in both formats.
    let fixture = TestLibrary::new();
    fixture.add_files("a", &[("user_data_tiktok.json", json)]);
    assert_eq!(fixture.add_files("b", &[("Direct Messages.txt", text)]).known, 3);
}

#[test]
fn in_groups_among_the_chats_of_two_only_the_owner_is_the_owner() {
    let group = "2026-05-01 10:00:00 UTC ada: one\n2026-05-01 10:01:00 UTC bo: two\n2026-05-01 10:02:00 UTC ik: three\n";
    let text = format!(">>> Chat History with Group_Chat_7516000000000000001::\n\n{group}");
    let json = r#"{"Direct Message":{"Direct Messages":{"ChatHistory":{"Chat History with Group_Chat_7516000000000000001:":[
        {"Date":"2026-05-01 10:00:00","From":"ada","Content":"one"},
        {"Date":"2026-05-01 10:01:00","From":"bo","Content":"two"},
        {"Date":"2026-05-01 10:02:00","From":"ik","Content":"three"}]}}}}"#;
    let profiles = [
        ("Profile Info.txt", "Username: ik\n"),
        ("Profielinformatie.txt", "Profielfoto: https://p.example/1\nGebruikersnaam: ik\n"),
        ("Данные профиля.txt", "Имя пользователя: ik\n"),
        (
            "Profilinformationen.txt",
            "Benutzername: ik\nE-Mail-Adresse: ik@post.example\nGeburtsdatum: 12-Apr-1996\n",
        ),
        ("none", ""),
    ];
    for (profile, content) in profiles {
        for files in [("Direct Messages.txt", text.as_str()), ("user_data.json", json)] {
            let fixture = TestLibrary::new();
            fixture.add_files("a", &[files, (profile, content)]);
            let mut rows = fixture.rows(&all(Group::Messages));
            rows.reverse();
            let mine: Vec<bool> = rows.iter().map(|row| row.mine).collect();
            assert_eq!(mine, [false, false, !content.is_empty()], "{profile} {}", files.0);
            let chats = fixture.library.chats().unwrap().chats;
            assert_eq!((chats.len(), chats[0].section), (1, Section::GroupMessage));
            let details = fixture.library.import_details("a", &[]).unwrap().unwrap();
            let messages = details.sections.iter().find(|line| line.section == Section::Message).unwrap();
            assert_eq!(messages.state, SectionState::Found, "its chats are groups");
        }
    }
}

#[test]
fn paragraphs_stay_in_the_record_that_they_belong_to() {
    let comments = "Date: 2026-05-01 10:00:00 UTC\nComment: first\n\nsecond: with a colon\n\nthird\nPhoto: N/A\n\n\
                    Date: 2026-05-01 11:00:00 UTC\nComment: line one\nP.S.: line two\nPhoto: N/A\n\n\n\
                    Date: 2026-05-01 12:00:00 UTC\nComment: last\n\n---\n\nend\nPhoto: N/A\n";
    let posts = "Date: 2026-05-01 10:00:00 UTC\nLink: https://v.example/a.mp4\nLike(s): 3\nTitle: a title\n\nand more\n\
                 Adds yours text: \n\nDate: 2026-05-02 10:00:00 UTC\nLink: [https://v.example/b.jpg, https://v.example/c.jpg]\n\
                 Like(s): 4\nTitle: N/A\nAdds yours text: \n";
    let profile =
        "Username: ik\nBio Description: one\n\ntwo\nshop: in Wattwyk\nBirthdate: 12-Apr-1996\nEmail: N/A\n";
    let fixture = TestLibrary::new();
    fixture.add_files(
        "a",
        &[
            ("TikTok/Comments/Comments.txt", comments),
            ("TikTok/Posts/Posts.txt", posts),
            ("TikTok/Profile and Settings/Profile Info.txt", profile),
        ],
    );
    let rows = fixture.rows(&all(Group::Comments));
    assert_eq!(
        texts(&rows),
        ["last\n\n---\n\nend", "line one\nP.S.: line two", "first\n\nsecond: with a colon\n\nthird"]
    );
    assert!(rows.iter().all(|row| row.time.is_some()));
    let rows = fixture.rows(&all(Group::Posts));
    assert_eq!(texts(&rows), ["N/A", "a title\n\nand more"]);
    assert_eq!(field(&rows[1], "Like(s)"), Some("3"));
    let photos = fixture.library.record(rows[0].id.parse().unwrap()).unwrap();
    assert_eq!(photos.link.as_deref(), Some("https://v.example/b.jpg\nhttps://v.example/c.jpg"));
    let sheets = fixture.library.facts().unwrap();
    let facts: Vec<(&str, &str)> = sheets[0].facts.iter().map(|f| (&*f.path[0], &*f.value)).collect();
    assert_eq!(
        facts,
        [
            ("userName", "ik"),
            ("bioDescription", "one\n\ntwo\nshop: in Wattwyk"),
            ("birthDate", "12-Apr-1996")
        ]
    );
    assert_eq!(read(&fixture)[&Section::Comment], 3);
    assert_eq!(notes(&fixture), []);
}

#[test]
fn empty_lines_and_cuts_do_not_move_values_to_other_records() {
    let begin = "Comment: the end of a cut record\n\n";
    let rows = "Date: 2026-05-01 10:00:00 UTC\nComment: one\n\nDate: 2026-05-02 10:00:00 UTC\nComment: two\n\n\
                Date: 2026-05-03 10:00:00 UTC\nComment: three\n";
    for (what, content) in [
        ("cut", format!("{begin}{rows}")),
        ("blank lines", rows.replace('\n', "\n\n")),
        ("no blank lines", rows.replace("\n\n", "\n")),
        ("leading blank lines", format!("\n \n\t\n{rows}")),
        ("joined", format!("{}{}", rows, rows.replace("05-0", "06-0"))),
    ] {
        let fixture = TestLibrary::in_zone("UTC");
        fixture.add_files("a", &[("Comments.txt", &content)]);
        for row in fixture.rows(&all(Group::Comments)) {
            let expected = match row.text.as_deref().unwrap() {
                "one" => Some(1),
                "two" => Some(2),
                "three" => Some(3),
                _ => None,
            };
            let day = row.time.map(|time| {
                let time = jiff::Timestamp::from_millisecond(time).unwrap();
                time.to_zoned(jiff::tz::TimeZone::UTC).day()
            });
            assert_eq!(day, expected, "{what}: {:?}", row.text);
        }
        let expected = match what {
            "cut" => 4,
            "joined" => 6,
            _ => 3,
        };
        assert_eq!(read(&fixture)[&Section::Comment], expected, "{what}");
    }
}

#[test]
fn orders_and_carts_have_products_quantities_and_prices() {
    let orders = "Order date: 2026-05-01 10:00:00 UTC\nOrder number: 576000000000000011\n\
                  Total price (including shipping fee): 19.00 EUR\nOrder status: Completed\nProduct information:\n\
                  >>Name:\nLantern\nGreen: matt\n>>Quantity:2\n>>Name:\nCandle\n>>Quantity:1\n\n\
                  Order date: 2026-06-01 10:00:00 UTC\nOrder number: 576000000000000012\n\
                  Total price (including shipping fee): 4.50 EUR\nOrder status: Completed\nProduct information:\n\
                  >>Name:\nCandle\n>>Quantity:1\n";
    let cart =
        "Creation date: 2026-05-01 09:00:00 UTC\nShop Name: Lamp Shop\n>>Name: Lantern\n>>Quantity: 3\n";
    let fixture = TestLibrary::new();
    fixture.add_files(
        "a",
        &[
            ("TikTok/TikTok Shop/Order History.txt", orders),
            ("TikTok/TikTok Shop/Shopping Cart List.txt", cart),
        ],
    );
    let rows = fixture.rows(&all(Group::Shop));
    let of = |section| rows.iter().filter(|row| row.section == section).collect::<Vec<_>>();
    let orders = of(Section::Order);
    assert_eq!(
        orders.iter().map(|row| row.text.as_deref()).collect::<Vec<_>>(),
        [Some("Candle"), Some("Lantern · Candle")]
    );
    assert_eq!(field(orders[1], "Total price (including shipping fee)"), Some("19.00 EUR"));
    assert_eq!(field(orders[1], "Product information › Quantity"), Some("2"));
    assert_eq!(field(orders[1], "Product information › Name"), Some("Lantern\nGreen: matt"));
    assert!(orders.iter().all(|row| row.time.is_some()));
    let cart = of(Section::CartItem);
    assert_eq!((cart[0].text.as_deref(), cart[0].who.as_deref()), (Some("Lantern"), Some("Lamp Shop")));
    assert_eq!(field(cart[0], "Quantity"), Some("3"));
    assert!(cart[0].time.is_some());
    // The same cart as JSON.
    let json = r#"{"TikTok Shop":{"Shopping Cart List":{"ShoppingCart":[
        {"CreateTime":"2026-05-01 09:00:00","ShopName":"Lamp Shop","ProductName":"Lantern","SkuCount":3}]}}}"#;
    assert_eq!(fixture.add_json("b", json).known, 1);
}

#[test]
fn the_same_account_as_json_and_as_text_is_stored_once() {
    let json = r#"{"Your Activity":{
        "Share History":{"ShareHistoryList":[{"Date":"2026-05-01 08:00:00","SharedContent":"Video",
            "Link":"https://www.tiktokv.com/share/video/7500000000000000009/","Method":"Copy"}]},
        "Activity Summary":{"ActivitySummaryMap":{"note":"Since the start.","videosSharedSinceAccountRegistration":3}}},
        "Profile And Settings":{"Profile Info":{"ProfileMap":{"userName":"ik","birthDate":"12-Apr-1996","likesReceived":"None"}}}}"#;
    let dutch = [
        (
            "TikTok/Je activiteit/Geschiedenis delen.txt",
            "Datum: 2026-05-01 08:00:00 UTC\nGedeelde inhoud: video\nLink: https://www.tiktokv.com/share/video/7500000000000000009/\nMethode: Kopie\n",
        ),
        (
            "TikTok/Profiel en instellingen/Profielinformatie.txt",
            "Gebruikersnaam: ik\nGeboortedatum: 12-Apr-1996\n",
        ),
        (
            "TikTok/Je activiteit/Samenvatting van activiteit.txt",
            "Video's gedeeld sinds accountregistratie: 3\n",
        ),
    ];
    let english = [
        ("Profile Information.txt", "Username: ik\nBirthdate: 12-Apr-1996\nLikes Received: None\n"),
        ("Activity Summary.txt", "(Note: Since the start.)\nVideos shared since account registration: 3\n"),
    ];
    let fixture = TestLibrary::new();
    fixture.add_json("a", json);
    let counts = fixture.add_files("b", &dutch);
    assert_eq!((counts.read, counts.known), (4, 4));
    let counts = fixture.add_files("c", &english);
    assert_eq!((counts.read, counts.known), (4, 4));
    // A fact shows its own name.
    let fixture = TestLibrary::new();
    fixture.add_files("a", &dutch);
    let facts = fixture.library.facts().unwrap();
    let record = fixture.library.record(facts[0].facts[0].id.parse().unwrap()).unwrap();
    assert!(record.original.contains("Gebruikersnaam"), "{}", record.original);
}

#[test]
fn text_files_beside_json_are_read() {
    let watched =
        "Date: 2026-03-01 10:00:00 UTC\nLink: https://www.tiktokv.com/share/video/7500000000000000001/\n";
    let json = r#"{"Your Activity":{"Searches":{"SearchList":[{"Date":"2026-03-01 10:00:00","SearchTerm":"lantern"}]}}}"#;
    for (name, beside, searches) in [
        ("package.json", r#"{"name":"mine"}"#, 0),
        ("TikTok/notes.json", "", 0),
        ("list.json", "[]", 0),
        ("user_data_tiktok.json", json, 1),
        ("user_data_tiktok.json", "{}", 0),
    ] {
        let fixture = TestLibrary::new();
        fixture.add_files("a", &[("TikTok/Your Activity/Watch History.txt", watched), (name, beside)]);
        let counts = read(&fixture);
        assert_eq!(counts.get(&Section::Watch), Some(&1), "{name}");
        assert_eq!(counts.get(&Section::Search).copied().unwrap_or_default(), searches, "{name}");
    }
    // Another text beside a JSON export is counted, and not taken for data.
    let fixture = TestLibrary::new();
    let counts = fixture.add_files("a", &[("user_data_tiktok.json", json), ("read me.txt", "some words\n")]);
    assert_eq!((counts.read, counts.stored, counts.skipped), (2, 1, 1));
}

#[test]
fn lines_that_fit_no_record_are_kept_and_nothing_with_lines_is_called_empty() {
    let fixture = TestLibrary::new();
    fixture.add_files(
        "a",
        &[
            (
                "TikTok/Direct Messages/Direct Messages.txt",
                ">>> Chat History with lena::\n\n01/05/2026, 10:00 - lena: hi\n01/05/2026, 10:01 - me: hello\n",
            ),
            ("TikTok/Comments/Comments.txt", "some words about a lighthouse\n"),
            ("TikTok/Your Activity/Searches.txt", "You have no data in this section\n"),
            ("TikTok/Your Activity/Watch History.txt", "\n\n"),
        ],
    );
    let details =
        fixture.library.import_details("a", &[Section::Message, Section::Comment]).unwrap().unwrap();
    let state = |section| details.sections.iter().find(|line| line.section == section).map(|line| line.state);
    assert_eq!(state(Section::Message), Some(SectionState::Unknown));
    assert_eq!(state(Section::Comment), Some(SectionState::Unknown));
    assert_eq!(state(Section::Search), Some(SectionState::Empty));
    assert_eq!(state(Section::Watch), Some(SectionState::Empty));
    assert_eq!((details.total.read, details.total.stored), (4, 4));
    let kept: Vec<String> = fixture
        .rows(&all(Group::Other))
        .iter()
        .map(|row| fixture.library.record(row.id.parse().unwrap()).unwrap().original)
        .collect();
    for line in
        ["01/05/2026, 10:00 - lena: hi", "01/05/2026, 10:01 - me: hello", "about a lighthouse", "with lena"]
    {
        assert!(kept.iter().any(|original| original.contains(line)), "{line} is lost: {kept:?}");
    }
    let kinds: Vec<NoteKind> = details.notes.iter().map(|note| note.kind).collect();
    assert_eq!(kinds, [NoteKind::Unassigned, NoteKind::Unassigned]);
}

#[test]
fn records_are_told_apart_without_lines_between_them_and_with_numbers_before_them() {
    let likes = |day: u32| {
        let link = format!("https://www.tiktokv.com/share/video/750000000000000000{day}/");
        (format!("Date: 2026-09-0{day} 10:00:00 UTC\n"), format!("Link: {link}\n"))
    };
    let number = |before: &str, after: &str, gap: &str| {
        let of = |day: u32| {
            let (date, link) = likes(day);
            format!("{before}{day}{after}\n{date}{link}{gap}")
        };
        [1, 2, 3].map(of).concat()
    };
    let swapped = [1, 2, 3].map(likes).map(|(date, link)| link + &date).concat();
    let cases = [
        number("#", "", "\n"),
        number("", ".", "\n"),
        number("Item ", "", "\n"),
        number("Item ", ":", "\n"),
        number("#", "", ""),
        swapped,
    ];
    for text in cases {
        let fixture = TestLibrary::new();
        let counts = fixture.add_files("a", &[("TikTok/Likes and Favorites/Like List.txt", &text)]);
        assert_eq!((counts.read, counts.stored), (3, 3), "{text}");
        let rows = fixture.rows(&all(Group::Likes));
        assert!(rows.iter().all(|row| row.time.is_some() && row.item.is_some()), "{text}");
        assert_eq!(rows.len(), 3, "{text}");
    }
    let login = |day: u32| format!("IP: 192.0.2.{day}\nDate: 2026-09-0{day} 10:00:00 UTC\nDevice Model: x\n");
    let logins = [1, 2, 3].map(login).concat();
    let fixture = TestLibrary::new();
    let counts = fixture.add_files("a", &[("TikTok/Your Activity/Login History.txt", &logins)]);
    assert_eq!(counts.stored, 3);
    // Numbers in texts stay.
    let searches = "#1\nDate: 2026-09-01 10:00:00 UTC\nSearch Term: one\n2\n\n#2\nDate: 2026-09-02 10:00:00 UTC\nSearch Term: two\n";
    let fixture = TestLibrary::new();
    fixture.add_files("a", &[("TikTok/Your Activity/Searches.txt", searches)]);
    assert_eq!(texts(&fixture.rows(&all(Group::Searches))), ["two", "one\n2"]);
}
