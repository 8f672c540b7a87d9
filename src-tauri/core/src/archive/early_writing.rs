//! Writing large files to disk before they are synced.

use std::fs::File;

/// Makes the system write a file to disk while it grows. Otherwise, Linux keeps new files in memory for up to 30 seconds, so
/// that most of them would have to be written when they are synced. Other systems begin by themselves.
#[derive(Debug, Default)]
pub(super) struct EarlyWriting {
    /// How much of the file the system was told to write.
    told: u64,
    /// The size of the file.
    bytes: u64,
}

impl EarlyWriting {
    /// After how many bytes the system is told.
    #[cfg(target_os = "linux")]
    const INTERVAL: u64 = 1 << 20;

    /// Notes that the file has grown by this many bytes.
    pub(super) fn grown(&mut self, file: &File, bytes: usize) {
        self.bytes += bytes as u64;
        #[cfg(target_os = "linux")]
        if let Some(new) =
            std::num::NonZeroU64::new(self.bytes - self.told).filter(|n| n.get() >= Self::INTERVAL)
        {
            // Linux begins to write what is new in this range, and drops nothing of it: only what is on disk can be dropped.
            let _ = rustix::fs::fadvise(file, self.told, Some(new), rustix::fs::Advice::DontNeed);
            self.told = self.bytes;
        }
        #[cfg(not(target_os = "linux"))]
        let _ = (file, self.told);
    }
}
