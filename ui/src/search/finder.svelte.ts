import type { Completion, Found, Group, Problem } from "../ipc/bindings";
import type { Client } from "../ipc/client";

type Question = { text: string; group: Group | null; word: string };

/** Completions wait for the search results for at most this many milliseconds. */
const SOON = 100;

/** Runs the search for the typed text. While one request is running, only the newest waiting one is kept. */
export class Finder {
  /** The last result stays until the next one arrives. */
  found = $state.raw<Found | null>(null);
  completions = $state.raw<Completion[]>([]);
  problem = $state.raw<Problem | null>(null);
  /** Whether the shown result belongs to an earlier text. */
  busy = $state(false);
  #client: Client;
  #next: Question | null = null;
  #asking = false;
  /** Increases when pending requests become obsolete. */
  #turn = 0;

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
  forget(): void {
    this.completions = [];
  }

  stop(): void {
    this.#next = null;
    this.#turn += 1;
    this.busy = false;
  }

  async #askAll(): Promise<void> {
    this.#asking = true;
    for (let question = this.#take(); question; question = this.#take()) await this.#answer(question);
    this.#asking = false;
  }

  #take(): Question | null {
    const question = this.#next;
    this.#next = null;
    return question;
  }

  async #answer({ text, group, word }: Question): Promise<void> {
    const turn = this.#turn;
    const isWanted = () => turn === this.#turn && this.#next === null;
    const completing =
      word === "" ? Promise.resolve([]) : this.#client.libraryComplete(word).catch((): Completion[] => []);
    const searching = this.#client.librarySearch({ text, group });
    const complete = async () => {
      const answer = await completing;
      if (isWanted()) this.completions = answer;
    };
    // Shown together with the results, so that the page is rendered once, but not delayed by a slow search.
    const late = setTimeout(() => void complete(), SOON);
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
