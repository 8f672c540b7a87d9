import type { Problem } from "../ipc/bindings";
import type { IconName } from "../components/icons";
import { m } from "./messages";
import { PROBLEMS } from "./problem-table";
import type { ProblemAction, ProblemContext, ProblemEntry } from "./problems/entry";

/** The default label of each action. */
export const ACTION_LABELS: Record<ProblemAction, () => string> = {
  retry: m.try_again,
  checkNow: m.check_now,
  signIn: m.sign_in,
  chooseFolder: m.change_folder,
  findFolder: m.find_folder,
  lookAgain: m.look_again,
  chooseFile: m.choose_another,
  settings: m.open_settings,
  appKey: m.open_settings,
  unlock: m.unlock,
  keepSignIn: m.choose_where,
  howTo: m.export_guide_link,
  dismiss: m.dismiss,
};

/** The texts and actions of one problem, ready to be shown. */
export type ProblemDescription = {
  icon: IconName;
  tone: "info" | "warn" | "bad";
  what: string;
  safe: string;
  todo: string;
  action: ProblemAction;
  label: string;
  secondaryAction: ProblemAction | null;
};

export function describeProblem(problem: Problem, context: ProblemContext): ProblemDescription {
  const { facts } = problem;
  // An error of the window itself has an unknown code and is shown as a bug.
  const entry: ProblemEntry = PROBLEMS[problem.code] ?? PROBLEMS.bug;
  const action = typeof entry.action === "function" ? entry.action(context) : entry.action;
  const secondaryAction =
    typeof entry.secondaryAction === "function"
      ? entry.secondaryAction(context, facts)
      : entry.secondaryAction;
  return {
    icon: entry.icon,
    tone: entry.tone ?? "bad",
    what: entry.what(facts, context),
    safe: entry.safe(facts, context),
    todo: entry.todo(facts, context),
    action,
    label: (entry.label ?? ACTION_LABELS[action])(facts, context),
    secondaryAction: secondaryAction ?? null,
  };
}
