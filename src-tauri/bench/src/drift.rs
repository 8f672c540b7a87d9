//! Renames a fifth of all keys of generated exports, and measures what an import still finds: which values are kept, which
//! records are in their own sections and have their times, and which sections are called empty although they are not.

use std::collections::{HashMap, HashSet};
use std::io::Write as _;
use std::path::Path;

use satchel_core::backup::ArchivedExport;
use satchel_core::library::{
    ExportDates, Filter, Group, ImportSource, Library, ListQuery, Order, RowFormat, Section, SectionState,
};
use satchel_export_gen::{Drift, Layout, Plan, rename_keys, write_json};
use serde_json::Value;
use tokio_util::sync::CancellationToken;

use crate::setup::Error;

const LAYOUTS: [Layout; 6] = [Layout::V1, Layout::V2, Layout::V3, Layout::V4, Layout::V5, Layout::V6];
const SEEDS: std::ops::RangeInclusive<u64> = 9001..=9008;
const PERCENT: u8 = 20;

/// Words, and others that mean about the same.
const SYNONYMS: [(&str, &str); 26] = [
    ("Activity", "Actions"),
    ("Browsing", "Viewing"),
    ("Chat", "Conversation"),
    ("Comment", "Reply"),
    ("Content", "Body"),
    ("Date", "When"),
    ("Device", "Gadget"),
    ("Favorite", "Saved"),
    ("Follower", "Fan"),
    ("Following", "Subscribed"),
    ("From", "Author"),
    ("History", "Log"),
    ("Info", "Details"),
    ("Like", "Heart"),
    ("Link", "Address"),
    ("List", "Items"),
    ("Live", "Stream"),
    ("Login", "Sign-in"),
    ("Name", "Label"),
    ("Post", "Upload"),
    ("Product", "Article"),
    ("Search", "Query"),
    ("Shop", "Store"),
    ("Time", "Moment"),
    ("User", "Person"),
    ("Watch", "Seen"),
];

/// Words without any relation to an export.
const UNRELATED: [&str; 12] = [
    "Basalt", "Cistern", "Dovetail", "Ember", "Gantry", "Hessian", "Isthmus", "Juniper", "Knapsack",
    "Lattice", "Mortar", "Obelisk",
];

/// Words in other languages, in the order of [`SYNONYMS`].
const FOREIGN: [[&str; 26]; 3] = [
    [
        "Aktivität",
        "Verlauf",
        "Unterhaltung",
        "Kommentar",
        "Inhalt",
        "Datum",
        "Gerät",
        "Favorit",
        "Abonnent",
        "Gefolgt",
        "Von",
        "Chronik",
        "Angaben",
        "Gefällt",
        "Verweis",
        "Liste",
        "Direkt",
        "Anmeldung",
        "Bezeichnung",
        "Beitrag",
        "Ware",
        "Suche",
        "Laden",
        "Zeit",
        "Nutzer",
        "Angesehen",
    ],
    [
        "Activité",
        "Navigation",
        "Discussion",
        "Commentaire",
        "Contenu",
        "Jour",
        "Appareil",
        "Préféré",
        "Abonné",
        "Abonnement",
        "De",
        "Historique",
        "Infos",
        "Aimé",
        "Lien",
        "Liste",
        "Direct",
        "Connexion",
        "Nom",
        "Publication",
        "Produit",
        "Recherche",
        "Boutique",
        "Heure",
        "Utilisateur",
        "Visionné",
    ],
    [
        "Aktywność",
        "Przeglądanie",
        "Rozmowa",
        "Komentarz",
        "Treść",
        "Data",
        "Urządzenie",
        "Ulubione",
        "Obserwujący",
        "Obserwowani",
        "Od",
        "Historia",
        "Dane",
        "Polubienia",
        "Odnośnik",
        "Lista",
        "Żywo",
        "Logowanie",
        "Nazwa",
        "Wpis",
        "Towar",
        "Szukanie",
        "Sklep",
        "Czas",
        "Osoba",
        "Obejrzane",
    ],
];

/// What new names are like.
#[derive(Clone, Copy)]
enum NewNames {
    /// The old name with another word, a letter less or a version, or an unrelated word, by turns.
    Mixed,
    /// In another language. A name without a known word becomes an unrelated one.
    Foreign,
    /// Words that tell nothing.
    Unrelated,
}

