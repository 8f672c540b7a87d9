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
allowed: Array<AllowedView>, };
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
provenance: Array<Provenance>, };
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
os: string, };
export type BackupRef = { 
/**
 * Its id.
 */
id: string, 
/**
 * When it was saved.
 */
savedAt: number, };
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
 * Whether it is still what was saved.
 */
check: CheckState, 
/**
 * How many records were imported; `None` until they are.
 */
records: ImportCounts | null, };
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
export type Change = { "what": "snapshot", "value": Snapshot } | { "what": "settings", "value": SettingsView } | { "what": "folder", "value": FolderView } | { "what": "keychain", "value": KeychainState } | { "what": "accounts", "value": Array<AccountView> } | { "what": "signIn", "value": SignInView | null } | { "what": "job", "value": JobView } | { "what": "jobGone", "value": string } | { "what": "backups", "value": Array<BackupView> } | { "what": "library", "value": LibraryView } | { "what": "update", "value": UpdateView } | { "what": "drag", "value": DragView | null } | { "what": "notices", "value": Array<Problem> };
export type Chat = { 
/**
 * Names it in commands.
 */
id: string, 
/**
 * The other person, or the group.
 */
name: string, 
/**
 * What kind of chat.
 */
section: Section, 
/**
 * Messages in it.
 */
messages: number, 
/**
 * Time of the first one.
 */
first: number | null, 
/**
 * The last one.
 */
last: Row | null, };
export type ChatFigures = { 
/**
 * Messages in it.
 */
messages: number, 
/**
 * Who wrote how many, most first.
 */
senders: Array<Sender>, 
/**
 * Days with a message.
 */
days: number, 
/**
 * The most days in a row.
 */
longestStreak: number, 
/**
 * The last day of that run.
 */
streakUntil: string | null, 
/**
 * The day with the most messages.
 */
busiest: DayCount | null, 
/**
 * Videos that were passed on.
 */
shared: number, 
/**
 * Messages by month, oldest first (`2026-11`).
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
 * Files that differ, are missing or are new, as paths in the backup; at most 100 of them.
 */
files: Array<string>, 
/**
 * How many there are in all.
 */
count: number, } | { "state": "inUse" } | { "state": "unreachable" } | { "state": "damaged", 
/**
 * When that was found, Unix milliseconds.
 */
at: number, };
export type Completion = { 
/**
 * The whole word to put in place (`from:"Noor Achterberg"`).
 */
insert: string, 
/**
 * What to show.
 */
label: string, 
/**
 * Records it would leave.
 */
count: number | null, };
export type Counted = { 
/**
 * A search, or the name of a chat.
 */
text: string, 
/**
 * The chat.
 */
chat: string | null, 
/**
 * How often.
 */
count: number, 
/**
 * The last time.
 */
last: number | null, };
export type DayCount = { 
/**
 * For example `2026-11-21`.
 */
day: string, 
/**
 * Rows of that day.
 */
count: number, };
export type DragView = { 
/**
 * Its name.
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
 * When the backup was saved that had it last.
 */
until: number, };
export type Fact = { 
/**
 * Names the record.
 */
id: string, 
/**
 * Its name in the export, outermost first.
 */
path: Array<string>, 
/**
 * Its value, as text.
 */
value: string, 
/**
 * What it was before, newest first.
 */
before: Array<EarlierFact>, 
/**
 * Whether the newest backup with this section still has it.
 */
current: boolean, };
export type FactSheet = { 
/**
 * Which section.
 */
section: Section, 
/**
 * Its facts, in the order of the newest export.
 */
facts: Array<Fact>, };
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
until: number | null, };
export type Field = { 
/**
 * Its name there.
 */
name: string, 
/**
 * Its value, as text.
 */
value: string, };
export type Filter = { 
/**
 * Only these sections of the group; empty: all.
 */
sections: Array<Section>, 
/**
 * Only those that hold all these words, or parts of words.
 */
text: string, 
/**
 * From this day on (`2026-11-21`).
 */
from: string | null, 
/**
 * Up to this day, inclusive.
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
 * Only those by or with this person: a name.
 */
who: string | null, 
/**
 * Only this chat.
 */
chat: string | null, 
/**
 * Only those that this backup held.
 */
backup: string | null, 
/**
 * Only exactly this text (a search, a title).
 */
exact: string | null, 
/**
 * Only this video.
 */
item: string | null, 
/**
 * Only those with a title.
 */
titled: boolean, 
/**
 * Only videos that occur more than once.
 */
repeated: boolean, 
/**
 * Only people of this relation.
 */
relation: Relation | null, 
/**
 * Only what stood at this place of the export: the id of a `PathView`.
 */
path: string | null, };
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
problem: Problem | null, };
export type Found = { 
/**
 * Groups with hits, in the order of the sidebar, messages first.
 */
groups: Array<FoundGroup>, 
/**
 * Hits in all groups.
 */
total: number, 
/**
 * The words that were understood, without the operators: for highlighting elsewhere.
 */
words: Array<string>, 
/**
 * Operators that were not understood, as typed (`before:yesterday`).
 */
invalidOperators: Array<string>, 
/**
 * Whether the library is still being read, so that more may come.
 */
unfinished: boolean, };
export type FoundGroup = { 
/**
 * Which group.
 */
group: Group, 
/**
 * How many there are.
 */
count: number, 
/**
 * The newest of them.
 */
hits: Array<Hit>, };
export type Gap = { 
/**
 * The first one.
 */
from: string, 
/**
 * The last one.
 */
to: string, };
export type Group = "watch" | "likes" | "favourites" | "shares" | "searches" | "comments" | "messages" | "posts" | "people" | "logins" | "live" | "shop" | "wallet" | "ads" | "facts" | "other";
export type GroupCount = { 
/**
 * Which group.
 */
group: Group, 
/**
 * Records in it.
 */
records: number, };
export type Hit = { 
/**
 * The record.
 */
row: Row, 
/**
 * The text around the first hit, in pieces.
 */
snippet: Array<SnippetPart>, 
/**
 * The name of the chat, for messages.
 */
chatName: string | null, };
export type HourOfWeek = { 
/**
 * 0 is Monday.
 */
weekday: number, 
/**
 * 0 to 23.
 */
hour: number, };
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
 * Whether it has been cancelled and has not ended yet.
 */
