import type { JobView } from "../ipc/bindings";
import type { StateEvent } from "../state/state-events";
import type { State } from "../state/reduce";
import { count } from "./format";
import { STEP, subjectOf } from "./names";
import { m } from "./messages";
import { describeProblem } from "./problems";

/** The announcement for screen readers, once per step. */
export function announcement(event: StateEvent): string {
  switch (event.what) {
    case "step":
      return m.notification_step({ what: subjectOf(event.job), step: STEP[event.step]() });
    case "signInFailed":
      return m.notification_signin_title();
    default:
      return title(event);
  }
}

/** The desktop notification for an event, if it has one. */
export function notification(
  event: StateEvent,
  state: State,
  now: number,
): { title: string; body: string } | null {
  switch (event.what) {
    case "step":
      return null;
    case "saved":
      return { title: title(event), body: savedBody(event.job, state.folder.shown) };
    case "expired":
      return { title: title(event), body: m.notification_expired() };
    case "failed": {
      const { problem, request } = event.job;
      const description =
        problem && describeProblem(problem, { now, kind: request?.kind, opened: request === null });
      return { title: title(event), body: description ? `${description.what} ${description.todo}` : "" };
    }
    case "signInFailed": {
      const { problem, request } = event.signIn;
      const description = problem && describeProblem(problem, { now, kind: request?.kind });
      return {
        title: m.notification_signin_title(),
        body: description ? `${description.what} ${description.todo}` : "",
      };
    }
  }
}

function savedBody({ records, request, unreadable }: JobView, folder: string): string {
  if (unreadable > 0) return m.saved_incomplete_about({ count: unreadable, shown: count(unreadable) });
  if (records === null) return m.notification_saved({ folder });
  if (records.read === 0) return request ? m.saved_without_records_about() : m.saved_without_records_file();
  const { read, stored } = records;
  const description = m.job_saved_records({ count: read, shown: count(read), new: count(stored) });
  return m.notification_saved_records({ records: description, folder });
}

function title(event: Exclude<StateEvent, { what: "step" | "signInFailed" }>): string {
  const what = subjectOf(event.job);
  if (event.what === "saved" && event.job.unreadable > 0)
    return m.notification_saved_incomplete_title({ what });
  if (event.what === "saved" && event.job.records?.read === 0)
    return m.notification_saved_none_title({ what });
  const titles = {
    saved: m.notification_saved_title,
    failed: m.notification_failed_title,
    expired: m.notification_expired_title,
  };
  return titles[event.what]({ what });
}
