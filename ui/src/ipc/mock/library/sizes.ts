import type { Group } from "../../bindings";

/** Number of records in each group of the mock library. */
export const SIZES: [Group, number][] = [
  ["watch", 47_918],
  ["likes", 4790],
  ["favourites", 1902],
  ["shares", 388],
  ["searches", 2644],
  ["comments", 631],
  ["messages", 13_052],
  ["posts", 81],
  ["people", 1164],
  ["logins", 4012],
  ["live", 96],
  ["shop", 41],
  ["wallet", 12],
  ["ads", 1377],
  ["facts", 58],
  ["other", 27],
];
