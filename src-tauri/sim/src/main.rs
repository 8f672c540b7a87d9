//! The stand-in by itself.
fn main() {}
