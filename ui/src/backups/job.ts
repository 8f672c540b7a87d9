import type { DataRequest, JobView } from "../ipc/bindings";
import type { Client } from "../ipc/client";
import type { ActionHandlers } from "../state/actions";
import { canRequest, currentAccount, isRequestAllowed } from "../state/select";
import type { Command, Store } from "../state/store.svelte";
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
export function actionHandlersOf(client: Client, job: JobView): ActionHandlers & { retry: Command } {
  return {
    retry: () => client.retryJob(job.id),
    checkNow: () => client.checkNow(job.id),
    dismiss: () => client.dismissJob(job.id),
  };
}

/**
 * Sends a request by this command, after saying what TikTok will ask if a permission is missing: TikTok requires that
 * the user is told what for. Without an app key, says that instead.
 */
export async function sendRequest(store: Store, request: DataRequest, proceed: Command): Promise<void> {
  if (!store.state) return;
  if (!canRequest(store.state)) store.dialog = { name: "noKey" };
  else if (isRequestAllowed(currentAccount(store.state), request)) await store.act(proceed);
  else store.dialog = { name: "consent", request, proceed };
}
