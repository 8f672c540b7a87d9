//! Streams an archive to a file, without ever holding it in memory, and hashes it on the way.

use std::path::Path;

use futures_util::StreamExt;
use sha2::{Digest, Sha256};
use tokio::io::AsyncWriteExt;
use tokio_util::sync::CancellationToken;

use super::hash::hex;
use super::{ArchiveError, Progress, ensure_room};
use crate::http::CallError;

/// An archive that came over whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetched {
    /// Its length.
    pub bytes: u64,
    /// SHA-256 of what came, in hex.
    pub sha256: String,
}

/// Writes the stream to `path`, from the start. A file of an earlier try is replaced.
///
/// Content that does not begin like a zip is refused before anything is kept.
pub async fn fetch(
    mut stream: impl futures_util::Stream<Item = Result<impl AsRef<[u8]>, CallError>> + Unpin,
    bytes_total: Option<u64>,
    path: &Path,
    cancel: &CancellationToken,
    progress: Progress<'_>,
) -> Result<Fetched, ArchiveError> {
    ensure_room(path, bytes_total.unwrap_or(0))?;
    let failed = |e| ArchiveError::file("write", path)(e);
    let file = tokio::fs::File::create(path).await.map_err(failed)?;
    let mut file = tokio::io::BufWriter::with_capacity(256 * 1024, file);
    let mut hash = Sha256::new();
    let mut head: Vec<u8> = Vec::new();
    let mut bytes = 0u64;
    loop {
        let chunk = tokio::select! {
            () = cancel.cancelled() => return Err(ArchiveError::Cancelled),
            chunk = stream.next() => chunk,
        };
        let Some(chunk) = chunk else { break };
        let chunk = chunk.map_err(ArchiveError::Broken)?;
        let chunk = chunk.as_ref();
        if head.len() < 2 {
            head.extend(chunk.iter().take(2 - head.len()));
            if !b"PK".starts_with(&head) {
                return Err(ArchiveError::NotAnArchive);
            }
        }
        file.write_all(chunk).await.map_err(failed)?;
        hash.update(chunk);
        bytes += chunk.len() as u64;
        progress(bytes, 0);
    }
    if let Some(total) = bytes_total.filter(|total| *total != bytes) {
        let what = format!("{bytes} bytes of {total}");
        return Err(ArchiveError::Broken(CallError::NoAnswer(what)));
    }
    if bytes == 0 {
        return Err(ArchiveError::NotAnArchive);
    }
    file.flush().await.map_err(failed)?;
    file.get_ref().sync_all().await.map_err(failed)?;
    Ok(Fetched { bytes, sha256: hex(&hash.finalize()) })
}
