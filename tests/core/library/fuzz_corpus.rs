//! The corpus of the fuzz targets, replayed.

use std::path::Path;

use satchel_core::library::fuzzing;

fn replay(target: &str, run: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let mut count = 0;
    for entry in std::fs::read_dir(&folder).unwrap() {
        run(&std::fs::read(entry.unwrap().path()).unwrap());
        count += 1;
    }
    assert!(count > 10, "{target} has a corpus");
}

#[test]
fn the_json_corpus_passes() {
    replay("json_scanner", fuzzing::json_scanner);
}

#[test]
fn the_text_corpus_passes() {
    replay("text_export", fuzzing::text_export);
}
