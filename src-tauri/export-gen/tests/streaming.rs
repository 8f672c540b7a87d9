//! Memory use does not depend on the size of an export.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a failed step should fail the test")]

use std::io::{self, Write};

use satchel_export_gen::{Plan, write_json};

/// Measures the memory of this process with each write.
struct MemoryMeter {
    written: usize,
    low: u64,
    high: u64,
}

impl Write for MemoryMeter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.written += bytes.len();
        let status = std::fs::read_to_string("/proc/self/status")?;
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
        let kib = line.split_whitespace().nth(1).unwrap().parse().unwrap();
        self.low = self.low.min(kib);
        self.high = self.high.max(kib);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_large_export_is_not_kept_in_memory() {
    for plan in [Plan::load(200_000), Plan::new(7, 200_000, "2026-11-20T10:00:00Z".parse().unwrap())] {
        let mut meter = MemoryMeter { written: 0, low: u64::MAX, high: 0 };
        write_json(&plan, &mut meter).unwrap();
        assert!(meter.written > 25_000_000);
        assert!(
            meter.high - meter.low < 15_000,
            "{} KiB more for {} bytes",
            meter.high - meter.low,
            meter.written
        );
    }
}
