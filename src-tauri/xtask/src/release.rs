//! Release notes, and the manifest of updates.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::run::{git, root};

/// Prints the section of the changelog for this version.
pub(crate) fn notes(version: &str) -> Result<(), String> {
    let own = env!("CARGO_PKG_VERSION");
    if version != own {
        return Err(format!("this is version {own} (Cargo.toml), not {version}"));
    }
    print!("{}", section(&changelog()?, version)?);
    Ok(())
}

/// Writes `latest.json` for Tauri's updater to the folder of the packages.
pub(crate) fn update_manifest(folder: &str, version: &str) -> Result<(), String> {
    let repository = std::env::var("GITHUB_REPOSITORY")
        .map_err(|_| "GITHUB_REPOSITORY is not set: owner/name, the repository of the release")?;
    let at = format!("https://github.com/{repository}/releases/download/v{version}");
    let mut manifest = json!({
        "version": version,
        "notes": plain(&section(&changelog()?, version)?),
        "platforms": platforms(Path::new(folder), &at)?,
    });
    // The date of the commit, so that the file is reproducible.
    if let Some(date) = git(&["log", "-1", "--format=%cI"]) {
        manifest["pub_date"] = date.into();
    }
    let file = Path::new(folder).join("latest.json");
    fs::write(&file, format!("{manifest:#}\n")).map_err(|e| format!("{}: {e}", file.display()))?;
    println!("{}", file.display());
    Ok(())
}

fn changelog() -> Result<String, String> {
    fs::read_to_string(root().join("CHANGELOG.md")).map_err(|e| format!("CHANGELOG.md: {e}"))
}

/// A version of Satchel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Release {
    pub(crate) version: String,
    pub(crate) date: String,
    pub(crate) is_development: bool,
}

/// The versions of the changelog, the newest first.
pub(crate) fn released() -> Result<Vec<Release>, String> {
    Ok(releases_in(&changelog()?))
}

fn releases_in(changelog: &str) -> Vec<Release> {
    let headings = changelog.lines().filter_map(|line| line.strip_prefix("## [")?.split_once("] - "));
    headings
        .map(|(version, date)| Release {
            version: version.into(),
            date: date.trim().into(),
            is_development: false,
        })
        .collect()
}

/// The lines between the headings of this version and the next one, without the link definitions at the end.
fn section(changelog: &str, version: &str) -> Result<String, String> {
    let heading = format!("## [{version}]");
    let lines = changelog.lines().skip_while(|line| !line.starts_with(&heading)).skip(1);
    let body: Vec<&str> = lines
        .take_while(|line| !line.starts_with("## "))
        .filter(|line| !(line.starts_with('[') && line.contains("]: ")))
        .collect();
    let text = body.join("\n");
    match text.trim() {
        "" => Err(format!("CHANGELOG.md says nothing about {version}: it needs a section {heading}")),
        text => Ok(format!("{text}\n")),
    }
}

/// Converts Markdown to the plain text that the app shows. Links become their text.
fn plain(notes: &str) -> String {
    let mut text = String::new();
    for line in notes.lines() {
        let mut rest = line.trim_start_matches('#').trim_start();
        while let Some((before, link)) = rest.split_once('[') {
            let Some((words, after)) = link.split_once("](") else { break };
            text += before;
            text += words;
            rest = after.split_once(')').map_or("", |(_, after)| after);
        }
        text += rest;
        text.push('\n');
    }
    text.replace('`', "").replace("**", "")
}

/// All signed packages, by the platform names of the updater.
fn platforms(folder: &Path, at: &str) -> Result<Value, String> {
    let mut platforms = BTreeMap::new();
    let entries = fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let Some(package) = name.strip_suffix(".sig") else { continue };
        if !folder.join(package).is_file() {
            return Err(format!("{name} signs a package that is not there"));
        }
        let signature = fs::read_to_string(entry.path()).map_err(|e| format!("{name}: {e}"))?;
        let place = json!({ "signature": signature.trim(), "url": format!("{at}/{package}") });
        for key in keys(package)? {
            if platforms.insert(key.clone(), place.clone()).is_some() {
                return Err(format!("two packages for {key}, one of them {package}"));
            }
        }
    }
    if platforms.is_empty() {
        return Err(format!("no signed package in {}", folder.display()));
    }
    Ok(json!(platforms))
}

/// Ends of names, the system and the kind of package that they stand for, and whether such a package can update itself.
const KINDS: [(&str, &str, &str, bool); 5] = [
    (".AppImage", "linux", "appimage", true),
    (".deb", "linux", "deb", false),
    (".rpm", "linux", "rpm", false),
    ("-setup.exe", "windows", "nsis", true),
    (".app.tar.gz", "darwin", "app", true),
];

/// Whether a package can update itself.
pub(crate) fn updates_itself(package: &str) -> bool {
    KINDS.iter().any(|(end, .., updates_itself)| *updates_itself && package.ends_with(end))
}

