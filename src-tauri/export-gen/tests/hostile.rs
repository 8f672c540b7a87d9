//! Each hostile archive is hostile in the documented way only.
#![allow(clippy::unwrap_used, reason = "a failed step should fail the test")]

use std::io::{Cursor, Read as _};

use satchel_export_gen::hostile::{Kind, bad_names, zip};
use zip::ZipArchive;

fn open(kind: &Kind) -> ZipArchive<Cursor<Vec<u8>>> {
    ZipArchive::new(Cursor::new(zip(kind))).unwrap_or_else(|error| panic!("{kind:?}: {error}"))
}

fn export(archive: &mut ZipArchive<Cursor<Vec<u8>>>) -> Result<String, std::io::Error> {
    let mut text = String::new();
    archive.by_name("user_data_tiktok.json").unwrap().read_to_string(&mut text).map(|_| text)
}

#[test]
fn valid_archives_can_be_read() {
    for kind in Kind::all().iter().filter(|kind| kind.is_valid()) {
        let text = export(&mut open(kind)).unwrap();
        assert!(
            serde_json::from_str::<serde_json::Value>(&text).unwrap()["Your Activity"].is_object(),
            "{kind:?}"
        );
    }
}

#[test]
fn bad_names_are_written_unchanged() {
    for (reason, name) in bad_names() {
        let mut archive = open(&Kind::Named(name.clone()));
        let entry = archive.by_index_raw(1).unwrap();
        assert_eq!(entry.name_raw(), name.as_bytes(), "{reason}");
    }
}

#[test]
fn a_bomb_is_small_and_states_its_size() {
    let kind = Kind::Bomb { bytes: 20_000_000 };
    assert!(zip(&kind).len() < 25_000);
    let mut archive = open(&kind);
    let mut entry = archive.by_index(1).unwrap();
    assert_eq!(entry.size(), 20_000_000);
    assert_eq!(
        std::io::copy(&mut entry, &mut std::io::sink()).unwrap(),
        20_000_000,
        "its checksum is correct"
    );
    assert!(zip(&Kind::Bomb { bytes: 1 << 30 }).len() < 1_100_000);
    assert_eq!(open(&Kind::Bomb { bytes: 5 << 30 }).by_index_raw(1).unwrap().size(), 5 << 30);
}

#[test]
fn a_wrong_size_is_smaller_than_the_data() {
    let kind = Kind::LyingSize { bytes: 1_000_000 };
    let mut archive = open(&kind);
    assert_eq!(archive.by_index_raw(1).unwrap().size(), 100);
    assert!(zip(&kind).len() > 1_000);
}

#[test]
fn links_and_devices_have_their_file_types() {
    for (kind, index) in [(Kind::Symlink, 1), (Kind::ThroughSymlink, 1)] {
        assert!(open(&kind).by_index(index).unwrap().is_symlink());
    }
    assert_eq!(open(&Kind::Device).by_index(1).unwrap().unix_mode().unwrap() & 0o170_000, 0o020_000);
}

#[test]
fn an_encrypted_entry_is_marked() {
    assert!(open(&Kind::Encrypted).by_index_raw(0).unwrap().encrypted());
    assert!(open(&Kind::PartlyEncrypted).by_index_raw(1).unwrap().encrypted());
}

#[test]
fn damage_is_detectable() {
    assert!(export(&mut open(&Kind::CrcMismatch)).is_err());
    assert!(ZipArchive::new(Cursor::new(zip(&Kind::Truncated { bytes: 200 }))).is_err());
    assert_eq!(zip(&Kind::Truncated { bytes: 200 }).len(), 200);
}

#[test]
fn entries_have_the_documented_counts_and_contents() {
    assert_eq!(open(&Kind::TooMany { entries: 70_000 }).len(), 70_001);
    assert_eq!(open(&Kind::NotAnExport).len(), 312);
    assert_eq!(open(&Kind::Empty).len(), 0);
    let mut inner = Vec::new();
    open(&Kind::Nested).by_index(0).unwrap().read_to_end(&mut inner).unwrap();
    export(&mut ZipArchive::new(Cursor::new(inner)).unwrap()).unwrap();
}

#[test]
fn every_kind_can_be_written() {
    for kind in Kind::all() {
        assert!(!zip(&kind).is_empty());
    }
}
