import type { DayCount, ListQuery } from "../../ipc/bindings";
import { NO_FILTER } from "../../ipc/no-filter";
import { type ChatsPlace } from "../../state/places";
import type { Store } from "../../state/store.svelte";
import { DayLayout, rowOfDay } from "../list/layout";
import { ListData, type Start } from "../list/list-data.svelte";
import { none, only } from "../list/selection";
import { Scroller } from "../list/scroller.svelte";
import { Heights } from "./heights";

/** Estimated height of a message, including its share of times and day headings. Pixels. */
const ESTIMATED_HEIGHT = 56;
const UPDATE_INTERVAL = 1000;

/**
 * An open chat: starts at the end, scrolls to any day and any hit, and keeps its position while heights are measured.
 */
export class Thread {
  readonly listData: ListData;
  readonly scroller = new Scroller();
  heights = $state.raw(new Heights(0, ESTIMATED_HEIGHT));
  days = $state.raw(new DayLayout({ total: 0, days: [] }));
  /** The message that was reached by keyboard. */
  active = $state(-1);
  /** Set once the chat has opened at a message. */
  reached = $state.raw<{ index: number } | null>(null);
  #store: Store;
  #place: ChatsPlace | null = null;
  #version = 0;
  #refreshing = false;

  constructor(store: Store) {
    this.#store = store;
    this.listData = new ListData(store.client);
  }

  static query(chat: string): ListQuery {
    return { group: "messages", filter: { ...NO_FILTER, chat }, order: "oldest" };
  }

  async show(place: ChatsPlace, version: number): Promise<void> {
    if (place === this.#place) return this.#follow(version);
    this.savePosition();
    this.#place = place;
    this.#version = version;
    const saved = this.#store.listPositions.get(place);
    await this.#open(place, saved ?? (place.record ? { id: place.record } : "end"), (index) => {
      this.active = saved?.version === this.listData.outline?.version ? saved!.selection.active : -1;
      if (saved) this.scroller.open(this.heights, saved);
      else if (place.record) {
        this.#toMiddle(index);
        this.active = index;
        this.reached = { index };
      } else this.scroller.open(this.heights, "end");
    });
  }

  retry(version: number): Promise<void> {
    const place = this.#place;
    this.#place = null;
    return place ? this.show(place, version) : Promise.resolve();
  }

  /** Stores the scroll position and the message that was reached by keyboard. */
  savePosition(): void {
    const { outline } = this.listData;
    if (this.#place && outline && this.heights.count > 0) {
      const selection = this.active < 0 ? none : only(this.active);
      const position = { ...this.scroller.seen, selection, version: outline.version };
      this.#store.listPositions.set(this.#place, position);
    }
    this.#place = null;
  }

  /** Scrolls to a message, with some earlier messages above it. */
  jump(index: number): void {
    this.scroller.jump(index, 0.3);
  }

  toDay(day: string): void {
    const days = this.listData.outline?.days ?? [];
    this.scroller.jump(rowOfDay(days, day));
  }

  /** The day that begins with a message, if any. */
  begins(index: number): DayCount["day"] | null {
    const block = this.days.blocks[this.days.blockIndex(index)];
    return block?.first === index ? block.day : null;
  }

  dayAt(index: number): string | null {
    return this.days.blocks[this.days.blockIndex(index)]?.day ?? null;
  }

  #toMiddle(index: number): void {
    this.scroller.open(this.heights, { index, below: -Math.round(this.scroller.view * 0.3) });
  }

  async #open(place: ChatsPlace, start: Start, then: (index: number) => void): Promise<void> {
    const index = await this.listData.open(Thread.query(place.chat!), start);
    const { outline } = this.listData;
    if (index === null || outline === null || place !== this.#place) return;
    this.days = new DayLayout(outline);
    this.heights = new Heights(outline.total, ESTIMATED_HEIGHT);
    then(index);
  }

  async #follow(version: number): Promise<void> {
    if (version === this.#version || this.#refreshing || !this.#place) return;
    this.#refreshing = true;
    const { seen, atEnd } = this.scroller;
    const record = this.listData.row(seen.index);
    const start: Start = atEnd || !record ? "end" : { id: record.id };
    await this.#open(this.#place, start, (index) =>
      this.scroller.open(this.heights, start === "end" ? "end" : { index, below: seen.below }),
    );
    this.#version = version;
    setTimeout(() => {
      this.#refreshing = false;
      void this.#follow(this.#store.state?.library.version ?? version);
    }, UPDATE_INTERVAL);
  }
}
