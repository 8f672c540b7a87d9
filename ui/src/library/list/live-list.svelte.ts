import type { Outline } from "../../ipc/bindings";
import { queryOf, type ListPlace } from "../../state/places";
import type { Store } from "../../state/store.svelte";
import { DayLayout, HEADING, headings, ROW } from "./layout";
import { ListData } from "./list-data.svelte";
import { Scroller } from "./scroller.svelte";
import { none, only, type Selection } from "./selection";

const EMPTY_LAYOUT = new DayLayout({ total: 0, days: [] });

/** Minimum time between two updates of the list during an import, in milliseconds. */
const UPDATE_INTERVAL = 1000;

/** The list of a place: opens at the right row, restores its scroll position, and follows changes of the library. */
export class LiveList {
  readonly listData: ListData;
  readonly scroller = new Scroller();
  layout = $state.raw(EMPTY_LAYOUT);
  selection = $state.raw<Selection>(none);
  /** The place whose record has been reached. */
  reached = $state.raw<ListPlace | null>(null);
  #store: Store;
  #place: ListPlace | null = null;
  #version = 0;
  #refreshing = false;
  #heights = { row: ROW, heading: HEADING };

  constructor(store: Store) {
    this.#store = store;
    this.listData = new ListData(store.client);
  }

  /** Shows a place: at its record, at its stored position, or at the beginning. */
  async show(place: ListPlace, version: number): Promise<void> {
    if (place === this.#place) return this.#follow(version);
    this.savePosition();
    this.#place = place;
    this.#version = version;
    const saved = this.#store.listPositions.get(place);
    const start = saved ?? (place.record ? { id: place.record } : "start");
    const index = await this.listData.open(queryOf(place), start);
    if (index === null || this.listData.outline === null) return;
    this.layout = this.#layoutOf(this.listData.outline);
    const kept = saved?.version === this.listData.outline.version ? saved.selection : none;
    this.selection = place.record && !saved ? only(index) : kept;
    if (saved) this.scroller.open(this.layout, saved);
    else if (place.record) {
      this.scroller.open(this.layout, { index, below: -Math.round(this.scroller.view / 3) });
      this.reached = place;
    } else this.scroller.open(this.layout, { index: 0, below: -this.layout.top(0) });
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
    const place = this.#place;
    this.#place = null;
    return place ? this.show(place, version) : Promise.resolve();
  }

  /** Stores the scroll position and the selection. */
  savePosition(): void {
    const { outline } = this.listData;
    if (!this.#place || !outline || this.layout.count === 0) return;
    const { seen } = this.scroller;
    const position = { ...seen, selection: this.selection, version: outline.version };
    this.#store.listPositions.set(this.#place, position);
  }

  /** The library has changed: the rows in view stay in view, wherever they have moved. */
  async #follow(version: number): Promise<void> {
    if (version === this.#version || this.#refreshing || !this.#place) return;
    this.#refreshing = true;
    const place = this.#place;
    const { seen, top } = this.scroller;
    const record = top > 0 ? this.listData.row(seen.index) : undefined;
    const active = this.listData.row(this.selection.active);
    const index = await this.listData.open(queryOf(place), record ? { id: record.id } : "start");
    const { outline } = this.listData;
    if (index !== null && outline && place === this.#place) {
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
