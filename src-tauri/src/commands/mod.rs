//! The commands that the window can call. Each forwards to the core and converts its error to a [`Problem`].

pub(crate) mod account;
pub(crate) mod backups;
pub(crate) mod library;
pub(crate) mod settings;
pub(crate) mod system;
pub(crate) mod updates;

use satchel_core::error::Error;
use satchel_core::problem::Problem;

/// The result of a command.
pub(crate) type CommandResult<T = ()> = Result<T, Box<Problem>>;

fn command_result<T>(result: Result<T, Error>) -> CommandResult<T> {
    result.map_err(|error| Box::new(error.into_problem()))
}
