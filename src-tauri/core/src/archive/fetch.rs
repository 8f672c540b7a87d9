//! Streams an archive to a file and hashes it, without holding it in memory.

use std::path::Path;

use futures_util::StreamExt;
use sha2::{Digest, Sha256};
use tokio::io::AsyncWriteExt;
use tokio_util::sync::CancellationToken;

use super::hash::hex;
use super::{ArchiveError, Progress, ensure_room, limits};
use crate::files;
use crate::http::CallError;

/// A complete download.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetched {
    /// Its size.
    pub bytes: u64,
    /// SHA-256 of its content in hex.
    pub sha256: String,
}

/// The number of bytes between two checks of the free space: a stream of unknown length could fill the volume.
const ROOM_INTERVAL: u64 = 64 << 20;

/// Writes the stream to `path`, replacing a file left by an earlier attempt.
///
/// Fails before writing anything if the content does not start like a zip, and as soon as it exceeds
/// [`limits::ARCHIVE_BYTES`].
pub async fn fetch(
    stream: impl futures_util::Stream<Item = Result<impl AsRef<[u8]>, CallError>> + Unpin,
    bytes_total: Option<u64>,
    path: &Path,
    cancel: &CancellationToken,
    progress: Progress<'_>,
) -> Result<Fetched, ArchiveError> {
    fetch_up_to(limits::ARCHIVE_BYTES, stream, bytes_total, path, cancel, progress).await
}

async fn fetch_up_to(
    most: u64,
    mut stream: impl futures_util::Stream<Item = Result<impl AsRef<[u8]>, CallError>> + Unpin,
    bytes_total: Option<u64>,
    path: &Path,
    cancel: &CancellationToken,
    progress: Progress<'_>,
) -> Result<Fetched, ArchiveError> {
    let too_big = |found| ArchiveError::TooBig { what: "bytes", found, most };
    if let Some(total) = bytes_total.filter(|total| *total > most) {
        return Err(too_big(total));
    }
    ensure_room_for(path, bytes_total.unwrap_or(0)).await?;
    let failed = |e| ArchiveError::file("write", path)(e);
    let file = tokio::fs::File::create(path).await.map_err(failed)?;
    let mut file = tokio::io::BufWriter::with_capacity(256 * 1024, file);
    let mut hash = Sha256::new();
    let mut head: Vec<u8> = Vec::new();
    let (mut bytes, mut checked) = (0u64, 0u64);
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
        bytes += chunk.len() as u64;
        if bytes > most {
            return Err(too_big(bytes));
        }
        if bytes - checked >= ROOM_INTERVAL {
            checked = bytes;
            ensure_room_for(path, 0).await?;
        }
        file.write_all(chunk).await.map_err(failed)?;
        hash.update(chunk);
        progress(bytes, 0);
    }
    if let Some(total) = bytes_total.filter(|total| *total != bytes) {
        let what = format!("received {bytes} of {total} bytes");
        return Err(ArchiveError::Broken(CallError::NoAnswer(what)));
    }
    if bytes == 0 {
        return Err(ArchiveError::NotAnArchive);
    }
    file.flush().await.map_err(failed)?;
    files::tolerate_unsupported(file.get_ref().sync_all().await).map_err(failed)?;
    Ok(Fetched { bytes, sha256: hex(&hash.finalize()) })
}

/// Calls [`ensure_room`] on a thread that may block.
async fn ensure_room_for(path: &Path, bytes: u64) -> Result<(), ArchiveError> {
    let path = path.to_owned();
    match tokio::task::spawn_blocking(move || ensure_room(&path, bytes)).await {
        Ok(result) => result,
        // The runtime is shutting down.
        Err(_) => Err(ArchiveError::Cancelled),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn endless_stream_is_rejected_at_the_limit() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("part");
        let chunks = futures_util::stream::repeat_with(|| Ok(b"PK of any content at all"));
        let endless = fetch_up_to(10_000, chunks, None, &path, &CancellationToken::new(), &|_, _| {}).await;
        assert!(matches!(endless, Err(ArchiveError::TooBig { most: 10_000, .. })), "{endless:?}");
        let announced = futures_util::stream::empty::<Result<&[u8], CallError>>();
        let cancel = CancellationToken::new();
        let announced = fetch_up_to(10_000, announced, Some(10_001), &path, &cancel, &|_, _| {}).await;
        assert!(matches!(announced, Err(ArchiveError::TooBig { found: 10_001, .. })), "{announced:?}");
    }
}
