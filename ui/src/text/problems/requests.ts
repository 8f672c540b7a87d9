import type { ProblemCode } from "../../ipc/bindings";
import { nearMoment } from "../format";
import { m } from "../messages";
import { fixed, keptOr, nothingLost, askAgain, unfinishedOr, type ProblemEntry } from "./entry";

/** Problems of requests to TikTok and of downloads. */
export const REQUESTS = {
  offline: {
    icon: "offline",
    tone: "info",
    what: fixed(m.problem_offline_what),
    safe: unfinishedOr(fixed(m.problem_offline_safe)),
    todo: fixed(m.problem_offline_todo),
    action: "retry",
  },
  noReply: {
    icon: "clock",
    tone: "info",
    what: fixed(m.problem_noReply_what),
    safe: unfinishedOr(keptOr(fixed(m.problem_noReply_safe))),
    todo: fixed(m.problem_noReply_todo),
    action: "retry",
  },
  tiktokUnavailable: {
    icon: "stop",
    what: fixed(m.problem_tiktokUnavailable_what),
    safe: unfinishedOr(keptOr(nothingLost)),
    todo: fixed(m.problem_tiktokUnavailable_todo),
    action: "retry",
  },
  rateLimited: {
    icon: "clock",
    tone: "info",
    what: fixed(m.problem_rateLimited_what),
    safe: unfinishedOr(nothingLost),
    todo: ({ until }) =>
      until === null
        ? m.problem_rateLimited_todo()
        : m.problem_rateLimited_until({ until: nearMoment(until) }),
    action: "retry",
  },
  tiktokRefused: {
    icon: "stop",
    what: fixed(m.problem_tiktokRefused_what),
    safe: unfinishedOr(keptOr(nothingLost)),
    todo: fixed(m.problem_tiktokRefused_todo),
    action: "retry",
  },
  unexpectedReply: {
    icon: "stop",
    what: fixed(m.problem_unexpectedReply_what),
    safe: unfinishedOr(keptOr(nothingLost)),
    todo: fixed(m.problem_unexpectedReply_todo),
    action: "retry",
  },
  requestUncertain: {
    icon: "warn",
    tone: "warn",
    what: fixed(m.problem_requestUncertain_what),
    safe: (_, { once }) => (once ? m.problem_requestUncertain_once() : m.problem_requestUncertain_ongoing()),
    todo: fixed(m.problem_requestUncertain_todo),
    action: "retry",
    label: askAgain,
  },
  requestUnknown: {
    icon: "stop",
    what: fixed(m.problem_requestUnknown_what),
    safe: fixed(m.problem_nothing_saved),
    todo: fixed(m.problem_requestUnknown_todo),
    action: "retry",
    label: askAgain,
  },
  archiveWithheld: {
    icon: "stop",
    what: fixed(m.problem_archiveWithheld_what),
    safe: keptOr(nothingLost),
    todo: fixed(m.problem_archiveWithheld_todo),
    action: "retry",
  },
  archiveFailed: {
    icon: "stop",
    what: fixed(m.problem_archiveFailed_what),
    safe: fixed(m.problem_nothing_saved),
    todo: fixed(m.problem_archiveFailed_todo),
    action: "retry",
    label: askAgain,
  },
  statusUnknown: {
    icon: "warn",
    tone: "warn",
    what: ({ name }) =>
      name === null ? m.problem_statusUnknown_what() : m.problem_statusUnknown_name({ name }),
    safe: fixed(m.problem_statusUnknown_safe),
    todo: fixed(m.problem_statusUnknown_todo),
    action: "retry",
    label: fixed(m.wait_longer),
  },
  downloadBroken: {
    icon: "stop",
    what: fixed(m.problem_downloadBroken_what),
    safe: keptOr(nothingLost),
    todo: fixed(m.problem_downloadBroken_todo),
    action: "retry",
  },
} satisfies Partial<Record<ProblemCode, ProblemEntry>>;
