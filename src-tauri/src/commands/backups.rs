//! Jobs and backups.

use satchel_core::data_request::DataRequest;
use tauri::{AppHandle, State};
use tauri_plugin_dialog::DialogExt;

use super::{CommandResult, command_result};
use crate::host::Host;

#[tauri::command]
pub(crate) async fn back_up(host: State<'_, Host>, request: DataRequest) -> CommandResult {
    command_result(host.core().back_up(request).await)
}

#[tauri::command]
pub(crate) async fn cancel_job(host: State<'_, Host>, id: String) -> CommandResult {
    command_result(host.core().cancel_job(&id).await)
}

#[tauri::command]
pub(crate) async fn move_to_front(host: State<'_, Host>, id: String) -> CommandResult {
    command_result(host.core().move_to_front(&id).await)
}

#[tauri::command]
pub(crate) async fn check_now(host: State<'_, Host>, id: String) -> CommandResult {
    host.core().check_now(&id);
    Ok(())
}

#[tauri::command]
pub(crate) async fn retry_job(host: State<'_, Host>, id: String) -> CommandResult {
    command_result(host.core().retry_job(&id).await)
}

#[tauri::command]
pub(crate) async fn dismiss_job(host: State<'_, Host>, id: String) -> CommandResult {
    host.core().dismiss_job(&id).await;
    Ok(())
}

#[tauri::command]
pub(crate) async fn open_export(app: AppHandle, host: State<'_, Host>) -> CommandResult {
    let (sender, receiver) = tokio::sync::oneshot::channel();
    app.dialog().file().add_filter("ZIP, JSON, TXT", &["zip", "json", "txt"]).pick_file(|file| {
        let _ = sender.send(file);
    });
    match receiver.await.ok().flatten().and_then(|file| file.into_path().ok()) {
        Some(path) => command_result(host.core().open_export(path).await),
        None => Ok(()),
    }
}

#[tauri::command]
pub(crate) async fn open_backup(host: State<'_, Host>, id: String) -> CommandResult {
    command_result(host.core().open_backup(&id).await)
}

#[tauri::command]
pub(crate) async fn verify_backup(host: State<'_, Host>, id: String) -> CommandResult {
    command_result(host.core().verify_backup(&id).await)
}

#[tauri::command]
pub(crate) async fn stop_verify(host: State<'_, Host>, id: String) -> CommandResult {
    host.core().cancel_verify(&id);
    Ok(())
}
