//! The program behind Satchel's window, without a window.
//!
//! One backup's life is the order of the modules: sign in ([`account`]), ask and wait ([`portability`]), fetch, check
//! and unpack ([`archive`]), all of it driven and remembered by [`backup`]; what came is read into the [`library`]. [`Core`] puts them together, tells the
//! window what there is ([`view`]) and what went wrong ([`problem`]), and asks its host for the few things that it
//! cannot do itself ([`desktop`]).
#![forbid(unsafe_code)]

pub mod account;
pub mod archive;
pub mod backup;
mod commands;
mod core;
pub mod desktop;
pub mod error;
mod events;
pub mod files;
mod http;
pub mod library;
mod library_sync;
pub mod paths;
pub mod portability;
pub mod problem;
mod queries;
pub mod settings;
mod sign_in;
mod snapshot;
mod tokens;
pub mod update;
pub mod view;

pub use crate::core::{Config, Core};
pub use http::{Endpoints, NotLoopback};
