//! Updates of the app itself.

use tauri::State;

use super::CommandResult;
use crate::updates::Updates;

#[tauri::command]
pub(crate) async fn check_for_updates(updates: State<'_, Updates>) -> CommandResult {
    updates.check().await;
    Ok(())
}

#[tauri::command]
pub(crate) async fn install_update(updates: State<'_, Updates>) -> CommandResult {
    updates.install().await;
    Ok(())
}

#[tauri::command]
pub(crate) async fn cancel_update(updates: State<'_, Updates>) -> CommandResult {
    updates.cancel();
    Ok(())
}

#[tauri::command]
pub(crate) async fn restart(updates: State<'_, Updates>) -> CommandResult {
    updates.restart();
    Ok(())
}