cancelling: boolean, 
/**
 * Counts of the current step.
 */
progress: Progress | null, 
/**
 * Why it failed.
 */
problem: Problem | null, 
/**
 * The finished backup.
 */
backupId: string | null, 
/**
 * How many records were imported.
 */
records: ImportCounts | null, 
/**
 * TikTok's id of the request, as text: it can exceed 2^53.
 */
requestId: string | null, };
export type KeychainState = "system" | "undecided" | "session" | "file" | "fileLocked";
export type Kind = "everything" | "postsAndProfile" | "activity" | "directMessages";
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
 * Which group.
 */
group: Group, 
/**
 * Which of its records.
 */
filter: Filter, 
/**
 * In which order.
 */
order: Order, };
export type Memory = { 
/**
 * That day.
 */
day: string, 
/**
 * Which group it belongs to.
 */
group: Group, 
/**
 * How many records there are of it.
 */
count: number, 
/**
 * One of them: the chat's name, the search, the title, the comment.
 */
text: string | null, 
/**
 * The chat, for messages.
 */
chat: string | null, };
export type NoteKind = "truncated" | "doubled" | "irregular" | "utf16" | "notText" | "nested";
export type Order = "newest" | "oldest" | "text" | "times";
export type Outcome = "running" | "saved" | "cancelled" | "expired" | "failed";
export type Outline = { 
/**
 * The library's version that it speaks of.
 */
version: number, 
/**
 * The number of rows.
 */
total: number, 
/**
 * Rows without a time, at the end of the list.
 */
undated: number, 
/**
 * Days that have rows, in the list's order; empty if the list is not in the order of time.
 */
days: Array<DayCount>, };
export type Overview = { 
/**
 * The library's version that it speaks of.
 */
version: number, 
/**
 * Records by group within the span.
 */
groups: Array<GroupCount>, 
/**
 * Time of the oldest record of the charts' group.
 */
from: number | null, 
/**
 * Time of the newest one.
 */
to: number | null, 
/**
 * Records of the charts' group by month, oldest first, months without any included with 0.
 */
months: Array<DayCount>, 
/**
 * Stretches of whole months without a record between months that have some (`2023-06` to `2023-09`).
 */
gaps: Array<Gap>, 
/**
 * Records by weekday (Monday first) and hour: 168 numbers.
 */
hours: number[], 
/**
 * The busiest days, most first; at most 10.
 */
busiestDays: Array<DayCount>, 
/**
 * What was watched, as time.
 */
watching: Watching | null, 
/**
 * What happened on this day in earlier years, newest first.
 */
onThisDay: Array<Memory>, 
/**
 * The commonest searches; at most 50.
 */
searches: Array<Counted>, 
/**
 * The chats with the most messages; at most 50.
 */
chats: Array<Counted>, };
export type OverviewQuery = { 
/**
 * Which group its charts are about.
 */
group: Group, 
/**
 * From this day on.
 */
from: string | null, 
/**
 * Up to this day, inclusive.
 */
to: string | null, };
export type Part = "both" | "posts" | "profile";
export type PathView = { 
/**
 * Names it in a `Filter`.
 */
id: string, 
/**
 * The keys that lead to it, outermost first.
 */
path: Array<string>, 
/**
 * Records there.
 */
records: number, };
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
 * Both.
 */
