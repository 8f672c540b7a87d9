//! The commands that the window can call. Each forwards to the core and converts its error to a [`Problem`].

pub(crate) mod account;
pub(crate) mod backups;
pub(crate) mod library;
pub(crate) mod settings;
pub(crate) mod system;
pub(crate) mod updates;

use std::path::PathBuf;

use satchel_core::error::Error;
use satchel_core::problem::Problem;
use tauri::AppHandle;
use tauri_plugin_dialog::DialogExt;

use crate::messages;

/// The result of a command.
pub(crate) type CommandResult<T = ()> = Result<T, Box<Problem>>;

fn command_result<T>(result: Result<T, Error>) -> CommandResult<T> {
    result.map_err(|error| Box::new(error.into_problem()))
}

/// Asks where to save a file. `None` if the user cancels the dialog.
async fn choose_save_path(app: &AppHandle, name: &str, extension: &str) -> Option<PathBuf> {
    let (sender, receiver) = tokio::sync::oneshot::channel();
    let kind = messages::kind_of_file(extension);
    app.dialog().file().add_filter(kind, &[extension]).set_file_name(name).save_file(|file| {
        let _ = sender.send(file);
    });
    receiver.await.ok().flatten()?.into_path().ok()
}
