//! Integration tests of core: the real program without a window, with real files, against a simulated TikTok over HTTP.
#![allow(clippy::unwrap_used)]

mod accounts;
mod app;
mod archives;
mod backup;
mod bindings;
mod broker;
mod cancelling;
mod clock;
mod concurrency;
mod export_dates;
#[cfg(target_os = "linux")]
mod faults;
mod folder_move;
mod folder_search;
mod history;
mod interruptions;
mod keep;
mod library;
#[cfg(target_os = "linux")]
mod mounts;
mod opened;
mod opened_folders;
mod opening;
mod outcomes;
mod own_files;
mod people;
#[cfg(target_os = "linux")]
mod power_cut;
mod queue;
mod refusals;
mod replies;
mod saved_list;
mod saved_year;
mod several_accounts;
mod shared_folder;
mod sign_in;
mod split_archives;
mod unusable_backups;
mod windows;
