//! The program behind Satchel's window, without a window.
//!
//! One backup's life is the order of the modules: sign in ([`account`]), ask and wait ([`portability`]), fetch, check
//! and unpack ([`archive`]), all of it driven and remembered by [`backup`]. [`Core`] puts them together.
#![forbid(unsafe_code)]

pub mod account;
pub mod archive;
pub mod portability;
pub mod problem;
pub mod view;
pub mod wire;
