//! The command line: few words, for shortcuts and for the system that opens a file with Satchel.

use std::ffi::OsString;
use std::path::PathBuf;

const HELP: &str = "\
Satchel keeps your own copy of your TikTok data.

Usage: satchel [--demo] [EXPORT.zip …]

  EXPORT.zip   a TikTok export to open
  --demo       open the demo account
  --version    say which version this is
  --help       say this";

/// What was given on the command line.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Arguments {
    /// Exports to open, absolute where that is possible.
    pub(crate) files: Vec<PathBuf>,
    /// Whether the demo account is wanted.
    pub(crate) demo: bool,
}

impl Arguments {
    /// Reads them. `Ok(None)`: what was asked for is printed, and there is nothing more to do.
    pub(crate) fn parse(words: impl Iterator<Item = OsString>) -> Result<Option<Self>, String> {
        let mut arguments = Self::default();
        for word in words {
            match word.to_str() {
                Some("--help" | "-h") => {
                    println!("{HELP}");
                    return Ok(None);
                }
                Some("--version" | "-V") => {
                    println!("Satchel {}", env!("CARGO_PKG_VERSION"));
                    return Ok(None);
                }
                Some("--demo") => arguments.demo = true,
                // macOS gives older programs their process number.
                Some(other) if other.starts_with("-psn_") => {}
                Some(other) if other.starts_with('-') => {
                    return Err(format!("satchel: there is no {other}. Try satchel --help."));
                }
                _ => arguments.files.push(std::path::absolute(&word).unwrap_or_else(|_| word.into())),
            }
        }
        Ok(Some(arguments))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(words: &[&str]) -> Result<Option<Arguments>, String> {
        Arguments::parse(words.iter().map(OsString::from))
    }

    #[test]
    fn files_and_the_demo_are_understood_and_anything_else_is_refused() {
        assert_eq!(parse(&[]), Ok(Some(Arguments::default())));
        assert!(parse(&["--demo"]).is_ok_and(|a| a.is_some_and(|a| a.demo)));
        assert!(parse(&["a.zip"]).is_ok_and(|a| a.is_some_and(|a| a.files[0].is_absolute())));
        assert_eq!(parse(&["--version"]), Ok(None));
        assert!(parse(&["--frobnicate"]).is_err());
    }
}
