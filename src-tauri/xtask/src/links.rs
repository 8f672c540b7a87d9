//! Checks that the links between Markdown files and to other files of the repository lead somewhere.

use std::fs;
use std::path::Path;

use crate::results::Results;
use crate::run::{git, root};

/// Checks all Markdown files that git knows.
pub(crate) fn check(results: &mut Results) -> Result<(), String> {
    let root = root();
    let files = git(&["ls-files", "*.md"]).ok_or("git does not list the files")?;
    let mut broken = Vec::new();
    for file in files.lines() {
        let path = root.join(file);
        let text = fs::read_to_string(&path).map_err(|error| format!("{file}: {error}"))?;
        let beside = path.parent().unwrap_or(&root);
        let missing = targets(&text).filter(|target| !exists(beside, target));
        broken.extend(missing.map(|target| format!("{file}: {target}")));
    }
    results.record("links in Markdown files", broken.is_empty(), &broken.join("\n"));
    Ok(())
}

/// The paths in `[text](path#anchor)`, without web addresses.
fn targets(text: &str) -> impl Iterator<Item = &str> {
    text.split("](").skip(1).filter_map(|rest| {
        let target = rest.split([')', '#', ' ', '\n']).next()?;
        (!target.is_empty() && !target.contains(':')).then_some(target)
    })
}

fn exists(beside: &Path, target: &str) -> bool {
    beside.join(target).exists()
}

#[cfg(test)]
mod tests {
    use super::targets;

    #[test]
    fn paths_of_links_are_found() {
        let text =
            "[a](docs/a.md), [b](../b.rs#L1), [`c`](c \"title\"), [d](https://example.com), [e](#here), f](";
        assert_eq!(targets(text).collect::<Vec<_>>(), ["docs/a.md", "../b.rs", "c"]);
    }
}
