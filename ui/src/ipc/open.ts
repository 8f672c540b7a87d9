import type { Client } from "./client";

const isMocked = import.meta.env.MODE === "mock" || import.meta.env.MODE === "test";

/** Returns the client for this build: the mock in a browser and in tests, else the app's own. */
export async function open(): Promise<Client> {
  if (isMocked) return (await import("./mock/open-scenario")).openScenario(location.search);
  return (await import("./tauri")).tauri;
}
