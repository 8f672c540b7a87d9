//! Tests of the library with generated exports of every version, language and kind of damage.

mod broken_json;
mod chat_layouts;
mod damage;
mod dates;
mod devices;
mod drift;
mod encodings;
mod foreign_files;
mod fuzz_corpus;
mod grouped_rows;
mod imports;
mod in_memory;
mod inferred_texts;
mod invisible_marks;
mod json_scanner;
mod labels_in_texts;
mod later_exports;
mod layouts;
mod limits;
mod lines_of_texts;
mod look_alikes;
mod mended_json;
mod nesting;
mod odd_input;
mod odd_records;
mod originals;
mod own_words;
mod owners_of_exports;
pub mod page;
mod person_page;
mod queries;
mod rebuild;
mod recognition;
mod renamed;
mod reshaped;
mod search_values;
mod signed_links;
mod single_files;
mod statistics;
mod text_exports;
mod text_lines;
mod text_names;
mod totals;
mod unknown;
mod values_below;
mod written_times;
mod year;
mod zones;

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;

use satchel_core::backup::ArchivedExport;
use satchel_core::library::read::Choices;
use satchel_core::library::{ExportDates, ImportSource, Library};
use satchel_core::library::{Filter, Group, ImportCounts, ListQuery, Order, Row, Section, UnsureFile};
use satchel_export_gen::{Expected, Plan, write_zip};

/// The creation time of the exports in these tests.
pub const END: &str = "2026-11-01T12:00:00Z";

/// Opens an archive for an import.
pub fn open(archive: &Path) -> ArchivedExport {
    ArchivedExport::open(archive, &<_>::default()).unwrap()
}

/// A library in a temporary folder.
pub struct TestLibrary {
    folder: tempfile::TempDir,
    pub library: Library,
}

impl TestLibrary {
    pub fn new() -> Self {
        Self::in_zone("Europe/Berlin")
    }

    pub fn in_zone(zone: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let zone = jiff::tz::TimeZone::get(zone).unwrap();
        let library = Library::open(&folder.path().join("library"), zone).unwrap();
        Self { folder, library }
    }

    /// Writes an export and imports it as the backup `id`.
    pub fn add(&self, id: &str, plan: &Plan) -> Expected {
        let path = self.folder.path().join(format!("{id}.zip"));
        let expected = write_zip(plan, std::fs::File::create(&path).unwrap()).unwrap();
        self.read(id, &path, &Choices::default());
        expected
    }

    pub fn read(&self, id: &str, archive: &Path, choices: &Choices) -> ImportCounts {
        let source =
            ImportSource { id, dates: ExportDates::saved(1_790_000_000_000), export: &open(archive) };
        let counts = self.library.import(&source, choices, &<_>::default(), &|_, _| {}).unwrap();
        self.library.complete_index(&<_>::default()).unwrap();
        counts
    }

    /// Imports an export that consists of one JSON file with this content.
    pub fn add_json(&self, id: &str, json: &str) -> ImportCounts {
        self.add_files(id, &[("user_data_tiktok.json", json)])
    }

    /// Imports an export that consists of these files.
    pub fn add_files(&self, id: &str, files: &[(&str, &str)]) -> ImportCounts {
        let path = self.archive(id);
        write_files(&path, files);
        self.read(id, &path, &Choices::default())
    }

    /// The folder of the library.
    pub fn folder(&self) -> std::path::PathBuf {
        self.folder.path().join("library")
    }

    pub fn archive(&self, id: &str) -> std::path::PathBuf {
        self.folder.path().join(format!("{id}.zip"))
    }

    /// All rows of a list.
    pub fn rows(&self, query: &ListQuery) -> Vec<Row> {
        let total = self.library.outline(query).unwrap().total;
        let mut rows = Vec::new();
        while (rows.len() as u64) < total {
            let page = self.library.rows(query, rows.len() as u64, 200).unwrap().rows;
            assert!(!page.is_empty(), "the list has fewer rows than its outline says");
            rows.extend(page);
        }
        rows
    }

    /// The counts of a backup by section; sections without records are left out.
    pub fn counts_by_section(&self, id: &str) -> BTreeMap<Section, ImportCounts> {
        let details = self.library.import_details(id, &[]).unwrap().unwrap();
        let mut by_section: BTreeMap<Section, ImportCounts> = BTreeMap::new();
        for line in details.sections {
            by_section.entry(line.section).or_default().add(line.counts);
        }
        by_section.retain(|_, counts| counts.read > 0);
        by_section
    }

    pub fn unsure(&self, id: &str) -> Vec<UnsureFile> {
        self.library.import_details(id, &[]).unwrap().unwrap().unsure
    }
}

/// Writes a zip of these files.
pub fn write_files<C: AsRef<[u8]>>(path: &Path, files: &[(&str, C)]) {
    let mut zip = zip::ZipWriter::new(std::fs::File::create(path).unwrap());
    for (name, content) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_ref()).unwrap();
    }
    zip.finish().unwrap();
}

/// The plan of a small export with this layout.
pub fn plan(layout: satchel_export_gen::Layout) -> Plan {
    Plan { layout, ..Plan::new(7, 3000, END.parse().unwrap()) }
}

/// Converts the generator's name of a section.
pub fn section(name: &str) -> Section {
    serde_json::from_value(name.into()).unwrap_or_else(|_| panic!("unknown section of the generator: {name}"))
}

/// All records of a group, newest first.
pub fn all(group: Group) -> ListQuery {
    ListQuery { group, filter: Filter::default(), order: Order::Newest }
}

/// The records of a group that match a filter, newest first.
pub fn only(group: Group, filter: Filter) -> ListQuery {
    ListQuery { group, filter, order: Order::Newest }
}

/// The texts of rows.
pub fn texts(rows: &[Row]) -> Vec<&str> {
    rows.iter().filter_map(|row| row.text.as_deref()).collect()
}
