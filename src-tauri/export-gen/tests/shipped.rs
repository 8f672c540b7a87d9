//! Generators of malformed and hostile data are not part of the app.
#![cfg(not(windows))]
#![allow(clippy::unwrap_used, reason = "a failed step should fail the test")]

use std::process::Command;

#[test]
fn the_app_does_not_depend_on_development_crates() {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let tree = Command::new(cargo)
        .args(["tree", "--offline", "--package", "satchel", "--edges", "normal"])
        .args(["--prefix", "none", "--format", "{p}"])
        .current_dir(std::env::var_os("CARGO_MANIFEST_DIR").unwrap())
        .output()
        .unwrap();
    assert!(tree.status.success(), "{}", String::from_utf8_lossy(&tree.stderr));
    let tree = String::from_utf8(tree.stdout).unwrap();
    let packages: Vec<&str> = tree.lines().filter_map(|line| line.split(' ').next()).collect();
    assert!(packages.contains(&"satchel-sim"), "{packages:?}");
    for name in [env!("CARGO_PKG_NAME"), "satchel-e2e-harness", "satchel-bench", "satchel-baseline-window"] {
        assert!(!packages.contains(&name), "{name} is a dependency of the app");
    }
}
