//! Errors as data: the form in which every error reaches the window.
//!
//! Each module of core has its own error enum. At the boundary they become a [`Problem`]: a code for which the window has
//! a sentence and a next step. A test of the UI checks that each code has both.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// An error as the window shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// Selects the sentence and the next step.
    pub code: ProblemCode,
    /// A short id that also appears in the log.
    pub reference: String,
    /// The technical cause, without names, content, tokens or addresses with parameters; for "Copy details".
    pub detail: String,
    /// Figures for the sentence.
    #[serde(default)]
    pub facts: Facts,
}

impl Problem {
    /// Whether another folder, free space or reconnecting the drive would help.
    #[must_use]
    pub fn is_about_the_folder(&self) -> bool {
        matches!(
            self.code,
            ProblemCode::DiskFull | ProblemCode::FolderNotWritable | ProblemCode::FolderMissing
        )
    }
}

/// Values that some sentences need; the others leave them empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct Facts {
    /// Bytes that would be needed.
    #[ts(type = "number | null")]
    pub needed_bytes: Option<u64>,
    /// Bytes that are free.
    #[ts(type = "number | null")]
    pub free_bytes: Option<u64>,
    /// A count: pictures in a zip that is no export, entries over a limit.
    #[ts(type = "number | null")]
    pub count: Option<u64>,
    /// A file name or an entry's name, as text to show, never to open.
    pub name: Option<String>,
    /// Until when something holds, Unix milliseconds.
    #[ts(type = "number | null")]
    pub until: Option<i64>,
}

/// Every kind of problem. Each has a sentence and a next step in the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ProblemCode {
    /// The person refused on TikTok's page, or left out what was asked.
    ConsentRefused,
    /// Nothing came back from the browser in time.
    SignInTimedOut,
    /// What came back does not belong to this sign-in.
    StateMismatch,
    /// TikTok does not know the app key, or has not approved it.
    AppKeyRejected,
    /// TikTok has not approved this app for what was asked.
    ScopeNotApproved,
    /// The return address is not registered with TikTok.
    RedirectMismatch,
    /// The app key is for testing, and this account is not among its testers.
    NotATestAccount,
    /// TikTok refused the sign-in for another reason.
    SignInRejected,
    /// No port on this computer could be opened for the browser to come back to.
    NoPort,
    /// What was pasted is not an address of this sign-in.
    AddressNotRecognised,
    /// The browser signed in somebody else than the account the backup was for.
    DifferentAccount,
    /// This copy of Satchel has no app key.
    AppKeyMissing,
    /// The sign-in is over: revoked, or a year old.
    SignedOut,
    /// TikTok says that the permission is missing or used up.
    PermissionMissing,
    /// No keychain, and no choice made yet.
    KeychainMissing,
    /// The keychain is there and said no.
    KeychainRefused,
    /// The passphrase does not open the file.
    PassphraseWrong,
    /// TikTok cannot be reached.
    Offline,
    /// TikTok answers with errors of its own.
    TiktokUnavailable,
    /// Too many requests.
    RateLimited,
    /// TikTok refused, and says why only in its own words (see the detail).
    TiktokRefused,
    /// TikTok's answer makes no sense.
    UnexpectedReply,
    /// The answer to Asking was lost: TikTok may have accepted.
    RequestUncertain,
    /// TikTok does not know the request.
    RequestUnknown,
    /// The download broke off three times.
    DownloadBroken,
    /// What came over is not an archive.
    NotAnArchive,
    /// The zip is damaged.
    ArchiveDamaged,
    /// The zip holds a name or an entry that must not be written.
    ArchiveUnsafe,
    /// The zip is locked with a password.
    ArchiveEncrypted,
    /// The zip is beyond the limits (entries, bytes, ratio).
    ArchiveTooBig,
    /// A zip, but not one of TikTok's.
    NotAnExport,
    /// The file cannot be read.
    FileUnreadable,
    /// Another program has the file open and does not share it.
    FileInUse,
    /// Not enough room.
    DiskFull,
    /// The folder is not there.
    FolderMissing,
    /// The folder cannot be written to.
    FolderNotWritable,
    /// The library cannot be opened or is damaged; it can be made anew.
    LibraryUnusable,
    /// A record that is not there any more: the library was made anew meanwhile.
    RecordGone,
    /// The record leads nowhere that Satchel opens.
    LinkUnknown,
    /// In the demo: what its records lead to is invented, too.
    DemoLink,
    /// No browser could be opened.
    NoBrowser,
    /// Where newer versions of Satchel are announced cannot be reached.
    UpdateUnreachable,
    /// What is announced there makes no sense, or has nothing for this system.
    UpdateUnclear,
    /// The download of a newer version broke off.
    UpdateBroken,
    /// The newer version is not what Satchel's makers signed.
    UpdateUntrusted,
    /// The newer version could not be written.
    UpdateNotWritten,
    /// A file of Satchel's own was damaged and has been set aside.
    OwnFilesDamaged,
    /// Satchel's own files cannot be written.
    OwnFilesNotWritable,
    /// Satchel ended unexpectedly, more than once, while it worked on this archive.
    StepCrashed,
    /// A bug in Satchel.
    Bug,
}
