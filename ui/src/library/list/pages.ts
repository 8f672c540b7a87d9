import type { Row } from "../../ipc/bindings";

/** Rows per page. */
export const PAGE = 100;
/** Maximum number of cached pages. The furthest ones are dropped and loaded again when needed. */
const MAX_PAGES = 80;

export type Page = { page: number; version: number; rows: Row[] };

/** The pages of a list that are loaded or being loaded. */
export class Pages {
  readonly asked = new Set<number>();
  #rows: Map<number, Row[]>;

  constructor(pages: Page[] = []) {
    this.#rows = new Map(pages.map((each) => [each.page, each.rows]));
  }

  row(index: number): Row | undefined {
    return this.#rows.get(Math.floor(index / PAGE))?.[index % PAGE];
  }

  has(page: number): boolean {
    return this.#rows.has(page) || this.asked.has(page);
  }

  /** Adds a page and drops those that are furthest from it. */
  take({ page, rows }: Page): void {
    this.#rows.set(page, rows);
    if (this.#rows.size <= MAX_PAGES) return;
    const far = [...this.#rows.keys()].sort((a, b) => Math.abs(b - page) - Math.abs(a - page));
    for (const each of far.slice(0, this.#rows.size - MAX_PAGES)) this.#rows.delete(each);
  }

  get size(): number {
    return this.#rows.size;
  }
}
