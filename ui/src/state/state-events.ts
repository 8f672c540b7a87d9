import type { JobView, SignInView, Step } from "../ipc/bindings";
import type { State } from "./reduce";

/** A change between two states that is announced to the user. */
export type News =
  | { what: "step"; job: JobView; step: Step }
  | { what: "saved" | "failed" | "expired"; job: JobView }
  | { what: "signInFailed"; signIn: SignInView };

/** The events between two states. The first state has none: it shows what happened earlier. */
export function news(before: State | null, after: State): News[] {
  if (before === null) return [];
  const heard: News[] = after.jobs.flatMap((job) => ofJob(before, job));
  const { signIn } = after;
  if (signIn?.stage === "failed" && before.signIn?.stage !== "failed") {
    heard.push({ what: "signInFailed", signIn });
  }
  return heard;
}

function ofJob(before: State, job: JobView): News[] {
  const known = before.jobs.find((each) => each.id === job.id);
  if (job.outcome === "running") {
    return known?.step === job.step && known.outcome === "running"
      ? []
      : [{ what: "step", job, step: job.step }];
  }
  if (known?.outcome === job.outcome || job.outcome === "cancelled") return [];
  return [{ what: job.outcome, job }];
}
