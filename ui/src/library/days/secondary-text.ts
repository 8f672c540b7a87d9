import type { Group, Relation, Row, Section } from "../../ipc/bindings";
import { plainDay } from "../../text/dates";
import { codeName } from "../../text/field-name";
import { count } from "../../text/format";
import { m } from "../../text/messages";
import { ofVideos } from "./filters";
import { numberOf, nonEmpty, normalized, valueOf } from "./values";
import { videoPostedAt } from "./video-text";

const RELATION: Record<Relation, () => string> = {
  mutual: m.relation_short_mutual,
  notBack: m.relation_short_notBack,
  notFollowed: m.relation_short_notFollowed,
};

const MEDIA: [field: string, word: () => string][] = [
  ["photo", m.field_photo],
  ["video", m.field_video],
  ["sticker", m.field_sticker],
];

type Word = string | null | undefined;
type Counted = (inputs: { count: number; shown: string }) => string;

const counted = (number: number | undefined, words: Counted, least = 1): Word =>
  number !== undefined && number >= least ? words({ count: number, shown: count(number) }) : null;

const likes = (row: Row, name: string) => counted(numberOf(row, name), m.row_likes);

function post(row: Row): Word[] {
  const photos = valueOf(row, "link")?.split("\n").filter(Boolean).length;
  return [counted(photos, m.row_photos, 2), likes(row, "likes"), valueOf(row, "whocanview")];
}

/**
 * The most informative details of a record besides its main text. Sections that are not listed show all other fields.
 */
const DETAILS: Partial<Record<Section, (row: Row) => Word[]>> = {
  comment: (row) => {
    const has = MEDIA.find(([field]) => valueOf(row, field) !== undefined);
    return [has && m.row_with({ what: has[1]() })];
  },
  placeReview: (row) => [row.text === valueOf(row, "placename") ? null : valueOf(row, "placename")],
  post,
  deletedPost: post,
  story: post,
  hashtag: post,
  order: (row) => [valueOf(row, "totalprice"), valueOf(row, "orderstatus")],
  productBrowsed: (row) => [row.who],
  cartItem: (row) => [counted(numberOf(row, "skucount"), m.row_pieces, 2), row.who],
  voucher: (row) => [valueOf(row, "vouchertext"), valueOf(row, "status")],
  shopMessage: (row) => [row.who],
  shopFavourite: (row) => [row.who],
  giftSent: (row) => [valueOf(row, "giftamount")],
  coin: (row) => [valueOf(row, "type")],
  transaction: (row) => [
    [valueOf(row, "amount"), valueOf(row, "currency")].filter(Boolean).join(" "),
    valueOf(row, "status"),
  ],
  liveWatched: () => [],
  liveComment: () => [],
  liveQuestion: () => [],
  liveHosted: (row) => [
    valueOf(row, "liveduration"),
    counted(numberOf(row, "totalview"), m.row_views),
    likes(row, "totallike"),
  ],
};

/** The secondary text of a row. */
export function secondaryText(row: Row, group: Group): string {
  if (ofVideos(group)) return aboutVideo(row);
  if (group === "people") return row.relation === null ? "" : RELATION[row.relation]();
  const details = DETAILS[row.section]?.(row).filter(Boolean) ?? [];
  // If the field names are in an unknown language, all fields are shown.
  const all =
    details.length === 0 && (DETAILS[row.section] === undefined || group === "shop" || group === "wallet");
  return (all ? otherFields(row) : details).join(" · ");
}

/** When the video was posted; of a share, how, since its name says when. */
function aboutVideo(row: Row): string {
  if (row.section === "share") return codeName(valueOf(row, "method") ?? "");
  const posted = videoPostedAt(row);
  return posted === null ? "" : m.row_posted({ day: plainDay(posted) });
}

const otherFields = ({ text, item, fields }: Row) =>
  nonEmpty(fields)
    .slice(text === null && item === null ? 1 : 0)
    .map(({ name, value }) => (normalized(name) === "event" ? codeName(value) : value));
