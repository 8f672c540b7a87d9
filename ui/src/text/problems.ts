import type { Kind, Problem } from "../ipc/bindings";
import type { IconName } from "../components/icons";
import { m } from "./messages";
import { PROBLEMS, type Entry } from "./problem-table";

/** Where a problem stands, for sentences that depend on it. */
export type Place = {
  now: number;
  /** The kind of data that was asked for. */
  kind?: Kind | null;
  /** Until when TikTok keeps the archive in question. */
  keptUntil?: number | null;
  /** TikTok can be asked how far it is, because it gave the request a number. */
  canCheck?: boolean;
  /** It concerns a file that the person opened, which nobody can ask TikTok for again. */
  opened?: boolean;
};

/** What leads on. `again` repeats what failed: the job's step, the sign-in or the command. */
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

/** The usual word for each act. */
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

/** The sentences and the ways on for one problem, ready to be shown. */
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
  // A fault of the window itself has no code; it is told as what it is.
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
