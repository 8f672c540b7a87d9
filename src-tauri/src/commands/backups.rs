//! Jobs and backups.

use satchel_core::data_request::DataRequest;
use satchel_core::library::OnlyIn;
use tauri::{AppHandle, Manager, State, Wry};
use tauri_plugin_dialog::{DialogExt, FileDialogBuilder, FilePath};
use tokio::sync::oneshot;

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
pub(crate) async fn go_on(host: State<'_, Host>, id: String) -> CommandResult {
    host.core().go_on(&id);
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
    let (sender, receiver) = oneshot::channel();
    let dialog = in_downloads(&app).add_filter("ZIP, JSON, TXT", &["zip", "json", "txt", "001"]);
    dialog.pick_files(|files| {
        let _ = sender.send(files);
    });
    open_chosen(&host, receiver).await
}

/// Opens unpacked exports. The systems' dialogs show either files or folders.
#[tauri::command]
pub(crate) async fn open_export_folder(app: AppHandle, host: State<'_, Host>) -> CommandResult {
    let (sender, receiver) = oneshot::channel();
    in_downloads(&app).pick_folders(|folders| {
        let _ = sender.send(folders);
    });
    open_chosen(&host, receiver).await
}

/// A dialog that begins where browsers put what they download.
fn in_downloads(app: &AppHandle) -> FileDialogBuilder<Wry> {
    let dialog = app.dialog().file();
    match app.path().download_dir() {
        Ok(downloads) if downloads.is_dir() => dialog.set_directory(downloads),
        _ => dialog,
    }
}

/// Opens what was chosen in a dialog, which is nothing if it was cancelled.
async fn open_chosen(host: &Host, chosen: oneshot::Receiver<Option<Vec<FilePath>>>) -> CommandResult {
    let chosen = chosen.await.ok().flatten().unwrap_or_default();
    let paths: Vec<_> = chosen.into_iter().filter_map(|path| path.into_path().ok()).collect();
    if paths.is_empty() {
        return Ok(());
    }
    let core = host.own_core().await.map_err(Box::new)?;
    command_result(core.open_exports(paths).await)
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
pub(crate) async fn restore_backup(host: State<'_, Host>, id: String) -> CommandResult {
    command_result(host.core().restore_backup(&id).await)
}

#[tauri::command]
pub(crate) async fn stop_verify(host: State<'_, Host>, id: String) -> CommandResult {
    host.core().cancel_verify(&id);
    Ok(())
}

#[tauri::command]
pub(crate) async fn only_in_backup(host: State<'_, Host>, id: String) -> CommandResult<Option<OnlyIn>> {
    command_result(host.core().only_in_backup(&id).await)
}

#[tauri::command]
pub(crate) async fn delete_backup(host: State<'_, Host>, id: String, for_good: bool) -> CommandResult {
    command_result(host.core().delete_backup(&id, for_good).await)
}
