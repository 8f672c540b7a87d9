import type { Client } from "./client";
import { tauri } from "./tauri";

const isMocked = import.meta.env.MODE === "mock" || import.meta.env.MODE === "test";

/** Returns the client for this build: the mock in a browser and in tests, else the app's own, which needs no other file. */
export async function open(): Promise<Client> {
  return isMocked ? (await import("./mock/open-scenario")).openScenario(location.search) : tauri;
}
