//! Facts about devices are grouped by device, across exports.

use satchel_core::library::read::Choices;
use satchel_core::library::{ExportDates, ImportSource, Section, Thing};
use serde_json::{Value, json};

use super::{TestLibrary, open, write_files};

const DAY: i64 = 86_400_000;
const FIRST: i64 = 1_790_000_000_000;

/// Imports an export that was saved this number of days after the first.
fn add(fixture: &TestLibrary, id: &str, days: i64, files: &[(&str, String)]) {
    let path = fixture.archive(id);
    write_files(&path, files);
    let source = ImportSource { id, dates: ExportDates::saved(FIRST + days * DAY), export: &open(&path) };
    fixture.library.import(&source, &Choices::default(), &<_>::default(), &|_, _| {}).unwrap();
}

fn json_of(status: &Value) -> [(&'static str, String); 1] {
    [(
        "user_data_tiktok.json",
        json!({ "Your Activity": { "Status": { "Status List": status } } }).to_string(),
    )]
}

fn devices(fixture: &TestLibrary) -> Vec<Thing> {
    let sheets = fixture.library.facts().unwrap();
    let sheet = sheets.into_iter().find(|sheet| sheet.section == Section::Device).unwrap();
    assert_eq!((sheet.facts.len(), sheet.total), (0, sheet.things.len() as u64));
    sheet.things
}

fn values<'t>(thing: &'t Thing, name: &str) -> Vec<&'t str> {
    let property = thing.properties.iter().find(|property| property.name == name).unwrap();
    property.values.iter().map(|value| value.value.as_str()).collect()
}

fn phone(id: &str, version: &str) -> Value {
    json!({ "Resolution": "1080*2340", "App Version": version, "IDFV": id, "IDFA": "00000000-0000-0000-0000-000000000000" })
}

#[test]
fn a_device_has_all_its_versions_and_the_time_of_its_first_and_last_backup() {
    let fixture = TestLibrary::new();
    let versions: Vec<Value> = (0..200).map(|minor| phone("ID-1", &format!("40.{minor}"))).collect();
    add(&fixture, "a", 0, &json_of(&json!(versions)));
    add(&fixture, "b", 30, &json_of(&json!([phone("ID-1", "41.0"), phone("ID-2", "41.0")])));
    let devices = devices(&fixture);
    let shown: Vec<_> = devices.iter().map(|thing| (thing.id.as_str(), thing.from, thing.until)).collect();
    assert_eq!(shown, [("ID-1", FIRST, FIRST + 30 * DAY), ("ID-2", FIRST + 30 * DAY, FIRST + 30 * DAY)]);
    let versions = values(&devices[0], "App Version");
    assert_eq!((versions[0], versions[1], versions.len()), ("41.0", "40.0", 201));
    assert_eq!(values(&devices[0], "Resolution"), ["1080*2340"]);
    assert_eq!(values(&devices[1], "App Version"), ["41.0"]);
    let old =
        &devices[0].properties.iter().find(|property| property.name == "App Version").unwrap().values[200];
    assert_eq!((old.value.as_str(), old.from, old.until), ("40.199", FIRST, FIRST));
    assert!(devices.iter().all(|thing| thing.current));
}

#[test]
fn a_device_that_is_not_in_the_newest_backup_is_not_current() {
    let fixture = TestLibrary::new();
    add(&fixture, "a", 0, &json_of(&json!([phone("ID-1", "40.0")])));
    add(&fixture, "b", 30, &json_of(&json!([phone("ID-2", "41.0")])));
    let current: Vec<_> = devices(&fixture).into_iter().map(|thing| (thing.id, thing.current)).collect();
    assert_eq!(current, [("ID-2".to_owned(), true), ("ID-1".to_owned(), false)]);
}

#[test]
fn a_device_is_the_same_in_json_and_in_text() {
    let fixture = TestLibrary::new();
    add(
        &fixture,
        "a",
        0,
        &json_of(&json!([{ "Resolution": "1080*2340", "App Version": "40.0", "IDFV": "ID-1" }])),
    );
    let records = fixture.library.summary().unwrap().records;
    let text =
        "Resolution: 1080*2340\nApp Version: 40.0\nIDFV: ID-1\n\nResolution: 720*1600\nApp Version: 39.0\n";
    add(&fixture, "b", 1, &[("TikTok/Your Activity/Status.txt", text.to_owned())]);
    assert_eq!(fixture.library.summary().unwrap().records, records + 2);
    let devices = devices(&fixture);
    let ids: Vec<_> = devices.iter().map(|thing| thing.id.as_str()).collect();
    assert_eq!(ids, ["ID-1", "720*1600"], "without an id, the screen tells devices apart");
    assert_eq!(values(&devices[1], "App Version"), ["39.0"]);
}
