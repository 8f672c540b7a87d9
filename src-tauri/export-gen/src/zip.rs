//! The zip of an export.

use std::io::{self, BufWriter, Seek, Write};

use satchel_sim::ArchiveSource;
use satchel_sim::export::zip::{add_padding, document_options};
use satchel_sim::export::{ExportError, JSON_NAME};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::encode::Encoder;
use crate::expected::{Expected, Outcome};
use crate::plan::Plan;
use crate::source::Source;
use crate::{document, text};

/// The data of another app, as in US exports of 2025.
const LEMON8: &str = r#"{
  "Lemon8 Activity": {
    "Lemon8 Saved": {
      "Lemon8SavedList": [
        {
          "Date": "2025-03-02 19:12:44",
          "Title": "five lunches in a jar"
        },
        {
          "Date": "2025-02-27 06:40:10",
          "Title": "linen, not ironed"
        }
      ]
    }
  }
}
"#;

/// Lets the stand-in serve exports of this crate. `change` can change the plan of each.
pub fn archive_source(change: impl Fn(&mut Plan) + Send + Sync + 'static) -> ArchiveSource {
    ArchiveSource::new(move |spec, file| {
        let mut plan = Plan::from(spec);
        change(&mut plan);
        write_zip(&plan, file).map(|_| ()).map_err(io::Error::other)
    })
}

/// Writes the JSON document of an export. Text layouts have none; for them, the document of 2026 is written.
pub fn write_json(plan: &Plan, out: impl Write) -> Result<Expected, ExportError> {
    let mut out = BufWriter::with_capacity(64 * 1024, out);
    let expected = document::write(plan, &Source::new(plan), &mut Encoder::new(&mut out, &plan.quirks))?;
    out.flush()?;
    Ok(expected)
}

/// Writes an export as a zip, or, if the plan says so, as a zip in a zip.
pub fn write_zip(plan: &Plan, out: impl Write + Seek) -> Result<Expected, ExportError> {
    if !plan.container.nested {
        return write_one(plan, out);
    }
    let mut inner = tempfile::tempfile()?;
    let expected = write_one(plan, &mut inner)?;
    inner.rewind()?;
    let mut zip = ZipWriter::new(BufWriter::new(out));
    let name = format!("{}TikTok_Data_{}.zip", folder(plan), plan.end.as_second());
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .large_file(plan.records > 20_000_000);
    zip.start_file(name, options)?;
    io::copy(&mut inner, &mut zip)?;
    zip.finish()?.flush()?;
    Ok(expected)
}

fn write_one(plan: &Plan, out: impl Write + Seek) -> Result<Expected, ExportError> {
    let options = document_options(plan.records);
    let mut zip = ZipWriter::new(BufWriter::new(out));
    let folder = folder(plan);
    let mut expected = if plan.layout.is_text() {
        let mut all = Expected::default();
        let source = Source::new(plan);
        for file in text::files(plan, &source) {
            zip.start_file(format!("{folder}{}", file.path), options)?;
            let mut out = Encoder::new(BufWriter::with_capacity(64 * 1024, &mut zip), &plan.quirks);
            all.merge(text::write(plan, file, &mut out)?);
            out.flush()?;
        }
        all
    } else {
        zip.start_file(format!("{folder}{}", plan.layout.json_name()), options)?;
        write_json(plan, &mut zip)?
    };
    if plan.container.lemon8 {
        zip.start_file(format!("{folder}user_data_lemon8.json"), options)?;
        zip.write_all(LEMON8.as_bytes())?;
        for _ in LEMON8.matches("Title") {
            expected.add("other", Outcome::Stored);
        }
        expected.add_unknown("Lemon8 Activity/Lemon8 Saved/Lemon8SavedList");
    }
    if plan.container.junk {
        // The starts of an AppleDouble file and of a file with Finder's view settings.
        for (name, bytes) in [
            (format!("__MACOSX/{folder}._{JSON_NAME}"), &b"\0\x05\x16\x07\0\x02\0\0Mac OS X        "[..]),
            (format!("{folder}.DS_Store"), b"\0\0\0\x01Bud1\0\0\x10\0"),
        ] {
            zip.start_file(name, options)?;
            zip.write_all(bytes)?;
        }
    }
    add_padding(&mut zip, plan.seed, plan.padding_files, plan.padding_bytes)?;
    zip.finish()?.flush()?;
    Ok(expected)
}

fn folder(plan: &Plan) -> String {
    plan.container.folder.map(|folder| format!("{folder}/")).unwrap_or_default()
}
