//! Every record of every layout is read and counted as stored, repeated or skipped.

use std::collections::BTreeMap;

use satchel_core::library::{ImportCounts, Section};
use satchel_export_gen::{Expected, Language, Layout, Plan, Quirk};

use super::{TestLibrary, plan, section};

fn as_read(expected: &Expected) -> BTreeMap<Section, ImportCounts> {
    let mut sections = BTreeMap::new();
    for (name, counts) in &expected.sections {
        let counts = ImportCounts {
            read: counts.read,
            stored: counts.stored,
            known: 0,
            repeated: counts.repeated,
            skipped: counts.skipped,
        };
        if counts.read > 0 {
            sections.insert(section(name), counts);
        }
    }
    sections
}

fn differences(
    found: &BTreeMap<Section, ImportCounts>,
    expected: &BTreeMap<Section, ImportCounts>,
) -> Vec<String> {
    let all: std::collections::BTreeSet<_> = found.keys().chain(expected.keys()).collect();
    all.into_iter()
        .filter(|section| found.get(section) != expected.get(section))
        .map(|section| {
            format!("{section:?}: found {:?}, expected {:?}", found.get(section), expected.get(section))
        })
        .collect()
}

fn check(what: &str, plan: &Plan) {
    let fixture = TestLibrary::new();
    let expected = as_read(&fixture.add("a", plan));
    let found = fixture.counts_by_section("a");
    let wrong = differences(&found, &expected);
    assert!(wrong.is_empty(), "{what}:\n{}", wrong.join("\n"));
    for (section, counts) in &found {
        assert_eq!(
            counts.read,
            counts.stored + counts.known + counts.repeated + counts.skipped,
            "{what}, {section:?}"
        );
    }
    let total: u64 = found.values().map(|counts| counts.stored).sum();
    assert!(total > 0, "{what}: nothing was read");
    assert_eq!(fixture.library.summary().unwrap().records, total, "{what}");
}

#[test]
fn every_layout_is_imported_completely() {
    for layout in Layout::ALL {
        check(&format!("{layout:?}"), &plan(layout));
    }
}

#[test]
fn every_quirk_is_tolerated_in_text_layouts() {
    let new = [Quirk::Paragraphs, Quirk::WordsForNothing, Quirk::RemovedAccounts, Quirk::GroupsAmongChats];
    let english = Layout::TxtC(Language::English);
    let plans = Quirk::ALL.map(|quirk| (english, vec![quirk]));
    let others = [Layout::TxtA, Layout::TxtC(Language::Dutch), Layout::TxtC(Language::Russian)];
    for (layout, quirks) in plans.into_iter().chain(others.map(|layout| (layout, new.to_vec()))) {
        check(&format!("{layout:?} {quirks:?}"), &Plan { quirks, ..plan(layout) });
    }
}

#[test]
fn every_quirk_is_tolerated_in_the_newest_layout() {
    for quirk in Quirk::ALL {
        check(&format!("{quirk:?}"), &Plan { quirks: vec![quirk], ..plan(Layout::V6) });
    }
}

#[test]
fn every_quirk_is_tolerated_in_the_oldest_layout() {
    for quirk in Quirk::ALL {
        check(&format!("V1 {quirk:?}"), &Plan { quirks: vec![quirk], ..plan(Layout::V1) });
    }
}