impl NewNames {
    fn name(self, key: &str, rng: &mut fastrand::Rng) -> String {
        let words = || SYNONYMS.iter().fold(key.to_owned(), |key, (word, other)| key.replace(word, other));
        let unrelated = |rng: &mut fastrand::Rng| {
            format!("{} {}", UNRELATED[rng.usize(..UNRELATED.len())], rng.u16(..1000))
        };
        match (self, rng.u8(..6)) {
            (Self::Foreign, _) => {
                let language = FOREIGN[rng.usize(..FOREIGN.len())];
                let pairs = SYNONYMS.iter().zip(language);
                let name = pairs.fold(key.to_owned(), |key, ((word, _), other)| key.replace(word, other));
                if name == key { unrelated(rng) } else { name }
            }
            (Self::Mixed, 0) => format!("{key}V{}", rng.u8(2..9)),
            (Self::Mixed, 1) => format!("Your{key}"),
            (Self::Mixed, 2) => key.to_uppercase().replace(' ', "_"),
            // A letter is left out.
            (Self::Mixed, 3) if key.len() > 4 => [&key[..key.len() - 3], &key[key.len() - 2..]].concat(),
            (Self::Mixed, 4) if words() != key => words(),
            (Self::Mixed | Self::Unrelated, _) => unrelated(rng),
        }
    }
}

/// Prints one line for each kind of new names and each layout.
pub(crate) fn measure() -> Result<(), Error> {
    for (title, names) in [
        ("similar and unrelated names by turns", NewNames::Mixed),
        ("names in German, French and Polish", NewNames::Foreign),
        ("unrelated names only", NewNames::Unrelated),
    ] {
        println!("{title}:");
        measure_names(names)?;
    }
    Ok(())
}

fn measure_names(names: NewNames) -> Result<(), Error> {
    println!("{} seeds, {PERCENT} % of all keys renamed", SEEDS.count());
    println!("layout   records   values kept   own section   dated   called empty");
    let mut all = Figures::default();
    for layout in LAYOUTS {
        let mut figures = Figures::default();
        for seed in SEEDS {
            for is_uniform in [false, true] {
                figures.add(&measure_one(layout, Drift { seed, percent: PERCENT, is_uniform }, names)?);
            }
        }
        figures.print(&layout.to_string());
        all.add(&figures);
    }
    all.print("all");
    let mut moved: Vec<_> = all.moved.iter().collect();
    moved.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    for ((section, moved_to), count) in moved.iter().take(20) {
        println!("{count:6} of {section} in {moved_to}");
    }
    Ok(())
}

/// Numbers of values and records; of each pair, the first are those that were found again.
#[derive(Default)]
struct Figures {
    values: (u64, u64),
    in_section: (u64, u64),
    dated: (u64, u64),
    called_empty: u64,
    /// Numbers of records that are in another section, by both.
    moved: HashMap<(String, String), u64>,
}

impl Figures {
    fn add(&mut self, other: &Self) {
        let sum = |a: &mut (u64, u64), b: (u64, u64)| *a = (a.0 + b.0, a.1 + b.1);
        sum(&mut self.values, other.values);
        sum(&mut self.in_section, other.in_section);
        sum(&mut self.dated, other.dated);
        self.called_empty += other.called_empty;
        for (key, count) in &other.moved {
            *self.moved.entry(key.clone()).or_default() += count;
        }
    }

    #[allow(clippy::cast_precision_loss, reason = "the numbers are far below 2^52")]
    fn print(&self, layout: &str) {
        let percent = |(part, whole): (u64, u64)| 100.0 * part as f64 / (whole.max(1)) as f64;
        println!(
            "{layout:<8} {:7} {:11.2} % {:11.2} % {:5.2} % {:14}",
            self.in_section.1,
            percent(self.values),
            percent(self.in_section),
            percent(self.dated),
            self.called_empty
        );
    }
}

fn measure_one(layout: Layout, drift: Drift, names: NewNames) -> Result<Figures, Error> {
    let plan = Plan { layout, ..Plan::new(drift.seed, 1500, "2026-10-20T09:00:00Z".parse()?) };
    let mut document = Vec::new();
    write_json(&plan, &mut document)?;
    let before = Imported::new(&document)?;
    let new_name = |key: &str, rng: &mut fastrand::Rng| names.name(key, rng);
    let after = Imported::new(&rename_keys(&document, drift, &new_name)?)?;
    Ok(compare(&serde_json::from_slice(&document)?, &before, &after))
}

