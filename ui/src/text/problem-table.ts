import type { Facts, ProblemCode } from "../ipc/bindings";
import type { IconName } from "../components/icons";
import { apart, bytes, count, nearMoment, room } from "./format";
import { m } from "./messages";
import type { Act, Place } from "./problems";

export type Text = (facts: Facts, place: Place) => string;

/** The texts and actions for one problem code. */
export type Entry = {
  icon: IconName;
  /** Severity; an error by default. */
  tone?: "info" | "warn";
  what: Text;
  safe: Text;
  todo: Text;
  step: Act | ((place: Place) => Act);
  /** The button's label, if not the usual one of the action. */
  word?: Text;
  /** A second action, shown as a link in the note. */
  also?: Act | ((place: Place) => Act | null);
};

/** A text without parameters. */
function plain(message: () => string): Text {
  return () => message();
}

/** If TikTok still holds the archive, it can be downloaded again without a new request. */
function kept(otherwise: Text): Text {
  return (facts, place) => {
    const until = place.keptUntil ?? facts.until;
    return until !== null && until > place.now
      ? m.problem_kept({ until: nearMoment(until) })
      : otherwise(facts, place);
  };
}

/** An archive from TikTok is downloaded again; for an opened file, another one is chosen. */
const fetchOrChoose = (place: Place): Act => (place.opened ? "chooseFile" : "again");
const downloadAgain: Text = (_, place) => (place.opened ? m.choose_another() : m.download_again());
const archiveTodo: Text = (_, place) => (place.opened ? m.problem_file_todo() : m.problem_archive_todo());
const archiveSafe = kept((_, place) => (place.opened ? m.problem_file_safe() : m.problem_archive_safe()));
const nothingShared = plain(m.problem_nothing_shared);
const nothingLost = plain(m.problem_nothing_lost);
const askAgain = plain(m.ask_again);

