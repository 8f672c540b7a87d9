//! Links to photos are signed anew for each export, which does not make other records of them.

use satchel_core::library::Group;

use super::{TestLibrary, all};

fn photo(name: &str, signature: &str) -> String {
    format!(
        "https://p16-sign.tiktokcdn.com/tos-p-0068/{name}~tplv.jpeg?lk3s=1&x-expires={signature}&x-signature={signature}%3D"
    )
}

#[test]
fn a_comment_that_is_only_a_photo_is_the_same_in_each_export() {
    let json = |signature: &str, more: &str| {
        let comment = |name: &str| {
            format!(
                r#"{{"date":"2026-01-01 10:00:00","comment":"","photo":"{}"{more}}}"#,
                photo(name, signature)
            )
        };
        format!(r#"{{"Comment":{{"Comments":{{"CommentsList":[{},{}]}}}}}}"#, comment("one"), comment("two"))
    };
    let text = |signature: &str| {
        let comment = |name: &str| {
            format!("Date: 2026-01-01 10:00:00 UTC\nComment: \nPhoto: {}\n\n", photo(name, signature))
        };
        comment("one") + &comment("two")
    };
    let fixture = TestLibrary::new();
    let first = fixture.add_json("first", &json("1700000001", ""));
    assert_eq!((first.stored, first.known), (2, 0));
    let later =
        r#","originalPostUrl":"https://www.tiktok.com/@7000000000000000001/video/7500000000000000009""#;
    for (id, counts) in [
        ("again", fixture.add_json("again", &json("1700000002", ""))),
        ("with the post", fixture.add_json("with the post", &json("1700000003", later))),
        ("text", fixture.add_files("text", &[("Comments.txt", &*text("1700000004"))])),
    ] {
        assert_eq!((counts.stored, counts.known), (0, 2), "{id}");
    }
    assert_eq!(fixture.rows(&all(Group::Comments)).len(), 2);
}
