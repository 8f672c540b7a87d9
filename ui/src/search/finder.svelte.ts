import type { Completion, Found, Group, Problem } from "../ipc/bindings";
import type { Client } from "../ipc/client";

type Question = { text: string; group: Group | null; word: string };

/** After how many milliseconds completions no longer wait for what is found. */
const SOON = 100;

/** Asks for what is typed: at once, or, while another question is on its way, after it; of those that wait, the newest. */
export class Finder {
  /** The last answer stays until the next is there. */
  found = $state.raw<Found | null>(null);
  completions = $state.raw<Completion[]>([]);
  problem = $state.raw<Problem | null>(null);
  /** Whether what is shown is not yet the answer to what is typed. */
  busy = $state(false);
  #client: Client;
  #next: Question | null = null;
  #asking = false;
  /** Rises when what is on its way has lost its meaning. */
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

  /** Puts the completions away until the next letter. */
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
    // With what is found, so that the page is drawn once; but not held back by a search that takes long.
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
