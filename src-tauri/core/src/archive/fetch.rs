//! Streams an archive to a file and hashes it, without holding it in memory.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;

use bytes::Bytes;
use futures_util::StreamExt;
use sha2::{Digest, Sha256};
use tokio::sync::mpsc::{self, Receiver, Sender};
use tokio::task::{JoinHandle, spawn_blocking};
use tokio_util::sync::CancellationToken;

use super::early_writing::EarlyWriting;
use super::{ArchiveError, Progress, ensure_room, limits};
use crate::checksum::hex;
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

/// The number of bytes between two checks of the free space, which a stream of unknown length could use up.
const CHECK_INTERVAL: u64 = 64 << 20;

/// The number of chunks that may wait to be written or hashed. A chunk has at most a few hundred kilobytes.
const WAITING_CHUNKS: usize = 16;

/// Writes the stream to `path`, replacing a file left by an earlier attempt.
///
/// Receiving, writing and hashing run at the same time. Fails before writing anything if the content does not start like a
/// zip, and as soon as it exceeds [`limits::ARCHIVE_BYTES`].
pub async fn fetch(
    stream: impl futures_util::Stream<Item = Result<Bytes, CallError>> + Unpin,
    bytes_total: Option<u64>,
    path: &Path,
    cancel: &CancellationToken,
    progress: Progress<'_>,
) -> Result<Fetched, ArchiveError> {
    fetch_up_to(limits::ARCHIVE_BYTES, stream, bytes_total, path, cancel, progress).await
}

async fn fetch_up_to(
    most: u64,
    mut stream: impl futures_util::Stream<Item = Result<Bytes, CallError>> + Unpin,
    bytes_total: Option<u64>,
    path: &Path,
    cancel: &CancellationToken,
    progress: Progress<'_>,
) -> Result<Fetched, ArchiveError> {
    let too_big = |found| ArchiveError::TooBig { what: "bytes", found, most };
    if let Some(total) = bytes_total.filter(|total| *total > most) {
        return Err(too_big(total));
    }
    let (to_file, chunks) = mpsc::channel(WAITING_CHUNKS);
    let target = path.to_owned();
    let writing = spawn_blocking(move || write(&target, bytes_total.unwrap_or(0), chunks));
    let (to_hash, chunks) = mpsc::channel(WAITING_CHUNKS);
    let hashing = spawn_blocking(move || hash(chunks));
    let mut received = Received { bytes: 0, head: Vec::new(), to_file, to_hash };
    let result = loop {
        let chunk = tokio::select! {
            () = cancel.cancelled() => break Err(ArchiveError::Cancelled),
            chunk = stream.next() => chunk,
        };
        match chunk {
            None => break Ok(received.bytes),
            Some(Err(error)) => break Err(ArchiveError::Broken(error)),
            Some(Ok(chunk)) => match received.take(chunk, most).await {
                Ok(true) => progress(received.bytes, 0),
                // It could not be written; `writing` says why.
                Ok(false) => break Ok(received.bytes),
                Err(error) => break Err(error),
            },
        }
    };
    // Ends both. Nothing may be written any more when this returns.
    drop(received);
    let (written, hash) = (finished(writing).await.flatten(), finished(hashing).await);
    let bytes = result?;
    written?;
    if let Some(total) = bytes_total.filter(|total| *total != bytes) {
        let what = format!("received {bytes} of {total} bytes");
        return Err(ArchiveError::Broken(CallError::NoAnswer(what)));
    }
    if bytes == 0 {
        return Err(ArchiveError::NotAnArchive);
    }
    Ok(Fetched { bytes, sha256: hash? })
}

/// What has been received.
struct Received {
    bytes: u64,
    /// The first two bytes.
    head: Vec<u8>,
    to_file: Sender<Bytes>,
    to_hash: Sender<Bytes>,
}

