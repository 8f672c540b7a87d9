import type { ListQuery, Outline, Problem, Row } from "../../ipc/bindings";
import type { Client } from "../../ipc/client";
import { Loaded } from "../../state/loaded.svelte";
import { PAGE, Pages, type Page } from "./pages";

const MAX_REQUESTS = 3;

/** Where a list opens: at its beginning, at its end, at a row, or at a record. */
export type Start = "start" | "end" | { index: number } | { id: string };

/** An open list: `index` is the row at which it opened. */
type Opened = { query: ListQuery; outline: Outline; pages: Pages; index: number };

/** The rows of one list, loaded page by page as they come into view. */
export class ListData {
  #opened = new Loaded<Opened>();
  #client: Client;
  /** Increases with every page that arrives. */
  #revision = $state(0);
  #range: [number, number] = [0, 0];

  constructor(client: Client) {
    this.#client = client;
  }

  get outline(): Outline | null {
    return this.#opened.value?.outline ?? null;
  }

  /** The query that `outline` belongs to. */
  get query(): ListQuery | null {
    return this.#opened.value?.query ?? null;
  }

  get problem(): Problem | null {
    return this.#opened.problem;
  }

  /** Whether the first list is still being opened. */
  get waiting(): boolean {
    return this.#opened.waiting;
  }

  /** A row, once it is loaded. */
  row(index: number): Row | undefined {
    void this.#revision;
    return this.#opened.value?.pages.row(index);
  }

  /**
   * Opens a list. The previous list stays until the first rows of the new one have arrived. Returns the row at which
   * it opens, or `null` if another list was opened in the meantime or the request failed.
   */
  async open(query: ListQuery, start: Start): Promise<number | null> {
    const isNew = await this.#opened.load(async () => {
      const found =
        typeof start === "object" && "id" in start ? this.#client.libraryPlace(query, start.id) : null;
      const [outline, position] = await Promise.all([this.#client.libraryOutline(query), found]);
      const index = startOf(start, position, outline.total);
      const page = Math.floor(index / PAGE);
      const pages = outline.total === 0 ? [] : await this.#fetch(query, around(page, outline.total));
      const current = pages.filter((each) => each.version === outline.version);
      return { query, outline, pages: new Pages(current), index };
    });
    return isNew ? this.#opened.value!.index : null;
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
    const opened = this.#opened.value;
    if (!opened) return;
    const { pages, outline } = opened;
    for (let page = this.#range[0]; page <= this.#range[1]; page++) {
      if (pages.asked.size >= MAX_REQUESTS) return;
      if (page * PAGE < outline.total && !pages.has(page)) void this.#load(opened, page);
    }
  }

  async #load(opened: Opened, page: number): Promise<void> {
    const { query, outline, pages } = opened;
    pages.asked.add(page);
    try {
      const loaded = await this.#page(query, page);
      if (opened !== this.#opened.value) return;
      pages.asked.delete(page);
      // The library has changed, and a new outline is on its way.
      if (loaded.version !== outline.version) return;
      pages.take(loaded);
      this.#revision += 1;
      this.#next();
    } catch (problem) {
      if (opened === this.#opened.value) this.#opened.problem = problem as Problem;
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
