//! What the person sets.

use satchel_core::view::Theme;
use tauri::{AppHandle, State};
use tauri_plugin_dialog::DialogExt;

use super::{Reply, told};
use crate::host::Host;

#[tauri::command]
pub(crate) async fn open_folder(host: State<'_, Host>) -> Reply {
    told(host.core().open_folder())
}

#[tauri::command]
pub(crate) async fn choose_folder(app: AppHandle, host: State<'_, Host>) -> Reply {
    let (chosen, choice) = tokio::sync::oneshot::channel();
    let here = host.core().folder();
    let start = here.ancestors().find(|folder| folder.is_dir());
    let mut dialog = app.dialog().file().set_can_create_directories(true);
    if let Some(start) = start {
        dialog = dialog.set_directory(start);
    }
    dialog.pick_folder(|folder| {
        let _ = chosen.send(folder);
    });
    match choice.await.ok().flatten().and_then(|folder| folder.into_path().ok()) {
        Some(folder) => told(host.core().set_folder(folder).await),
        None => Ok(()),
    }
}

#[tauri::command]
pub(crate) async fn set_theme(host: State<'_, Host>, theme: Theme) -> Reply {
    told(host.core().set_theme(theme))
}

#[tauri::command]
pub(crate) async fn set_app_key(host: State<'_, Host>, key: String, secret: String) -> Reply {
    told(host.core().set_app_key(&key, &secret).await)
}

#[tauri::command]
pub(crate) async fn clear_app_key(host: State<'_, Host>) -> Reply {
    told(host.core().clear_app_key().await)
}
