import type { RequestHistory, RequestStatus, RequestView } from "../bindings";
import { BACKUPS, DAY, MINUTE, NOON, request, SECOND } from "./fixtures";

/** The requests of each account, the newest first. */
export type Histories = Record<string, RequestView[]>;

/** How many requests a part has. */
const PART = 10;

export function pastRequest(
  number: number,
  status: RequestStatus,
  changes: Partial<RequestView> = {},
): RequestView {
  const addedAt = NOON - number * 9 * DAY - 4 * MINUTE;
  const isSent = status !== "queued" && status !== "removed";
  const isOver = status !== "queued" && status !== "running" && status !== "cancelling";
  return {
    id: `request ${number}`,
    request: request("activity", "ongoing"),
    status,
    addedAt,
    sentAt: isSent ? addedAt + 2 * SECOND : null,
    checkedAt: isSent ? addedAt + 3 * MINUTE : null,
    endedAt: isOver ? addedAt + 3 * MINUTE + 20 * SECOND : null,
    problem: null,
    backupId: null,
    requestId: isSent ? String(7_401_000_000_000_000_000n + BigInt(number) * 123_456_789_123n) : null,
    logId: isSent ? `202611221405${String(number).padStart(2, "0")}4F2A9C01D37B5E8846A1` : null,
    ...changes,
  };
}

const saved = (number: number, changes: Partial<RequestView> = {}) =>
  pastRequest(number, "saved", { backupId: `Maren Haverkamp/backup ${number}`, ...changes });

export const HISTORY: Histories = {
  maren: [
    pastRequest(0, "queued", { request: request("directMessages", "ongoing") }),
    pastRequest(0, "running", { id: "request open" }),
    saved(1, { request: request("everything"), backupId: BACKUPS[0]!.id }),
    pastRequest(2, "unknown", {
      request: request("directMessages"),
      requestId: null,
      logId: null,
      checkedAt: null,
      problem: "requestUncertain",
    }),
    pastRequest(3, "failed", { request: request("everything"), problem: "archiveWithheld" }),
    pastRequest(4, "cancelled"),
    pastRequest(5, "cancelUnconfirmed", { request: request("postsAndProfile", "once", "posts") }),
    pastRequest(6, "cancelledAtTiktok"),
    pastRequest(7, "expired", { request: request("postsAndProfile", "ongoing") }),
    pastRequest(8, "removed"),
    pastRequest(9, "failed", {
      request: request("directMessages"),
      problem: "permissionMissing",
      requestId: null,
      checkedAt: null,
    }),
    ...Array.from({ length: 14 }, (_, index) => saved(index + 10)),
  ],
};

/** A part of the history of an account, as the app sends it. */
export function partOf(histories: Histories, account: string, next: string | null): RequestHistory {
  const all = histories[account] ?? [];
  const start = all.findIndex((each) => each.id === next) + 1;
  const requests = all.slice(start, start + PART);
  const isLast = start + PART >= all.length;
  return { total: all.length, requests, next: isLast ? null : (requests.at(-1)?.id ?? null) };
}
