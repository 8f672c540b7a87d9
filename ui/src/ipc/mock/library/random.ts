/* Pseudo-random numbers derived from an index: always the same, without being stored. */

/** A number in [0, 1) for an index and a purpose. */
export function random(index: number, purpose: number): number {
  let mixed = Math.imul(index + 1, 0x9e3779b1) ^ Math.imul(purpose + 7, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
  mixed = Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39);
  return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
}

export function pick<T>(from: readonly T[], index: number, purpose: number): T {
  return from[Math.floor(random(index, purpose) * from.length)]!;
}
