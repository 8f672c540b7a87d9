//! The error type of the whole program, and its conversion to a [`Problem`].

use crate::account::{AccountError, AuthorizationError, VaultError};
use crate::archive::{self, ArchiveError};
use crate::http::{CallError, Received};
use crate::ledger::{LedgerError, OpenProblem};
use crate::library::LibraryError;
use crate::portability::PortabilityError;
use crate::problem::{Facts, Problem, ProblemCode};
use crate::random::random_bytes;
use crate::settings::SettingsProblem;
use crate::update::UpdateError;

/// Any error of core.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// An error of a sign-in, a token or a secret.
    #[error(transparent)]
    Account(#[from] AccountError),
    /// An error of the Data Portability API.
    #[error(transparent)]
    Portability(#[from] PortabilityError),
    /// An error of an archive.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// An error of the ledger.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// An error of the library.
    #[error(transparent)]
    Library(#[from] LibraryError),
    /// An error of an update.
    #[error(transparent)]
    Update(#[from] UpdateError),
    /// The browser signed in another account than the one with this name, which the backup is for.
    #[error("another account signed in")]
    DifferentAccount(Option<String>),
    /// An account was signed out, but TikTok could not be told.
    #[error("TikTok could not be told of the sign-out: {0}")]
    SignOutNotTold(AccountError),
    /// The reply to a request for data was lost: TikTok may have accepted the request.
    #[error("the reply to the request was lost: {0}")]
    Uncertain(CallError),
    /// A backup could not be moved to the trash.
    #[error("the trash: {0}")]
    NoTrash(String),
    /// Satchel's own files are damaged or cannot be used.
    #[error("{0}")]
    OwnFiles(String),
    /// Satchel's own files cannot be written.
    #[error("{0}")]
    OwnFilesNotWritable(String),
    /// An error that its code describes completely.
    #[error("{0:?}")]
    Plain(ProblemCode),
    /// A bug in Satchel.
    #[error("{0}")]
    Bug(String),
}

impl Error {
    /// Converts the error to what the window shows, and logs it with its reference.
    #[must_use]
    pub fn into_problem(self) -> Problem {
        let (code, facts) = self.code();
        let (reference, mut detail) = (reference(), detail(&self));
        // The raw reply is for the person to read, not for the log.
        tracing::warn!(reference, ?code, detail, "problem");
        if let Some(received) = self.received().filter(|received| !received.raw.is_empty()) {
            detail = format!("{detail}\nHTTP {}: {}", received.status, received.raw);
        }
        Problem { code, reference, detail, facts }
    }

    /// TikTok's log id of the reply, if there was one.
    pub(crate) fn log_id(&self) -> Option<String> {
        self.received()?.log_id()
    }

    /// TikTok's reply, if there was one.
    fn received(&self) -> Option<&Received> {
        match self {
            Self::Account(AccountError::Call(error))
            | Self::Archive(ArchiveError::Broken(error))
            | Self::Uncertain(error) => error.received(),
            Self::Account(
                AccountError::TokenRefused { received, .. } | AccountError::SignedOut(Some(received)),
            ) => Some(received),
            Self::Portability(error) => error.received(),
            _ => None,
        }
    }

    fn code(&self) -> (ProblemCode, Facts) {
        use ProblemCode as C;
        let mut facts = Facts::default();
        let code = match self {
            Self::Plain(code) => *code,
            Self::DifferentAccount(expected) => {
                facts.name.clone_from(expected);
                C::DifferentAccount
            }
            Self::SignOutNotTold(_) => C::SignOutNotTold,
            Self::Uncertain(_) => C::RequestUncertain,
            Self::NoTrash(_) => C::NoTrash,
            Self::OwnFiles(_) => C::OwnFilesDamaged,
            Self::Ledger(error) if error.is_full() => {
                facts.own_files = true;
                C::DiskFull
            }
            Self::Ledger(_) | Self::OwnFilesNotWritable(_) => C::OwnFilesNotWritable,
            Self::Bug(_) => C::Bug,
            Self::Account(e) => account_code(e),
            Self::Portability(e) => match e {
                PortabilityError::TokenInvalid(_) => C::SignedOut,
                PortabilityError::NotPermitted(_) => C::PermissionMissing,
                PortabilityError::UnknownRequest(_) => C::RequestUnknown,
                PortabilityError::ArchiveWithheld(_) => C::ArchiveWithheld,
                PortabilityError::ArchiveFailed(_) => C::ArchiveFailed,
                PortabilityError::StatusUnknown(word) => {
                    facts.name = Some(word.clone());
                    C::StatusUnknown
                }
                PortabilityError::NotAnArchive(_) => C::NotAnArchive,
                PortabilityError::Call(e) => call_code(e),
            },
            Self::Archive(e) => archive_code(e, &mut facts),
            Self::Library(e) if e.is_full() => {
                facts.own_files = true;
                C::DiskFull
            }
            Self::Library(LibraryError::NotFound(_)) => C::RecordGone,
            Self::Library(LibraryError::Read(_)) => C::FileUnreadable,
            Self::Library(e) if e.is_not_permitted() => C::OwnFilesNotWritable,
            Self::Library(_) => C::LibraryUnusable,
            Self::Update(e) => match e {
                UpdateError::Unreachable(_) => C::UpdateUnreachable,
                UpdateError::Announcement(_) => C::UpdateUnclear,
                UpdateError::Broken(_) => C::UpdateBroken,
                UpdateError::Untrusted(_) => C::UpdateUntrusted,
                UpdateError::NotWritten(_) => C::UpdateNotWritten,
            },
        };
        (code, facts)
    }
}

impl From<OpenProblem> for Error {
    fn from(problem: OpenProblem) -> Self {
        let what = match (&problem.set_aside, problem.in_memory) {
            (Some(aside), _) => {
                format!("set aside as {}", aside.file_name().unwrap_or_default().to_string_lossy())
            }
            (None, true) => "jobs and accounts are kept until Satchel is closed".to_owned(),
            (None, false) => "a new one was created".to_owned(),
        };
        let text = format!("{} ({what})", problem.error);
        // Nothing was replaced.
        if problem.error.is_full() { Self::OwnFilesNotWritable(text) } else { Self::OwnFiles(text) }
    }
}

impl From<SettingsProblem> for Error {
    fn from(problem: SettingsProblem) -> Self {
        let what = match &problem.set_aside {
            Some(aside) => {
                format!("set aside as {}", aside.file_name().unwrap_or_default().to_string_lossy())
            }
            None => "settings are not saved".to_owned(),
        };
        Self::OwnFiles(format!("settings: {} ({what})", problem.error))
    }
}

fn account_code(error: &AccountError) -> ProblemCode {
    use ProblemCode as C;
    match error {
        AccountError::Refused(refusal) => refusal_code(refusal),
        AccountError::TimedOut => C::SignInTimedOut,
        AccountError::StateMismatch => C::StateMismatch,
        AccountError::RefusalUnclear(_) => C::RefusalUnclear,
        AccountError::AddressNotRecognised => C::AddressNotRecognised,
        AccountError::NoPort(_) => C::NoPort,
        AccountError::SignedOut(_) => C::SignedOut,
        AccountError::NoAppKey => C::AppKeyMissing,
        AccountError::TokenRefused { error, .. }
            if matches!(error.as_str(), "invalid_client" | "unauthorized_client") =>
        {
            C::AppKeyRejected
        }
        AccountError::TokenRefused { .. } => C::SignInRejected,
        AccountError::Call(e) => call_code(e),
        AccountError::Vault(VaultError::Missing(_)) => C::KeychainMissing,
        AccountError::Vault(VaultError::Locked | VaultError::KeychainLocked(_)) => C::KeychainLocked,
        AccountError::Vault(VaultError::WrongPassphrase) => C::PassphraseWrong,
        AccountError::Vault(VaultError::Refused(_)) => C::KeychainRefused,
        AccountError::Vault(VaultError::File(_)) => C::SignInFileUnusable,
    }
}

/// Maps an error of TikTok's authorization page to a code. `error_type` is undocumented; its values were observed.
fn refusal_code(refusal: &AuthorizationError) -> ProblemCode {
    use ProblemCode as C;
    match (refusal.error.as_str(), refusal.error_type.as_deref()) {
        (_, Some("non_sandbox_target")) => C::NotATestAccount,
        (_, Some("client_key")) | ("unauthorized_client", _) => C::AppKeyRejected,
        (_, Some("scope")) | ("invalid_scope", _) => C::ScopeNotApproved,
        (_, Some("redirect_uri")) => C::RedirectMismatch,
        ("access_denied", _) => C::ConsentRefused,
        _ => C::SignInRejected,
    }
}

fn call_code(error: &CallError) -> ProblemCode {
    match error {
        CallError::NotSent(_) => ProblemCode::Offline,
        CallError::NoAnswer(_) | CallError::TimedOut(_) => ProblemCode::NoReply,
        CallError::Refused(_) => ProblemCode::TiktokRefused,
        CallError::RateLimited { .. } => ProblemCode::RateLimited,
        CallError::Unavailable(_) => ProblemCode::TiktokUnavailable,
        CallError::Unexpected { .. } => ProblemCode::UnexpectedReply,
    }
}

fn archive_code(error: &ArchiveError, facts: &mut Facts) -> ProblemCode {
    use ProblemCode as C;
    match error {
        ArchiveError::NotAnArchive => C::NotAnArchive,
        ArchiveError::OtherFormat(format) => {
            facts.format = Some(*format);
            C::NotAnArchive
        }
        ArchiveError::Damaged(_) => C::ArchiveDamaged,
        ArchiveError::Unsafe(name) => {
            facts.name = Some(name.name.clone()).filter(|n| !n.is_empty());
            C::ArchiveUnsafe
        }
        ArchiveError::Encrypted => C::ArchiveEncrypted,
        ArchiveError::TooBig { what, found, .. } => {
            facts.count = Some(*found).filter(|_| *what == archive::ENTRIES);
            C::ArchiveTooBig
        }
        ArchiveError::NotAnExport { pictures, .. } => {
            facts.count = Some(*pictures);
            C::NotAnExport
        }
        ArchiveError::SeveralAccounts => C::SeveralAccounts,
        ArchiveError::PartMissing { name } => {
            facts.name = Some(name.clone());
            C::PartMissing
        }
        ArchiveError::DiskFull { needed, free } => {
            facts.needed_bytes = *needed;
            facts.free_bytes = *free;
            C::DiskFull
        }
        ArchiveError::Broken(_) => C::DownloadBroken,
        ArchiveError::File { path, .. } if error.is_in_use() => {
            facts.name = path.file_name().map(|name| name.to_string_lossy().into_owned());
            C::FileInUse
        }
        ArchiveError::PlaceTaken(path) => {
            facts.name = path.file_name().map(|name| name.to_string_lossy().into_owned());
            C::PlaceTaken
        }
        ArchiveError::File { doing: "write", source, .. } => match source.kind() {
            std::io::ErrorKind::NotFound => C::FolderMissing,
            std::io::ErrorKind::FileTooLarge => C::FileTooLarge,
            _ => C::FolderNotWritable,
        },
        ArchiveError::File { .. } => C::FileUnreadable,
        ArchiveError::Cancelled => C::Bug,
    }
}

/// The technical cause. Only the last component of a path is included, since the others may contain the person's name.
fn detail(error: &Error) -> String {
    match error {
        Error::Archive(ArchiveError::File { doing, path, source }) => {
            format!("{doing} {}: {source}", path.file_name().unwrap_or_default().to_string_lossy())
        }
        Error::Archive(ArchiveError::PlaceTaken(path)) => {
            format!(
                "something else is in the place of {}",
                path.file_name().unwrap_or_default().to_string_lossy()
            )
        }
        other => other.to_string(),
    }
}

/// A random reference of eight letters and digits, without `0`, `1`, `I` and `O`.
fn reference() -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    random_bytes::<8>().iter().map(|b| char::from(LETTERS[usize::from(b % 32)])).collect()
}
