import type { Group, Overview } from "../../ipc/bindings";
import { chatsPlace, listPlace, type Period } from "../../state/places";
import type { Store } from "../../state/store.svelte";
import { longDayName } from "../../text/dates";
import { count } from "../../text/format";
import { m } from "../../text/messages";
import { counted } from "../../text/names";
import { openRecords } from "./open-records";
import type { Ranked } from "./TopList.svelte";

/* Rankings, and what their entries open. */

export const busiestDays = (store: Store, group: Group, { busiestDays: days }: Overview): Ranked[] =>
  days.map(({ day, count: records }) => ({
    text: longDayName(day),
    count: records,
    accessibleName: `${longDayName(day)}: ${counted(group, records)}`,
    onpress: () => openRecords(store, group, { from: day, to: day }),
  }));

export const mostSearched = (store: Store, period: Period, { searches }: Overview): Ranked[] =>
  searches.map(({ text, count: times }) => ({
    text,
    theirs: true,
    count: times,
    accessibleName: `${text}: ${m.row_times({ count: times, shown: count(times) })}`,
    onpress: () => store.go(listPlace("searches", { filter: { ...period, exact: text } })),
  }));

export const mostWritten = (store: Store, { chats }: Overview): Ranked[] =>
  chats.map(({ text, chat, count: messages }) => ({
    text,
    theirs: true,
    count: messages,
    accessibleName: `${text}: ${counted("messages", messages)}`,
    onpress: () => store.go(chatsPlace(chat)),
  }));
