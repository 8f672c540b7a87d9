//! The zip an export comes in.

use std::io::{self, BufWriter, Seek, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::{Encoded, Expected, ExportError, JSON_NAME, Life, Plan, life, text, write_json};

/// Another service's data beside TikTok's, as seen in the United States in 2025.
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

/// Writes the zip, or the zip in the zip.
pub(super) fn write(plan: &Plan, out: impl Write + Seek) -> Result<Expected, ExportError> {
    if !plan.container.nested {
        return one(plan, out);
    }
    let mut inner = tempfile::tempfile()?;
    let expected = one(plan, &mut inner)?;
    inner.rewind()?;
    let mut zip = ZipWriter::new(BufWriter::new(out));
    let name = format!("{}TikTok_Data_{}.zip", folder(plan), plan.end.as_second());
    zip.start_file(name, stored(plan.records > 20_000_000))?;
    io::copy(&mut inner, &mut zip)?;
    zip.finish()?.flush()?;
    Ok(expected)
}

fn one(plan: &Plan, out: impl Write + Seek) -> Result<Expected, ExportError> {
    // No times in the zip: they would be the only bytes that do not follow from the plan.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(4))
        // Room for a row takes up to 200 bytes; past 4 GiB the entry needs the larger header.
        .large_file(plan.records > 20_000_000);
    let mut zip = ZipWriter::new(BufWriter::new(out));
    let folder = folder(plan);
    let mut expected = if plan.layout.is_text() {
        let start = |zip: &mut ZipWriter<_>, name: &str| zip.start_file(format!("{folder}{name}"), options);
        let mut all = Expected::default();
        for file in text::files(plan, &Life::new(plan)) {
            start(&mut zip, &file.path)?;
            let mut out = Encoded::new(BufWriter::with_capacity(64 * 1024, &mut zip), &plan.quirks);
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
        for _ in 0..LEMON8.matches("Title").count() {
            expected.add("other", super::expected::Fate::Stored);
        }
        expected.unknown("Lemon8 Activity/Lemon8 Saved/Lemon8SavedList");
    }
    if plan.container.junk {
        // What Finder puts there: the start of an AppleDouble file, and of its view settings.
        for (name, bytes) in [
            (format!("__MACOSX/{folder}._{JSON_NAME}"), &b"\0\x05\x16\x07\0\x02\0\0Mac OS X        "[..]),
            (format!("{folder}.DS_Store"), b"\0\0\0\x01Bud1\0\0\x10\0"),
        ] {
            zip.start_file(name, options)?;
            zip.write_all(bytes)?;
        }
    }
    for number in 1..=plan.padding_files {
        zip.start_file(format!("media/photo_{number:04}.jpg"), stored(plan.padding_bytes > 4_000_000_000))?;
        pad(&mut zip, plan.seed ^ u64::from(number), plan.padding_bytes)?;
    }
    zip.finish()?.flush()?;
    Ok(expected)
}

fn stored(large: bool) -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(CompressionMethod::Stored).large_file(large)
}

fn folder(plan: &Plan) -> String {
    plan.container.folder.map(|folder| format!("{folder}/")).unwrap_or_default()
}

/// Bytes that do not compress.
fn pad(out: &mut impl Write, seed: u64, bytes: u64) -> io::Result<()> {
    let mut rng = fastrand::Rng::with_seed(life::mix(seed, "padding"));
    let mut buffer = [0; 16 * 1024];
    let mut left = bytes;
    while left > 0 {
        rng.fill(&mut buffer);
        let size = usize::try_from(left).map_or(buffer.len(), |left| left.min(buffer.len()));
        out.write_all(&buffer[..size])?;
        left -= size as u64;
    }
    Ok(())
}
