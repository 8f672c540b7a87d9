import { boxHeightFor, clamp, offsetAfterScroll, toScroll, type Track } from "./scroll-mapping";
import type { ListLayout } from "./layout";

/**
 * What keeps its position when heights around it change: a row, and the distance of the view's top edge below that
 * row's.
 */
type Anchor = { index: number; below: number } | "end";

/** Pixels that are rendered beyond the edges of the view, so that rows are there before a script runs. */
const OVERSCAN = 600;
const IDLE = 150;

/**
 * The scroll position of a list. `top` is the offset in the list; rows are rendered at their own offset minus
 * `shift`, which changes only while nothing scrolls, so that a running scroll is not disturbed.
 */
export class Scroller {
  top = $state(0);
  view = $state(0);
  shift = $state(0);
  #layout: ListLayout = $state.raw({ count: 0, height: 0, top: () => 0, bottom: () => 0, at: () => 0 });
  /** Increases when heights change. */
  #revision = $state(0);
  #box: HTMLElement | null = null;
  #filler: HTMLElement | null = null;
  #boxHeight = 0;
  #scroll = 0;
  #anchor: Anchor = { index: 0, below: 0 };
  #timer = 0;

  get layout(): ListLayout {
    return this.#layout;
  }

  /** The first and the last row to render; empty if there are none. */
  get window(): { first: number; last: number } {
    void this.#revision;
    const { count } = this.#layout;
    if (count === 0) return { first: 0, last: -1 };
    return {
      first: this.#layout.at(this.top - OVERSCAN),
      last: Math.min(count - 1, this.#layout.at(this.top + this.view + OVERSCAN)),
    };
  }

  /** Where a row is rendered. */
  y(index: number): number {
    void this.#revision;
    return this.#layout.top(index) - this.shift;
  }

  /** The first visible row. */
  get first(): number {
    void this.#revision;
    return this.#layout.at(this.top);
  }

  /** Attaches to a scroll box and the element in it that is as tall as the list. */
  attach(box: HTMLElement, filler: HTMLElement): () => void {
    this.#box = box;
    this.#filler = filler;
    const onScroll = () => this.#handleScroll();
    const watch = new ResizeObserver(() => this.#handleResize());
    box.addEventListener("scroll", onScroll, { passive: true });
    watch.observe(box);
    this.#handleResize();
    return () => {
      box.removeEventListener("scroll", onScroll);
      watch.disconnect();
      clearTimeout(this.#timer);
    };
  }

  /** Opens a list, or a changed one, with a row at the top of the view. */
  open(layout: ListLayout, at: Anchor): void {
    this.#layout = layout;
    this.#anchor = at;
    this.#restoreAnchor();
    this.#align();
  }

  /** Heights of rows have changed: the visible rows keep their position. */
  changed(): void {
    this.#revision += 1;
    this.#restoreAnchor();
    this.#alignWhenIdle();
  }

  /** The row at the top of the view. */
  get seen(): { index: number; below: number } {
    const index = this.#layout.at(this.top);
    return { index, below: this.top - this.#layout.top(index) };
  }

  /** Scrolls to a row; `part` of the view remains above it. */
  jump(index: number, part = 0, above = 0): void {
    this.#anchor = {
      index: clamp(index, this.#layout.count - 1),
      below: -Math.round(this.view * part) - above,
    };
    this.#restoreAnchor();
    this.#align();
  }

  toEnd(): void {
    this.#anchor = "end";
    this.#restoreAnchor();
    this.#align();
  }

  /** Scrolls the least that makes a whole row visible below what covers the view's upper edge. */
  reveal(index: number, cover: number): void {
    const top = this.#layout.top(index);
    const bottom = this.#layout.bottom(index);
    if (top < this.top + cover) this.jump(index, 0, cover);
    else if (bottom > this.top + this.view) this.jump(index, 0, this.view - (bottom - top));
  }

  /** Whether the last row is visible. */
  get atEnd(): boolean {
    return this.top >= this.#maxTop - 1;
  }

  get #track(): Track {
    return { list: this.#layout.height, box: this.#boxHeight, view: this.view };
  }

  get #maxTop(): number {
    return Math.max(0, this.#layout.height - this.view);
  }

  #handleScroll(): void {
    const scroll = this.#box!.scrollTop;
    if (scroll === this.#scroll) return;
    this.top = Math.round(offsetAfterScroll(this.top, this.#scroll, scroll, this.#track));
    this.#scroll = scroll;
    this.shift = this.top - scroll;
    this.#anchor = this.seen;
    const atEnd =
      scroll <= 0 ? this.top > 0 : scroll >= this.#boxHeight - this.view - 1 && this.top < this.#maxTop - 1;
    if (atEnd) this.#align();
    else this.#alignWhenIdle();
  }

  #handleResize(): void {
    const ended = this.#anchor === "end" || (this.view > 0 && this.top >= this.#maxTop && this.#maxTop > 0);
    this.view = this.#box!.clientHeight;
    if (ended) this.#anchor = "end";
    this.#restoreAnchor();
    this.#align();
  }

  /** Updates the position after heights have changed. */
  #restoreAnchor(): void {
    const anchor = this.#anchor;
    const offset = anchor === "end" ? this.#maxTop : this.#layout.top(anchor.index) + anchor.below;
    this.top = clamp(offset, this.#maxTop);
    this.shift = this.top - this.#scroll;
  }

  /** Updates the scroll bar to match the position. */
  #align(): void {
    clearTimeout(this.#timer);
    if (!this.#box || !this.#filler) return;
    this.#boxHeight = boxHeightFor(this.#layout.height);
    this.#filler.style.setProperty("--tall", `${this.#boxHeight}px`);
    this.#box.scrollTop = toScroll(this.top, this.#track);
    this.#scroll = this.#box.scrollTop;
    this.shift = this.top - this.#scroll;
  }

  #alignWhenIdle(): void {
    clearTimeout(this.#timer);
    const far = Math.abs(toScroll(this.top, this.#track) - this.#scroll) >= 1;
    if (far || this.#boxHeight !== boxHeightFor(this.#layout.height)) {
      this.#timer = window.setTimeout(() => this.#align(), IDLE);
    }
  }
}
