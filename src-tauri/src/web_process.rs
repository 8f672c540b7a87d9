//! Restarts the web process of the window after a crash, with safer rendering if it crashes again and again.
//!
//! Some `WebKit` bugs crash that process now and then, mostly with a screen reader running; reloading the page is enough.
//! With some graphics drivers it crashes at each start. Then Satchel starts again without the accelerated rendering of
//! `WebKit`, and if that does not help either, a native dialog says what to do. No data is lost: all state is in the core.

use std::collections::VecDeque;
use std::os::unix::process::CommandExt;
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use tauri::{AppHandle, Manager, WebviewWindow};
use tauri_plugin_dialog::{DialogExt, MessageDialogKind};
use webkit2gtk::WebViewExt;

use crate::messages;

/// Set in a process that renders without acceleration.
const SAFE_RENDERING_VARIABLE: &str = "SATCHEL_SAFE_RENDERING";
/// The variables with which `WebKit` renders without the graphics card.
const WEBKIT_VARIABLES: [&str; 2] = ["WEBKIT_DISABLE_DMABUF_RENDERER", "WEBKIT_DISABLE_COMPOSITING_MODE"];

/// The page is reloaded this often within [`PERIOD`].
const MAX_RELOADS: usize = 2;
const PERIOD: Duration = Duration::from_secs(30);

/// What happens after the web process has terminated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reaction {
    /// The page is reloaded, in a new web process.
    Reload,
    /// Satchel starts again without accelerated rendering.
    RestartWithSafeRendering,
    /// A dialog says what to do, and Satchel ends.
    GiveUp,
}

/// The recent terminations of the web process.
struct Terminations {
    recent: VecDeque<Instant>,
    has_safe_rendering: bool,
}

impl Terminations {
    fn record(&mut self, now: Instant) -> Reaction {
        self.recent.retain(|at| now.duration_since(*at) < PERIOD);
        self.recent.push_back(now);
        match (self.recent.len() <= MAX_RELOADS, self.has_safe_rendering) {
            (true, _) => Reaction::Reload,
            (false, false) => Reaction::RestartWithSafeRendering,
            (false, true) => Reaction::GiveUp,
        }
    }
}

/// Set when Satchel ends in order to start again. Managed by Tauri.
#[derive(Default)]
struct Restart(AtomicBool);

/// Set when no web process runs any more, so that the window is blank. Managed by Tauri.
#[derive(Default)]
struct GivenUp(AtomicBool);

/// Whether the window is blank for good.
pub(crate) fn has_given_up(app: &AppHandle) -> bool {
    app.try_state::<GivenUp>().is_some_and(|given_up| given_up.0.load(Ordering::SeqCst))
}

/// Reacts to the end of the window's web process.
pub(crate) fn watch(window: &WebviewWindow) -> tauri::Result<()> {
    let app = window.app_handle().clone();
    app.manage(Restart::default());
    app.manage(GivenUp::default());
    let blank = window.clone();
    let terminations = Mutex::new(Terminations {
        recent: VecDeque::new(),
        has_safe_rendering: std::env::var_os(SAFE_RENDERING_VARIABLE).is_some(),
    });
    let is_ending = AtomicBool::new(false);
    window.with_webview(move |view| {
        view.inner().connect_web_process_terminated(move |view, reason| {
            if is_ending.load(Ordering::Relaxed) {
                return;
            }
            let mut terminations = terminations.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            let reaction = terminations.record(Instant::now());
            tracing::error!(?reason, ?reaction, "the web process terminated");
            is_ending.store(reaction != Reaction::Reload, Ordering::Relaxed);
            match reaction {
                Reaction::Reload => view.reload(),
                Reaction::RestartWithSafeRendering => {
                    app.state::<Restart>().0.store(true, Ordering::Relaxed);
                    app.exit(0);
                }
                Reaction::GiveUp => {
                    app.state::<GivenUp>().0.store(true, Ordering::SeqCst);
                    let _ = blank.hide();
                    give_up(&app);
                }
            }
        });
    })
}

/// Says what to do in a dialog that does not need the web process, and ends Satchel once it is closed.
fn give_up(app: &AppHandle) {
    let [title, text] = messages::display_failure();
    eprintln!("{title}\n{text}");
    let handle = app.clone();
    app.dialog().message(text).title(title).kind(MessageDialogKind::Error).show(move |_| handle.exit(1));
}

/// Starts Satchel again without accelerated rendering if [`watch`] has asked for that. Called when the app exits.
pub(crate) fn restart_if_requested(app: &AppHandle) {
    if !app.state::<Restart>().0.load(Ordering::Relaxed) {
        return;
    }
    app.cleanup_before_exit();
    let Ok(program) = std::env::current_exe() else { return };
    // Exports given on the command line are not opened a second time.
    let error = Command::new(program)
        .env(SAFE_RENDERING_VARIABLE, "1")
        .envs(WEBKIT_VARIABLES.map(|name| (name, "1")))
        .exec();
    tracing::error!(%error, "Satchel could not be started again");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terminations(has_safe_rendering: bool) -> Terminations {
        Terminations { recent: VecDeque::new(), has_safe_rendering }
    }

    #[test]
    fn repeated_terminations_lead_to_safe_rendering_and_then_to_a_dialog() {
        let now = Instant::now();
        for (has_safe_rendering, last) in
            [(false, Reaction::RestartWithSafeRendering), (true, Reaction::GiveUp)]
        {
            let mut terminations = terminations(has_safe_rendering);
            assert_eq!(terminations.record(now), Reaction::Reload);
            assert_eq!(terminations.record(now), Reaction::Reload);
            assert_eq!(terminations.record(now), last);
        }
    }

    #[test]
    fn rare_terminations_only_reload_the_page() {
        let mut terminations = terminations(false);
        let began = Instant::now();
        for minute in 0..100 {
            let now = began + Duration::from_mins(minute);
            assert_eq!(terminations.record(now), Reaction::Reload);
        }
    }
}
