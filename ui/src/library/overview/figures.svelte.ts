import type { Overview, OverviewQuery } from "../../ipc/bindings";
import type { Client } from "../../ipc/client";
import { Loaded } from "../../state/loaded.svelte";

/** Minimum time between two updates of the figures during an import, in milliseconds. */
const UPDATE_INTERVAL = 2000;

/** The figures of a period and a group. The previous ones stay until the next have arrived. */
export class Figures {
  readonly loaded = new Loaded<Overview>();
  #client: Client;
  #asked = "";
  #at = -UPDATE_INTERVAL;
  #timer = 0;

  constructor(client: Client) {
    this.#client = client;
  }

  /** Requests another query at once; the same query of a library that has grown, after a pause. */
  follow(query: OverviewQuery, growing: boolean): void {
    clearTimeout(this.#timer);
    const key = JSON.stringify(query);
    const wait = growing && key === this.#asked ? this.#at + UPDATE_INTERVAL - performance.now() : 0;
    if (wait <= 0) void this.ask(query);
    else this.#timer = window.setTimeout(() => void this.ask(query), wait);
  }

  async ask(query: OverviewQuery): Promise<void> {
    this.#asked = JSON.stringify(query);
    this.#at = performance.now();
    await this.loaded.load(() => this.#client.libraryOverview(query));
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
