//! A persona's activity over time, generated one day at a time, each day from its own seed.
//!
//! Days are independent of each other, so any list can be generated without keeping another in memory, and two
//! exports made at different times have the same content for the days that both cover.

use super::Persona;

/// Seconds of a day.
pub const DAY: i64 = 86_400;

/// Frequencies of the other activities, in thousandths of the watched videos. The export's size follows from them.
pub(crate) const LIKES: u64 = 130;
pub(crate) const FAVOURITES: u64 = 40;
pub(crate) const REPOSTS: u64 = 6;
pub(crate) const SHARES: u64 = 12;
pub(crate) const COMMENTS: u64 = 14;
pub(crate) const SEARCHES: u64 = 60;
pub(crate) const LOGINS: u64 = 20;
pub(crate) const OFF_TIKTOK: u64 = 60;
pub(crate) const MESSAGES: u64 = 180;
const PARTS: u64 =
    1000 + LIKES + FAVOURITES + REPOSTS + SHARES + COMMENTS + SEARCHES + LOGINS + OFF_TIKTOK + MESSAGES;

/// Relative activity in each hour of the day (UTC).
const HOURS: [u64; 24] =
    [8, 4, 2, 1, 1, 4, 14, 18, 12, 9, 10, 16, 20, 14, 12, 14, 20, 30, 42, 56, 64, 58, 36, 18];

/// Generates the activity of one persona up to the time of an export.
pub struct ActivityModel {
    pub(super) persona: &'static Persona,
    seed: u64,
    /// Time of the export in Unix seconds. No activity is later.
    pub(super) end: i64,
    first_day: i64,
    last_day: i64,
    days: i64,
    /// Watched videos on an average day, in thousandths.
    daily_rate: u64,
}

/// A pause in the activity: its first day (10 February 2025, in days since 1970), its length in days, and the days
/// until the next one.
const BREAK: (i64, i64, i64) = (20_129, 84, 1_461);

/// A watched video and the activities that followed it.
#[allow(clippy::struct_excessive_bools, reason = "the activities are independent of each other")]
pub(crate) struct Watch {
    pub(crate) at: i64,
    pub(crate) id: i64,
    pub(crate) liked: bool,
    pub(crate) favourite: bool,
    pub(crate) reposted: bool,
    pub(crate) shared: bool,
    pub(crate) commented: bool,
    /// Seed for everything else about this event.
    pub(crate) seed: u64,
}

impl ActivityModel {
    /// A model that generates roughly `records` records before `end` (Unix seconds).
    ///
    /// An unknown persona id selects the first persona.
    #[must_use]
    pub fn new(persona: &str, seed: u64, records: u64, end: i64) -> Self {
        let persona = Persona::by_id(persona).unwrap_or(const { &Persona::ALL[0] });
        let last_day = end.div_euclid(DAY);
        // Small exports cover a month, large ones up to three years.
        let days = (records / 12).clamp(30, 1096);
        // 10 % more, to make up for days without any activity.
        let daily_rate = records.saturating_mul(persona.activity).saturating_mul(1100) / PARTS / days;
        let days = days.cast_signed();
        Self {
            persona,
            seed: mix(seed, persona.id),
            end,
            first_day: last_day - days + 1,
            last_day,
            days,
            daily_rate,
        }
    }

