//! The library: what the window asks of it. Files are written where the system's own dialog says.

use std::path::PathBuf;

use satchel_core::view::{
    Chat, ChatFigures, Completion, FactSheet, Found, ImportSummary, ListQuery, Outline, Overview,
    OverviewQuery, PathView, PeopleFigures, Record, RowFormat, Rows, SearchQuery, Section, WatchMethod,
};
use tauri::{AppHandle, State};
use tauri_plugin_dialog::DialogExt;

use super::{Reply, told};
use crate::host::Host;

#[tauri::command]
pub(crate) async fn library_outline(host: State<'_, Host>, query: ListQuery) -> Reply<Outline> {
    told(host.core().library_outline(query).await)
}

#[tauri::command]
pub(crate) async fn library_rows(
    host: State<'_, Host>,
    query: ListQuery,
    start: u64,
    count: u64,
) -> Reply<Rows> {
    told(host.core().library_rows(query, start, count).await)
}

#[tauri::command]
pub(crate) async fn library_place(host: State<'_, Host>, query: ListQuery, id: String) -> Reply<Option<u64>> {
    told(host.core().library_place(query, &id).await)
}

#[tauri::command]
pub(crate) async fn library_hits(host: State<'_, Host>, query: ListQuery, text: String) -> Reply<Vec<u64>> {
    told(host.core().library_hits(query, text).await)
}

#[tauri::command]
pub(crate) async fn library_record(host: State<'_, Host>, id: String) -> Reply<Record> {
    told(host.core().library_record(&id).await)
}

#[tauri::command]
pub(crate) async fn library_chats(host: State<'_, Host>) -> Reply<Vec<Chat>> {
    told(host.core().library_chats().await)
}

#[tauri::command]
pub(crate) async fn library_chat_figures(host: State<'_, Host>, id: String) -> Reply<ChatFigures> {
    told(host.core().library_chat_figures(&id).await)
}

#[tauri::command]
pub(crate) async fn library_overview(host: State<'_, Host>, query: OverviewQuery) -> Reply<Overview> {
    told(host.core().library_overview(query).await)
}

#[tauri::command]
pub(crate) async fn library_people(host: State<'_, Host>) -> Reply<PeopleFigures> {
    told(host.core().library_people().await)
}

#[tauri::command]
pub(crate) async fn library_facts(host: State<'_, Host>) -> Reply<Vec<FactSheet>> {
    told(host.core().library_facts().await)
}

#[tauri::command]
pub(crate) async fn library_tree(host: State<'_, Host>) -> Reply<Vec<PathView>> {
    told(host.core().library_tree().await)
}

#[tauri::command]
pub(crate) async fn library_search(host: State<'_, Host>, query: SearchQuery) -> Reply<Found> {
    told(host.core().library_search(query).await)
}

#[tauri::command]
pub(crate) async fn library_complete(host: State<'_, Host>, word: String) -> Reply<Vec<Completion>> {
    told(host.core().library_complete(word).await)
}

#[tauri::command]
pub(crate) async fn library_export(
    app: AppHandle,
    host: State<'_, Host>,
    query: ListQuery,
    format: RowFormat,
) -> Reply<Option<u64>> {
    let ending = match format {
        RowFormat::Csv => "csv",
        RowFormat::Json => "json",
    };
    let Some(file) = ask_where(&app, &format!("Satchel.{ending}"), ending).await else { return Ok(None) };
    told(host.core().library_export(query, format, &file).await).map(Some)
}

#[tauri::command]
pub(crate) async fn library_rebuild(host: State<'_, Host>) -> Reply {
    told(host.core().rebuild_library().await)
}

#[tauri::command]
pub(crate) async fn open_on_tiktok(host: State<'_, Host>, id: String) -> Reply {
    told(host.core().open_on_tiktok(&id).await)
}

#[tauri::command]
pub(crate) async fn import_summary(host: State<'_, Host>, id: String) -> Reply<ImportSummary> {
    told(host.core().import_summary(&id).await)
}

#[tauri::command]
pub(crate) async fn backup_report(host: State<'_, Host>, id: String) -> Reply<String> {
    told(host.core().backup_report(&id).await)
}

#[tauri::command]
pub(crate) async fn save_report(app: AppHandle, host: State<'_, Host>, id: String) -> Reply<bool> {
    let Some(file) = ask_where(&app, "Satchel report.txt", "txt").await else { return Ok(false) };
    told(host.core().save_report(&id, &file).await).map(|()| true)
}

#[tauri::command]
pub(crate) async fn name_file(host: State<'_, Host>, id: String, file: String, section: Section) -> Reply {
    told(host.core().name_file(&id, file, section))
}

#[tauri::command]
pub(crate) async fn set_watch_method(host: State<'_, Host>, method: WatchMethod) -> Reply {
    told(host.core().set_watch_method(method))
}

#[tauri::command]
pub(crate) async fn set_links_explained(host: State<'_, Host>) -> Reply {
    told(host.core().set_links_explained())
}

/// Where a file is to be written; `None` if the person thought better of it.
async fn ask_where(app: &AppHandle, name: &str, ending: &str) -> Option<PathBuf> {
    let (chosen, choice) = tokio::sync::oneshot::channel();
    app.dialog().file().add_filter(ending.to_uppercase(), &[ending]).set_file_name(name).save_file(|file| {
        let _ = chosen.send(file);
    });
    choice.await.ok().flatten()?.into_path().ok()
}
