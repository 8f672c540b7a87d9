// Written by the test `bindings` from the Rust types. Do not edit: run `cargo xtask bindings`.
export type AccountView = { 
/**
 * TikTok's id of this person for this app.
 */
id: string, 
/**
 * The display name.
 */
name: string, 
/**
 * Whether this is the account that is shown.
 */
current: boolean, 
/**
 * When the sign-in expires; `None` when signed out.
 */
signedInUntil: number | null, 
/**
 * What can be requested without a new sign-in.
 */
allowed: Array<AllowedView>, 
/**
 * All permissions that were ever asked for.
 */
permissions: Array<PermissionView>, };
export type ImportSummary = { 
/**
 * The id of the backup.
 */
backupId: string, 
/**
 * Whether its records have been imported; if not, all fields except the provenance are empty.
 */
isRead: boolean, 
/**
 * The totals of all sections.
 */
total: ImportCounts, 
/**
 * One line per section: expected ones first, unknown ones last.
 */
sections: Array<SectionLine>, 
/**
 * Irregularities in the files.
 */
notes: Array<ReadNote>, 
/**
 * The layout, for diagnostics: `V6`, `TXT-C`.
 */
layout: string | null, 
/**
 * Text files in an unknown language; the person can say what they are.
 */
unsure: Array<UnsureFile>, 
/**
 * Where the backup comes from, in display order.
 */
provenance: Array<Provenance>, 
/**
 * The entries of the archive that could not be unpacked; at most 100 of them.
 */
unreadable: Array<UnreadableView>, 
/**
 * The files of the opened folder that were not copied.
 */
leftOut: LeftOutView, };
export type AllowedView = { 
/**
 * The kind of data.
 */
kind: Kind, 
/**
 * Once or ongoing.
 */
permission: Permission, };
export type AppEvent = { 
/**
 * Rises by one with each message of a subscription. After a gap, subscribe again.
 */
seq: number, 
/**
 * What changed.
 */
change: Change, };
export type AppKeySource = "none" | "built" | "own";
export type AppView = { 
/**
 * For example `0.1.0`.
 */
version: string, 
/**
 * Whether the demo account is open, which talks to the stand-in for TikTok inside the app.
 */
demo: boolean, 
/**
 * `linux`, `macos` or `windows`.
 */
os: string, 
/**
 * The port of the redirect address to register at TikTok if it takes no asterisk.
 */
redirectPort: number, };
export type BackupRef = { 
/**
 * The id of the backup.
 */
id: string, 
/**
 * The time of its data, Unix milliseconds.
 */
asOf: number, };
export type BackupView = { 
/**
 * Its id in commands: its path below the folder.
 */
id: string, 
/**
 * When it was saved.
 */
savedAt: number, 
/**
 * The time of its data: of its request, or of its newest record.
 */
asOf: number, 
/**
 * What was requested; `None` for an opened export.
 */
request: DataRequest | null, 
/**
 * The name of the opened file.
 */
fileName: string | null, 
/**
 * The account's name.
 */
accountName: string | null, 
/**
 * Bytes of all its files.
 */
bytes: number, 
/**
 * How many entries of its archive could not be unpacked; it is incomplete unless this is zero.
 */
unreadable: number, 
/**
 * Whether it is still what was saved.
 */
check: CheckState, 
/**
 * How many records were imported; `None` until they are.
 */
records: ImportCounts | null, 
/**
 * Whose it is, by the id of the person; `None` until that has been determined.
 */
person: string | null, };
export type BuildingView = { 
/**
 * Backups imported so far.
 */
backups: number, 
/**
 * Backups to import.
 */
backupsTotal: number, 
/**
 * Records imported so far.
 */
records: number, 
/**
 * Bytes of the exports read so far.
 */
bytes: number, 
/**
 * Bytes to read.
 */
bytesTotal: number, };
export type Change = { "what": "snapshot", "value": Snapshot } | { "what": "settings", "value": SettingsView } | { "what": "folder", "value": FolderView } | { "what": "keychain", "value": KeychainState } | { "what": "accounts", "value": Array<AccountView> } | { "what": "signIn", "value": SignInView | null } | { "what": "job", "value": JobView } | { "what": "jobGone", "value": string } | { "what": "backups", "value": Array<BackupView> } | { "what": "people", "value": Array<PersonView> } | { "what": "library", "value": LibraryView } | { "what": "update", "value": UpdateView } | { "what": "drag", "value": DragView | null } | { "what": "notices", "value": Array<Problem> };
export type ChangeKind = "missing" | "changed" | "added";
export type Chat = { 
/**
 * The id of the chat in commands.
 */
id: string, 
/**
 * The name of the other person or of the group.
 */
name: string, 
/**
 * The names that the person or group had before.
 */
earlierNames: Array<string>, 
/**
 * The kind of chat.
 */
section: Section, 
/**
 * The number of messages.
 */
messages: number, 
/**
 * The time of the first message, Unix milliseconds.
 */
first: number | null, 
/**
 * The beginning of the last message.
 */
last: Row | null, };
export type Chats = { 
/**
 * The chats, the most recently active first; at most a few thousand.
 */
chats: Array<Chat>, 
/**
 * The number of all chats.
 */
total: number, };
export type ChatFigures = { 
/**
 * The number of messages.
 */
messages: number, 
/**
 * The participants, sorted by the number of their messages, highest first; at most 100.
 */
senders: Array<Sender>, 
/**
 * The number of all participants.
 */
sendersTotal: number, 
/**
 * The number of days with at least one message.
 */
days: number, 
/**
 * The largest number of consecutive days with messages.
 */
longestStreak: number, 
/**
 * The last day of the longest streak.
 */
streakUntil: string | null, 
/**
 * The day with the most messages.
 */
busiest: DayCount | null, 
/**
 * The number of shared videos.
 */
shared: number, 
/**
 * The number of messages by month (`2026-11`), oldest first.
 */
months: Array<DayCount>, };
export type CheckState = { "state": "notChecked" } | { "state": "checking", 
/**
 * Files done.
 */
files: number, 
/**
 * Files in all.
 */
filesTotal: number, } | { "state": "restoring", 
/**
 * Files done.
 */
files: number, 
/**
 * Files in all.
 */
filesTotal: number, } | { "state": "verified", 
/**
 * When that was found, Unix milliseconds.
 */
at: number, } | { "state": "changed", 
/**
 * When that was found, Unix milliseconds.
 */
at: number, 
/**
 * Files that differ, are missing or are new; at most 100 of them.
 */
files: Array<FileChange>, 
/**
 * How many there are in all.
 */
count: number, 
/**
 * How many of them can be restored from the archive.
 */
restorable: number, } | { "state": "inUse" } | { "state": "unreachable" } | { "state": "damaged", 
/**
 * When that was found, Unix milliseconds.
 */
at: number, };
export type Completion = { 
/**
 * The text that replaces the word (`from:"Noor Achterberg"`).
 */
insert: string, 
/**
 * The label to show.
 */
label: string, 
/**
 * The number of records that match.
 */
count: number | null, };
export type Counted = { 
/**
 * The search, or the name of the chat.
 */
text: string, 
/**
 * The id of the chat.
 */
chat: string | null, 
/**
 * The number of searches or messages.
 */
count: number, 
/**
 * The time of the last one, Unix milliseconds.
 */
last: number | null, };
export type DayCount = { 
/**
 * The day (`2026-11-21`) or month (`2026-11`).
 */
day: string, 
/**
 * The count: rows, unless the field that holds this type says otherwise.
 */
count: number, };
export type DaySpan = { 
/**
 * The first day (`2026-11-21`).
 */
from: string, 
/**
 * The last day, inclusive.
 */
to: string, };
export type DragView = { 
/**
 * The name of the first.
 */
fileName: string, 
/**
 * Its size in bytes.
 */
bytes: number | null, 
/**
 * How many files are dragged.
 */
count: number, };
export type EarlierFact = { 
/**
 * The value.
 */
value: string, 
/**
 * The time of the newest data with this value, Unix milliseconds.
 */
until: number, };
export type Fact = { 
/**
 * The id of the record.
 */
id: string, 
/**
 * Its path in the export, outermost key first.
 */
path: Array<string>, 
/**
 * The value, as text. A very long one ends with an ellipsis; its record has more of it.
 */
value: string, 
/**
 * Earlier values, newest first.
 */
before: Array<EarlierFact>, 
/**
 * Whether the newest backup that has this section contains this fact.
 */
current: boolean, };
export type FactSheet = { 
/**
 * The section.
 */
section: Section, 
/**
 * Its facts, in the order of the newest export; of all sections at most a few thousand.
 */
facts: Array<Fact>, 
/**
 * The things that its facts are about, instead of the facts; the last seen first.
 */
things: Array<Thing>, 
/**
 * The number of all its facts, or things.
 */
total: number, };
export type Facts = { 
/**
 * Bytes needed.
 */
neededBytes: number | null, 
/**
 * Bytes free on the volume.
 */
freeBytes: number | null, 
/**
 * A count: pictures in a zip that is not an export, or entries of a zip with too many.
 */
count: number | null, 
/**
 * The name of a file or zip entry, for display only.
 */
name: string | null, 
/**
 * An end time in Unix milliseconds.
 */
until: number | null, 
/**
 * What an opened file is instead of a zip.
 */
format: OtherFormat | null, 
/**
 * Whether the volume that is full is the one of Satchel's own files.
 */
ownFiles: boolean, };
export type Field = { 
/**
 * The name of the field in the export.
 */
name: string, 
/**
 * The value, as text.
 */
value: string, };
export type FileChange = { 
/**
 * Its path in the backup.
 */
path: string, 
/**
 * How it differs.
 */
kind: ChangeKind, };
export type Filter = { 
/**
 * Only these sections of the group; all sections if empty.
 */
sections: Array<Section>, 
/**
 * Only records that contain all these words, or parts of words.
 */
text: string, 
/**
 * Only from this day on (`2026-11-21`).
 */
from: string | null, 
/**
 * Only up to this day, inclusive.
 */
to: string | null, 
/**
 * Only this day of every year (`11-22`).
 */
dayOfYear: string | null, 
/**
 * Only this hour of this weekday.
 */
hourOfWeek: HourOfWeek | null, 
/**
 * Only records from, to or about the person with this name: also videos and comments that name them.
 */
who: string | null, 
/**
 * Only this chat, by id.
 */
chat: string | null, 
/**
 * Only records that this backup contains.
 */
backup: string | null, 
/**
 * Of these, only records that were new to the library with that backup.
 */
onlyNew: boolean, 
/**
 * Only records with exactly this text (a search, a title).
 */
exact: string | null, 
/**
 * Only records about this video.
 */
item: string | null, 
/**
 * Only records with a title.
 */
titled: boolean, 
/**
 * Only videos that occur more than once.
 */
repeated: boolean, 
/**
 * Only people with this relation.
 */
relation: Relation | null, 
/**
 * Only records at this path of the export: the id of a `PathView`.
 */
path: string | null, };
export type FolderQuestionView = { 
/**
 * How many files belong to the export.
 */
taken: number, 
/**
 * The other files.
 */
leftOut: LeftOutView, };
export type FolderSearch = { 
/**
 * The folder that was chosen, for display.
 */
chosen: string, 
/**
 * Whether it is a backup folder, and is used now.
 */
isUsed: boolean, 
/**
 * Otherwise, the backup folders above and below it.
 */
others: Array<FoundFolderView>, };
export type FolderView = { 
/**
 * The whole path.
 */
path: string, 
/**
 * The path for display: without the home folder (`Documents/Satchel`).
 */
shown: string, 
/**
 * Bytes free on its volume, where the system tells.
 */
freeBytes: number | null, 
/**
 * Why the folder cannot be used now, if so.
 */
problem: Problem | null, 
/**
 * How far it has been moved to another place, while it is.
 */
moving: MoveProgress | null, };
export type Found = { 
/**
 * The people and chats that were found, the best first. Each person is one of them, in however many lists they are.
 */
names: Array<FoundName>, 
/**
 * The number of people and chats that were found.
 */
namesTotal: number, 
/**
 * The groups with hits: messages first, then in the order of the sidebar.
 */
groups: Array<FoundGroup>, 
/**
 * The number of hits in all groups. People and chats are not among them.
 */
total: number, 
/**
 * The words of the search, without operators, for highlighting hits elsewhere.
 */
words: Array<string>, 
/**
 * Operators with an invalid value, as typed (`before:yesterday`).
 */
invalidOperators: Array<string>, 
/**
 * Whether records are still being imported or indexed, so that more hits may follow.
 */
unfinished: boolean, };
export type FoundFolderView = { 
/**
 * Its number in commands.
 */
number: number, 
/**
 * The whole path.
 */
path: string, 
/**
 * The path for display.
 */
shown: string, 
/**
 * The number of backups in it.
 */
backups: number, };
export type FoundGroup = { 
/**
 * The group.
 */
group: Group, 
/**
 * The number of hits.
 */
count: number, 
/**
 * The newest hits.
 */
hits: Array<Hit>, };
export type FoundName = { 
/**
 * The name.
 */
name: string, 
/**
 * Whether it is that of a person, not of a group or of TikTok's AI.
 */
person: boolean, 
/**
 * The id of the chat, if there is one.
 */
chat: string | null, 
/**
 * The number of messages in the chat; without one, that of records with the person.
 */
records: number, 
/**
 * Who follows whom.
 */
relation: Relation | null, 
/**
 * Whether the person is blocked.
 */
blocked: boolean, };
export type Gap = { 
/**
 * The first month (`2023-06`).
 */
from: string, 
/**
 * The last month, inclusive.
 */
to: string, };
export type Group = "watch" | "likes" | "favourites" | "shares" | "searches" | "comments" | "messages" | "posts" | "people" | "logins" | "live" | "shop" | "wallet" | "ads" | "facts" | "other";
export type GroupCount = { 
/**
 * The group.
 */
group: Group, 
/**
 * The number of records.
 */
records: number, };
export type Hit = { 
/**
 * The record.
 */
row: Row, 
/**
 * The text around the first match, split at the matches.
 */
snippet: Array<SnippetPart>, 
/**
 * The name of the chat, for messages.
 */
chatName: string | null, };
export type HourOfWeek = { 
/**
 * The weekday, from 0 (Monday) to 6 (Sunday).
 */
weekday: number, 
/**
 * The hour, from 0 to 23.
 */
hour: number, };
export type Inference = { 
/**
 * The path of its keys, outermost first, joined by `/`.
 */
path: string, 
/**
 * The name of the field, if it is about a field of the records at this path.
 */
field: string | null, 
/**
 * The section that it was read as.
 */
section: Section, 
/**
 * What it was inferred from, or what a field was read as.
 */
by: InferredBy, };
export type InferredBy = "holder" | "name" | "fields" | "values" | "missing" | "time" | "link" | "text";
export type JobView = { 
/**
 * Its id in commands.
 */
id: string, 
/**
 * What was requested; `None` for an opened export.
 */
request: DataRequest | null, 
/**
 * The name of the opened file.
 */
fileName: string | null, 
/**
 * The account; `None` for an opened export.
 */
accountId: string | null, 
/**
 * The current step, or the last one.
 */
step: Step, 
/**
 * Whether it is running, and how it ended.
 */
outcome: Outcome, 
/**
 * When it was created.
 */
startedAt: number, 
/**
 * When the current step began.
 */
stepSince: number, 
/**
 * When it ended.
 */
endedAt: number | null, 
/**
 * Until when TikTok keeps the archive, once it is ready.
 */
readyUntil: number | null, 
/**
 * When TikTok is asked next.
 */
nextCheckAt: number | null, 
/**
 * Whether TikTok cannot be reached at the moment. The job waits and tries again by itself.
 */
offline: boolean, 
/**
 * Until when TikTok wants no further calls. The job then goes on by itself.
 */
rateLimitedUntil: number | null, 
/**
 * Whether TikTok refuses the request for now, probably because another one of the account is open.
 */
refusedForNow: boolean, 
/**
 * The position among the queued jobs of the account: the smallest is next.
 */
queueOrder: number, 
/**
 * Whether the person has cancelled it. A cancelled job that is still running waits for TikTok to confirm that.
 */
cancelledByUser: boolean, 
/**
 * Whether TikTok was reached but the last call got no reply, or not in time. The job tries again by itself.
 */
noReply: boolean, 
/**
 * The status that TikTok gives the request, if Satchel does not know it. The job keeps asking.
 */
unknownStatus: string | null, 
/**
 * Whether it waits until the keychain, or the encrypted file, is unlocked.
 */
locked: boolean, 
/**
 * Whether it waits until another archive is checked and unpacked.
 */
waitsForOthers: boolean, 
/**
 * Counts of the current step.
 */
progress: Progress | null, 
/**
 * Why it failed.
 */
problem: Problem | null, 
/**
 * The finished backup, or the one that has the archive already.
 */
backupId: string | null, 
/**
 * How many records were imported.
 */
records: ImportCounts | null, 
/**
 * How many entries of the archive could not be unpacked; the backup is incomplete unless this is zero.
 */
unreadable: number, 
/**
 * TikTok's id of the request, as text: it can exceed 2^53.
 */
requestId: string | null, 
/**
 * What it waits to be answered.
 */
question: FolderQuestionView | null, };
export type KeychainState = "system" | "systemLocked" | "undecided" | "session" | "file" | "fileLocked";
export type Kind = "everything" | "postsAndProfile" | "activity" | "directMessages";
export type LeftOutView = { 
/**
 * How many there are.
 */
count: number, 
/**
 * Their paths in the folder; at most 100 of them.
 */
names: Array<string>, };
export type LibraryView = { 
/**
 * Increases whenever records are added; earlier query results may then be outdated.
 */
version: number, 
/**
 * The progress of the import, if one is running.
 */
building: BuildingView | null, 
/**
 * The number of records.
 */
records: number, 
/**
 * The time of the oldest record in Unix milliseconds.
 */
from: number | null, 
/**
 * The time of the newest record in Unix milliseconds.
 */
to: number | null, 
/**
 * The number of imported backups.
 */
backups: number, 
/**
 * Groups that have records, in sidebar order.
 */
groups: Array<GroupCount>, 
/**
 * Whether the index for searching whole words is complete.
 */
wordsReady: boolean, 
/**
 * Whether the index for searching parts of words is complete.
 */
trigramsReady: boolean, 
/**
 * Why the library cannot be used, if it cannot.
 */
problem: Problem | null, };
export type ListQuery = { 
/**
 * The group.
 */
group: Group, 
/**
 * Selects records of the group.
 */
filter: Filter, 
/**
 * The order of the list.
 */
order: Order, };
export type Memory = { 
/**
 * The day.
 */
day: string, 
/**
 * The group of the records.
 */
group: Group, 
/**
 * The number of records.
 */
count: number, 
/**
 * An example: the name of the chat, the search, the title or the comment.
 */
text: string | null, 
/**
 * The id of the chat, for messages.
 */
chat: string | null, };
export type MoveProgress = { 
/**
 * Where it goes, for display.
 */
to: string, 
/**
 * Bytes copied and compared.
 */
bytes: number, 
/**
 * Bytes in all.
 */
bytesTotal: number, 
/**
 * Whether everything is copied, and the old folder is being removed. It can no longer be cancelled.
 */
isRemoving: boolean, };
export type NoteKind = "truncated" | "doubled" | "irregular" | "otherEncoding" | "notText" | "nested" | "damaged" | "unassigned" | "unaccounted" | "inferred";
export type OnlyIn = { 
/**
 * Records that no other backup contains.
 */
records: number, 
/**
 * The same by group, without those that have none.
 */
groups: Array<GroupCount>, 
/**
 * Whether it contains texts or fields of records that other backups contain without these.
 */
addsDetails: boolean, };
export type Order = "newest" | "oldest" | "text" | "times";
export type OtherFormat = "sevenZip" | "rar" | "gzip" | "tar" | "splitZip" | "webPage" | "empty";
export type Outcome = "running" | "saved" | "alreadySaved" | "cancelled" | "expired" | "failed";
export type Outline = { 
/**
 * The version of the library that this was computed from.
 */
version: number, 
/**
 * The number of rows.
 */
total: number, 
/**
 * The number of rows without a time, which are at the end of the list.
 */
undated: number, 
/**
 * The days that have rows, in the order of the list; empty if that is not chronological.
 */
days: Array<DayCount>, };
export type Overview = { 
/**
 * The version of the library that this was computed from.
 */
version: number, 
/**
 * The number of records by group within the time span.
 */
groups: Array<GroupCount>, 
/**
 * The time of the oldest record of the group, Unix milliseconds.
 */
from: number | null, 
/**
 * The time of the newest record of the group, Unix milliseconds.
 */
to: number | null, 
/**
 * The number of records of the group by month, oldest first; months without records have 0.
 */
months: Array<DayCount>, 
/**
 * Runs of months without records between months with records (`2023-06` to `2023-09`).
 */
gaps: Array<Gap>, 
/**
 * The number of records of the group by weekday (Monday first) and hour: 168 numbers.
 */
hours: number[], 
/**
 * The days with the most records of the group, highest first; at most 10.
 */
busiestDays: Array<DayCount>, 
/**
 * The estimated watch time.
 */
watching: Watching | null, 
/**
 * Records of this day in earlier years, newest first.
 */
onThisDay: Array<Memory>, 
/**
 * The most frequent searches; at most 50.
 */
searches: Array<Counted>, 
/**
 * The chats with the most messages; at most 50.
 */
chats: Array<Counted>, };
export type OverviewQuery = { 
/**
 * The group that the charts show.
 */
group: Group, 
/**
 * The first day (`2026-11-21`); no limit if absent.
 */
from: string | null, 
/**
 * The last day, inclusive; no limit if absent.
 */
to: string | null, };
export type PageAbout = { 
/**
 * The label of the number of records.
 */
records: string, 
/**
 * The separator of thousands in numbers.
 */
thousands: string, 
/**
 * The label of the time zone.
 */
zone: string, 
/**
 * The time zone: `{zone} ({offsets})`.
 */
zoneOffsets: string, 
/**
 * The label of the backups.
 */
backups: string, 
/**
 * How many of the records a backup has: `{count} of these records`.
 */
part: string, 
/**
 * The label of the checksums of the archives.
 */
archives: string, 
/**
 * Instead of a checksum, of a backup that has none or that is not in the folder.
 */
noChecksum: string, 
/**
 * The label of the checksum of the records.
 */
checksum: string, 
/**
 * What that checksum covers, and how it is checked.
 */
checksumOf: string, 
/**
 * What the checksums prove, and what they do not.
 */
proof: string, 
/**
 * How to print the page. It is not printed.
 */
print: string, 
/**
 * The heading of records without a time.
 */
undated: string, };
export type PageDates = { 
/**
 * A day in full, for each month from January: `{weekday}, {day} January {year}`.
 */
days: Array<string>, 
/**
 * A day in short, for each month: `{day} Jan {year}`.
 */
shortDays: Array<string>, 
/**
 * The days of the week from Monday.
 */
weekdays: Array<string>, 
/**
 * A time, for each hour from 0: `8:{minutes} AM`.
 */
hours: Array<string>, };
export type PageFact = { 
/**
 * What it is.
 */
label: string, 
/**
 * What it says.
 */
value: string, };
export type PageRows = { 
/**
 * What records of these sections are called, if that is to be shown.
 */
kinds: { [key in Section]?: string }, 
/**
 * What stands for media that the export does not contain.
 */
stands: { [key in Placeholder]?: string }, 
/**
 * A placeholder: `{what}. TikTok’s export does not contain it.`
 */
missing: string, 
/**
 * Instead of a sender without a name.
 */
someone: string, 
/**
 * A video of which the day is known: `Video posted {day}`.
 */
videoFrom: string, 
/**
 * A video of which the creator is known: `Video by {name}`.
 */
videoBy: string, 
/**
 * A video of which both are known: `Video by {name}, posted {day}`.
 */
videoByFrom: string, 
/**
 * Another video.
 */
video: string, 
/**
 * When a video was posted: `posted {day}`.
 */
posted: string, 
/**
 * How often something recurs: `{count} times`.
 */
times: string, 
/**
 * Instead of a text, if there is none.
 */
noText: string, 
/**
 * The text of a link whose address is too long to be read.
 */
link: string, };
export type PageTexts = { 
/**
 * The language of these texts (`en-GB`).
 */
language: string, 
/**
 * The title of the page.
 */
title: string, 
/**
 * Whether the records are the messages of one chat.
 */
isChat: boolean, 
/**
 * What the window knows about the list: the account, the filter, the program.
 */
facts: Array<PageFact>, 
/**
 * What each backup is called, by its id.
 */
backups: { [key in string]: string }, 
/**
 * How days and times are written.
 */
dates: PageDates, 
/**
 * The texts before and after the records.
 */
about: PageAbout, 
/**
 * The texts of the records.
 */
rows: PageRows, };
export type Part = "both" | "posts" | "profile";
export type PathView = { 
/**
 * The id of the path in a `Filter`.
 */
id: string, 
/**
 * The keys of the path, outermost first.
 */
path: Array<string>, 
/**
 * The number of records at this path.
 */
records: number, };
export type Paths = { 
/**
 * The paths, in their order; at most a few thousand.
 */
paths: Array<PathView>, 
/**
 * The number of all paths.
 */
total: number, };
export type PeopleFigures = { 
/**
 * Followers.
 */
followers: number, 
/**
 * People followed.
 */
following: number, 
/**
 * People who follow the account and are followed back.
 */
mutual: number, 
/**
 * People followed who do not follow back.
 */
notBack: number, 
/**
 * Followers who are not followed back.
 */
notFollowed: number, 
/**
 * People blocked.
 */
blocked: number, };
export type Permission = "once" | "ongoing";
export type PermissionState = "granted" | "spent" | "unclear" | "refused" | "ended" | "signedOut";
export type PermissionView = { 
/**
 * The kind of data.
 */
kind: Kind, 
/**
 * Once or ongoing.
 */
permission: Permission, 
/**
 * Whether it can be used, and why not.
 */
state: PermissionState, 
/**
 * The kinds of which a request under it uses up the one-time permission: none, one, or one of two.
 */
usesUp: Array<Kind>, };
export type PersonChat = { 
/**
 * The id of the chat.
 */
id: string, 
/**
 * The number of messages.
 */
messages: number, 
/**
 * The number of messages that the person wrote.
 */
theirs: number, 
/**
 * The number of messages of each month, from the first month with messages to the last.
 */
months: Array<DayCount>, 
/**
 * The number of messages with a link: shared videos, and others.
 */
links: number, 
/**
 * The number of these that the person wrote.
 */
theirLinks: number, 
/**
 * The newest messages with a link; at most 5.
 */
shared: Array<Row>, };
export type PersonGroup = { 
/**
 * The id of the chat.
 */
id: string, 
/**
 * The name of the group.
 */
name: string, 
/**
 * The number of the person's messages.
 */
messages: number, 
/**
 * The id of the person's last message.
 */
last: string, 
/**
 * The time of that message, Unix milliseconds.
 */
lastTime: number | null, };
export type PersonPage = { 
/**
 * The version of the library that this was computed from.
 */
version: number, 
/**
 * The person's latest name.
 */
name: string, 
/**
 * The names that the person had before.
 */
earlierNames: Array<string>, 
/**
 * Whether this is a name of the owner of the account, of whom the rest tells nothing.
 */
isOwner: boolean, 
/**
 * The first message, gift or comment that has a time: between the owner and the person, or one of the person's in a group.
 */
first: Row | null, 
/**
 * The last one.
 */
last: Row | null, 
/**
 * The chat with the person.
 */
chat: PersonChat | null, 
/**
 * The group chats in which the person wrote, the ones with most of their messages first; at most 50.
 */
groups: Array<PersonGroup>, 
/**
 * The number of all group chats in which the person wrote.
 */
groupsTotal: number, 
/**
 * The entries of the person among followers, people followed, people blocked and views of the profile; newest first; at
 * most 50.
 */
relations: Array<PersonRelation>, 
/**
 * Records from, to or about the person, by section, apart from the others on this page.
 */
records: Array<PersonRecords>, 
/**
 * Whether records are still being imported or indexed, so that more may follow.
 */
unfinished: boolean, };
export type PersonRecords = { 
/**
 * The section.
 */
section: Section, 
/**
 * The number of records.
 */
records: number, 
/**
 * The time of the first one that has a time, Unix milliseconds.
 */
first: number | null, 
/**
 * The time of the last one, Unix milliseconds.
 */
last: number | null, };
export type PersonRelation = { 
/**
 * The record.
 */
row: Row, 
/**
 * The oldest backup that contains it.
 */
first: BackupRef, 
/**
 * The newest backup that contains it.
 */
last: BackupRef, 
/**
 * The next newer backup that has such a list, without this entry.
 */
missing: BackupRef | null, };
export type PersonView = { 
/**
 * The id in commands.
 */
id: string, 
/**
 * The name of the account, or the user name in the latest profile; `None` if neither is known.
 */
name: string | null, 
/**
 * The user name in the latest profile.
 */
userName: string | null, 
/**
 * The account that was used last; `None` if there are only opened exports.
 */
accountId: string | null, 
/**
 * Whether this is the person who is shown.
 */
current: boolean, 
/**
 * The number of backups.
 */
backups: number, 
/**
 * The number of records in the library; `None` until it has been read.
 */
records: number | null, 
/**
 * Whether this may be one of the other people, so that the window asks.
 */
isUnsure: boolean, };
export type SnippetPart = { 
/**
 * The text.
 */
text: string, 
/**
 * Whether it matches the search.
 */
hit: boolean, };
export type Placeholder = "sharedVideo" | "sharedLink" | "picture" | "sticker" | "voice" | "media";
export type Problem = { 
/**
 * Selects the message and the next step.
 */
code: ProblemCode, 
/**
 * A short id that is also logged.
 */
reference: string, 
/**
 * The technical cause, for "Copy details". Contains no names, content, tokens or URLs with parameters.
 */
detail: string, 
/**
 * Values for the message.
 */
facts: Facts, };
export type ProblemCode = "consentRefused" | "signInTimedOut" | "stateMismatch" | "refusalUnclear" | "appKeyRejected" | "scopeNotApproved" | "redirectMismatch" | "notATestAccount" | "signInRejected" | "noPort" | "addressNotRecognised" | "differentAccount" | "appKeyMissing" | "signedOut" | "permissionsKept" | "permissionsEnded" | "signOutNotTold" | "permissionMissing" | "keychainMissing" | "keychainLocked" | "keychainRefused" | "passphraseWrong" | "signInFileUnusable" | "offline" | "noReply" | "tiktokUnavailable" | "rateLimited" | "tiktokRefused" | "unexpectedReply" | "requestUncertain" | "requestUnknown" | "archiveWithheld" | "archiveFailed" | "statusUnknown" | "downloadBroken" | "notAnArchive" | "archiveDamaged" | "archiveUnsafe" | "archiveEncrypted" | "archiveTooBig" | "notAnExport" | "severalAccounts" | "partMissing" | "fileUnreadable" | "fileInUse" | "placeTaken" | "diskFull" | "fileTooLarge" | "folderMissing" | "folderUnreachable" | "folderNotWritable" | "chosenNotWritable" | "backupBusy" | "noTrash" | "folderMoving" | "folderBusy" | "folderInside" | "folderNotEmpty" | "oldFolderLeft" | "libraryUnusable" | "recordGone" | "linkUnknown" | "demoLink" | "noBrowser" | "updateUnreachable" | "updateUnclear" | "updateBroken" | "updateUntrusted" | "updateNotWritten" | "ownFilesDamaged" | "ownFilesNotWritable" | "stepCrashed" | "bug";
export type Progress = { 
/**
 * Bytes done.
 */
bytes: number, 
/**
 * Bytes in all, if known.
 */
bytesTotal: number | null, 
/**
 * Bytes per second, once it can be estimated.
 */
bytesPerSecond: number | null, 
/**
 * Files done.
 */
files: number | null, 
/**
 * Files in all.
 */
filesTotal: number | null, 
/**
 * Records read.
 */
records: number | null, };
export type Property = { 
/**
 * Its name in the export.
 */
name: string, 
/**
 * Its values, each once; those of the newest backup first. One export may have several.
 */
values: Array<PropertyValue>, };
export type PropertyValue = { 
/**
 * The id of the record.
 */
record: string, 
/**
 * The value, as text.
 */
value: string, 
/**
 * The time of the oldest data with this value, Unix milliseconds.
 */
from: number, 
/**
 * The time of the newest data with this value, Unix milliseconds.
 */
until: number, };
export type Provenance = { 
/**
 * What the line is about.
 */
label: ProvenanceLabel, 
/**
 * Its value as text; a time is Unix milliseconds.
 */
value: string, };
export type ProvenanceLabel = "source" | "account" | "scope" | "originalName" | "request" | "asked" | "ready" | "saved" | "archive" | "sha256" | "format" | "writtenBy";
export type ReadNote = { 
/**
 * The path of the file in the export.
 */
file: string, 
/**
 * The kind of irregularity.
 */
kind: NoteKind, 
/**
 * What was inferred, if that is the irregularity.
 */
inference: Inference | null, };
export type Record = { 
/**
 * The record as a row, with its full text.
 */
row: Row, 
/**
 * Whether a text or the original is so long that it is shortened here as well. An exported list has all of it.
 */
cut: boolean, 
/**
 * The record as it stands in the export; JSON is pretty-printed.
 */
original: string, 
/**
 * The values of a record of an unknown section, as JSON.
 */
values: string | null, 
/**
 * The link as it is in the export.
 */
link: string | null, 
/**
 * The first backup that contains it.
 */
first: BackupRef | null, 
/**
 * The last backup that contains it.
 */
last: BackupRef | null, 
/**
 * Other records about the same video, newest first; at most 50.
 */
elsewhere: Array<Row>, };
export type Relation = "mutual" | "notBack" | "notFollowed";
export type ReleaseView = { 
/**
 * The version, for example `0.2.0`.
 */
version: string, 
/**
 * The release notes, as plain text.
 */
notes: string | null, };
export type Reminder = { 
/**
 * The day (`2026-11-25`).
 */
day: string, 
/**
 * What to do.
 */
title: string, 
/**
 * How to do it.
 */
about: string, };
export type RequestHistory = { 
/**
 * How many requests the whole history has.
 */
total: number, 
/**
 * The requests.
 */
requests: Array<RequestView>, 
/**
 * Where the next part begins; `None` after the last one.
 */
next: string | null, };
export type RequestStatus = "queued" | "running" | "cancelling" | "saved" | "removed" | "cancelled" | "cancelUnconfirmed" | "cancelledAtTiktok" | "expired" | "unknown" | "failed";
export type RequestView = { 
/**
 * The id of its job.
 */
id: string, 
/**
 * What was requested.
 */
request: DataRequest, 
/**
 * What became of it.
 */
status: RequestStatus, 
/**
 * When it was added in Satchel.
 */
addedAt: number, 
/**
 * When it was last sent; `None` if it was not, or TikTok certainly did not accept it.
 */
sentAt: number | null, 
/**
 * When TikTok last gave its status.
 */
checkedAt: number | null, 
/**
 * When it ended.
 */
endedAt: number | null, 
/**
 * Why it stopped.
 */
problem: ProblemCode | null, 
/**
 * The finished backup: its path below the backup folder. The backup may have been deleted since.
 */
backupId: string | null, 
/**
 * TikTok's id of the request, as text: it can exceed 2^53.
 */
requestId: string | null, 
/**
 * TikTok's log id: of the reply that accepted the request, or of the one that ended it.
 */
logId: string | null, };
export type Row = { 
/**
 * The id of the record in commands.
 */
id: string, 
/**
 * Its section.
 */
section: Section, 
/**
 * When it happened, Unix milliseconds.
 */
time: number | null, 
/**
 * The text: a title, a message, a search, a user's name. It is untrusted and must not be shown as markup.
 */
text: string | null, 
/**
 * Whether the text or a field is shortened. [`Record`] has more of them.
 */
cut: boolean, 
/**
 * The name of the other party: the sender, or the recipient.
 */
who: string | null, 
/**
 * Whether the owner of the account wrote it (messages).
 */
mine: boolean, 
/**
 * The id of the chat, for messages.
 */
chat: string | null, 
/**
 * The number of the video, sound or hashtag that it is about.
 */
item: string | null, 
/**
 * When the video was posted, Unix milliseconds; decoded from its number.
 */
postedAt: number | null, 
/**
 * How often the same video or search occurs, if more than once.
 */
times: number | null, 
/**
 * The URL to open in a browser, if it points to a known host.
 */
address: string | null, 
/**
 * The kind of message that the text is only a placeholder for.
 */
standsFor: Placeholder | null, 
/**
 * The relation to the person (followers and following).
 */
relation: Relation | null, 
/**
 * All other fields, unchanged.
 */
fields: Array<Field>, };
export type RowFormat = "csv" | "json";
export type Rows = { 
/**
 * The version of the library that the rows come from.
 */
version: number, 
/**
 * The position of the first row in the list, from 0.
 */
start: number, 
/**
 * The rows.
 */
rows: Array<Row>, };
export type SavedList = { 
/**
 * The name of the file.
 */
name: string, 
/**
 * The folder that it is in.
 */
folder: string, 
/**
 * The number of records.
 */
records: number, 
/**
 * The SHA-256 of the file.
 */
sha256: string, };
export type SearchQuery = { 
/**
 * The text as typed.
 */
text: string, 
/**
 * Search only this group and return up to 300 hits; otherwise up to 3 hits of each group. Chats are found with people.
 */
group: Group | null, };
export type Section = "watch" | "like" | "favouriteVideo" | "favouriteSound" | "favouriteHashtag" | "favouriteEffect" | "favouriteCollection" | "favouriteComment" | "favouritePlace" | "favouritePlaylist" | "favouriteFilm" | "repost" | "share" | "search" | "hashtag" | "miniDrama" | "sticker" | "follower" | "following" | "block" | "message" | "groupMessage" | "tako" | "comment" | "post" | "deletedPost" | "story" | "placeReview" | "profileView" | "login" | "location" | "giftSent" | "giftBought" | "coin" | "transaction" | "adInterest" | "offTiktok" | "adReply" | "adVisit" | "adPartner" | "donation" | "fundraiser" | "liveWatched" | "liveComment" | "liveQuestion" | "liveHosted" | "order" | "productBrowsed" | "cartItem" | "voucher" | "address" | "shopMessage" | "shopFavourite" | "payCard" | "customerSupport" | "dispute" | "productReview" | "refund" | "profile" | "autofill" | "aiMoji" | "settings" | "thirdParty" | "device" | "summary" | "liveSettings" | "technical" | "other";
export type SectionLine = { 
/**
 * The section; [`Section::Other`] if it is unknown.
 */
section: Section, 
/**
 * The path in the export, if the section is unknown.
 */
path: string | null, 
/**
 * Whether it was found, and how.
 */
state: SectionState, 
/**
 * Whether the backup was expected to contain it.
 */
expected: boolean, 
/**
 * The counts of its records.
 */
counts: ImportCounts, 
/**
 * The reasons why records were skipped.
 */
reasons: Array<SkipCount>, };
export type SectionSpan = { 
/**
 * The section.
 */
section: Section, 
/**
 * The time of the oldest record, Unix milliseconds.
 */
from: number, 
/**
 * The time of the newest record, Unix milliseconds.
 */
to: number, };
export type SectionState = "found" | "empty" | "absent" | "unknown";
export type Sender = { 
/**
 * The participant's name.
 */
name: string, 
/**
 * Whether this is the owner of the account.
 */
mine: boolean, 
/**
 * The number of messages this participant wrote.
 */
messages: number, };
export type Session = { 
/**
 * When it started, Unix milliseconds.
 */
start: number, 
/**
 * Its duration in seconds.
 */
seconds: number, 
/**
 * The number of videos.
 */
videos: number, };
export type SettingsView = { 
/**
 * Light, dark, or as the system says.
 */
theme: Theme, 
/**
 * The size of text in percent.
 */
textSize: number, 
/**
 * Whether names and texts are blurred, so that others may look at the screen.
 */
blur: boolean, 
/**
 * Where the app key comes from.
 */
appKey: AppKeySource, 
/**
 * The permissions that the app key is not approved for.
 */
unapproved: Array<AllowedView>, 
/**
 * How watch time is estimated.
 */
watchMethod: WatchMethod, 
/**
 * Whether the person knows that links open in the browser.
 */
linksExplained: boolean, };
export type SignInStage = "waiting" | "finishing" | "failed";
export type SignInView = { 
/**
 * The request that follows it; `None` for a plain sign-in.
 */
request: DataRequest | null, 
/**
 * How far it is.
 */
stage: SignInStage, 
/**
 * When waiting for the browser ends.
 */
expiresAt: number, 
/**
 * Whether a browser could be opened. If not, the person copies the address.
 */
browserOpened: boolean, 
/**
 * Why it failed; or, while it waits, that something else than its answer came back.
 */
problem: Problem | null, };
export type SkipCount = { 
/**
 * The reason.
 */
reason: SkipReason, 
/**
 * The number of records.
 */
count: number, };
export type SkipReason = "empty" | "unreadable" | "tooBig" | "tooMany";
export type Snapshot = { 
/**
 * The program itself.
 */
app: AppView, 
/**
 * The settings.
 */
settings: SettingsView, 
/**
 * The backup folder.
 */
folder: FolderView, 
/**
 * Where secrets are stored.
 */
keychain: KeychainState, 
/**
 * Every account that ever signed in here, the current one first.
 */
accounts: Array<AccountView>, 
/**
 * The sign-in in progress, or the failed one that has not been dismissed.
 */
signIn: SignInView | null, 
/**
 * Running jobs, and ended ones that have not been dismissed; newest first.
 */
jobs: Array<JobView>, 
/**
 * The backups in the folder, newest first.
 */
backups: Array<BackupView>, 
/**
 * The people whose backups they are, in the order in which they were first seen. One of them is shown.
 */
people: Array<PersonView>, 
/**
 * The library of the person who is shown.
 */
library: LibraryView, 
/**
 * Updates of Satchel itself.
 */
update: UpdateView, 
/**
 * Problems with Satchel's own files.
 */
notices: Array<Problem>, };
export type Step = "queued" | "asking" | "preparing" | "ready" | "downloading" | "checking" | "unpacking" | "indexing" | "saved";
export type ImportCounts = { 
/**
 * Records in the export.
 */
read: number, 
/**
 * Records that were added to the library.
 */
stored: number, 
/**
 * Records that were already in the library, from another backup.
 */
known: number, 
/**
 * Records that are also in another list of the same export.
 */
repeated: number, 
/**
 * Records that were skipped.
 */
skipped: number, };
export type Theme = "system" | "light" | "dark";
export type Thing = { 
/**
 * What tells it from others; empty if nothing does.
 */
id: string, 
/**
 * Its properties, in the order of the newest export.
 */
properties: Array<Property>, 
/**
 * The time of the oldest data about it, Unix milliseconds.
 */
from: number, 
/**
 * The time of the newest data about it, Unix milliseconds.
 */
until: number, 
/**
 * Whether the newest backup that has this section contains it.
 */
current: boolean, };
export type UnreadableKind = "damaged" | "encrypted" | "method" | "noEnd";
export type UnreadableView = { 
/**
 * Its name.
 */
name: string, 
/**
 * Why.
 */
reason: UnreadableKind, };
export type UnsureFile = { 
/**
 * The path of the file in the export.
 */
file: string, 
/**
 * The number of records in it.
 */
records: number, 
/**
 * The first record, verbatim; at most 300 characters.
 */
sample: string, 
/**
 * The section it is read as: the person's choice, or a guess from its structure.
 */
section: Section, 
/**
 * The possible sections, the most likely first.
 */
choices: Array<Section>, };
export type UpdateOff = "system" | "ownBuild";
export type UpdateView = { "state": "off", 
/**
 * The reason.
 */
reason: UpdateOff, } | { "state": "notChecked" } | { "state": "checking" } | { "state": "upToDate", 
/**
 * When that was checked, in Unix milliseconds.
 */
at: number, } | { "state": "available", 
/**
 * The newer version.
 */
release: ReleaseView, } | { "state": "downloading", 
/**
 * The newer version.
 */
release: ReleaseView, 
/**
 * Bytes downloaded so far.
 */
bytes: number, 
/**
 * Total bytes, if known.
 */
bytesTotal: number | null, } | { "state": "installing", 
/**
 * The newer version.
 */
release: ReleaseView, } | { "state": "installed", 
/**
 * The newer version.
 */
release: ReleaseView, } | { "state": "failed", 
/**
 * The cause.
 */
problem: Problem, 
/**
 * The release whose installation can be tried again; `None` if the check failed.
 */
release: ReleaseView | null, };
export type WatchMethod = { 
/**
 * The longest pause within a session, in minutes: 1 to 60.
 */
gapMinutes: number, 
/**
 * The assumed duration of the last video of a session, in seconds: 0 to 300.
 */
tailSeconds: number, };
export type Watching = { 
/**
 * The parameters of the estimate.
 */
method: WatchMethod, 
/**
 * Seconds within the time span.
 */
seconds: number, 
/**
 * Seconds in the 12 months before the newest record.
 */
lastYearSeconds: number, 
/**
 * The number of days of these 12 months that the data covers: 365, or fewer if it starts later.
 */
lastYearDays: number, 
/**
 * The number of sessions: runs of videos without a longer pause.
 */
sessions: number, 
/**
 * The number of sessions shorter than 5, 15, 30, 60 and 120 minutes, each without the shorter ones, and of longer
 * ones: 6 numbers.
 */
sessionLengths: number[], 
/**
 * The longest session.
 */
longest: Session | null, 
/**
 * Seconds by month, oldest first.
 */
months: Array<DayCount>, };
export type YearCount = { 
/**
 * The year.
 */
year: number, 
/**
 * The number of records that are dated in it.
 */
records: number, };
export type YearFirst = { 
/**
 * The record, with the beginning of its text.
 */
row: Row, 
/**
 * Whether the data begins with it, or after a gap: there may have been earlier ones in that year.
 */
isUncertain: boolean, };
export type YearForm = "square" | "upright" | "page";
export type YearPeople = { 
/**
 * The days of the year that the lists of messages cover, in order.
 */
known: Array<DaySpan>, 
/**
 * The number of messages, not counting those with TikTok's AI.
 */
messages: number, 
/**
 * The number of chats that have such messages.
 */
chats: number, 
/**
 * Those with the most messages; at most 10.
 */
most: Array<Counted>, 
/**
 * The number of people who are known to have followed the account since that year.
 */
followers: number, 
/**
 * The number of people whom the account is known to have followed since that year.
 */
following: number, };
export type YearReview = { 
/**
 * The year.
 */
year: number, 
/**
 * The number of records.
 */
records: number, 
/**
 * The number of records by group.
 */
groups: Array<GroupCount>, 
/**
 * The last day that the newest backup can tell about, if the year goes on after it.
 */
until: string | null, 
/**
 * The videos that were watched.
 */
watched: YearWatched | null, 
/**
 * When things happened.
 */
rhythm: YearRhythm | null, 
/**
 * The searches.
 */
searches: YearSearches | null, 
/**
 * The chats and new relations.
 */
people: YearPeople | null, 
/**
 * The first record of some sections, oldest first.
 */
firsts: Array<YearFirst>, 
/**
 * The words of the person's own messages and comments.
 */
words: YearWords | null, };
export type YearRhythm = { 
/**
 * The group that is counted: watched videos, or else the first one of the others that has records.
 */
group: Group, 
/**
 * The days of the year that its lists cover, in order.
 */
known: Array<DaySpan>, 
/**
 * The number of records by weekday (Monday first) and hour: 168 numbers.
 */
hours: number[], 
/**
 * The number of records by month, from January to December.
 */
months: Array<DayCount>, 
/**
 * The day with the most records.
 */
busiest: DayCount, };
export type YearSearches = { 
/**
 * The days of the year that the lists of searches cover, in order.
 */
known: Array<DaySpan>, 
/**
 * The number of searches.
 */
searches: number, 
/**
 * The number of different search terms.
 */
terms: number, 
/**
 * The most frequent ones; at most 10.
 */
most: Array<Counted>, };
export type YearWatched = { 
/**
 * The days of the year that the lists of watched videos cover, in order.
 */
known: Array<DaySpan>, 
/**
 * The number of videos.
 */
videos: number, 
/**
 * The number of days with videos.
 */
days: number, 
/**
 * The estimated time.
 */
watching: Watching, 
/**
 * The id of the first video of the longest session.
 */
longestFrom: string | null, 
/**
 * The number of videos between midnight and 5:00.
 */
lateVideos: number, 
/**
 * The days that have such videos, and their number, oldest first.
 */
lateNights: Array<DayCount>, };
export type YearWords = { 
/**
 * The number of messages and comments.
 */
texts: number, 
/**
 * The most frequent words in lower case, without the most common ones of the language; at most 20.
 */
most: Array<Counted>, };
export type Years = { 
/**
 * The version of the library that this was computed from.
 */
version: number, 
/**
 * The years that have dated records, newest first.
 */
years: Array<YearCount>, 
/**
 * The year that was asked for, if it has records; else the newest one. `None` if no record has a date.
 */
review: YearReview | null, };
export type DataRequest = { 
/**
 * The kind of data.
 */
kind: Kind, 
/**
 * Once or ongoing.
 */
permission: Permission, 
/**
 * Which half of posts and profile.
 */
part: Part, };
