import type { Completion, Found, Group, Problem } from "../ipc/bindings";
import type { Client } from "../ipc/client";

type Request = { text: string; group: Group | null; word: string };

/** Completions wait for the search results for at most this many milliseconds. */
const COMPLETION_DELAY = 100;

/** Runs the search for the typed text. While one request is running, only the newest waiting one is kept. */
export class Finder {
  /** The last result stays until the next one arrives. */
  found = $state.raw<Found | null>(null);
  completions = $state.raw<Completion[]>([]);
  problem = $state.raw<Problem | null>(null);
  /** Whether the shown result belongs to an earlier text. */
  busy = $state(false);
  #client: Client;
  #next: Request | null = null;
  #asking = false;
  /** Increases when pending requests become obsolete. */
  #generation = 0;

  constructor(client: Client) {
    this.#client = client;
  }

  ask(text: string, group: Group | null, word: string): void {
    if (text.trim() === "") {
      this.stop();
      this.found = null;
      this.problem = null;
      this.completions = [];
      return;
    }
    this.busy = true;
    this.#next = { text, group, word };
    if (!this.#asking) void this.#askAll();
  }

  /** Hides the completions until the next key press. */
  hideCompletions(): void {
    this.completions = [];
  }

  stop(): void {
    this.#next = null;
    this.#generation += 1;
    this.busy = false;
  }

  async #askAll(): Promise<void> {
    this.#asking = true;
    for (let request = this.#take(); request; request = this.#take()) await this.#answer(request);
    this.#asking = false;
  }

  #take(): Request | null {
    const request = this.#next;
    this.#next = null;
    return request;
  }

  async #answer({ text, group, word }: Request): Promise<void> {
    const generation = this.#generation;
    const isWanted = () => generation === this.#generation && this.#next === null;
    const completing =
      word === "" ? Promise.resolve([]) : this.#client.libraryComplete(word).catch((): Completion[] => []);
    const searching = this.#client.librarySearch({ text, group });
    const complete = async () => {
      const answer = await completing;
      if (isWanted()) this.completions = answer;
    };
    // Shown together with the results, so that the page is rendered once, but not delayed by a slow search.
    const late = setTimeout(() => void complete(), COMPLETION_DELAY);
    try {
      const answer = await searching;
      if (!isWanted()) return;
      this.found = answer;
      this.problem = null;
    } catch (error) {
      if (isWanted()) this.problem = error as Problem;
    } finally {
      clearTimeout(late);
      void complete();
      if (isWanted()) this.busy = false;
    }
  }
}
