//! Integration tests of core: the real program without a window, with real files, against a simulated TikTok over HTTP.
#![allow(clippy::unwrap_used)]

mod accounts;
mod app;
mod backup;
mod bindings;
mod cancelling;
mod concurrency;
mod history;
mod interruptions;
mod library;
mod opened;
mod own_files;
mod queue;
mod refusals;
mod replies;
mod sign_in;
mod windows;
