import type { OtherFormat, ProblemCode } from "../../ipc/bindings";
import { apart, bytes, count, room } from "../format";
import { m } from "../messages";
import {
  fixed,
  fetchOrChoose,
  downloadAgain,
  archiveTodo,
  archiveSafe,
  named,
  settingsOfDownload,
  unusableTodo,
  nothingLost,
  type ProblemEntry,
} from "./entry";

const archiveOf = (format: string) => ({
  what: () => m.problem_otherArchive_what({ format }),
  todo: m.problem_otherArchive_todo,
});

/** What is said about an opened file that is not a zip, or not a whole one. */
const OTHER_FORMAT: Record<OtherFormat, { what: () => string; todo: () => string }> = {
  sevenZip: archiveOf("7z"),
  rar: archiveOf("RAR"),
  gzip: archiveOf("gzip"),
  tar: archiveOf("tar"),
  splitZip: { what: m.problem_splitZip_what, todo: m.problem_splitZip_todo },
  webPage: { what: m.problem_webPage_what, todo: m.problem_webPage_todo },
  empty: { what: m.problem_emptyFile_what, todo: m.problem_emptyFile_todo },
};

/** Problems of archives, opened files and the backup folder. */
export const FILES = {
  notAnArchive: {
    icon: "nofile",
    what: ({ format }, { opened }) =>
      format
        ? OTHER_FORMAT[format].what()
        : opened
          ? m.problem_notAnArchive_file()
          : m.problem_notAnArchive_what(),
    safe: archiveSafe,
    todo: (facts, context) =>
      facts.format ? OTHER_FORMAT[facts.format].todo() : archiveTodo(facts, context),
    action: fetchOrChoose,
    label: downloadAgain,
    secondaryAction: ({ opened }) => (opened ? "howTo" : null),
  },
  archiveDamaged: {
    icon: "stop",
    what: fixed(m.problem_archiveDamaged_what),
    safe: archiveSafe,
    todo: archiveTodo,
    action: fetchOrChoose,
    label: downloadAgain,
  },
  archiveUnsafe: {
    icon: "warn",
    what: ({ name }) =>
      name === null ? m.problem_archiveUnsafe_what() : m.problem_archiveUnsafe_name({ name: apart(name) }),
    safe: fixed(m.problem_archiveUnsafe_safe),
    todo: unusableTodo,
    action: fetchOrChoose,
    label: downloadAgain,
    secondaryAction: settingsOfDownload,
  },
  archiveEncrypted: {
    icon: "lock",
    what: fixed(m.problem_archiveEncrypted_what),
    safe: archiveSafe,
    todo: (facts, context) =>
      context.opened ? m.problem_archiveEncrypted_file() : unusableTodo(facts, context),
    action: fetchOrChoose,
    label: downloadAgain,
    secondaryAction: settingsOfDownload,
  },
  archiveTooBig: {
    icon: "disk",
    what: ({ count: entries }) =>
      entries === null
        ? m.problem_archiveTooBig_what()
        : m.problem_archiveTooBig_count({ count: count(entries) }),
    safe: archiveSafe,
    todo: unusableTodo,
    action: fetchOrChoose,
    label: downloadAgain,
    secondaryAction: settingsOfDownload,
  },
  notAnExport: {
    icon: "nofile",
    tone: "warn",
    what: fixed(m.problem_notAnExport_what),
    safe: ({ count: pictures }) =>
      pictures
        ? m.problem_notAnExport_pictures({ count: pictures, shown: count(pictures) })
        : m.problem_notAnExport_safe(),
    todo: fixed(m.problem_notAnExport_todo),
    action: "chooseFile",
    secondaryAction: "howTo",
  },
  severalAccounts: {
    icon: "person",
    tone: "warn",
    what: fixed(m.problem_severalAccounts_what),
    safe: fixed(m.problem_severalAccounts_safe),
    todo: fixed(m.problem_severalAccounts_todo),
    action: "chooseFile",
  },
  partMissing: {
    icon: "nofile",
    tone: "warn",
    what: ({ name }) =>
      name === null ? m.problem_partMissing_what() : m.problem_partMissing_name({ name: apart(name) }),
    safe: nothingLost,
    todo: fixed(m.problem_partMissing_todo),
    action: "chooseFile",
  },
  fileUnreadable: {
    icon: "nofile",
    what: ({ name }) =>
      name === null ? m.problem_fileUnreadable_what() : m.problem_fileUnreadable_name({ name: apart(name) }),
    safe: fixed(m.problem_file_safe),
    todo: fixed(m.problem_fileUnreadable_todo),
    action: "chooseFile",
  },
  fileInUse: {
    icon: "nofile",
    tone: "warn",
    what: ({ name }) =>
      name === null ? m.problem_fileInUse_what() : m.problem_fileInUse_name({ name: apart(name) }),
    safe: nothingLost,
    todo: fixed(m.problem_fileInUse_todo),
    action: "retry",
  },
  placeTaken: {
    icon: "nofile",
    tone: "warn",
    what: ({ name }) =>
      name === null ? m.problem_placeTaken_what() : m.problem_placeTaken_name({ name: apart(name) }),
    safe: nothingLost,
    todo: fixed(m.problem_placeTaken_todo),
    action: "retry",
  },
  backupBusy: {
    icon: "clock",
    tone: "info",
    what: fixed(m.problem_backupBusy_what),
    safe: nothingLost,
    todo: fixed(m.problem_backupBusy_todo),
    action: "retry",
  },
  noTrash: {
    icon: "disk",
    tone: "warn",
    what: fixed(m.problem_noTrash_what),
    safe: fixed(m.problem_noTrash_safe),
    todo: fixed(m.problem_noTrash_todo),
    action: "dismiss",
  },
  folderMoving: {
    icon: "folder",
    tone: "info",
    what: fixed(m.problem_folderMoving_what),
    safe: nothingLost,
    todo: fixed(m.problem_folderMoving_todo),
    action: "retry",
  },
  folderBusy: {
    icon: "clock",
    tone: "info",
    what: fixed(m.problem_folderBusy_what),
    safe: fixed(m.problem_folder_stays),
    todo: fixed(m.problem_folderBusy_todo),
    action: "dismiss",
  },
  folderInside: {
    icon: "folder",
    tone: "warn",
    what: fixed(m.problem_folderInside_what),
    safe: fixed(m.problem_folder_stays),
    todo: fixed(m.problem_folder_choose_empty),
    action: "dismiss",
  },
  folderNotEmpty: {
    icon: "folder",
    tone: "warn",
    what: fixed(m.problem_folderNotEmpty_what),
    safe: fixed(m.problem_folder_stays),
    todo: fixed(m.problem_folder_choose_empty),
    action: "dismiss",
  },
  chosenNotWritable: {
    icon: "folder",
    tone: "warn",
    what: fixed(m.problem_chosenNotWritable_what),
    safe: fixed(m.problem_folder_stays),
    todo: fixed(m.problem_chosenNotWritable_todo),
    action: "dismiss",
  },
  oldFolderLeft: {
    icon: "folder",
    tone: "warn",
    what: named(m.problem_oldFolderLeft_named, m.problem_oldFolderLeft_what),
    safe: fixed(m.problem_oldFolderLeft_safe),
    todo: fixed(m.problem_oldFolderLeft_todo),
    action: "dismiss",
  },
  diskFull: {
    icon: "disk",
    what: (facts, context) =>
      facts.ownFiles
        ? named(m.problem_diskFull_own_opening, m.problem_diskFull_own_what)(facts, context)
        : m.problem_diskFull_what(),
    safe: ({ neededBytes, freeBytes }) =>
      neededBytes !== null && freeBytes !== null
        ? m.problem_diskFull_figures({ needed: bytes(neededBytes), free: room(freeBytes) })
        : m.problem_nothing_lost(),
    todo: ({ ownFiles }) => (ownFiles ? m.problem_diskFull_own_todo() : m.problem_diskFull_todo()),
    action: "retry",
    // Satchel's own files stay where they are.
    secondaryAction: (_, { ownFiles }) => (ownFiles ? null : "chooseFolder"),
  },
  fileTooLarge: {
    icon: "disk",
    what: fixed(m.problem_fileTooLarge_what),
    safe: nothingLost,
    todo: fixed(m.problem_fileTooLarge_todo),
    action: "retry",
    secondaryAction: "chooseFolder",
  },
  folderMissing: {
    icon: "folder",
    tone: "warn",
    what: fixed(m.problem_folderMissing_what),
    safe: fixed(m.problem_folderMissing_safe),
    todo: fixed(m.problem_folderMissing_todo),
    action: "findFolder",
    secondaryAction: "lookAgain",
  },
  folderUnreachable: {
    icon: "folder",
    tone: "warn",
    what: fixed(m.problem_folderUnreachable_what),
    safe: fixed(m.problem_folderUnreachable_safe),
    todo: fixed(m.problem_folderUnreachable_todo),
    action: "lookAgain",
    secondaryAction: "findFolder",
  },
  folderNotWritable: {
    icon: "folder",
    tone: "warn",
    what: fixed(m.problem_folderNotWritable_what),
    safe: fixed(m.problem_folderNotWritable_safe),
    todo: fixed(m.problem_folderNotWritable_todo),
    action: "chooseFolder",
    secondaryAction: "lookAgain",
  },
} satisfies Partial<Record<ProblemCode, ProblemEntry>>;
