import type { JobView } from "../ipc/bindings";
import type { News } from "../state/state-events";
import type { State } from "../state/reduce";
import { count } from "./format";
import { STEP, subjectOf } from "./names";
import { m } from "./messages";
import { tell } from "./problems";

/** The announcement for screen readers, once per step. */
export function spoken(item: News): string {
  switch (item.what) {
    case "step":
      return m.news_step({ what: subjectOf(item.job), step: STEP[item.step]() });
    case "signInFailed":
      return m.news_signin_title();
    default:
      return title(item);
  }
}

/** The desktop notification for an event, if it has one. */
export function notice(item: News, state: State, now: number): { title: string; body: string } | null {
  switch (item.what) {
    case "step":
      return null;
    case "saved":
      return { title: title(item), body: savedBody(item.job, state.folder.shown) };
    case "expired":
      return { title: title(item), body: m.news_expired() };
    case "failed": {
      const { problem, request } = item.job;
      const told = problem && tell(problem, { now, kind: request?.kind, opened: request === null });
      return { title: title(item), body: told ? `${told.what} ${told.todo}` : "" };
    }
    case "signInFailed": {
      const { problem, request } = item.signIn;
      const told = problem && tell(problem, { now, kind: request?.kind });
      return { title: m.news_signin_title(), body: told ? `${told.what} ${told.todo}` : "" };
    }
  }
}

function savedBody({ records, request }: JobView, folder: string): string {
  if (records === null) return m.news_saved({ folder });
  if (records.read === 0) return request ? m.saved_none_about() : m.saved_none_file();
  const { read, stored } = records;
  const told = m.journey_saved_records({ count: read, shown: count(read), new: count(stored) });
  return m.news_saved_records({ records: told, folder });
}

function title(item: Exclude<News, { what: "step" | "signInFailed" }>): string {
  const what = subjectOf(item.job);
  if (item.what === "saved" && item.job.records?.read === 0) return m.news_saved_none_title({ what });
  const titles = { saved: m.news_saved_title, failed: m.news_failed_title, expired: m.news_expired_title };
  return titles[item.what]({ what });
}
