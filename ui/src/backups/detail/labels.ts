import type {
  InferredBy,
  Kind,
  NoteKind,
  Permission,
  Provenance,
  ProvenanceLabel,
  ReadNote,
  SectionLine,
  SectionState,
  SkipReason,
  UnreadableKind,
} from "../../ipc/bindings";
import type { IconName } from "../../components/icons";
import { exactMoment } from "../../text/dates";
import { count } from "../../text/format";
import { m } from "../../text/messages";
import { KIND } from "../../text/names";
import { SECTION, sectionTitle } from "../../text/sections";
import type { Sections } from "./import-summary";

export const STATE_LABEL: Record<
  SectionState,
  { icon: IconName; tone: "ok" | "warn" | "mute"; name: () => string }
> = {
  found: { icon: "seal", tone: "ok", name: m.import_found },
  empty: { icon: "ring", tone: "mute", name: m.import_empty },
  absent: { icon: "minus", tone: "warn", name: m.import_absent },
  unknown: { icon: "tree", tone: "mute", name: m.import_unknown },
};

export const REASON_LABEL: Record<SkipReason, typeof m.skip_empty> = {
  empty: m.skip_empty,
  unreadable: m.skip_unreadable,
  tooBig: m.skip_tooBig,
  tooMany: m.skip_tooMany,
};

const NOTE_LABEL: Record<NoteKind, () => string> = {
  truncated: m.read_note_truncated,
  doubled: m.read_note_doubled,
  irregular: m.read_note_irregular,
  otherEncoding: m.read_note_otherEncoding,
  notText: m.read_note_notText,
  nested: m.read_note_nested,
  damaged: m.read_note_damaged,
  unassigned: m.read_note_unassigned,
  unaccounted: m.read_note_unaccounted,
  inferred: m.read_note_inferred,
};

const INFERRED_LABEL: Record<InferredBy, (parts: { what: string; section: string }) => string> = {
  holder: m.inferred_holder,
  name: m.inferred_name,
  fields: m.inferred_fields,
  values: m.inferred_values,
  missing: m.inferred_missing,
  time: m.inferred_time,
  link: m.inferred_link,
  text: m.inferred_text,
};

/** What a note about a file says. */
export function describeNote({ kind, inference }: ReadNote): string {
  if (!inference) return NOTE_LABEL[kind]();
  const keys = inference.path.split("/").slice(-2);
  const what = [...keys, ...(inference.field === null ? [] : [inference.field])].join(" › ");
  return INFERRED_LABEL[inference.by]({ what, section: SECTION[inference.section]() });
}

export const UNREADABLE_LABEL: Record<UnreadableKind, () => string> = {
  damaged: m.unreadable_damaged,
  encrypted: m.unreadable_encrypted,
  method: m.unreadable_method,
  noEnd: m.unreadable_no_end,
};

/** The section's name, with its group for favourites. Unknown sections are named by their path. */
export function sectionName({ section, path }: SectionLine): string {
  return path ?? sectionTitle(section);
}

/** The second part of `13 sections: 10 with data, 2 empty, 1 absent; and 1 that Satchel does not know yet.` */
export function sectionsSentence({ found, empty, absent, unknown, unrequested }: Sections): string {
  const sum = m.import_sum({ found: count(found), empty: count(empty), absent: count(absent) });
  const more = [
    unknown > 0 ? m.import_and_unknown({ count: unknown, shown: count(unknown) }) : "",
    unrequested > 0 ? m.import_and_unrequested({ count: unrequested, shown: count(unrequested) }) : "",
  ].filter(Boolean);
  return `${[sum, ...more].join("; ")}.`;
}

const LABEL: Record<ProvenanceLabel, () => string> = {
  source: m.provenance_source,
  account: m.provenance_account,
  scope: m.provenance_scope,
  originalName: m.provenance_originalName,
  request: m.provenance_request,
  asked: m.provenance_asked,
  ready: m.provenance_ready,
  saved: m.provenance_saved,
  archive: m.provenance_archive,
  sha256: m.provenance_sha256,
  format: m.provenance_format,
  writtenBy: m.provenance_writtenBy,
};

const isTime = (label: ProvenanceLabel) => ["asked", "ready", "saved"].includes(label);

/** A line of the provenance, formatted for display. */
export function describeProvenance({ label, value }: Provenance): {
  name: string;
  value: string;
  mono: boolean;
} {
  const line = { name: LABEL[label](), value, mono: label === "request" || label === "sha256" };
  if (isTime(label) && /^\d+$/.test(value)) return { ...line, value: exactMoment(Number(value)) };
  if (label === "source") {
    const known = { tiktok: m.provenance_from_tiktok(), file: m.provenance_from_file() }[value];
    return { ...line, value: known ?? value };
  }
  if (label === "scope") {
    const [kind, permission] = value.split("/") as [Kind, Permission];
    if (!(kind in KIND)) return line;
    const how = { once: m.provenance_once, ongoing: m.provenance_ongoing }[permission];
    return { ...line, value: how ? how({ kind: KIND[kind].name() }) : KIND[kind].name() };
  }
  if (label === "archive" && /^\d+$/.test(value))
    return { ...line, value: m.provenance_archive_bytes({ shown: count(Number(value)) }) };
  return line;
}
