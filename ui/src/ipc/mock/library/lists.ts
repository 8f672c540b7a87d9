import type { DayCount, Filter, Group, GroupCount, ListQuery, Order, Outline, Row } from "../../bindings";
import { DAY, NOON } from "../fixtures";
import { calendar, dayOf, timeOf, type Calendar } from "./calendar";
import { Chats } from "./chats";
import { ROW_FACTORIES } from "./row-factories";
import { SIZES } from "./sizes";

type Source = { total: number; at: (index: number) => Row; calendar: Pick<Calendar, "days"> | null };
type CachedList = { total: number; at: (index: number) => Row; days: DayCount[] };

/** Filters scan at most this many rows. */
const MAX_SCANNED = 50_000;

/** Lists that were generated. They are the same every time, so all mock clients share them. */
const CACHE = new Map<string, CachedList>();
const TIMES = new Map<string, number>();
const COUNTED = new Set<string>();

/** Every list of the mock library. `share` is the part of it that has been imported, oldest first. */
export class Lists {
  share = 1;
  version = 1;
  readonly chats: Chats;
  #sizes: Map<Group, number>;
  #calendars = new Map<Group, Calendar>();
  #huge: boolean;

  constructor(huge: boolean) {
    this.#huge = huge;
    this.chats = new Chats(huge);
    this.#sizes = new Map(SIZES);
    if (huge) this.#sizes.set("watch", 5_000_000).set("messages", 1_008_840);
  }

  groups(): GroupCount[] {
    return [...this.#sizes].map(([group, size]) => ({ group, records: Math.floor(size * this.share) }));
  }

  outline(query: ListQuery): Outline {
    const { total, days } = this.#list(query);
    return { version: this.version, total, undated: 0, days };
  }

  rows(query: ListQuery, start: number, count: number): Row[] {
    const list = this.#list(query);
    const length = Math.max(0, Math.min(count, list.total - start));
    return Array.from({ length }, (_, index) => list.at(start + index));
  }

  indexOf(query: ListQuery, id: string): number | null {
    const list = this.#list(query);
    // Ids end in a number that counts from the newest record.
    const size = this.#sizes.get(query.group) ?? 0;
    const newest = Number(id.split(" ").at(-1)) - (size - Math.floor(size * this.share));
    for (const index of [newest, list.total - 1 - newest]) {
      if (index >= 0 && index < list.total && list.at(index).id === id) return index;
    }
    for (let index = 0; index < Math.min(list.total, MAX_SCANNED); index++) {
      if (list.at(index).id === id) return index;
    }
    return null;
  }

  hits(query: ListQuery, text: string): number[] {
    const list = this.#list(query);
    const found: number[] = [];
    for (let index = 0; index < Math.min(list.total, MAX_SCANNED) && found.length < 10_000; index++) {
      const { text: words, address } = list.at(index);
      if (`${words ?? address}`.toLowerCase().includes(text.toLowerCase())) found.push(index);
    }
    return found;
  }

  #source({ group, filter }: ListQuery): Source {
    if (group === "messages") {
      const chat = filter.chat ?? "chat 0";
      return {
        total: this.chats.total(chat),
        at: (index) => this.chats.message(chat, index),
        calendar: this.chats.days(chat),
      };
    }
    const make = ROW_FACTORIES[group];
    const size = make ? (this.#sizes.get(group) ?? 0) : 0;
    let days = this.#calendars.get(group);
    if (!days) {
      const seed = group.length + size;
      days = calendar(size, new Date(2021, 1, 3), new Date(2026, 10, 21), seed);
      this.#calendars.set(group, days);
      if (size <= MAX_SCANNED) this.#count(group, size, (index) => make!(index, timeOf(days!, index)));
    }
    const total = Math.floor(size * this.share);
    const hidden = size - total;
    const at = (index: number) => this.#timed(group, make!(index + hidden, timeOf(days!, index + hidden)));
    return { total, at, calendar: hidden === 0 ? days : null };
  }

  #count(group: Group, size: number, at: (index: number) => Row): void {
    if (COUNTED.has(`${group} ${size}`)) return;
    COUNTED.add(`${group} ${size}`);
    for (let index = 0; index < size; index++) {
      const key = this.#key(group, at(index));
      if (key) TIMES.set(key, (TIMES.get(key) ?? 0) + 1);
    }
  }

