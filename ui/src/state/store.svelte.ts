import { createContext } from "svelte";

import type {
  AccountView,
  AppEvent,
  BackupView,
  Chat,
  DataRequest,
  Filter,
  FolderSearch,
  JobView,
  ListQuery,
  Order,
  Problem,
  Row,
  YearReview,
} from "../ipc/bindings";
import type { Client } from "../ipc/client";
import type { Selection } from "../library/list/selection";
import { Clock } from "./clock";
import { stateEvents, type StateEvent } from "./state-events";
import * as places from "./place-history";
import { BACKUPS, isOfLibrary, isSame, isSamePage, type Place } from "./places";
import { reduce, type State } from "./reduce";
import { canRequest, shownPerson } from "./select";

export type Command = () => Promise<unknown>;

/** The dialog that is open. */
export type DialogRequest =
  | { name: "keepSignIn" | "unlock"; then: Command | null }
  | { name: "signOut" | "removeAccount"; account: AccountView }
  | { name: "cancelJob"; job: JobView }
  | { name: "consent"; request: DataRequest; proceed: Command }
  | { name: "changes" | "deleteBackup"; backup: BackupView }
  | { name: "foundFolders"; search: FolderSearch }
  | { name: "links"; row: Row }
  | { name: "joinChats"; chat: Chat }
  | { name: "report"; backup: BackupView }
  | { name: "saveList"; query: ListQuery; records: number; chat: Chat | null }
  | { name: "saveYear"; review: YearReview }
  | { name: "howTo" | "noKey" | "shortcuts" | "watchMethod" | "rebuild" };

/** The first visible row, the pixels of it that are hidden, and the selection in that version of the library. */
export type ListPosition = { index: number; below: number; selection: Selection; version: number };

/** A command that failed, with its problem, so that it can be retried; or a notice, which has no command. */
export type CommandFailure = { problem: Problem; retry?: Command };

/** The state of the window. Components read it and call its commands. */
export class Store {
  readonly client: Client;
  readonly clock: Clock;
  state = $state.raw<State | null>(null);
  unreachable = $state.raw<Problem | null>(null);
  history = $state.raw(places.startHistory(BACKUPS));
  /** The last change of the place, and whether it led to another page. */
  arrival = $state.raw({ moved: false });
  /** Whether the search palette is open. */
  searching = $state(false);
  /** The text with which the search palette opens. */
  searchText = "";
  /** The record that is shown in full beside its list. */
  openRecord = $state.raw<string | null>(null);
  /** Moves the focus to that record, if it is shown beside its list without covering it. */
  enterInspector: (() => unknown) | null = null;
  /** Where lists and chats were scrolled to and what was selected, restored when going back. */
  readonly listPositions = new WeakMap<Place, ListPosition>();
  /** Scroll positions of pages that scroll as a whole. */
  readonly pageScroll = new WeakMap<Place, number>();
  /** What finds in the lists and chats that are shown; the last one is the innermost. */
  readonly finders: (() => unknown)[] = [];
  dialog = $state.raw<DialogRequest | null>(null);
  failure = $state.raw<CommandFailure | null>(null);
  #announce: (events: StateEvent[]) => void;
  #subscription = 0;
  #unlockOffered = false;

  constructor(client: Client, announce: (events: StateEvent[]) => void = () => {}) {
    this.client = client;
    this.clock = new Clock(() => client.now());
    this.#announce = announce;
  }

  /** Subscribes to the app's events, again after an event was missed. */
  async start(): Promise<void> {
    const subscription = ++this.#subscription;
    this.unreachable = null;
    try {
      await this.client.subscribe((event) => {
        if (subscription === this.#subscription) this.#receive(event);
      });
    } catch (error) {
      if (subscription === this.#subscription) this.unreachable = error as Problem;
    }
  }

  #receive(event: AppEvent): void {
    const before = this.state;
    const after = reduce(before, event);
    if (after === "gap") {
      void this.start();
      return;
    }
    this.state = after;
    if (before && before.app.demo !== after.app.demo) this.#setHistory(places.startHistory(BACKUPS));
    if (before && shownPerson(before)?.id !== shownPerson(after)?.id) this.#leaveLibrary();
    // Switching between the demo and the user's own data is not announced.
    if (before?.app.demo === after.app.demo) this.#announce(stateEvents(before, after));
    // The page of the backups shows all notices. Elsewhere, a new one would not be seen.
    const notice = after.notices.find(({ reference }) =>
      before?.notices.every((known) => known.reference !== reference),
    );
    if (notice && this.place.view !== "backups") this.failure = { problem: notice };
    if (after.keychain === "fileLocked" && !this.#unlockOffered) {
      this.#unlockOffered = true;
      this.dialog ??= { name: "unlock", then: null };
    }
  }

  /** Another library is shown from now on: filters and records of the one before mean nothing in it. */
  #leaveLibrary(): void {
    const isOther = isOfLibrary(this.place) || this.place.view === "person";
    this.#setHistory(places.startHistory(isOther ? BACKUPS : this.place));
  }

