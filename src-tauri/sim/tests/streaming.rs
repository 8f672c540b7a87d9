//! However much an export holds, writing it takes next to no memory.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should fail where it stands")]

use std::io::{self, Write};

use satchel_sim::export::{Plan, write_json};

/// Looks at the program's own memory as the bytes pass.
struct Gauge {
    written: usize,
    low: u64,
    high: u64,
}

impl Write for Gauge {
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
fn a_large_export_is_written_as_it_is_made() {
    for plan in [Plan::bench(200_000), Plan::new(7, 200_000, "2026-11-20T10:00:00Z".parse().unwrap())] {
        let mut gauge = Gauge { written: 0, low: u64::MAX, high: 0 };
        write_json(&plan, &mut gauge).unwrap();
        assert!(gauge.written > 25_000_000);
        assert!(
            gauge.high - gauge.low < 15_000,
            "{} KiB more for {} bytes",
            gauge.high - gauge.low,
            gauge.written
        );
    }
}
