import type { Problem } from "../ipc/bindings";

/** Something that is loaded, perhaps repeatedly: at first one waits for it, then there is a value or a problem. */
export class Loaded<T> {
  /** The last value, which stays until the next one arrives. */
  value = $state.raw<T | null>(null);
  problem = $state.raw<Problem | null>(null);
  #turn = 0;

  /** Whether there is nothing to show yet. */
  get waiting(): boolean {
    return this.value === null && this.problem === null;
  }

  /** Loads the value. Returns whether it arrived, and was not overtaken by a later request. */
  async load(request: () => Promise<T>): Promise<boolean> {
    const turn = ++this.#turn;
    try {
      const value = await request();
      if (turn !== this.#turn) return false;
      this.value = value;
      this.problem = null;
      return true;
    } catch (error) {
      if (turn === this.#turn) this.problem = error as Problem;
      return false;
    }
  }

  /** Forgets everything, also what has been requested. */
  clear(): void {
    this.#turn += 1;
    this.value = null;
    this.problem = null;
  }
}
