import { cleanup, fireEvent, render } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import App from "../src/App.svelte";
import type { YearReview } from "../src/ipc/bindings";
import { MockClient } from "../src/ipc/mock";
import { yearOf } from "../src/library/overview/period";
import type { Extent } from "../src/year/card";
import type { Palette } from "../src/year/palette";
import { drawStory, type Shape } from "../src/year/picture";
import { storyOf } from "../src/year/story";
import { webPage } from "../src/year/web-page";
import { named } from "./named";

const FIGURES: Extent = { names: false, lines: 5, nights: 0, brief: false };
const NAMES: Extent = { ...FIGURES, names: true };

/** Texts of the review below that may only be shown, or saved on request. */
const PRIVATE = ["Noor Achterberg", "paper lantern tutorial", "lantern", "No no no. Not the red one"];

async function review(changes: Partial<YearReview> = {}, year = 2025): Promise<YearReview> {
  const found = (await new MockClient("library").libraryYears(year)).review!;
  return { ...found, ...changes };
}

const palette: Palette = {
  isDark: false,
  font: "sans-serif",
  desk: "#f6f5f2",
  sheet: "#fff",
  line: "#dfdcd5",
  edge: "#88837a",
  ink: "#1d2129",
  ink2: "#4a4f59",
  ink3: "#60646d",
  bar: "#b06f3d",
  highest: "#87481f",
  track: "#efece7",
};

describe("the story of a year", () => {
  it("has a card for everything that there is", async () => {
    const ids = storyOf(await review(), NAMES).cards.map(({ id }) => id);
    expect(ids).toEqual(["time", "rhythm", "searches", "people", "firsts", "longest", "late", "words"]);
    const none = { watched: null, rhythm: null, searches: null, people: null, firsts: [], words: null };
    expect(storyOf(await review(none), NAMES).cards).toEqual([]);
  });

  it("has no names, searches or texts unless they are wanted", async () => {
    const found = await review({}, 2026);
    const bare = JSON.stringify(storyOf(found, FIGURES));
    const whole = JSON.stringify(storyOf(found, NAMES));
    for (const text of PRIVATE) {
      expect(bare).not.toContain(text);
      expect(whole).toContain(text);
    }
    expect(storyOf(found, FIGURES).cards.map(({ id }) => id)).not.toContain("words");
  });

  it("says what the data covers, unless that is the whole year or the header says so", async () => {
    const { watched } = await review();
    const caveat = async (spans: [string, string][], until: string | null = null) => {
      const known = spans.map(([from, to]) => ({ from, to }));
      const story = storyOf(await review({ watched: { ...watched!, known }, until }), FIGURES);
      return story.cards.find(({ id }) => id === "time")!.caveat?.replace(/[\u2009\u00a0]/g, " ");
    };
    expect(await caveat([["2025-01-01", "2025-12-31"]])).toBeUndefined();
    expect(await caveat([["2025-01-01", "2025-06-30"]], "2025-06-30")).toBeUndefined();
    expect(await caveat([["2025-05-14", "2025-12-31"]])).toBe("The data covers May 14 – Dec 31.");
    expect(
      await caveat([
        ["2025-01-01", "2025-03-02"],
        ["2025-05-14", "2025-12-31"],
      ]),
    ).toBe("The data covers Jan 1 – Mar 2 and May 14 – Dec 31.");
  });

  it("tells months without videos from months that are not known", async () => {
    const { watched } = await review();
    const months = [
      { day: "2025-05", count: 3600 },
      { day: "2025-07", count: 1800 },
    ];
    const partly = {
      ...watched!,
      known: [{ from: "2025-05-14", to: "2025-10-02" }],
      watching: { ...watched!.watching, months },
    };
    const { bars } = storyOf(await review({ watched: partly }), FIGURES).cards[0]!;
    expect(bars!.heights).toEqual([null, null, null, null, 1, 0, 0.5, 0, 0, 0, null, null]);
  });

  it("marks what may not have been the first", async () => {
    const found = await review();
    const uncertain = found.firsts.map((first, index) => ({ ...first, isUncertain: index === 1 }));
    const card = storyOf({ ...found, firsts: uncertain }, FIGURES).cards.find(({ id }) => id === "firsts")!;
    expect(card.lines.filter(({ label }) => label.endsWith("*"))).toHaveLength(1);
    expect(card.caveat).toMatch(/^With \*: the data begins with this one/);
  });

  it("has people without messages, and chats without names", async () => {
    const { people } = await review();
    const alone = { ...people!, messages: 0, chats: 0, most: [], followers: 2, following: 1 };
    const card = storyOf(await review({ people: alone }), NAMES).cards.find(({ id }) => id === "people")!;
    expect([card.figure, card.about]).toEqual(["2 new followers", "1 person newly followed"]);
    const removed = { ...people!, most: [{ text: "", chat: "chat 1", count: 3, last: null }] };
    const named = storyOf(await review({ people: removed }), NAMES).cards.find(({ id }) => id === "people")!;
    expect(named.lines[0]!.label).toBe("Removed accounts");
  });
});

