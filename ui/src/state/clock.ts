import { createSubscriber } from "svelte/reactivity";

/** The current time, updated once a second while something on screen depends on it. */
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
