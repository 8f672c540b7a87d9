import type { DayCount, ListQuery } from "../../ipc/bindings";
import { EVERYTHING, type Place } from "../../state/routes";
import type { Store } from "../../state/store.svelte";
import { DayLengths, rowOfDay } from "../list/layout";
import { Listing, type Start } from "../list/list-data.svelte";
import { Scroller } from "../list/scroller.svelte";
import { Heights } from "./heights";

/** Estimated height of a message, including its share of times and day headings. Pixels. */
const GUESS = 56;
const PAUSE = 1000;

/**
 * An open chat: starts at the end, scrolls to any day and any hit, and keeps its position while heights are measured.
 */
export class Thread {
  readonly listing: Listing;
  readonly scroller = new Scroller();
  heights = $state.raw(new Heights(0, GUESS));
  days = $state.raw(new DayLengths({ total: 0, days: [] }));
  #store: Store;
  #place: Place | null = null;
  #version = 0;
  #refreshing = false;

  constructor(store: Store) {
    this.#store = store;
    this.listing = new Listing(store.client);
  }

  static query(chat: string): ListQuery {
    return { group: "messages", filter: { ...EVERYTHING, chat }, order: "oldest" };
  }

  async show(place: Place, version: number): Promise<void> {
    if (place === this.#place) return this.#follow(version);
    this.leave();
    this.#place = place;
    this.#version = version;
    const stood = this.#store.stood.get(place);
    await this.#open(place, stood ?? (place.record ? { id: place.record } : "end"), (index) => {
      if (stood) this.scroller.open(this.heights, stood);
      else if (place.record) this.#toMiddle(index);
      else this.scroller.open(this.heights, "end");
    });
  }

  again(version: number): Promise<void> {
    const place = this.#place;
    this.#place = null;
    return place ? this.show(place, version) : Promise.resolve();
  }

  leave(): void {
    if (this.#place && this.heights.count > 0) this.#store.stood.set(this.#place, this.scroller.seen);
    this.#place = null;
  }

  /** Scrolls to a message, with some earlier messages above it. */
  jump(index: number): void {
    this.scroller.jump(index, 0.3);
  }

  toDay(day: string): void {
    const days = this.listing.outline?.days ?? [];
    this.scroller.jump(rowOfDay(days, day));
  }

  /** The day that begins with a message, if any. */
  begins(index: number): DayCount["day"] | null {
    const stretch = this.days.stretches[this.days.stretch(index)];
    return stretch?.first === index ? stretch.day : null;
  }

  dayAt(index: number): string | null {
    return this.days.stretches[this.days.stretch(index)]?.day ?? null;
  }

  #toMiddle(index: number): void {
    this.scroller.open(this.heights, { index, below: -Math.round(this.scroller.view * 0.3) });
  }

  async #open(place: Place, start: Start, then: (index: number) => void): Promise<void> {
    const index = await this.listing.open(Thread.query(place.filter.chat!), start);
    const { outline } = this.listing;
    if (index === null || outline === null || place !== this.#place) return;
    this.days = new DayLengths(outline);
    this.heights = new Heights(outline.total, GUESS);
    then(index);
  }

  async #follow(version: number): Promise<void> {
    if (version === this.#version || this.#refreshing || !this.#place) return;
    this.#refreshing = true;
    const { seen, atEnd } = this.scroller;
    const record = this.listing.row(seen.index);
    const start: Start = atEnd || !record ? "end" : { id: record.id };
    await this.#open(this.#place, start, (index) =>
      this.scroller.open(this.heights, start === "end" ? "end" : { index, below: seen.below }),
    );
    this.#version = version;
    setTimeout(() => {
      this.#refreshing = false;
      void this.#follow(this.#store.state?.library.version ?? version);
    }, PAUSE);
  }
}
