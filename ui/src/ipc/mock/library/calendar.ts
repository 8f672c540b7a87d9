import type { DayCount } from "../../bindings";
import { random } from "./random";

/** Days with records, newest first, and the number of records before each. */
export type Calendar = { days: DayCount[]; starts: number[]; before: number[]; total: number };

export const dayOf = (time: number): string => {
  const date = new Date(time);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
};

/** Distributes records over a range of days: more in later years and at weekends, none in the summer of 2023. */
export function calendar(total: number, from: Date, to: Date, seed: number): Calendar {
  const starts: number[] = [];
  for (let day = to; day >= from; day = new Date(day.getFullYear(), day.getMonth(), day.getDate() - 1)) {
    const gap = day.getFullYear() === 2023 && day.getMonth() >= 5 && day.getMonth() <= 8;
    if (!gap) starts.push(day.getTime());
  }
  const weights = starts.map((start, index) => {
    const date = new Date(start);
    const busy = [0, 6].includes(date.getDay()) ? 1.4 : 1;
    return busy * (0.4 + random(index, seed)) * (0.5 + (date.getFullYear() - 2020) / 5);
  });
  const all = weights.reduce((sum, each) => sum + each, 0);
  const made: Calendar = { days: [], starts: [], before: [], total };
  let weight = 0;
  let done = 0;
  starts.forEach((start, index) => {
    weight += weights[index]!;
    const upTo = index === starts.length - 1 ? total : Math.round((total * weight) / all);
    if (upTo <= done) return;
    made.days.push({ day: dayOf(start), count: upTo - done });
    made.starts.push(start);
    made.before.push(done);
    done = upTo;
  });
  return made;
}

/** Relative number of records in each hour of the day, from midnight. */
const HOURS = [4, 2, 1, 0, 0, 1, 1, 3, 3, 1, 1, 2, 3, 3, 2, 2, 3, 4, 5, 6, 8, 11, 13, 8];
const SUMS = HOURS.map((_, hour) => HOURS.slice(0, hour).reduce((sum, each) => sum + each, 0));
const SUM = HOURS.reduce((sum, each) => sum + each, 0);

/** The time of the record at an index; higher indexes are earlier. */
export function timeOf(made: Calendar, index: number): number {
  let low = 0;
  let high = made.before.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (made.before[middle]! <= index) low = middle;
    else high = middle - 1;
  }
  const count = made.days[low]!.count;
  const within = (count - 1 - (index - made.before[low]!) + 0.2 + 0.6 * random(index, 3)) / count;
  const weight = within * SUM;
  const hour = SUMS.filter((sum) => sum <= weight).length - 1;
  const part = (weight - SUMS[hour]!) / (HOURS[hour]! || 1);
  return made.starts[low]! + Math.floor((hour + part) * 3_600) * 1000;
}
