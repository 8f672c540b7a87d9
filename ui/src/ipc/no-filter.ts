import type { Filter } from "./bindings";

/** No condition is set. */
export const NO_FILTER: Filter = {
  sections: [],
  text: "",
  from: null,
  to: null,
  dayOfYear: null,
  hourOfWeek: null,
  who: null,
  chat: null,
  backup: null,
  onlyNew: false,
  exact: null,
  item: null,
  titled: false,
  repeated: false,
  relation: null,
  path: null,
};
