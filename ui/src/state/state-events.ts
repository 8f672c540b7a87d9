import type { JobView, SignInView, Step } from "../ipc/bindings";
import type { State } from "./reduce";

/** Something that happened between two states and that a person may want to hear of. */
export type News =
  | { what: "step"; job: JobView; step: Step }
  | { what: "saved" | "failed" | "expired"; job: JobView }
  | { what: "signInFailed"; signIn: SignInView };

/** What happened. Nothing is news in the first state: it tells of what was. */
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
