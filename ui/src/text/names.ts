import type { JobView, Kind, Part, Permission, Step, Wish } from "../ipc/bindings";
import type { IconName } from "../parts/icons";
import { m } from "./messages";

/* What the things that cross from the program are called on screen. */

export const KIND: Record<Kind, { icon: IconName; name: () => string; about: () => string }> = {
  everything: { icon: "bag", name: m.kind_everything, about: m.kind_everything_about },
  postsAndProfile: { icon: "film", name: m.kind_postsAndProfile, about: m.kind_postsAndProfile_about },
  activity: { icon: "chart", name: m.kind_activity, about: m.kind_activity_about },
  directMessages: { icon: "chat", name: m.kind_directMessages, about: m.kind_directMessages_about },
};

export const PERMISSION: Record<Permission, () => string> = {
  once: m.permission_once,
  ongoing: m.permission_ongoing,
};

export const PART: Record<Part, () => string> = {
  both: m.part_both,
  posts: m.part_posts,
  profile: m.part_profile,
};

export const STEP: Record<Step, () => string> = {
  asking: m.step_asking,
  preparing: m.step_preparing,
  ready: m.step_ready,
  downloading: m.step_downloading,
  checking: m.step_checking,
  unpacking: m.step_unpacking,
  saved: m.step_saved,
};

/** What was backed up: the kind, or the half of it that was wanted, or that a file was opened. */
export function subject(wish: Wish | null): string {
  if (!wish) return m.opened_export();
  if (wish.kind === "postsAndProfile" && wish.part !== "both") return PART[wish.part]();
  return KIND[wish.kind].name();
}

export const subjectOf = (job: JobView) => subject(job.wish);
