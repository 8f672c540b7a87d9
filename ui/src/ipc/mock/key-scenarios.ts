import type { Snapshot } from "../bindings";
import { emptyLibrary, job, library, NOON, person, problem, settings, snapshot } from "./fixtures";
import { savedBackup } from "./results";

/* The states of the window without an app key. */

const withoutKey = (changes: Partial<Snapshot>) =>
  snapshot({ settings: settings({ appKey: "none" }), accounts: [], ...changes });

const opened = job({
  id: "opened",
  fileName: "user_data_tiktok.zip",
  step: "saved",
  outcome: "saved",
  endedAt: NOON,
});
const backup = savedBackup(opened, NOON, true);

export const KEY_SCENARIOS: Record<string, () => Snapshot> = {
  nokey: () => withoutKey({ backups: [], people: [], library: emptyLibrary() }),
  /** The first file that was opened is no export. */
  nokeywrongfile: () =>
    withoutKey({
      backups: [],
      people: [],
      library: emptyLibrary(),
      jobs: [
        {
          ...opened,
          fileName: "holiday-photos-2024-final.zip",
          outcome: "failed",
          problem: problem("notAnExport", { name: "holiday-photos-2024-final.zip", count: 312 }),
        },
      ],
    }),
  /** The first export was opened. */
  nokeybackups: () =>
    withoutKey({
      jobs: [{ ...opened, backupId: backup.id, records: backup.records }],
      backups: [backup],
      people: [person({ accountId: null, name: "maren.haverkamp", backups: 1 })],
      library: library({ backups: 1 }),
    }),
};
