//! Settings.

use std::path::PathBuf;

use satchel_core::data_request::{Kind, Permission};
use satchel_core::settings::Theme;
use satchel_core::view::FolderSearch;
use tauri::{AppHandle, State};
use tauri_plugin_dialog::DialogExt;

use super::{CommandResult, command_result};
use crate::host::Host;

#[tauri::command]
pub(crate) async fn open_folder(host: State<'_, Host>) -> CommandResult {
    command_result(host.core().open_folder().await)
}

#[tauri::command]
pub(crate) async fn choose_folder(app: AppHandle, host: State<'_, Host>) -> CommandResult {
    match pick_folder(&app, &host).await {
        Some(folder) => command_result(host.core().set_folder(folder).await),
        None => Ok(()),
    }
}

#[tauri::command]
pub(crate) async fn look_again(host: State<'_, Host>) -> CommandResult {
    host.core().wake().await;
    Ok(())
}

#[tauri::command]
pub(crate) async fn find_folder(
    app: AppHandle,
    host: State<'_, Host>,
) -> CommandResult<Option<FolderSearch>> {
    match pick_folder(&app, &host).await {
        Some(folder) => command_result(host.core().find_folder(folder).await.map(Some)),
        None => Ok(None),
    }
}

#[tauri::command]
pub(crate) async fn use_found_folder(host: State<'_, Host>, number: u64) -> CommandResult {
    command_result(host.core().use_found_folder(number).await)
}

#[tauri::command]
pub(crate) async fn move_folder(app: AppHandle, host: State<'_, Host>) -> CommandResult {
    match pick_folder(&app, &host).await {
        Some(folder) => command_result(host.core().move_folder(folder).await),
        None => Ok(()),
    }
}

#[tauri::command]
pub(crate) async fn cancel_move(host: State<'_, Host>) -> CommandResult {
    host.core().cancel_move();
    Ok(())
}

/// Asks for a folder. `None` if the user cancels the dialog.
async fn pick_folder(app: &AppHandle, host: &Host) -> Option<PathBuf> {
    let (sender, receiver) = tokio::sync::oneshot::channel();
    let folder = host.core().folder();
    let start = folder.ancestors().find(|ancestor| ancestor.is_dir());
    let mut dialog = app.dialog().file().set_can_create_directories(true);
    if let Some(start) = start {
        dialog = dialog.set_directory(start);
    }
    dialog.pick_folder(|folder| {
        let _ = sender.send(folder);
    });
    receiver.await.ok().flatten()?.into_path().ok()
}

#[tauri::command]
pub(crate) async fn set_theme(host: State<'_, Host>, theme: Theme) -> CommandResult {
    command_result(host.core().set_theme(theme).await)
}

#[tauri::command]
pub(crate) async fn set_text_size(host: State<'_, Host>, percent: u16) -> CommandResult {
    command_result(host.core().set_text_size(percent).await)
}

#[tauri::command]
pub(crate) async fn set_blur(host: State<'_, Host>, on: bool) -> CommandResult {
    command_result(host.core().set_blur(on).await)
}

#[tauri::command]
pub(crate) async fn set_app_key(host: State<'_, Host>, key: String, secret: String) -> CommandResult {
    command_result(host.core().set_app_key(&key, &secret).await)
}

#[tauri::command]
pub(crate) async fn clear_app_key(host: State<'_, Host>) -> CommandResult {
    command_result(host.core().clear_app_key().await)
}

#[tauri::command]
pub(crate) async fn set_approved(
    host: State<'_, Host>,
    kind: Kind,
    permission: Permission,
    approved: bool,
) -> CommandResult {
    command_result(host.core().set_approved(kind, permission, approved).await)
}
