import type { Field, Group, Row, Section } from "../../bindings";
import { DAY } from "../fixtures";
import { random, pick } from "./random";
import { field, row, video } from "./row";
import { CAPTIONS, COMMENTS, HANDLES, TERMS, TITLES } from "./sample-text";

type Make = (index: number, time: number) => Row;

/** A fifth of the watched videos are repeats. */
function seen(index: number, time: number) {
  const isRepeat = random(index, 5) < 0.2;
  const which = isRepeat ? Math.floor(random(index, 6) * 900) : index + 10_000;
  const age = isRepeat ? DAY * 400 : random(index, 8) ** 3 * DAY * 900;
  const base = isRepeat ? Date.UTC(2020, 1 + (which % 12), 1 + (which % 28)) : time - age;
  const creator = random(which, 12) < 0.15 ? pick(CREATORS, which, 13) : "";
  return { ...video(base, which, creator), text: random(which, 9) < 0.2 ? pick(TITLES, which, 10) : null };
}

const ads: Field[][] = [
  [field("Source", "shop.example"), field("Event", "View content")],
  [field("Source", "tram-tickets.example"), field("Event", "Purchase")],
  [field("Source", "com.example.weather"), field("Event", "Launch app")],
];
const phones = ["iPhone 15", "Pixel 8", "SM-G991B"];
const systems = ["iOS 19.1", "Android 16", "Android 14"];

function login(index: number, time: number): Row {
  const which = Math.floor(random(index, 21) ** 2 * 3);
  const ip = random(index, 22) < 0.3 ? "2001:db8:85a3::8a2e:370:7334" : `203.0.113.${index % 250}`;
  return row(`login ${index}`, "login", time, {
    fields: [
      field("IP", ip),
      field("DeviceModel", phones[which]!),
      field("DeviceSystem", systems[which]!),
      field("NetworkType", random(index, 23) < 0.7 ? "Wi-Fi" : "4G"),
      field("Carrier", random(index, 24) < 0.5 ? "" : "Telekom.de"),
    ],
  });
}

const PRODUCTS = ["Washi paper, 40 sheets", "Brass lantern hook", "Bread tin with lid"];
const CREATORS = HANDLES.filter((name) => /^[\w.]+$/.test(name));
const SHOPS = ["papier.example", "tin & time"];
const FAVOURITES: Section[] = ["favouriteVideo", "favouriteSound", "favouriteHashtag", "favouriteCollection"];

/** Creates the record at an index of a group's list. */
export const ROW_FACTORIES: Partial<globalThis.Record<Group, Make>> = {
  watch: (index, time) => row(`watch ${index}`, "watch", time, seen(index, time)),
  likes: (index, time) => row(`like ${index}`, "like", time, seen(index + 3, time)),
  favourites: (index, time) => {
    const section = FAVOURITES[Math.floor(random(index, 30) ** 2 * FAVOURITES.length)]!;
    const named = { text: pick(TITLES, index, 31) };
    return row(`favourite ${index}`, section, time, section === "favouriteVideo" ? seen(index, time) : named);
  },
  shares: (index, time) =>
    row(`share ${index}`, index % 9 === 0 ? "repost" : "share", time, {
      ...seen(index, time),
      ...(index % 9 === 0 ? {} : { text: "video" }),
      fields:
        index % 9 === 0 ? [] : [field("Method", pick(["copy_link", "whatsapp", "chat_head"], index, 32))],
    }),
  searches: (index, time) => row(`search ${index}`, "search", time, { text: pick(TERMS, index, 33) }),
  comments: (index, time) =>
    row(`comment ${index}`, "comment", time, {
      text: index % 17 === 0 ? null : pick(COMMENTS, index, 34),
      ...(index % 3 === 0 ? video(time - DAY, index) : {}),
      fields: index % 17 === 0 ? [field("photo", "https://p16.example/photo.jpg")] : [],
    }),
  posts: (index, time) =>
    row(`post ${index}`, index % 19 === 7 ? "deletedPost" : "post", time, {
      text: index % 4 === 3 ? null : pick(CAPTIONS, index, 35),
      fields: [
        field(
          "Link",
          index % 5 === 2
            ? "https://v.example/1\nhttps://v.example/2\nhttps://v.example/3"
            : "https://v.example/1",
        ),
        field("Likes", String(Math.floor(random(index, 36) ** 3 * 1200))),
        field("WhoCanView", pick(["Everyone", "Friends", "Only me"], index, 37)),
        field("Sound", "original sound"),
      ],
    }),
  logins: login,
  live: (index, time) =>
    row(`live ${index}`, index % 3 === 0 ? "liveComment" : "liveWatched", time, {
      text: index % 3 === 0 ? pick(COMMENTS, index, 38) : null,
      fields: [field("Room", `71${String(Math.floor(random(index, 40) * 1e17)).padStart(17, "0")}`)],
    }),
  shop: (index, time) => {
    const text = pick(PRODUCTS, index, 41);
    if (index % 7 > 0)
      return row(`shop ${index}`, "productBrowsed", time, { text, who: pick(SHOPS, index, 42) });
    return row(`shop ${index}`, "order", time, {
      text,
      fields: [
        field("Products › quantity", "1"),
        field("order_number", `576291${String(index).padStart(12, "0")}`),
        field("order_status", "Completed"),
        field("total_price", "€12.90"),
      ],
    });
  },
  wallet: (index, time) =>
    index % 2
      ? row(`coins ${index}`, "coin", time, {
          fields: [field("CoinAmount", String(70 * (1 + (index % 3)))), field("Type", "Purchase")],
        })
      : row(`gift ${index}`, "giftSent", time, {
          who: pick(HANDLES, index, 43),
          fields: [field("GiftAmount", "5")],
        }),
  ads: (index, time) => row(`ad ${index}`, "offTiktok", time, { fields: ads[index % 3]! }),
  people: (index, time) => {
    const section = index % 41 === 40 ? "block" : random(index, 50) < 0.4 ? "follower" : "following";
    const mutual = random(index, 51) < 0.5;
    const one = section === "follower" ? "notFollowed" : "notBack";
    return row(`person ${index}`, section, time, {
      text: `${pick(HANDLES, index, 52)}${index > 40 ? index : ""}`,
      relation: section === "block" ? null : mutual ? "mutual" : one,
    });
  },
};
