use super::*;
use crate::library::store::schema::open_records;

#[test]
fn records_that_find_no_id_are_skipped() {
    let folder = tempfile::tempdir().unwrap();
    let db = open_records(&folder.path().join("records.db")).unwrap();
    // The same 24 bits for all of them, as if most ids of the second were in use.
    let number = limits::ID_ATTEMPTS + 44;
    let record = |content| RawRecord {
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
    };
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
