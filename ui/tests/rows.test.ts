import { describe, expect, it } from "vitest";

import type { Field, Group, Row, Section } from "../src/ipc/bindings";
import { row } from "../src/ipc/mock/library/row";
import { secondaryText } from "../src/library/days/secondary-text";
import { chips } from "../src/library/days/filters";
import { postedAt, videoPostedAt } from "../src/library/days/video-text";
import { NO_FILTER } from "../src/ipc/no-filter";
import { video } from "../src/ipc/mock/library/row";
import { accessibleName, clipboardText, mainOf, rowText } from "../src/library/days/row-text";

type Given = Partial<Omit<Row, "fields">> & { fields?: Record<string, string> };

function made(section: Section, { fields, ...rest }: Given): Row {
  const all: Field[] = Object.entries(fields ?? {}).map(([name, value]) => ({ name, value }));
  return row("1", section, 0, { ...rest, fields: all });
}

/** The main and the secondary text of a row. */
const shown = (section: Section, group: Group, given: Given) => {
  const it = made(section, given);
  const main = mainOf(it);
  return ["video" in main ? main.video : rowText(it), secondaryText(it, group)];
};

describe("shop rows", () => {
  it("show the item, the price and the status", () => {
    const fields = {
      "Products › product_name": "Bread tin",
      "Products › quantity": "2",
      "Receiver › Address": "Am Deich 0",
      order_number: "576291000000000113",
      order_status: "Completed",
      total_price: "€12.90",
    };
    expect(shown("order", "shop", { text: "Bread tin · Lid", fields })).toEqual([
      "Bread tin · Lid",
      "€12.90 · Completed",
    ]);
  });

  it("show the seller", () => {
    expect(shown("productBrowsed", "shop", { text: "Hook", who: "tin & time" })[1]).toBe("tin & time");
    const cart = { text: "Hook", who: "tin & time", fields: { SkuCount: "3" } };
    expect(shown("cartItem", "shop", cart)[1]).toBe("3 pieces · tin & time");
    expect(shown("cartItem", "shop", { ...cart, fields: { SkuCount: "1" } })[1]).toBe("tin & time");
    expect(shown("shopMessage", "shop", { text: "In stock?", who: "tin & time" })[1]).toBe("tin & time");
  });

  it("show all fields if their names are in an unknown language", () => {
    const fields = { Totaalprijs: "€ 12,90", Status: "N/A", Bezorgdienst: "Postbode" };
    expect(shown("order", "shop", { text: "Broodblik", fields })[1]).toBe("€ 12,90 · Postbode");
  });
});

describe("wallet rows", () => {
  it("show the amount and the currency", () => {
    const fields = {
      Amount: "5.49",
      Currency: "EUR",
      Status: "Completed",
      Transaction_ID: "7200000000000000094",
    };
    expect(shown("transaction", "wallet", { text: "Recharge", fields })).toEqual([
      "Recharge",
      "5.49 EUR · Completed",
    ]);
    for (const fields of [
      { CoinAmount: "1400", Type: "Purchase" },
      { Type: "Purchase", CoinAmount: "1400" },
    ]) {
      expect(shown("coin", "wallet", { fields })).toEqual(["1,400 coins", "Purchase"]);
    }
    expect(shown("coin", "wallet", { fields: { CoinAmount: "many" } })[0]).toBe("many");
  });

  it("show the recipient of a gift", () => {
    expect(shown("giftSent", "wallet", { who: "noor", fields: { GiftAmount: "5" } })).toEqual(["noor", "5"]);
    expect(shown("giftSent", "wallet", { fields: { GiftAmount: "5" } })[0]).toBe("5");
  });
});

describe("LIVE rows", () => {
  it("show the room number if TikTok still has it", () => {
    const of = (Room: string) => shown("liveWatched", "live", { fields: { Room } });
    expect(of("7681763965689001157")).toEqual(["LIVE room 7681763965689001157", ""]);
    expect(of("-1")).toEqual(["LIVE room", ""]);
  });

  it("show the statistics of the user's own LIVE", () => {
    const fields = {
      RoomId: "7681763965689001157",
      LiveDuration: "00:31:12",
      TotalView: "96",
      TotalLike: "1",
    };
    expect(shown("liveHosted", "live", { text: "mugs", fields })).toEqual([
      "mugs",
      "00:31:12 · 96 views · 1 like",
    ]);
    expect(shown("liveHosted", "live", { fields })[0]).toBe("LIVE room 7681763965689001157");
  });
});

