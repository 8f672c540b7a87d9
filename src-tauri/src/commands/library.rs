//! Queries and settings of the library. Exported files are written where the user chooses in a save dialog.

use satchel_core::Core;
use satchel_core::library::{
    ChatFigures, Chats, Completion, FactSheet, Found, ListQuery, Outline, Overview, OverviewQuery, PageTexts,
    Paths, PeopleFigures, PersonPage, Record, RowFormat, Rows, SearchQuery, Section, SectionSpan,
    WatchMethod, YearForm, Years,
};
use satchel_core::view::{ImportSummary, SavedList};
use tauri::{AppHandle, State};

use super::{CommandResult, choose_save_path, command_result};
use crate::host::Host;

#[tauri::command]
pub(crate) async fn library_outline(host: State<'_, Host>, query: ListQuery) -> CommandResult<Outline> {
    command_result(host.core().library_outline(query).await)
}

#[tauri::command]
pub(crate) async fn library_rows(
    host: State<'_, Host>,
    query: ListQuery,
    start: u64,
    count: u64,
) -> CommandResult<Rows> {
    command_result(host.core().library_rows(query, start, count).await)
}

#[tauri::command]
pub(crate) async fn library_place(
    host: State<'_, Host>,
    query: ListQuery,
    id: String,
) -> CommandResult<Option<u64>> {
    command_result(host.core().library_place(query, &id).await)
}

#[tauri::command]
pub(crate) async fn library_hits(
    host: State<'_, Host>,
    query: ListQuery,
    text: String,
) -> CommandResult<Vec<u64>> {
    command_result(host.core().library_hits(query, text).await)
}

#[tauri::command]
pub(crate) async fn library_record(host: State<'_, Host>, id: String) -> CommandResult<Record> {
    command_result(host.core().library_record(&id).await)
}

#[tauri::command]
pub(crate) async fn library_chats(host: State<'_, Host>) -> CommandResult<Chats> {
    command_result(host.core().library_chats().await)
}

#[tauri::command]
pub(crate) async fn library_chat_figures(host: State<'_, Host>, id: String) -> CommandResult<ChatFigures> {
    command_result(host.core().library_chat_figures(&id).await)
}

#[tauri::command]
pub(crate) async fn library_overview(host: State<'_, Host>, query: OverviewQuery) -> CommandResult<Overview> {
    command_result(host.core().library_overview(query).await)
}

#[tauri::command]
pub(crate) async fn library_years(host: State<'_, Host>, year: Option<i16>) -> CommandResult<Years> {
    command_result(host.core().library_years(year).await)
}

#[tauri::command]
pub(crate) async fn save_year(
    app: AppHandle,
    host: State<'_, Host>,
    year: i16,
    form: YearForm,
    content: String,
) -> CommandResult<bool> {
    let (name, extension) = match form {
        YearForm::Square => (format!("Satchel {year} square.png"), "png"),
        YearForm::Upright => (format!("Satchel {year} upright.png"), "png"),
        YearForm::Page => (format!("Satchel {year}.html"), "html"),
    };
    let Some(file) = choose_save_path(&app, &name, extension).await else { return Ok(false) };
    command_result(host.core().save_year(form, content, &file).await).map(|()| true)
}

#[tauri::command]
pub(crate) async fn library_people(host: State<'_, Host>) -> CommandResult<PeopleFigures> {
    command_result(host.core().library_people().await)
}

#[tauri::command]
pub(crate) async fn library_person(host: State<'_, Host>, name: String) -> CommandResult<PersonPage> {
    command_result(host.core().library_person(name).await)
}

#[tauri::command]
pub(crate) async fn library_facts(host: State<'_, Host>) -> CommandResult<Vec<FactSheet>> {
    command_result(host.core().library_facts().await)
}

#[tauri::command]
pub(crate) async fn library_tree(host: State<'_, Host>) -> CommandResult<Paths> {
    command_result(host.core().library_tree().await)
}

