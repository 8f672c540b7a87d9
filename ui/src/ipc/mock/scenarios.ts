import type { BackupView, JobView, Snapshot } from "../bindings";
import { FOLDER_SCENARIOS, type FolderScenario } from "./folder-scenarios";
import { KEY_SCENARIOS } from "./key-scenarios";
import { severalPeople } from "./people";
import type { ResponseMode } from "./library";
import type { Histories } from "./history";
import type { SummaryState } from "./library/import-summary";
import {
  account,
  BACKUPS,
  DAY,
  HOUR,
  job,
  library,
  MB,
  MINUTE,
  NOON,
  emptyLibrary,
  problem,
  release,
  SECOND,
  settings,
  signIn,
  snapshot,
  request,
} from "./fixtures";

/* Every state of the window, by the name that `?scenario=` takes. */

export type Scenario = FolderScenario & {
  unreachable?: boolean;
  /** Lists of millions of rows. */
  huge?: boolean;
  /** How the library responds. */
  responseMode?: ResponseMode;
  /** The state of the import summaries. */
  summaryState?: SummaryState;
  /** The requests of each account, the newest first. */
  history?: Histories;
};

const bare = (changes: Partial<Snapshot> = {}) =>
  snapshot({ accounts: [], backups: [], people: [], jobs: [], library: emptyLibrary(), ...changes });

const readyUntil = NOON + 3 * DAY + 21 * HOUR + 5 * MINUTE;

const downloading = job({
  id: "everything",
  request: request("everything"),
  step: "downloading",
  readyUntil,
  requestId: "757552103381",
  progress: {
    bytes: 148.2 * MB,
    bytesTotal: 412.6 * MB,
    bytesPerSecond: 6.4 * MB,
    files: null,
    filesTotal: null,
    records: null,
  },
});
const preparing = job({
  id: "activity",
  request: request("activity", "ongoing"),
  step: "preparing",
  stepSince: NOON - 4 * MINUTE - 12 * SECOND,
  nextCheckAt: NOON + 20 * SECOND,
});
const broken = job({
  id: "messages",
  request: request("directMessages"),
  step: "downloading",
  outcome: "failed",
  readyUntil: NOON + DAY + 18 * HOUR + 21 * MINUTE,
  endedAt: NOON - HOUR,
  problem: problem("downloadBroken", {}, "connection reset after 3,145,728 bytes, third try"),
});
const failed = (code: Parameters<typeof problem>[0], changes: Partial<JobView> = {}) =>
  job({ outcome: "failed", endedAt: NOON - MINUTE, problem: problem(code), ...changes });

const opened = (changes: Partial<JobView>) =>
  job({ id: "opened", fileName: "user_data_tiktok.zip", step: "checking", ...changes });
const files = (done: number, all: number) => ({
  bytes: 0,
  bytesTotal: null,
  bytesPerSecond: null,
  files: done,
  filesTotal: all,
  records: null,
});

const building = { backups: 1, backupsTotal: 4, records: 12_400, bytes: 31 * MB, bytesTotal: 769 * MB };

const hugeGroups = () =>
  library().groups.map((each) => (each.group === "watch" ? { ...each, records: 5_000_000 } : each));

