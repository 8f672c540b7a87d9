import type { Row } from "../../ipc/bindings";
import { plainDay } from "../../text/dates";
import { DAY } from "../../text/format";
import { m } from "../../text/messages";

/* What is known about a video that a record is about. Most exports have only its number. */

/** TikTok was launched in September 2016. */
const LAUNCH = Date.UTC(2016, 8, 1);

/**
 * When the video with this number was posted: the upper 32 bits are Unix seconds. `null` if that is not plausible.
 * A record of the video, made at `recordedAt`, cannot be older than the video; a day is allowed for wrong clocks.
 */
export function postedAt(item: string, recordedAt: number | null): number | null {
  if (!/^\d{1,19}$/.test(item)) return null;
  const time = Number(BigInt(item) >> 32n) * 1000;
  return time >= LAUNCH && time <= (recordedAt ?? Date.now()) + DAY ? time : null;
}

/** When the video of a record was posted. Numbers of sounds and hashtags are of another kind. */
export const videoPostedAt = ({ item, time, postedAt: decoded }: Row): number | null =>
  item === null || decoded === null ? null : postedAt(item, time);

/** The account in a link to TikTok, `@name`. Digits alone are an account's number, not its name. */
export function creatorOf({ address }: Row): string | null {
  const name = /^https:\/\/(?:www\.)?tiktok\.com\/@([\w.]{2,})(?:[/?#]|$)/.exec(address ?? "")?.[1];
  return name === undefined || /^\d+$/.test(name) ? null : `@${name}`;
}

/** `Video by @name, posted 5 Oct 2020`, as far as it is known. `null` if nothing is. */
export function videoName(row: Row): string | null {
  const posted = videoPostedAt(row);
  const [day, name] = [posted === null ? null : plainDay(posted), creatorOf(row)];
  if (day !== null) return name === null ? m.video_from({ day }) : m.video_by_from({ name, day });
  return name === null ? null : m.video_by({ name });
}

/** The name of a video where its date stands beside it: `Video by @name`, or `Video`. */
export function shortVideoName(row: Row): string {
  const name = creatorOf(row);
  return name === null ? m.row_video() : m.video_by({ name });
}
