import type {
  Counted,
  DayCount,
  FactSheet,
  Thing,
  Overview,
  OverviewQuery,
  PathView,
  PeopleFigures,
} from "../../bindings";
import { NO_FILTER } from "../../no-filter";
import { DAY, HOUR, NOON, settings } from "../fixtures";
import { random } from "./random";
import type { Lists } from "./lists";
import { TERMS } from "./sample-text";

const BUSY = [4, 2, 1, 0, 0, 1, 1, 3, 3, 1, 1, 2, 3, 3, 2, 2, 3, 4, 5, 6, 8, 11, 13, 8];

export function overview(
  lists: Lists,
  { group, from, to }: OverviewQuery,
  method = settings().watchMethod,
): Overview {
  const filter = { ...NO_FILTER, from, to };
  const { days, total } = lists.outline({ group, filter, order: "oldest" });
  const time = (day: string | undefined) => (day ? new Date(`${day}T12:00:00`).getTime() : null);
  const months = byMonth(days);
  const hours = Array.from({ length: 168 }, (_, index) => {
    const evening = BUSY[index % 24]! * (index >= 120 ? 1.4 : 1);
    return Math.round((evening * (0.7 + random(index, 90) * 0.6) * total) / 640);
  });
  const counts = lists.groups();
  const share = from || to ? total / (counts.find((each) => each.group === group)?.records || 1) : 1;
  const videos = lists.outline({ group: "watch", filter, order: "oldest" });
  const each = 13 + method.gapMinutes + Math.round(method.tailSeconds * 0.7);
  const days12 = Math.min(365, videos.days.length);
  return {
    version: lists.version,
    groups: counts.map((each) => ({ ...each, records: Math.round(each.records * share) })),
    from: time(days[0]?.day),
    to: time(days.at(-1)?.day),
    months,
    gaps: months.some((each) => each.day === "2023-06" && each.count === 0)
      ? [{ from: "2023-06", to: "2023-09" }]
      : [],
    hours,
    busiestDays: [...days].sort((a, b) => b.count - a.count).slice(0, 10),
    watching:
      videos.total === 0
        ? null
        : {
            method,
            seconds: videos.total * each,
            lastYearSeconds: Math.round((438 * 3600 * days12 * each) / (365 * 33)),
            lastYearDays: days12,
            sessions: Math.round(videos.total / 21),
            sessionLengths: [0.31, 0.27, 0.2, 0.14, 0.06, 0.02].map((part) =>
              Math.round((videos.total / 21) * part),
            ),
            longest: { start: NOON - 400 * DAY - 12 * HOUR, seconds: 14_520, videos: 412 },
            months: byMonth(videos.days).map(({ day, count }) => ({ day, count: count * each })),
          },
    onThisDay: [
      { day: "2024-11-22", group: "messages", count: 48, text: "Noor Achterberg", chat: "chat 0" },
      { day: "2023-11-22", group: "searches", count: 1, text: "first snow berlin", chat: null },
      { day: "2022-11-22", group: "posts", count: 1, text: "Kitchen shelf, finished", chat: null },
    ],
    searches: TERMS.map((text, index) => counted(text, null, Math.round(96 / (1 + index * 0.5)))),
    chats: lists.chats.chats().map((chat) => counted(chat.name, chat.id, chat.messages)),
  };
}

export const counted = (text: string, chat: string | null, count: number): Counted => ({
  text,
  chat,
  count,
  last: NOON - DAY,
});

/** Every month from the first to the last, including those without records. */
export function byMonth(days: DayCount[]): DayCount[] {
  const sums = new Map<string, number>();
  for (const { day, count } of days) sums.set(day.slice(0, 7), (sums.get(day.slice(0, 7)) ?? 0) + count);
  const [first, last] = [days[0]?.day, days.at(-1)?.day];
  if (!first || !last) return [];
  const months: DayCount[] = [];
  for (let month = first.slice(0, 7); month <= last.slice(0, 7); month = next(month)) {
    months.push({ day: month, count: sums.get(month) ?? 0 });
  }
  return months;
}

function next(month: string): string {
  const [year, number] = month.split("-").map(Number) as [number, number];
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, "0")}`;
}

export const people: PeopleFigures = {
  followers: 461,
  following: 675,
  mutual: 302,
  notBack: 373,
  notFollowed: 159,
  blocked: 28,
};

const sheets: (Omit<FactSheet, "total" | "things"> & { things?: Thing[] })[] = [
  {
    section: "profile",
    facts: [
      fact(["userName"], "maren.haverkamp"),
      fact(["displayName"], "Maren Haverkamp"),
      fact(["bioDescription"], "Paper, tin, bread. كل يوم شيء جديد", ["Paper and tin."]),
      fact(["emailAddress"], "maren@mail.example"),
      fact(["birthDate"], "12-Apr-1996"),
      fact(["likesReceived"], "8214", ["6120", "3391"]),
      fact(["accountRegion"], "DE"),
    ],
  },
  {
    section: "settings",
    facts: [
      fact(["Private Account"], "Disabled", ["Enabled"]),
      fact(["Allow Others to Find Me"], "Friends"),
      fact(["Who can see your following list::"], "Only me"),
      fact(["Push Notification", "New Comments on My Video"], "ON"),
      fact(["Push Notification", "New Likes on My Video"], "OFF", ["ON"]),
      fact(["Content Preferences", "Keyword filters for videos in Following feed"], "spoiler | unboxing"),
    ],
  },
  {
    section: "summary",
    facts: [
      fact(["videosCommentedOn"], "702", ["655"]),
      fact(["videosShared"], "431"),
      fact(["videosWatchedToTheEndSinceAccountRegistration"], "61044"),
    ],
  },
  {
    section: "device",
    facts: [],
    things: [
      thing("7344518231109944863", [
        ["App Version", "43.8.0", "43.6.1", "42.0.2", "41.2.3"],
        ["Resolution", "1179*2556"],
      ]),
      thing("6988123004417729901", [["App Version", "43.8.0"]]),
      { ...thing("7102230071185524001", [["App Version", "37.1"]]), until: NOON - 400 * DAY, current: false },
    ],
  },
];
export const facts: FactSheet[] = sheets.map((sheet) => {
  const things = sheet.things ?? [];
  return { ...sheet, things, total: sheet.facts.length + things.length };
});

function thing(id: string, properties: [name: string, ...values: string[]][]): Thing {
  return {
    id,
    properties: properties.map(([name, ...values]) => ({
      name,
      values: values.map((value, index) => ({
        record: `property ${id}/${name}/${index}`,
        value,
        from: NOON - 600 * DAY,
        until: NOON - index * 90 * DAY,
      })),
    })),
    from: NOON - 600 * DAY,
    until: NOON,
    current: true,
  };
}

function fact(path: string[], value: string, before: string[] = []): FactSheet["facts"][number] {
  const earlier = before.map((each, index) => ({ value: each, until: NOON - (index + 1) * 190 * DAY }));
  return { id: `fact ${path.join("/")}`, path, value, before: earlier, current: true };
}

export const tree: PathView[] = [
  { id: "path 1", path: ["Your Activity", "Community Notes", "NoteList"], records: 14 },
  { id: "path 2", path: ["Your Activity", "Reposts", "App"], records: 1 },
  { id: "path 3", path: ["Mini Games", "Game Progress", "GameList"], records: 9 },
  { id: "path 4", path: ["Mini Games", "Invites"], records: 3 },
];
