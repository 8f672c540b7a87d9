//! Integration tests of core: the real program without a window, with real files, against a simulated TikTok over HTTP.
#![allow(clippy::unwrap_used)]

mod accounts;
mod app;
mod backup;
mod bindings;
mod broker;
mod cancelling;
mod clock;
mod concurrency;
mod history;
mod interruptions;
mod library;
mod opened;
mod outcomes;
mod own_files;
mod queue;
mod refusals;
mod replies;
mod sign_in;
mod windows;
