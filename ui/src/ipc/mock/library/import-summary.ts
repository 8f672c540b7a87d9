import type { ImportSummary, BackupView, SectionLine, SectionSpan } from "../../bindings";
import { DAY } from "../fixtures";

/* Import summaries of the mock backups. */

const none = { read: 0, stored: 0, known: 0, repeated: 0, skipped: 0 };

const LINES: SectionLine[] = [
  line("watch", 47_918, 1204),
  line("like", 4790, 96),
  line("search", 2644, 41),
  {
    ...line("message", 13_052, 553),
    counts: { read: 13_054, stored: 553, known: 12_469, repeated: 30, skipped: 2 },
    reasons: [{ reason: "unreadable", count: 2 }],
  },
  line("comment", 631, 12),
  line("login", 4012, 48),
  { ...line("post", 0, 0), state: "empty" },
  { ...line("liveHosted", 0, 0), state: "absent" },
  { ...line("other", 27, 0), state: "unknown", expected: false, path: "Your Activity › Community Notes" },
];

function firstTime(each: SectionLine): SectionLine {
  const { counts } = each;
  return { ...each, counts: { ...counts, stored: counts.stored + counts.known, known: 0 } };
}

/** The first export also has posts. */
const FIRST = LINES.map((each) => (each.section === "post" ? line("post", 81, 81) : firstTime(each)));

function line(section: SectionLine["section"], read: number, stored: number): SectionLine {
  return {
    section,
    path: null,
    state: "found",
    expected: true,
    counts: { read, stored, known: read - stored, repeated: 0, skipped: 0 },
    reasons: [],
  };
}

/** State of the import summaries: complete, not imported yet, with a mismatch, or without records. */
export type SummaryState = "complete" | "unread" | "off" | "none";

export function importSummaryOf(backup: BackupView, summaryState: SummaryState): ImportSummary {
  const backupId = backup.id;
  const lines = linesOf(backup, summaryState);
  const total = lines.reduce(
    (sum, { counts }) => ({
      read: sum.read + counts.read,
      stored: sum.stored + counts.stored,
      known: sum.known + counts.known,
      repeated: sum.repeated + counts.repeated,
      skipped: sum.skipped + counts.skipped,
    }),
    none,
  );
  return {
    backupId,
    isRead: summaryState !== "unread",
    total,
    sections: lines,
    notes: backup.request ? JSON_NOTES : TEXT_NOTES,
    layout: backup.request ? "V6" : "TXT-C",
    unsure: backup.request ? [] : UNSURE,
    provenance: provenance(backup),
    leftOut: backup.request ? { count: 0, names: [] } : { count: 2, names: ["notes.txt", "tax 2025.json"] },
    unreadable:
      backup.unreadable === 0 ? [] : [{ name: "TikTok/Direct Messages.txt", reason: "damaged" as const }],
  };
}

function linesOf(backup: BackupView, summaryState: SummaryState): SectionLine[] {
  if (summaryState === "unread") return [];
  if (summaryState === "none")
    return LINES.filter((each) => each.expected).map((each) => ({
      ...each,
      state: each.state === "absent" ? "absent" : "empty",
      counts: none,
      reasons: [],
    }));
  if (summaryState === "off")
    return LINES.map((each) =>
      each.section === "like" ? { ...each, counts: { ...each.counts, known: each.counts.known - 4 } } : each,
    );
  // In the first backup, everything is new.
  if (backup.records?.known === 0 && backup.records.read > 0) return FIRST;
  if (backup.request?.kind === "everything") return LINES;
  const counts = backup.records ?? none;
  const reasons: SectionLine["reasons"] = counts.skipped ? [{ reason: "empty", count: counts.skipped }] : [];
  return [{ ...line(backup.request ? "message" : "watch", 0, 0), counts, reasons }];
}

/** From when to when its records are: until a day before the date of the backup. */
export function spansOf(backup: BackupView | undefined): SectionSpan[] {
  if (!backup) return [];
  const dated = linesOf(backup, "complete").filter(
    ({ section, counts }) => counts.read > 0 && section !== "other",
  );
  return dated.map(({ section }, index) => ({
    section,
    from: backup.asOf - (5 * 365 - 60 * index) * DAY,
    to: backup.asOf - index * DAY,
  }));
}

const JSON_NOTES: ImportSummary["notes"] = [
  { file: "user_data_tiktok.json", kind: "doubled", inference: null },
  {
    file: "user_data_tiktok.json",
    kind: "inferred",
    inference: {
      path: "Your Activity/Watch History/VideoList2",
      field: null,
      section: "watch",
      by: "holder",
    },
  },
  {
    file: "user_data_tiktok.json",
    kind: "inferred",
    inference: { path: "Your Activity/Searches/SearchList", field: "When", section: "search", by: "time" },
  },
];
const TEXT_NOTES: ImportSummary["notes"] = [
  { file: "Activité/Historique.txt", kind: "otherEncoding", inference: null },
  { file: "Activité/Recherches.txt", kind: "truncated", inference: null },
];

const UNSURE: ImportSummary["unsure"] = [
  {
    file: "Activité/Historique.txt",
    records: 212,
    sample: "Date : 2025-03-14 21:04:11\nLien : https://www.tiktokv.com/share/video/7481234567890123456/",
    section: "like",
    choices: ["watch", "like", "favouriteVideo"],
  },
];

function provenance({ request, savedAt, fileName, bytes }: BackupView): ImportSummary["provenance"] {
  const asked: ImportSummary["provenance"] = [
    { label: "source", value: "tiktok" },
    { label: "account", value: "Maren Haverkamp" },
    { label: "scope", value: `${request?.kind}/${request?.permission}` },
    { label: "request", value: "757552103381" },
    { label: "asked", value: String(savedAt - 12 * 60_000) },
    { label: "ready", value: String(savedAt - 6 * 60_000) },
  ];
  const opened: ImportSummary["provenance"] = [
    { label: "source", value: "file" },
    { label: "originalName", value: fileName ?? "" },
  ];
  return [
    ...(request ? asked : opened),
    { label: "saved", value: String(savedAt) },
    { label: "archive", value: String(Math.round(bytes)) },
    { label: "sha256", value: "9f2c4e0a7d61b3358fce02a1b7c6d4e5908172635445362718091a2b3c4d5e6f" },
    { label: "format", value: `BagIt 1.0, ${request ? "V6" : "TXT-C"}` },
    { label: "writtenBy", value: "Satchel 0.1.0" },
  ];
}