describe("the saved page", () => {
  it("has neither scripts nor anything to load, and escapes what others wrote", async () => {
    const { searches } = await review();
    const most = [{ text: `<img src=x onerror="alert('1')">&`, chat: null, count: 3, last: null }];
    const page = webPage(storyOf(await review({ searches: { ...searches!, most } }), NAMES), palette);
    const parsed = new DOMParser().parseFromString(page, "text/html");
    expect(
      parsed.querySelectorAll("script, img, link, iframe, [src], [href], [style], [onerror]"),
    ).toHaveLength(0);
    const policy = parsed.querySelector("meta[http-equiv=Content-Security-Policy]")!.getAttribute("content");
    expect(policy).toBe("default-src 'none'; style-src 'unsafe-inline'");
    expect(parsed.body.textContent).toContain(most[0]!.text);
    expect(page.match(/url\([^)]*\)/g)).toEqual(["url(#hatch)"]);
    expect(parsed.title).toBe("2025 in review");
  });
});

describe("the picture", () => {
  /** A canvas of which only the written texts are kept. */
  function canvas() {
    const texts: string[] = [];
    const known: Record<string, unknown> = {
      fillText: (text: string) => texts.push(text),
      measureText: (text: string) => ({ width: text.length * 11 }),
    };
    const context = new Proxy(known, {
      get: (target, name: string) => target[name] ?? (() => {}),
      set: () => true,
    });
    const made = document.createElement("canvas");
    made.getContext = (() => context) as unknown as HTMLCanvasElement["getContext"];
    return { made, texts };
  }

  it.each([
    ["square", 1080],
    ["upright", 1920],
  ] as [Shape, number][])("is %s, and has only the texts of its story", async (shape, height) => {
    const found = await review({}, 2026);
    const { made, texts } = canvas();
    drawStory(made, storyOf(found, { ...FIGURES, brief: true }), shape, palette);
    expect([made.width, made.height]).toEqual([1080, height]);
    expect(texts).toContain("2026 in review");
    expect(texts).toContain("592 searches");
    for (const text of PRIVATE) expect(texts.join("\n")).not.toContain(text);
    const named = canvas();
    drawStory(named.made, storyOf(found, { ...NAMES, brief: true }), shape, palette);
    expect(named.texts.some((text) => text.startsWith("paper lantern"))).toBe(true);
  });
});

it("knows which periods are years", () => {
  expect(yearOf({ from: "2024-01-01", to: "2024-12-31" })).toBe(2024);
  expect(yearOf({ from: "2024-01-01", to: "2024-12-30" })).toBeNull();
  expect(yearOf({ from: null, to: null })).toBeNull();
});

