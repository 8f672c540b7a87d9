import type { Outline } from "../../ipc/bindings";
import type { Route } from "../../state/routes";
import { queryOf } from "../../state/routes";
import type { Store } from "../../state/store.svelte";
import { DayLayout, HEADING, headings, ROW } from "./layout";
import { ListData } from "./list-data.svelte";
import { Scroller } from "./scroller.svelte";
import { none, only, type Selection } from "./selection";

const EMPTY_LAYOUT = new DayLayout({ total: 0, days: [] });

/** Minimum time between two updates of the list during an import, in milliseconds. */
const UPDATE_INTERVAL = 1000;

/** The list of a route: opens at the right row, restores its scroll position, and follows changes of the library. */
export class LiveList {
  readonly listData: ListData;
  readonly scroller = new Scroller();
  layout = $state.raw(EMPTY_LAYOUT);
  selection = $state.raw<Selection>(none);
  #store: Store;
  #route: Route | null = null;
  #version = 0;
  #refreshing = false;
  #heights = { row: ROW, heading: HEADING };

  constructor(store: Store) {
    this.#store = store;
    this.listData = new ListData(store.client);
  }

  /** Shows a route: at its record, at its stored position, or at the beginning. */
  async show(route: Route, version: number): Promise<void> {
    if (route === this.#route) return this.#follow(version);
    this.saveScroll();
    this.#route = route;
    this.#version = version;
    const saved = this.#store.scrollPositions.get(route);
    const start = saved ?? (route.record ? { id: route.record } : "start");
    const index = await this.listData.open(queryOf(route), start);
    if (index === null || this.listData.outline === null) return;
    this.layout = this.#layoutOf(this.listData.outline);
    this.selection = route.record && !saved ? only(index) : none;
    if (saved) this.scroller.open(this.layout, saved);
    else if (route.record)
      this.scroller.open(this.layout, { index, below: -Math.round(this.scroller.view / 3) });
    else this.scroller.open(this.layout, { index: 0, below: -this.layout.top(0) });
  }

  /** Sets the heights of rows and headings: the first visible row stays where it is. */
  setHeights(row: number, heading: number): void {
    if (row === this.#heights.row && heading === this.#heights.heading) return;
    this.#heights = { row, heading };
    const { outline } = this.listData;
    if (!outline || this.layout.count === 0) return;
    const { index } = this.scroller.seen;
    this.layout = this.#layoutOf(outline);
    this.scroller.open(this.layout, { index, below: -this.layout.heading });
  }

  #layoutOf({ total, days }: Outline): DayLayout {
    return new DayLayout({ total, days: headings({ total, days }) }, this.#heights);
  }

  /** Retries after an error. */
  retry(version: number): Promise<void> {
    const route = this.#route;
    this.#route = null;
    return route ? this.show(route, version) : Promise.resolve();
  }

  /** Stores the scroll position. */
  saveScroll(): void {
    if (this.#route && this.layout.count > 0)
      this.#store.scrollPositions.set(this.#route, this.scroller.seen);
  }

  /** The library has changed: the rows in view stay in view, wherever they have moved. */
  async #follow(version: number): Promise<void> {
    if (version === this.#version || this.#refreshing || !this.#route) return;
    this.#refreshing = true;
    const route = this.#route;
    const { seen, top } = this.scroller;
    const record = top > 0 ? this.listData.row(seen.index) : undefined;
    const active = this.listData.row(this.selection.active);
    const index = await this.listData.open(queryOf(route), record ? { id: record.id } : "start");
    const { outline } = this.listData;
    if (index !== null && outline && route === this.#route) {
      this.layout = this.#layoutOf(outline);
      const moved = index - seen.index;
      this.scroller.open(
        this.layout,
        record ? { index, below: seen.below } : { index: 0, below: -this.layout.top(0) },
      );
      this.selection = active && record ? only(this.selection.active + moved) : none;
    }
    this.#version = version;
    setTimeout(() => {
      this.#refreshing = false;
      const newest = this.#store.state?.library.version ?? version;
      void this.#follow(newest);
    }, UPDATE_INTERVAL);
  }
}
