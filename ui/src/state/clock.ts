import { createSubscriber } from "svelte/reactivity";

/** The present, read once a second for as long as something on screen depends on it. */
export class Clock {
  #read: () => number;
  #subscribe: () => void;

  constructor(read: () => number) {
    this.#read = read;
    this.#subscribe = createSubscriber((update) => {
      const timer = setInterval(update, 1000);
      return () => clearInterval(timer);
    });
  }

  get now(): number {
    this.#subscribe();
    return this.#read();
  }
}
