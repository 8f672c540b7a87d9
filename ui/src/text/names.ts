import type {
  BackupView,
  Group,
  JobView,
  Kind,
  Part,
  Permission,
  PersonView,
  Step,
  DataRequest,
} from "../ipc/bindings";
import type { IconName } from "../components/icons";
import { apart, count } from "./format";
import { m } from "./messages";

/* Display names of enum values. */

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
  queued: m.step_queued,
  asking: m.step_asking,
  preparing: m.step_preparing,
  ready: m.step_ready,
  downloading: m.step_downloading,
  checking: m.step_checking,
  unpacking: m.step_unpacking,
  indexing: m.step_indexing,
  saved: m.step_saved,
};

export const GROUP: Record<Group, { icon: IconName; name: () => string }> = {
  watch: { icon: "play", name: m.group_watch },
  likes: { icon: "heart", name: m.group_likes },
  favourites: { icon: "mark", name: m.group_favourites },
  shares: { icon: "share", name: m.group_shares },
  searches: { icon: "search", name: m.group_searches },
  comments: { icon: "comment", name: m.group_comments },
  messages: { icon: "chat", name: m.group_messages },
  posts: { icon: "film", name: m.group_posts },
  people: { icon: "people", name: m.group_people },
  logins: { icon: "key", name: m.group_logins },
  live: { icon: "live", name: m.group_live },
  shop: { icon: "cart", name: m.group_shop },
  wallet: { icon: "coins", name: m.group_wallet },
  ads: { icon: "megaphone", name: m.group_ads },
  facts: { icon: "sliders", name: m.group_facts },
  other: { icon: "tree", name: m.group_other },
};

/** What was backed up: the kind, the part of it, or an opened file. */
export function subject(request: DataRequest | null): string {
  if (!request) return m.opened_export();
  if (request.kind === "postsAndProfile" && request.part !== "both") return PART[request.part]();
  return KIND[request.kind].name();
}

export const subjectOf = (job: JobView) => subject(job.request);

/** The name of a person; of one without a name, the file that was opened. */
export function personName({ id, name }: PersonView, backups: BackupView[]): string {
  const file = backups.find((backup) => backup.person === id && backup.fileName !== null)?.fileName;
  return name ?? (file ? m.person_of_file({ file: apart(file) }) : m.person_unnamed());
}

/** Groups of one kind of record each. */
const COUNT: Partial<Record<Group, typeof m.count_records>> = {
  watch: m.count_watch,
  likes: m.count_likes,
  favourites: m.count_favourites,
  shares: m.count_shares,
  searches: m.count_searches,
  comments: m.count_comments,
  messages: m.count_messages,
  logins: m.count_logins,
};

/** `47,918 videos`. */
export const counted = (group: Group, records: number): string =>
  (COUNT[group] ?? m.count_records)({ count: records, shown: count(records) });
