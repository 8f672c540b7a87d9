import type { AccountingView, Found, Hit, Record, Row, SearchQuery, SectionLine } from "../../bindings";
import { BACKUPS, NOON } from "../parts";
import { facts } from "./figures";
import type { Lists } from "./lists";
import { row } from "./row";

const RECORDS_OF: [string, Parameters<Lists["rows"]>[0]["group"]][] = [
  ["watch", "watch"],
  ["like", "likes"],
  ["favourite", "favourites"],
  ["share", "shares"],
  ["search", "searches"],
  ["comment", "comments"],
  ["post", "posts"],
  ["login", "logins"],
  ["live", "live"],
  ["shop", "shop"],
  ["coins", "wallet"],
  ["ad", "ads"],
  ["person", "people"],
];

const FILTER = {
  sections: [],
  text: "",
  from: null,
  to: null,
  dayOfYear: null,
  hourOfWeek: null,
  who: null,
  chat: null,
  backup: null,
  exact: null,
  item: null,
  titled: false,
  repeated: false,
  relation: null,
  path: null,
};

export const all = (group: Parameters<Lists["rows"]>[0]["group"], changes = {}) =>
  ({ group, filter: { ...FILTER, ...changes }, order: "newest" }) as const;

/** A record by its id: its kind, and its place in the newest-first list of its group. */
export function record(lists: Lists, id: string): Record | null {
  const [, kind, number] = /^(.*) (\d+)$/.exec(id) ?? [];
  if (id.startsWith("fact ")) {
    const path = id.slice(5).split("/");
    const value = facts.flatMap((sheet) => sheet.facts).find((each) => each.id === id)?.value ?? "";
    return {
      row: row(id, "settings", null, { fields: [{ name: path.at(-1)!, value }] }),
      original: JSON.stringify({ [path.at(-1)!]: value }, null, 2),
      link: null,
      first: { id: BACKUPS.at(-1)!.id, savedAt: BACKUPS.at(-1)!.savedAt },
      last: { id: BACKUPS[0]!.id, savedAt: BACKUPS[0]!.savedAt },
      elsewhere: [],
    };
  }
  if (kind === undefined) return null;
  const group = RECORDS_OF.find(([each]) => each === kind)?.[1];
  const found = group
    ? lists.rows(all(group), Number(number), 1)[0]
    : kind.startsWith("chat ")
      ? lists.chats.message(kind, Number(number))
      : other(Number(number));
  if (!found) return null;
  const elsewhere =
    found.item && (found.times ?? 1) > 1 ? lists.rows(all("watch", { item: found.item }), 0, 50) : [];
  const { time, text, item, address, fields } = found;
  const date = time === null ? "N/A" : new Date(time).toISOString().slice(0, 19).replace("T", " ");
  const original = {
    Date: date,
    ...(address && { Link: address }),
    ...(text !== null && { Title: text }),
    ...(item && { id: item }),
  };
  const rest = Object.fromEntries(fields.map(({ name, value }) => [name, value]));
  return {
    row: found,
    original: JSON.stringify({ ...original, ...rest }, null, 2),
    link: address ? `https://www.tiktokv.com/share/video/${item}/` : null,
    first: { id: BACKUPS.at(-1)!.id, savedAt: BACKUPS.at(-1)!.savedAt },
    last: { id: BACKUPS[0]!.id, savedAt: BACKUPS[0]!.savedAt },
    elsewhere: elsewhere.filter((each) => each.id !== id),
  };
}

/** Records of sections that Satchel does not know. */
export function other(place: number): Row {
  const value = {
    note: "The date in the video is wrong",
    helpful: place % 3 === 0,
    votes: [
      { by: 12, kind: "up" },
      { by: 2, kind: "down" },
    ],
  };
  return row(`other ${place}`, "other", NOON - place * 86_400_000 * 3, {
    fields: Object.entries(value).map(([name, each]) => ({
      name,
      value: typeof each === "string" ? each : JSON.stringify(each),
    })),
  });
}

const GROUPS = ["messages", "searches", "watch", "comments", "posts"] as const;

export function search(lists: Lists, { text, group }: SearchQuery, names: Map<string, string>): Found {
  const words = text.split(/\s+/).filter((word) => word !== "" && !word.includes(":"));
  const groups = (words.length === 0 ? [] : group ? [group] : GROUPS).flatMap((each) => {
    const query = each === "messages" ? all(each, { chat: "chat 0" }) : all(each);
    const places = lists.hits(query, words.join(" "));
    if (places.length === 0) return [];
    const hits = places.slice(0, group ? 50 : 3).map((place): Hit => {
      const found = lists.rows(query, place, 1)[0]!;
      return {
        row: found,
        pieces: pieces(found.text ?? "", words.join(" ")),
        chatName: names.get(found.chat ?? "") ?? null,
      };
    });
    return [{ group: each, count: places.length, hits }];
  });
  const unclear = text.match(/\b(?:before|after):(?!\d)\S*/g) ?? [];
  return {
    groups,
    total: groups.reduce((sum, each) => sum + each.count, 0),
    words,
    unclear,
    unfinished: lists.share < 1,
  };
}

function pieces(text: string, word: string): Hit["pieces"] {
  const at = text.toLowerCase().indexOf(word.toLowerCase());
  if (at < 0) return [{ text, hit: false }];
  return [
    { text: text.slice(0, at), hit: false },
    { text: text.slice(at, at + word.length), hit: true },
    { text: text.slice(at + word.length), hit: false },
  ].filter((each) => each.text !== "");
}

const none = { read: 0, stored: 0, known: 0, skipped: 0 };

const LINES: SectionLine[] = [
  line("watch", 47_918, 1204),
  line("like", 4790, 96),
  line("search", 2644, 41),
  {
    ...line("message", 13_052, 553),
    tally: { read: 13_054, stored: 553, known: 12_499, skipped: 2 },
    reasons: [{ reason: "unreadable", count: 2 }],
  },
  line("comment", 631, 12),
  line("login", 4012, 48),
  { ...line("post", 0, 0), state: "empty" },
  { ...line("liveHosted", 0, 0), state: "absent" },
  { ...line("other", 27, 0), state: "unknown", expected: false, path: "Your Activity › Community Notes" },
];

function line(section: SectionLine["section"], read: number, stored: number): SectionLine {
  return {
    section,
    path: null,
    state: "found",
    expected: true,
    tally: { read, stored, known: read - stored, skipped: 0 },
    reasons: [],
  };
}

export function accounting(backupId: string): AccountingView {
  const total = LINES.reduce(
    (sum, { tally }) => ({
      read: sum.read + tally.read,
      stored: sum.stored + tally.stored,
      known: sum.known + tally.known,
      skipped: sum.skipped + tally.skipped,
    }),
    none,
  );
  return {
    backupId,
    isRead: true,
    total,
    sections: LINES,
    notes: [{ file: "user_data_tiktok.json", kind: "doubled" }],
    layout: "V6",
    unsure: [],
    provenance: [
      { label: "source", value: "TikTok Data Portability API" },
      { label: "account", value: "Maren Haverkamp" },
      { label: "scope", value: "Everything, once" },
      { label: "request", value: "757552103381" },
      { label: "asked", value: String(NOON - 21 * 86_400_000) },
      { label: "saved", value: String(BACKUPS[0]!.savedAt) },
      { label: "archive", value: "archive.zip" },
      { label: "sha256", value: "9f2c4e0a7d61b3358fce02a1b7c6d4e5908172635445362718091a2b3c4d5e6f" },
      { label: "format", value: "V6" },
      { label: "writtenBy", value: "Satchel 0.1.0" },
    ],
  };
}
