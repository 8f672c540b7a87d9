import type { ListLayout } from "../list/layout";

const BLOCK = 256;

/**
 * Heights of up to millions of messages, of which only those that were rendered are known; the others are estimated.
 * The differences from the estimate are summed in blocks (a Fenwick tree), so that any position is found in a few
 * steps.
 */
export class Heights implements ListLayout {
  readonly count: number;
  readonly guess: number;
  #known = new Map<number, number>();
  #sums: Float64Array;

  constructor(count: number, guess: number) {
    this.count = count;
    this.guess = guess;
    this.#sums = new Float64Array(Math.ceil(count / BLOCK) + 1);
  }

  get height(): number {
    return this.top(this.count);
  }

  /** Records the height of a row. Returns whether it has changed. */
  set(index: number, height: number): boolean {
    const by = height - (this.#known.get(index) ?? this.guess);
    this.#known.set(index, height);
    if (by === 0) return false;
    for (let at = Math.floor(index / BLOCK) + 1; at < this.#sums.length; at += at & -at)
      this.#sums[at]! += by;
    return true;
  }

  /** Discards all heights, after a change of width or font size. */
  forget(): void {
    this.#known.clear();
    this.#sums.fill(0);
  }

  top(index: number): number {
    const block = Math.floor(index / BLOCK);
    let top = index * this.guess + this.#before(block);
    for (let each = block * BLOCK; each < index; each++) {
      const known = this.#known.get(each);
      if (known !== undefined) top += known - this.guess;
    }
    return top;
  }

  bottom(index: number): number {
    return this.top(index) + (this.#known.get(index) ?? this.guess);
  }

  at(y: number): number {
    let low = 0;
    let high = Math.max(0, Math.ceil(this.count / BLOCK) - 1);
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (middle * BLOCK * this.guess + this.#before(middle) <= y) low = middle;
      else high = middle - 1;
    }
    let index = low * BLOCK;
    let bottom = index * this.guess + this.#before(low);
    for (; index < this.count - 1; index++) {
      bottom += this.#known.get(index) ?? this.guess;
      if (bottom > y) break;
    }
    return Math.max(0, Math.min(index, this.count - 1));
  }

  /** The sum of the differences in the blocks before one. */
  #before(block: number): number {
    let sum = 0;
    for (let at = block; at > 0; at -= at & -at) sum += this.#sums[at]!;
    return sum;
  }
}
