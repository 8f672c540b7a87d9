import type { JobView, SignInView, Step } from "../ipc/bindings";
import type { State } from "./reduce";

/** A change between two states that is announced to the user. */
export type StateEvent =
  | { what: "step"; job: JobView; step: Step }
  | { what: "saved" | "failed" | "expired"; job: JobView }
  | { what: "signInFailed"; signIn: SignInView };

/** The events between two states. The first state has none: it shows what happened earlier. */
export function stateEvents(before: State | null, after: State): StateEvent[] {
  if (before === null) return [];
  const events: StateEvent[] = after.jobs.flatMap((job) => jobEvents(before, job));
  const { signIn } = after;
  if (signIn?.stage === "failed" && before.signIn?.stage !== "failed") {
    events.push({ what: "signInFailed", signIn });
  }
  return events;
}

function jobEvents(before: State, job: JobView): StateEvent[] {
  const known = before.jobs.find((each) => each.id === job.id);
  if (job.outcome === "running") {
    return known?.step === job.step && known.outcome === "running"
      ? []
      : [{ what: "step", job, step: job.step }];
  }
  if (known?.outcome === job.outcome || job.outcome === "cancelled" || job.outcome === "alreadySaved")
    return [];
  return [{ what: job.outcome, job }];
}
