import type {
  ImportSummary,
  BackupView,
  Chats,
  ChatFigures,
  Completion,
  FactSheet,
  Found,
  LibraryView,
  ListQuery,
  OnlyIn,
  Outline,
  Overview,
  OverviewQuery,
  PageTexts,
  Paths,
  PeopleFigures,
  PersonPage,
  Record,
  Reminder,
  RequestHistory,
  RowFormat,
  Rows,
  SavedList,
  SearchQuery,
  SectionSpan,
  WatchMethod,
  YearForm,
  Years,
} from "../bindings";
import { HISTORY, partOf, type Histories } from "./history";
import { importSummaryOf, spansOf, type SummaryState } from "./library/import-summary";
import { other, record, search } from "./library/detail";
import { facts, overview, people, tree } from "./library/figures";
import { Lists } from "./library/lists";
import { person } from "./library/person";
import { years } from "./library/years";
import { HANDLES, PEOPLE } from "./library/sample-text";
import { problem } from "./fixtures";

/** How the mock library responds: at once, never, or with an error. */
export type ResponseMode = "ready" | "slow" | "failing";

/** The part of the mock client that answers queries of the library and of the history. */
export class MockLibrary {
  /** Every command that was called, for tests. */
  readonly calls: string[] = [];
  /** The last year in review that was saved. */
  saved: string | null = null;
  /** The texts of the last page that was saved. */
  savedPage: PageTexts | null = null;
  /** Whether the file that was saved last can be opened. */
  canOpenSaved = true;
  #cancelled: () => void = () => {};
  responseMode: ResponseMode = "ready";
  /** The state of the import summaries. */
  protected summaryState: SummaryState = "complete";
  /** The settings of the watch time estimate. */
  protected method: WatchMethod | undefined;
  #lists: Lists | null = null;
  #huge: boolean;

  constructor(huge: boolean) {
    this.#huge = huge;
  }

  /** The requests of each account, the newest first. */
  protected histories(): Histories | undefined {
    return undefined;
  }

  protected currentBackups(): BackupView[] {
    return [];
  }

  protected get lists(): Lists {
    return (this.#lists ??= new Lists(this.#huge));
  }

  /** Continues the import: the library with this share of its records. */
  protected importShare(share: number, before: LibraryView): LibraryView {
    this.lists.share = share;
    this.lists.version += 1;
    const groups = this.lists.groups();
    const records = groups.reduce((sum, each) => sum + each.records, 0);
    const building = share < 1 && before.building ? { ...before.building, records } : null;
    return { ...before, version: this.lists.version, groups, records, building };
  }

  async #answer<T>(call: string, answer: () => T): Promise<T> {
    this.calls.push(call);
    if (this.responseMode === "slow") return new Promise(() => {});
    if (this.responseMode === "failing") throw problem("bug", {}, "the library does not open");
    return answer();
  }

