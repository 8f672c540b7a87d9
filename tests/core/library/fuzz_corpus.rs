//! Runs the fuzz targets on their committed corpora.

use std::path::Path;

use satchel_core::archive;
use satchel_core::library::fuzzing;

fn replay(target: &str, run: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let mut count = 0;
    for entry in std::fs::read_dir(&folder).unwrap() {
        run(&std::fs::read(entry.unwrap().path()).unwrap());
        count += 1;
    }
    assert!(count > 10, "the corpus of {target} is missing or too small");
}

#[test]
fn the_json_corpus_passes() {
    replay("json_scanner", fuzzing::json_scanner);
}

#[test]
fn the_text_corpus_passes() {
    replay("text_export", fuzzing::text_export);
}

#[test]
fn the_archive_corpus_passes() {
    replay("archive", archive::fuzzing::archive);
}

#[test]
fn the_entry_name_corpus_passes() {
    replay("entry_name", archive::fuzzing::entry_name);
}

#[test]
fn the_bag_corpus_passes() {
    replay("bag", archive::fuzzing::bag);
}
