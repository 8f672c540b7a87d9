//! Two exports of an account: the later one has more, or less, of the same records.

use satchel_core::library::{Group, Row, Section};

use super::{TestLibrary, all};

fn video(number: u32) -> String {
    format!("https://www.tiktokv.com/share/video/75000000000000000{number:02}/")
}

fn likes(links: &[&str]) -> String {
    let row = |(at, link): (usize, &&str)| format!(r#"{{"Date":"2026-09-01 10:00:{at:02}","Link":{link}}}"#);
    let rows: Vec<String> = links.iter().enumerate().map(row).collect();
    format!(r#"{{"Likes and Favorites":{{"Like List":{{"ItemFavoriteList":[{}]}}}}}}"#, rows.join(","))
}

fn items(rows: &[Row]) -> Vec<Option<&str>> {
    rows.iter().map(|row| row.item.as_deref()).collect()
}

#[test]
fn the_link_of_a_comment_in_a_later_export_is_adopted() {
    let comment = |more: &str| {
        format!(
            r#"{{"Comment":{{"Comments":{{"CommentsList":[{{"date":"2026-09-01 10:00:00","comment":"nice"{more}}}]}}}}}}"#
        )
    };
    let with_link = comment(&format!(r#","photo":"N/A","originalPostUrl":"{}""#, video(1)));
    for exports in [[comment(""), with_link.clone()], [with_link.clone(), comment("")]] {
        let fixture = TestLibrary::new();
        fixture.add_json("a", &exports[0]);
        let counts = fixture.add_json("b", &exports[1]);
        assert_eq!((counts.read, counts.known), (1, 1));
        let rows = fixture.rows(&all(Group::Comments));
        assert_eq!(items(&rows), [Some("7500000000000000001")]);
        let found = fixture
            .library
            .search(&satchel_core::library::SearchQuery { text: "7500000000000000001".into(), group: None });
        assert_eq!(found.unwrap().total, 1);
    }
}

#[test]
fn a_like_whose_video_was_deleted_since_keeps_its_video() {
    let links = [1, 2, 3].map(|number| format!("\"{}\"", video(number)));
    let links: Vec<&str> = links.iter().map(String::as_str).collect();
    for gone in ["\"https://www.tiktok.com/login?redirect_url=x\"", "\"\"", "\"N/A\"", "null"] {
        let fixture = TestLibrary::new();
        fixture.add_json("a", &likes(&links));
        let counts = fixture.add_json("b", &likes(&[links[0], gone, links[2], gone]));
        assert_eq!((counts.read, counts.known, counts.stored), (4, 3, 1), "{gone}");
        let rows = fixture.rows(&all(Group::Likes));
        let expected =
            [None, Some("7500000000000000003"), Some("7500000000000000002"), Some("7500000000000000001")];
        assert_eq!(items(&rows), expected, "{gone}");
        // One that has its video is none that lost it.
        let same = |links: &[&str]| likes(links).replace("10:00:01", "10:00:00");
        let fixture = TestLibrary::new();
        fixture.add_json("a", &likes(&[links[0]]));
        let counts = fixture.add_json("b", &same(&[gone, links[0]]));
        assert_eq!((counts.known, counts.stored, counts.repeated), (1, 1, 0), "{gone}");
        // Where two may be meant, neither is taken.
        let fixture = TestLibrary::new();
        fixture.add_json("a", &same(&links[..2]));
        assert_eq!(fixture.add_json("b", &likes(&[gone])).stored, 1, "{gone}");
    }
}

#[test]
fn the_state_of_a_return_or_a_dispute_is_that_of_the_later_export() {
    let shop = |state: &str| {
        format!(
            r#"{{"TikTok Shop":{{
                "Order Dispute History":{{"OrderDisputeHistories":[{{"dispute_id":"5","create_time":"2025-05-01 10:00:00","status":"{state}"}}]}},
                "Returns and Refunds History":{{"ReturnAndRefundHistories":[{{"return_id":"6","create_time":"2025-05-01 10:00:00","status":"{state}"}}]}},
                "Customer Support History":{{"CustomerSupportHistories":[{{"ticket_id":"7","create_time":"2025-05-01 10:00:00","status":"{state}"}}]}}}}}}"#
        )
    };
    let fixture = TestLibrary::new();
    fixture.add_json("a", &shop("Open"));
    let counts = fixture.add_json("b", &shop("Closed"));
    assert_eq!((counts.read, counts.known), (3, 3));
    for row in fixture.rows(&all(Group::Shop)) {
        let original = fixture.library.record(row.id.parse().unwrap()).unwrap().original;
        assert!(original.contains("Closed") && !original.contains("Open"), "{original}");
    }
    assert_eq!(fixture.counts_by_section("b").get(&Section::Refund).map(|counts| counts.known), Some(1));
}
