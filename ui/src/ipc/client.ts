import type {
  ImportSummary,
  AppEvent,
  Chat,
  ChatFigures,
  Completion,
  FactSheet,
  Found,
  ListQuery,
  Outline,
  Overview,
  OverviewQuery,
  PathView,
  PeopleFigures,
  Record,
  RowFormat,
  Rows,
  SearchQuery,
  Section,
  Theme,
  WatchMethod,
  DataRequest,
} from "./bindings";

/**
 * All that the window can ask of the program behind it. A rejected promise carries a `Problem`.
 * `tauri.ts` is the real one; `fake.ts` plays scripted scenes in a browser and in tests.
 */
export interface Client {
  /** The present, in Unix milliseconds; the scripted twin sets it to the date of its scenes. */
  now(): number;
  /** From now on `hear` receives a snapshot and then every change; an earlier listener is let go. */
  subscribe(hear: (event: AppEvent) => void): Promise<void>;

  connect(): Promise<void>;
  renewSignIn(): Promise<void>;
  backUp(request: DataRequest): Promise<void>;
  cancelSignIn(): Promise<void>;
  retrySignIn(): Promise<void>;
  reopenBrowser(): Promise<void>;
  signInAddress(): Promise<string>;
  pasteAddress(address: string): Promise<void>;

  cancelJob(id: string): Promise<void>;
  checkNow(id: string): Promise<void>;
  retryJob(id: string): Promise<void>;
  dismissJob(id: string): Promise<void>;

  openExport(): Promise<void>;
  openBackup(id: string): Promise<void>;
  openFolder(): Promise<void>;
  chooseFolder(): Promise<void>;
  verifyBackup(id: string): Promise<void>;
  stopVerify(id: string): Promise<void>;

  setTheme(theme: Theme): Promise<void>;
  setAppKey(key: string, secret: string): Promise<void>;
  clearAppKey(): Promise<void>;
  keepSignInForSession(): Promise<void>;
  keepSignInInFile(passphrase: string): Promise<void>;
  unlockSignIn(passphrase: string): Promise<void>;
  switchAccount(id: string): Promise<void>;
  signOut(id: string): Promise<void>;
  enterDemo(): Promise<void>;
  leaveDemo(): Promise<void>;

  /** How long a list is and where its days are. */
  libraryOutline(query: ListQuery): Promise<Outline>;
  /** Some rows of a list; at most 500 at a time. */
  libraryRows(query: ListQuery, start: number, count: number): Promise<Rows>;
  /** Where a record stands in a list; `null` if it is not in it. */
  libraryPlace(query: ListQuery, id: string): Promise<number | null>;
  /** Where in a list the text occurs, from its start on; at most 10,000 places. */
  libraryHits(query: ListQuery, text: string): Promise<number[]>;
  libraryRecord(id: string): Promise<Record>;
  libraryChats(): Promise<Chat[]>;
  libraryChatFigures(id: string): Promise<ChatFigures>;
  libraryOverview(query: OverviewQuery): Promise<Overview>;
  libraryPeople(): Promise<PeopleFigures>;
  libraryFacts(): Promise<FactSheet[]>;
  libraryTree(): Promise<PathView[]>;
  librarySearch(query: SearchQuery): Promise<Found>;
  /** Completes the word being typed: an operator (`fr` to `from:`) or what follows one. */
  libraryComplete(word: string): Promise<Completion[]>;
  /** Asks for a file and writes the list's rows there; how many, or `null` if the person thought better of it. */
  libraryExport(query: ListQuery, format: RowFormat): Promise<number | null>;
  /** Forgets the library and reads every backup in the folder again. */
  libraryRebuild(): Promise<void>;
  /** Opens a record's video or page in the browser. */
  openOnTiktok(id: string): Promise<void>;

  importSummary(id: string): Promise<ImportSummary>;
  /** What the reader did not understand: keys and types, no values. */
  backupReport(id: string): Promise<string>;
  /** Asks for a file and writes that report there; whether it was written. */
  saveReport(id: string): Promise<boolean>;
  /** Says what a text file is; the backup is read again. */
  nameFile(id: string, file: string, section: Section): Promise<void>;

  setWatchMethod(method: WatchMethod): Promise<void>;
  /** The person knows now that links open in the browser. */
  setLinksExplained(): Promise<void>;

  notify(title: string, body: string): Promise<void>;

  /** Looks for a newer Satchel; how that stands is told like everything else. */
  checkForUpdates(): Promise<void>;
  /** Fetches the version that was found and puts it in the place of this one. */
  installUpdate(): Promise<void>;
  cancelUpdate(): Promise<void>;
  /** Closes Satchel and opens the version that was installed. */
  restart(): Promise<void>;
}

const scripted = import.meta.env.MODE === "fake" || import.meta.env.MODE === "test";

/** The one in use, chosen when the window is built. */
export async function open(): Promise<Client> {
  if (scripted) return (await import("./mock")).play(location.search);
  return (await import("./tauri")).tauri;
}
