//! SHA-256 of files, computed while they are read or copied.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::mpsc::sync_channel;

use sha2::{Digest, Sha256};
use tokio_util::sync::CancellationToken;

use super::early_writing::EarlyWriting;
use super::{ArchiveError, Progress, check_cancel};
use crate::checksum::hex;
use crate::files::{self, Durability};

/// The size in bytes of the pieces in which files are read and written.
pub(super) const PIECE: usize = 256 * 1024;
/// From this size in bytes on, a file is hashed on a thread of its own.
pub(super) const HASHED_ASIDE_FROM: u64 = 4 << 20;
/// How many pieces may wait to be hashed.
const WAITING_PIECES: usize = 4;

/// Returns the SHA-256 of a file in hex, and its size in bytes. Blocks.
pub fn hash_file(
    path: &Path,
    cancel: &CancellationToken,
    progress: Progress<'_>,
) -> Result<(String, u64), ArchiveError> {
    read_through(&[path.to_owned()], cancel, progress, |_| Ok(()))
}

/// Copies a file to a new file, and returns the same as [`hash_file`]. Blocks.
pub fn copy_file(
    from: &Path,
    to: &Path,
    durability: Durability,
    cancel: &CancellationToken,
    progress: Progress<'_>,
) -> Result<(String, u64), ArchiveError> {
    copy_parts(&[from.to_owned()], to, durability, cancel, progress)
}

/// As [`copy_file`], for a file that was split into parts.
pub fn copy_parts(
    parts: &[PathBuf],
    to: &Path,
    durability: Durability,
    cancel: &CancellationToken,
    progress: Progress<'_>,
) -> Result<(String, u64), ArchiveError> {
    let failed = |e| ArchiveError::file("write", to)(e);
    let mut file = File::create_new(to).map_err(failed)?;
    let mut early = EarlyWriting::default();
    let facts = read_through(parts, cancel, progress, |piece| {
        file.write_all(piece).map_err(failed)?;
        early.grown(&file, piece.len()).map_err(failed)
    })?;
    durability.sync_file(&file).map_err(failed)?;
    Ok(facts)
}

fn read_through(
    parts: &[PathBuf],
    cancel: &CancellationToken,
    progress: Progress<'_>,
    mut take: impl FnMut(&[u8]) -> Result<(), ArchiveError>,
) -> Result<(String, u64), ArchiveError> {
    let mut files = Vec::new();
    for part in parts {
        files.push((part, files::open(part).map_err(ArchiveError::file("read", part))?));
    }
    let size: u64 = files.iter().filter_map(|(_, file)| Some(file.metadata().ok()?.len())).sum();
    let mut rest = files.into_iter();
    let mut current = rest.next();
    let read = |piece: &mut [u8]| -> Result<usize, ArchiveError> {
        check_cancel(cancel)?;
        while let Some((part, file)) = &mut current {
            let read = file.read(piece).map_err(ArchiveError::file("read", part))?;
            if read > 0 {
                return Ok(read);
            }
            current = rest.next();
        }
        Ok(0)
    };
    let mut bytes = 0;
    let take = |piece: &[u8]| -> Result<(), ArchiveError> {
        take(piece)?;
        bytes += piece.len() as u64;
        progress(bytes, 0);
        Ok(())
    };
    let sha256 = if size < HASHED_ASIDE_FROM {
        hash_here(&mut vec![0; PIECE], read, take)?
    } else {
        hash_aside(read, take)?
    };
    Ok((sha256, bytes))
}

/// Calls `take` with each piece that `read` reads into this buffer, until it reads none. Returns the SHA-256 of all pieces in
/// hex.
pub(super) fn hash_here<E>(
    piece: &mut [u8],
    mut read: impl FnMut(&mut [u8]) -> Result<usize, E>,
    mut take: impl FnMut(&[u8]) -> Result<(), E>,
) -> Result<String, E> {
    let mut hash = Sha256::new();
    loop {
        let read = read(piece)?;
        if read == 0 {
            return Ok(hex(&hash.finalize()));
        }
        hash.update(&piece[..read]);
        take(&piece[..read])?;
    }
}

/// As [`hash_here`], but hashes on another thread.
pub(super) fn hash_aside<E>(
    mut read: impl FnMut(&mut [u8]) -> Result<usize, E>,
    mut take: impl FnMut(&[u8]) -> Result<(), E>,
) -> Result<String, E> {
    let (to_hash, pieces) = sync_channel::<(Vec<u8>, usize)>(WAITING_PIECES);
    let (give_back, returned) = sync_channel::<Vec<u8>>(WAITING_PIECES + 2);
    std::thread::scope(|scope| {
        let hasher = scope.spawn(move || {
            let mut hash = Sha256::new();
            for (piece, read) in pieces {
                hash.update(&piece[..read]);
                let _ = give_back.try_send(piece);
            }
            hex(&hash.finalize())
        });
        let copied = (|| {
            loop {
                let mut piece = returned.try_recv().unwrap_or_else(|_| vec![0; PIECE]);
                let read = read(&mut piece)?;
                if read == 0 {
                    return Ok(());
                }
                take(&piece[..read])?;
                if to_hash.send((piece, read)).is_err() {
                    // The thread has panicked, as joining it will tell.
                    return Ok(());
                }
            }
        })();
        drop(to_hash);
        let sha256 = hasher.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        copied.map(|()| sha256)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copy_of_parts_of_any_size_has_their_bytes_and_checksum() {
        let folder = tempfile::tempdir().unwrap();
        let aside = usize::try_from(HASHED_ASIDE_FROM).unwrap();
        for sizes in [vec![0], vec![1], vec![PIECE + 1, 0, 3], vec![aside - 1, 1], vec![3 * PIECE, 5, aside]]
        {
            let mut all = Vec::new();
            let mut parts = Vec::new();
            for (n, size) in sizes.iter().enumerate() {
                let part: Vec<u8> = (0..*size).map(|at| (at * 7 + n).to_le_bytes()[0]).collect();
                parts.push(folder.path().join(n.to_string()));
                std::fs::write(&parts[n], &part).unwrap();
                all.extend(part);
            }
            let to = folder.path().join("copy");
            let counted = std::sync::Mutex::new(0);
            let progress = |bytes, _| *counted.lock().unwrap() = bytes;
            let copied = copy_parts(&parts, &to, Durability::EachFile, &CancellationToken::new(), &progress);
            assert_eq!(copied.unwrap(), (hex(&Sha256::digest(&all)), all.len() as u64), "{sizes:?}");
            assert!(std::fs::read(&to).unwrap() == all, "{sizes:?}");
            assert_eq!(*counted.lock().unwrap(), all.len() as u64);
            std::fs::remove_file(to).unwrap();
        }
    }

    #[test]
    fn an_error_or_cancel_ends_the_copy() {
        let folder = tempfile::tempdir().unwrap();
        let from = folder.path().join("from");
        std::fs::write(&from, vec![1; usize::try_from(HASHED_ASIDE_FROM).unwrap()]).unwrap();
        let cancel = CancellationToken::new();
        let result = hash_file(&from, &cancel, &|bytes, _| {
            if bytes > 1 << 20 {
                cancel.cancel();
            }
        });
        assert!(matches!(result, Err(ArchiveError::Cancelled)), "{result:?}");
        let missing = copy_parts(
            &[from, folder.path().join("missing")],
            &folder.path().join("to"),
            Durability::EachFile,
            &CancellationToken::new(),
            &|_, _| {},
        );
        assert!(matches!(missing, Err(ArchiveError::File { doing: "read", .. })), "{missing:?}");
    }
}
