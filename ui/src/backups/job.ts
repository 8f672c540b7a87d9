import type { JobView } from "../ipc/bindings";
import type { Client } from "../ipc/client";
import type { ActionHandlers } from "../state/actions";
import type { ProblemContext } from "../text/problems/entry";

/** The context that messages about a job's problem depend on. */
export function problemContextOf(job: JobView): Omit<ProblemContext, "now"> {
  return {
    kind: job.request?.kind,
    once: job.request?.permission === "once",
    keptUntil: job.readyUntil,
    canCheck: job.requestId !== null,
    opened: job.request === null,
  };
}

/** The handlers for the actions offered by a job's problem. */
export function actionHandlersOf(client: Client, job: JobView): ActionHandlers {
  return {
    retry: () => client.retryJob(job.id),
    checkNow: () => client.checkNow(job.id),
    dismiss: () => client.dismissJob(job.id),
  };
}
