//! The window itself: what it is told, the demo account, notifications.

use satchel_core::view::AppEvent;
use tauri::ipc::Channel;
use tauri::{AppHandle, State};
use tauri_plugin_notification::NotificationExt;

use super::Reply;
use crate::host::Host;
use crate::window;

#[tauri::command]
pub(crate) async fn subscribe(host: State<'_, Host>, channel: Channel<AppEvent>) -> Reply {
    host.subscribe(channel);
    Ok(())
}

#[tauri::command]
pub(crate) async fn enter_demo(host: State<'_, Host>) -> Reply {
    host.enter_demo().await.map_err(Box::new)
}

#[tauri::command]
pub(crate) async fn leave_demo(host: State<'_, Host>) -> Reply {
    host.leave_demo().await.map_err(Box::new)
}

/// The window has the texts, the shell the means. A desktop without notifications is no reason to bother anybody.
#[tauri::command]
pub(crate) async fn notify(app: AppHandle, title: String, body: String) -> Reply {
    let is_seen = window::is_focused(&app);
    tracing::debug!(is_seen, "something to tell");
    if !is_seen && let Err(error) = app.notification().builder().title(title).body(body).show() {
        tracing::info!(%error, "no notification could be shown");
    }
    Ok(())
}
