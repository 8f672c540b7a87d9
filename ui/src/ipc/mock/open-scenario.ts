import type { Theme } from "../bindings";
import { MockClient } from "../mock";
import { press } from "./press";

declare global {
  interface Window {
    /** The scripted client, for the tests in a browser. */
    mock?: MockClient;
  }
}

/** Opens the scenario named in the page's address. Its buttons work, within seconds. */
export function openScenario(search: string): MockClient {
  const query = new URLSearchParams(search);
  const mock = new MockClient(query.get("scenario") ?? "welcome");
  const theme = query.get("theme");
  if (theme) mock.scenario.settings = { ...mock.scenario.settings, theme: theme as Theme };
  const textSize = Number(query.get("text"));
  if (textSize) mock.scenario.settings = { ...mock.scenario.settings, textSize };
  press(query.getAll("press"));
  window.mock = mock;
  return mock;
}
