import type { Facts } from "./bindings";

/** The facts of a problem that needs none in its message. */
export const NO_FACTS: Facts = {
  neededBytes: null,
  freeBytes: null,
  count: null,
  name: null,
  until: null,
  format: null,
  ownFiles: false,
};
