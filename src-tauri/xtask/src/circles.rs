//! Checks that modules do not depend on each other in circles.
//!
//! The nodes of the graph are source files. A file depends on another if it names an item that the other one defines;
//! re-exports are resolved to the defining file. `mod` declarations and re-exports of a module's own descendants are no
//! dependencies, and tests (`#[cfg(test)]`) are ignored. Method calls are not resolved.

mod graph;
mod modules;
mod paths;
#[cfg(test)]
mod tests;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::results::Results;
use crate::run::root;
use graph::Graph;
use modules::Crate;

/// Root files of the checked crates, and whether their top-level modules must not form circles either.
const CRATES: [(&str, bool); 11] = [
    ("src-tauri/core/src/lib.rs", true),
    ("src-tauri/sim/src/lib.rs", false),
    ("src-tauri/broker/src/lib.rs", true),
    ("src-tauri/export-gen/src/lib.rs", false),
    ("src-tauri/src/lib.rs", false),
    ("src-tauri/e2e-harness/src/lib.rs", false),
    ("src-tauri/e2e-harness/src/bin/screenshots/main.rs", false),
    ("src-tauri/bench/src/main.rs", false),
    ("src-tauri/soak/src/main.rs", false),
    ("src-tauri/icons/src/main.rs", false),
    ("src-tauri/xtask/src/main.rs", false),
];

/// Checks all crates.
pub(crate) fn check(results: &mut Results) -> Result<(), String> {
    let root = root();
    for (file, with_top_level) in CRATES {
        let path = root.join(file);
        let graph = dependencies(&path)?;
        results.record(&format!("circles of {file}"), graph.circles().is_empty(), &describe(&graph));
        if with_top_level {
            let modules = graph.merge(top_level);
            let what = format!("circles between the top-level modules of {file}");
            results.record(&what, modules.circles().is_empty(), &describe(&modules));
        }
    }
    Ok(())
}

/// The dependencies between the files of a crate, which are named relative to the folder of its root file.
fn dependencies(root_file: &Path) -> Result<Graph, String> {
    let all = Crate::load(root_file)?;
    let folder = root_file.parent().map(PathBuf::from).unwrap_or_default();
    let name = |file: &Path| {
        let relative = file.strip_prefix(&folder).unwrap_or(file);
        relative.to_string_lossy().replace('\\', "/")
    };
    let mut graph = Graph::default();
    for (from, to, item) in paths::dependencies(&all) {
        graph.add(name(all.file(from)), name(all.file(to)), item);
    }
    Ok(graph)
}

/// The top-level module of a file: `backup` for `backup.rs` and everything in `backup/`.
fn top_level(file: &str) -> String {
    let first = file.split('/').next().unwrap_or(file);
    first.strip_suffix(".rs").unwrap_or(first).to_owned()
}

/// Lists the circles with the items that cause each dependency.
fn describe(graph: &Graph) -> String {
    let mut text = String::new();
    for circle in graph.circles() {
        let _ = writeln!(text, "circle: {}", circle.join(" -> "));
        for (from, to, items) in graph.edges_within(&circle) {
            let _ = writeln!(text, "  {from} -> {to}: {items}");
        }
    }
    text
}
