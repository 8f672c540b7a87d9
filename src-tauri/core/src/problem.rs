//! The serialisable form of errors, as sent to the window.
//!
//! Each module of core has its own error enum. At the boundary, errors are converted to a [`Problem`], whose code
//! selects a message and a next step in the window. A test of the UI checks that each code has both.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::archive::OtherFormat;

/// An error as the window shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// Selects the message and the next step.
    pub code: ProblemCode,
    /// A short id that is also logged.
    pub reference: String,
    /// The technical cause, for "Copy details". Contains no names, content, tokens or URLs with parameters.
    pub detail: String,
    /// Values for the message.
    #[serde(default)]
    pub facts: Facts,
}

impl Problem {
    /// Whether choosing another folder, freeing space or reconnecting the drive could solve the problem.
    #[must_use]
    pub fn is_about_the_folder(&self) -> bool {
        matches!(
            self.code,
            ProblemCode::DiskFull
                | ProblemCode::FileTooLarge
                | ProblemCode::FolderNotWritable
                | ProblemCode::FolderMissing
                | ProblemCode::FolderUnreachable
        )
    }
}

/// Values that some messages need; those that do not apply are `None`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct Facts {
    /// Bytes needed.
    #[ts(type = "number | null")]
    pub needed_bytes: Option<u64>,
    /// Bytes free on the volume.
    #[ts(type = "number | null")]
    pub free_bytes: Option<u64>,
    /// A count: pictures in a zip that is not an export, or entries of a zip with too many.
    #[ts(type = "number | null")]
    pub count: Option<u64>,
    /// The name of a file or zip entry, for display only.
    pub name: Option<String>,
    /// An end time in Unix milliseconds.
    #[ts(type = "number | null")]
    pub until: Option<i64>,
    /// What an opened file is instead of a zip.
    pub format: Option<OtherFormat>,
    /// Whether the volume that is full is the one of Satchel's own files.
    pub own_files: bool,
}

/// All problems that the window can show. Each has a message and a next step there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ProblemCode {
    /// The person refused consent on TikTok's page, or did not grant the requested permission.
    ConsentRefused,
    /// The browser did not return in time.
    SignInTimedOut,
    /// The response does not belong to this sign-in.
    StateMismatch,
    /// TikTok's page refused, but the response does not say for which sign-in.
    RefusalUnclear,
    /// The app key is unknown to TikTok or not approved.
    AppKeyRejected,
    /// TikTok has not approved this app for the requested scope.
    ScopeNotApproved,
    /// The redirect URI is not registered with TikTok.
    RedirectMismatch,
    /// The app key is a sandbox key, and this account is not one of its test accounts.
    NotATestAccount,
    /// TikTok rejected the sign-in for another reason.
    SignInRejected,
    /// No loopback port could be opened for the redirect.
    NoPort,
    /// The pasted text is not an address of this sign-in.
    AddressNotRecognised,
    /// The browser signed in another account than the one the backup is for.
    DifferentAccount,
    /// This copy of Satchel has no app key.
    AppKeyMissing,
    /// The sign-in was revoked or has expired.
    SignedOut,
    /// A new sign-in permits less than the stored one, which was therefore kept.
    PermissionsKept,
    /// A new sign-in was taken although it lacks permissions that the account had.
    PermissionsEnded,
    /// An account was signed out here, but TikTok could not be told.
    SignOutNotTold,
    /// According to TikTok, the permission is missing or used up.
    PermissionMissing,
    /// There is no keychain, and the person has not chosen an alternative yet.
    KeychainMissing,
    /// The keychain, or the encrypted file that replaces it, is locked.
    KeychainLocked,
    /// The keychain denied access.
    KeychainRefused,
    /// The passphrase is wrong.
    PassphraseWrong,
    /// The encrypted file of sign-ins could not be read or written.
    SignInFileUnusable,
    /// TikTok cannot be reached.
    Offline,
    /// TikTok was reached but no reply arrived, or not in time.
    NoReply,
    /// TikTok reported an internal error.
    TiktokUnavailable,
    /// TikTok received too many requests.
    RateLimited,
    /// TikTok returned an error that has no code of its own here (see the detail).
    TiktokRefused,
    /// TikTok's reply does not follow the documented format.
    UnexpectedReply,
    /// The reply to the request for the data was lost: TikTok may have accepted it.
    RequestUncertain,
    /// TikTok does not know the request.
    RequestUnknown,
    /// TikTok has the archive ready but repeatedly refused its download.
    ArchiveWithheld,
    /// TikTok reports that it could not make the archive.
    ArchiveFailed,
    /// The status of the request has been one that Satchel does not know for a day.
    StatusUnknown,
    /// The download was interrupted three times.
    DownloadBroken,
    /// The file is not a zip archive.
    NotAnArchive,
    /// The zip is damaged.
    ArchiveDamaged,
    /// The zip contains an entry that must not be written.
    ArchiveUnsafe,
    /// The zip is encrypted with a password.
    ArchiveEncrypted,
    /// The zip exceeds a limit (entries, bytes, ratio).
    ArchiveTooBig,
    /// The zip does not contain a TikTok export.
    NotAnExport,
    /// What was opened has the exports of different accounts.
    SeveralAccounts,
    /// The archive was split, and one of its parts is missing.
    PartMissing,
    /// The file cannot be read.
    FileUnreadable,
    /// Another program has the file open and does not share it.
    FileInUse,
    /// A file cannot be restored, since something else is in its place.
    PlaceTaken,
    /// There is not enough free space.
    DiskFull,
    /// The volume cannot have a file this large.
    FileTooLarge,
    /// The folder does not exist.
    FolderMissing,
    /// The drive or network share of the backup folder does not answer.
    FolderUnreachable,
    /// The backup folder cannot be written to.
    FolderNotWritable,
    /// The folder that was chosen as the backup folder cannot be written to.
    ChosenNotWritable,
    /// The backup is being saved, checked, restored or moved, so that it cannot be deleted.
    BackupBusy,
    /// There is no trash for the volume of the backup.
    NoTrash,
    /// The backup folder is being moved.
    FolderMoving,
    /// Backups are being made, checked or restored, so that the backup folder cannot be moved.
    FolderBusy,
    /// The backup folder cannot be moved into itself.
    FolderInside,
    /// The backup folder can only be moved to an empty folder.
    FolderNotEmpty,
    /// The backup folder was moved, but something is left in its old place.
    OldFolderLeft,
    /// The library cannot be opened or is damaged; it can be rebuilt.
    LibraryUnusable,
    /// The record no longer exists because the library was rebuilt.
    RecordGone,
    /// The record has no link that Satchel can open.
    LinkUnknown,
    /// The record belongs to the demo account, whose links are invented.
    DemoLink,
    /// No browser could be opened.
    NoBrowser,
    /// The update server cannot be reached.
    UpdateUnreachable,
    /// The update manifest is invalid, or has no package for this system.
    UpdateUnclear,
    /// The download of the update was interrupted.
    UpdateBroken,
    /// The signature of the update is invalid.
    UpdateUntrusted,
    /// The update could not be written.
    UpdateNotWritten,
    /// One of Satchel's own files was damaged and has been renamed.
    OwnFilesDamaged,
    /// Satchel's own files cannot be written.
    OwnFilesNotWritable,
    /// Satchel ended unexpectedly more than once while processing this archive.
    StepCrashed,
    /// A bug in Satchel.
    Bug,
}
