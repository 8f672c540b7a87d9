//! The command line.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

const HELP: &str = "\
Satchel keeps your own copy of your TikTok data.

Usage: satchel [--demo] [EXPORT.zip …]

  EXPORT.zip   a TikTok export to open
  --demo       open the demo account
  --version    print the version
  --help       print this help";

/// Parsed command-line arguments.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Arguments {
    /// Exports to open, as absolute paths where possible.
    pub(crate) files: Vec<PathBuf>,
    /// Whether to open the demo account.
    pub(crate) demo: bool,
}

impl Arguments {
    /// Parses the arguments after the program's name. Relative paths are resolved against `cwd`, the working directory
    /// of the process that was given them: a second instance passes its arguments on to the first.
    ///
    /// Returns `Ok(None)` if the arguments ask for text that has been printed, and a message for an unknown option.
    pub(crate) fn parse(
        arguments: impl Iterator<Item = OsString>,
        cwd: &Path,
    ) -> Result<Option<Self>, String> {
        let mut parsed = Self::default();
        for argument in arguments {
            match argument.to_str() {
                Some("--help" | "-h") => {
                    println!("{HELP}");
                    return Ok(None);
                }
                Some("--version" | "-V") => {
                    println!("Satchel {}", env!("CARGO_PKG_VERSION"));
                    return Ok(None);
                }
                Some("--demo") => parsed.demo = true,
                // Old versions of macOS pass the process serial number.
                Some(option) if option.starts_with("-psn_") => {}
                Some(option) if option.starts_with('-') => {
                    return Err(format!("satchel: unknown option {option}. Try satchel --help."));
                }
                _ => {
                    let file = cwd.join(argument);
                    parsed.files.push(std::path::absolute(&file).unwrap_or(file));
                }
            }
        }
        Ok(Some(parsed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse_in(cwd: &Path, arguments: &[&str]) -> Result<Option<Arguments>, String> {
        Arguments::parse(arguments.iter().map(OsString::from), cwd)
    }

    fn parse(arguments: &[&str]) -> Result<Option<Arguments>, String> {
        parse_in(&std::env::current_dir().expect("a working directory"), arguments)
    }

    #[test]
    fn parses_files_and_options_and_rejects_unknown_options() {
        assert_eq!(parse(&[]), Ok(Some(Arguments::default())));
        assert!(parse(&["--demo"]).is_ok_and(|a| a.is_some_and(|a| a.demo)));
        assert!(parse(&["a.zip"]).is_ok_and(|a| a.is_some_and(|a| a.files[0].is_absolute())));
        assert_eq!(parse(&["--version"]), Ok(None));
        assert!(parse(&["--frobnicate"]).is_err());
    }

    #[test]
    fn relative_files_are_resolved_against_the_callers_working_directory() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let absolute = folder.path().join("absolute.zip");
        let arguments =
            [Path::new("mine.zip"), &absolute].map(|file| file.to_str().expect("UTF-8").to_owned());
        let parsed = parse_in(folder.path(), &arguments.each_ref().map(String::as_str));
        let files = parsed.expect("valid arguments").expect("files to open").files;
        assert_eq!(files, [folder.path().join("mine.zip"), absolute]);
    }
    #[cfg(target_os = "linux")]
    #[test]
    fn names_that_are_not_unicode_are_kept() {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt;

        let name = OsStr::from_bytes(b"m\xfcsli.zip");
        let folder = Path::new("/from").join(OsStr::from_bytes(b"\xe4"));
        let parsed = Arguments::parse([name.to_owned()].into_iter(), &folder);
        assert_eq!(parsed.expect("valid arguments").expect("a file").files, [folder.join(name)]);
    }
}
