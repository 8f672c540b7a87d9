import type { JobView } from "../ipc/bindings";
import type { Client } from "../ipc/client";
import type { Ways } from "../state/actions";
import type { Place } from "../text/problems";

/** The context that messages about a job's problem depend on. */
export function placeOf(job: JobView): Omit<Place, "now"> {
  return {
    kind: job.request?.kind,
    keptUntil: job.readyUntil,
    canCheck: job.requestId !== null,
    opened: job.request === null,
  };
}

/** The handlers for the actions offered by a job's problem. */
export function waysOf(client: Client, job: JobView): Ways {
  return {
    again: () => client.retryJob(job.id),
    checkNow: () => client.checkNow(job.id),
    dismiss: () => client.dismissJob(job.id),
  };
}
