import { Channel, invoke } from "@tauri-apps/api/core";

import type { AppEvent, Problem } from "./bindings";
import type { Client } from "./client";
import { NO_FACTS } from "./facts";
import { wellFormed } from "./well-formed";

/** Calls a command. Rejections always carry a `Problem`, even where Tauri itself refuses the call. */
async function call<T = void>(command: string, args: Record<string, unknown> = {}): Promise<T> {
  try {
    return await invoke<T>(command, wellFormed(args) as typeof args);
  } catch (error) {
    throw isProblem(error) ? error : bug(error);
  }
}

function isProblem(error: unknown): error is Problem {
  return typeof error === "object" && error !== null && "code" in error && "reference" in error;
}

function bug(error: unknown): Problem {
  return { code: "bug", reference: "window", detail: String(error), facts: NO_FACTS };
}

let channel: Channel<AppEvent> | null = null;

export const tauri: Client = {
  now: () => Date.now(),
  subscribe(listener) {
    if (channel) channel.onmessage = () => {};
    channel = new Channel<AppEvent>(listener);
    return call("subscribe", { channel });
  },

  connect: () => call("connect"),
  renewSignIn: () => call("renew_sign_in"),
  backUp: (request) => call("back_up", { request }),
  cancelSignIn: () => call("cancel_sign_in"),
  retrySignIn: () => call("retry_sign_in"),
  reopenBrowser: () => call("reopen_browser"),
  signInAddress: () => call<string>("sign_in_address"),
  pasteAddress: (address) => call("paste_address", { address }),

  cancelJob: (id) => call("cancel_job", { id }),
  moveToFront: (id) => call("move_to_front", { id }),
  checkNow: (id) => call("check_now", { id }),
  goOn: (id) => call("go_on", { id }),
  retryJob: (id) => call("retry_job", { id }),
  dismissJob: (id) => call("dismiss_job", { id }),

  openExport: () => call("open_export"),
  openExportFolder: () => call("open_export_folder"),
  openBackup: (id) => call("open_backup", { id }),
  openFolder: () => call("open_folder"),
  chooseFolder: () => call("choose_folder"),
  lookAgain: () => call("look_again"),
  findFolder: () => call("find_folder"),
  useFoundFolder: (number) => call("use_found_folder", { number }),
  moveFolder: () => call("move_folder"),
  cancelMove: () => call("cancel_move"),
  verifyBackup: (id) => call("verify_backup", { id }),
  restoreBackup: (id) => call("restore_backup", { id }),
  stopVerify: (id) => call("stop_verify", { id }),
  onlyInBackup: (id) => call("only_in_backup", { id }),
  deleteBackup: (id, forGood) => call("delete_backup", { id, forGood }),

  setTheme: (theme) => call("set_theme", { theme }),
  setTextSize: (percent) => call("set_text_size", { percent }),
  setBlur: (on) => call("set_blur", { on }),
  setAppKey: (key, secret) => call("set_app_key", { key, secret }),
  clearAppKey: () => call("clear_app_key"),
  setApproved: (kind, permission, approved) => call("set_approved", { kind, permission, approved }),
  keepSignInForSession: () => call("keep_sign_in_for_session"),
  keepSignInInFile: (passphrase) => call("keep_sign_in_in_file", { passphrase }),
  unlockSignIn: (passphrase) => call("unlock_sign_in", { passphrase }),
  unlockKeychain: () => call("unlock_keychain"),
  switchAccount: (id) => call("switch_account", { id }),
  showPerson: (id) => call("show_person", { id }),
  settlePerson: (id, sameAs) => call("settle_person", { id, sameAs }),
  assignBackup: (id, person) => call("assign_backup", { id, person }),
  joinNames: (earlier, later, isGroup) => call("join_names", { earlier, later, isGroup }),
  separateName: (earlier, isGroup) => call("separate_name", { earlier, isGroup }),
  removeAccount: (id) => call("remove_account", { id }),
  signOut: (id) => call("sign_out", { id }),
  requestHistory: (id, next) => call("request_history", { id, next }),
  saveRequestHistory: (id) => call("save_request_history", { id }),
  saveReminder: (reminder) => call("save_reminder", { reminder }),
  showWindow: () => call("show_window"),
  quit: () => call("quit"),
  enterDemo: () => call("enter_demo"),
  leaveDemo: () => call("leave_demo"),

  libraryOutline: (query) => call("library_outline", { query }),
  libraryRows: (query, start, count) => call("library_rows", { query, start, count }),
  libraryPlace: (query, id) => call("library_place", { query, id }),
  libraryHits: (query, text) => call("library_hits", { query, text }),
  libraryRecord: (id) => call("library_record", { id }),
  libraryChats: () => call("library_chats"),
  libraryChatFigures: (id) => call("library_chat_figures", { id }),
  libraryOverview: (query) => call("library_overview", { query }),
  libraryYears: (year) => call("library_years", { year }),
  saveYear: (year, form, content) => call("save_year", { year, form, content }),
  libraryPeople: () => call("library_people"),
  libraryPerson: (name) => call("library_person", { name }),
  libraryFacts: () => call("library_facts"),
  libraryTree: () => call("library_tree"),
  librarySearch: (query) => call("library_search", { query }),
  libraryComplete: (word) => call("library_complete", { word }),
  saveRows: (query, format, title) => call("save_rows", { query, format, title }),
  savePage: (query, title, texts) => call("save_page", { query, title, texts }),
  cancelSaving: () => call("cancel_saving"),
  openSavedList: () => call("open_saved_list"),
  showSavedList: () => call("show_saved_list"),
  libraryRebuild: () => call("library_rebuild"),
  openOnTiktok: (id) => call("open_on_tiktok", { id }),

  importSummary: (id) => call("import_summary", { id }),
  backupSpans: (id) => call("backup_spans", { id }),
  backupReport: (id) => call("backup_report", { id }),
  saveReport: (id) => call("save_report", { id }),
  nameFile: (id, file, section) => call("name_file", { id, file, section }),

  setWatchMethod: (method) => call("set_watch_method", { method }),
  setLinksExplained: () => call("set_links_explained"),
  dismissNotices: () => call("dismiss_notices"),

  notify: (title, body) => call("notify", { title, body }),

  checkForUpdates: () => call("check_for_updates"),
  installUpdate: () => call("install_update"),
  cancelUpdate: () => call("cancel_update"),
  restart: () => call("restart"),
};
