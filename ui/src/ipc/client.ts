import type {
  ImportSummary,
  AppEvent,
  Chats,
  ChatFigures,
  Completion,
  FactSheet,
  FolderSearch,
  Found,
  Kind,
  ListQuery,
  OnlyIn,
  Outline,
  Overview,
  OverviewQuery,
  PageTexts,
  Paths,
  PeopleFigures,
  PersonPage,
  Permission,
  Record,
  Reminder,
  RequestHistory,
  RowFormat,
  Rows,
  SavedList,
  SearchQuery,
  Section,
  SectionSpan,
  Theme,
  WatchMethod,
  YearForm,
  Years,
  DataRequest,
} from "./bindings";

/**
 * Every request that the window can make. A rejected promise carries a `Problem`. `tauri.ts` is the real
 * implementation; `mock.ts` plays scripted scenarios in a browser and in tests.
 */
export interface Client {
  /** The current time in Unix milliseconds. The mock returns the date of its scenarios. */
  now(): number;
  /** Sends a snapshot and then every change to `listener`, which replaces an earlier listener. */
  subscribe(listener: (event: AppEvent) => void): Promise<void>;
  /** Shows the window, which is hidden until the page has something to show. */
  showWindow(): Promise<void>;

  connect(): Promise<void>;
  renewSignIn(): Promise<void>;
  backUp(request: DataRequest): Promise<void>;
  cancelSignIn(): Promise<void>;
  retrySignIn(): Promise<void>;
  reopenBrowser(): Promise<void>;
  signInAddress(): Promise<string>;
  pasteAddress(address: string): Promise<void>;

  /** Cancels a job. Cancelling it again ends it even if TikTok could not be told. */
  cancelJob(id: string): Promise<void>;
  /** Makes a queued job the next one of its account. */
  moveToFront(id: string): Promise<void>;
  checkNow(id: string): Promise<void>;
  /** Goes on with a job that asks about the other files in an opened folder. */
  goOn(id: string): Promise<void>;
  retryJob(id: string): Promise<void>;
  dismissJob(id: string): Promise<void>;

  openExport(): Promise<void>;
  /** The systems' dialogs show either files or folders. */
  openExportFolder(): Promise<void>;
  openBackup(id: string): Promise<void>;
  openFolder(): Promise<void>;
  chooseFolder(): Promise<void>;
  /** Looks at the backup folder again, and resumes what stopped because of it. */
  lookAgain(): Promise<void>;
  /** Asks for the backup folder that the user already has. `null` if the user cancels. */
  findFolder(): Promise<FolderSearch | null>;
  /** Uses one of the folders that were found last, or (the number after them) the chosen folder itself. */
  useFoundFolder(number: number): Promise<void>;
  /** Asks where to, then moves the backup folder there. Ends once that is done, or cancelled by `cancelMove`. */
  moveFolder(): Promise<void>;
  cancelMove(): Promise<void>;
  verifyBackup(id: string): Promise<void>;
  /** Restores changed and missing files from the archive. Ends once that is done, or cancelled by `stopVerify`. */
  restoreBackup(id: string): Promise<void>;
  stopVerify(id: string): Promise<void>;
  /** What would be lost from the library with a backup; `null` if that is unknown. */
  onlyInBackup(id: string): Promise<OnlyIn | null>;
  /** Moves a backup to the system's trash, or deletes it for good. */
  deleteBackup(id: string, forGood: boolean): Promise<void>;

  setTheme(theme: Theme): Promise<void>;
  /** Sets the size of text in percent. */
  setTextSize(percent: number): Promise<void>;
  /** Sets whether names and texts are blurred. */
  setBlur(on: boolean): Promise<void>;
  setAppKey(key: string, secret: string): Promise<void>;
  clearAppKey(): Promise<void>;
  /** Sets whether the app key is approved for a permission. */
  setApproved(kind: Kind, permission: Permission, approved: boolean): Promise<void>;
  keepSignInForSession(): Promise<void>;
  keepSignInInFile(passphrase: string): Promise<void>;
  unlockSignIn(passphrase: string): Promise<void>;
  /** Asks the system to unlock its keychain. */
  unlockKeychain(): Promise<void>;
  switchAccount(id: string): Promise<void>;
  /** Shows the library and the backups of a person, with the person's account. */
  showPerson(id: string): Promise<void>;
  /** Says that a person is the same as another one, or (`null`) nobody else. */
  settlePerson(id: string, sameAs: string | null): Promise<void>;
  /** Says whose a backup is: this person's, or (`null`) somebody's of whom there is nothing else. */
  assignBackup(id: string, person: string | null): Promise<void>;
  /** Says that two names are those of the same person or group. The library is rebuilt. */
  joinNames(earlier: string, later: string, isGroup: boolean): Promise<void>;
  /** Says that an earlier name is somebody else's. The library is rebuilt. */
  separateName(earlier: string, isGroup: boolean): Promise<void>;
  signOut(id: string): Promise<void>;
  /** Removes an account that is signed out. */
  removeAccount(id: string): Promise<void>;
  /** The requests of an account, the newest first, in parts. `next`: that of the part before, `null` for the first. */
  requestHistory(id: string, next: string | null): Promise<RequestHistory>;
  /**
   * Asks where to save, then writes the requests of an account to a CSV file. Returns their number; `null` if the user
   * cancels.
   */
  saveRequestHistory(id: string): Promise<number | null>;
  /** Asks where to save, then writes a reminder as a file for calendars. Returns whether it was written. */
  saveReminder(reminder: Reminder): Promise<boolean>;
  quit(): Promise<void>;
  enterDemo(): Promise<void>;
  leaveDemo(): Promise<void>;

