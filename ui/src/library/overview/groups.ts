import type { Group } from "../../ipc/bindings";

/** Groups whose records belong to a day of the person's life. */
export const DAILY: Group[] = [
  "watch",
  "likes",
  "favourites",
  "shares",
  "searches",
  "comments",
  "messages",
  "posts",
];

/** Groups that have a chart over time. */
export const CHARTED: Group[] = [...DAILY, "logins", "live"];
