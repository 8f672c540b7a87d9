//! The one window: made here, confined to its own pages, told of files held over it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use satchel_core::paths::Paths;
use satchel_core::view::DragView;
use tauri::plugin::TauriPlugin;
use tauri::utils::config::Color;
use tauri::webview::{NewWindowResponse, PageLoadEvent};
use tauri::{AppHandle, DragDropEvent, Manager, Theme, WebviewUrl, WebviewWindowBuilder, WindowEvent, Wry};
use tauri_plugin_window_state::{AppHandleExt, StateFlags};
#[cfg(target_os = "linux")]
use {tauri::WebviewWindow, webkit2gtk::WebViewExt};

use crate::host::Host;

/// The window's label; capabilities name it.
const MAIN: &str = "main";

/// What is kept of the window from one start to the next.
const REMEMBERED: StateFlags =
    StateFlags::POSITION.union(StateFlags::SIZE).union(StateFlags::MAXIMIZED).union(StateFlags::FULLSCREEN);

/// A window that has not moved for so long is at rest.
const REST: Duration = Duration::from_millis(500);

/// Keeps where the window is, how large, and whether it fills the screen, from one start to the next.
pub(crate) fn remembered(home: &Paths) -> TauriPlugin<Wry> {
    tauri_plugin_window_state::Builder::default()
        .with_state_flags(REMEMBERED)
        // An absolute path goes before the plugin's own folder.
        .with_filename(home.window().to_string_lossy())
        .build()
}

/// Opens the window. It shows itself when its page is there, so that nothing white flashes up.
pub(crate) fn open(app: &AppHandle) -> tauri::Result<()> {
    let shown = app.clone();
    let window = WebviewWindowBuilder::new(app, MAIN, WebviewUrl::default())
        .title("Satchel")
        .inner_size(1280.0, 800.0)
        .min_inner_size(900.0, 640.0)
        .data_directory(app.state::<Host>().web_view_folder())
        .visible(false)
        // Nothing leads out of the app's own pages; addresses are opened by the shell, in the browser.
        .on_navigation(|url| is_own_page(url.scheme(), url.host_str()))
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_download(|_, _| false)
        .on_page_load(move |window, load| {
            if load.event() == PageLoadEvent::Finished {
                let _ = window.show();
                to_front(&shown);
            }
        })
        .build()?;
    let desk = match window.theme() {
        Ok(Theme::Dark) => Color(0x1b, 0x1a, 0x19, 0xff),
        _ => Color(0xf6, 0xf5, 0xf2, 0xff),
    };
    window.set_background_color(Some(desk))?;
    #[cfg(target_os = "linux")]
    keep_alive(&window)?;
    let app = app.clone();
    let changes = Arc::new(AtomicU64::new(0));
    window.on_window_event(move |event| match event {
        WindowEvent::Resized(_) | WindowEvent::Moved(_) => keep_state(&app, &changes),
        WindowEvent::Focused(true) => {
            let app = app.clone();
            tauri::async_runtime::spawn(async move { app.state::<Host>().core().wake().await });
        }
        WindowEvent::DragDrop(event) => dragged(&app, event),
        _ => {}
    });
    Ok(())
}

/// Loads the page again when its process has ended. `WebKit` has faults that do this, above all under a screen reader;
/// nothing is lost by it, since all that happens is kept by core.
#[cfg(target_os = "linux")]
fn keep_alive(window: &WebviewWindow) -> tauri::Result<()> {
    window.with_webview(|view| {
        view.inner().connect_web_process_terminated(|view, reason| {
            tracing::error!(?reason, "the page's process has ended; the page is loaded again");
            view.reload();
        });
    })
}

/// Writes down where the window is once it has come to rest: a power cut must not forget it.
fn keep_state(app: &AppHandle, changes: &Arc<AtomicU64>) {
    let mine = changes.fetch_add(1, Ordering::SeqCst) + 1;
    let (app, changes) = (app.clone(), Arc::clone(changes));
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(REST).await;
        if changes.load(Ordering::SeqCst) != mine {
            return;
        }
        // On the window's own thread: the plugin holds a lock while it asks that thread for the size, and the thread wants
        // the lock for each event, so that from here a window that is moved meanwhile would stand still for ever.
        let window = app.clone();
        let asked = app.run_on_main_thread(move || {
            if let Err(error) = window.save_window_state(REMEMBERED) {
                tracing::info!(%error, "the window's place could not be written down");
            }
        });
        if let Err(error) = asked {
            tracing::info!(%error, "the window's place could not be written down");
        }
    });
}

/// Tauri's own scheme, which Windows and Android spell as a host.
fn is_own_page(scheme: &str, host: Option<&str>) -> bool {
    matches!((scheme, host), ("tauri", Some("localhost")) | ("http" | "https", Some("tauri.localhost")))
}

/// Brings the window before all others.
pub(crate) fn to_front(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(MAIN) {
        let _ = window.unminimize();
        let _ = window.set_focus();
    }
}

/// Whether the person looks at the window.
pub(crate) fn is_focused(app: &AppHandle) -> bool {
    app.get_webview_window(MAIN).is_some_and(|window| window.is_focused().unwrap_or(false))
}

fn dragged(app: &AppHandle, event: &DragDropEvent) {
    let core = app.state::<Host>().core();
    match event {
        DragDropEvent::Enter { paths, .. } => core.drag(paths.first().map(|path| DragView {
            file_name: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            bytes: path.metadata().ok().filter(std::fs::Metadata::is_file).map(|m| m.len()),
            count: paths.len() as u64,
        })),
        DragDropEvent::Drop { paths, .. } => {
            core.drag(None);
            let paths = paths.clone();
            tauri::async_runtime::spawn(async move {
                for path in paths {
                    if let Err(error) = core.open_export(path) {
                        tracing::error!(%error, "a dropped file could not be opened");
                    }
                }
            });
        }
        DragDropEvent::Leave => core.drag(None),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::is_own_page;

    #[test]
    fn only_its_own_pages_are_shown() {
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
