import { createContext } from "svelte";

import type { AccountView, AppEvent, BackupView, Problem, Row } from "../ipc/bindings";
import type { Client } from "../ipc/client";
import { Clock } from "./clock";
import { news, type News } from "./state-events";
import * as places from "./routes";
import type { Place, Trail, View } from "./routes";
import { reduce, type State } from "./reduce";

export type Command = () => Promise<unknown>;

/** The dialog that is open. */
export type Question =
  | { name: "keepSignIn" | "unlock"; then: Command | null }
  | { name: "signOut"; account: AccountView }
  | { name: "changes"; backup: BackupView }
  | { name: "links"; row: Row }
  | { name: "report"; backup: BackupView }
  | { name: "howTo" | "noKey" | "watchMethod" | "rebuild" };

/** A command that failed, with its problem, so that it can be retried. */
export type Trouble = { problem: Problem; again: Command };

/** The state of the window. Components read it and call its commands. */
export class Store {
  readonly client: Client;
  readonly clock: Clock;
  state = $state.raw<State | null>(null);
  unreachable = $state.raw<Problem | null>(null);
  trail = $state.raw<Trail>(places.begin(places.place("backups")));
  /** Whether the search palette is open. */
  searching = $state(false);
  /** The record that is shown in full beside its list. */
  opened = $state.raw<string | null>(null);
  /** Scroll positions of routes, restored when going back. */
  readonly stood = new WeakMap<Place, { index: number; below: number }>();
  question = $state.raw<Question | null>(null);
  trouble = $state.raw<Trouble | null>(null);
  #hear: (heard: News[]) => void;
  #subscription = 0;
  #unlockOffered = false;

  constructor(client: Client, hear: (heard: News[]) => void = () => {}) {
    this.client = client;
    this.clock = new Clock(() => client.now());
    this.#hear = hear;
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
    if (before && before.app.demo !== after.app.demo) this.trail = places.begin(places.place("backups"));
    // Switching between the demo and the user's own data is not announced.
    if (before?.app.demo === after.app.demo) this.#hear(news(before, after));
    if (after.keychain === "fileLocked" && !this.#unlockOffered) {
      this.#unlockOffered = true;
      this.question ??= { name: "unlock", then: null };
    }
  }

  /** Runs a command. Asks for what it lacks, and shows any other error on the page. */
  async act(command: Command): Promise<boolean> {
    this.trouble = null;
    try {
      await command();
      return true;
    } catch (error) {
      this.#refused(error as Problem, command);
      return false;
    }
  }

  #refused(problem: Problem, command: Command): void {
    const locked = this.state?.keychain === "fileLocked";
    if (problem.code === "keychainMissing") {
      this.question = { name: locked ? "unlock" : "keepSignIn", then: command };
    } else if (problem.code === "appKeyMissing") {
      this.question = { name: "noKey" };
    } else {
      this.trouble = { problem, again: command };
    }
  }

  /** Signs in, or explains why this build cannot. */
  async connect(): Promise<void> {
    if (this.state && !this.state.app.demo && this.state.settings.appKey === "none") {
      this.question = { name: "noKey" };
      return;
    }
    await this.act(() => this.client.connect());
  }

  /** Opens a record's page in the browser, after explaining once that links open there. */
  async followLink(row: Row): Promise<void> {
    if (row.address === null) return;
    if (this.state?.settings.linksExplained) await this.act(() => this.client.openOnTiktok(row.id));
    else this.question = { name: "links", row };
  }

  /** The current route. */
  get place(): Place {
    return this.trail.now;
  }

  /** Navigates to a view and the records that a figure or a bar stands for. */
  go(view: View, changes?: Parameters<typeof places.place>[1]): void {
    this.#walk(places.visit(this.trail, places.place(view, changes)));
  }

  /** Changes the filter or order of the current view. `quietly`: without a history entry. */
  show(changes: Partial<Omit<Place, "view">>, quietly = false): void {
    const next = { ...this.place, record: null, ...changes };
    this.#walk(quietly ? places.refine(this.trail, next) : places.visit(this.trail, next));
  }

  back(): void {
    this.#walk(places.back(this.trail));
  }

  forward(): void {
    this.#walk(places.forward(this.trail));
  }

  #walk(trail: Trail): void {
    if (trail === this.trail) return;
    this.trail = trail;
    this.trouble = null;
    this.opened = null;
  }
}

export const [useStore, provideStore] = createContext<Store>();
