//! What shows that a text file with facts, such as the settings, belongs to a TikTok export: neither times nor links do, and other
//! programs have files with these names, too.

use super::decode;
use super::json_keys::normal;
use super::known_fields::telling;
use super::text_fields::split;
use super::text_files::{TextFormat, by_name};

/// So many names that hardly anything else has are enough.
const ENOUGH: usize = 3;

/// Whether a file with this path and beginning has facts that only TikTok names like this, whatever their values are.
#[must_use]
pub fn is_file_of_facts(path: &str, head: &[u8]) -> bool {
    let Some((section, TextFormat::Facts)) = by_name(path) else { return false };
    let text = decode::beginning(head);
    let names: Vec<String> = text.lines().filter_map(split).map(|field| normal(field.name)).collect();
    let telling = telling(section, &names);
    telling >= ENOUGH && telling * 3 >= names.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_are_told_by_several_names_that_only_tiktok_has() {
        for (path, text) in [
            (
                "Settings.txt",
                "Private Account: On\nFilter Comments: On\nApp Language: de\n\nPush Notification\nNew Fans: On\n",
            ),
            (
                "TikTok/Status (1).txt",
                "Resolution: 1179*2556\nApp Version: 41\nIDFA: N/A\nGAID: \nWeb ID: 7\n",
            ),
            (
                "Autofill.txt",
                "Phone Number: N/A\nEmail: N/A\nFirst Name: N/A\nLast Name: N/A\nZip Code: N/A\n",
            ),
        ] {
            assert!(is_file_of_facts(path, text.as_bytes()), "{path}");
            assert!(!is_file_of_facts("notes.txt", text.as_bytes()), "{path}");
        }
        for (path, text) in [
            ("Settings.txt", "Language: en\nPrivacy Policy: accepted\nInterests: birds\n"),
            ("Status.txt", "Status: open\nResolution: none\nApp Version: 3\n"),
            ("Autofill.txt", "Email: noor@x.example\nAddress: Mill Lane 1\nCity: York\n"),
        ] {
            assert!(!is_file_of_facts(path, text.as_bytes()), "{path}");
        }
    }
}
