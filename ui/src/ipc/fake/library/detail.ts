import type {
  AccountingView,
  BackupView,
  Found,
  Hit,
  Record,
  Row,
  SearchQuery,
  SectionLine,
} from "../../bindings";
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
  const from = /\bfrom:(?:"([^"]+)"?|(\S+))/.exec(text);
  const bare = text.replaceAll(/\b\w+:(?:"[^"]*"?|\S*)/g, "");
  const words = bare.split(/\s+/).filter((word) => word !== "");
  const searched = from ? (["messages"] as const) : GROUPS;
  const isAsked = words.length > 0 || from !== null;
  const groups = (!isAsked ? [] : group ? [group] : searched).flatMap((each) => {
    const query = each === "messages" ? all(each, { chat: "chat 0" }) : all(each);
    const places = lists.hits(query, words.join(" "));
    if (places.length === 0) return [];
    const hits: Hit[] = [];
    for (const place of places.slice(0, 200)) {
      const found = lists.rows(query, place, 1)[0]!;
      const isKnown = each !== "messages" && hits.some((hit) => hit.row.text === found.text);
      if (isKnown || hits.length === (group ? 50 : 3)) continue;
      hits.push({
        row: found,
        pieces: pieces(found.text ?? "", words.join(" ")),
        chatName: names.get(found.chat ?? "") ?? null,
      });
    }
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
  if (text === "") return [];
  if (at < 0 || word === "") return [{ text, hit: false }];
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

/** How the accounts of the scripted backups stand: well, not at all, with an error in them, or without a record. */
export type Books = "kept" | "unread" | "off" | "none";

export function accounting(backup: BackupView, books: Books): AccountingView {
  const backupId = backup.id;
  const lines = linesOf(backup, books);
  const total = lines.reduce(
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
    isRead: books !== "unread",
    total,
    sections: lines,
    notes: backup.wish ? [{ file: "user_data_tiktok.json", kind: "doubled" }] : TEXT_NOTES,
    layout: backup.wish ? "V6" : "TXT-C",
    unsure: backup.wish ? [] : UNSURE,
    provenance: provenance(backup),
  };
}

function linesOf(backup: BackupView, books: Books): SectionLine[] {
  if (books === "unread") return [];
  if (books === "none")
    return LINES.filter((each) => each.expected).map((each) => ({
      ...each,
      state: each.state === "absent" ? "absent" : "empty",
      tally: none,
      reasons: [],
    }));
  if (books === "off")
    return LINES.map((each) =>
      each.section === "like" ? { ...each, tally: { ...each.tally, known: each.tally.known - 4 } } : each,
    );
  if (backup.wish?.kind === "everything") return LINES;
  const tally = backup.records ?? none;
  const reasons: SectionLine["reasons"] = tally.skipped ? [{ reason: "empty", count: tally.skipped }] : [];
  return [{ ...line(backup.wish ? "message" : "watch", 0, 0), tally, reasons }];
}

const TEXT_NOTES: AccountingView["notes"] = [
  { file: "Activité/Historique.txt", kind: "utf16" },
  { file: "Activité/Recherches.txt", kind: "truncated" },
];

const UNSURE: AccountingView["unsure"] = [
  {
    file: "Activité/Historique.txt",
    records: 212,
    sample: "Date : 2025-03-14 21:04:11\nLien : https://www.tiktokv.com/share/video/7481234567890123456/",
    section: "like",
    choices: ["watch", "like", "favouriteVideo"],
  },
];

function provenance({ wish, savedAt, fileName, bytes }: BackupView): AccountingView["provenance"] {
  const asked: AccountingView["provenance"] = [
    { label: "source", value: "tiktok" },
    { label: "account", value: "Maren Haverkamp" },
    { label: "scope", value: `${wish?.kind}/${wish?.permission}` },
    { label: "request", value: "757552103381" },
    { label: "asked", value: String(savedAt - 12 * 60_000) },
    { label: "ready", value: String(savedAt - 6 * 60_000) },
  ];
  const opened: AccountingView["provenance"] = [
    { label: "source", value: "file" },
    { label: "originalName", value: fileName ?? "" },
  ];
  return [
    ...(wish ? asked : opened),
    { label: "saved", value: String(savedAt) },
    { label: "archive", value: String(Math.round(bytes)) },
    { label: "sha256", value: "9f2c4e0a7d61b3358fce02a1b7c6d4e5908172635445362718091a2b3c4d5e6f" },
    { label: "format", value: `BagIt 1.0, ${wish ? "V6" : "TXT-C"}` },
    { label: "writtenBy", value: "Satchel 0.1.0" },
  ];
}
