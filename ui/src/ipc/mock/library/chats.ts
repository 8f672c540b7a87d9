import type { Chat, ChatFigures, DayCount, Placeholder, Row } from "../../bindings";
import { DAY } from "../fixtures";
import { calendar, dayOf, timeOf, type Calendar } from "./calendar";
import { random, pick } from "./random";
import { row, video } from "./row";
import { LINES, PEOPLE } from "./sample-text";

const SIZES = [4212, 2840, 1204, 980, 761, 1530, 640, 402, 233, 180, 70];
const ENDS: [number, number][] = [
  [10, 21],
  [10, 19],
  [10, 12],
  [10, 2],
  [9, 28],
  [9, 11],
  [8, 3],
  [7, 17],
  [6, 30],
  [5, 19],
  [4, 2],
];
const LOST: Placeholder[] = ["picture", "sticker", "voice", "media"];

type SampleMessage = { mine: boolean; text?: string; stands?: Placeholder };
/** The last messages of the first chat, newest first. */
const ENDING: SampleMessage[] = [
  { mine: true, text: "See you at the lantern walk" },
  { mine: false, stands: "picture" },
  { mine: false, text: "والمصباح الأزرق أيضًا؟ lantern walk 17:30" },
  { mine: true, stands: "sharedVideo" },
  { mine: true, text: "Yes! I’ll bring the two folded ones" },
  { mine: false, text: "Meet at the bridge, not at the school" },
  {
    mine: false,
    text: "Are you coming to the lantern walk? They moved it to half past five because of the rain",
  },
];
const ENDED = [
  [21, 15, 48],
  [11, 16, 15],
  [11, 16, 15],
  [11, 16, 9],
  [11, 16, 9],
  [11, 16, 2],
  [11, 16, 1],
].map(([day, hour, minute]) => new Date(2026, 10, day, hour, minute).getTime());

export class Chats {
  #calendars: Calendar[];
  #sizes: number[];

  constructor(huge: boolean) {
    this.#sizes = SIZES.map((size, chat) => (huge && chat === 0 ? 1_000_000 : size));
    this.#calendars = this.#sizes.map((size, chat) => {
      const end = chat === 0 ? new Date(2026, 10, 10) : new Date(2026, ...ENDS[chat]!);
      return calendar(size - (chat === 0 ? ENDED.length : 0), new Date(2022, 2, 12), end, 70 + chat);
    });
  }

  total(chat: string): number {
    return this.#sizes[this.#number(chat)] ?? 0;
  }

  #number = (chat: string) => Number(chat.slice("chat ".length));

  /** The message at an index, newest first. */
  message(chat: string, index: number): Row {
    const number = this.#number(chat);
    const ended = number === 0 ? ENDED.length : 0;
    const sample: SampleMessage =
      number === 0 && index < ended ? ENDING[index]! : this.#invent(number, index);
    const time = index < ended ? ENDED[index]! : timeOf(this.#calendars[number]!, index - ended);
    const group = number === 5;
    return row(`${chat} ${index}`, group ? "groupMessage" : "message", time, {
      chat,
      mine: sample.mine,
      who: sample.mine
        ? "Maren Haverkamp"
        : group
          ? pick(["Mika", "Jonas", "Femke"], index, 62)
          : PEOPLE[number]!,
      text: sample.text ?? null,
      standsFor: sample.stands ?? null,
      ...(sample.stands === "sharedVideo" ? video(time - DAY * 3, index) : {}),
    });
  }

  #invent(chat: number, index: number): SampleMessage {
    // One side writes a few messages in a row.
    const turn = Math.floor((index + random(Math.floor(index / 3), 63)) / 3);
    const mine = random(turn, 64 + chat) < 0.5;
    const kind = index === 0 ? 1 : random(index, 65);
    if (kind < 0.04) return { mine, stands: "sharedVideo" };
    if (kind < 0.08) return { mine, stands: pick(LOST, index, 66) };
    return { mine, text: pick(LINES, index, 67 + chat) };
  }

  /** The days of a chat, newest first. */
  days(chat: string): { days: DayCount[] } {
    const number = this.#number(chat);
    const { days } = this.#calendars[number]!;
    if (number !== 0) return { days };
    const ended = [
      { day: "2026-11-21", count: 1 },
      { day: "2026-11-11", count: ENDED.length - 1 },
    ];
    return { days: [...ended, ...days] };
  }

  chats(): Chat[] {
    return PEOPLE.map((name, number) => {
      const id = `chat ${number}`;
      const total = this.total(id);
      return {
        id,
        name,
        earlierNames: number === 1 ? [`${name.split(" ")[0]!.toLowerCase()}.2021`] : [],
        section: number === 5 ? "groupMessage" : "message",
        messages: total,
        first: this.message(id, total - 1).time,
        last: this.message(id, 0),
      };
    });
  }

  figures(chat: string): ChatFigures {
    const number = this.#number(chat);
    const { days } = this.#calendars[number]!;
    const months = new Map<string, number>();
    for (const { day, count } of [...days].reverse()) {
      months.set(day.slice(0, 7), (months.get(day.slice(0, 7)) ?? 0) + count);
    }
    const total = this.total(chat);
    const mine = Math.round(total * 0.47);
    return {
      messages: total,
      senders: [
        { name: PEOPLE[number]!, mine: false, messages: total - mine },
        { name: "Maren Haverkamp", mine: true, messages: mine },
      ],
      sendersTotal: 2,
      days: days.length,
      longestStreak: 38,
      streakUntil: dayOf(new Date(2025, 11, 2).getTime()),
      busiest: days.reduce((most, each) => (each.count > most.count ? each : most), days[0]!),
      shared: Math.round(total * 0.04),
      months: [...months].map(([day, count]) => ({ day, count })),
    };
  }
}
