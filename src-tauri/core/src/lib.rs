//! The program behind Satchel's window, without the window.
#![forbid(unsafe_code)]

pub mod account;
pub mod archive;
pub mod backup;
mod commands;
mod core;
pub mod data_request;
pub mod desktop;
pub mod error;
mod events;
pub mod files;
mod http;
mod ledger;
pub mod library;
pub mod library_sync;
mod parts;
pub mod paths;
pub mod portability;
pub mod problem;
mod queries;
mod random;
mod requests;
pub mod settings;
mod sign_in;
mod snapshot;
mod sync;
pub mod update;
pub mod view;

pub use crate::core::Core;
pub use http::{Endpoints, NotLoopback};
pub use parts::Config;
pub use sign_in::SignInStage;
