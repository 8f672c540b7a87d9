import type { DragView, FolderSearch, JobView, Snapshot } from "../bindings";
import { BACKUPS, job, emptyLibrary, MB, moving, problem, snapshot } from "./fixtures";

/* The states of the window that are about the backup folder and opened files. */

export type FolderScenario = Snapshot & {
  drag?: DragView;
  /** What is found at the folder that is chosen. */
  found?: FolderSearch;
  /** There is no trash for the backup folder. */
  noTrash?: boolean;
};

const opened = (changes: Partial<JobView>) => job({ step: "checking", ...changes });

export const FOLDER_SCENARIOS: Record<string, () => FolderScenario> = {
  foundfolder: () => ({
    ...snapshot({ accounts: [], backups: [], people: [], jobs: [], library: emptyLibrary() }),
    found: {
      chosen: "Documents",
      isUsed: false,
      others: [{ number: 0, path: "/home/maren/Documents/Satchel", shown: "Documents/Satchel", backups: 4 }],
    },
  }),
  /** Of three exports that were dropped, the last is in a backup already. */
  opened: () =>
    snapshot({
      jobs: [
        opened({
          id: "c",
          fileName: "TikTok_Data_1773002972.zip",
          outcome: "alreadySaved",
          backupId: BACKUPS[2]!.id,
        }),
        opened({ id: "b", fileName: "TikTok_Data_1760111111.zip", step: "checking" }),
        opened({
          id: "a",
          fileName: "TikTok_Data_1741500000.zip",
          step: "unpacking",
          progress: {
            bytes: 0,
            bytesTotal: null,
            bytesPerSecond: null,
            files: 1934,
            filesTotal: 3168,
            records: null,
          },
        }),
      ],
    }),
  notrash: () => ({ ...snapshot(), noTrash: true }),
  dropmany: () => ({
    ...snapshot(),
    drag: { fileName: "TikTok_Data_1741500000.zip", bytes: 412.6 * MB, count: 3 },
  }),
  moving: () => snapshot({ folder: { ...snapshot().folder, moving: moving(0.4) } }),
  oldfolder: () =>
    snapshot({ notices: [problem("oldFolderLeft", { name: "/home/maren/Documents/Satchel" })] }),
};
