//! Deeply nested input: the stack use of readers must not grow with the nesting, and no value may be lost.

use satchel_core::library::{Group, RowFormat, SearchQuery};

use super::{TestLibrary, all};

const LEVELS: usize = 20_000;

/// A string nested in many levels of `open` and `close`.
fn nested(open: &str, close: &str) -> String {
    format!("{}\"innermost\"{}", open.repeat(LEVELS), close.repeat(LEVELS))
}

/// Imports this JSON and runs every query that parses stored JSON, on a thread with the usual stack size.
fn assert_imported(name: &'static str, json: String) {
    std::thread::Builder::new()
        .stack_size(2 << 20)
        .spawn(move || {
            let fixture = TestLibrary::new();
            let counts = fixture.add_json("a", &json);
            assert_eq!(
                counts.read,
                counts.stored + counts.known + counts.repeated + counts.skipped,
                "{name}"
            );
            let mut originals = String::new();
            for group in Group::ALL {
                for row in fixture.rows(&all(group)) {
                    originals += &fixture.library.record(row.id.parse().unwrap()).unwrap().original;
                }
                fixture.library.export(&all(group), RowFormat::Json, &mut std::io::sink()).unwrap();
            }
            assert!(originals.contains("innermost"), "{name}: the innermost value is lost");
            let query = SearchQuery { text: "innermost".into(), group: None };
            let found = fixture.library.search(&query).unwrap();
            assert!(found.total + found.names_total > 0, "{name}: the innermost value is not found");
            fixture.library.report("a").unwrap();
            fixture.library.tree().unwrap();
            fixture.library.facts().unwrap();
        })
        .unwrap()
        .join()
        .unwrap();
}

#[test]
fn nested_known_lists_do_not_overflow_the_stack() {
    for key in
        ["FansList", "ChatHistory", "OrderHistories", "WatchLiveMap", "Tako Chat History List", "PayCard"]
    {
        assert_imported(key, nested(&format!("{{\"{key}\":"), "}"));
    }
}

#[test]
fn alternating_known_lists_do_not_overflow_the_stack() {
    assert_imported("alternating", nested("{\"FansList\":{\"ChatHistory\":", "}}"));
}

#[test]
fn nested_facts_do_not_overflow_the_stack() {
    assert_imported("objects", nested("{\"ProfileMap\":", "}"));
    assert_imported("arrays", format!("{{\"ProfileMap\":{}}}", nested("[", "]")));
}

#[test]
fn nested_unknown_values_do_not_overflow_the_stack() {
    assert_imported("objects", nested("{\"Unknown\":", "}"));
    assert_imported("holders", nested("{\"Comments\":", "}"));
    assert_imported("arrays", format!("{{\"Unknown\":{}}}", nested("[", "]")));
    assert_imported("array at the top", nested("[", "]"));
    assert_imported(
        "fields",
        format!("{{\"FansList\":[{{\"UserName\":\"a\",\"Extra\":{}}}]}}", nested("{\"k\":[", "]}")),
    );
}
