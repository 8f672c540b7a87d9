use super::*;
use crate::library::store::schema::{open_records, open_words};
use crate::library::store::text_index::{Indexer, TextIndex};

fn record(content: u64) -> RawRecord {
    RawRecord {
        section: Section::Search,
        list: 0,
        seconds: 1_790_000_000,
        seq: 0,
        content,
        item: 0,
        text: 0..0,
        counterparty: 0..0,
        thread: 0..0,
        link: 0..0,
        fields: 0..0,
        template: None,
    }
}

#[test]
fn records_that_find_no_id_are_skipped() {
    let folder = tempfile::tempdir().unwrap();
    let db = open_records(&folder.path().join("records.db")).unwrap();
    // The same 24 bits for all of them, as if most ids of the second were in use.
    let number = limits::ID_ATTEMPTS + 44;
    let batch = || {
        let mut batch = Batch::default();
        batch.rows.extend((1..=number).map(record));
        batch
    };
    let write = |base| {
        let mut writer = RecordWriter::new(&db, base, u32::MAX, HistogramBuilder::default()).unwrap();
        writer.write(&batch(), &mut TextBatch::default(), &mut TextBatch::clear).unwrap();
        let WriteCounts { stored, known, skipped, .. } = writer.counts[0];
        [stored, known, skipped]
    };
    assert_eq!(write(1), [limits::ID_ATTEMPTS, 0, 44]);
    // All that were stored are found again.
    assert_eq!(write(2), [0, limits::ID_ATTEMPTS, 44]);
}

#[test]
fn a_record_that_gets_more_text_is_found_as_what_it_was_stored_as() {
    let folder = tempfile::tempdir().unwrap();
    let db = open_records(&folder.path().join("records.db")).unwrap();
    let words = open_words(&folder.path().join("words.db"), &db).unwrap();
    let mut indexer = Indexer::new(&words, TextIndex::Words);
    let mut write = |base, text: &str, name: &str| {
        let mut batch = Batch::default();
        let (text, counterparty) = (batch.keep(text), batch.keep(name));
        batch.rows.push(RawRecord { text, counterparty, ..record(7) });
        let mut writer = RecordWriter::new(&db, base, u32::MAX, HistogramBuilder::default()).unwrap();
        let mut texts = TextBatch::default();
        writer.write(&batch, &mut texts, &mut |_| {}).unwrap();
        indexer.add(&texts).unwrap();
        indexer.flush().unwrap();
    };
    let found = |term: &str| -> i64 {
        let count = "SELECT count(*) FROM words WHERE words MATCH ?1";
        words.query_row(count, [term], |row| row.get(0)).unwrap()
    };
    write(1, "owls", "maren");
    assert_eq!([found("owls"), found("p1")], [1, 1]);
    write(2, "owls and larks", "jonas");
    assert_eq!([found("owls"), found("larks"), found("p1"), found("p2")], [1, 1, 1, 0]);
    // SQLite compares the index with itself.
    words.execute("INSERT INTO words(words) VALUES ('integrity-check')", []).unwrap();
}

#[test]
fn later_values_of_the_same_fields_are_kept_whatever_their_length() {
    let folder = tempfile::tempdir().unwrap();
    let db = open_records(&folder.path().join("records.db")).unwrap();
    let write = |base, fields: &str| -> String {
        let mut batch = Batch::default();
        let fields = batch.keep(fields);
        batch.rows.push(RawRecord { fields, ..record(7) });
        let mut writer = RecordWriter::new(&db, base, u32::MAX, HistogramBuilder::default()).unwrap();
        writer.write(&batch, &mut TextBatch::default(), &mut TextBatch::clear).unwrap();
        db.query_row("SELECT fields FROM record", [], |row| row.get(0)).unwrap()
    };
    let (paid, cancelled) = (r#"{"id":"5","state":"awaiting payment"}"#, r#"{"id":"5","state":"off"}"#);
    assert_eq!(write(1, paid), paid);
    assert_eq!(write(2, cancelled), cancelled);
    let in_text = r#"{"State of this order":"cancelled"}"#;
    assert_eq!(write(3, in_text), cancelled, "a text export has fewer fields");
}
