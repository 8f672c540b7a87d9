//! The shell around Satchel's core: the window, the one list of commands, and nothing that decides.

#[cfg(target_os = "linux")]
mod again;
mod arguments;
mod commands;
mod demo;
mod desktop;
mod drawing;
mod host;
mod logging;
mod memory;
mod texts;
mod updates;
mod window;

use std::path::PathBuf;
use std::process::ExitCode;

use satchel_core::paths::Paths;
use tauri::{Manager, RunEvent};

use crate::arguments::Arguments;
use crate::host::Host;
use crate::updates::Updates;

/// The commands of the window, once: the handler and the test of the permissions are made from this list.
macro_rules! commands {
    ($($module:ident::$name:ident),* $(,)?) => {
        /// Every command that the window can call. Each needs a permission in `src-tauri/permissions/`.
        pub const COMMANDS: &[&str] = &[$(stringify!($name)),*];

        fn handler() -> impl Fn(tauri::ipc::Invoke) -> bool + Send + Sync + 'static {
            tauri::generate_handler![$(commands::$module::$name),*]
        }
    };
}

commands![
    account::connect,
    account::renew_sign_in,
    account::cancel_sign_in,
    account::retry_sign_in,
    account::reopen_browser,
    account::sign_in_address,
    account::paste_address,
    account::switch_account,
    account::sign_out,
    account::keep_sign_in_for_session,
    account::keep_sign_in_in_file,
    account::unlock_sign_in,
    backups::back_up,
    backups::cancel_job,
    backups::check_now,
    backups::retry_job,
    backups::dismiss_job,
    backups::open_export,
    backups::open_backup,
    backups::verify_backup,
    backups::stop_verify,
    library::library_outline,
    library::library_rows,
    library::library_place,
    library::library_hits,
    library::library_record,
    library::library_chats,
    library::library_chat_figures,
    library::library_overview,
    library::library_people,
    library::library_facts,
    library::library_tree,
    library::library_search,
    library::library_complete,
    library::library_export,
    library::library_rebuild,
    library::open_on_tiktok,
    library::import_summary,
    library::backup_report,
    library::save_report,
    library::name_file,
    library::set_watch_method,
    library::set_links_explained,
    settings::open_folder,
    settings::choose_folder,
    settings::set_theme,
    settings::set_app_key,
    settings::clear_app_key,
    system::subscribe,
    system::enter_demo,
    system::leave_demo,
    system::notify,
    updates::check_for_updates,
    updates::install_update,
    updates::cancel_update,
    updates::restart,
];

/// Opens the window and stays until it is closed.
#[must_use]
pub fn run() -> ExitCode {
    memory::share_one_heap();
    drawing::leave_a_core_free();
    let arguments = match Arguments::parse(std::env::args_os().skip(1)) {
        Ok(Some(arguments)) => arguments,
        Ok(None) => return ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            return ExitCode::from(2);
        }
    };
    let Some(home) = Paths::find(std::env::var_os("SATCHEL_HOME").map(PathBuf::from)) else {
        eprintln!("Satchel could not start: there is no home folder");
        return ExitCode::FAILURE;
    };
    let server = updates::server();
    let mut context = tauri::generate_context!();
    context.config_mut().plugins.0.insert("updater".to_owned(), updates::plugin_config(server.as_ref()));
    let built = tauri::Builder::default()
        // First, as its documentation asks: a second start ends here and hands over what it was given.
        .plugin(tauri_plugin_single_instance::init(|app, argv, cwd| {
            window::to_front(app);
            let given = Arguments::parse(argv.into_iter().skip(1).map(Into::into));
            if let Ok(Some(arguments)) = given {
                open_files(
                    app,
                    arguments.files.into_iter().map(|f| std::path::Path::new(&cwd).join(f)).collect(),
                );
            }
        }))
        .plugin(window::remembered(&home))
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_notification::init())
        .plugin(tauri_plugin_opener::Builder::new().open_js_links_on_click(false).build())
        // Its own commands are open to nobody: the window has no permission for them.
        .plugin(tauri_plugin_updater::Builder::new().build())
        .invoke_handler(handler())
        .setup(move |app| {
            let host =
                Host::new(app.handle(), home, arguments.demo).map_err(|e| e as Box<dyn std::error::Error>)?;
            app.manage(host);
            app.manage(Updates::new(app.handle(), server));
            window::open(app.handle())?;
            let handle = app.handle().clone();
            tauri::async_runtime::spawn(async move {
                handle.state::<Host>().start().await;
                open_files(&handle, arguments.files);
            });
            Ok(())
        })
        .build(context);
    let app = match built {
        Ok(app) => app,
        Err(error) => {
            #[cfg(target_os = "linux")]
            again::if_the_last_one_is_closing(&error);
            tracing::error!(%error, "Satchel could not start");
            eprintln!("Satchel could not start: {error}");
            return ExitCode::FAILURE;
        }
    };
    app.run(|app, event| {
        if let RunEvent::Exit = event {
            // What is under way is in the ledger, and goes on at the next start.
            app.state::<Host>().core().close();
            app.state::<Updates>().start_again_if_asked();
        }
    });
    ExitCode::SUCCESS
}

fn open_files(app: &tauri::AppHandle, files: Vec<std::path::PathBuf>) {
    let handle = app.clone();
    tauri::async_runtime::spawn(async move {
        for file in files {
            if let Err(error) = handle.state::<Host>().core().open_export(file) {
                tracing::error!(%error, "a file could not be opened");
            }
        }
    });
}