mutual: number, 
/**
 * Followed, and do not follow back.
 */
notBack: number, 
/**
 * Follow, and are not followed back.
 */
notFollowed: number, 
/**
 * Blocked.
 */
blocked: number, };
export type Permission = "once" | "ongoing";
export type SnippetPart = { 
/**
 * The text.
 */
text: string, 
/**
 * Whether it is what was searched for.
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
export type ProblemCode = "consentRefused" | "signInTimedOut" | "stateMismatch" | "appKeyRejected" | "scopeNotApproved" | "redirectMismatch" | "notATestAccount" | "signInRejected" | "noPort" | "addressNotRecognised" | "differentAccount" | "appKeyMissing" | "signedOut" | "permissionMissing" | "keychainMissing" | "keychainRefused" | "passphraseWrong" | "offline" | "tiktokUnavailable" | "rateLimited" | "tiktokRefused" | "unexpectedReply" | "requestUncertain" | "requestUnknown" | "downloadBroken" | "notAnArchive" | "archiveDamaged" | "archiveUnsafe" | "archiveEncrypted" | "archiveTooBig" | "notAnExport" | "fileUnreadable" | "fileInUse" | "diskFull" | "folderMissing" | "folderNotWritable" | "libraryUnusable" | "recordGone" | "linkUnknown" | "demoLink" | "noBrowser" | "updateUnreachable" | "updateUnclear" | "updateBroken" | "updateUntrusted" | "updateNotWritten" | "ownFilesDamaged" | "ownFilesNotWritable" | "stepCrashed" | "bug";
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
 * The file, below the export.
 */
file: string, 
/**
 * What it was.
 */
kind: NoteKind, };
export type Record = { 
/**
 * The record; its text is whole here.
 */
row: Row, 
/**
 * The original object as JSON, with line breaks.
 */
original: string, 
/**
 * The address as the export has it.
 */
link: string | null, 
/**
 * The backup that had it first.
 */
first: BackupRef | null, 
/**
 * The backup that had it last.
 */
last: BackupRef | null, 
/**
 * Other records of the same video, newest first; at most 50.
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
export type Row = { 
/**
 * Names the record in commands.
 */
id: string, 
/**
 * Its section.
 */
section: Section, 
/**
 * When it happened.
 */
time: number | null, 
/**
 * Its text: a title, a message, a search, a user's name. Text from the export: never markup.
 */
text: string | null, 
/**
 * Whether the text was cut here; the whole is in [`Record`].
 */
cut: boolean, 
/**
 * The person it comes from or goes to.
 */
who: string | null, 
/**
 * Whether the account's owner wrote it (messages).
 */
mine: boolean, 
/**
 * The chat it stands in.
 */
chat: string | null, 
/**
 * Number of the video (or sound, or hashtag) it is about.
 */
item: string | null, 
/**
 * When that video was posted: its number holds the time.
 */
postedAt: number | null, 
/**
 * How often the same occurs (videos, searches), if more than once.
 */
times: number | null, 
/**
 * An address that opens on TikTok, if it leads to a known host.
 */
address: string | null, 
/**
 * What stands in for the text, where the export has none.
 */
standsFor: Placeholder | null, 
/**
 * How the person is related (followers and following).
 */
relation: Relation | null, 
/**
 * All other fields, as they were.
 */
fields: Array<Field>, };
export type RowFormat = "csv" | "json";
export type Rows = { 
/**
 * The library's version that they come from.
 */
version: number, 
/**
 * The place of the first one in the list, from 0.
 */
start: number, 
/**
 * The rows.
 */
rows: Array<Row>, };
export type SearchQuery = { 
/**
 * What was typed.
 */
text: string, 
/**
 * Only in this group, with up to 300 hits; otherwise 3 of each.
 */
group: Group | null, };
export type Section = "watch" | "like" | "favouriteVideo" | "favouriteSound" | "favouriteHashtag" | "favouriteEffect" | "favouriteCollection" | "favouriteComment" | "favouritePlace" | "favouritePlaylist" | "favouriteFilm" | "repost" | "share" | "search" | "hashtag" | "miniDrama" | "sticker" | "follower" | "following" | "block" | "message" | "groupMessage" | "tako" | "comment" | "post" | "deletedPost" | "story" | "placeReview" | "profileView" | "login" | "location" | "giftSent" | "giftBought" | "coin" | "transaction" | "adInterest" | "offTiktok" | "adReply" | "adVisit" | "adPartner" | "donation" | "fundraiser" | "liveWatched" | "liveComment" | "liveQuestion" | "liveHosted" | "order" | "productBrowsed" | "cartItem" | "voucher" | "address" | "shopMessage" | "shopFavourite" | "payCard" | "customerSupport" | "dispute" | "productReview" | "refund" | "profile" | "autofill" | "aiMoji" | "settings" | "thirdParty" | "device" | "summary" | "liveSettings" | "technical" | "other";
export type SectionLine = { 
/**
 * Which one; [`Section::Other`] if it is unknown.
 */
section: Section, 
/**
 * Its path in the export, if it is unknown.
 */
path: string | null, 
/**
 * How it was found.
 */
state: SectionState, 
/**
 * Whether the backup was expected to have it.
 */
expected: boolean, 
/**
 * Its records.
 */
counts: ImportCounts, 
/**
 * Why records were left out.
 */
reasons: Array<SkipCount>, };
export type SectionState = "found" | "empty" | "absent" | "unknown";
export type Sender = { 
/**
 * Their name.
 */
name: string, 
/**
 * Whether it is the owner of the account.
 */
mine: boolean, 
/**
 * Messages they wrote.
 */
messages: number, };
export type Session = { 
/**
 * When it began.
 */
start: number, 
/**
 * How long it took, in seconds.
 */
seconds: number, 
/**
 * Videos in it.
 */
videos: number, };
export type SettingsView = { 
/**
 * Light, dark, or as the system says.
 */
theme: Theme, 
/**
 * Where the app key comes from.
 */
appKey: AppKeySource, 
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
 * How many.
 */
count: number, };
export type SkipReason = "empty" | "unreadable" | "tooBig";
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
 * The library.
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
export type Step = "asking" | "preparing" | "ready" | "downloading" | "checking" | "unpacking" | "indexing" | "saved";
export type ImportCounts = { 
/**
 * Records that the export holds.
 */
read: number, 
/**
 * Of these, new to the library.
 */
stored: number, 
/**
 * Of these, known from another backup, or from another place of the same one.
 */
known: number, 
/**
 * Of these, skipped, each for a reason.
 */
skipped: number, };
export type Theme = "system" | "light" | "dark";
export type UnsureFile = { 
/**
 * The file, below the export.
 */
file: string, 
/**
 * Records in it.
 */
records: number, 
/**
 * The first record, as it stands there; at most 300 characters.
 */
sample: string, 
/**
 * What it is read as now: the person's choice, or a guess by its shape.
 */
section: Section, 
/**
 * What it can be, the likeliest first.
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
 * Minutes, 1 to 60.
 */
gapMinutes: number, 
/**
 * Seconds, 0 to 300.
 */
tailSeconds: number, };
export type Watching = { 
/**
 * How it was estimated.
 */
method: WatchMethod, 
/**
 * Seconds in all within the span.
 */
seconds: number, 
/**
 * Seconds of the last 12 months before the newest record.
 */
lastYearSeconds: number, 
/**
 * Days that those 12 months have in the data: 365, or fewer if it begins later.
 */
lastYearDays: number, 
/**
 * Videos in a row without a longer pause.
 */
sessions: number, 
/**
 * The longest of them.
 */
longest: Session | null, 
/**
 * Seconds by month, oldest first, in `count`.
 */
months: Array<DayCount>, };
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
