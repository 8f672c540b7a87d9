//! When the persona does what: a day at a time, each day from its own seed.
//!
//! Because a day does not depend on the days around it, any part of the export can be written without
//! remembering another (a like finds its video again), and a later export repeats the days both cover.

use jiff::Timestamp;

use super::bench::Figures;
use super::{Persona, Plan};

pub(crate) const DAY: i64 = 86_400;

/// Shares of what else happens, in thousandths of the watched videos. Without them, sizes would not be met.
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

/// Weight of each hour of the day (UTC): little at night, most in the evening.
const HOURS: [u64; 24] =
    [8, 4, 2, 1, 1, 4, 14, 18, 12, 9, 10, 16, 20, 14, 12, 14, 20, 30, 42, 56, 64, 58, 36, 18];

/// The days of one export, newest first.
pub(crate) struct Life {
    pub(crate) persona: &'static Persona,
    seed: u64,
    /// The moment the export was made; nothing is later.
    pub(crate) end: i64,
    first_day: i64,
    last_day: i64,
    days: i64,
    /// Videos of an average day, in thousandths.
    pace: u64,
    /// In the account of the speed figures, in place of a life.
    pub(crate) figures: Option<Figures>,
}

/// The day a long break begins (10 February 2025), how long it is, and after how many days it comes again.
const BREAK: (i64, i64, i64) = (20_129, 84, 1_461);

/// A watched video and what came of it.
#[allow(clippy::struct_excessive_bools, reason = "a video may be all of these at once")]
pub(crate) struct Watch {
    pub(crate) at: i64,
    pub(crate) id: i64,
    pub(crate) liked: bool,
    pub(crate) favourite: bool,
    pub(crate) reposted: bool,
    pub(crate) shared: bool,
    pub(crate) commented: bool,
    /// Decides everything else about this moment.
    pub(crate) dice: u64,
}

impl Life {
    pub(crate) fn new(plan: &Plan) -> Self {
        let persona = Persona::by_id(plan.persona).unwrap_or(const { &Persona::ALL[0] });
        let end = plan.end.as_second();
        let last_day = end.div_euclid(DAY);
        // Small exports cover a month, larger ones up to three years.
        let days = (plan.records / 12).clamp(30, 1096);
        let whole_days = days.cast_signed();
        // A tenth more, because of the days without any activity.
        let pace = plan.records.saturating_mul(persona.pace).saturating_mul(1100) / PARTS / days;
        let mut life = Self {
            persona,
            seed: mix(plan.seed, persona.id),
            end,
            first_day: last_day - whole_days + 1,
            last_day,
            days: whole_days,
            pace,
            figures: None,
        };
        life.figures = plan.bench.map(|bench| Figures::new(bench, plan.records, &life));
        life
    }

    /// The days, newest first.
    pub(crate) fn days(&self) -> impl Iterator<Item = i64> + use<> {
        (self.first_day..=self.last_day).rev()
    }

    /// A few moments spread over the whole time, newest first, each with a number that goes with it.
    ///
    /// They stand on a grid that does not move with the end, so that a later export has the same ones again.
    pub(crate) fn spread(&self, topic: &'static str, count: u32) -> impl Iterator<Item = (i64, i64)> {
        let step = self.step(count);
        let newest = self.end.div_euclid(step);
        (0..i64::from(count)).map(move |back| {
            let number = newest - back;
            (number, number * step - self.rng(topic, number).i64(0..step / 2))
        })
    }

    /// Seconds from one of so many moments to the next.
    pub(crate) fn step(&self, count: u32) -> i64 {
        (self.days * DAY / (i64::from(count) + 1)).max(2)
    }

    /// Whether nothing is watched on this day: a break of some months, in an export of more than a year.
    fn is_break(&self, day: i64) -> bool {
        self.days > 365 && (day - BREAK.0).rem_euclid(BREAK.2) < BREAK.1
    }

    /// A generator for one thing on one day.
    pub(crate) fn rng(&self, topic: &str, day: i64) -> fastrand::Rng {
        fastrand::Rng::with_seed(mix(
            self.seed ^ day.cast_unsigned().wrapping_mul(0x9e37_79b9_7f4a_7c15),
            topic,
        ))
    }

