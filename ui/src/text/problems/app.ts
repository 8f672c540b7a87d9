import type { ProblemCode } from "../../ipc/bindings";
import { m } from "../messages";
import { fixed, type ProblemEntry } from "./entry";

/** Problems of the library, of links, of updates and of the app itself. */
export const APP = {
  libraryUnusable: {
    icon: "stop",
    what: fixed(m.problem_libraryUnusable_what),
    safe: fixed(m.problem_backups_safe),
    todo: fixed(m.problem_libraryUnusable_todo),
    action: "retry",
  },
  recordGone: {
    icon: "nofile",
    tone: "warn",
    what: fixed(m.problem_recordGone_what),
    safe: fixed(m.problem_backups_safe),
    todo: fixed(m.problem_recordGone_todo),
    action: "retry",
  },
  linkUnknown: {
    icon: "nofile",
    tone: "warn",
    what: fixed(m.problem_linkUnknown_what),
    safe: fixed(m.problem_linkUnknown_safe),
    todo: fixed(m.problem_linkUnknown_todo),
    action: "retry",
  },
  demoLink: {
    icon: "nofile",
    tone: "warn",
    what: fixed(m.problem_demoLink_what),
    safe: fixed(m.problem_demoLink_safe),
    todo: fixed(m.problem_demoLink_todo),
    action: "retry",
  },
  noBrowser: {
    icon: "stop",
    what: fixed(m.problem_noBrowser_what),
    safe: fixed(m.problem_backups_safe),
    todo: fixed(m.problem_noBrowser_todo),
    action: "retry",
  },
  updateUnreachable: {
    icon: "offline",
    tone: "info",
    what: fixed(m.problem_updateUnreachable_what),
    safe: fixed(m.problem_update_stays),
    todo: fixed(m.problem_updateUnreachable_todo),
    action: "retry",
  },
  updateUnclear: {
    icon: "stop",
    tone: "warn",
    what: fixed(m.problem_updateUnclear_what),
    safe: fixed(m.problem_update_stays),
    todo: fixed(m.problem_updateUnclear_todo),
    action: "retry",
  },
  updateBroken: {
    icon: "stop",
    what: fixed(m.problem_updateBroken_what),
    safe: fixed(m.problem_updateBroken_safe),
    todo: fixed(m.problem_updateBroken_todo),
    action: "retry",
  },
  updateUntrusted: {
    icon: "warn",
    what: fixed(m.problem_updateUntrusted_what),
    safe: fixed(m.problem_updateUntrusted_safe),
    todo: fixed(m.problem_updateUntrusted_todo),
    action: "retry",
  },
  updateNotWritten: {
    icon: "folder",
    tone: "warn",
    what: fixed(m.problem_updateNotWritten_what),
    safe: fixed(m.problem_update_stays),
    todo: fixed(m.problem_updateNotWritten_todo),
    action: "retry",
  },
  bug: {
    icon: "stop",
    what: fixed(m.problem_bug_what),
    safe: fixed(m.problem_backups_safe),
    todo: fixed(m.problem_bug_todo),
    action: "retry",
  },
} satisfies Partial<Record<ProblemCode, ProblemEntry>>;
