import type { Kind, Problem } from "../ipc/bindings";
import type { IconName } from "../components/icons";
import { m } from "./messages";
import { PROBLEMS, type Entry } from "./problem-table";

/** The context of a problem, which its texts depend on. */
export type Place = {
  now: number;
  /** The kind of data that was requested. */
  kind?: Kind | null;
  /** Until when TikTok keeps the archive. */
  keptUntil?: number | null;
  /** Whether TikTok can be asked for the state of the request, because it has an id. */
  canCheck?: boolean;
  /** Whether it concerns a file that the user opened. */
  opened?: boolean;
};

/** What the user can do. `retry` repeats what failed: the job's step, the sign-in or the command. */
export type Act =
  | "again"
  | "checkNow"
  | "signIn"
  | "chooseFolder"
  | "chooseFile"
  | "settings"
  | "unlock"
  | "keepSignIn"
  | "howTo"
  | "dismiss";

/** The default label of each action. */
export const WORDS: Record<Act, () => string> = {
  again: m.try_again,
  checkNow: m.check_now,
  signIn: m.sign_in,
  chooseFolder: m.change_folder,
  chooseFile: m.choose_another,
  settings: m.open_settings,
  unlock: m.unlock,
  keepSignIn: m.choose_where,
  howTo: m.how_to_link,
  dismiss: m.dismiss,
};

/** The texts and actions of one problem, ready to be shown. */
export type Told = {
  icon: IconName;
  tone: "info" | "warn" | "bad";
  what: string;
  safe: string;
  todo: string;
  step: Act;
  word: string;
  also: Act | null;
};

export function tell(problem: Problem, place: Place): Told {
  const { facts } = problem;
  // An error of the window itself has an unknown code and is shown as a bug.
  const entry: Entry = PROBLEMS[problem.code] ?? PROBLEMS.bug;
  const step = typeof entry.step === "function" ? entry.step(place) : entry.step;
  const also = typeof entry.also === "function" ? entry.also(place) : entry.also;
  return {
    icon: entry.icon,
    tone: entry.tone ?? "bad",
    what: entry.what(facts, place),
    safe: entry.safe(facts, place),
    todo: entry.todo(facts, place),
    step,
    word: (entry.word ?? WORDS[step])(facts, place),
    also: also ?? null,
  };
}
