//! The data of an entry of a zip, as its central directory or its own header describes it.

use std::io;

use zip::read::OwnedZipFileEntry;
use zip::result::ZipError;

use super::entry_names::RawName;
use super::local_entries::LocalEntry;
use super::unreadable::UnreadableReason;

/// How the content of an entry is found.
#[derive(Debug)]
pub(super) enum Data {
    /// By the central directory.
    Listed(Box<OwnedZipFileEntry>),
    /// By its own header, because the central directory is damaged or missing.
    Local(LocalEntry),
}

impl Data {
    pub(super) fn raw_name(&self) -> RawName<'_> {
        match self {
            Self::Listed(entry) => RawName { raw: entry.name_raw(), by_zip: entry.name().ok() },
            Self::Local(entry) => RawName { raw: &entry.name, by_zip: None },
        }
    }

    pub(super) fn is_dir(&self) -> bool {
        match self {
            Self::Listed(entry) => entry.is_dir() || entry.name_raw().ends_with(b"\\"),
            Self::Local(entry) => entry.name.ends_with(b"/") || entry.name.ends_with(b"\\"),
        }
    }

    pub(super) fn is_link_or_device(&self) -> bool {
        // A pipe is what Info-ZIP read the content from; it is written as a file.
        let is_odd = |mode: u32| !matches!(mode & 0o170_000, 0 | 0o010_000 | 0o040_000 | 0o100_000);
        match self {
            Self::Listed(entry) => entry.is_symlink() || entry.unix_mode().is_some_and(is_odd),
            Self::Local(entry) => is_odd(entry.mode),
        }
    }

    pub(super) fn bytes(&self) -> u64 {
        match self {
            Self::Listed(entry) => entry.size(),
            Self::Local(entry) => entry.bytes,
        }
    }

    pub(super) fn unreadable(&self) -> Option<UnreadableReason> {
        match self {
            Self::Listed(entry) if entry.encrypted() => Some(UnreadableReason::Encrypted),
            Self::Listed(entry) => unsupported(entry.compression()).map(UnreadableReason::Method),
            Self::Local(entry) => entry.unreadable(),
        }
    }

    /// The bytes of the zip that belong to the entry, as far as is known without reading its header.
    pub(super) fn range(&self) -> (u64, u64) {
        const HEADER_BYTES: u64 = 30;
        match self {
            Self::Listed(entry) => {
                // The name may be shorter in the entry's own header.
                let header = entry.header_start();
                (header, header.saturating_add(HEADER_BYTES).saturating_add(entry.compressed_size()))
            }
            Self::Local(entry) => entry.range(),
        }
    }
}

/// The number of a compression method that this build of `zip` cannot read.
fn unsupported(method: zip::CompressionMethod) -> Option<u16> {
    #[allow(deprecated, reason = "the only access to the number of an unknown method")]
    match method {
        zip::CompressionMethod::Unsupported(number) => Some(number),
        _ => None,
    }
}

pub(super) fn into_io(error: ZipError) -> io::Error {
    match error {
        ZipError::Io(error) => error,
        other => io::Error::new(io::ErrorKind::InvalidData, other.to_string()),
    }
}
