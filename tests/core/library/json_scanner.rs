//! Events of the JSON scanner for valid, lenient and malformed text, read in pieces of any size.

use proptest::prelude::*;
use satchel_core::library::fuzzing::{events, json_scanner};

/// The events of a text. Also checks that they do not depend on the size of the pieces that are read.
fn scanned(text: &str) -> String {
    json_scanner(text.as_bytes());
    events(text.as_bytes(), 7).join(" ")
}

#[test]
fn valid_json_gives_all_values() {
    for (text, expected) in [
        ("", ""),
        ("  \n\t ", ""),
        ("null", "null"),
        ("-1.5e+3", "-1.5e+3"),
        (r#""a\"b\\""#, r#""a\"b\\""#),
        ("{}", "{ }"),
        ("[]", "[ ]"),
        (r#"{"a":1,"b":[true,false]}"#, "{ a: 1 b: [ true false ] }"),
        (r#"{"a":{"b":{}},"c":"}"}"#, r#"{ a: { b: { } } c: "}" }"#),
        (r#" [ {"k" : "v"} , [ ] ] "#, r#"[ { k: "v" } [ ] ]"#),
        (r#"{"caf\u00e9":"\ud83d\ude00"}"#, r#"{ café: "\ud83d\ude00" }"#),
        (r#"{"":null}"#, "{ : null }"),
        ("[12345678901234567890123]", "[ 12345678901234567890123 ]"),
    ] {
        assert_eq!(scanned(text), expected, "{text}");
    }
}

#[test]
fn invalid_json_is_read_leniently() {
    for (text, expected) in [
        ("[1,,2,]", "[ 1 2 ]"),
        (r#"{"a":1 "b":2}"#, "{ a: 1 b: 2 }"),
        (r#"{"a" [1]}"#, "{ a: [ 1 ] } irregular"),
        (r#"{"a":}"#, "{ a: no value }"),
        (r#"{{"a":1}}"#, "{ a: 1 } stray bracket irregular"),
        (r#"{"a":1,{"b":2}}"#, "{ a: 1 a: { b: 2 } } irregular"),
        (r#"{1,"a":2}"#, "{ a: 2 } irregular"),
        ("{} {}", "{ } { }"),
        ("[1}", "[ 1 ] irregular"),
        ("[nope]", "[ nope ]"),
    ] {
        assert_eq!(scanned(text), expected, "{text}");
    }
}

#[test]
fn a_quote_that_is_missing_or_not_escaped_does_not_affect_what_follows() {
    for (text, expected) in [
        // In a text.
        (r#"[{"a":"x "y" z","b":1},{"a":"2"}]"#, r#"[ { a: "x \"y\" z" b: 1 } { a: "2" } ] irregular"#),
        // At its end, and before the end of an object.
        (
            r#"[{"a":"x,"b":"1"},{"a":"2"},{"a":"3"}]"#,
            r#"[ { a: "x" b: "1" } { a: "2" } { a: "3" } ] irregular"#,
        ),
        (r#"[{"a":"x},{"a":"2"},{"a":"3"}]"#, r#"[ { a: "x" } { a: "2" } { a: "3" } ] irregular"#),
        (r#"[{"a":"x\","b":"1"},{"a":"2"}]"#, r#"[ { a: "x\"" b: "1" } { a: "2" } ] irregular"#),
        // At the end of the last string, and before a closing bracket that belongs to the text.
        (r#"{"l":[{"a":"1"},{"a":"x}]}"#, r#"{ l: [ { a: "1" } { a: "x" } ] } irregular"#),
        (r#"{"l":[{"a":"[x]}],"b":1}"#, r#"{ l: [ { a: "[x]" } ] b: 1 } irregular"#),
        // At its beginning, and those of a key.
        (r#"[{"a":x","b":"1"},{"a":"2"}]"#, r#"[ { a: "x" b: "1" } { a: "2" } ] irregular"#),
        (r#"[{a":"1","b":"2"},{"a":"3"}]"#, r#"[ { a: "1" b: "2" } { a: "3" } ] irregular"#),
        (r#"[{"a:"1","b":"2"},{"a":"3"}]"#, r#"[ { a: "1" b: "2" } { a: "3" } ] irregular"#),
        (r#"{"a" 1,"b":2}"#, "{ a: 1 b: 2 } irregular"),
        // Doubled ones.
        (r#"{""a":"1"","b"":""2"}"#, r#"{ a: "1" b: "2" } irregular"#),
    ] {
        assert_eq!(scanned(text), expected, "{text}");
    }
}

#[test]
fn incomplete_json_is_reported_as_truncated_or_stray() {
    for (text, expected) in [
        ("[1,2", "[ 1 2 ] truncated"),
        (r#"{"a"#, "{ } truncated"),
        (r#"{"a":"#, "{ } truncated"),
        (r#"{"a":"b"#, "{ a: cut } truncated"),
        (r#"["a\"#, "[ cut ] truncated"),
        ("]", "stray bracket"),
        ("}[1]", "stray bracket [ 1 ]"),
        ("{\"a\":[1}", "{ a: [ 1 ] } irregular truncated"),
    ] {
        assert_eq!(scanned(text), expected, "{text}");
    }
}

#[test]
fn values_beyond_the_limit_are_skipped() {
    let long = "x".repeat(5000);
    assert_eq!(scanned(&format!(r#"["{long}",1,"short"]"#)), r#"[ too big 1 "short" ]"#);
}

const SAMPLE: &str = r#"{"Your Activity":{"Watch History":{"VideoList":[{"Date":"2026-01-01 10:00:00","Link":"https://x/\u00e9"},{"n":-1.5e3}]},"Empty":[],"Null":null}}"#;

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn events_of_arbitrary_bytes_do_not_depend_on_the_read_size(
        bytes in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        json_scanner(&bytes);
    }

    #[test]
    fn events_of_structural_bytes_do_not_depend_on_the_read_size(text in r#"[{}\[\]:,"\\ a1n]{0,60}"#) {
        json_scanner(text.as_bytes());
    }

    #[test]
    fn events_of_mutated_json_do_not_depend_on_the_read_size(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3_u8), 0..6),
    ) {
        let mut bytes = SAMPLE.as_bytes().to_vec();
        for (at, byte, kind) in changes {
            let at = at.index(bytes.len());
            match kind {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                _ => drop(bytes.remove(at)),
            }
        }
        json_scanner(&bytes);
    }
}
