import type { Field, Group, Row, Section } from "../../bindings";
import { DAY } from "../fixtures";
import { chance, pick } from "./random";
import { field, row, video } from "./row";
import { CAPTIONS, COMMENTS, HANDLES, TERMS, TITLES } from "./sample-text";

type Make = (place: number, time: number) => Row;

/** A fifth of the watched videos are repeats. */
function seen(place: number, time: number) {
  const again = chance(place, 5) < 0.2;
  const which = again ? Math.floor(chance(place, 6) * 900) : place + 10_000;
  const age = again ? DAY * 400 : chance(place, 8) ** 3 * DAY * 900;
  const base = again ? Date.UTC(2020, 1 + (which % 12), 1 + (which % 28)) : time - age;
  return { ...video(base, which), text: chance(which, 9) < 0.2 ? pick(TITLES, which, 10) : null };
}

const ads: Field[][] = [
  [field("Source", "shop.example"), field("Event", "View content")],
  [field("Source", "tram-tickets.example"), field("Event", "Purchase")],
  [field("Source", "com.example.weather"), field("Event", "Launch app")],
];
const phones = ["iPhone 15", "Pixel 8", "SM-G991B"];
const systems = ["iOS 19.1", "Android 16", "Android 14"];

function login(place: number, time: number): Row {
  const which = Math.floor(chance(place, 21) ** 2 * 3);
  const ip = chance(place, 22) < 0.3 ? "2001:db8:85a3::8a2e:370:7334" : `203.0.113.${place % 250}`;
  return row(`login ${place}`, "login", time, {
    fields: [
      field("IP", ip),
      field("DeviceModel", phones[which]!),
      field("DeviceSystem", systems[which]!),
      field("NetworkType", chance(place, 23) < 0.7 ? "Wi-Fi" : "4G"),
      field("Carrier", chance(place, 24) < 0.5 ? "" : "Telekom.de"),
    ],
  });
}

const PRODUCTS = ["Washi paper, 40 sheets", "Brass lantern hook", "Bread tin with lid"];
const SHOPS = ["papier.example", "tin & time"];
const FAVOURITES: Section[] = ["favouriteVideo", "favouriteSound", "favouriteHashtag", "favouriteCollection"];

/** Creates the record at an index of a group's list. */
export const MAKERS: Partial<globalThis.Record<Group, Make>> = {
  watch: (place, time) => row(`watch ${place}`, "watch", time, seen(place, time)),
  likes: (place, time) => row(`like ${place}`, "like", time, seen(place + 3, time)),
  favourites: (place, time) => {
    const section = FAVOURITES[Math.floor(chance(place, 30) ** 2 * FAVOURITES.length)]!;
    const named = { text: pick(TITLES, place, 31) };
    return row(`favourite ${place}`, section, time, section === "favouriteVideo" ? seen(place, time) : named);
  },
  shares: (place, time) =>
    row(`share ${place}`, place % 9 === 0 ? "repost" : "share", time, {
      ...seen(place, time),
      fields: [
        field("SharedContent", "video"),
        field("Method", pick(["copy_link", "whatsapp", "chat_head"], place, 32)),
      ],
    }),
  searches: (place, time) => row(`search ${place}`, "search", time, { text: pick(TERMS, place, 33) }),
  comments: (place, time) =>
    row(`comment ${place}`, "comment", time, {
      text: place % 17 === 0 ? null : pick(COMMENTS, place, 34),
      ...(place % 3 === 0 ? video(time - DAY, place) : {}),
      fields: place % 17 === 0 ? [field("photo", "https://p16.example/photo.jpg")] : [],
    }),
  posts: (place, time) =>
    row(`post ${place}`, place % 19 === 7 ? "deletedPost" : "post", time, {
      text: place % 4 === 3 ? null : pick(CAPTIONS, place, 35),
      fields: [
        field(
          "Link",
          place % 5 === 2
            ? "https://v.example/1\nhttps://v.example/2\nhttps://v.example/3"
            : "https://v.example/1",
        ),
        field("Likes", String(Math.floor(chance(place, 36) ** 3 * 1200))),
        field("WhoCanView", pick(["Everyone", "Friends", "Only me"], place, 37)),
        field("Sound", "original sound"),
      ],
    }),
  logins: login,
  live: (place, time) =>
    row(`live ${place}`, place % 3 === 0 ? "liveComment" : "liveWatched", time, {
      text: place % 3 === 0 ? pick(COMMENTS, place, 38) : null,
      fields: [field("Room", `71${String(Math.floor(chance(place, 40) * 1e17)).padStart(17, "0")}`)],
    }),
  shop: (place, time) => {
    const text = pick(PRODUCTS, place, 41);
    if (place % 7 > 0)
      return row(`shop ${place}`, "productBrowsed", time, { text, who: pick(SHOPS, place, 42) });
    return row(`shop ${place}`, "order", time, {
      text,
      fields: [
        field("Products › quantity", "1"),
        field("order_number", `576291${String(place).padStart(12, "0")}`),
        field("order_status", "Completed"),
        field("total_price", "€12.90"),
      ],
    });
  },
  wallet: (place, time) =>
    place % 2
      ? row(`coins ${place}`, "coin", time, {
          fields: [field("CoinAmount", String(70 * (1 + (place % 3)))), field("Type", "Purchase")],
        })
      : row(`gift ${place}`, "giftSent", time, {
          who: pick(HANDLES, place, 43),
          fields: [field("GiftAmount", "5")],
        }),
  ads: (place, time) => row(`ad ${place}`, "offTiktok", time, { fields: ads[place % 3]! }),
  people: (place, time) => {
    const section = place % 41 === 40 ? "block" : chance(place, 50) < 0.4 ? "follower" : "following";
    const mutual = chance(place, 51) < 0.5;
    const one = section === "follower" ? "notFollowed" : "notBack";
    return row(`person ${place}`, section, time, {
      text: `${pick(HANDLES, place, 52)}${place > 40 ? place : ""}`,
      relation: section === "block" ? null : mutual ? "mutual" : one,
    });
  },
};
