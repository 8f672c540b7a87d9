//! Newer versions of Satchel, looked for and installed only when the person asks.

use tauri::State;

use super::Reply;
use crate::updates::Updates;

#[tauri::command]
pub(crate) async fn check_for_updates(updates: State<'_, Updates>) -> Reply {
    updates.check().await;
    Ok(())
}

#[tauri::command]
pub(crate) async fn install_update(updates: State<'_, Updates>) -> Reply {
    updates.install().await;
    Ok(())
}

#[tauri::command]
pub(crate) async fn cancel_update(updates: State<'_, Updates>) -> Reply {
    updates.cancel();
    Ok(())
}

#[tauri::command]
pub(crate) async fn restart(updates: State<'_, Updates>) -> Reply {
    updates.restart();
    Ok(())
}
