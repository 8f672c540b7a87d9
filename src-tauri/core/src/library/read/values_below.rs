//! Text files in which values are on the line below the names of their fields.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::invisible::{from_visible, is_blank};
use super::text_fields::{are_known_together, count_in, is_known_name, is_rule, split};

/// The lines that are only a name, and have the value below them.
#[derive(Debug, Default)]
pub struct NamesAbove {
    names: HashSet<String>,
    /// The names that have values on the same line.
    beside: HashSet<String>,
}

/// How often a line that is only a name occurs, and what is below it.
#[derive(Debug, Default)]
struct Above {
    all: u32,
    /// How often it is something that can only be a value.
    values: u32,
    /// The names of fields that the others look like.
    fields: HashSet<String>,
}

impl Above {
    /// How often what is below can be the value. Below a heading, the same field comes each time.
    fn valued(&self) -> u32 {
        let count = u32::try_from(self.fields.len()).unwrap_or(u32::MAX);
        self.values.saturating_add(if count > 1 { count } else { 0 })
    }
}

impl NamesAbove {
    /// Learns the names from the first lines of a file.
    #[must_use]
    pub fn of<'l>(lines: impl Iterator<Item = Cow<'l, str>>) -> Self {
        let mut above: HashMap<String, Above> = HashMap::new();
        let mut beside: HashMap<String, u32> = HashMap::new();
        let mut last: Option<String> = None;
        for line in lines {
            let name = name_alone(&line);
            if let Some(last) = last.take() {
                let can_be_value = !is_blank(&line) && !is_rule(&line) && name.is_none();
                let field = split(&line);
                // A value may look like a field, but hardly like one of the same records.
                let is_alike = |name: &&str| is_known_name(&last) && !are_known_together(&last, name);
                let alike = field.map(|field| field.name).filter(|_| can_be_value).filter(is_alike);
                let alike = alike.map(str::to_owned);
                let counts = above.entry(last).or_default();
                counts.all += 1;
                counts.values += u32::from(can_be_value && field.is_none());
                counts.fields.extend(alike);
            } else if name.is_none()
                && let Some(field) = split(&line)
            {
                *beside.entry(field.name.to_owned()).or_default() += 1;
            }
            last = name.map(str::to_owned);
        }
        if above.values().all(|counts| counts.valued() == 0) {
            return Self::default();
        }
        let count_above: u32 = above.values().map(|counts| counts.all).sum();
        let is_usual = beside.values().sum::<u32>() * 2 <= count_above;
        let is_above = |(name, counts): &(String, Above)| {
            let is_beside = beside.get(name).is_some_and(|count| *count * 4 > counts.all);
            let is_mostly = counts.valued() > 0 && counts.valued().saturating_mul(2) >= counts.all;
            !is_beside && (is_usual || is_mostly && (counts.all > 1 || is_known_name(name)))
        };
        let names = above.into_iter().filter(is_above).map(|(name, _)| name).collect();
        let is_field = |(_, count): &(String, u32)| !is_usual && *count > 1;
        let beside = beside.into_iter().filter(is_field).map(|(name, _)| name).collect();
        Self { names, beside }
    }

    /// Whether all values are on the lines of their names.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Whether a line is only a name, and has its value below it.
    #[must_use]
    pub fn has(&self, line: &str) -> bool {
        !self.is_empty() && name_alone(line).is_some_and(|name| self.names.contains(name))
    }

    /// Whether a line below such a name is the value.
    #[must_use]
    pub fn is_value(&self, line: &str) -> bool {
        let is_other = is_blank(line) || is_rule(line) || line.trim_start().starts_with("//");
        !is_other && !self.has(line) && split(line).is_none_or(|field| !self.beside.contains(field.name))
    }

    /// Joins the names with the values below them. The line breaks stay, as the white space behind the colon.
    pub fn join<'l>(
        &'l self,
        lines: impl Iterator<Item = Cow<'l, str>> + 'l,
    ) -> impl Iterator<Item = Cow<'l, str>> {
        let mut lines = lines.peekable();
        std::iter::from_fn(move || {
            let line = lines.next()?;
            let value = if self.has(&line) { lines.next_if(|next| self.is_value(next)) } else { None };
            Some(match value {
                Some(value) => Cow::Owned(format!("{line}\n{value}")),
                None => line,
            })
        })
    }
}

/// The name in a line that has nothing else.
fn name_alone(line: &str) -> Option<&str> {
    let line = line.trim_end();
    if !line.ends_with([':', '：']) || count_in(line).is_some() {
        return None;
    }
    let field = split(from_visible(line))?;
    (field.value.is_empty() && !field.is_product).then_some(field.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(text: &str) -> Vec<String> {
        let names = NamesAbove::of(text.lines().map(Cow::Borrowed));
        names.join(text.lines().map(Cow::Borrowed)).map(Cow::into_owned).collect()
    }

    #[test]
    fn names_are_joined_with_the_values_below_them() {
        assert_eq!(
            joined("Date:\n1\nTerm:\na\n\nDate:\n2\nTerm:\nb: c"),
            ["Date:\n1", "Term:\na", "", "Date:\n2", "Term:\nb: c"]
        );
        assert_eq!(
            joined("Datum: 1\nWort:\na\n\nDatum: 2\nWort:\n\nDatum: 3\nWort:\nb"),
            ["Datum: 1", "Wort:\na", "", "Datum: 2", "Wort:", "", "Datum: 3", "Wort:\nb"]
        );
    }

    #[test]
    fn headings_and_missing_values_stay_as_they_are() {
        for text in [
            "Push:\nFans: On\nNews: Off",
            "Username: a\nPlatform Info:\nDescription: b\n\nPlatform Info:\nDescription: c",
            "Datum: 1\nFoto:\nUrl: 2\n\nDatum: 3\nFoto:\nUrl: 4",
            "Product information:\n>>Name: a\n>>Quantity: 2",
            "Datum: 1\nText: so:\nmilk:\neggs",
            "1:\nDatum: a\n2:\nDatum: b",
        ] {
            assert_eq!(joined(text), text.lines().collect::<Vec<_>>(), "{text}");
        }
    }
}