it("shows the place of a place review once", () => {
  const fields = { PlaceName: "Café am Siel" };
  expect(shown("placeReview", "comments", { text: "good bread", fields })[1]).toBe("Café am Siel");
  expect(shown("placeReview", "comments", { text: "Café am Siel", fields })[1]).toBe("");
});

it("shows who sent off-TikTok data, and what", () => {
  const fields = { Source: "shop.example", Event: "Purchase" };
  expect(shown("offTiktok", "ads", { fields })).toEqual(["shop.example", "Purchase"]);
  expect(accessibleName(made("offTiktok", { fields }), "ads", ["adInterest", "offTiktok"])).toMatch(
    /, shop\.example, Purchase, /,
  );
});

describe("rows of videos", () => {
  const DAY = 86_400_000;
  const posted = Date.UTC(2020, 9, 5, 12);
  const time = Date.UTC(2026, 10, 21, 12);
  const seen = (creator?: string) => ({ ...video(posted, 1, creator), time });
  const plain = (texts: string[]) => texts.map((each) => each.replaceAll("\u00a0", " "));

  it("say by whom a video is if that is known, and beside it when it was posted, not its number", () => {
    const of = (given: Given) => plain(shown("watch", "watch", given));
    expect(of(seen())).toEqual(["Video", "posted Oct 5, 2020"]);
    expect(of(seen("slow.bread"))).toEqual(["Video by @slow.bread", "posted Oct 5, 2020"]);
    expect(of(seen("6712345678901234567"))[0]).toBe("Video");
    // Where nothing stands beside it.
    expect(plain([rowText(made("watch", seen("slow.bread")))])).toEqual([
      "Video by @slow.bread, posted Oct 5, 2020",
    ]);
    expect(of({ ...seen("slow.bread"), text: "Two loaves" })).toEqual([
      "Two loaves · @slow.bread",
      "posted Oct 5, 2020",
    ]);
  });

  it("give no date that a number cannot have", () => {
    const number = (at: number) => video(at, 1).item!;
    expect(postedAt("7710222211578000226", null)).toBe(1_795_176_000_000);
    expect(postedAt(number(Date.UTC(2016, 7, 31)), time)).toBeNull();
    expect(postedAt(number(Date.UTC(2016, 8, 1)), time)).toBe(Date.UTC(2016, 8, 1));
    expect(postedAt(number(time + DAY), time)).toBe(time + DAY);
    expect(postedAt(number(time + DAY + 1000), time)).toBeNull();
    expect(postedAt("not a number", null)).toBeNull();
    const future = made("like", { ...video(time + 2 * DAY, 1, "slow.bread"), time });
    expect(videoPostedAt(future)).toBeNull();
    expect([rowText(future), secondaryText(future, "likes")]).toEqual(["Video by @slow.bread", ""]);
    const unknown = { ...future, address: null };
    expect(rowText(unknown)).toBe(`Video ${unknown.item}`);
    const sound = made("favouriteSound", { item: number(posted), time });
    expect(rowText(sound)).toBe(`Sound ${sound.item}`);
  });

  it("say which video was shared, and how", () => {
    const fields = { Method: "copy_link" };
    const share = (given: Given) => plain(shown("share", "shares", { time, fields, ...given }));
    expect(share({ ...seen(), text: "video" })).toEqual(["Video posted Oct 5, 2020", "copy link"]);
    const address = "https://www.tiktok.com/@slow.bread";
    expect(share({ text: "profile", address })[0]).toBe("profile · @slow.bread");
  });

  it("are copied and read out with that name; the number is in the link", () => {
    const one = made("like", seen());
    expect(clipboardText(one, "likes")).toMatch(/\tVideo\tposted Oct 5, 2020\t.*\/video\/\d+$/);
    expect(accessibleName(one, "likes", ["like"])).toMatch(/^Video, posted Oct 5, 2020, /);
    const chip = (item: string) => chips({ ...NO_FILTER, item }, () => null)[0]!.text;
    expect(plain([chip(one.item!)])).toEqual(["Only the video posted Oct 5, 2020"]);
    expect(chip("12")).toBe("Only video 12");
  });

  it("name one record in the singular where lists mix sections", () => {
    const of = (section: Section) =>
      accessibleName(made(section, { text: "noor" }), "people", ["follower", "following"]);
    expect(of("follower")).toMatch(/^Follower, noor/);
    expect(of("following")).toMatch(/^Following, noor/);
  });
});
