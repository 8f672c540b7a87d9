//! Data for benchmarks: an exact number of records over five years.

use satchel_sim::export::activity_model::{ActivityModel, DAY, hour, item_id, video_link};
use satchel_sim::export::value::{Row, Rows};

/// Options of the data for benchmarks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LoadProfile {
    /// Whether all messages are in one chat.
    pub one_chat: bool,
}

/// Number of chats. The first has the most messages.
const CHATS: usize = 40;
/// Number of different words. The most frequent are English, the others are generated.
const WORDS: usize = 4_000;
const COMMON: &str = "the to and you a it is in i that of for on my me so was this we have not be but with just \
    at like do what when are no one can if up all out go get how now see know time good day back more here come \
    will there really think they want then some too from about love well still would her his home did been also";
const SYLLABLES: [&str; 24] = [
    "ta", "ro", "mi", "len", "ka", "su", "vor", "ne", "li", "da", "pe", "shi", "gar", "mo", "wen", "ba",
    "fi", "tor", "ula", "ze", "ran", "ho", "qui", "yel",
];

/// Search terms with at least one match, from very frequent to rare words.
pub const SEARCH_TERMS: [&str; 15] = [
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

/// Generates the records of a load profile.
pub(crate) struct LoadData {
    watches: u64,
    messages: u64,
    /// Cumulative activity levels of the days, oldest first.
    days: Vec<u64>,
    first_day: i64,
    vocabulary: Vec<String>,
    /// Cumulative frequencies of the words.
    frequencies: Vec<u64>,
    one_chat: bool,
}

impl LoadData {
    pub(crate) fn new(profile: LoadProfile, records: u64, model: &ActivityModel) -> Self {
        const DAYS: i64 = 1_826;
        let last_day = model.end().div_euclid(DAY) - 1;
        let first_day = last_day - DAYS + 1;
        let days = (first_day..=last_day).map(|day| model.activity_level(day));
        let likes = records / 5;
        Self {
            watches: likes * 3,
            messages: records - likes * 4,
            days: sums(days),
            first_day,
            vocabulary: vocabulary(),
            // Zipf's law: the frequency of a word is inversely proportional to its rank.
            frequencies: sums((1..=WORDS as u64).map(|rank| 1_000_000 / rank)),
            one_chat: profile.one_chat,
        }
    }

    /// Watched videos, or only the liked ones, which are a third.
    fn watches<'l>(&'l self, model: &'l ActivityModel, liked_only: bool) -> Rows<'l> {
        Box::new(self.newest_first().flat_map(move |index| {
            let (from, to) = self.share_of(index, self.watches);
            let mut rng = model.rng("bench", self.day(index));
            let mut times: Vec<i64> = (from..to).map(|_| self.moment(index, &mut rng)).collect();
            times.sort_unstable_by(|a, b| b.cmp(a));
            let rows = (from..to).rev().zip(times).filter_map(move |(number, at)| {
                let mut rng = model.rng("bench video", number.cast_signed());
                let id = item_id(&mut rng, at);
                let liked = number % 3 == (number / 3).wrapping_mul(7) % 5 % 3;
                if liked_only {
                    return liked.then(|| Row::at(at + 5, [("Link", video_link(id).into())]));
                }
                Some(Row::at(at, [("Link", video_link(id).into()), ("Title", "".into())]))
            });
            rows.collect::<Vec<_>>()
        }))
    }

    /// The rows of a section that is a list.
    pub(crate) fn rows<'l>(&'l self, model: &'l ActivityModel, section: &str) -> Rows<'l> {
        match section {
            "watch" => self.watches(model, false),
            "like" => self.watches(model, true),
            _ => Box::new(std::iter::empty()),
        }
    }

    /// The chats of a section: names, in the order of the document, and rows.
    pub(crate) fn chats<'l>(&'l self, model: &'l ActivityModel, section: &str) -> Vec<(String, Rows<'l>)> {
        let count = match section {
            "message" if self.one_chat => 1,
            "message" => CHATS,
            _ => 0,
        };
        let name = |chat: usize| format!("friend.{chat:02}");
        (0..count).map(|chat| (name(chat), self.messages(model, chat, &name(chat)))).collect()
    }

    /// The messages of a chat, newest first.
    fn messages<'l>(&'l self, model: &'l ActivityModel, chat: usize, name: &str) -> Rows<'l> {
        let sizes = sums((1..=if self.one_chat { 1 } else { CHATS as u64 }).map(|rank| 1_000_000 / rank));
        let (from, to) = share_of(&sizes, chat, self.messages);
        let names = [model.persona().user_name.to_owned(), name.to_owned()];
        Box::new(self.newest_first().flat_map(move |index| {
            let (from, to) = self.share_of(index, to - from);
            let mut rng = model.rng(&names[1], self.day(index));
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

    /// The range of the items that fall on a day, if `all` items are distributed over all days.
    fn share_of(&self, index: usize, all: u64) -> (u64, u64) {
        share_of(&self.days, index, all)
    }

    fn day(&self, index: usize) -> i64 {
        self.first_day + i64::try_from(index).unwrap_or(0)
    }

    fn moment(&self, index: usize, rng: &mut fastrand::Rng) -> i64 {
        self.day(index) * DAY + hour(rng) * 3600 + rng.i64(0..3590)
    }

    fn text(&self, rng: &mut fastrand::Rng) -> String {
        let mut text = String::new();
        for number in 0..rng.u8(1..7) {
            if number > 0 {
                text.push(' ');
            }
            let at = rng.u64(..self.frequencies[WORDS - 1]);
            text.push_str(&self.vocabulary[self.frequencies.partition_point(|sum| *sum <= at)]);
        }
        text
    }
}

fn share_of(sums: &[u64], index: usize, all: u64) -> (u64, u64) {
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
    let generated = (0..).map(|number: usize| {
        let (first, rest) = (number % 24, number / 24);
        let middle = if rest >= 24 { SYLLABLES[rest / 24 % 24] } else { "" };
        format!("{}{middle}{}", SYLLABLES[first], SYLLABLES[rest % 24])
    });
    let missing = WORDS - words.len();
    words.extend(generated.take(missing));
    words
}
