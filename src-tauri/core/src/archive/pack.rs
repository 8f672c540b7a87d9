//! Packs loose files into a zip.

use std::fs::File;
use std::io::{self, BufWriter, Read as _, Write as _};
use std::path::Path;

use tokio_util::sync::CancellationToken;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::loose::Loose;
use super::{ArchiveError, Progress, check_cancel};
use crate::files::Durability;

/// Endings of files that are compressed already.
const COMPRESSED: [&str; 8] = [".zip", ".jpg", ".jpeg", ".png", ".webp", ".heic", ".mp4", ".mov"];

/// Writes the files into a zip. Blocks.
pub fn pack(
    loose: &Loose,
    place: &Path,
    durability: Durability,
    cancel: &CancellationToken,
    progress: Progress<'_>,
) -> Result<(), ArchiveError> {
    let failed = |error: io::Error| ArchiveError::file("write", place)(error);
    let out = File::create(place).map_err(failed)?;
    let mut zip = ZipWriter::new(BufWriter::new(out));
    let mut buffer = vec![0; 128 * 1024];
    let mut done = 0;
    for file in &loose.files {
        let options = options(&file.name).large_file(file.bytes > u64::from(u32::MAX) / 2);
        zip.start_file(file.name.clone(), options).map_err(|error| failed(error.into()))?;
        let mut input = file.open().map_err(ArchiveError::file("read", file.path()))?;
        loop {
            check_cancel(cancel)?;
            let read = input.read(&mut buffer).map_err(ArchiveError::file("read", file.path()))?;
            if read == 0 {
                break;
            }
            zip.write_all(&buffer[..read]).map_err(failed)?;
            done += read as u64;
            progress(done, 0);
        }
    }
    let out = zip.finish().map_err(|error| failed(error.into()))?;
    let out = out.into_inner().map_err(|error| failed(error.into_error()))?;
    durability.sync_file(&out).map_err(failed)
}

fn options(name: &str) -> SimpleFileOptions {
    let name = name.to_lowercase();
    let options = SimpleFileOptions::default();
    if COMPRESSED.iter().any(|ending| name.ends_with(ending)) {
        return options.compression_method(CompressionMethod::Stored);
    }
    options.compression_method(CompressionMethod::Deflated).compression_level(Some(1))
}