describe("the page of a year", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    // jsdom cannot draw.
    vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockReturnValue(null);
  });
  afterEach(() => {
    cleanup();
    vi.restoreAllMocks();
  });

  const settle = () => vi.advanceTimersByTimeAsync(300);
  const press = async (name: string | RegExp, selector?: string) => {
    await fireEvent.click(named(name, selector));
    await settle();
  };
  async function open(scenario = "library") {
    const mock = new MockClient(scenario);
    render(App, { client: mock });
    await settle();
    await press("Overview");
    await press("Year in review");
    return mock;
  }
  const heading = () => document.querySelector("h1")?.textContent;
  const cards = () => [...document.querySelectorAll("section h2")].map((each) => each.textContent);

  it("shows the newest year, and others on request", async () => {
    const mock = await open();
    expect(heading()).toBe("2026 in review");
    expect(document.title).toContain("Year in review");
    expect(cards()).toEqual([
      "Time",
      "Rhythm",
      "Searches",
      "People",
      "Firsts of the year",
      "Longest session",
      "Late nights",
      "Words",
    ]);
    await press("Year: 2026");
    await press(/^2024/, "[role=menuitemradio]");
    expect(mock.calls.at(-1)).toBe("years 2024");
    expect(heading()).toBe("2024 in review");
    await fireEvent.keyDown(window, { key: "ArrowLeft", altKey: true });
    await settle();
    expect(heading()).toBe("2026 in review");
  });

  it("opens the year that the overview shows", async () => {
    const mock = new MockClient("library");
    render(App, { client: mock });
    await settle();
    await press("Overview");
    await press(/^Period/);
    await press("2023", "[role=menuitemradio]");
    await press("Year in review");
    expect(heading()).toBe("2023 in review");
  });

  it("opens what its figures can be checked by", async () => {
    await open();
    const back = async () => {
      await fireEvent.keyDown(window, { key: "ArrowLeft", altKey: true });
      await settle();
    };
    await press("Show these videos");
    expect(heading()).toBe("Watch history");
    expect(named("Remove “2026”")).toBeTruthy();
    await back();
    await press(/^sourdough starter/);
    expect(heading()).toBe("Searches");
    expect(named(/^Remove “.*sourdough starter/)).toBeTruthy();
    await back();
    await press(/^Noor Achterberg/);
    expect([...document.querySelectorAll("h2")].map((each) => each.textContent)).toContain("Noor Achterberg");
    await back();
    await press(/^First comment/);
    expect(heading()).toBe("Comments");
    await back();
    await press("Show this session");
    expect(heading()).toBe("Watch history");
    await back();
    await press("Show new followers");
    expect(heading()).toBe("People");
  });

  it("lists all late nights on request", async () => {
    await open();
    const nights = () => document.querySelectorAll("section ol button").length;
    const before = nights();
    await press("Show all nights");
    expect(nights()).toBe(before + 54 - 3);
    await press("Show fewer nights");
    expect(nights()).toBe(before);
  });

  it("searches the year for a word", async () => {
    await open();
    await press(/^Search 2026 for/);
    const box = document.querySelector<HTMLInputElement>("[role=combobox]")!;
    expect(box.value).toBe("lantern after:2026 before:2027 ");
    await fireEvent(box.closest("dialog")!, new Event("close"));
    await settle();
    await press(/^haha/);
    expect(document.querySelector<HTMLInputElement>("[role=combobox]")!.value).toMatch(/^haha after:2026/);
  });

  it("saves a page without names, and with them if they are wanted", async () => {
    const mock = await open();
    await press("Save…");
    await fireEvent.click(document.querySelector("dialog input[value=page]")!);
    await settle();
    const save = async () => {
      await fireEvent.submit(document.querySelector("dialog form")!);
      await settle();
    };
    await save();
    expect(mock.calls.at(-1)).toBe("save year 2026 page");
    expect(document.querySelector("dialog [role=status]")!.textContent).toBe("Saved.");
    for (const text of PRIVATE) expect(mock.saved).not.toContain(text);
    await fireEvent.click(document.querySelector("dialog input[type=checkbox]")!);
    expect(document.querySelector("dialog [role=status]")!.textContent).toBe("");
    await save();
    for (const text of PRIVATE) expect(mock.saved).toContain(text);
  });

  it("says that saving failed", async () => {
    const mock = await open();
    await press("Save…");
    await fireEvent.click(document.querySelector("dialog input[value=page]")!);
    mock.responseMode = "failing";
    await fireEvent.submit(document.querySelector("dialog form")!);
    await settle();
    expect(document.querySelector("dialog [role=alert]")!.textContent).toContain("Something went wrong");
    expect(mock.saved).toBeNull();
  });

  it("shows an error and retries", async () => {
    const mock = await open("librarybroken");
    expect(document.querySelector("[role=alert]")!.textContent).toContain("Something went wrong in Satchel.");
    mock.responseMode = "ready";
    await press("Try again");
    expect(heading()).toBe("2026 in review");
  });

  it("says that nothing is dated", async () => {
    const mock = new MockClient("library");
    mock.libraryYears = async () => ({ version: 1, years: [], review: null });
    render(App, { client: mock });
    await settle();
    await press("Overview");
    await press("Year in review");
    expect(cards()).toEqual([]);
    expect(document.querySelector("h2.title")!.textContent).toBe("No year to look back on");
  });
});
