import type { Line } from "../../components/LineList.svelte";
import type { PersonChat, PersonPage, PersonRelation, Row, Section } from "../../ipc/bindings";
import { chatsPlace, groupPlace } from "../../state/places";
import type { Store } from "../../state/store.svelte";
import { plainDay } from "../../text/dates";
import { apart, count } from "../../text/format";
import { m } from "../../text/messages";
import { counted, GROUP } from "../../text/names";
import { ONE_OF_SECTION } from "../../text/one-of-section";
import { SECTION } from "../../text/sections";
import { rowText } from "../days/row-text";
import { videoName } from "../days/video-text";
import { lineOf, senderOf } from "../messages/message-text";
import { groupOf, recordPlace } from "../sections";

/* The lines of a person's page, each with the way to what it tells of. */

/** Whether the library has nothing about the person. */
export const isNobody = ({ chat, groups, relations, records }: PersonPage): boolean =>
  chat === null && groups.length === 0 && relations.length === 0 && records.length === 0;

/** What finds every message with a link. */
const LINK = "http";

export function chatLines(store: Store, chat: PersonChat, name: string): Line[] {
  const whole = () => store.go(chatsPlace(chat.id));
  const links = () => store.go(chatsPlace(chat.id, null, LINK));
  const part = (some: number) => some / Math.max(1, chat.messages);
  const all: Line[] = [
    { label: GROUP.messages.name(), value: count(chat.messages), onpress: whole },
    {
      label: m.person_page_chat_theirs({ name: apart(name) }),
      theirs: true,
      value: count(chat.theirs),
      part: part(chat.theirs),
      onpress: whole,
    },
  ];
  if (chat.links === 0) return all;
  return [
    ...all,
    { label: m.person_page_links(), value: count(chat.links), part: part(chat.links), onpress: links },
    {
      label: m.person_page_links_theirs({ name: apart(name) }),
      theirs: true,
      value: count(chat.theirLinks),
      part: part(chat.theirLinks),
      onpress: links,
    },
  ];
}

const isMessage = (row: Row) => groupOf(row.section) === "messages";

/** What a message shares, or says. */
const said = (row: Row): string => (row.standsFor === null ? null : videoName(row)) ?? lineOf(row);

export function sharedLines(store: Store, chat: PersonChat): Line[] {
  return chat.shared.map((row) => ({
    label: said(row),
    theirs: true,
    detail: senderOf(row),
    value: row.time === null ? "" : plainDay(row.time),
    onpress: () => store.go(recordPlace(row)),
  }));
}

export function contactLines(store: Store, { first, last }: PersonPage): Line[] {
  const edges = [
    { label: m.person_page_first(), row: first },
    { label: m.person_page_last(), row: last },
  ];
  return edges.flatMap(({ label, row }): Line[] =>
    row === null || row.time === null
      ? []
      : [
          {
            label: `${label}: ${ONE_OF_SECTION[row.section]()}`,
            detail: isMessage(row) ? `${senderOf(row)}: ${said(row)}` : rowText(row),
            value: plainDay(row.time),
            onpress: () => store.go(recordPlace(row)),
          },
        ],
  );
}

const RELATION: Partial<Record<Section, [now: () => string, before: () => string]>> = {
  follower: [m.person_page_follower, m.person_page_follower_before],
  following: [m.person_page_following, m.person_page_following_before],
  block: [m.person_page_block, m.person_page_block_before],
};

/** What an entry of a list of people says, and until when that is known. */
export function relationLines(store: Store, { relations }: PersonPage): Line[] {
  const of = ({ row: { section }, missing }: PersonRelation) => {
    const [now, before] = RELATION[section] ?? [ONE_OF_SECTION[section], ONE_OF_SECTION[section]];
    return missing === null ? now() : before();
  };
  return relations.map((relation): Line => {
    const { row, last, missing } = relation;
    const isState = RELATION[row.section] !== undefined;
    const day = row.time === null ? null : plainDay(row.time);
    return {
      label: of(relation),
      note:
        missing === null || !isState
          ? m.person_page_last_seen({ day: plainDay(last.asOf) })
          : m.person_page_missing({ last: plainDay(last.asOf), day: plainDay(missing.asOf) }),
      value: day === null ? "" : isState ? m.person_page_since({ day }) : day,
      onpress: () =>
        store.go(
          groupPlace("people", { filter: { sections: [row.section], who: row.text }, record: row.id }),
        ),
    };
  });
}

export function namedLines(store: Store, { name, records }: PersonPage): Line[] {
  return records.map(({ section, records: number, first, last }): Line => {
    const group = groupOf(section);
    const days = [first, last].map((time) => (time === null ? null : plainDay(time)));
    const [from, to] = days;
    return {
      // "Videos" alone would not say which.
      label: section === "favouriteVideo" ? GROUP.favourites.name() : SECTION[section](),
      note: from && to ? (from === to ? from : m.person_page_span({ from, to })) : undefined,
      value: count(number),
      onpress: () => store.go(groupPlace(group, { filter: { sections: [section], who: name } })),
    };
  });
}

export const groupLines = (store: Store, { groups }: PersonPage): Line[] =>
  groups.map(({ id, name, messages, last, lastTime }) => ({
    label: name || m.chat_nameless(),
    theirs: true,
    note: lastTime === null ? undefined : m.person_page_last_on({ day: plainDay(lastTime) }),
    value: counted("messages", messages),
    onpress: () => store.go(chatsPlace(id, last)),
  }));
