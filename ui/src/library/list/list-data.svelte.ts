import type { ListQuery, Outline, Problem, Row } from "../../ipc/bindings";
import type { Client } from "../../ipc/client";
import { PAGE, Pages, type Page } from "./pages";

const MAX_REQUESTS = 3;

/** Where a list opens: at its beginning, at its end, at a row, or at a record. */
export type Start = "start" | "end" | { index: number } | { id: string };

/** The rows of one list, loaded page by page as they come into view. */
export class ListData {
  outline = $state.raw<Outline | null>(null);
  problem = $state.raw<Problem | null>(null);
  /** The query that `outline` belongs to. */
  query = $state.raw<ListQuery | null>(null);
  #client: Client;
  #pages = new Pages();
  /** Increases with every page that arrives. */
  #revision = $state(0);
  #generation = 0;
  #range: [number, number] = [0, 0];

  constructor(client: Client) {
    this.#client = client;
  }

  /** A row, once it is loaded. */
  row(index: number): Row | undefined {
    void this.#revision;
    return this.#pages.row(index);
  }

  /**
   * Opens a list. The previous list stays until the first rows of the new one have arrived. Returns the row at which
   * it opens, or `null` if another list was opened in the meantime or the request failed.
   */
  async open(query: ListQuery, start: Start): Promise<number | null> {
    const generation = ++this.#generation;
    try {
      const found =
        typeof start === "object" && "id" in start ? this.#client.libraryPlace(query, start.id) : null;
      const [outline, position] = await Promise.all([this.#client.libraryOutline(query), found]);
      const index = startOf(start, position, outline.total);
      const page = Math.floor(index / PAGE);
      const pages = outline.total === 0 ? [] : await this.#fetch(query, around(page, outline.total));
      if (generation !== this.#generation) return null;
      this.#pages = new Pages(pages.filter((each) => each.version === outline.version));
      this.query = query;
      this.outline = outline;
      this.problem = null;
      this.#revision += 1;
      return index;
    } catch (problem) {
      if (generation === this.#generation) this.problem = problem as Problem;
      return null;
    }
  }

  #fetch(query: ListQuery, pages: number[]): Promise<Page[]> {
    return Promise.all(pages.map((page) => this.#page(query, page)));
  }

  async #page(query: ListQuery, page: number): Promise<Page> {
    const { version, rows } = await this.#client.libraryRows(query, page * PAGE, PAGE);
    return { page, version, rows };
  }

  /** Loads the missing rows of a range, the newest request first. */
  want(first: number, last: number): void {
    this.#range = [Math.floor(Math.max(0, first) / PAGE), Math.floor(Math.max(0, last) / PAGE)];
    this.#next();
  }

  #next(): void {
    const { query, outline } = this;
    if (!query || !outline) return;
    for (let page = this.#range[0]; page <= this.#range[1]; page++) {
      if (this.#pages.asked.size >= MAX_REQUESTS) return;
      if (page * PAGE < outline.total && !this.#pages.has(page)) void this.#load(query, outline, page);
    }
  }

  async #load(query: ListQuery, outline: Outline, page: number): Promise<void> {
    const pages = this.#pages;
    pages.asked.add(page);
    try {
      const loaded = await this.#page(query, page);
      if (pages !== this.#pages) return;
      pages.asked.delete(page);
      // The library has changed, and a new outline is on its way.
      if (loaded.version !== outline.version) return;
      pages.take(loaded);
      this.#revision += 1;
      this.#next();
    } catch (problem) {
      if (pages === this.#pages) this.problem = problem as Problem;
    }
  }
}

function startOf(start: Start, position: number | null, total: number): number {
  const last = Math.max(0, total - 1);
  if (start === "start") return 0;
  if (start === "end") return last;
  return Math.min("index" in start ? start.index : (position ?? 0), last);
}

/** The page at which a list opens, and its neighbours, which may also be in view. */
const around = (page: number, total: number): number[] =>
  [page - 1, page, page + 1].filter((each) => each >= 0 && each * PAGE < total);