impl Received {
    /// Checks a chunk, and passes it on; `false` if it can no longer be written.
    async fn take(&mut self, chunk: Bytes, most: u64) -> Result<bool, ArchiveError> {
        if self.head.len() < 2 {
            self.head.extend(chunk.iter().take(2 - self.head.len()));
            if !b"PK".starts_with(&self.head) {
                return Err(ArchiveError::NotAnArchive);
            }
        }
        self.bytes += chunk.len() as u64;
        if self.bytes > most {
            return Err(ArchiveError::TooBig { what: "bytes", found: self.bytes, most });
        }
        Ok(self.to_hash.send(chunk.clone()).await.is_ok() && self.to_file.send(chunk).await.is_ok())
    }
}

/// Writes chunks to a file, and syncs it. Blocks.
fn write(path: &Path, bytes_total: u64, mut chunks: Receiver<Bytes>) -> Result<(), ArchiveError> {
    let failed = || ArchiveError::file("write", path);
    ensure_room(path, bytes_total)?;
    let Some(first) = chunks.blocking_recv() else { return Ok(()) };
    let mut file = File::create(path).map_err(failed())?;
    let mut early = EarlyWriting::default();
    let mut next = Some(first);
    let (mut bytes, mut checked) = (0, 0);
    while let Some(chunk) = next {
        file.write_all(&chunk).map_err(failed())?;
        early.grown(&file, chunk.len()).map_err(failed())?;
        bytes += chunk.len() as u64;
        if bytes - checked >= CHECK_INTERVAL {
            checked = bytes;
            ensure_room(path, 0)?;
        }
        next = chunks.blocking_recv();
    }
    files::sync(&file).map_err(failed())
}

/// The SHA-256 of chunks. Blocks.
fn hash(mut chunks: Receiver<Bytes>) -> String {
    let mut hash = Sha256::new();
    while let Some(chunk) = chunks.blocking_recv() {
        hash.update(&chunk);
    }
    hex(&hash.finalize())
}

async fn finished<T>(work: JoinHandle<T>) -> Result<T, ArchiveError> {
    // It fails if the runtime is shutting down.
    work.await.map_err(|_| ArchiveError::Cancelled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn endless_stream_is_rejected_at_the_limit() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("part");
        let chunks =
            futures_util::stream::repeat_with(|| Ok(Bytes::from_static(b"PK of any content at all")));
        let endless = fetch_up_to(10_000, chunks, None, &path, &CancellationToken::new(), &|_, _| {}).await;
        assert!(matches!(endless, Err(ArchiveError::TooBig { most: 10_000, .. })), "{endless:?}");
        let announced = futures_util::stream::empty();
        let cancel = CancellationToken::new();
        let announced = fetch_up_to(10_000, announced, Some(10_001), &path, &cancel, &|_, _| {}).await;
        assert!(matches!(announced, Err(ArchiveError::TooBig { found: 10_001, .. })), "{announced:?}");
    }

    #[tokio::test]
    async fn content_is_written_and_hashed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("part");
        let chunks: Vec<Bytes> = (0..100u8).map(|n| Bytes::from(vec![n; 1 + usize::from(n) * 997])).collect();
        let content = [b"P", b"K", chunks.concat().as_slice()].concat();
        let head = [Bytes::from_static(b"P"), Bytes::from_static(b"K")];
        let stream = futures_util::stream::iter(head.into_iter().chain(chunks).map(Ok));
        let fetched = fetch(stream, None, &path, &CancellationToken::new(), &|_, _| {}).await.unwrap();
        assert_eq!(fetched.bytes, content.len() as u64);
        assert_eq!(fetched.sha256, hex(&Sha256::digest(&content)));
        assert_eq!(std::fs::read(&path).unwrap(), content);
    }

    #[tokio::test]
    async fn file_that_cannot_be_written_ends_an_endless_stream() {
        let folder = tempfile::tempdir().unwrap();
        let chunks =
            futures_util::stream::repeat_with(|| Ok(Bytes::from_static(b"PK of any content at all")));
        let failed = fetch(chunks, None, folder.path(), &CancellationToken::new(), &|_, _| {}).await;
        assert!(matches!(failed, Err(ArchiveError::File { .. })), "{failed:?}");
    }
}