fn compare(document: &Value, before: &Imported, after: &Imported) -> Figures {
    let mut figures = Figures::default();
    let mut values = Vec::new();
    scalars(document, &mut values);
    let kept: HashSet<&String> = after.values.iter().collect();
    figures.values.1 = values.len() as u64;
    figures.values.0 = values.iter().filter(|value| kept.contains(value)).count() as u64;
    let mut left: HashMap<(&str, &[String]), u64> = HashMap::new();
    let mut times: HashMap<&str, u64> = HashMap::new();
    for record in &after.records {
        *left.entry((&record.section, &record.values)).or_default() += 1;
        *times.entry(&record.time).or_default() += 1;
    }
    let take = |count: Option<&mut u64>| count.filter(|count| **count > 0).map(|count| *count -= 1).is_some();
    let sections: HashSet<&str> = after.records.iter().map(|record| record.section.as_str()).collect();
    for record in before.records.iter().filter(|record| record.section != "other") {
        figures.in_section.1 += 1;
        if take(left.get_mut(&(record.section.as_str(), record.values.as_slice()))) {
            figures.in_section.0 += 1;
        } else {
            let other =
                sections.iter().find(|section| left.contains_key(&(**section, record.values.as_slice())));
            let key = (record.section.clone(), (*other.unwrap_or(&"several records")).to_owned());
            *figures.moved.entry(key).or_default() += 1;
        }
        if !record.time.is_empty() {
            figures.dated.1 += 1;
            figures.dated.0 += u64::from(take(times.get_mut(record.time.as_str())));
        }
    }
    let has_records: HashSet<&str> = before.records.iter().map(|record| record.section.as_str()).collect();
    figures.called_empty =
        after.empty.iter().filter(|section| has_records.contains(section.as_str())).count() as u64;
    figures
}

/// What an import found.
struct Imported {
    records: Vec<Imprint>,
    /// All values that can be viewed.
    values: Vec<String>,
    /// The sections that are called empty.
    empty: Vec<String>,
}

/// A record, apart from the names of its fields.
struct Imprint {
    section: String,
    time: String,
    values: Vec<String>,
}

impl Imported {
    fn new(document: &[u8]) -> Result<Self, Error> {
        let folder = tempfile::tempdir()?;
        let archive = folder.path().join("export.zip");
        let mut zip = zip::ZipWriter::new(std::fs::File::create(&archive)?);
        zip.start_file("user_data_tiktok.json", zip::write::SimpleFileOptions::default())?;
        zip.write_all(document)?;
        zip.finish()?;
        Self::read(&archive, &folder.path().join("library"))
    }

    fn read(archive: &Path, folder: &Path) -> Result<Self, Error> {
        let library = Library::open(folder, jiff::tz::TimeZone::UTC)?;
        let cancel = CancellationToken::new();
        let export = ArchivedExport::open(archive, &cancel)?;
        let source = ImportSource { id: "a", dates: ExportDates::saved(1_800_000_000_000), export: &export };
        library.import(&source, &<_>::default(), &cancel, &|_, _| {})?;
        let mut found = Self { records: Vec::new(), values: Vec::new(), empty: Vec::new() };
        for group in Group::ALL {
            let mut json = Vec::new();
            let query = ListQuery { group, filter: Filter::default(), order: Order::Newest };
            library.export(&query, RowFormat::Json, &mut json)?;
            for row in serde_json::from_slice::<Vec<Value>>(&json)? {
                found.add(&row);
            }
        }
        let details = library.import_details("a", &[])?.ok_or("the import has no results")?;
        found.empty = details
            .sections
            .iter()
            .filter(|line| line.state == SectionState::Empty)
            .map(|line| name(line.section))
            .collect();
        Ok(found)
    }

    fn add(&mut self, row: &Value) {
        let text = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
        let mut values = Vec::new();
        scalars(&row["original"], &mut values);
        values.sort();
        self.values.extend(values.iter().cloned());
        for column in ["text", "person", "chat", "link"] {
            scalars(&row[column], &mut self.values);
        }
        self.records.push(Imprint { section: text("section"), time: text("time_utc"), values });
    }
}

fn name(section: Section) -> String {
    serde_json::to_value(section).ok().and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
}

/// The values of a document that are not empty, as text. A time is written without its zone.
fn scalars(value: &Value, out: &mut Vec<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| scalars(item, out)),
        Value::Object(pairs) => pairs.values().for_each(|value| scalars(value, out)),
        Value::Null => {}
        Value::String(text) => {
            let text = text.trim();
            if !text.is_empty() && !matches!(text, "N/A" | "None") {
                // Interests are a text, `a|b`, and a record each.
                out.extend(text.split('|').map(|text| text.strip_suffix(" UTC").unwrap_or(text).to_owned()));
            }
        }
        // A number may be stored as text.
        scalar => out.push(scalar.to_string()),
    }
}
