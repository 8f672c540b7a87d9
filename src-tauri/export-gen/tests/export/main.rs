//! The generator: layouts, quirks, counts and reproducibility.
#![allow(clippy::unwrap_used, reason = "a failed step should fail the test")]

mod activity;
mod layouts;
mod quirks;
mod reader;
mod sizes;
mod text;

use std::io::{Cursor, Read as _};

use satchel_export_gen::{Expected, Plan, write_json, write_zip};

const END: &str = "2026-11-20T10:00:00Z";

fn plan(records: u64) -> Plan {
    Plan::new(7, records, END.parse().unwrap())
}

/// The JSON document, and what a reader finds in it.
fn bytes(plan: &Plan) -> (Vec<u8>, Expected) {
    let mut bytes = Vec::new();
    let expected = write_json(plan, &mut bytes).unwrap();
    (bytes, expected)
}

/// Names and contents of a zip's files, and what a reader finds in them.
fn unzipped(plan: &Plan) -> (Vec<(String, Vec<u8>)>, Expected) {
    let mut zip = Cursor::new(Vec::new());
    let expected = write_zip(plan, &mut zip).unwrap();
    (entries(zip), expected)
}

fn entries(zip: Cursor<Vec<u8>>) -> Vec<(String, Vec<u8>)> {
    let mut zip = zip::ZipArchive::new(zip).unwrap();
    (0..zip.len())
        .map(|index| {
            let mut file = zip.by_index(index).unwrap();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            (file.name().unwrap().into_owned(), bytes)
        })
        .collect()
}
