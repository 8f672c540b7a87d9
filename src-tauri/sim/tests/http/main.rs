//! The documented behaviour over HTTP.
#![allow(clippy::unwrap_used, reason = "a failed step should fail the test")]

mod backup;
mod client;
mod consent;
mod data;
mod download;
mod faults;
mod forms;
mod restart;
mod token;
mod webhooks;
