//! Limits on untrusted input. A typical export has a few MB, a large one several hundred.

/// Maximum number of entries in a zip. The largest text exports have about 100.
pub const ENTRIES: u64 = 100_000;

/// Maximum size of the central directory of a zip in bytes, or of the names in a zip without one: 100,000 names of 300
/// bytes. In memory, it is several times as large.
pub const DIRECTORY_BYTES: u64 = 32 << 20;

/// Maximum size of the manifest of a backup in bytes. One of 100,000 files with the longest paths has as many.
pub const MANIFEST_BYTES: u64 = 128 << 20;

/// Maximum size of a downloaded archive in bytes.
pub const ARCHIVE_BYTES: u64 = 64 * GIB;

/// Maximum total unpacked size of all entries in bytes.
pub const TOTAL_BYTES: u64 = 64 * GIB;

/// Maximum ratio of unpacked to packed bytes. It is about 10 for JSON and 1000 for a zip bomb.
pub const RATIO: u64 = 200;

/// Unpacked size in bytes above which [`RATIO`] applies.
pub const RATIO_FROM: u64 = 64 << 20;

/// Maximum length of the path of an unpacked file in bytes. A longer one is replaced. Windows, macOS and Linux allow at
/// least 1,000 for the whole path.
pub const PATH_BYTES: usize = 700;

/// Maximum length of one part of a path in UTF-16 code units. Windows, macOS and Linux allow 255 units or bytes.
pub const PART_UNITS: usize = 200;

/// Maximum number of parts of the path of an unpacked file. A longer path is replaced.
pub const DEPTH: usize = 32;

/// Maximum number of files in a folder that the person opens, whether they belong to an export or not.
pub const FOLDER_FILES: u64 = 1_000_000;

/// Free space in bytes that must remain on the volume when a backup is written.
pub const MIN_FREE_BYTES: u64 = 64 << 20;

const GIB: u64 = 1 << 30;
