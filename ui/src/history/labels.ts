import type { RequestStatus, RequestView } from "../ipc/bindings";
import type { IconName } from "../components/icons";
import { NO_FACTS } from "../ipc/facts";
import { m } from "../text/messages";
import { describeProblem } from "../text/problems";

type Label = {
  icon: IconName;
  tone: "ok" | "warn" | "bad" | "mute";
  name: () => string;
  about: () => string;
};

/** The name of each outcome, and a sentence about it. */
export const STATUS_LABEL: Record<RequestStatus, Label> = {
  queued: { icon: "clock", tone: "mute", name: m.request_queued, about: m.request_queued_about },
  running: { icon: "clock", tone: "mute", name: m.request_running, about: m.request_running_about },
  cancelling: { icon: "clock", tone: "mute", name: m.request_cancelling, about: m.request_cancelling_about },
  saved: { icon: "seal", tone: "ok", name: m.request_saved, about: m.request_saved_about },
  removed: { icon: "minus", tone: "mute", name: m.request_removed, about: m.request_removed_about },
  cancelled: { icon: "minus", tone: "mute", name: m.request_cancelled, about: m.request_cancelled_about },
  cancelUnconfirmed: {
    icon: "warn",
    tone: "warn",
    name: m.request_cancelUnconfirmed,
    about: m.request_cancelUnconfirmed_about,
  },
  cancelledAtTiktok: {
    icon: "minus",
    tone: "mute",
    name: m.request_cancelledAtTiktok,
    about: m.request_cancelledAtTiktok_about,
  },
  expired: { icon: "minus", tone: "mute", name: m.request_expired, about: m.request_expired_about },
  unknown: { icon: "warn", tone: "warn", name: m.request_unknown, about: m.request_unknown_about },
  failed: { icon: "stop", tone: "bad", name: m.request_failed, about: m.request_failed_about },
};

/** What became of a request, in a sentence. */
export function outcomeOf({ status, problem, request }: RequestView, now: number): string {
  if (status !== "failed" || problem === null) return STATUS_LABEL[status].about();
  const known = { code: problem, reference: "", detail: "", facts: NO_FACTS };
  return describeProblem(known, { kind: request.kind, now }).what;
}