  #key(group: Group, row: Row): string | null {
    const what = group === "searches" ? row.text : row.item;
    return what && `${group} ${what}`;
  }

  #timed(group: Group, row: Row): Row {
    const key = this.#key(group, row);
    const times = (key && TIMES.get(key)) || 1;
    return times > 1 ? { ...row, times } : row;
  }

  #list(query: ListQuery): CachedList {
    const key = `${this.#huge} ${this.share} ${JSON.stringify(query)}`;
    let cached = CACHE.get(key);
    if (!cached) {
      cached = this.#make(query);
      CACHE.set(key, cached);
    }
    return cached;
  }

  #make(query: ListQuery): CachedList {
    const source = this.#source(query);
    const plain = isPlain(query.filter) && (query.order === "newest" || query.order === "oldest");
    if (plain) {
      const { total } = source;
      const at = query.order === "newest" ? source.at : (index: number) => source.at(total - 1 - index);
      const days = source.calendar?.days ?? daysOf(total, source.at);
      return { total, at, days: query.order === "newest" ? days : [...days].reverse() };
    }
    let places: number[] = [];
    for (let index = 0; index < Math.min(source.total, MAX_SCANNED); index++) {
      if (passes(source.at(index), query.filter)) places.push(index);
    }
    const dated = query.order === "newest" || query.order === "oldest";
    if (query.order === "oldest") places.reverse();
    if (!dated) places = sorted(places, query.order, source.at);
    const at = (index: number) => source.at(places[index]!);
    return { total: places.length, at, days: dated ? daysOf(places.length, at) : [] };
  }
}

function daysOf(total: number, at: (index: number) => Row): DayCount[] {
  const days: DayCount[] = [];
  for (let index = 0; index < total; index++) {
    const day = dayOf(at(index).time!);
    const last = days.at(-1);
    if (last?.day === day) last.count += 1;
    else days.push({ day, count: 1 });
  }
  return days;
}

function sorted(places: number[], order: Order, at: (index: number) => Row): number[] {
  const rows = new Map(places.map((index) => [index, at(index)]));
  if (order === "text") {
    const text = (index: number) => rows.get(index)!.text ?? "\uffff";
    return places.sort((a, b) => text(a).localeCompare(text(b)));
  }
  const once = new Map<string, number>();
  for (const [index, row] of rows) {
    const what = row.item ?? row.text ?? row.id;
    if (!once.has(what)) once.set(what, index);
  }
  const times = (index: number) => rows.get(index)!.times ?? 1;
  return [...once.values()].sort((a, b) => times(b) - times(a));
}

function isPlain(filter: Filter): boolean {
  return Object.values({ ...filter, chat: null }).every(
    (each) => !each || (Array.isArray(each) && each.length === 0),
  );
}

/** Whether a record is from, to or about a person. */
const isAbout = ({ who, text, address }: Row, name: string) =>
  who === name || text === name || (address?.includes(`/@${name}/`) ?? false);

function passes(row: Row, filter: Filter): boolean {
  const date = new Date(row.time ?? 0);
  const day = dayOf(date.getTime());
  const text =
    `${row.text ?? ""} ${row.item ?? ""} ${row.fields.map((each) => each.value).join(" ")}`.toLowerCase();
  const { hourOfWeek } = filter;
  return (
    (filter.sections.length === 0 || filter.sections.includes(row.section)) &&
    filter.text
      .toLowerCase()
      .split(/\s+/)
      .every((word) => text.includes(word)) &&
    (!filter.from || day >= filter.from) &&
    (!filter.to || day <= filter.to) &&
    (!filter.dayOfYear || day.endsWith(filter.dayOfYear)) &&
    (!hourOfWeek ||
      ((date.getDay() + 6) % 7 === hourOfWeek.weekday && date.getHours() === hourOfWeek.hour)) &&
    (!filter.who || isAbout(row, filter.who)) &&
    (!filter.onlyNew || date.getTime() > NOON - 30 * DAY) &&
    (!filter.exact || row.text === filter.exact) &&
    (!filter.item || row.item === filter.item) &&
    (!filter.titled || row.text !== null) &&
    (!filter.repeated || (row.times ?? 1) > 1) &&
    (!filter.relation || row.relation === filter.relation)
  );
}