    /// The persona whose activity this is.
    #[must_use]
    pub const fn persona(&self) -> &'static Persona {
        self.persona
    }

    /// Time of the export in Unix seconds.
    #[must_use]
    pub const fn end(&self) -> i64 {
        self.end
    }

    /// The covered days, in days since 1970, newest first.
    pub(crate) fn days(&self) -> impl Iterator<Item = i64> + use<> {
        (self.first_day..=self.last_day).rev()
    }

    /// `count` events spread over the covered time, newest first: the event's number and its time.
    ///
    /// Numbers and times do not depend on the end of the export, so a later export repeats them.
    pub(crate) fn spread(&self, topic: &'static str, count: u32) -> impl Iterator<Item = (i64, i64)> {
        let step = self.step(count);
        let newest = self.end.div_euclid(step);
        (0..i64::from(count)).map(move |back| {
            let number = newest - back;
            (number, number * step - self.rng(topic, number).i64(0..step / 2))
        })
    }

    /// Average interval of [`Self::spread`] in seconds.
    pub(crate) fn step(&self, count: u32) -> i64 {
        (self.days * DAY / (i64::from(count) + 1)).max(2)
    }

    /// Whether the day is in a pause of some months. Only exports of more than a year have one.
    fn is_break(&self, day: i64) -> bool {
        self.days > 365 && (day - BREAK.0).rem_euclid(BREAK.2) < BREAK.1
    }

    /// A random number generator for one topic on one day.
    #[must_use]
    pub fn rng(&self, topic: &str, day: i64) -> fastrand::Rng {
        fastrand::Rng::with_seed(mix(
            self.seed ^ day.cast_unsigned().wrapping_mul(0x9e37_79b9_7f4a_7c15),
            topic,
        ))
    }

    /// Activity of a day relative to the average, in thousandths. It varies by weekday and season, and is 0 on some days.
    #[must_use]
    pub fn activity_level(&self, day: i64) -> u64 {
        let away = self.rng("away", day.div_euclid(7)).u64(..26) == 0;
        let mut rng = self.rng("day", day);
        if away || rng.u64(..100) < 6 {
            return 0;
        }
        // Day 0 was a Thursday.
        let weekend = matches!((day + 3).rem_euclid(7), 5 | 6);
        let season = self.rng("season", day.div_euclid(30)).u64(700..1300);
        (if weekend { 1400 } else { 850 }) * season / 1000 * rng.u64(500..1500) / 1000
    }

    /// Number of events on a day, for a frequency in millionths of the watched videos.
    fn event_count(&self, rng: &mut fastrand::Rng, day: i64, share: u64) -> u64 {
        let thousandths =
            u128::from(self.daily_rate) * u128::from(self.activity_level(day)) * u128::from(share)
                / 1_000_000_000;
        u64::try_from((thousandths + u128::from(rng.u64(..1000))) / 1000).unwrap_or(u64::MAX)
    }

    /// Times of events on a day, newest first, none after the export. `share` is in millionths of the watched videos.
    pub(crate) fn moments(&self, topic: &str, day: i64, share: u64) -> Vec<i64> {
        let mut rng = self.rng(topic, day);
        let count = self.event_count(&mut rng, day, share);
        let mut moments: Vec<i64> = (0..count)
            .map(|_| day * DAY + hour(&mut rng) * 3600 + rng.i64(0..3600))
            .filter(|at| *at <= self.end)
            .collect();
        moments.sort_unstable_by(|a, b| b.cmp(a));
        moments
    }

    /// The videos watched on a day, newest first. They come in sessions.
    pub(crate) fn watches(&self, day: i64) -> Vec<Watch> {
        if self.is_break(day) {
            return Vec::new();
        }
        let mut rng = self.rng("watch", day);
        let count = self.event_count(&mut rng, day, 1_000_000);
        let mut watches: Vec<Watch> = Vec::new();
        let mut left_in_session = 0;
        let mut at = 0;
        for _ in 0..count {
            if left_in_session == 0 {
                left_in_session = rng.u64(3..40);
                at = hour(&mut rng) * 3600 + rng.i64(0..3600);
            }
            left_in_session -= 1;
            at = (at + pause(&mut rng)).rem_euclid(DAY);
            let moment = day * DAY + at;
            // Some videos are watched twice.
            let again = (rng.u64(..100) < 3 && !watches.is_empty()).then(|| rng.usize(..watches.len()));
            let id = match again {
                Some(index) => watches[index].id,
                None => item_id(&mut rng, moment),
            };
            let mut chance = |share: u64| rng.u64(..1000) < share;
            watches.push(Watch {
                at: moment,
                id,
                // The export lists a like once, even if the video was watched twice.
                liked: chance(LIKES) && again.is_none(),
                favourite: chance(FAVOURITES) && again.is_none(),
                reposted: chance(REPOSTS) && again.is_none(),
                shared: chance(SHARES),
                commented: chance(COMMENTS),
                seed: rng.u64(..),
            });
        }
        // Activities that follow a video do so within 30 s; the export must have both or neither.
        watches.retain(|watch| watch.at <= self.end - 30);
        watches.sort_by_key(|watch| std::cmp::Reverse(watch.at));
        watches
    }
}

/// An item id, whose upper 32 bits are the time of upload, which is before `watched`.
pub fn item_id(rng: &mut fastrand::Rng, watched: i64) -> i64 {
    let days = match rng.u8(..20) {
        0..12 => rng.i64(0..4),
        12..18 => rng.i64(4..60),
        _ => rng.i64(60..700),
    };
    let uploaded = watched - days * DAY - rng.i64(600..DAY);
    (uploaded << 32) | i64::from(rng.u32(..))
}

/// Seconds from one video to the next.
fn pause(rng: &mut fastrand::Rng) -> i64 {
    match rng.u8(..10) {
        0..3 => rng.i64(1..4),
        3..8 => rng.i64(6..32),
        _ => rng.i64(32..150),
    }
}

/// A random hour of the day (UTC), weighted by typical activity.
pub fn hour(rng: &mut fastrand::Rng) -> i64 {
    let mut left = rng.u64(..HOURS.iter().sum::<u64>());
    for (hour, weight) in (0..).zip(HOURS) {
        if left < weight {
            return hour;
        }
        left -= weight;
    }
    0
}

/// Derives a seed from a seed and a word (FNV-1a with a final mix).
#[must_use]
pub fn mix(seed: u64, word: &str) -> u64 {
    let hash = word.bytes().fold(seed ^ 0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    let hash = (hash ^ (hash >> 31)).wrapping_mul(0x7fb5_d329_728e_a185);
    hash ^ (hash >> 29)
}

/// The share link of a video.
#[must_use]
pub fn video_link(id: i64) -> String {
    format!("https://www.tiktokv.com/share/video/{id}/")
}
