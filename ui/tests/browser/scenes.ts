import type { Page } from "playwright-core";

import { SCENARIOS } from "../../src/ipc/mock/scenarios";

/** Something to look at: a scenario, and what is pressed in it. */
export type Scene = {
  name: string;
  scenario: string;
  open?: (page: Page) => Promise<unknown>;
  /** Whether it is looked at in every size. */
  isMain?: boolean;
};

const scene = (name: string, scenario: string, ...steps: (string | RegExp)[]): Scene => ({
  name,
  scenario,
  open: async (page) => {
    for (const step of steps) {
      const name = typeof step === "string" ? new RegExp(`^${step}(?=[,…:]|$)`) : step;
      await page.getByRole("button", { name }).or(page.getByRole("menuitem", { name })).first().click();
    }
  },
});

const GROUPS = [
  "Watch history",
  "Likes",
  "Favourites",
  "Shares",
  "Searches",
  "Comments",
  "Messages",
  "Posts",
  "People",
  "Logins",
  "LIVE",
  "Shop",
  "Wallet",
  "Ads",
  "Profile & preferences",
  "Other sections",
];

const press = (page: Page, keys: string[]) =>
  keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());

const opened = (group: string, ...keys: string[]): Scene => ({
  name: `${group}: ${keys.at(-1)}`,
  scenario: "library",
  open: async (page) => {
    await page.getByRole("button", { name: new RegExp(`^${group}`) }).click();
    await page.getByRole("grid").focus();
    await press(page, keys);
  },
});

const search = (text: string): Scene => ({
  name: `search: ${text || "empty"}`,
  scenario: "library",
  open: async (page) => {
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox").fill(text);
    await page.waitForTimeout(100);
  },
});

const BACKUP = /^(Everything|Activity|Direct messages|Opened export)$/;

const MAIN = [
  "welcome",
  "backups",
  "demo",
  "overview",
  "year in review",
  "person",
  "Watch history",
  "Messages",
  "Logins",
  "Profile & preferences",
  "settings",
  "nokeybackups",
  "what came",
];

export const SCENES: Scene[] = [
  ...Object.keys(SCENARIOS).map((scenario): Scene => ({ name: scenario, scenario })),
  scene("overview", "library", "Overview"),
  ...["libraryslow", "librarybroken", "libraryempty"].map((scenario) =>
    scene(`overview: ${scenario}`, scenario, ...(scenario === "libraryempty" ? [] : ["Overview"])),
  ),
  scene("year in review", "library", "Overview", "Year in review"),
  scene("year in review: all nights", "library", "Overview", "Year in review", "Show all nights"),
  ...["libraryslow", "librarybroken"].map((scenario) =>
    scene(`year in review: ${scenario}`, scenario, "Overview", "Year in review"),
  ),
  scene("save a list", "library", "Watch history", /^Save this list…$/),
  scene("a saved list", "library", "Watch history", /^Save this list…$/, /^Save…$/),
  scene("save a year", "library", "Overview", "Year in review", /^Save…$/),
  ...GROUPS.map((group) => scene(group, "library", group)),
  scene("person", "library", "Messages", /^Show everything with/),
  scene("person: renamed", "library", "Messages", /^Karolina/, /^Show everything with/),
  scene("person: without a chat", "library", "People", /^Show everything with/),
  scene("person: links in the chat", "library", "Messages", /^Show everything with/, /^Messages with a link/),
  scene("join chats", "library", "Messages", "More for this chat", "Same person as in another chat"),
  scene("Watch history: huge", "huge", "Watch history"),
  scene("Watch history: nothing found", "librarybroken", "Watch history"),
  opened("Watch history", "ArrowDown", "Enter"),
  opened("Watch history", "ArrowDown", "ArrowDown"),
  opened("Searches", "ArrowDown", "Enter"),
  opened("Comments", "ArrowDown", "Shift+F10"),
  opened("Logins", "ArrowDown", "Enter"),
  scene(
    "overview: as tables",
    "library",
    "Overview",
    /^Show as table/,
    /^Show as table/,
    /^Show as table/,
    /^Show as table/,
    /^Show as table/,
    /^Show as table/,
  ),
  scene("searches for one term", "library", "Overview", /^sourdough starter: /),
  scene("Watch history: go to a date", "library", "Watch history", "Go to a date"),
  scene("Watch history: dates", "library", "Watch history", "Date"),
  search(""),
  search("the"),
  search("qqqqq"),
  search("noor"),
  search("from:n"),
  scene("settings", "settings", "Settings"),
  scene("settings: accounts", "people", "Settings"),
  scene("settings: update", "updateavailable", "Settings"),
  scene("history", "library", "Account menu", "Request history"),
  scene("backup", "library", BACKUP),
  scene("consent", "library", "Back up"),
  scene("how to get an export", "wrongfile", /^How to get/),
  {
    name: "how to get an export: web",
    scenario: "nokey",
    open: async (page: Page) => {
      await page.getByRole("button", { name: /^How to get/ }).click();
      await page.getByRole("radio", { name: "On the web" }).check();
    },
  },
  {
    name: "kinds without a key",
    scenario: "nokeybackups",
    open: (page: Page) => page.getByText("Let Satchel ask TikTok for you").click(),
  },
  scene("app key", "nokey", "Use your own key"),
  scene("what came", "saved", "See what came"),
  scene("what came: first export", "nokeybackups", "See what came"),
  scene("what came: records", "saved", "See what came", "1,204 new"),
  scene("rebuild", "settings", "Settings", "Rebuild"),
  scene("watch method", "settings", "Settings", "Change the method"),
  scene("sign out", "settings", "Settings", "Sign out"),
  scene("backup menu", "library", "More"),
  scene("delete a backup", "library", "More", "Delete"),
  scene("passphrase", "locked"),
].map((each) => ({ ...each, isMain: MAIN.includes(each.name) }));
