import type { Row, Section } from "../../bindings";
import { random } from "./random";

/** A record with only a section and a time. */
export function row(id: string, section: Section, time: number | null, changes: Partial<Row> = {}): Row {
  return {
    id,
    section,
    time,
    text: null,
    cut: false,
    who: null,
    mine: false,
    chat: null,
    item: null,
    postedAt: null,
    times: null,
    address: null,
    standsFor: null,
    relation: null,
    fields: [],
    ...changes,
  };
}

export const field = (name: string, value: string) => ({ name, value });

/** A video's id contains the second in which it was posted. */
export function video(
  postedAt: number,
  index: number,
  creator = "",
): Pick<Row, "item" | "postedAt" | "address"> {
  const second = Math.floor(postedAt / 1000);
  const low = Math.floor(random(index, 11) * 2 ** 32);
  const item = ((BigInt(second) << 32n) | BigInt(low)).toString();
  return { item, postedAt: second * 1000, address: `https://www.tiktok.com/@${creator}/video/${item}` };
}