#[tauri::command]
pub(crate) async fn library_search(host: State<'_, Host>, query: SearchQuery) -> CommandResult<Found> {
    command_result(host.core().library_search(query).await)
}

#[tauri::command]
pub(crate) async fn library_complete(host: State<'_, Host>, word: String) -> CommandResult<Vec<Completion>> {
    command_result(host.core().library_complete(word).await)
}

#[tauri::command]
pub(crate) async fn save_rows(
    app: AppHandle,
    host: State<'_, Host>,
    query: ListQuery,
    format: RowFormat,
    title: String,
) -> CommandResult<Option<SavedList>> {
    let extension = match format {
        RowFormat::Csv => "csv",
        RowFormat::Json => "json",
    };
    let core = host.core();
    let cancel = core.begin_saving();
    let name = Core::list_file_name(&title, extension);
    let Some(file) = choose_save_path(&app, &name, extension).await else { return Ok(None) };
    command_result(core.save_rows(query, format, &file, cancel).await)
}

#[tauri::command]
pub(crate) async fn save_page(
    app: AppHandle,
    host: State<'_, Host>,
    query: ListQuery,
    title: String,
    texts: PageTexts,
) -> CommandResult<Option<SavedList>> {
    let core = host.core();
    let cancel = core.begin_saving();
    let name = Core::list_file_name(&title, "html");
    let Some(file) = choose_save_path(&app, &name, "html").await else { return Ok(None) };
    command_result(core.save_page(query, texts, &file, cancel).await)
}

#[tauri::command]
pub(crate) async fn cancel_saving(host: State<'_, Host>) -> CommandResult {
    host.core().cancel_saving();
    Ok(())
}

#[tauri::command]
pub(crate) async fn open_saved_list(host: State<'_, Host>) -> CommandResult<bool> {
    Ok(host.core().open_saved_list())
}

#[tauri::command]
pub(crate) async fn show_saved_list(host: State<'_, Host>) -> CommandResult<bool> {
    Ok(host.core().show_saved_list())
}

#[tauri::command]
pub(crate) async fn library_rebuild(host: State<'_, Host>) -> CommandResult {
    command_result(host.core().rebuild_library().await)
}

#[tauri::command]
pub(crate) async fn open_on_tiktok(host: State<'_, Host>, id: String) -> CommandResult {
    command_result(host.core().open_on_tiktok(&id).await)
}

#[tauri::command]
pub(crate) async fn import_summary(host: State<'_, Host>, id: String) -> CommandResult<ImportSummary> {
    command_result(host.core().import_summary(&id).await)
}

#[tauri::command]
pub(crate) async fn backup_spans(host: State<'_, Host>, id: String) -> CommandResult<Vec<SectionSpan>> {
    command_result(host.core().backup_spans(&id).await)
}

#[tauri::command]
pub(crate) async fn backup_report(host: State<'_, Host>, id: String) -> CommandResult<String> {
    command_result(host.core().backup_report(&id).await)
}

#[tauri::command]
pub(crate) async fn save_report(app: AppHandle, host: State<'_, Host>, id: String) -> CommandResult<bool> {
    let Some(file) = choose_save_path(&app, "Satchel report.txt", "txt").await else { return Ok(false) };
    command_result(host.core().save_report(&id, &file).await).map(|()| true)
}

#[tauri::command]
pub(crate) async fn name_file(
    host: State<'_, Host>,
    id: String,
    file: String,
    section: Section,
) -> CommandResult {
    command_result(host.core().name_file(&id, file, section).await)
}

#[tauri::command]
pub(crate) async fn set_watch_method(host: State<'_, Host>, method: WatchMethod) -> CommandResult {
    command_result(host.core().set_watch_method(method).await)
}

#[tauri::command]
pub(crate) async fn set_links_explained(host: State<'_, Host>) -> CommandResult {
    command_result(host.core().set_links_explained().await)
}
