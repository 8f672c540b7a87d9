//! The zip archive of an export.

use std::io::{self, BufWriter, Seek, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::activity_model::{ActivityModel, mix};
use super::{ExportSpec, Format, document};

/// Name of the only file of a JSON export since 2024.
pub const JSON_NAME: &str = "user_data_tiktok.json";

/// Why an export was not written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// Writing failed.
    #[error("the export was not written: {0}")]
    Write(#[from] io::Error),
    /// The zip writer failed.
    #[error("the export's zip was not written: {0}")]
    Zip(#[from] zip::result::ZipError),
    /// Only JSON exports can be generated here.
    #[error("text exports are not supported")]
    UnsupportedFormat,
}

/// Writes a JSON export as a zip. The same spec gives the same bytes.
pub fn write_zip(spec: &ExportSpec, out: impl Write + Seek) -> Result<(), ExportError> {
    if spec.format != Format::Json {
        return Err(ExportError::UnsupportedFormat);
    }
    let model = ActivityModel::new(spec.persona, spec.seed, spec.records, spec.end.as_second());
    let mut sections = document::sections(&model, &spec.categories);
    if spec.is_empty {
        document::empty(&mut sections);
    }
    let mut zip = ZipWriter::new(BufWriter::new(out));
    zip.start_file(JSON_NAME, document_options(spec.records))?;
    let mut json = BufWriter::with_capacity(64 * 1024, &mut zip);
    document::write(sections, &mut json, &mut ())?;
    json.write_all(b"\n")?;
    json.flush()?;
    drop(json);
    add_padding(&mut zip, spec.seed, spec.padding_files, spec.padding_bytes)?;
    zip.finish()?.flush()?;
    Ok(())
}

/// Zip options for a document of this many records. Entries have no times, so that the same input gives the same bytes.
#[must_use]
pub fn document_options(records: u64) -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(4))
        // A record takes up to 200 bytes, and more than 4 GiB need a Zip64 header.
        .large_file(records > 20_000_000)
}

/// Adds files of random bytes to a zip.
pub fn add_padding<W: Write + Seek>(
    zip: &mut ZipWriter<W>,
    seed: u64,
    files: u32,
    bytes: u64,
) -> Result<(), ExportError> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .large_file(bytes > 4_000_000_000);
    for number in 1..=files {
        zip.start_file(format!("media/photo_{number:04}.jpg"), options)?;
        pad(zip, seed ^ u64::from(number), bytes)?;
    }
    Ok(())
}

fn pad(out: &mut impl Write, seed: u64, bytes: u64) -> io::Result<()> {
    let mut rng = fastrand::Rng::with_seed(mix(seed, "padding"));
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
