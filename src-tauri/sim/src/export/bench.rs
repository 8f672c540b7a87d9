//! The account of the speed figures: as many records as asked for, exactly, over five years.

use super::life::{self, DAY, Life, video_link};
use super::node::{Row, Rows};

/// How the account of the speed figures is made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bench {
    /// All messages are in a single chat.
    pub one_chat: bool,
}

/// Chats of the account; the first has the most messages.
const CHATS: usize = 40;
/// Words the account knows. The commonest are real, the others only sound so.
const WORDS: usize = 4_000;
const COMMON: &str = "the to and you a it is in i that of for on my me so was this we have not be but with just \
    at like do what when are no one can if up all out go get how now see know time good day back more here come \
    will there really think they want then some too from about love well still would her his home did been also";
const SYLLABLES: [&str; 24] = [
    "ta", "ro", "mi", "len", "ka", "su", "vor", "ne", "li", "da", "pe", "shi", "gar", "mo", "wen", "ba",
    "fi", "tor", "ula", "ze", "ran", "ho", "qui", "yel",
];

/// What can be looked for in it, from its commonest word to a rare one, alone and together. Every one occurs.
pub const SOUGHT: [&str; 15] = [
    "the",
    "zewen",
    "and you",
    "hota",
    "rosuro",
    "this",
    "to the lensu",
    "sumigar",
    "well",
    "from",
    "how to get",
    "kada",
    "lensu",
    "was good",
    "miroqui",
];

/// Its numbers and words.
pub(super) struct Figures {
    watches: u64,
    messages: u64,
    /// Cumulative liveliness of the days, oldest first; the last is the sum.
    days: Vec<u64>,
    first_day: i64,
    vocabulary: Vec<String>,
    /// Cumulative frequency of the words.
    frequency: Vec<u64>,
    one_chat: bool,
}

impl Figures {
    pub(super) fn new(bench: Bench, records: u64, life: &Life) -> Self {
        const DAYS: i64 = 1_826;
        let last_day = life.end.div_euclid(DAY) - 1;
        let first_day = last_day - DAYS + 1;
        let days = (first_day..=last_day).map(|day| life.liveliness(day));
        let likes = records / 5;
        Self {
            watches: likes * 3,
            messages: records - likes * 4,
            days: sums(days),
            first_day,
            vocabulary: vocabulary(),
            // Zipf: the k-th commonest word is k times rarer than the commonest.
            frequency: sums((1..=WORDS as u64).map(|rank| 1_000_000 / rank)),
            one_chat: bench.one_chat,
        }
    }

    /// Every third video is liked, though not exactly the third.
    pub(super) fn watches<'l>(&'l self, life: &'l Life, liked_only: bool) -> Rows<'l> {
        Box::new(self.newest_first().flat_map(move |index| {
            let (from, to) = self.part(index, self.watches);
            let mut rng = life.rng("bench", self.day(index));
            let mut times: Vec<i64> = (from..to).map(|_| self.moment(index, &mut rng)).collect();
            times.sort_unstable_by(|a, b| b.cmp(a));
            let rows = (from..to).rev().zip(times).filter_map(move |(number, at)| {
                let mut rng = life.rng("bench video", number.cast_signed());
                let id = life::item_id(&mut rng, at);
                let liked = number % 3 == (number / 3).wrapping_mul(7) % 5 % 3;
                if liked_only {
                    return liked.then(|| Row::at(at + 5, [("Link", video_link(id).into())]));
                }
                Some(Row::at(at, [("Link", video_link(id).into()), ("Title", "".into())]))
            });
            rows.collect::<Vec<_>>()
        }))
    }

    /// Names of the chats, in the order of the keys.
    pub(super) fn chats(&self) -> Vec<(usize, String)> {
        let count = if self.one_chat { 1 } else { CHATS };
        (0..count).map(|chat| (chat, format!("friend.{chat:02}"))).collect()
    }

    /// A chat's messages, newest first.
    pub(super) fn messages<'l>(&'l self, life: &'l Life, chat: usize, name: &str) -> Rows<'l> {
        let sizes = sums((1..=if self.one_chat { 1 } else { CHATS as u64 }).map(|rank| 1_000_000 / rank));
        let (from, to) = part(&sizes, chat, self.messages);
        let names = [life.persona.user_name.to_owned(), name.to_owned()];
        Box::new(self.newest_first().flat_map(move |index| {
            let (from, to) = self.part(index, to - from);
            let mut rng = life.rng(&names[1], self.day(index));
            let mut times: Vec<i64> = (from..to).map(|_| self.moment(index, &mut rng)).collect();
            times.sort_unstable_by(|a, b| b.cmp(a));
            let rows = times.into_iter().map(|at| {
                let from = names[usize::from(rng.bool())].clone();
                Row::at(at, [("Content", self.text(&mut rng).into()), ("From", from.into())])
            });
            rows.collect::<Vec<_>>()
        }))
    }

    fn newest_first(&self) -> impl Iterator<Item = usize> + use<> {
        (0..self.days.len()).rev()
    }

    /// First and last of so many things that fall on a day, with all days adding up exactly.
    fn part(&self, index: usize, all: u64) -> (u64, u64) {
        part(&self.days, index, all)
    }

    fn day(&self, index: usize) -> i64 {
        self.first_day + i64::try_from(index).unwrap_or(0)
    }

    fn moment(&self, index: usize, rng: &mut fastrand::Rng) -> i64 {
        self.day(index) * DAY + life::hour(rng) * 3600 + rng.i64(0..3590)
    }

    fn text(&self, rng: &mut fastrand::Rng) -> String {
        let mut text = String::new();
        for number in 0..rng.u8(1..7) {
            if number > 0 {
                text.push(' ');
            }
            let at = rng.u64(..self.frequency[WORDS - 1]);
            text.push_str(&self.vocabulary[self.frequency.partition_point(|sum| *sum <= at)]);
        }
        text
    }
}

fn part(sums: &[u64], index: usize, all: u64) -> (u64, u64) {
    let total = sums.last().copied().unwrap_or(1).max(1);
    let until =
        |sum: u64| u64::try_from(u128::from(all) * u128::from(sum) / u128::from(total)).unwrap_or(all);
    let before = index.checked_sub(1).map_or(0, |before| sums[before]);
    (until(before), until(sums[index]))
}

fn sums(values: impl Iterator<Item = u64>) -> Vec<u64> {
    values
        .scan(0, |sum, value| {
            *sum += value;
            Some(*sum)
        })
        .collect()
}

fn vocabulary() -> Vec<String> {
    let mut words: Vec<String> = COMMON.split_whitespace().map(str::to_owned).collect();
    let invented = (0..).map(|number: usize| {
        let (first, rest) = (number % 24, number / 24);
        let middle = if rest >= 24 { SYLLABLES[rest / 24 % 24] } else { "" };
        format!("{}{middle}{}", SYLLABLES[first], SYLLABLES[rest % 24])
    });
    let missing = WORDS - words.len();
    words.extend(invented.take(missing));
    words
}