  /** Runs a command. Asks for what it lacks, and shows any other error on the page. */
  async act(command: Command): Promise<boolean> {
    this.failure = null;
    try {
      await command();
      return true;
    } catch (error) {
      this.#handleError(error as Problem, command);
      return false;
    }
  }

  #handleError(problem: Problem, command: Command): void {
    const locked = this.state?.keychain === "fileLocked";
    if (problem.code === "keychainLocked" && locked) {
      this.dialog = { name: "unlock", then: command };
    } else if (problem.code === "keychainMissing") {
      this.dialog = { name: "keepSignIn", then: command };
    } else if (problem.code === "appKeyMissing") {
      this.dialog = { name: "noKey" };
    } else {
      this.failure = { problem, retry: command };
    }
  }

  /** Signs in, or explains why this build cannot. */
  async connect(): Promise<void> {
    if (this.state && !canRequest(this.state)) {
      this.dialog = { name: "noKey" };
      return;
    }
    await this.act(() => this.client.connect());
  }

  /** Asks for the backup folder that the user already has. If it is another level, asks which one is meant. */
  async findFolder(): Promise<void> {
    await this.act(async () => {
      const search = await this.client.findFolder();
      if (search !== null && !search.isUsed) this.dialog = { name: "foundFolders", search };
    });
  }

  /** Opens a record's page in the browser, after explaining once that links open there. */
  async followLink(row: Row): Promise<void> {
    if (row.address === null) return;
    if (this.state?.settings.linksExplained) await this.act(() => this.client.openOnTiktok(row.id));
    else this.dialog = { name: "links", row };
  }

  /** Opens the search palette with this text. */
  search(text: string): void {
    this.searchText = text;
    this.searching = true;
  }

  /** Shows a record in full; if it is shown already, moves the focus there. */
  inspect(id: string): void {
    if (this.openRecord === id) this.enterInspector?.();
    else this.openRecord = id;
  }

  /** Shows another record, if one is shown. */
  inspectNext(id: string): void {
    if (this.openRecord !== null) this.openRecord = id;
  }

  /** Closes the record. Returns whether one was shown. */
  closeInspector(): boolean {
    const wasOpen = this.openRecord !== null;
    this.openRecord = null;
    return wasOpen;
  }

  /** The page that is shown. */
  get place(): Place {
    return this.history.now;
  }

  /** Navigates to a page and what it shall show. */
  go(place: Place): void {
    // As an object of its own, so that only Back and Forward restore where the page was scrolled.
    this.#setHistory(places.push(this.history, { ...place }));
  }

  /** Opens the settings at the app key, again if they are open there. */
  showAppKey(): void {
    const place: Place = { view: "settings", part: "appKey" };
    if (isSame(this.place, place)) this.arrival = { moved: true };
    else this.go(place);
  }

  /** Changes what the current page shows. `quietly`: without a history entry. */
  show(place: Place, quietly = false): void {
    const history = quietly ? places.replace(this.history, place) : places.push(this.history, place);
    this.#setHistory(history, false);
  }

  /** Changes the filter or order of the list that is shown. `quietly`: without a history entry. */
  narrow(changes: Partial<Filter> & { order?: Order }, quietly = false): void {
    const { place } = this;
    if (place.view !== "list") return;
    const { order = place.order, ...filter } = changes;
    this.show({ ...place, order, filter: { ...place.filter, ...filter }, record: null }, quietly);
  }

  /** Says how to find in what is shown. Returns how to take that back. */
  onFind(find: () => unknown): () => void {
    this.finders.push(find);
    return () => this.finders.splice(this.finders.indexOf(find), 1);
  }

  back(): void {
    this.#revisit(places.back(this.history));
  }

  forward(): void {
    this.#revisit(places.forward(this.history));
  }

  #revisit(history: places.PlaceHistory): void {
    this.#setHistory(history, !isSamePage(this.place, history.now));
  }

  /** `moved`: whether this is navigation, or a change within the page. */
  #setHistory(history: places.PlaceHistory, moved = true): void {
    if (history === this.history) return;
    this.history = history;
    this.arrival = { moved };
    this.failure = null;
    this.openRecord = null;
  }
}

export const [useStore, provideStore] = createContext<Store>();
