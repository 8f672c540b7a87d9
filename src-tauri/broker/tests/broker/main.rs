//! A broker and a stand-in for TikTok, over HTTP on loopback.
#![allow(clippy::unwrap_used, reason = "a failed step should fail the test")]

mod events;
mod limits;
mod program;
mod setup;
mod tokens;
