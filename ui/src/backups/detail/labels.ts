import type {
  Kind,
  NoteKind,
  Permission,
  Provenance,
  ProvenanceLabel,
  SectionLine,
  SectionState,
  SkipReason,
} from "../../ipc/bindings";
import type { IconName } from "../../components/icons";
import { exactMoment } from "../../text/dates";
import { count } from "../../text/format";
import { m } from "../../text/messages";
import { KIND } from "../../text/names";
import { groupOf } from "../../library/sections";
import { GROUP } from "../../text/names";
import { SECTION } from "../../text/sections";
import type { Sections } from "./import-summary";

export const STATE: Record<
  SectionState,
  { icon: IconName; tone: "ok" | "warn" | "mute"; name: () => string }
> = {
  found: { icon: "seal", tone: "ok", name: m.ledger_found },
  empty: { icon: "ring", tone: "mute", name: m.ledger_empty },
  absent: { icon: "minus", tone: "warn", name: m.ledger_absent },
  unknown: { icon: "tree", tone: "mute", name: m.ledger_unknown },
};

export const REASON: Record<SkipReason, typeof m.skip_empty> = {
  empty: m.skip_empty,
  unreadable: m.skip_unreadable,
  tooBig: m.skip_tooBig,
};

export const NOTE: Record<NoteKind, () => string> = {
  truncated: m.note_truncated,
  doubled: m.note_doubled,
  irregular: m.note_irregular,
  utf16: m.note_utf16,
  notText: m.note_notText,
  nested: m.note_nested,
};

/** The section's name, with its group for favourites. Unknown sections are named by their path. */
export function nameOf({ section, path }: SectionLine): string {
  const name = path ?? SECTION[section]();
  return groupOf(section) === "favourites"
    ? m.ledger_within({ group: GROUP.favourites.name(), section: name })
    : name;
}

/**
 * The second part of `13 sections expected = 10 found + 2 empty + 1 absent; and 1 that Satchel does not know yet.`
 */
export function sectionsSentence({ found, empty, absent, unknown, besides }: Sections): string {
  const sum = m.ledger_sum({ found: count(found), empty: count(empty), absent: count(absent) });
  const more = [
    unknown > 0 ? m.ledger_and_unknown({ count: unknown, shown: count(unknown) }) : "",
    besides > 0 ? m.ledger_and_besides({ count: besides, shown: count(besides) }) : "",
  ].filter(Boolean);
  return `${[sum, ...more].join("; ")}.`;
}

const LABEL: Record<ProvenanceLabel, () => string> = {
  source: m.prov_source,
  account: m.prov_account,
  scope: m.prov_scope,
  originalName: m.prov_originalName,
  request: m.prov_request,
  asked: m.prov_asked,
  ready: m.prov_ready,
  saved: m.prov_saved,
  archive: m.prov_archive,
  sha256: m.prov_sha256,
  format: m.prov_format,
  writtenBy: m.prov_writtenBy,
};

const isTime = (label: ProvenanceLabel) => ["asked", "ready", "saved"].includes(label);

/** A line of the provenance, formatted for display. */
export function told({ label, value }: Provenance): { name: string; value: string; mono: boolean } {
  const line = { name: LABEL[label](), value, mono: label === "request" || label === "sha256" };
  if (isTime(label) && /^\d+$/.test(value)) return { ...line, value: exactMoment(Number(value)) };
  if (label === "source") {
    const known = { tiktok: m.prov_from_tiktok(), file: m.prov_from_file() }[value];
    return { ...line, value: known ?? value };
  }
  if (label === "scope") {
    const [kind, permission] = value.split("/") as [Kind, Permission];
    if (!(kind in KIND)) return line;
    const how = { once: m.prov_once, ongoing: m.prov_ongoing }[permission];
    return { ...line, value: how ? how({ kind: KIND[kind].name() }) : KIND[kind].name() };
  }
  if (label === "archive" && /^\d+$/.test(value))
    return { ...line, value: m.prov_archive_bytes({ shown: count(Number(value)) }) };
  return line;
}
