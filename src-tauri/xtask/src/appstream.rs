//! The file by which software centres know Satchel.

use std::fs;

use crate::release::{self, Release};
use crate::run::{git, root};

/// Its source, without what depends on the version and on the repository.
const SOURCE: &str = "src-tauri/linux/app.satchel.desktop.metainfo.xml";

/// Pictures in `docs/pictures`, with what they show. The first one is shown in lists.
const PICTURES: [(&str, &str); 4] = [
    ("overview-light.png", "An overview of your years, from any backup"),
    ("backups-light.png", "Backups that are running, queued and saved"),
    ("welcome-light.png", "Back up from TikTok, open an export, or look around with a demo account"),
    ("backups-dark.png", "The dark theme"),
];

/// The complete file for this version.
pub(crate) fn metainfo() -> Result<String, String> {
    let source = fs::read_to_string(root().join(SOURCE)).map_err(|e| format!("{SOURCE}: {e}"))?;
    // The date of the newest commit, so that builds are reproducible.
    let today = git(&["log", "-1", "--format=%cs"]).unwrap_or_default();
    let version = env!("CARGO_PKG_VERSION");
    let releases = release::released()?;
    complete(&source, repository().as_deref(), &with_own(releases, version, &today), version)
}

/// The web address of the repository, which only GitHub's workflows know.
pub(crate) fn repository() -> Option<String> {
    let server = std::env::var("GITHUB_SERVER_URL").ok()?;
    let name = std::env::var("GITHUB_REPOSITORY").ok()?;
    Some(format!("{server}/{name}"))
}

/// A version that the changelog does not list yet is one in development.
fn with_own(mut releases: Vec<Release>, version: &str, today: &str) -> Vec<Release> {
    if releases.iter().all(|release| release.version != version) {
        let own = Release { version: version.into(), date: today.into(), is_development: true };
        releases.insert(0, own);
    }
    releases
}

/// Adds addresses, screenshots and releases to the source. Without an address of the repository there are no screenshots,
/// which are loaded from there.
fn complete(
    source: &str,
    repository: Option<&str>,
    releases: &[Release],
    version: &str,
) -> Result<String, String> {
    let (before, after) =
        source.split_once("</component>").ok_or_else(|| format!("{SOURCE}: no </component>"))?;
    let mut lines = Vec::new();
    if let Some(repository) = repository {
        for (kind, address) in [("homepage", ""), ("bugtracker", "/issues"), ("vcs-browser", "")] {
            lines.push(format!("  <url type=\"{kind}\">{repository}{address}</url>"));
        }
        lines.push("  <screenshots>".into());
        for (at, (file, caption)) in PICTURES.iter().enumerate() {
            let kind = if at == 0 { " type=\"default\"" } else { "" };
            lines.push(format!("    <screenshot{kind}>"));
            lines.push(format!("      <caption>{caption}</caption>"));
            lines.push(format!("      <image>{repository}/raw/v{version}/docs/pictures/{file}</image>"));
            lines.push("    </screenshot>".into());
        }
        lines.push("  </screenshots>".into());
    }
    lines.push("  <releases>".into());
    for Release { version, date, is_development } in releases {
        let kind = if *is_development { "development" } else { "stable" };
        let opening = format!("    <release version=\"{version}\" date=\"{date}\" type=\"{kind}\"");
        match repository {
            Some(repository) if !is_development => {
                lines.push(format!("{opening}>"));
                lines.push(format!("      <url type=\"details\">{repository}/releases/tag/v{version}</url>"));
                lines.push("    </release>".into());
            }
            _ => lines.push(format!("{opening} />")),
        }
    }
    lines.push("  </releases>\n</component>".into());
    Ok(format!("{before}{}{after}", lines.join("\n")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn release(version: &str, is_development: bool) -> Release {
        Release { version: version.into(), date: "2026-11-22".into(), is_development }
    }

    #[test]
    fn the_version_is_in_development_until_the_changelog_lists_it() {
        let old = vec![release("0.1.0", false)];
        assert_eq!(with_own(old.clone(), "0.1.0", "2026-12-01"), old);
        let both = with_own(old.clone(), "0.2.0", "2026-12-01");
        let own = Release { version: "0.2.0".into(), date: "2026-12-01".into(), is_development: true };
        assert_eq!(both, [own, old[0].clone()]);
    }

    #[test]
    fn addresses_are_those_of_the_repository() {
        let source = "<component>\n</component>\n";
        let releases = [release("0.2.0", true), release("0.1.0", false)];
        let text = complete(source, Some("https://example.org/a/b"), &releases, "0.2.0").unwrap();
        assert!(text.contains("<url type=\"homepage\">https://example.org/a/b</url>"));
        assert!(
            text.contains(
                "<image>https://example.org/a/b/raw/v0.2.0/docs/pictures/overview-light.png</image>"
            )
        );
        assert!(text.contains("<release version=\"0.2.0\" date=\"2026-11-22\" type=\"development\" />"));
        assert!(text.contains("<url type=\"details\">https://example.org/a/b/releases/tag/v0.1.0</url>"));
        assert!(text.ends_with("  </releases>\n</component>\n"));
        let offline = complete(source, None, &releases, "0.2.0").unwrap();
        assert!(!offline.contains("://"), "{offline}");
        assert!(!offline.contains("screenshot"), "{offline}");
    }

    #[test]
    fn this_version_is_the_newest_of_the_real_file_and_its_pictures_exist() {
        let text = metainfo().unwrap();
        let newest = text.split_once("<release version=\"").unwrap().1;
        assert!(newest.starts_with(&format!("{}\"", env!("CARGO_PKG_VERSION"))), "{text}");
        for (file, _) in PICTURES {
            assert!(root().join("docs/pictures").join(file).is_file(), "{file}");
        }
    }
}
