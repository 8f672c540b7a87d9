//! One scene or more for each problem code, and for each state in which a job waits.

mod accounts;
mod archives;
mod files;
mod folder;
mod keychain;
mod library;
mod requests;
mod sign_in;
mod stored;
mod waiting;

pub(super) use accounts::{accounts, signed_out};
pub(super) use archives::{bad_archives, bad_downloads};
pub(super) use files::opened_files;
pub(super) use folder::{folder, own_files};
pub(super) use keychain::{keychain, sign_in_file};
pub(super) use library::{library, links};
pub(super) use requests::{requests, withheld};
pub(super) use sign_in::{app_key, pages, timeout, tokens};
pub(super) use stored::stored;
pub(super) use waiting::{cancelling, locked, queued, refused, replies};

use std::collections::BTreeSet;

use satchel_e2e_harness::Error;

/// Where a code is shown.
enum Shown {
    /// In this scene.
    In(&'static str),
    /// In no scene, for this reason; `npm run dev:mock` in `ui/` shows it with scripted data.
    Nowhere(&'static str),
}

use Shown::{In, Nowhere};

/// Every problem code. A test compares it with the codes that the window knows.
const CODES: [(&str, Shown); 73] = [
    ("consentRefused", In("sign-in")),
    ("signInTimedOut", In("problems-timeout")),
    ("stateMismatch", In("problems-sign-in")),
    ("refusalUnclear", In("problems-sign-in")),
    ("appKeyRejected", In("problems-sign-in")),
    ("scopeNotApproved", In("problems-sign-in")),
    ("redirectMismatch", In("problems-sign-in")),
    ("notATestAccount", In("sign-in-faults")),
    ("signInRejected", In("problems-sign-in")),
    ("noPort", In("problems-app-key")),
    ("addressNotRecognised", In("sign-in")),
    ("differentAccount", In("problems-accounts")),
    ("appKeyMissing", In("no-key")),
    ("signedOut", In("problems-signed-out")),
    ("permissionsKept", In("problems-accounts")),
    ("permissionsEnded", In("problems-accounts")),
    ("signOutNotTold", In("problems-accounts")),
    ("permissionMissing", In("problems-requests")),
    ("keychainMissing", In("keychain")),
    ("keychainLocked", In("problems-keychain")),
    ("keychainRefused", In("problems-keychain")),
    ("passphraseWrong", In("locked")),
    ("signInFileUnusable", In("problems-sign-in-file")),
    ("offline", In("problems-tokens")),
    ("noReply", In("problems-tokens")),
    ("tiktokUnavailable", In("problems-tokens")),
    ("rateLimited", In("problems-tokens")),
    ("tiktokRefused", In("problems-stored")),
    ("unexpectedReply", In("problems-tokens")),
    ("requestUncertain", In("problems-requests")),
    ("requestUnknown", In("problems-requests")),
    ("archiveWithheld", In("problems-withheld")),
    ("archiveFailed", In("problems-requests")),
    ("statusUnknown", In("problems-stored")),
    ("downloadBroken", In("broken")),
    ("notAnArchive", In("broken")),
    ("archiveDamaged", In("problems-files")),
    ("archiveUnsafe", In("problems-archives")),
    ("archiveEncrypted", In("problems-archives")),
    ("archiveTooBig", In("problems-archives")),
    ("notAnExport", In("wrong-file")),
    ("severalAccounts", Nowhere("it looks like the ones of other archives that are refused")),
    ("partMissing", In("problems-files")),
    ("fileUnreadable", In("problems-files")),
    ("fileInUse", Nowhere("only Windows reports it")),
    ("fileTooLarge", Nowhere("it needs a drive formatted as FAT32 and a file over 4 GB")),
    ("placeTaken", Nowhere("a person would have to put a folder in the place of a file")),
    ("diskFull", In("problems-folder")),
    ("folderMissing", In("backups")),
    ("folderUnreachable", Nowhere("no volume here fails to answer")),
    ("folderNotWritable", In("problems-folder")),
    ("backupBusy", Nowhere("the buttons that lead to it are hidden meanwhile")),
    ("noTrash", Nowhere("the dialog that deletes a backup shows it in its own words")),
    ("folderMoving", Nowhere("it needs a folder that takes long to move, and the system's own dialog")),
    ("folderBusy", Nowhere("the new place is chosen in the system's own dialog")),
    ("folderInside", Nowhere("the new place is chosen in the system's own dialog")),
    ("folderNotEmpty", Nowhere("the new place is chosen in the system's own dialog")),
    ("chosenNotWritable", Nowhere("the new place is chosen in the system's own dialog")),
    ("oldFolderLeft", Nowhere("the new place is chosen in the system's own dialog")),
    ("libraryUnusable", In("problems-library")),
    ("recordGone", In("problems-links")),
    ("linkUnknown", In("problems-links")),
    ("demoLink", In("problems-links")),
    ("noBrowser", In("problems-links")),
    ("updateUnreachable", In("updates")),
    ("updateUnclear", In("updates")),
    ("updateBroken", In("updates")),
    ("updateUntrusted", In("updates")),
    ("updateNotWritten", In("updates")),
    ("ownFilesDamaged", In("problems-own-files")),
    ("ownFilesNotWritable", In("problems-own-files")),
    ("stepCrashed", In("problems-stored")),
    ("bug", In("problems-stored")),
];

/// Fails if the screenshots of a scene lack a code that belongs on them.
pub(super) fn check_codes(scene: &str, seen: &BTreeSet<String>) -> Result<(), Error> {
    let expected = CODES.iter().filter(|(_, shown)| matches!(shown, In(name) if *name == scene));
    let lacking: Vec<&str> = expected.map(|(code, _)| *code).filter(|code| !seen.contains(*code)).collect();
    if lacking.is_empty() {
        Ok(())
    } else {
        Err(format!("no screenshot shows {}", lacking.join(", ")).into())
    }
}

/// What no scene shows, with the reason.
pub(super) fn print_codes_without_a_scene() {
    for (code, shown) in &CODES {
        if let Nowhere(reason) = shown {
            println!("no scene shows {code}: {reason}");
        }
    }
}

/// The row of a kind of data.
fn row(kind: &str) -> String {
    format!("//li[.//h3[normalize-space()='{kind}']]")
}

#[cfg(test)]
mod tests {
    use super::*;

    const BINDINGS: &str = include_str!("../../../../../../../ui/src/ipc/bindings.ts");

    #[test]
    fn every_problem_code_has_a_scene_or_a_reason() {
        let declared = BINDINGS.split_once("export type ProblemCode = ").unwrap().1;
        let declared = declared.split_once(';').unwrap().0;
        let declared: BTreeSet<&str> =
            declared.split('|').map(|code| code.trim().trim_matches('"')).collect();
        let listed: BTreeSet<&str> = CODES.iter().map(|(code, _)| *code).collect();
        assert_eq!(listed, declared);
        assert_eq!(listed.len(), CODES.len(), "each is listed once");
    }

    #[test]
    fn every_scene_of_a_code_exists() {
        for (code, shown) in &CODES {
            if let In(scene) = shown {
                assert!(super::super::ALL.contains(scene), "{code}: {scene}");
            }
        }
    }
}
