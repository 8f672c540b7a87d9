//! Memory of a process and its descendants.

use std::collections::BTreeMap;

/// Proportional set size in MB of a process and its descendants, by process name.
pub(crate) fn of_process_tree(root: u32) -> BTreeMap<String, f64> {
    let parents: BTreeMap<u32, u32> = std::fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter_map(|process: u32| {
            let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
            Some((process, stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()?))
        })
        .collect();
    let is_descendant = |mut process: u32| {
        while process != root {
            match parents.get(&process) {
                Some(parent) => process = *parent,
                None => return false,
            }
        }
        true
    };
    let mut sizes = BTreeMap::new();
    for process in parents.keys().copied().filter(|process| is_descendant(*process)) {
        let name = std::fs::read_to_string(format!("/proc/{process}/comm")).unwrap_or_default();
        let rollup = std::fs::read_to_string(format!("/proc/{process}/smaps_rollup")).unwrap_or_default();
        let kilobytes = rollup
            .lines()
            .find_map(|line| line.strip_prefix("Pss:")?.split_whitespace().next()?.parse::<f64>().ok())
            .unwrap_or_default();
        *sizes.entry(name.trim().to_owned()).or_default() += kilobytes / 1024.0;
    }
    sizes
}
