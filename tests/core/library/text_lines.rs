//! Every line of a text export is in a record, or kept, or counted as skipped, whatever happened to the files.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use satchel_core::library::{Group, NoteKind};
use satchel_export_gen::{Language, Layout, Plan};

use super::{END, TestLibrary, all};

/// What may happen to a file.
#[derive(Debug, Clone)]
enum Change {
    /// Only this part is left, in thousandths.
    Cut(usize, usize),
    Doubled,
    BlankLines,
    NoBlankLines,
    LeadingBlankLines,
    ByteOrderMark,
    WindowsLines,
    /// Times are in brackets, as in 2021.
    Brackets,
    /// A line that belongs to nothing is at this place, in thousandths.
    Inserted(usize, String),
    Renamed,
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        (0_usize..1000, 0_usize..1000).prop_map(|(a, b)| Change::Cut(a.min(b), a.max(b))),
        Just(Change::Doubled),
        Just(Change::BlankLines),
        Just(Change::NoBlankLines),
        Just(Change::LeadingBlankLines),
        Just(Change::ByteOrderMark),
        Just(Change::WindowsLines),
        Just(Change::Brackets),
        (0_usize..1000, "[a-zA-Z:>\\-\\[\\] ]{1,30}").prop_map(|(at, line)| Change::Inserted(at, line)),
        Just(Change::Renamed),
    ]
}

fn at(text: &str, thousandths: usize) -> usize {
    text.floor_char_boundary(text.len() * thousandths / 1000)
}

fn changed(name: &mut String, text: &mut String, change: &Change) {
    match change {
        Change::Cut(from, to) => *text = text[at(text, *from)..at(text, *to)].to_owned(),
        Change::Doubled => *text = text.repeat(2),
        Change::BlankLines => *text = text.replace('\n', "\n\n"),
        Change::NoBlankLines => *text = text.replace("\n\n", "\n"),
        Change::LeadingBlankLines => text.insert_str(0, "\n \n"),
        Change::ByteOrderMark => text.insert(0, '\u{feff}'),
        Change::WindowsLines => *text = text.replace('\n', "\r\n"),
        Change::Brackets => {
            let line = |line: &str| match line.split_at_checked(19) {
                Some((time, rest)) if time.starts_with("20") => format!("[{time}]{rest}\n"),
                _ => format!("{line}\n"),
            };
            *text = text.lines().map(line).collect();
        }
        Change::Inserted(place, line) => {
            let place = at(text, *place);
            let place = text[place..].find('\n').map_or(text.len(), |end| place + end);
            text.insert_str(place, &format!("\n{line}"));
        }
        Change::Renamed => *name = name.replace(".txt", " neu.txt"),
    }
}

/// The files of a small generated export.
fn files(layout: Layout, seed: u64) -> Vec<(String, String)> {
    let mut bytes = Vec::new();
    let plan = Plan { layout, ..Plan::new(seed, 40, END.parse().unwrap()) };
    satchel_export_gen::write_zip(&plan, std::io::Cursor::new(&mut bytes)).unwrap();
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let names: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
    let read = |name: String| {
        let content = std::io::read_to_string(zip.by_name(&name).unwrap()).unwrap();
        (name, content)
    };
    names.into_iter().map(read).collect()
}

/// All that the library shows of its records.
fn kept(fixture: &TestLibrary) -> String {
    let mut kept = String::new();
    let mut add = |text: &str| {
        kept.push_str(text);
        kept.push('\n');
    };
    for group in Group::ALL {
        for row in fixture.rows(&all(group)) {
            let record = fixture.library.record(row.id.parse().unwrap()).unwrap();
            add(&unescaped(&record.original));
            add(&record.link.unwrap_or_default());
            add(&record.row.text.unwrap_or_default());
            add(&record.row.who.unwrap_or_default());
        }
    }
    for chat in fixture.library.chats().unwrap().chats {
        add(&chat.name);
    }
    for fact in fixture.library.facts().unwrap().iter().flat_map(|sheet| &sheet.facts) {
        add(&fact.path.join(" "));
    }
    kept
}

fn unescaped(json: &str) -> String {
    json.replace("\\n", "\n").replace("\\\"", "\"").replace("\\\\", "\\").replace("\\r", "\r")
}

/// The words of a line that the library must have somewhere: all of its value, and its name.
fn words(line: &str) -> Vec<&str> {
    const MISSING: [&str; 5] = ["N/A", "None", "N.v.t.", "[]", "null"];
    let line = line.trim_matches(['\u{feff}', '\r', ' ']).trim_start_matches(">>> Chat History with ");
    // A name without a value says nothing.
    if line.bytes().all(|byte| byte == b'-') || line.ends_with(':') {
        return Vec::new();
    }
    let is_time = |word: &str| {
        word == "UTC" || word.len() > 7 && word.bytes().all(|b| b.is_ascii_digit() || b"-:[]".contains(&b))
    };
    let words =
        line.split([' ', ':', '|', '\r', ',']).map(|word| word.trim_matches(['(', ')', '[', ']', '>']));
    words.filter(|word| !word.is_empty() && !is_time(word) && !MISSING.contains(word)).collect()
}

proptest! {
    // The same cases in each run; a longer run with another seed belongs to fuzzing.
    #![proptest_config(ProptestConfig { cases: 12, rng_seed: RngSeed::Fixed(1), ..ProptestConfig::default() })]

    #[test]
    fn no_line_of_a_changed_text_export_is_lost(
        layout in prop::sample::select(vec![
            Layout::TxtA,
            Layout::TxtB,
            Layout::TxtC(Language::English),
            Layout::TxtC(Language::Dutch),
            Layout::TxtC(Language::Russian),
            Layout::TxtC(Language::Unknown),
        ]),
        seed in 1_u64..1000,
        changes in prop::collection::vec((any::<prop::sample::Index>(), change()), 1..12),
    ) {
        let mut files = files(layout, seed);
        for (file, change) in &changes {
            let index = file.index(files.len());
            let (name, text) = &mut files[index];
            changed(name, text, change);
        }
        let fixture = TestLibrary::in_zone("UTC");
        let archive: Vec<(&str, &str)> =
            files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        let counts = fixture.add_files("a", &archive);
        prop_assert_eq!(counts.read, counts.stored + counts.known + counts.repeated + counts.skipped);
        let details = fixture.library.import_details("a", &[]).unwrap().unwrap();
        prop_assert!(details.notes.iter().all(|note| note.kind != NoteKind::Unaccounted), "{:?}", details.notes);
        let kept = kept(&fixture);
        for (name, text) in &files {
            let sentence = text.lines().filter(|line| !line.trim().is_empty()).count() == 1 && !text.contains(':');
            if sentence {
                continue;
            }
            // The name of a chat is kept with its messages, of which a cut file may have none.
            for line in text.lines().filter(|line| !line.starts_with(">>> ")) {
                let value = line.split_once(": ").map_or(line, |(_, value)| value);
                for word in words(value) {
                    prop_assert!(kept.contains(word), "{:?} of {:?} in {} is lost", word, line, name);
                }
            }
        }
    }
}