    /// How lively a day is, in thousandths: weekends more, some seasons less, on holidays not at all.
    pub(crate) fn liveliness(&self, day: i64) -> u64 {
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

    /// How often something happens on a day, for a share in millionths of the watched videos.
    fn how_many(&self, rng: &mut fastrand::Rng, day: i64, share: u64) -> u64 {
        let thousandths =
            u128::from(self.pace) * u128::from(self.liveliness(day)) * u128::from(share) / 1_000_000_000;
        u64::try_from((thousandths + u128::from(rng.u64(..1000))) / 1000).unwrap_or(u64::MAX)
    }

    /// Moments of a day, newest first, none after the export was made. The share is in millionths of the videos.
    pub(crate) fn moments(&self, topic: &str, day: i64, share: u64) -> Vec<i64> {
        let mut rng = self.rng(topic, day);
        let count = self.how_many(&mut rng, day, share);
        let mut moments: Vec<i64> = (0..count)
            .map(|_| day * DAY + hour(&mut rng) * 3600 + rng.i64(0..3600))
            .filter(|at| *at <= self.end)
            .collect();
        moments.sort_unstable_by(|a, b| b.cmp(a));
        moments
    }

    /// The videos of a day, newest first, watched in sittings.
    pub(crate) fn watches(&self, day: i64) -> Vec<Watch> {
        if self.is_break(day) {
            return Vec::new();
        }
        let mut rng = self.rng("watch", day);
        let count = self.how_many(&mut rng, day, 1_000_000);
        let mut watches: Vec<Watch> = Vec::new();
        let mut left_of_sitting = 0;
        let mut at = 0;
        for _ in 0..count {
            if left_of_sitting == 0 {
                left_of_sitting = rng.u64(3..40);
                at = hour(&mut rng) * 3600 + rng.i64(0..3600);
            }
            left_of_sitting -= 1;
            at = (at + pause(&mut rng)).rem_euclid(DAY);
            let moment = day * DAY + at;
            // Now and then the same video again.
            let again = (rng.u64(..100) < 3 && !watches.is_empty()).then(|| rng.usize(..watches.len()));
            let id = match again {
                Some(index) => watches[index].id,
                None => item_id(&mut rng, moment),
            };
            let mut chance = |share: u64| rng.u64(..1000) < share;
            watches.push(Watch {
                at: moment,
                id,
                // A second like of the same video would not be listed again.
                liked: chance(LIKES) && again.is_none(),
                favourite: chance(FAVOURITES) && again.is_none(),
                reposted: chance(REPOSTS) && again.is_none(),
                shared: chance(SHARES),
                commented: chance(COMMENTS),
                dice: rng.u64(..),
            });
        }
        // What follows a video follows within half a minute; a day cut in two must cut both alike.
        watches.retain(|watch| watch.at <= self.end - 30);
        watches.sort_by_key(|watch| std::cmp::Reverse(watch.at));
        watches
    }
}

/// An id whose upper half is the moment of upload, some time before it was watched.
pub(crate) fn item_id(rng: &mut fastrand::Rng, watched: i64) -> i64 {
    let days = match rng.u8(..20) {
        0..12 => rng.i64(0..4),
        12..18 => rng.i64(4..60),
        _ => rng.i64(60..700),
    };
    let uploaded = watched - days * DAY - rng.i64(600..DAY);
    (uploaded << 32) | i64::from(rng.u32(..))
}

/// Seconds from one video to the next: skipped, watched, watched long.
fn pause(rng: &mut fastrand::Rng) -> i64 {
    match rng.u8(..10) {
        0..3 => rng.i64(1..4),
        3..8 => rng.i64(6..32),
        _ => rng.i64(32..150),
    }
}

pub(crate) fn hour(rng: &mut fastrand::Rng) -> i64 {
    let mut left = rng.u64(..HOURS.iter().sum::<u64>());
    for (hour, weight) in (0..).zip(HOURS) {
        if left < weight {
            return hour;
        }
        left -= weight;
    }
    0
}

/// A seed from a seed and a word (FNV-1a, then a finishing shuffle).
pub(crate) fn mix(seed: u64, word: &str) -> u64 {
    let hash = word.bytes().fold(seed ^ 0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    let hash = (hash ^ (hash >> 31)).wrapping_mul(0x7fb5_d329_728e_a185);
    hash ^ (hash >> 29)
}

/// `YYYY-MM-DD HH:MM:SS` in UTC, unmarked, as the export writes it.
pub(crate) fn date(seconds: i64) -> String {
    Timestamp::from_second(seconds).unwrap_or(Timestamp::UNIX_EPOCH).strftime("%Y-%m-%d %H:%M:%S").to_string()
}

/// The share link of a video.
pub(crate) fn video_link(id: i64) -> String {
    format!("https://www.tiktokv.com/share/video/{id}/")
}
