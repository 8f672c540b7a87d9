//! Checks the lengths of source files.

use std::fs;
use std::path::Path;

use crate::results::Results;
use crate::run::{output, root};

/// Maximum number of lines of a source file.
const LIMIT: usize = 400;

/// Files with a lower limit.
const LOWER_LIMITS: [(&str, usize); 1] = [("src-tauri/core/src/core.rs", 200)];

/// Generated files, which have no limit.
const GENERATED: [&str; 1] = ["ui/src/ipc/bindings.ts"];

/// Checks all source files that git tracks.
pub(crate) fn check(results: &mut Results) -> Result<(), String> {
    let root = root();
    let folder = root.display().to_string();
    let patterns = ["*.rs", "*.ts", "*.svelte", "*.css"];
    let arguments = [&["-C", &folder, "ls-files", "--"][..], &patterns].concat();
    let files = output("git", &arguments).ok_or("git ls-files failed")?;
    let problems: Vec<String> = files.lines().filter_map(|file| problem(&root, file)).collect();
    results.record("file lengths", problems.is_empty(), &problems.join("\n"));
    Ok(())
}

fn problem(root: &Path, file: &str) -> Option<String> {
    if GENERATED.contains(&file) {
        return None;
    }
    // A deleted file is still listed until the deletion is staged.
    let lines = fs::read_to_string(root.join(file)).ok()?.lines().count();
    let limit = limit(file);
    (lines > limit).then(|| format!("{file}: {lines} lines, the limit is {limit}"))
}

fn limit(file: &str) -> usize {
    LOWER_LIMITS.iter().find(|(name, _)| *name == file).map_or(LIMIT, |(_, limit)| *limit)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::problem;

    #[test]
    fn only_files_above_their_limit_are_reported() {
        let root = std::env::temp_dir().join(format!("xtask-sizes-{}", std::process::id()));
        for (file, lines, expected) in [
            ("a.rs", 400, None),
            ("a.rs", 401, Some("a.rs: 401 lines, the limit is 400")),
            (
                "src-tauri/core/src/core.rs",
                201,
                Some("src-tauri/core/src/core.rs: 201 lines, the limit is 200"),
            ),
            ("ui/src/ipc/bindings.ts", 2_000, None),
        ] {
            let path = root.join(file);
            fs::create_dir_all(path.parent().unwrap_or(&root)).expect("the folder can be created");
            fs::write(path, "line\n".repeat(lines)).expect("the file can be written");
            assert_eq!(problem(&root, file).as_deref(), expected);
        }
        fs::remove_dir_all(root).expect("the folder can be removed");
    }
}
