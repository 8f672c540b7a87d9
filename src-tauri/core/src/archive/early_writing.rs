//! Writing large files to disk before they are synced.

use std::fs::File;
use std::io;

use crate::files::tolerate_unsupported;

/// Has a file written to disk while it grows, so that little is left when it is synced: a slow drive can take minutes for what
/// the system keeps in memory.
#[derive(Debug, Default)]
pub(super) struct EarlyWriting {
    /// How much of the file was written, or is being written.
    begun: u64,
    /// The size of the file.
    bytes: u64,
}

impl EarlyWriting {
    /// After how many bytes writing begins. Only Linux goes on meanwhile.
    const INTERVAL: u64 = if cfg!(target_os = "linux") { 1 << 20 } else { 64 << 20 };

    /// Notes that the file has grown by this many bytes.
    pub(super) fn grown(&mut self, file: &File, bytes: usize) -> io::Result<()> {
        self.bytes += bytes as u64;
        if self.bytes - self.begun < Self::INTERVAL {
            return Ok(());
        }
        #[cfg(target_os = "linux")]
        let begun = {
            // Linux begins to write what is new in this range, and drops nothing of it: only what is on disk can be dropped.
            let new = std::num::NonZeroU64::new(self.bytes - self.begun);
            rustix::fs::fadvise(file, self.begun, new, rustix::fs::Advice::DontNeed).map_err(io::Error::from)
        };
        #[cfg(not(target_os = "linux"))]
        let begun = file.sync_data();
        tolerate_unsupported(begun)?;
        self.begun = self.bytes;
        Ok(())
    }
}
