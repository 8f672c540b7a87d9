//! The order of the records of the same second.

/// Numbers the records of the same second chronologically.
#[derive(Default)]
pub struct SeqCounter {
    list: u32,
    thread: u64,
    seconds: u32,
    count: i32,
    is_ascending: bool,
}

impl SeqCounter {
    /// The number of the next record, of this list and thread, and with this time.
    pub fn next(&mut self, list: u32, thread: Option<&str>, seconds: u32) -> i32 {
        let thread = thread.map_or(0, |thread| xxhash_rust::xxh3::xxh3_64(thread.as_bytes()));
        if (self.list, self.thread) != (list, thread) {
            *self = Self { list, thread, seconds, count: 0, is_ascending: false };
            return 0;
        }
        if seconds == self.seconds {
            self.count = self.count.saturating_add(1);
        } else {
            // Most lists are newest first.
            if seconds > 0 && self.seconds > 0 {
                self.is_ascending = seconds > self.seconds;
            }
            self.seconds = seconds;
            self.count = 0;
        }
        if self.is_ascending { self.count } else { -self.count }
    }
}
