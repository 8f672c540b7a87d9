use std::fs;
use std::path::PathBuf;

use super::graph::Graph;
use super::{dependencies, describe, top_level};

/// A crate in a temporary folder, which is removed at the end.
struct Sources(PathBuf);

impl Sources {
    fn new(name: &str, files: &[(&str, &str)]) -> Self {
        let folder = std::env::temp_dir().join(format!("xtask-circles-{name}-{}", std::process::id()));
        for (file, text) in files {
            let path = folder.join(file);
            fs::create_dir_all(path.parent().unwrap_or(&folder)).expect("the folder can be created");
            fs::write(path, text).expect("the file can be written");
        }
        Self(folder)
    }

    fn graph(&self) -> Graph {
        dependencies(&self.0.join("lib.rs")).expect("the sources can be parsed")
    }
}

impl Drop for Sources {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn circles(name: &str, files: &[(&str, &str)]) -> Vec<Vec<String>> {
    Sources::new(name, files).graph().circles()
}

#[test]
fn a_tree_without_circles_has_none() {
    let files = [
        ("lib.rs", "mod a; mod b; pub use a::A; pub use b::B;"),
        ("a.rs", "use crate::b::B; pub struct A(B);"),
        ("b.rs", "pub struct B;"),
    ];
    assert!(circles("none", &files).is_empty());
}

#[test]
fn imports_of_each_other_are_a_circle() {
    let files = [
        ("lib.rs", "mod a; mod b;"),
        ("a.rs", "use crate::b::B; pub struct A(B);"),
        ("b.rs", "pub struct B; fn f(_: &crate::a::A) {}"),
    ];
    let sources = Sources::new("imports", &files);
    let graph = sources.graph();
    assert_eq!(graph.circles(), [["a.rs", "b.rs"]]);
    assert_eq!(describe(&graph), "circle: a.rs -> b.rs\n  a.rs -> b.rs: B\n  b.rs -> a.rs: A\n");
}

#[test]
fn reexports_are_resolved_to_the_defining_file() {
    let files = [
        ("lib.rs", "mod a; mod b; mod c; pub use a::A;"),
        ("a.rs", "pub struct A(crate::c::C);"),
        ("b.rs", "pub use crate::a::A as Renamed;"),
        ("c.rs", "use crate::b::Renamed; pub struct C; fn f(_: &Renamed) {}"),
    ];
    assert_eq!(circles("reexports", &files), [["a.rs", "c.rs"]]);
}

#[test]
fn reexports_of_a_parent_are_no_dependency() {
    let files = [
        ("lib.rs", "mod parent;"),
        ("parent/mod.rs", "mod child; pub(crate) use child::Child; pub struct Parent;"),
        ("parent/child.rs", "use super::Parent; pub struct Child(Parent);"),
    ];
    assert!(circles("parent", &files).is_empty());
}

#[test]
fn a_parent_that_uses_its_child_can_be_in_a_circle() {
    let files = [
        ("lib.rs", "mod parent;"),
        ("parent.rs", "mod child; pub use child::Child; pub struct Parent; fn f() { Child::new(); }"),
        ("parent/child.rs", "pub struct Child(super::Parent); impl Child { pub fn new() {} }"),
    ];
    assert_eq!(circles("child", &files), [["parent.rs", "parent/child.rs"]]);
}

#[test]
fn paths_in_bodies_and_macros_count() {
    let files = [
        ("lib.rs", "mod a; mod b; mod c; mod d;"),
        ("a.rs", "use crate::b; pub fn f() { b::g(); }"),
        ("b.rs", "pub fn g() { println!(\"{}\", crate::c::h()); }"),
        ("c.rs", "use super::d::*; pub fn h() -> u8 { i() }"),
        ("d.rs", "pub fn i() -> u8 { crate::a::f(); 1 }"),
    ];
    assert_eq!(circles("bodies", &files), [["a.rs", "b.rs", "c.rs", "d.rs"]]);
}

#[test]
fn tests_and_other_crates_are_ignored() {
    let files = [
        ("lib.rs", "mod a; mod b;"),
        (
            "a.rs",
            "use std::fmt::Debug; use other::b::B; pub struct A; #[cfg(test)] mod tests { use crate::b::B; }",
        ),
        ("b.rs", "use crate::a::A; pub struct B(A);"),
    ];
    assert!(circles("ignored", &files).is_empty());
}

#[test]
fn top_level_modules_can_form_a_circle_without_one_of_files() {
    let files = [
        ("lib.rs", "mod account; mod backup;"),
        ("account/mod.rs", "mod store; mod token; pub use store::Store; pub use token::Token;"),
        ("account/store.rs", "use crate::backup::Job; pub struct Store(Job);"),
        ("account/token.rs", "pub struct Token;"),
        ("backup.rs", "use crate::account::Token; pub struct Job(Token);"),
    ];
    let sources = Sources::new("top-level", &files);
    let graph = sources.graph();
    assert!(graph.circles().is_empty());
    assert_eq!(graph.merge(top_level).circles(), [["account", "backup"]]);
}
