import type { Completion, Found, Group, Problem } from "../ipc/bindings";
import type { Client } from "../ipc/client";

/** Keys that follow one another as quickly as this are one question. */
const PAUSE = 25;

/** Asks for what is typed. Answers that come too late are dropped; the last ones stay until the next are there. */
export class Finder {
  found = $state.raw<Found | null>(null);
  completions = $state.raw<Completion[]>([]);
  problem = $state.raw<Problem | null>(null);
  /** Whether what is shown is not yet the answer to what is typed. */
  busy = $state(false);
  #client: Client;
  #turn = 0;
  #timer = 0;

  constructor(client: Client) {
    this.#client = client;
  }

  ask(text: string, group: Group | null, word: string): void {
    clearTimeout(this.#timer);
    if (text.trim() === "") {
      this.#turn += 1;
      this.found = null;
      this.problem = null;
      this.completions = [];
      this.busy = false;
      return;
    }
    this.busy = true;
    this.#timer = window.setTimeout(() => void this.#send(text, group, word), PAUSE);
  }

  /** Puts the completions away until the next letter. */
  forget(): void {
    this.completions = [];
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#turn += 1;
    this.busy = false;
  }

  async #send(text: string, group: Group | null, word: string): Promise<void> {
    const turn = ++this.#turn;
    const current = () => turn === this.#turn;
    const completing = word === "" ? Promise.resolve([]) : this.#client.libraryComplete(word);
    void completing.then(
      (answer) => current() && (this.completions = answer),
      () => current() && (this.completions = []),
    );
    try {
      const answer = await this.#client.librarySearch({ text, group });
      if (!current()) return;
      this.found = answer;
      this.problem = null;
    } catch (error) {
      if (current()) this.problem = error as Problem;
    } finally {
      if (current()) this.busy = false;
    }
  }
}
