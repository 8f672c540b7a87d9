//! The event subscription, the demo account, notifications, reminders and quitting.

use satchel_core::reminder::Reminder;
use satchel_core::view::AppEvent;
use tauri::ipc::Channel;
use tauri::{AppHandle, State};
use tauri_plugin_notification::NotificationExt;

use super::{CommandResult, choose_save_path, command_result};
use crate::host::Host;
use crate::window;

#[tauri::command]
pub(crate) async fn subscribe(host: State<'_, Host>, channel: Channel<AppEvent>) -> CommandResult {
    host.subscribe(channel);
    Ok(())
}

/// Shows the window. Its page calls this once it has something to show, so that no blank window appears.
#[tauri::command]
pub(crate) async fn show_window(app: AppHandle) -> CommandResult {
    window::focus(&app);
    Ok(())
}

#[tauri::command]
pub(crate) async fn enter_demo(host: State<'_, Host>) -> CommandResult {
    host.enter_demo().await.map_err(Box::new)
}

#[tauri::command]
pub(crate) async fn leave_demo(host: State<'_, Host>) -> CommandResult {
    host.leave_demo().await.map_err(Box::new)
}

#[tauri::command]
pub(crate) async fn dismiss_notices(host: State<'_, Host>) -> CommandResult {
    host.core().dismiss_notices();
    Ok(())
}

/// Shows a system notification unless the window has the focus. Desktops without notifications are ignored.
#[tauri::command]
pub(crate) async fn notify(app: AppHandle, title: String, body: String) -> CommandResult {
    let is_focused = window::is_focused(&app);
    tracing::debug!(is_focused, "notification requested");
    if !is_focused && let Err(error) = app.notification().builder().title(title).body(body).show() {
        tracing::info!(%error, "could not show a notification");
    }
    Ok(())
}

#[tauri::command]
pub(crate) async fn save_reminder(
    app: AppHandle,
    host: State<'_, Host>,
    reminder: Reminder,
) -> CommandResult<bool> {
    let Some(file) = choose_save_path(&app, "Satchel reminder.ics", "ics").await else { return Ok(false) };
    command_result(host.core().save_reminder(reminder, &file).await).map(|()| true)
}

/// Closes the window, which ends Satchel.
#[tauri::command]
pub(crate) async fn quit(app: AppHandle) -> CommandResult {
    window::close(&app);
    Ok(())
}
