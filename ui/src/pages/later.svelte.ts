/* Everything that is not on the first page is loaded once that is shown: it appears sooner with less to read. */

type Rest = typeof import("./rest");

const atOnce: Rest | null = import.meta.env.MODE === "test" ? await import("./rest") : null;

class Later {
  /** What is loaded; `null` before. Tests have it from the start. */
  rest = $state.raw(atOnce);
  #loading: Promise<void> | null = null;

  /** Loads the rest. Once. */
  load(): Promise<void> {
    if (this.rest) return Promise.resolve();
    this.#loading ??= import("./rest").then((rest) => void (this.rest = rest));
    return this.#loading;
  }
}

export const later = new Later();
