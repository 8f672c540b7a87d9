//! Where the time ends that a line of a chat begins with.

use super::time;

/// Characters behind the hour.
const HOUR_ENDS: [char; 5] = [':', '：', '時', '时', '시'];
/// No time is longer, in bytes.
const LONGEST: usize = 80;

/// A line that begins with a time in brackets: that time, in which the name of its zone may have brackets of its own, and the
/// rest.
#[must_use]
pub fn bracketed(line: &str) -> Option<(&str, &str)> {
    let inner = line.strip_prefix('[')?;
    let end = inner.find(']')?;
    let end = if inner[..end].contains('[') { end + 1 + inner[end + 1..].find(']')? } else { end };
    Some((&inner[..end], &inner[end + 1..]))
}

/// Splits a line behind the time that it begins with.
#[must_use]
pub fn after_date(line: &str) -> Option<(&str, &str)> {
    after_usual_date(line).filter(|(date, _)| time::is_time(date)).or_else(|| after_other_date(line))
}

/// The same for a time of any form: the longest beginning of the line that is one.
fn after_other_date(line: &str) -> Option<(&str, &str)> {
    let beginning = &line[..line.floor_char_boundary(LONGEST)];
    // Nearly all lines are none of these.
    if !has_hour(beginning) {
        return None;
    }
    let is_end = |at: &usize| {
        let mut rest = line[*at..].chars();
        match rest.next() {
            Some(':') => !rest.next().is_some_and(char::is_numeric),
            next => next.is_none_or(|next| next == ' '),
        }
    };
    let end = (0..=beginning.len()).rev().filter(|at| beginning.is_char_boundary(*at)).filter(is_end);
    end.map(|at| line.split_at(at)).find(|(date, _)| date.contains(HOUR_ENDS) && time::is_time(date))
}

/// Whether there is a number with a character behind it that hours have.
fn has_hour(text: &str) -> bool {
    text.match_indices(HOUR_ENDS).any(|(at, _)| text[..at].ends_with(char::is_numeric))
}

/// The same for a time that has 19 characters without a zone and the half of the day: `2026-07-03 23:00:11`, or
/// `01/25/2026 03:04:05 PM`.
fn after_usual_date(line: &str) -> Option<(&str, &str)> {
    let (seconds, _) = line.split_at_checked(19)?;
    // A part of a second may follow.
    let fraction = line[19..].strip_prefix(['.', ',']).map_or(0, |digits| {
        let count = digits.bytes().take_while(u8::is_ascii_digit).count();
        if count == 0 { 0 } else { count + 1 }
    });
    let (seconds, rest) = line.split_at_checked(seconds.len() + fraction)?;
    let zone = [" UTC", " GMT", "Z", ""].into_iter().find(|zone| rest.starts_with(zone))?;
    // Some write the offset behind the zone: `GMT+2`.
    let offset = if zone.is_empty() { rest.trim_start() } else { &rest[zone.len()..] };
    let has_offset = zone != "Z"
        && offset
            .strip_prefix(['+', '-'])
            .is_some_and(|hours| hours.starts_with(|c: char| c.is_ascii_digit()));
    let end = if has_offset {
        let digits =
            offset[1..].find(|c: char| !c.is_ascii_digit() && c != ':').map_or(offset.len(), |at| at + 1);
        line.len() - offset.len() + digits.min(6)
    } else {
        seconds.len() + zone.len()
    };
    let end = if has_offset || !zone.is_empty() { end } else { end_of_words(line, end) };
    let (date, rest) = line.split_at_checked(end)?;
    // The time ends here, and not in the middle of a number.
    rest.starts_with([' ', ':', '\t']).then_some((date, rest))
}

/// Where a time ends whose numbers end at `end`: a half of the day and a zone may follow, and then the sender.
fn end_of_words(line: &str, mut end: usize) -> usize {
    while let Some(word) = line[end..].strip_prefix(' ').and_then(|rest| rest.split([' ', ':']).next())
        && time::is_end(word)
        && line[end + 1 + word.len()..].starts_with(' ')
        && time::is_time(&line[..end + 1 + word.len()])
    {
        end += 1 + word.len();
    }
    end
}
