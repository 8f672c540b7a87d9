//! Addresses as people copy them: without a scheme, in quotes, in the middle of a sentence, broken into lines, encoded once
//! more by another program. Only the parameters matter, and among them the state says whether an address belongs to the
//! sign-in.

use url::form_urlencoded;

/// The maximum number of lines into which an address may be broken.
const MOST_LINES: usize = 12;

/// A part of a pasted text that may be an address with parameters.
#[derive(Debug, PartialEq, Eq)]
pub struct Candidate {
    /// What stands before the question mark, for example `http://127.0.0.1:4321/callback/`.
    pub page: String,
    /// What stands behind it, up to the end of the address.
    pub query: String,
}

impl Candidate {
    /// The value of a parameter; `None` if it is missing or empty.
    pub fn value(&self, name: &str) -> Option<String> {
        form_urlencoded::parse(self.query.as_bytes())
            .find(|(key, value)| key == name && !value.is_empty())
            .map(|(_, value)| value.into_owned())
    }
}

/// Everything in a pasted text that may be an address, the most literal readings first.
pub fn candidates(text: &str) -> Vec<Candidate> {
    let text = text.replace("&amp;", "&");
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let mut readings: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
    if lines.len() <= MOST_LINES {
        for first in 0..lines.len() {
            for last in first + 1..lines.len() {
                readings.push(lines[first..=last].concat());
            }
        }
    }
    let decoded: Vec<String> = readings.iter().map(|reading| decode(reading)).collect();
    readings.into_iter().chain(decoded).flat_map(|reading| in_line(&reading)).collect()
}

/// The candidates in one line.
fn in_line(line: &str) -> Vec<Candidate> {
    let is_end = |c: char| c.is_whitespace() || "<>\"'`“”„‘’«»()[]{}#".contains(c);
    let mut found = Vec::new();
    for word in line.split(is_end) {
        let word = word.trim_end_matches([',', ';', '.']);
        match word.find('?') {
            None if word.contains('=') => {
                found.push(Candidate { page: String::new(), query: word.to_owned() });
            }
            None => {}
            Some(_) => {
                for (at, _) in word.match_indices('?') {
                    let (page, query) = (word[..at].to_owned(), word[at + 1..].to_owned());
                    found.push(Candidate { page, query });
                }
            }
        }
    }
    found
}

/// Removes one layer of percent encoding.
fn decode(text: &str) -> String {
    let form = format!("x={}", text.replace('&', "%26").replace('+', "%2B"));
    form_urlencoded::parse(form.as_bytes()).next().map(|(_, value)| value.into_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_found_in_text_and_decoded_once() {
        let found = candidates("Go to <http://127.0.0.1:1/callback/?a=1&amp;b=2>, please.");
        let expected = Candidate { page: "http://127.0.0.1:1/callback/".into(), query: "a=1&b=2".into() };
        assert!(found.contains(&expected), "{found:?}");
        let found = candidates("http%3A%2F%2Fh%2F%3Fa%3D1%2526%26b%3D2");
        assert!(
            found.contains(&Candidate { page: "http://h/".into(), query: "a=1%26&b=2".into() }),
            "{found:?}"
        );
        let found = candidates("see\nhttp://h/?a=1&\nb=2\nbye");
        assert!(
            found.contains(&Candidate { page: "http://h/".into(), query: "a=1&b=2".into() }),
            "{found:?}"
        );
    }

    #[test]
    fn values_are_decoded_and_empty_ones_are_missing() {
        let candidate = Candidate { page: String::new(), query: "a=%2A&b=".into() };
        assert_eq!(candidate.value("a").as_deref(), Some("*"));
        assert_eq!(candidate.value("b"), None);
    }
}
