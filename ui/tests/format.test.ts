import { describe, expect, it } from "vitest";

import { hourName, timeOfDay, timeWithSeconds } from "../src/text/dates";
import { fieldName } from "../src/text/field-name";
import { bytes, countdown, daysLeft, initials, moment, rate, room, span } from "../src/text/format";

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ");

describe("format", () => {
  it("sizes are decimal, with one decimal place from MB on", () => {
    expect([0, 999, 1000, 12_400, 999_999, 412_600_000, 1_300_000_000].map((n) => plain(bytes(n)))).toEqual([
      "0 bytes",
      "999 bytes",
      "1 kB",
      "12 kB",
      "1.0 MB",
      "412.6 MB",
      "1.3 GB",
    ]);
  });

  it("free space has no tenths", () => {
    expect([214_300_000, 212_000_000_000, 1_500_000_000].map((n) => plain(room(n)))).toEqual([
      "214 MB",
      "212 GB",
      "1.5 GB",
    ]);
    expect(plain(rate(6_400_000))).toBe("6.4 MB/s");
  });

  it("durations show their two largest units", () => {
    expect([41_000, 252_000, 3_900_000, 334_800_000, -5].map((n) => plain(span(n)))).toEqual([
      "41 s",
      "4 min 12 s",
      "1 h 5 min",
      "3 d 21 h",
      "0 s",
    ]);
    expect([272_000, 60_000, 59_001, -1].map(countdown)).toEqual(["4:32", "1:00", "1:00", "0:00"]);
    expect(daysLeft(10 * 86_400_000, 9.5 * 86_400_000)).toBe(1);
  });

  it("times of a 12-hour clock have no leading zero", () => {
    // The tests run in English of the United States.
    const time = new Date(2026, 10, 21, 8, 30, 5).getTime();
    expect([timeOfDay(time), timeWithSeconds(time), hourName(8)].map(plain)).toEqual([
      "8:30 AM",
      "8:30:05 AM",
      "8 AM",
    ]);
    expect(plain(moment(time))).toMatch(/, 8:30 AM$/);
  });

  it("names of fields are words", () => {
    expect(
      [
        "bioDescription",
        "PlatformInfo",
        "TikTokShopData",
        "videosWatchedToTheEnd",
        "userName",
        "accountID",
        "App Version",
        "Имя",
        "note",
      ].map(fieldName),
    ).toEqual([
      "Bio description",
      "Platform info",
      "TikTok shop data",
      "Videos watched to the end",
      "User name",
      "Account ID",
      "App Version",
      "Имя",
      "note",
    ]);
  });

  it("initials are whole characters of the first and the last name", () => {
    expect(["Maren Haverkamp", "Jo", " ", "𝒜da L", "نور الهدى"].map(initials)).toEqual([
      "MH",
      "J",
      "",
      "𝒜L",
      "نا",
    ]);
  });
});
