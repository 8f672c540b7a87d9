import type { Overview, OverviewQuery, Problem } from "../../ipc/bindings";
import type { Client } from "../../ipc/client";

/** Minimum time between two updates of the figures during an import, in milliseconds. */
const UPDATE_INTERVAL = 2000;

/** The figures of a period and a group. The previous ones stay until the next have arrived. */
export class Figures {
  shown = $state.raw<Overview | null>(null);
  problem = $state.raw<Problem | null>(null);
  #client: Client;
  #asked = "";
  #at = -UPDATE_INTERVAL;
  #turn = 0;
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
    const turn = ++this.#turn;
    this.#asked = JSON.stringify(query);
    this.#at = performance.now();
    try {
      const answer = await this.#client.libraryOverview(query);
      if (turn !== this.#turn) return;
      this.shown = answer;
      this.problem = null;
    } catch (error) {
      if (turn === this.#turn) this.problem = error as Problem;
    }
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#turn += 1;
  }
}
