import type { AppEvent, Change, DragView, JobView, Snapshot } from "../ipc/bindings";

/** The state of the window, and the sequence number of the last event applied to it. */
export type State = Snapshot & { seq: number; drag: DragView | null };

/** Applies an event. Returns `"gap"` if an event was missed and the window must subscribe again. */
export function reduce(before: State | null, event: AppEvent): State | "gap" {
  const { seq, change } = event;
  if (change.what === "snapshot") return { ...change.value, seq, drag: null };
  if (before === null || seq !== before.seq + 1) return "gap";
  return { ...before, ...part(before, change), seq };
}

function part(before: State, change: Exclude<Change, { what: "snapshot" }>): Partial<State> {
  switch (change.what) {
    case "settings":
      return { settings: change.value };
    case "folder":
      return { folder: change.value };
    case "keychain":
      return { keychain: change.value };
    case "accounts":
      return { accounts: change.value };
    case "signIn":
      return { signIn: change.value };
    case "job":
      return { jobs: withJob(before.jobs, change.value) };
    case "jobGone":
      return { jobs: before.jobs.filter((job) => job.id !== change.value) };
    case "backups":
      return { backups: change.value };
    case "people":
      return { people: change.value };
    case "library":
      return { library: change.value };
    case "update":
      return { update: change.value };
    case "notices":
      return { notices: change.value };
    case "drag":
      return { drag: change.value };
  }
}

/** A known job keeps its position; a new one is added first. */
function withJob(jobs: JobView[], job: JobView): JobView[] {
  const known = jobs.some((each) => each.id === job.id);
  return known ? jobs.map((each) => (each.id === job.id ? job : each)) : [job, ...jobs];
}
