use proptest::prelude::*;

use super::*;

const ROW: Values<'_> = Values {
    time: Some("2026-07-03 23:00:11"),
    link: Some("https://www.tiktokv.com/share/video/7/"),
    text: Some("Grüße/\n\"x\""),
    counterparty: Some("noor"),
    fields: None,
};
const SECONDS: u32 = 1_783_119_611;

fn of_json(row: &str, values: &Values<'_>) -> String {
    let template = template(Source::Json(row.as_bytes()), values, SECONDS).unwrap();
    assert_eq!(fill(&template, values), row, "{template:?}");
    template
}

#[test]
fn rows_that_differ_in_their_values_only_have_one_template() {
    assert_eq!(time::parse("2026-07-03 23:00:11"), Some(SECONDS));
    let rows = [
        r#"{"Date": "2026-07-03 23:00:11 UTC",  "From":"noor","Content": "Grüße/\n\"x\"" }"#,
        r#"{"Date": "2026-07-03 23:00:11 UTC",  "From":"noor","Content": "Gr\u00fc\u00dfe/\n\"x\"" }"#,
        r#"{"Date": "2026-07-03 23:00:11 UTC",  "From":"noor","Content": "Grüße\/\n\"x\"" }"#,
    ];
    let templates = rows.map(|row| of_json(row, &ROW));
    assert!(templates.iter().all(|template| !template.contains("noor") && !template.contains("Gr")));
    let other = Values { counterparty: Some("maren"), text: Some("hi"), ..ROW };
    let row = r#"{"Date": "2026-07-03 23:00:11 UTC",  "From":"maren","Content": "hi" }"#;
    assert_ne!(templates[0], of_json(row, &other), "how the text is written is a part of the template");
    let plain = r#"{"Date": "2026-07-03 23:00:11 UTC",  "From":"maren","Content": "yes" }"#;
    assert_eq!(of_json(row, &other), of_json(plain, &Values { text: Some("yes"), ..other }));
}

#[test]
fn fields_are_taken_from_their_json() {
    let row = "{\n  \"Date\": \"2026-07-03 23:00:11\",\n  \"Likes\": 5,\n  \"Tags\": [\"a\", \"b\"]\n}";
    let fields = r#"{"Date":"2026-07-03 23:00:11","Likes":5,"Tags":["a","b"]}"#;
    let values = Values { fields: Some(fields), ..ROW };
    let template = of_json(row, &values);
    assert!(!template.contains('5') && !template.contains("\"b\""), "{template:?}");
    assert_eq!(of_json(fields, &values).chars().count(), 3);
}

#[test]
fn lines_are_kept_as_they_are() {
    let lines = "2026-07-03 23:00:11 UTC  noor:  Grüße/\n\"x\"  ";
    let template = template(Source::Text(lines), &ROW, SECONDS).unwrap();
    assert_eq!(fill(&template, &ROW), lines);
    assert_eq!(template.matches(MARK).count(), 3, "{template:?}");
    let block = "Date:  2026-07-03 23:00:11 UTC\n\nLikes: 5 \nTitel: a \"b\"";
    let fields = r#"{"Date":"2026-07-03 23:00:11 UTC","Likes":"5","Titel":"a \"b\""}"#;
    let values = Values { fields: Some(fields), ..ROW };
    let template = super::template(Source::Text(block), &values, SECONDS).unwrap();
    assert_eq!(fill(&template, &values), block);
    assert_eq!(template.matches(MARK).count(), 3, "{template:?}");
}

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[ -~]{0,6}",
        Just("2026-07-03 23:00:11".to_owned()),
        Just("noor".to_owned()),
        Just("\u{1}".to_owned()),
        Just("\\\"".to_owned()),
        Just("\",\"".to_owned()),
        Just("ü😀\n".to_owned()),
        Just("{\"a\": [1, null, \"".to_owned()),
    ];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_text_is_restored(
        row in text(), title in text(), link in text(), fields in prop::option::of(text()), is_json: bool
    ) {
        let values = Values { text: Some(&title), link: Some(&link), fields: fields.as_deref(), ..ROW };
        let source = if is_json { Source::Json(row.as_bytes()) } else { Source::Text(&row) };
        let template = template(source, &values, SECONDS).unwrap();
        prop_assert_eq!(fill(&template, &values), row);
    }

    #[test]
    fn any_row_is_restored(title in text(), likes: i32, is_pretty: bool) {
        let row = serde_json::json!({ "Date": "2026-07-03 23:00:11", "Title": title, "Likes": likes });
        let fields = row.to_string();
        let row = if is_pretty { serde_json::to_string_pretty(&row).unwrap() } else { fields.clone() };
        let values = Values { text: Some(&title), fields: Some(&fields), ..ROW };
        let template = template(Source::Json(row.as_bytes()), &values, SECONDS).unwrap();
        prop_assert_eq!(fill(&template, &values), row);
    }
}
