import type { Found, FoundName, Hit, Record, Row, SearchQuery } from "../../bindings";
import { NO_FILTER } from "../../no-filter";
import { BACKUPS, NOON } from "../fixtures";
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

export const all = (group: Parameters<Lists["rows"]>[0]["group"], changes = {}) =>
  ({ group, filter: { ...NO_FILTER, ...changes }, order: "newest" }) as const;

/** A record by its id: its section, and its index in the newest-first list of its group. */
export function record(lists: Lists, id: string): Record | null {
  const [, kind, number] = /^(.*) (\d+)$/.exec(id) ?? [];
  if (id.startsWith("fact ")) {
    const path = id.slice(5).split("/");
    const value = facts.flatMap((sheet) => sheet.facts).find((each) => each.id === id)?.value ?? "";
    return {
      cut: false,
      row: row(id, "settings", null, { fields: [{ name: path.at(-1)!, value }] }),
      original: JSON.stringify({ [path.at(-1)!]: value }, null, 2),
      values: null,
      link: null,
      first: { id: BACKUPS.at(-1)!.id, asOf: BACKUPS.at(-1)!.asOf },
      last: { id: BACKUPS[0]!.id, asOf: BACKUPS[0]!.asOf },
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
  const whole = JSON.stringify({ ...original, ...rest }, null, 2);
  return {
    row: found,
    cut: false,
    original: whole,
    values: found.section === "other" ? whole : null,
    link: address ? `https://www.tiktokv.com/share/video/${item}/` : null,
    first: { id: BACKUPS.at(-1)!.id, asOf: BACKUPS.at(-1)!.asOf },
    last: { id: BACKUPS[0]!.id, asOf: BACKUPS[0]!.asOf },
    elsewhere: elsewhere.filter((each) => each.id !== id),
  };
}

/** Records of sections that Satchel does not know. */
export function other(index: number): Row {
  const value = {
    note: "The date in the video is wrong",
    helpful: index % 3 === 0,
    votes: [
      { by: 12, kind: "up" },
      { by: 2, kind: "down" },
    ],
  };
  return row(`other ${index}`, "other", NOON - index * 86_400_000 * 3, {
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
  const isAsked = words.length > 0 || from !== null;
  const everywhere = from ? (["messages"] as const) : GROUPS;
  const searched = group === null ? everywhere : group === "people" ? [] : [group];
  const groups = (isAsked ? searched : []).flatMap((each) => {
    const query = each === "messages" ? all(each, { chat: "chat 0" }) : all(each);
    const places = lists.hits(query, words.join(" "));
    if (places.length === 0) return [];
    const hits: Hit[] = [];
    for (const index of places.slice(0, 200)) {
      const found = lists.rows(query, index, 1)[0]!;
      const isKnown = each !== "messages" && hits.some((hit) => hit.row.text === found.text);
      if (isKnown || hits.length === (group ? 50 : 3)) continue;
      hits.push({
        row: found,
        snippet: snippet(found.text ?? "", words.join(" ")),
        chatName: names.get(found.chat ?? "") ?? null,
      });
    }
    return [{ group: each, count: places.length, hits }];
  });
  const invalidOperators = text.match(/\b(?:before|after):(?!\d)\S*/g) ?? [];
  const found =
    group === null || group === "people"
      ? foundNames(lists, words.join(" "), from ? "nobody" : /\bin:people\b/.test(text) ? "listed" : "all")
      : [];
  return {
    names: found.slice(0, group === null ? 4 : 300),
    namesTotal: found.length,
    groups,
    total: groups.reduce((sum, each) => sum + each.count, 0),
    words,
    invalidOperators,
    unfinished: lists.share < 1,
  };
}

/** The people and chats with a name; each person once. */
function foundNames(lists: Lists, name: string, who: "all" | "listed" | "nobody"): FoundName[] {
  if (who === "nobody" || (who === "all" && name.length < 2)) return [];
  const hasName = (each: string) => each.toLowerCase().includes(name.toLowerCase());
  const chats = who === "all" ? lists.chats.chats().filter((chat) => hasName(chat.name)) : [];
  const found = new Map<string, FoundName>();
  for (const { id, name, section, messages } of chats) {
    const isPerson = section === "message";
    const relation = isPerson ? ("mutual" as const) : null;
    found.set(name, { name, person: isPerson, chat: id, records: messages, relation, blocked: false });
  }
  for (const place of lists.hits(all("people"), name)) {
    const { text, relation, section } = lists.rows(all("people"), place, 1)[0]!;
    if (text === null || found.has(text)) continue;
    found.set(text, {
      name: text,
      person: true,
      chat: null,
      records: 1,
      relation,
      blocked: section === "block",
    });
  }
  return [...found.values()];
}

function snippet(text: string, word: string): Hit["snippet"] {
  const at = text.toLowerCase().indexOf(word.toLowerCase());
  if (text === "") return [];
  if (at < 0 || word === "") return [{ text, hit: false }];
  return [
    { text: text.slice(0, at), hit: false },
    { text: text.slice(at, at + word.length), hit: true },
    { text: text.slice(at + word.length), hit: false },
  ].filter((each) => each.text !== "");
}
