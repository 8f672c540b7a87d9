import type {
  AccountView,
  AllowedView,
  BackupView,
  Facts,
  JobView,
  Kind,
  LibraryView,
  MoveProgress,
  Part,
  Permission,
  PermissionView,
  PersonView,
  Problem,
  ProblemCode,
  ReleaseView,
  SettingsView,
  SignInView,
  Snapshot,
  DataRequest,
} from "../bindings";
import { NO_FACTS } from "../facts";
import { SIZES } from "./library/sizes";

/* Building blocks of the scenarios, which all take place on one afternoon. */

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const MB = 1_000_000;

export const NOON = new Date(2026, 10, 22, 14, 9).getTime();
const at = (year: number, month: number, day: number, hour: number, minute: number) =>
  new Date(year, month - 1, day, hour, minute).getTime();

export function request(kind: Kind, permission: Permission = "once", part: Part = "both"): DataRequest {
  return { kind, permission, part };
}

export function problem(
  code: ProblemCode,
  facts: Partial<Facts> = {},
  detail = "no further detail",
): Problem {
  return { code, reference: "k7f3-2290", detail, facts: { ...NO_FACTS, ...facts } };
}

export function granted(allowed: AllowedView[]): PermissionView[] {
  return allowed.map(({ kind, permission }) => ({
    kind,
    permission,
    state: "granted",
    usesUp: permission === "once" ? [kind] : [],
  }));
}

export function account(changes: Partial<AccountView> = {}): AccountView {
  const allowed = changes.allowed ?? [];
  return {
    id: "maren",
    name: "Maren Haverkamp",
    current: true,
    signedInUntil: at(2027, 11, 19, 14, 0),
    allowed,
    permissions: granted(allowed),
    ...changes,
  };
}

export function job(changes: Partial<JobView>): JobView {
  return {
    id: "job",
    request: null,
    fileName: null,
    accountId: changes.request ? "maren" : null,
    step: "asking",
    outcome: "running",
    startedAt: NOON - 5 * MINUTE,
    stepSince: NOON,
    endedAt: null,
    readyUntil: null,
    nextCheckAt: null,
    offline: false,
    rateLimitedUntil: null,
    refusedForNow: false,
    queueOrder: 0,
    cancelledByUser: false,
    noReply: false,
    unknownStatus: null,
    locked: false,
    waitsForOthers: false,
    progress: null,
    problem: null,
    backupId: null,
    records: null,
    unreadable: 0,
    requestId: null,
    question: null,
    ...changes,
  };
}

/** A move of the backup folder of which this part is done. */
export function moving(part: number): MoveProgress {
  const bytesTotal = 769 * MB;
  return { to: "Drive/Satchel", bytes: part * bytesTotal, bytesTotal, isRemoving: false };
}

export function signIn(changes: Partial<SignInView> = {}): SignInView {
  return {
    request: null,
    stage: "waiting",
    expiresAt: NOON + 4 * MINUTE + 32 * SECOND,
    browserOpened: true,
    problem: null,
    ...changes,
  };
}

export function backup(changes: Partial<BackupView>): BackupView {
  return {
    id: `backup ${changes.savedAt}`,
    savedAt: NOON,
    asOf: changes.savedAt ?? NOON,
    request: request("everything"),
    fileName: null,
    accountName: "Maren Haverkamp",
    bytes: 398.4 * MB,
    unreadable: 0,
    check: { state: "notChecked" },
    records: null,
    person: "maren",
    ...changes,
  };
}

export function person(changes: Partial<PersonView> = {}): PersonView {
  return {
    id: "maren",
    name: "Maren Haverkamp",
    userName: "maren.haverkamp",
    accountId: "maren",
    current: true,
    backups: 4,
    records: 96_542,
    isUnsure: false,
    ...changes,
  };
}

const tally = (read: number, stored: number) => ({
  read,
  stored,
  known: read - stored,
  repeated: 0,
  skipped: 0,
});

export const BACKUPS: BackupView[] = [
  backup({
    savedAt: at(2026, 11, 1, 18, 20),
    check: { state: "verified", at: at(2026, 11, 1, 18, 20) },
    records: { read: 73_076, stored: 1954, known: 71_090, repeated: 30, skipped: 2 },
  }),
  backup({
    savedAt: at(2026, 8, 14, 9, 41),
    request: request("directMessages"),
    bytes: 6.1 * MB,
    records: tally(12_204, 553),
    check: { state: "verified", at: at(2026, 8, 14, 9, 41) },
  }),
  backup({
    savedAt: at(2026, 5, 3, 21, 7),
    asOf: at(2026, 3, 8, 22, 9),
    request: null,
    fileName: "user_data_tiktok.zip",
    accountName: null,
    bytes: 3.8 * MB,
    records: { read: 64_112, stored: 22_708, known: 41_401, repeated: 0, skipped: 3 },
  }),
  backup({
    savedAt: at(2026, 1, 12, 7, 55),
    bytes: 361 * MB,
    records: tally(71_880, 71_880),
    check: {
      state: "changed",
      at: at(2026, 11, 20, 8, 0),
      files: [
        { path: "data/export/user_data_tiktok.json", kind: "changed" },
        { path: "data/export/Posts/2024-05-11.mp4", kind: "missing" },
      ],
      count: 2,
      restorable: 2,
    },
  }),
];

export function settings(changes: Partial<SettingsView> = {}): SettingsView {
  return {
    theme: "system",
    textSize: 100,
    blur: false,
    appKey: "built",
    unapproved: [],
    watchMethod: { gapMinutes: 10, tailSeconds: 15 },
    linksExplained: false,
    ...changes,
  };
}

export function library(changes: Partial<LibraryView> = {}): LibraryView {
  const groups = SIZES.map(([group, records]) => ({ group, records }));
  return {
    version: 1,
    building: null,
    records: groups.reduce((sum, each) => sum + each.records, 0),
    from: at(2021, 2, 3, 7, 12),
    to: at(2026, 11, 21, 23, 41),
    backups: 4,
    groups,
    wordsReady: true,
    trigramsReady: true,
    problem: null,
    ...changes,
  };
}

/** An empty library. */
export const emptyLibrary = () =>
  library({
    records: 0,
    from: null,
    to: null,
    backups: 0,
    groups: [],
    wordsReady: false,
    trigramsReady: false,
  });

export function release(changes: Partial<ReleaseView> = {}): ReleaseView {
  const notes = [
    "Added",
    "- Chats can be printed, one year to a page, with the pictures that the export holds.",
    "- The overview compares two years.",
    "- Search knows Korean.",
    "Fixed",
    "- A backup that was moved by hand is found again.",
    "- The day list keeps its place when the window is made smaller.",
    "- Exports of 2021 in Dutch no longer lose the names of groups.",
  ];
  return { version: "0.2.0", notes: notes.join("\n"), ...changes };
}

/** A window in which everything is in order and no job is running. */
export function snapshot(changes: Partial<Snapshot> = {}): Snapshot {
  return {
    app: { version: "0.1.0", demo: false, os: "linux", redirectPort: 43117 },
    settings: settings(),
    folder: {
      path: "/home/maren/Documents/Satchel",
      shown: "Documents/Satchel",
      freeBytes: 212_000 * MB,
      problem: null,
      moving: null,
    },
    keychain: "system",
    accounts: [account()],
    signIn: null,
    jobs: [],
    backups: BACKUPS,
    people: [person()],
    library: library(),
    update: { state: "notChecked" },
    notices: [],
    ...changes,
  };
}
