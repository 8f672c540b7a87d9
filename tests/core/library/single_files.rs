//! Exports that consist of a single file whose name tells nothing.

use satchel_core::library::Section;
use satchel_core::library::read::{Recognition, recognise};

use super::{TestLibrary, open, write_files};

fn recognised(file: &str, text: &str) -> Recognition {
    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().join("a.zip");
    write_files(&archive, &[(file, text)]);
    recognise(&open(&archive), folder.path(), &<_>::default()).unwrap()
}

const PROFILES: [&str; 3] = [
    "Benutzername: noor\nProfilfoto: https://p16-sign-va.tiktokcdn.com/tos-maliva/a.webp?x=1\nE-Mail: noor@x.example\n\
     Telefonnummer: N/A\nGeburtsdatum: 12-Apr-1996\n",
    "Nom d'utilisateur : noor\nPhoto : https://p16.tiktokcdn-eu.com/a.jpg\nDate de naissance : 12-Apr-1996\nBio : N/A\n",
    "ユーザー名：noor\n写真：https://p16-sign.tiktokcdn-us.com/a.jpg\n生年月日：12-Apr-1996\n自己紹介：ふくろう\n",
];

const LOGINS: [&str; 3] = [
    "Datum: 2026-09-01 10:00:00 UTC\nIP: 192.0.2.1\nGerätemodell: Pixel 7\nGerätesystem: Android 14\nNetzwerktyp: Wi-Fi\n\
     Anbieter: Telekom\n",
    "日付：2026-09-01 10:00:00 UTC\nIP：2001:db8::1\n端末：iPhone15,2\nOS：iOS 17.1\nネットワーク：4G\n通信会社：N/A\n",
    "Datum: 2026-09-01 10:00:00\nIP-Adresse: 192.0.2.1\nGerät: Pixel 7\nSystem: Android 14\nNetz: 5G\nAnbieter: Telekom\n\n\
     Datum: 2026-09-02 10:00:00\nIP-Adresse: 192.0.2.2\nGerät: Pixel 7\nSystem: Android 14\nNetz: wifi\nAnbieter: N/A\n",
];

#[test]
fn logins_or_a_profile_alone_are_an_export_in_any_language() {
    for text in PROFILES.into_iter().chain(LOGINS) {
        for file in ["Unbekannt.txt", "TikTok/Profil/Unbekannt.txt"] {
            assert_eq!(recognised(file, text), Recognition::Export, "{file}: {text}");
        }
    }
}

#[test]
fn other_texts_with_people_or_addresses_are_none() {
    for text in [
        // A card of an address book, and a list of links.
        "Name: noor\nEmail: noor@x.example\nPhoto: https://x.example/a.jpg\nBirthday: 12-Apr-1996\n",
        "Name: noor\nTikTok: https://www.tiktok.com/@noor\nInstagram: https://www.instagram.com/noor\nEmail: noor@x.example\n",
        "Title: birds\nSource: https://p16-sign-va.tiktokcdn.com/a.webp\nSaved: 2026-09-01 10:00:00\n",
        // What other programs write of logins.
        "Time: 2026-09-01 10:00:00\nIP: 192.0.2.1\nUser: root\nPort: 22\nMethod: publickey\nResult: ok\n",
        "Date: 2026-09-01 10:00:00 UTC\nIP: 192.0.2.1\nStatus: 200\nPath: /index.html\nBrowser: Firefox 120\nBytes: 100\n",
        "Date: 2026-09-01 10:00:00\nIP Address: 192.0.2.1\nDevice: Pixel 7\nBrowser: Chrome\nCity: Berlin\nCountry: DE\n",
        "Host: 192.0.2.1\nModel: Router\nFirmware: 7.1\nNetwork: 5G\nUptime: 3 days\nCarrier: none\n",
    ] {
        assert_eq!(recognised("Unbekannt.txt", text), Recognition::Other, "{text}");
    }
}

const LOGIN: &str = r#"{"Date":"2026-09-01 10:00:00","IP":"192.0.2.1","DeviceModel":"Pixel 7","DeviceSystem":"Android 14","NetworkType":"Wi-Fi","Carrier":""}"#;
const POST: &str = r#"{"Date":"2026-09-01 10:00:00","Link":"https://v16.x.example/a.mp4","Likes":"3","WhoCanView":"Public","AllowComments":"Yes","AllowDuets":"No","AllowStitches":"No"}"#;