export const SCENARIOS: Record<string, () => Scenario> = {
  ...FOLDER_SCENARIOS,
  ...KEY_SCENARIOS,
  people: severalPeople,
  welcome: () => bare(),
  connecting: () => bare({ signIn: signIn() }),
  nobrowser: () => bare({ signIn: signIn({ browserOpened: false }) }),
  stale: () => bare({ signIn: signIn({ problem: problem("stateMismatch") }) }),
  finishing: () => bare({ signIn: signIn({ stage: "finishing" }) }),
  signinfailed: () => bare({ signIn: signIn({ stage: "failed", problem: problem("signInTimedOut") }) }),
  unreachable: () => ({ ...bare(), unreachable: true }),

  backups: () => snapshot({ jobs: [downloading, preparing, broken] }),
  empty: () => snapshot({ backups: [], library: emptyLibrary() }),
  library: () => snapshot(),
  huge: () => ({
    ...snapshot({ library: library({ records: 6_102_117, groups: hugeGroups() }) }),
    huge: true,
  }),
  building: () => {
    const { groups } = library();
    const few = groups.map((each) => ({ ...each, records: Math.floor(each.records * 0.2) }));
    return snapshot({ library: library({ building, groups: few }) });
  },
  /** The job database was damaged and set aside: nothing else is known. */
  filesdamaged: () => bare({ notices: [problem("ownFilesDamaged")] }),
  libraryempty: () => snapshot({ library: emptyLibrary() }),
  librarybroken: () => ({ ...snapshot(), responseMode: "failing" }),
  libraryslow: () => ({ ...snapshot(), responseMode: "slow" }),
  idle: () => snapshot({ accounts: [account({ allowed: [{ kind: "activity", permission: "ongoing" }] })] }),
  jobs: () =>
    snapshot({
      jobs: [
        opened({ step: "unpacking", progress: files(1934, 3168) }),
        job({ id: "a", request: request("everything") }),
        job({ id: "b", request: request("postsAndProfile", "once", "posts"), step: "ready", readyUntil }),
        job({
          id: "c",
          request: request("activity", "ongoing"),
          step: "downloading",
          readyUntil,
          progress: {
            ...files(0, 0),
            bytes: 148.2 * MB,
            bytesPerSecond: 6.4 * MB,
            files: null,
            filesTotal: null,
          },
        }),
        job({
          id: "d",
          request: request("directMessages"),
          step: "unpacking",
          cancelledByUser: true,
          progress: files(12, 40),
        }),
      ],
    }),
  queued: () =>
    snapshot({
      jobs: [
        { ...preparing, id: "a", request: request("activity", "ongoing") },
        job({ id: "b", request: request("postsAndProfile", "ongoing"), step: "queued", queueOrder: 1 }),
        job({ id: "c", request: request("directMessages", "ongoing"), step: "queued", queueOrder: 2 }),
      ],
    }),
  paused: () =>
    snapshot({
      jobs: [
        { ...preparing, id: "a", request: request("everything"), rateLimitedUntil: NOON + 5 * MINUTE },
        job({
          id: "b",
          request: request("activity", "ongoing"),
          refusedForNow: true,
          nextCheckAt: NOON + 30 * SECOND,
        }),
        job({
          id: "c",
          request: request("directMessages", "ongoing"),
          step: "preparing",
          cancelledByUser: true,
          offline: true,
          nextCheckAt: NOON + 30 * SECOND,
        }),
      ],
    }),
  slow: () => snapshot({ jobs: [{ ...preparing, stepSince: NOON - 47 * MINUTE }] }),
  offline: () =>
    snapshot({
      jobs: [
        { ...downloading, offline: true },
        { ...preparing, offline: true },
      ],
    }),
  unclear: () =>
    snapshot({
      jobs: [
        { ...downloading, noReply: true },
        { ...preparing, unknownStatus: "under_review" },
      ],
    }),
  saved: () =>
    snapshot({
      jobs: [
        job({
          id: "a",
          request: request("everything"),
          step: "saved",
          outcome: "saved",
          endedAt: NOON,
          backupId: BACKUPS[0]!.id,
          records: BACKUPS[0]!.records,
        }),
      ],
    }),
  savedempty: () => {
    const records = { read: 0, stored: 0, known: 0, repeated: 0, skipped: 0 };
    const [first, ...rest] = BACKUPS as [BackupView, ...BackupView[]];
    const saved = { step: "saved", outcome: "saved", endedAt: NOON, records } as const;
    return {
      ...snapshot({
        backups: [{ ...first, records }, ...rest],
        jobs: [job({ ...saved, id: "a", request: request("everything"), backupId: first.id })],
      }),
      summaryState: "none",
    };
  },
  savedincomplete: () => {
    const [first, ...rest] = BACKUPS as [BackupView, ...BackupView[]];
    const saved = { step: "saved", outcome: "saved", endedAt: NOON, records: first.records } as const;
    const incomplete = { unreadable: 1, check: { state: "notChecked" } } as const;
    return snapshot({
      backups: [{ ...first, ...incomplete }, ...rest],
      jobs: [job({ ...saved, id: "a", request: request("everything"), backupId: first.id, unreadable: 1 })],
    });
  },
  countsoff: () => ({ ...snapshot(), summaryState: "off" }),
  summarypending: () => ({
    ...snapshot({ backups: BACKUPS.map((each) => ({ ...each, records: null })) }),
    summaryState: "unread",
  }),
  ended: () =>
    snapshot({
      jobs: [
        job({
          id: "a",
          request: request("everything"),
          outcome: "cancelled",
          cancelledByUser: true,
          endedAt: NOON - 4 * MINUTE,
        }),
        job({
          id: "b",
          request: request("activity"),
          step: "ready",
          outcome: "expired",
          readyUntil: NOON - HOUR,
        }),
      ],
    }),
  failed: () =>
    snapshot({
      jobs: [
        failed("requestUncertain", { id: "a", request: request("everything"), step: "asking" }),
        failed("archiveDamaged", {
          id: "b",
          request: request("postsAndProfile"),
          step: "checking",
          readyUntil,
        }),
        failed("signedOut", { id: "c", request: request("activity", "ongoing"), step: "preparing" }),
        broken,
      ],
      accounts: [account({ signedInUntil: null })],
    }),
  diskfull: () =>
    snapshot({
      folder: { ...snapshot().folder, freeBytes: 214 * MB },
      jobs: [
        job({
          id: "a",
          request: request("everything"),
          step: "downloading",
          outcome: "failed",
          readyUntil,
          problem: problem("diskFull", { neededBytes: 1300 * MB, freeBytes: 214 * MB }),
        }),
      ],
    }),
  folderquestion: () =>
    snapshot({
      jobs: [
        opened({
          id: "q",
          fileName: "Downloads",
          step: "checking",
          question: {
            taken: 2,
            leftOut: { count: 140, names: ["Papers/statement.pdf", "film.mp4", "tax 2025.json"] },
          },
        }),
      ],
    }),
  wrongfile: () =>
    snapshot({
      jobs: [
        opened({
          fileName: "holiday-photos-2024-final.zip",
          outcome: "failed",
          problem: problem("notAnExport", { name: "holiday-photos-2024-final.zip", count: 312 }),
        }),
      ],
    }),
  refused: () =>
    snapshot({
      signIn: signIn({
        request: request("directMessages"),
        stage: "failed",
        problem: problem("consentRefused"),
      }),
    }),
  asking: () => snapshot({ signIn: signIn({ request: request("activity", "ongoing") }) }),
  renewing: () => snapshot({ signIn: signIn() }),
  ending: () =>
    snapshot({
      accounts: [
        account({ signedInUntil: NOON + 5 * DAY + 3 * HOUR }),
        account({ id: "noor", name: "نور الهدى", current: false }),
        account({ id: "jo", name: "Jo", current: false, signedInUntil: null }),
      ],
      jobs: [job({ id: "n", request: request("everything"), accountId: "noor" })],
    }),
  signedout: () => snapshot({ accounts: [account({ signedInUntil: null })] }),
  unconnected: () => snapshot({ accounts: [] }),
  nokeychain: () => snapshot({ keychain: "undecided", accounts: [] }),
  locked: () => snapshot({ keychain: "fileLocked", accounts: [account({ signedInUntil: null })] }),
  keychainlocked: () =>
    snapshot({
      keychain: "systemLocked",
      jobs: [job({ id: "a", request: request("activity"), step: "preparing", locked: true })],
    }),
  permissions: () =>
    snapshot({
      settings: settings({ unapproved: [{ kind: "directMessages", permission: "once" }] }),
      accounts: [
        account({
          allowed: [
            { kind: "everything", permission: "once" },
            { kind: "activity", permission: "once" },
          ],
          permissions: [
            { kind: "everything", permission: "once", state: "granted", usesUp: ["everything"] },
            { kind: "activity", permission: "once", state: "granted", usesUp: ["activity", "everything"] },
            { kind: "postsAndProfile", permission: "once", state: "refused", usesUp: [] },
          ],
        }),
      ],
      backups: [],
    }),
  nofolder: () =>
    snapshot({
      folder: { ...snapshot().folder, freeBytes: null, problem: problem("folderMissing") },
      backups: [],
    }),
  demo: () => snapshot({ app: { version: "0.1.0", demo: true, os: "linux", redirectPort: 43117 } }),
  verifying: () =>
    snapshot({
      backups: BACKUPS.map((each, index) => {
        if (index === 0) return { ...each, check: { state: "checking", files: 1204, filesTotal: 3168 } };
        if (index === 1) return { ...each, check: { state: "damaged", at: NOON } };
        if (index === 2) return { ...each, check: { state: "inUse" } };
        return each;
      }),
    }),
  drop: () => ({
    ...snapshot(),
    drag: { fileName: "user_data_tiktok.zip", bytes: 412.6 * MB, count: 1 },
  }),
  settings: () => snapshot({ settings: settings({ appKey: "own" }) }),
  updatesystem: () => snapshot({ update: { state: "off", reason: "system" } }),
  updateoff: () => snapshot({ update: { state: "off", reason: "ownBuild" } }),
  updatenone: () => snapshot({ update: { state: "upToDate", at: NOON } }),
  updateavailable: () => snapshot({ update: { state: "available", release: release() } }),
  updatedownloading: () =>
    snapshot({
      update: { state: "downloading", release: release(), bytes: 41.2 * MB, bytesTotal: 96.4 * MB },
    }),
  updateinstalled: () =>
    snapshot({ jobs: [downloading], update: { state: "installed", release: release() } }),
  updateunreachable: () =>
    snapshot({ update: { state: "failed", problem: problem("updateUnreachable"), release: null } }),
  updatebroken: () =>
    snapshot({ update: { state: "failed", problem: problem("updateBroken"), release: release() } }),
};
