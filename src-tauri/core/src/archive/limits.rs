//! Limits on untrusted input, with their reasons. A typical export has a few MB, a large one several hundred.

/// Entries in one zip. The largest text exports have about a hundred.
pub const ENTRIES: u64 = 100_000;

/// Bytes of an archive as it is downloaded.
pub const ARCHIVE_BYTES: u64 = 64 * GIB;

/// Bytes of all entries together, unpacked.
pub const TOTAL_BYTES: u64 = 64 * GIB;

/// Ratio of unpacked to packed bytes. JSON packs to about a tenth, a zip bomb to a thousandth.
pub const RATIO: u64 = 200;

/// Below this many unpacked bytes the ratio does not matter.
pub const RATIO_FROM: u64 = 64 << 20;

/// Bytes of one entry's whole name.
pub const NAME_BYTES: usize = 1024;

/// UTF-16 units of one part of a name: Windows, macOS and Linux take 255, and a backup folder may be put in front.
pub const PART_UNITS: usize = 200;

/// Folders inside folders.
pub const DEPTH: usize = 32;

/// Bytes of a zip inside the zip.
pub const NESTED_BYTES: u64 = 4 * GIB;

/// Bytes that stay free on the volume when a backup is written.
pub const MIN_FREE_BYTES: u64 = 64 << 20;

const GIB: u64 = 1 << 30;