  /** The length of a list and the number of rows of each day. */
  libraryOutline(query: ListQuery): Promise<Outline>;
  /** Rows of a list, at most 500 at a time. */
  libraryRows(query: ListQuery, start: number, count: number): Promise<Rows>;
  /** The index of a record in a list; `null` if the list does not contain it. */
  libraryPlace(query: ListQuery, id: string): Promise<number | null>;
  /** The indexes of the rows that contain the text, oldest first; at most 10,000. */
  libraryHits(query: ListQuery, text: string): Promise<number[]>;
  libraryRecord(id: string): Promise<Record>;
  libraryChats(): Promise<Chats>;
  libraryChatFigures(id: string): Promise<ChatFigures>;
  libraryOverview(query: OverviewQuery): Promise<Overview>;
  /** The years that have records, and this one in review; the newest one if it is `null` or has no records. */
  libraryYears(year: number | null): Promise<Years>;
  /**
   * Asks where to save, then writes a year in review to a file: a PNG in Base64, or a page in HTML. Returns whether it was
   * written.
   */
  saveYear(year: number, form: YearForm, content: string): Promise<boolean>;
  libraryPeople(): Promise<PeopleFigures>;
  /** What there is about the person with this name. */
  libraryPerson(name: string): Promise<PersonPage>;
  libraryFacts(): Promise<FactSheet[]>;
  libraryTree(): Promise<Paths>;
  librarySearch(query: SearchQuery): Promise<Found>;
  /** Completes the word being typed: an operator (`fr` to `from:`) or its value. */
  libraryComplete(word: string): Promise<Completion[]>;
  /**
   * Asks where to save, then writes the rows of a list to a file that is proposed to be named after the title. `null` if
   * the user cancels.
   */
  saveRows(query: ListQuery, format: RowFormat, title: string): Promise<SavedList | null>;
  /** The same as a page for reading and printing. */
  savePage(query: ListQuery, title: string, texts: PageTexts): Promise<SavedList | null>;
  /** Stops saving a list; no file is left of it. */
  cancelSaving(): Promise<void>;
  /** Opens the list that was saved last. Returns whether that worked. */
  openSavedList(): Promise<boolean>;
  /** Shows the list that was saved last in the file manager. Returns whether that worked. */
  showSavedList(): Promise<boolean>;
  /** Deletes the library and imports every backup in the folder again. */
  libraryRebuild(): Promise<void>;
  /** Opens a record's video or page in the browser. */
  openOnTiktok(id: string): Promise<void>;

  importSummary(id: string): Promise<ImportSummary>;
  /** From when to when the records of a backup are, by section. */
  backupSpans(id: string): Promise<SectionSpan[]>;
  /** What the reader did not understand: keys and types, no values. */
  backupReport(id: string): Promise<string>;
  /** Asks where to save, then writes the report to a file. Returns whether it was written. */
  saveReport(id: string): Promise<boolean>;
  /** Sets the section of a text file. The backup is imported again. */
  nameFile(id: string, file: string, section: Section): Promise<void>;

  setWatchMethod(method: WatchMethod): Promise<void>;
  /** Records that the user has been told that links open in the browser. */
  setLinksExplained(): Promise<void>;
  dismissNotices(): Promise<void>;

  notify(title: string, body: string): Promise<void>;

  /** Checks for a newer version. The result arrives as an event. */
  checkForUpdates(): Promise<void>;
  /** Downloads and installs the version that was found. */
  installUpdate(): Promise<void>;
  cancelUpdate(): Promise<void>;
  /** Restarts the app as the version that was installed. */
  restart(): Promise<void>;
}