/// The updater looks for system, processor and kind of package, and then for system and processor only. Kinds that cannot
/// update themselves must not have the shorter name: a .deb must not be replaced by an `AppImage`.
fn keys(package: &str) -> Result<Vec<String>, String> {
    let unknown = || format!("{package}: the name says neither system nor processor as it should");
    let &(_, system, kind, is_default) =
        KINDS.iter().find(|(end, ..)| package.ends_with(end)).ok_or_else(unknown)?;
    let says = |words: &[&str]| words.iter().any(|word| package.contains(word));
    let processors: &[&str] = if says(&["universal"]) {
        &["aarch64", "x86_64"]
    } else if says(&["aarch64", "arm64"]) {
        &["aarch64"]
    } else if says(&["x86_64", "amd64", "x64"]) {
        &["x86_64"]
    } else {
        return Err(unknown());
    };
    let mut keys = Vec::new();
    for processor in processors {
        keys.push(format!("{system}-{processor}-{kind}"));
        if is_default {
            keys.push(format!("{system}-{processor}"));
        }
    }
    Ok(keys)
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    const CHANGELOG: &str = "# Changelog\n\n## [Unreleased]\n\n- Later\n\n## [0.2.0] - 2026-12-01\n\n### Added\n\n- This\n\n\
                             ## [0.1.0] - 2026-11-22\n\n- First\n\n[0.1.0]: https://example.org\n";

    #[test]
    fn notes_are_the_section_of_the_version() {
        assert_eq!(section(CHANGELOG, "0.2.0").unwrap(), "### Added\n\n- This\n");
        assert_eq!(section(CHANGELOG, "0.1.0").unwrap(), "- First\n");
        assert!(section(CHANGELOG, "0.1").is_err());
        assert!(section("## [0.3.0]\n\n## [0.2.0]\n- This\n", "0.3.0").is_err(), "an empty section is none");
    }

    #[test]
    fn releases_are_the_dated_versions() {
        let release = |version: &str, date: &str| Release {
            version: version.into(),
            date: date.into(),
            is_development: false,
        };
        let expected = [release("0.2.0", "2026-12-01"), release("0.1.0", "2026-11-22")];
        assert_eq!(releases_in(CHANGELOG), expected);
    }

    #[test]
    fn notes_are_converted_to_plain_text() {
        let notes = "### Added\n\n- `from:` and more ([search](docs/search.md), [how](a.md)), **soon**\n- [x] is no link\n";
        let expected = "Added\n\n- from: and more (search, how), soon\n- [x] is no link\n";
        assert_eq!(plain(notes), expected);
    }

    #[test]
    fn packages_have_the_platform_names_of_the_updater() {
        for (package, expected) in [
            ("Satchel_0.1.0_amd64.AppImage", vec!["linux-x86_64-appimage", "linux-x86_64"]),
            ("Satchel_0.1.0_amd64.deb", vec!["linux-x86_64-deb"]),
            ("Satchel-0.1.0-1.x86_64.rpm", vec!["linux-x86_64-rpm"]),
            ("Satchel_0.1.0_x64-setup.exe", vec!["windows-x86_64-nsis", "windows-x86_64"]),
            ("Satchel_0.1.0_aarch64.app.tar.gz", vec!["darwin-aarch64-app", "darwin-aarch64"]),
        ] {
            assert_eq!(keys(package).unwrap(), expected, "{package}");
        }
        assert!(keys("Satchel.app.tar.gz").is_err(), "for which processor?");
        assert!(keys("Satchel_0.1.0_x64.dmg").is_err(), "the updater does not take it");
    }

    fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("xtask-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        for (file, text) in files {
            fs::write(folder.join(file), text).unwrap();
        }
        folder
    }

    #[test]
    fn the_manifest_has_url_and_signature_of_signed_packages() {
        let folder = folder(
            "signed",
            &[
                ("Satchel_0.1.0_amd64.AppImage", ""),
                ("Satchel_0.1.0_amd64.AppImage.sig", "c2lnbmVk\n"),
                ("Satchel_0.1.0_amd64.deb", ""),
            ],
        );
        let platforms = platforms(&folder, "https://example.org/v0.1.0").unwrap();
        let expected = json!({
            "signature": "c2lnbmVk",
            "url": "https://example.org/v0.1.0/Satchel_0.1.0_amd64.AppImage",
        });
        assert_eq!(platforms, json!({ "linux-x86_64": expected, "linux-x86_64-appimage": expected }));
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn unsigned_and_ambiguous_packages_are_rejected() {
        for (name, files) in [
            ("unsigned", &[("Satchel_0.1.0_amd64.deb", "")][..]),
            ("orphan", &[("Satchel_0.1.0_amd64.deb.sig", "s")]),
            (
                "twice",
                &[
                    ("a_amd64.deb", ""),
                    ("a_amd64.deb.sig", "s"),
                    ("b_amd64.deb", ""),
                    ("b_amd64.deb.sig", "s"),
                ],
            ),
        ] {
            let folder = folder(name, files);
            assert!(platforms(&folder, "https://example.org").is_err(), "{name}");
            fs::remove_dir_all(folder).unwrap();
        }
    }
}
