import type {
  Group,
  ListQuery,
  PersonChat,
  PersonPage,
  PersonRecords,
  PersonRelation,
  Row,
  Section,
} from "../../bindings";
import { NO_FILTER } from "../../no-filter";
import { DAY, NOON } from "../fixtures";
import { byMonth } from "./figures";
import type { Lists } from "./lists";
import { row, video } from "./row";

const BACKUPS = [NOON - 400 * DAY, NOON - 12 * DAY] as const;
/** The group in which everybody writes. */
const GROUP_CHAT = "chat 5";
const NAMING: [Group, Section][] = [
  ["watch", "watch"],
  ["likes", "like"],
  ["favourites", "favouriteVideo"],
  ["shares", "share"],
  ["comments", "comment"],
  ["wallet", "giftSent"],
];

/** What the mock library has about a person. The numbers of records are those of its lists. */
export function person(lists: Lists, name: string): PersonPage {
  const found = lists.chats.chats().find((each) => each.section === "message" && each.name === name);
  const nothing: PersonPage = {
    version: lists.version,
    name,
    earlierNames: found?.earlierNames ?? [],
    isOwner: name === "maren.haverkamp" || name === "Maren Haverkamp",
    first: null,
    last: null,
    chat: null,
    groups: [],
    groupsTotal: 0,
    relations: [],
    records: [],
    unfinished: lists.share < 1,
  };
  if (nothing.isOwner) return nothing;
  const relations = relationsOf(lists, name, found !== undefined);
  const records = NAMING.flatMap(([group, section]) => recordsOf(lists, group, section, name));
  const page = { ...nothing, relations, records };
  if (!found) return page;
  const group = lists.chats.chats()[5]!;
  return {
    ...page,
    first: lists.chats.message(found.id, found.messages - 1),
    last: found.last,
    chat: chatOf(lists, found.id, found.messages),
    groups: [
      { id: GROUP_CHAT, name: group.name, messages: 214, last: `${GROUP_CHAT} 3`, lastTime: NOON - 45 * DAY },
    ],
    groupsTotal: 1,
  };
}

const query = (group: Group, changes: Partial<ListQuery["filter"]>): ListQuery => ({
  group,
  filter: { ...NO_FILTER, ...changes },
  order: "newest",
});

function chatOf(lists: Lists, id: string, messages: number): PersonChat {
  const { days } = lists.outline({ ...query("messages", { chat: id }), order: "oldest" });
  const links = Math.round(messages * 0.04);
  const shared = [2, 9, 31, 40].map((index): Row =>
    row(`${id} ${index}`, "message", NOON - (11 + index) * DAY, {
      chat: id,
      mine: index === 9,
      who: index === 9 ? "Maren Haverkamp" : lists.chats.chats().find((each) => each.id === id)!.name,
      text: index === 31 ? "Look at this: https://lanterns.example/walk" : null,
      standsFor: index === 31 ? null : "sharedVideo",
      ...(index === 31 ? {} : video(NOON - 60 * DAY, index, index === 9 ? "paper.fold.daily" : "")),
    }),
  );
  return {
    id,
    messages,
    theirs: Math.round(messages * 0.53),
    months: byMonth(days),
    links,
    theirLinks: Math.round(links * 0.7),
    shared,
  };
}

/** People with a chat follow and are followed; others are where the lists have them. */
function relationsOf(lists: Lists, name: string, hasChat: boolean): PersonRelation[] {
  const [old, recent] = BACKUPS.map((asOf, index) => ({ id: `backup ${index}`, asOf }));
  const relation = (entry: Row, isMissing: boolean): PersonRelation => ({
    row: entry,
    first: old!,
    last: isMissing ? old! : recent!,
    missing: isMissing ? recent! : null,
  });
  if (hasChat)
    return [
      relation(row("person 3", "follower", NOON - 900 * DAY, { text: name, relation: "notBack" }), true),
      relation(row("person 4", "following", NOON - 1200 * DAY, { text: name, relation: "notBack" }), false),
    ];
  const entries = query("people", { who: name });
  return lists.rows(entries, 0, 10).map((entry) => relation(entry, false));
}

function recordsOf(lists: Lists, group: Group, section: Section, who: string): PersonRecords[] {
  const named = query(group, { sections: [section], who });
  const { total } = lists.outline(named);
  if (total === 0) return [];
  const [last] = lists.rows(named, 0, 1);
  const [first] = lists.rows(named, total - 1, 1);
  return last && first ? [{ section, records: total, first: first.time, last: last.time }] : [];
}
