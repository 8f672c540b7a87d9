import type { Chat, ListQuery, PageAbout, PageFact, PageRows, PageTexts, Section } from "../../ipc/bindings";
import { shownBackups, shownPerson } from "../../state/select";
import type { State } from "../../state/reduce";
import { apart, count, moment, unmarked } from "../../text/format";
import { locale } from "../../text/locale";
import { m } from "../../text/messages";
import { personName, subject } from "../../text/names";
import { ORDER } from "../days/filters";
import { kindOf } from "../days/row-text";
import { STANDS } from "../messages/message-text";
import { SECTIONS_OF } from "../sections";
import { conditions, listTitle } from "./list-name";
import { pageDates } from "./page-dates";

/* The texts of a list that is saved as a page. Words in braces are filled in where the page is made. */

/** The texts of a page for this list, made at this time. */
export function pageTexts(query: ListQuery, chat: Chat | null, state: State, now: number): PageTexts {
  return {
    language: locale,
    title: unmarked(listTitle(query, chat)),
    isChat: chat !== null,
    facts: facts(query, chat, state, now).map(({ label, value }) => ({ label, value: unmarked(value) })),
    backups: Object.fromEntries(
      state.backups.map(({ id, fileName, request, asOf, savedAt }) => [
        id,
        m.page_backup({ name: fileName ?? subject(request), day: moment(asOf), saved: moment(savedAt) }),
      ]),
    ),
    dates: pageDates(),
    about: about(state),
    rows: rows(query),
  };
}

function facts(query: ListQuery, chat: Chat | null, state: State, now: number): PageFact[] {
  const person = shownPerson(state);
  const shown = conditions(query, shownBackups(state)).join("; ");
  const everything = chat === null ? m.page_everything() : m.page_whole_chat();
  const made = m.page_made_by({ when: moment(now), version: state.app.version });
  const found: (PageFact | null)[] = [
    person && { label: m.page_account(), value: personName(person, state.backups) },
    { label: m.page_filter(), value: shown === "" ? everything : shown },
    chat === null ? { label: m.page_order(), value: ORDER[query.order]() } : null,
    chat !== null && chat.earlierNames.length > 0
      ? { label: m.page_earlier_names(), value: chat.earlierNames.map(apart).join(", ") }
      : null,
    { label: m.page_made(), value: made },
  ];
  return found.filter((each) => each !== null);
}

const about = ({ app }: State): PageAbout => ({
  records: m.page_records(),
  thousands: count(1000).replace(/\d/g, ""),
  zone: m.page_zone(),
  zoneOffsets: m.page_zone_offsets({ zone: "{zone}", offsets: "{offsets}" }),
  backups: m.page_backups(),
  part: m.page_part({ count: "{count}" }),
  archives: m.page_archives(),
  noChecksum: m.page_no_checksum(),
  checksum: m.page_checksum(),
  checksumOf: m.page_checksum_of({ version: app.version }),
  proof: m.page_proof(),
  print: m.page_print(),
  undated: m.page_undated(),
});

function rows({ group, filter }: ListQuery): PageRows {
  const sections = filter.sections.length > 0 ? filter.sections : SECTIONS_OF[group];
  const named = sections.flatMap((section): [Section, string][] => {
    const kind = kindOf({ section }, sections);
    return kind === null ? [] : [[section, kind]];
  });
  return {
    kinds: Object.fromEntries(named),
    stands: {
      sharedVideo: STANDS.sharedVideo(),
      sharedLink: STANDS.sharedLink(),
      picture: STANDS.picture(),
      sticker: STANDS.sticker(),
      voice: STANDS.voice(),
      media: STANDS.media(),
    },
    missing: m.placeholder_missing({ what: "{what}" }),
    someone: m.chat_someone(),
    videoFrom: m.video_from({ day: "{day}" }),
    videoBy: m.video_by({ name: "{name}" }),
    videoByFrom: m.video_by_from({ name: "{name}", day: "{day}" }),
    video: m.row_video(),
    posted: m.row_posted({ day: "{day}" }),
    // Only what recurs is counted.
    times: m.row_times({ count: 2, shown: "{count}" }),
    noText: m.row_no_text(),
    link: m.page_link(),
  };
}