  libraryOutline(query: ListQuery): Promise<Outline> {
    return this.#answer(`outline ${query.group}`, () => {
      if (query.group !== "other") return this.lists.outline(query);
      const { path } = query.filter;
      const total = tree.reduce((sum, each) => (path && path !== each.id ? sum : sum + each.records), 0);
      return { version: this.lists.version, total, undated: 0, days: [] };
    });
  }
  libraryRows(query: ListQuery, start: number, count: number): Promise<Rows> {
    return this.#answer(`rows ${query.group} ${start} ${count}`, () => {
      const others = Array.from({ length: count }, (_, index) => other(start + index));
      const rows = query.group === "other" ? others : this.lists.rows(query, start, count);
      return { version: this.lists.version, start, rows };
    });
  }
  libraryPlace(query: ListQuery, id: string): Promise<number | null> {
    return this.#answer(`place ${id}`, () => this.lists.indexOf(query, id));
  }
  libraryHits(query: ListQuery, text: string): Promise<number[]> {
    return this.#answer(`hits ${text}`, () => this.lists.hits(query, text));
  }
  libraryRecord(id: string): Promise<Record> {
    return this.#answer(`record ${id}`, () => {
      const found = record(this.lists, id);
      if (!found) throw problem("bug", {}, `no record ${id}`);
      return found;
    });
  }
  libraryChats(): Promise<Chats> {
    return this.#answer("chats", () => {
      const chats = this.lists.chats.chats();
      return { chats, total: chats.length };
    });
  }
  libraryChatFigures(id: string): Promise<ChatFigures> {
    return this.#answer(`chat figures ${id}`, () => this.lists.chats.figures(id));
  }
  libraryOverview(query: OverviewQuery): Promise<Overview> {
    return this.#answer(`overview ${query.group}`, () => overview(this.lists, query, this.method));
  }
  libraryYears(year: number | null): Promise<Years> {
    return this.#answer(`years ${year}`, () => years(this.lists, year, this.method));
  }
  saveYear(year: number, form: YearForm, content: string): Promise<boolean> {
    return this.#answer(`save year ${year} ${form}`, () => {
      this.saved = content;
      return true;
    });
  }
  libraryPeople(): Promise<PeopleFigures> {
    return this.#answer("people", () => people);
  }
  libraryPerson(name: string): Promise<PersonPage> {
    return this.#answer(`person ${name}`, () => person(this.lists, name));
  }
  libraryFacts(): Promise<FactSheet[]> {
    return this.#answer("facts", () => facts);
  }
  libraryTree(): Promise<Paths> {
    return this.#answer("tree", () => ({ paths: tree, total: tree.length }));
  }
  librarySearch(query: SearchQuery): Promise<Found> {
    const names = new Map(PEOPLE.map((name, number) => [`chat ${number}`, name]));
    return this.#answer(`search ${query.text}`, () => search(this.lists, query, names));
  }
  libraryComplete(word: string): Promise<Completion[]> {
    return this.#answer(`complete ${word}`, () => complete(word));
  }
  saveRows(query: ListQuery, format: RowFormat, title: string): Promise<SavedList | null> {
    return this.#save(`save ${query.group} ${format}`, query, `${title}.${format}`);
  }
  savePage(query: ListQuery, title: string, texts: PageTexts): Promise<SavedList | null> {
    this.savedPage = texts;
    return this.#save(`save ${query.group} page`, query, `${title}.html`);
  }
  #save(call: string, query: ListQuery, name: string): Promise<SavedList | null> {
    const saved = this.#answer(call, () => {
      const folder = "/home/maren/Documents";
      return { name, folder, records: this.lists.outline(query).total, sha256: "9f".repeat(32) };
    });
    return Promise.race([saved, new Promise<null>((resolve) => (this.#cancelled = () => resolve(null)))]);
  }
  cancelSaving(): Promise<void> {
    this.calls.push("cancel saving");
    this.#cancelled();
    return Promise.resolve();
  }
  openSavedList(): Promise<boolean> {
    return this.#answer("open saved list", () => this.canOpenSaved);
  }
  showSavedList(): Promise<boolean> {
    return this.#answer("show saved list", () => this.canOpenSaved);
  }
  libraryRebuild(): Promise<void> {
    return this.#answer("rebuild", () => {});
  }
  openOnTiktok(id: string): Promise<void> {
    return this.#answer(`open ${id}`, () => {});
  }

  onlyInBackup(id: string): Promise<OnlyIn | null> {
    return this.#answer(`only in ${id}`, () => {
      const backups = this.currentBackups();
      const stored = backups.find((each) => each.id === id)?.records?.stored;
      if (stored === undefined) return null;
      // The newest backup has records that no other has.
      if (id !== backups[0]?.id) return { records: 0, groups: [], addsDetails: false };
      const groups: OnlyIn["groups"] = [
        { group: "watch", records: stored - 12 },
        { group: "likes", records: 12 },
      ];
      return { records: stored, groups, addsDetails: false };
    });
  }
  async requestHistory(id: string, next: string | null): Promise<RequestHistory> {
    this.calls.push(`request history ${id} ${next}`);
    if (this.responseMode === "slow") return new Promise(() => {});
    if (this.responseMode === "failing") throw problem("ownFilesNotWritable");
    return partOf(this.histories() ?? HISTORY, id, next);
  }
  async saveRequestHistory(id: string): Promise<number | null> {
    this.calls.push(`save request history ${id}`);
    if (this.responseMode === "failing") throw problem("folderNotWritable");
    return (await this.requestHistory(id, null)).total;
  }
  saveReminder({ day, title }: Reminder): Promise<boolean> {
    return this.#answer(`save reminder ${day} ${title}`, () => true);
  }
  async quit() {
    this.calls.push("quit");
  }
  importSummary(id: string): Promise<ImportSummary> {
    return this.#answer(`import summary ${id}`, () => {
      const backup = this.currentBackups().find((each) => each.id === id);
      if (!backup) throw problem("bug", {}, `no backup ${id}`);
      return importSummaryOf(backup, this.summaryState);
    });
  }
  backupSpans(id: string): Promise<SectionSpan[]> {
    return this.#answer(`spans ${id}`, () => spansOf(this.currentBackups().find((each) => each.id === id)));
  }
  backupReport(id: string): Promise<string> {
    return this.#answer(
      `report ${id}`,
      () => "Your Activity.Community Notes.NoteList: array of 14 objects\n  note: string",
    );
  }
  saveReport(id: string): Promise<boolean> {
    return this.#answer(`save report ${id}`, () => true);
  }
  nameFile(id: string, file: string, section: string): Promise<void> {
    return this.#answer(`name file ${id} ${file} ${section}`, () => {});
  }
  async joinNames(earlier: string, later: string, isGroup: boolean) {
    this.calls.push(`joinNames ${earlier} ${later} ${isGroup}`);
  }
  async separateName(earlier: string, isGroup: boolean) {
    this.calls.push(`separateName ${earlier} ${isGroup}`);
  }
  async reopenBrowser() {
    this.calls.push("reopenBrowser");
  }
  async openBackup(id: string) {
    this.calls.push(`openBackup ${id}`);
  }
  async openFolder() {
    this.calls.push("openFolder");
  }
  async lookAgain() {
    this.calls.push("lookAgain");
  }
  async notify(title: string, body: string) {
    this.calls.push(`notify ${title}: ${body}`);
  }
  async showWindow() {
    this.calls.push("showWindow");
  }
}

const OPERATORS = ["from:", "in:", "before:", "after:", "on:"];

function complete(word: string): Completion[] {
  if (word.startsWith("from:")) {
    const typed = word.slice(5).toLowerCase();
    return [...PEOPLE, ...HANDLES]
      .filter((name) => name.toLowerCase().startsWith(typed))
      .slice(0, 6)
      .map((name, index) => ({ insert: `from:"${name}"`, label: name, count: 900 - index * 120 }));
  }
  return OPERATORS.filter((each) => word !== "" && each.startsWith(word)).map((each) => ({
    insert: each,
    label: each,
    count: null,
  }));
}
