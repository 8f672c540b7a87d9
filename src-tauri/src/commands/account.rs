//! Signing in and out, where tokens are stored, whose backups are shown, and the history of requests.

use satchel_core::view::RequestHistory;
use tauri::{AppHandle, State};

use super::{CommandResult, choose_save_path, command_result};
use crate::host::Host;

#[tauri::command]
pub(crate) async fn connect(host: State<'_, Host>) -> CommandResult {
    command_result(host.core().connect().await)
}

#[tauri::command]
pub(crate) async fn renew_sign_in(host: State<'_, Host>) -> CommandResult {
    command_result(host.core().renew_sign_in().await)
}

#[tauri::command]
pub(crate) async fn cancel_sign_in(host: State<'_, Host>) -> CommandResult {
    host.core().cancel_sign_in();
    Ok(())
}

#[tauri::command]
pub(crate) async fn retry_sign_in(host: State<'_, Host>) -> CommandResult {
    command_result(host.core().retry_sign_in().await)
}

#[tauri::command]
pub(crate) async fn reopen_browser(host: State<'_, Host>) -> CommandResult {
    host.core().reopen_browser();
    Ok(())
}

#[tauri::command]
pub(crate) async fn sign_in_address(host: State<'_, Host>) -> CommandResult<Option<String>> {
    Ok(host.core().sign_in_address())
}

#[tauri::command]
pub(crate) async fn paste_address(host: State<'_, Host>, address: String) -> CommandResult {
    command_result(host.core().paste_address(&address))
}

#[tauri::command]
pub(crate) async fn remove_account(host: State<'_, Host>, id: String) -> CommandResult {
    command_result(host.core().remove_account(&id).await)
}

#[tauri::command]
pub(crate) async fn switch_account(host: State<'_, Host>, id: String) -> CommandResult {
    command_result(host.core().switch_account(&id).await)
}

#[tauri::command]
pub(crate) async fn show_person(host: State<'_, Host>, id: String) -> CommandResult {
    command_result(host.core().show_person(&id).await)
}

#[tauri::command]
pub(crate) async fn settle_person(
    host: State<'_, Host>,
    id: String,
    same_as: Option<String>,
) -> CommandResult {
    command_result(host.core().settle_person(&id, same_as.as_deref()).await)
}

#[tauri::command]
pub(crate) async fn assign_backup(
    host: State<'_, Host>,
    id: String,
    person: Option<String>,
) -> CommandResult {
    command_result(host.core().assign_backup(&id, person.as_deref()).await)
}

#[tauri::command]
pub(crate) async fn join_names(
    host: State<'_, Host>,
    earlier: String,
    later: String,
    is_group: bool,
) -> CommandResult {
    command_result(host.core().join_names(earlier, later, is_group).await)
}

#[tauri::command]
pub(crate) async fn separate_name(host: State<'_, Host>, earlier: String, is_group: bool) -> CommandResult {
    command_result(host.core().separate_name(earlier, is_group).await)
}

#[tauri::command]
pub(crate) async fn sign_out(host: State<'_, Host>, id: String) -> CommandResult {
    command_result(host.core().sign_out(&id).await)
}

#[tauri::command]
pub(crate) async fn keep_sign_in_for_session(host: State<'_, Host>) -> CommandResult {
    host.core().keep_sign_in_for_session();
    Ok(())
}

#[tauri::command]
pub(crate) async fn keep_sign_in_in_file(host: State<'_, Host>, passphrase: String) -> CommandResult {
    command_result(host.core().keep_sign_in_in_file(passphrase).await)
}

#[tauri::command]
pub(crate) async fn unlock_sign_in(host: State<'_, Host>, passphrase: String) -> CommandResult {
    command_result(host.core().unlock_sign_in(passphrase).await)
}

#[tauri::command]
pub(crate) async fn unlock_keychain(host: State<'_, Host>) -> CommandResult {
    command_result(host.core().unlock_keychain().await)
}

#[tauri::command]
pub(crate) async fn request_history(
    host: State<'_, Host>,
    id: String,
    next: Option<String>,
) -> CommandResult<RequestHistory> {
    command_result(host.core().request_history(&id, next).await)
}

#[tauri::command]
pub(crate) async fn save_request_history(
    app: AppHandle,
    host: State<'_, Host>,
    id: String,
) -> CommandResult<Option<u64>> {
    let Some(file) = choose_save_path(&app, "Satchel request history.csv", "csv").await else {
        return Ok(None);
    };
    command_result(host.core().save_request_history(&id, &file).await).map(Some)
}