#[test]
fn lists_of_logins_or_posts_alone_are_an_export() {
    for row in [LOGIN, POST] {
        for text in [format!("[{row},{row}]"), format!("{row}\n{row}\n"), format!(r#"{{"mine":[{row}]}}"#)] {
            assert_eq!(recognised("mine.json", &text), Recognition::Export, "{text}");
        }
    }
    for text in [
        r#"[{"Date":"2026-09-01 10:00:00","IP":"192.0.2.1","DeviceModel":"Pixel 7","Browser":"Firefox"}]"#,
        r#"[{"Date":"2026-09-01 10:00:00","Link":"https://x.example/a","Likes":"3","Title":"a","Location":"b"}]"#,
    ] {
        assert_eq!(recognised("mine.json", text), Recognition::Other, "{text}");
    }
}

#[test]
fn rows_that_are_documents_of_their_own_have_the_section_of_their_fields() {
    let fixture = TestLibrary::new();
    let searches = r#"{"Date":"2026-09-01 10:00:00","SearchTerm":"cats"}"#;
    fixture.add_files(
        "a",
        &[("mine.json", &format!("{LOGIN}\n{LOGIN}\n")), ("other.json", &format!("{searches}\n"))],
    );
    let counts = fixture.counts_by_section("a");
    assert_eq!(counts.get(&Section::Login).map(|counts| counts.read), Some(2));
    assert_eq!(counts.get(&Section::Search).map(|counts| counts.read), Some(1));
}

#[test]
fn documents_without_their_key_are_what_their_files_are_named_like() {
    let room = r#"{"7301":{"WatchTime":"2026-01-01 10:00:00","Link":"https://www.tiktok.com/live/7301","Comments":[{"CommentTime":"2026-01-01 10:00:01","CommentContent":"hi"}],"Questions":[]}}"#;
    let chats =
        r#"{"Chat History with noor:":[{"Date":"2026-01-01 10:00:00","From":"noor","Content":"hello"}]}"#;
    let orders =
        r#"{"577":{"order_date":"2026-01-01 10:00:00","order_number":"577","order_status":"Completed"}}"#;
    for (file, text, section) in [
        ("WatchLiveMap.json", room, Section::LiveComment),
        ("WatchLiveMap.json", room, Section::LiveWatched),
        ("ChatHistory.json", chats, Section::Message),
        ("mine.json", chats, Section::Message),
        ("OrderHistories.json", orders, Section::Order),
    ] {
        assert_eq!(recognised(file, text), Recognition::Export, "{file}");
        let fixture = TestLibrary::new();
        fixture.add_files("a", &[(file, text)]);
        let counts = fixture.counts_by_section("a");
        assert_eq!(counts.get(&section).map(|counts| counts.read), Some(1), "{file}: {counts:?}");
        assert_eq!(counts.get(&Section::Other), None, "{file}");
    }
}

#[test]
fn lists_of_another_site_beside_an_export_are_none_of_its_lists() {
    let tiktok = r#"{"Your Activity":{"Watch History":{"VideoList":[{"Date":"2026-01-01 10:00:00","Link":"https://www.tiktokv.com/share/video/7500000000000000001/"}]}}}"#;
    let watched = r#"[{"header":"Tube","title":"Watched a","titleUrl":"https://www.tube.example/watch?v=a","time":"2026-01-01T10:00:00.000Z"}]"#;
    let searched = r#"[{"header":"Tube","title":"Searched for b","titleUrl":"https://www.tube.example/results?q=b","time":"2026-01-01T10:00:00.000Z"}]"#;
    let fixture = TestLibrary::new();
    fixture.add_files(
        "a",
        &[
            ("user_data_tiktok.json", tiktok),
            ("Tube/history/watch-history.json", watched),
            ("Tube/history/search-history.json", searched),
        ],
    );
    let counts = fixture.counts_by_section("a");
    let read = |section| counts.get(&section).map_or(0, |counts| counts.read);
    assert_eq!((read(Section::Watch), read(Section::Search), read(Section::Other)), (1, 0, 2));
}

#[test]
fn a_list_with_one_row_may_be_that_row() {
    let json = r#"{"Your Activity":{"Login History":{"LoginHistoryList":{"Date":"2026-01-01 10:00:00","IP":"192.0.2.1","DeviceModel":"a","DeviceSystem":"b"}},
        "Purchases":{"BuyGifts":{"BuyGifts":{"Date":"2026-01-02 10:00:00","Price":"1.99"}}},
        "Donation":{"DonationList":{"Date":"2026-01-03 10:00:00","Cause":"birds"}}},
        "Income+ Wallet":{"Coin Purchase History":{"CoinPurchaseHistoryList":{"Date":"2026-01-04 10:00:00","Type":"Buy","CoinAmount":70}}},
        "TikTok Shop":{"Saved Address Information":{"SavedAddress":{"receiver_name":"A","masked_phone_number":"+49***1","adress_info":"Street 1"}}}}"#;
    let fixture = TestLibrary::new();
    fixture.add_json("a", json);
    let counts = fixture.counts_by_section("a");
    for section in [Section::Login, Section::GiftBought, Section::Donation, Section::Coin, Section::Address] {
        assert_eq!(counts.get(&section).map(|counts| counts.read), Some(1), "{section:?}");
    }
    assert_eq!(counts.get(&Section::Other), None);
}
