import type { Outline } from "../../ipc/bindings";
import type { Place } from "../../state/routes";
import { queryOf } from "../../state/routes";
import type { Store } from "../../state/store.svelte";
import { DayLengths, headings } from "./layout";
import { Listing } from "./list-data.svelte";
import { Scroller } from "./scroller.svelte";
import { none, only, type Selection } from "./selection";

const NOTHING = new DayLengths({ total: 0, days: [] });
const lengthsOf = ({ total, days }: Outline) => new DayLengths({ total, days: headings({ total, days }) });

/** Minimum time between two updates of the list during an import, in milliseconds. */
const PAUSE = 1000;

/** The list of a route: opens at the right row, restores its scroll position, and follows changes of the library. */
export class LiveList {
  readonly listing: Listing;
  readonly scroller = new Scroller();
  lengths = $state.raw(NOTHING);
  selection = $state.raw<Selection>(none);
  #store: Store;
  #place: Place | null = null;
  #version = 0;
  #refreshing = false;

  constructor(store: Store) {
    this.#store = store;
    this.listing = new Listing(store.client);
  }

  /** Shows a route: at its record, at its stored position, or at the beginning. */
  async show(place: Place, version: number): Promise<void> {
    if (place === this.#place) return this.#follow(version);
    this.leave();
    this.#place = place;
    this.#version = version;
    const stood = this.#store.stood.get(place);
    const start = stood ?? (place.record ? { id: place.record } : "start");
    const index = await this.listing.open(queryOf(place), start);
    if (index === null || this.listing.outline === null) return;
    this.lengths = lengthsOf(this.listing.outline);
    this.selection = place.record && !stood ? only(index) : none;
    if (stood) this.scroller.open(this.lengths, stood);
    else if (place.record)
      this.scroller.open(this.lengths, { index, below: -Math.round(this.scroller.view / 3) });
    else this.scroller.open(this.lengths, { index: 0, below: -this.lengths.top(0) });
  }

  /** Retries after an error. */
  again(version: number): Promise<void> {
    const place = this.#place;
    this.#place = null;
    return place ? this.show(place, version) : Promise.resolve();
  }

  /** Stores the scroll position. */
  leave(): void {
    if (this.#place && this.lengths.count > 0) this.#store.stood.set(this.#place, this.scroller.seen);
  }

  /** The library has changed: the rows in view stay in view, wherever they have moved. */
  async #follow(version: number): Promise<void> {
    if (version === this.#version || this.#refreshing || !this.#place) return;
    this.#refreshing = true;
    const place = this.#place;
    const { seen, top } = this.scroller;
    const record = top > 0 ? this.listing.row(seen.index) : undefined;
    const chosen = this.listing.row(this.selection.active);
    const index = await this.listing.open(queryOf(place), record ? { id: record.id } : "start");
    const { outline } = this.listing;
    if (index !== null && outline && place === this.#place) {
      this.lengths = lengthsOf(outline);
      const moved = index - seen.index;
      this.scroller.open(
        this.lengths,
        record ? { index, below: seen.below } : { index: 0, below: -this.lengths.top(0) },
      );
      this.selection = chosen && record ? only(this.selection.active + moved) : none;
    }
    this.#version = version;
    setTimeout(() => {
      this.#refreshing = false;
      const newest = this.#store.state?.library.version ?? version;
      void this.#follow(newest);
    }, PAUSE);
  }
}
