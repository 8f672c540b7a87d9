//! The application logic of Satchel, independent of any window.
//!
//! Satchel keeps a person's own copy of their TikTok data. This crate signs in to TikTok, requests the data, waits for it,
//! downloads, verifies and unpacks the archive into a folder, and imports it into a library that can be browsed and
//! searched offline. It knows nothing of Tauri; a host gives it a [`desktop::Desktop`] and forwards what the person does.
//!
//! # Getting started
//!
//! A [`Core`] is the whole program. It is built from a [`Config`], started, and shut down; in between, the host calls its
//! commands and subscribes to its events. This program lists the backups in a folder:
//!
//! ```no_run
//! use std::path::Path;
//! use std::sync::Arc;
//! use std::time::Duration;
//!
//! use satchel_core::account::{Pages, RedirectPort};
//! use satchel_core::clock::Clock;
//! use satchel_core::desktop::Desktop;
//! use satchel_core::paths::{Paths, default_backup_folder};
//! use satchel_core::view::Change;
//! use satchel_core::{Config, Core, Endpoints};
//!
//! /// A host without a desktop: nothing can be opened.
//! struct Headless;
//!
//! impl Desktop for Headless {
//!     fn open_url(&self, _: &str) -> bool {
//!         false
//!     }
//!     fn reveal(&self, _: &Path) -> bool {
//!         false
//!     }
//!     fn open_file(&self, _: &Path) -> bool {
//!         false
//!     }
//!     fn show_file(&self, _: &Path) -> bool {
//!         false
//!     }
//!     fn to_front(&self) {}
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let paths = Paths::find(None).ok_or("there is no home folder")?;
//! let text = || [String::new(), String::new()];
//! let core = Core::open(Config {
//!     settings: paths.settings(),
//!     paths,
//!     default_folder: default_backup_folder(),
//!     clock: Clock::default(),
//!     endpoints: Endpoints::tiktok(),
//!     key: None,
//!     demo: false,
//!     desktop: Arc::new(Headless),
//!     pages: Pages { language: "en".into(), done: text(), refused: text(), stale: text() },
//!     redirect_port: RedirectPort::default(),
//!     sign_in_timeout: Duration::from_secs(300),
//! });
//!
//! // Every subscriber first receives a snapshot, then each change.
//! core.subscribe(Box::new(|event| {
//!     if let Change::Backups(backups) = event.change {
//!         println!("{} backups", backups.len());
//!     }
//!     true
//! }));
//!
//! core.start().await;
//! core.shutdown().await;
//! # Ok(())
//! # }
//! ```
//!
//! # The modules
//!
//! In the order of a backup's life:
//!
//! - [`data_request`] says what can be requested.
//! - [`account`] signs in through the browser (OAuth with PKCE), refreshes tokens and stores them in the keychain.
//!   `sign_in` is the flow from the press of a button to stored tokens, `requests` decides when it is needed.
//! - [`portability`] makes the four calls of TikTok's Data Portability API.
//! - [`archive`] downloads, checks and unpacks a zip, and makes the folder a BagIt bag. Everything in it is untrusted.
//! - [`backup`] runs durable jobs that lead from a request to a finished backup, and owns the backup folder.
//! - [`library`] imports exports into SQLite and answers queries; [`library_sync`] keeps one library for each [`person`] in step
//!   with the folder.
//!
//! Beneath them are `ledger` (the database of jobs, requests and accounts), [`settings`], `events`, `http`, [`files`] and
//! [`paths`]; above them [`error`] and [`problem`] (what went wrong), [`view`] (what the window sees) and [`Core`], which
//! builds the parts and forwards to them. Dependencies run one way: no module depends, directly or not, on one that depends on it.
//! `cargo xtask circles` checks that.
//!
//! # State
//!
//! Each part owns its state: [`account::Accounts`], [`backup::JobStore`], [`backup::BackupDir`],
//! [`library_sync::LibrarySync`], [`settings::SettingsStore`] and the sign-in flow. Locks are private to their part, held
//! for moments, and never while the disk or the network is used. What the window sees is read from memory, except for the
//! library and the history of requests, so a network share that hangs or a keychain that waits for a password delays nothing
//! else.
#![forbid(unsafe_code)]

pub mod account;
pub mod archive;
pub mod backup;
pub mod checksum;
pub mod clock;
mod commands;
mod core;
pub mod data_request;
pub mod desktop;
pub mod error;
mod events;
pub mod files;
mod folder_move;
mod folder_search;
mod history;
mod http;
mod keep;
mod ledger;
pub mod library;
pub mod library_sync;
mod parts;
pub mod paths;
mod people;
pub mod person;
pub mod portability;
pub mod problem;
mod queries;
mod random;
pub mod reminder;
mod requests;
mod save_list;
pub mod settings;
mod sign_in;
mod sign_out;
mod snapshot;
mod spreadsheet;
mod sync;
mod trash;
pub mod update;
pub mod view;

pub use crate::core::Core;
pub use http::{Endpoints, HttpClient, NotLoopback};
pub use parts::Config;
pub use sign_in::SignInStage;
