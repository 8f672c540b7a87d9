//! The shell of the app: the window, the list of commands, and the wiring between Tauri and the core. It contains no
//! application logic.

mod allocator;
mod arguments;
mod commands;
mod demo;
mod desktop;
mod host;
mod logging;
mod messages;
mod opening;
#[cfg(target_os = "linux")]
mod relaunch;
mod software_rendering;
mod updates;
#[cfg(target_os = "linux")]
mod web_process;
mod window;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use satchel_core::paths::Paths;
use tauri::{Manager, RunEvent};

use crate::arguments::Arguments;
use crate::desktop::TauriDesktop;
use crate::host::Host;
use crate::updates::Updates;

/// Declares the commands of the window. The command handler and the test of the permissions both use this list.
macro_rules! commands {
    ($($module:ident::$name:ident),* $(,)?) => {
        /// The name of every command that the window can call. Each needs a permission in `src-tauri/permissions/`.
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
    account::show_person,
    account::settle_person,
    account::assign_backup,
    account::join_names,
    account::separate_name,
    account::sign_out,
    account::remove_account,
    account::keep_sign_in_for_session,
    account::keep_sign_in_in_file,
    account::unlock_sign_in,
    account::unlock_keychain,
    account::request_history,
    account::save_request_history,
    backups::back_up,
    backups::cancel_job,
    backups::move_to_front,
    backups::check_now,
    backups::go_on,
    backups::retry_job,
    backups::dismiss_job,
    backups::open_export,
    backups::open_export_folder,
    backups::open_backup,
    backups::verify_backup,
    backups::restore_backup,
    backups::stop_verify,
    backups::only_in_backup,
    backups::delete_backup,
    library::library_outline,
    library::library_rows,
    library::library_place,
    library::library_hits,
    library::library_record,
    library::library_chats,
    library::library_chat_figures,
    library::library_overview,
    library::library_years,
    library::save_year,
    library::library_people,
    library::library_person,
    library::library_facts,
    library::library_tree,
    library::library_search,
    library::library_complete,
    library::save_rows,
    library::save_page,
    library::cancel_saving,
    library::open_saved_list,
    library::show_saved_list,
    library::library_rebuild,
    library::open_on_tiktok,
    library::import_summary,
    library::backup_spans,
    library::backup_report,
    library::save_report,
    library::name_file,
    library::set_watch_method,
    library::set_links_explained,
    settings::open_folder,
    settings::look_again,
    settings::choose_folder,
    settings::find_folder,
    settings::use_found_folder,
    settings::move_folder,
    settings::cancel_move,
    settings::set_theme,
    settings::set_text_size,
    settings::set_blur,
    settings::set_app_key,
    settings::clear_app_key,
    settings::set_approved,
    system::subscribe,
    system::show_window,
    system::enter_demo,
    system::leave_demo,
    system::dismiss_notices,
    system::notify,
    system::save_reminder,
    system::quit,
    updates::check_for_updates,
    updates::install_update,
    updates::cancel_update,
    updates::restart,
];

/// Runs the app until its window is closed.
#[must_use]
pub fn run() -> ExitCode {
    allocator::use_single_arena();
    software_rendering::set_up();
    let cwd = std::env::current_dir().unwrap_or_default();
    let arguments = match Arguments::parse(std::env::args_os().skip(1), &cwd) {
        Ok(Some(arguments)) => arguments,
        Ok(None) => return ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            return ExitCode::from(2);
        }
    };
    let Some(paths) = Paths::find(std::env::var_os("SATCHEL_HOME").map(PathBuf::from)) else {
        eprintln!("Satchel could not start: there is no home folder");
        return ExitCode::FAILURE;
    };
    let server = updates::server();
    let mut context = tauri::generate_context!();
    context.config_mut().plugins.0.insert("updater".to_owned(), updates::plugin_config(server.as_ref()));
    let result = tauri::Builder::default()
        // Before the plugins, because a second start can pass on files as soon as the first one runs.
        .manage(opening::Waiting::default())
        // Must be the first plugin. A second instance exits here and passes on its arguments.
        .plugin(tauri_plugin_single_instance::init(|app, argv, cwd| {
            window::focus(app);
            let arguments = Arguments::parse(argv.into_iter().skip(1).map(Into::into), Path::new(&cwd));
            if let Ok(Some(arguments)) = arguments {
                opening::open(app, arguments.files);
            }
        }))
        .plugin(window::state_plugin(&paths))
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_notification::init())
        .plugin(tauri_plugin_opener::Builder::new().open_js_links_on_click(false).build())
        // The window has no permission for this plugin's own commands.
        .plugin(tauri_plugin_updater::Builder::new().build())
        .invoke_handler(handler())
        .setup(move |app| {
            let desktop = Arc::new(TauriDesktop(app.handle().clone()));
            let host =
                Host::new(paths, desktop, arguments.demo).map_err(|e| e as Box<dyn std::error::Error>)?;
            app.manage(host);
            app.manage(Updates::new(app.handle(), server));
            window::open(app.handle())?;
            opening::open(app.handle(), arguments.files);
            let handle = app.handle().clone();
            tauri::async_runtime::spawn(async move {
                handle.state::<Host>().start().await;
                opening::core_has_started(&handle);
            });
            Ok(())
        })
        .build(context);
    let app = match result {
        Ok(app) => app,
        Err(error) => {
            #[cfg(target_os = "linux")]
            relaunch::retry_if_previous_instance_is_exiting(&error);
            tracing::error!(%error, "Satchel could not start");
            eprintln!("Satchel could not start: {error}");
            return ExitCode::FAILURE;
        }
    };
    app.run(|app, event| {
        #[cfg(target_os = "macos")]
        if let RunEvent::Opened { urls } = &event {
            window::focus(app);
            let files = urls.iter().filter_map(|url| url.to_file_path().ok()).collect();
            opening::open(app, files);
        }
        if let RunEvent::Exit = event {
            // Running jobs are stored and resume at the next start.
            app.state::<Host>().shut_down_before_exit();
            app.state::<Updates>().restart_if_requested();
            #[cfg(target_os = "linux")]
            web_process::restart_if_requested(app);
        }
    });
    ExitCode::SUCCESS
}
