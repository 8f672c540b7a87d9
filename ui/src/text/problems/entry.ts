import type { Facts, Kind } from "../../ipc/bindings";
import type { IconName } from "../../components/icons";
import { apart, nearMoment } from "../format";
import { m } from "../messages";

/** The context of a problem, which its texts depend on. */
export type ProblemContext = {
  now: number;
  /** The kind of data that was requested. */
  kind?: Kind | null;
  /** Whether a permission for one time was used. */
  once?: boolean;
  /** Until when TikTok keeps the archive. */
  keptUntil?: number | null;
  /** Whether TikTok can be asked for the state of the request, because it has an id. */
  canCheck?: boolean;
  /** Whether it concerns a file that the user opened. */
  opened?: boolean;
  /** Whether a sign-in ended with it. */
  signingIn?: boolean;
};

/** What the user can do. `retry` repeats what failed: the job's step, the sign-in or the command. */
export type ProblemAction =
  | "retry"
  | "checkNow"
  | "signIn"
  | "chooseFolder"
  | "findFolder"
  | "lookAgain"
  | "chooseFile"
  | "settings"
  | "appKey"
  | "unlock"
  | "keepSignIn"
  | "howTo"
  | "dismiss";

export type ProblemText = (facts: Facts, context: ProblemContext) => string;

/** The texts and actions for one problem code. */
export type ProblemEntry = {
  icon: IconName;
  /** Severity; an error by default. */
  tone?: "info" | "warn";
  what: ProblemText;
  safe: ProblemText;
  todo: ProblemText;
  action: ProblemAction | ((context: ProblemContext) => ProblemAction);
  /** The button's label, if not the usual one of the action. */
  label?: ProblemText;
  /** A second action, shown as a link in the note. */
  secondaryAction?: ProblemAction | ((context: ProblemContext, facts: Facts) => ProblemAction | null);
};

/** A text without parameters. */
export function fixed(message: () => string): ProblemText {
  return () => message();
}

/** A text that names an account or a file, if its name is known. */
export function named(withName: (inputs: { name: string }) => string, without: () => string): ProblemText {
  return ({ name }) => (name ? withName({ name: apart(name) }) : without());
}

/** If TikTok still holds the archive, it can be downloaded again without a new request. */
export function keptOr(otherwise: ProblemText): ProblemText {
  return (facts, context) => {
    const until = context.keptUntil ?? facts.until;
    return until !== null && until > context.now
      ? m.problem_kept({ until: nearMoment(until) })
      : otherwise(facts, context);
  };
}

/** During a sign-in, nothing else is at stake. Whether TikTok shared something may be unknown. */
export function unfinishedOr(otherwise: ProblemText): ProblemText {
  return (facts, context) => (context.signingIn ? m.problem_sign_in_unfinished() : otherwise(facts, context));
}

/** An archive from TikTok is downloaded again; for an opened file, another one is chosen. */
export const fetchOrChoose = (context: ProblemContext): ProblemAction =>
  context.opened ? "chooseFile" : "retry";
export const downloadAgain: ProblemText = (_, context) =>
  context.opened ? m.choose_another() : m.download_again();
export const archiveTodo: ProblemText = (_, context) =>
  context.opened ? m.problem_file_todo() : m.problem_archive_todo();
/** TikTok most likely sends the same again, so that only a newer version of Satchel may be able to use it. */
export const unusableTodo: ProblemText = (_, context) =>
  context.opened ? m.problem_file_todo() : m.problem_archive_unusable();
export const settingsOfDownload = (context: ProblemContext): ProblemAction | null =>
  context.opened ? null : "settings";
export const archiveSafe = keptOr((_, context) =>
  context.opened ? m.problem_file_safe() : m.problem_archive_safe(),
);
export const nothingShared = fixed(m.problem_nothing_shared);
export const nothingLost = fixed(m.problem_nothing_lost);
export const askAgain = fixed(m.ask_again);
