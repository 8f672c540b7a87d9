import type { Group, Row, Section } from "../ipc/bindings";
import { groupPlace, type Place } from "../state/places";

/** The sections of each group, the one that gives it its name first. Must match `Section::group` in core. */
export const SECTIONS_OF: Record<Group, Section[]> = {
  watch: ["watch", "miniDrama"],
  likes: ["like"],
  favourites: [
    "favouriteVideo",
    "favouriteSound",
    "favouriteHashtag",
    "favouriteEffect",
    "favouriteCollection",
    "favouriteComment",
    "favouritePlace",
    "favouritePlaylist",
    "favouriteFilm",
    "sticker",
  ],
  shares: ["share", "repost"],
  searches: ["search"],
  comments: ["comment", "placeReview"],
  messages: ["message", "groupMessage", "tako"],
  posts: ["post", "deletedPost", "story", "hashtag"],
  people: ["follower", "following", "block", "profileView"],
  logins: ["login", "location"],
  live: ["liveWatched", "liveComment", "liveQuestion", "liveHosted"],
  shop: [
    "order",
    "productBrowsed",
    "cartItem",
    "voucher",
    "address",
    "shopMessage",
    "shopFavourite",
    "payCard",
    "customerSupport",
    "dispute",
    "productReview",
    "refund",
  ],
  wallet: ["giftSent", "giftBought", "coin", "transaction", "donation", "fundraiser"],
  ads: ["adInterest", "offTiktok", "adReply", "adVisit", "adPartner"],
  facts: [
    "profile",
    "autofill",
    "aiMoji",
    "settings",
    "thirdParty",
    "device",
    "summary",
    "liveSettings",
    "technical",
  ],
  other: ["other"],
};

const GROUPS = new Map(
  Object.entries(SECTIONS_OF).flatMap(([group, sections]) => sections.map((each) => [each, group as Group])),
);

export const groupOf = (section: Section): Group => GROUPS.get(section) ?? "other";

/** Where a record is shown: in its list, or in its chat. */
export const recordPlace = ({ section, id, chat }: Row): Place =>
  groupPlace(groupOf(section), { record: id, filter: { chat } });
