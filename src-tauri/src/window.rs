//! The main window: creation, navigation rules, saved position, drag and drop.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use satchel_core::paths::Paths;
use satchel_core::view::DragView;
use tauri::plugin::TauriPlugin;
use tauri::utils::config::Color;
use tauri::webview::NewWindowResponse;
use tauri::{
    AppHandle, DragDropEvent, Manager, Theme, WebviewUrl, WebviewWindow, WebviewWindowBuilder, WindowEvent,
    Wry,
};
use tauri_plugin_dialog::{DialogExt, MessageDialogButtons};
use tauri_plugin_window_state::{AppHandleExt, StateFlags};

use crate::host::Host;
#[cfg(target_os = "linux")]
use crate::web_process;
use crate::{messages, opening};

/// The window's label; capabilities name it.
const MAIN: &str = "main";

/// The parts of the window's state that are restored at the next start.
const SAVED_STATE: StateFlags =
    StateFlags::POSITION.union(StateFlags::SIZE).union(StateFlags::MAXIMIZED).union(StateFlags::FULLSCREEN);

/// The window's state is saved once it has not moved or changed its size for this long.
const SAVE_DELAY: Duration = Duration::from_millis(500);

/// The plugin that saves and restores the window's position, size, and maximized and full-screen state.
pub(crate) fn state_plugin(paths: &Paths) -> TauriPlugin<Wry> {
    tauri_plugin_window_state::Builder::default()
        .with_state_flags(SAVED_STATE)
        // The plugin joins this to its own folder; joining an absolute path replaces that folder.
        .with_filename(paths.window().to_string_lossy())
        .build()
}

/// The window is shown after this time even if its page has shown nothing yet.
const SHOW_DELAY: Duration = Duration::from_secs(10);

/// Creates the window. It is hidden until its page has something to show.
pub(crate) fn open(app: &AppHandle) -> tauri::Result<()> {
    let window = WebviewWindowBuilder::new(app, MAIN, WebviewUrl::default())
        .title("Satchel")
        .inner_size(1280.0, 800.0)
        .min_inner_size(480.0, 400.0)
        .data_directory(app.state::<Host>().web_view_folder()?)
        .visible(false)
        // The window only shows the app's own pages; links are opened in the browser, by the shell.
        .on_navigation(|url| is_own_page(url.scheme(), url.host_str()))
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_download(|_, _| false)
        // The page names itself in its title.
        .on_document_title_changed(|window, title| {
            if let Err(error) = window.set_title(&title) {
                tracing::info!(%error, "could not set the window's title");
            }
        })
        .build()?;
    let background = match window.theme() {
        Ok(Theme::Dark) => Color(0x1b, 0x1a, 0x19, 0xff),
        _ => Color(0xf6, 0xf5, 0xf2, 0xff),
    };
    window.set_background_color(Some(background))?;
    #[cfg(target_os = "linux")]
    web_process::watch(&window)?;
    let late = window.clone();
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(SHOW_DELAY).await;
        show(&late);
    });
    let app = app.clone();
    let moves = Arc::new(AtomicU64::new(0));
    window.on_window_event(move |event| match event {
        WindowEvent::Resized(_) | WindowEvent::Moved(_) => save_state_after_delay(&app, &moves),
        WindowEvent::Focused(true) => {
            let app = app.clone();
            tauri::async_runtime::spawn(async move { app.state::<Host>().core().wake().await });
        }
        WindowEvent::DragDrop(event) => handle_drag_drop(&app, event),
        WindowEvent::CloseRequested { api, .. } if app.state::<Host>().core().closing_needs_explanation() => {
            api.prevent_close();
            explain_closing(&app);
        }
        _ => {}
    });
    Ok(())
}

/// Says once what closing Satchel means while TikTok prepares a request, and closes the window if the person still wants
/// that. The dialog is the system's: the window can be closed even if its page does not respond.
fn explain_closing(app: &AppHandle) {
    let texts = messages::closing();
    let buttons = MessageDialogButtons::OkCancelCustom(texts.close, texts.keep_open);
    let mut dialog = app.dialog().message(texts.text).title(texts.title).buttons(buttons);
    if let Some(window) = app.get_webview_window(MAIN) {
        dialog = dialog.parent(&window);
    }
    let app = app.clone();
    dialog.show(move |closes| {
        tauri::async_runtime::spawn(async move {
            if let Err(error) = app.state::<Host>().core().set_closing_explained().await {
                tracing::info!(%error, "could not remember that closing was explained");
            }
            if closes && let Some(window) = app.get_webview_window(MAIN) {
                let _ = window.destroy();
            }
        });
    });
}

/// Saves the window's state once it has been unchanged for [`SAVE_DELAY`], so that it survives a power failure.
fn save_state_after_delay(app: &AppHandle, moves: &Arc<AtomicU64>) {
    let this_move = moves.fetch_add(1, Ordering::SeqCst) + 1;
    let (app, moves) = (app.clone(), Arc::clone(moves));
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(SAVE_DELAY).await;
        if moves.load(Ordering::SeqCst) != this_move {
            return;
        }
        // Saving must run on the main thread: the plugin holds a lock while it asks the main thread for the window's size,
        // and the main thread takes the same lock for every window event. From any other thread this can deadlock.
        let handle = app.clone();
        let scheduled = app.run_on_main_thread(move || {
            if let Err(error) = handle.save_window_state(SAVED_STATE) {
                tracing::info!(%error, "could not save the window's state");
            }
        });
        if let Err(error) = scheduled {
            tracing::info!(%error, "could not save the window's state");
        }
    });
}

/// Tauri's own scheme, which is a host name on Windows.
fn is_own_page(scheme: &str, host: Option<&str>) -> bool {
    matches!((scheme, host), ("tauri", Some("localhost")) | ("http" | "https", Some("tauri.localhost")))
}

/// Brings the window to the front.
pub(crate) fn focus(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(MAIN) {
        show(&window);
        let _ = window.unminimize();
        let _ = window.set_focus();
    }
}

/// Closes the window as its button does.
pub(crate) fn close(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(MAIN) {
        let _ = window.close();
    }
}

/// Shows the window, unless it would be blank and cover the dialog that says so.
fn show(window: &WebviewWindow) {
    #[cfg(target_os = "linux")]
    if web_process::has_given_up(window.app_handle()) {
        return;
    }
    let _ = window.show();
}

/// Whether the window has the keyboard focus.
pub(crate) fn is_focused(app: &AppHandle) -> bool {
    app.get_webview_window(MAIN).is_some_and(|window| window.is_focused().unwrap_or(false))
}

fn handle_drag_drop(app: &AppHandle, event: &DragDropEvent) {
    let core = app.state::<Host>().core();
    match event {
        DragDropEvent::Enter { paths, .. } => core.drag(paths.first().map(|path| DragView {
            file_name: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            bytes: path.metadata().ok().filter(std::fs::Metadata::is_file).map(|m| m.len()),
            count: paths.len() as u64,
        })),
        DragDropEvent::Drop { paths, .. } => {
            core.drag(None);
            opening::open(app, paths.clone());
        }
        DragDropEvent::Leave => core.drag(None),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::is_own_page;

    #[test]
    fn navigation_is_limited_to_own_pages() {
        assert!(is_own_page("tauri", Some("localhost")));
        assert!(is_own_page("http", Some("tauri.localhost")));
        for (scheme, host) in [
            ("https", Some("www.tiktok.com")),
            ("http", Some("localhost")),
            ("file", None),
            ("data", None),
            ("about", None),
        ] {
            assert!(!is_own_page(scheme, host), "{scheme}");
        }
    }
}
