//! What the window can ask for. Each command forwards to core and turns its error into what the window is told.

pub(crate) mod account;
pub(crate) mod backups;
pub(crate) mod library;
pub(crate) mod settings;
pub(crate) mod system;
pub(crate) mod updates;

use satchel_core::error::Error;
use satchel_core::problem::Problem;

/// What every command gives back.
pub(crate) type Reply<T = ()> = Result<T, Box<Problem>>;

fn told<T>(result: Result<T, Error>) -> Reply<T> {
    result.map_err(|error| Box::new(error.into_problem()))
}
