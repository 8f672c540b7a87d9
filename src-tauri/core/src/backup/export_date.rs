//! When the data of a backup was requested, as far as that is known before it is read.

use std::path::Path;

use jiff::{Timestamp, ToSpan as _};

use super::{Job, Source};
use crate::library::ExportDates;

/// TikTok has existed since September 2016.
const FIRST_SECOND: i64 = 1_472_688_000;

/// The time in a file name such as `TikTok_Data_1735588272.zip`, which TikTok gives the downloaded file; `None` if there is
/// none, or if it is later than a day after `saved_at`.
#[must_use]
pub fn date_in_file_name(name: &str, saved_at: Timestamp) -> Option<Timestamp> {
    let latest = saved_at.checked_add(24.hours()).unwrap_or(Timestamp::MAX);
    // Ten digits until the year 2286.
    let numbers = name.split(|c: char| !c.is_ascii_digit()).filter(|digits| digits.len() == 10);
    let mut times = numbers.filter_map(|digits| Timestamp::from_second(digits.parse().ok()?).ok());
    times.find(|time| time.as_second() >= FIRST_SECOND && *time <= latest)
}

/// The dates of the export of a job that saves it now.
pub(super) fn dates_of(job: &Job, now: Timestamp) -> ExportDates {
    let requested = match &job.source {
        Source::File { path } => date_in_path(path, now),
        Source::TikTok { .. } => job.ask_sent_at,
    };
    ExportDates { saved: now.as_millisecond(), requested: requested.map(Timestamp::as_millisecond) }
}

fn date_in_path(path: &Path, saved_at: Timestamp) -> Option<Timestamp> {
    date_in_file_name(&path.file_name()?.to_string_lossy(), saved_at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_from_the_names_that_tiktok_gives() {
        let saved_at = Timestamp::from_second(1_790_000_000).unwrap();
        for (name, second) in [
            ("TikTok_Data_1735588272.zip", Some(1_735_588_272)),
            ("TikTok_Data_1735588272 (1).zip", Some(1_735_588_272)),
            ("1735588272", Some(1_735_588_272)),
            ("TikTok_Data_1790050000.zip", Some(1_790_050_000)),
            // Later than the backup, before TikTok, or no time at all.
            ("TikTok_Data_1890000000.zip", None),
            ("TikTok_Data_1000000000.zip", None),
            ("TikTok_Data_17355882721.zip", None),
            ("2024-12-30.zip", None),
            ("", None),
        ] {
            let found = date_in_file_name(name, saved_at);
            assert_eq!(found.map(Timestamp::as_second), second, "{name}");
        }
    }
}