/** Every problem code must have an entry. */
export const PROBLEMS = {
  consentRefused: {
    icon: "hand",
    tone: "info",
    what: (_, { kind }) => m.problem_consentRefused_what({ kind: kind ?? "none" }),
    safe: plain(m.problem_consentRefused_safe),
    todo: (_, { kind }) => (kind ? m.problem_consentRefused_todo() : m.problem_consentRefused_signin()),
    step: "again",
    word: askAgain,
  },
  signInTimedOut: {
    icon: "clock",
    what: plain(m.problem_signInTimedOut_what),
    safe: nothingShared,
    todo: plain(m.problem_signInTimedOut_todo),
    step: "again",
  },
  stateMismatch: {
    icon: "stop",
    what: plain(m.problem_stateMismatch_what),
    safe: plain(m.problem_stateMismatch_safe),
    todo: plain(m.problem_stateMismatch_todo),
    step: "again",
  },
  appKeyRejected: {
    icon: "key",
    what: plain(m.problem_appKeyRejected_what),
    safe: nothingShared,
    todo: plain(m.problem_appKeyRejected_todo),
    step: "settings",
  },
  scopeNotApproved: {
    icon: "hand",
    what: plain(m.problem_scopeNotApproved_what),
    safe: nothingShared,
    todo: plain(m.problem_scopeNotApproved_todo),
    step: "howTo",
    word: plain(m.how_to_button),
  },
  redirectMismatch: {
    icon: "key",
    what: plain(m.problem_redirectMismatch_what),
    safe: nothingShared,
    todo: plain(m.problem_redirectMismatch_todo),
    step: "settings",
  },
  notATestAccount: {
    icon: "key",
    what: plain(m.problem_notATestAccount_what),
    safe: nothingShared,
    todo: plain(m.problem_notATestAccount_todo),
    step: "again",
    also: "settings",
  },
  signInRejected: {
    icon: "stop",
    what: plain(m.problem_signInRejected_what),
    safe: nothingShared,
    todo: plain(m.problem_signInRejected_todo),
    step: "again",
  },
  noPort: {
    icon: "stop",
    what: plain(m.problem_noPort_what),
    safe: nothingShared,
    todo: plain(m.problem_noPort_todo),
    step: "again",
  },
  addressNotRecognised: {
    icon: "stop",
    tone: "warn",
    what: plain(m.problem_addressNotRecognised_what),
    safe: plain(m.problem_addressNotRecognised_safe),
    todo: plain(m.problem_addressNotRecognised_todo),
    step: "dismiss",
  },
  differentAccount: {
    icon: "person",
    what: plain(m.problem_differentAccount_what),
    safe: plain(m.problem_differentAccount_safe),
    todo: plain(m.problem_differentAccount_todo),
    step: "again",
  },
  appKeyMissing: {
    icon: "key",
    tone: "info",
    what: plain(m.problem_appKeyMissing_what),
    safe: plain(m.problem_appKeyMissing_safe),
    todo: plain(m.problem_appKeyMissing_todo),
    step: "settings",
  },
  signedOut: {
    icon: "key",
    what: plain(m.problem_signedOut_what),
    safe: plain(m.problem_backups_safe),
    todo: plain(m.problem_signedOut_todo),
    step: "signIn",
  },
  permissionMissing: {
    icon: "hand",
    what: plain(m.problem_permissionMissing_what),
    safe: nothingLost,
    todo: plain(m.problem_permissionMissing_todo),
    step: "again",
    word: askAgain,
  },
  keychainMissing: {
    icon: "lock",
    tone: "warn",
    what: plain(m.problem_keychainMissing_what),
    safe: nothingLost,
    todo: plain(m.problem_keychainMissing_todo),
    step: "keepSignIn",
  },
  keychainRefused: {
    icon: "lock",
    what: plain(m.problem_keychainRefused_what),
    safe: nothingLost,
    todo: plain(m.problem_keychainRefused_todo),
    step: "again",
  },
  passphraseWrong: {
    icon: "lock",
    what: plain(m.problem_passphraseWrong_what),
    safe: plain(m.problem_passphraseWrong_safe),
    todo: plain(m.problem_passphraseWrong_todo),
    step: "unlock",
  },
  offline: {
    icon: "offline",
    tone: "info",
    what: plain(m.problem_offline_what),
    safe: plain(m.problem_offline_safe),
    todo: plain(m.problem_offline_todo),
    step: "again",
  },
  tiktokUnavailable: {
    icon: "stop",
    what: plain(m.problem_tiktokUnavailable_what),
    safe: kept(nothingLost),
    todo: plain(m.problem_tiktokUnavailable_todo),
    step: "again",
  },
  rateLimited: {
    icon: "clock",
    what: plain(m.problem_rateLimited_what),
    safe: nothingLost,
    todo: ({ until }) =>
      until === null
        ? m.problem_rateLimited_todo()
        : m.problem_rateLimited_until({ until: nearMoment(until) }),
    step: "again",
  },
  tiktokRefused: {
    icon: "stop",
    what: plain(m.problem_tiktokRefused_what),
    safe: kept(nothingLost),
    todo: plain(m.problem_tiktokRefused_todo),
    step: "again",
  },
  unexpectedReply: {
    icon: "stop",
    what: plain(m.problem_unexpectedReply_what),
    safe: kept(nothingLost),
    todo: plain(m.problem_unexpectedReply_todo),
    step: "again",
  },
  requestUncertain: {
    icon: "warn",
    tone: "warn",
    what: plain(m.problem_requestUncertain_what),
    safe: plain(m.problem_requestUncertain_safe),
    todo: (_, { canCheck }) =>
      canCheck ? m.problem_requestUncertain_check() : m.problem_requestUncertain_todo(),
    step: "again",
    word: askAgain,
    also: ({ canCheck }) => (canCheck ? "checkNow" : null),
  },
  requestUnknown: {
    icon: "stop",
    what: plain(m.problem_requestUnknown_what),
    safe: plain(m.problem_nothing_saved),
    todo: plain(m.problem_requestUnknown_todo),
    step: "again",
    word: askAgain,
  },
  downloadBroken: {
    icon: "stop",
    what: plain(m.problem_downloadBroken_what),
    safe: kept(nothingLost),
    todo: plain(m.problem_downloadBroken_todo),
    step: "again",
  },
  notAnArchive: {
    icon: "nofile",
    what: (_, { opened }) => (opened ? m.problem_notAnArchive_file() : m.problem_notAnArchive_what()),
    safe: archiveSafe,
    todo: archiveTodo,
    step: fetchOrChoose,
    word: downloadAgain,
  },
  archiveDamaged: {
    icon: "stop",
    what: plain(m.problem_archiveDamaged_what),
    safe: archiveSafe,
    todo: archiveTodo,
    step: fetchOrChoose,
    word: downloadAgain,
  },
  archiveUnsafe: {
    icon: "warn",
    what: ({ name }) =>
      name === null ? m.problem_archiveUnsafe_what() : m.problem_archiveUnsafe_name({ name: apart(name) }),
    safe: plain(m.problem_archiveUnsafe_safe),
    todo: archiveTodo,
    step: fetchOrChoose,
    word: downloadAgain,
  },
  archiveEncrypted: {
    icon: "lock",
    what: plain(m.problem_archiveEncrypted_what),
    safe: archiveSafe,
    todo: archiveTodo,
    step: fetchOrChoose,
    word: downloadAgain,
  },
  archiveTooBig: {
    icon: "disk",
    what: ({ count: entries }) =>
      entries === null
        ? m.problem_archiveTooBig_what()
        : m.problem_archiveTooBig_count({ count: count(entries) }),
    safe: archiveSafe,
    todo: archiveTodo,
    step: fetchOrChoose,
    word: downloadAgain,
  },
  notAnExport: {
    icon: "nofile",
    tone: "warn",
    what: plain(m.problem_notAnExport_what),
    safe: ({ count: pictures }) =>
      pictures
        ? m.problem_notAnExport_pictures({ count: pictures, shown: count(pictures) })
        : m.problem_notAnExport_safe(),
    todo: plain(m.problem_notAnExport_todo),
    step: "chooseFile",
    also: "howTo",
  },
  fileUnreadable: {
    icon: "nofile",
    what: ({ name }) =>
      name === null ? m.problem_fileUnreadable_what() : m.problem_fileUnreadable_name({ name: apart(name) }),
    safe: plain(m.problem_file_safe),
    todo: plain(m.problem_fileUnreadable_todo),
    step: "chooseFile",
  },
  fileInUse: {
    icon: "nofile",
    tone: "warn",
    what: ({ name }) =>
      name === null ? m.problem_fileInUse_what() : m.problem_fileInUse_name({ name: apart(name) }),
    safe: nothingLost,
    todo: plain(m.problem_fileInUse_todo),
    step: "again",
  },
  diskFull: {
    icon: "disk",
    what: plain(m.problem_diskFull_what),
    safe: ({ neededBytes, freeBytes }) =>
      neededBytes !== null && freeBytes !== null
        ? m.problem_diskFull_figures({ needed: bytes(neededBytes), free: room(freeBytes) })
        : m.problem_nothing_lost(),
    todo: plain(m.problem_diskFull_todo),
    step: "again",
    also: "chooseFolder",
  },
  folderMissing: {
    icon: "folder",
    tone: "warn",
    what: plain(m.problem_folderMissing_what),
    safe: plain(m.problem_folderMissing_safe),
    todo: plain(m.problem_folderMissing_todo),
    step: "chooseFolder",
  },
  folderNotWritable: {
    icon: "folder",
    tone: "warn",
    what: plain(m.problem_folderNotWritable_what),
    safe: plain(m.problem_folderNotWritable_safe),
    todo: plain(m.problem_folderNotWritable_todo),
    step: "chooseFolder",
  },
  libraryUnusable: {
    icon: "stop",
    what: plain(m.problem_libraryUnusable_what),
    safe: plain(m.problem_backups_safe),
    todo: plain(m.problem_libraryUnusable_todo),
    step: "again",
  },
  recordGone: {
    icon: "nofile",
    tone: "warn",
    what: plain(m.problem_recordGone_what),
    safe: plain(m.problem_backups_safe),
    todo: plain(m.problem_recordGone_todo),
    step: "again",
  },
  linkUnknown: {
    icon: "nofile",
    tone: "warn",
    what: plain(m.problem_linkUnknown_what),
    safe: plain(m.problem_linkUnknown_safe),
    todo: plain(m.problem_linkUnknown_todo),
    step: "again",
  },
  demoLink: {
    icon: "nofile",
    tone: "warn",
    what: plain(m.problem_demoLink_what),
    safe: plain(m.problem_demoLink_safe),
    todo: plain(m.problem_demoLink_todo),
    step: "again",
  },
  noBrowser: {
    icon: "stop",
    what: plain(m.problem_noBrowser_what),
    safe: plain(m.problem_backups_safe),
    todo: plain(m.problem_noBrowser_todo),
    step: "again",
  },
  updateUnreachable: {
    icon: "offline",
    tone: "info",
    what: plain(m.problem_updateUnreachable_what),
    safe: plain(m.problem_update_stays),
    todo: plain(m.problem_updateUnreachable_todo),
    step: "again",
  },
  updateUnclear: {
    icon: "stop",
    tone: "warn",
    what: plain(m.problem_updateUnclear_what),
    safe: plain(m.problem_update_stays),
    todo: plain(m.problem_updateUnclear_todo),
    step: "again",
  },
  updateBroken: {
    icon: "stop",
    what: plain(m.problem_updateBroken_what),
    safe: plain(m.problem_updateBroken_safe),
    todo: plain(m.problem_updateBroken_todo),
    step: "again",
  },
  updateUntrusted: {
    icon: "warn",
    what: plain(m.problem_updateUntrusted_what),
    safe: plain(m.problem_updateUntrusted_safe),
    todo: plain(m.problem_updateUntrusted_todo),
    step: "again",
  },
  updateNotWritten: {
    icon: "folder",
    tone: "warn",
    what: plain(m.problem_updateNotWritten_what),
    safe: plain(m.problem_update_stays),
    todo: plain(m.problem_updateNotWritten_todo),
    step: "again",
  },
  bug: {
    icon: "stop",
    what: plain(m.problem_bug_what),
    safe: plain(m.problem_backups_safe),
    todo: plain(m.problem_bug_todo),
    step: "again",
  },
} satisfies Record<ProblemCode, Entry>;
