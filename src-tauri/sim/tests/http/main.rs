//! The documented rules, over real HTTP.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should fail where it stands")]

mod client;
mod consent;
mod data;
mod download;
mod faults;
mod journey;
mod restart;
mod token;
