//! Files that other programs may hold on to.
//!
//! On Windows a program that has a file open can keep everybody else from reading, replacing or moving it. Mostly it is
//! a virus scanner or an indexer, and lets go within moments. So Satchel tries for a while before it says that a file
//! is in use; elsewhere nothing of this happens.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

use tempfile::NamedTempFile;

/// How long another program may hold a file before it is said that it does.
const HELD_TIMEOUT: Duration = Duration::from_secs(2);
const RETRY_PAUSE: Duration = Duration::from_millis(50);

/// Windows' `ERROR_SHARING_VIOLATION`: somebody has the file open and does not share it.
const SHARING_VIOLATION: i32 = 32;
/// Windows' `ERROR_LOCK_VIOLATION`: somebody has locked the part that was to be read.
const LOCK_VIOLATION: i32 = 33;

/// Whether another program has the file open and does not share it.
#[must_use]
pub fn is_in_use(error: &io::Error) -> bool {
    cfg!(windows) && matches!(error.raw_os_error(), Some(SHARING_VIOLATION | LOCK_VIOLATION))
}

/// Opens a file for reading. Blocks for as long as another program holds it, up to two seconds.
pub(crate) fn open(path: &Path) -> io::Result<File> {
    retry_while_held(|| File::open(path))
}

/// A new file beside `path`, to be written and then [`persist`] in its place. Only its owner may read it.
pub fn temp_sibling(path: &Path) -> io::Result<NamedTempFile> {
    let folder = path.parent().unwrap_or(Path::new("."));
    // Not as tempfile opens them: on Windows such a file stays marked as temporary, and is passed over when others copy
    // the folder.
    tempfile::Builder::new().make_in(folder, |path| {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(path)
    })
}

/// Creates a folder that only its owner can read, with its parents; one that exists already becomes private, too.
pub fn create_private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)?;
    make_private(folder);
    Ok(())
}

/// Takes all access to a file or folder from everybody but its owner, where the system can express that. A volume that
/// cannot is no error: on Windows and on most removable drives, access is decided elsewhere.
pub fn make_private(path: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;

        let made = path.metadata().and_then(|found| {
            let mode = found.permissions().mode();
            if mode.trailing_zeros() >= 6 {
                return Ok(());
            }
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode & 0o7700))
        });
        if let Err(error) = made {
            tracing::debug!(%error, "access could not be restricted to the owner");
        }
    }
    #[cfg(not(unix))]
    let _ = path;
}

/// Puts a file that is written in its place, durably, and over the one that is there. Blocks while another program holds the file, up to two seconds.
pub fn persist(file: NamedTempFile, path: &Path) -> io::Result<()> {
    file.as_file().sync_all()?;
    let written = file.into_temp_path();
    // The standard library's rename, since tempfile's knows no paths of more than 260 characters on Windows.
    retry_while_held(|| std::fs::rename(&written, path)).map_err(|error| cause(error, path))
}

/// Moves a file or a folder that Satchel has just made. Blocks while another program holds the file, up to two seconds.
///
/// Windows says "access denied" while it, or a file in it, is open. What Satchel made itself it may move, so there is
/// no other reason.
pub(crate) fn rename_with_retry(from: &Path, to: &Path) -> io::Result<()> {
    retry_while_held(|| std::fs::rename(from, to)).map_err(|error| {
        if is_denied_on_windows(&error) { io::Error::from_raw_os_error(SHARING_VIOLATION) } else { error }
    })
}

/// Removes a folder with everything in it. That there is none is no error. Blocks while another program holds the file, up to two seconds.
pub(crate) fn remove_folder(folder: &Path) -> io::Result<()> {
    match retry_while_held(|| std::fs::remove_dir_all(folder)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

fn retry_while_held<T>(attempt: impl Fn() -> io::Result<T>) -> io::Result<T> {
    let began = Instant::now();
    loop {
        match attempt() {
            Err(error)
                if (is_in_use(&error) || is_denied_on_windows(&error)) && began.elapsed() < HELD_TIMEOUT =>
            {
                std::thread::sleep(RETRY_PAUSE);
            }
            other => return other,
        }
    }
}

fn is_denied_on_windows(error: &io::Error) -> bool {
    cfg!(windows) && error.kind() == io::ErrorKind::PermissionDenied
}

/// Windows says "access denied" of a file that must not be replaced, and of one that is open. Whether it is open shows
/// when it is asked for alone.
#[cfg(windows)]
fn cause(error: io::Error, path: &Path) -> io::Error {
    use std::os::windows::fs::OpenOptionsExt;

    match OpenOptions::new().read(true).share_mode(0).open(path) {
        Err(other) if is_in_use(&other) => other,
        _ => error,
    }
}

#[cfg(not(windows))]
fn cause(error: io::Error, _: &Path) -> io::Error {
    error
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_nothing_is_left_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        for text in ["first", "second"] {
            let mut file = temp_sibling(&path).unwrap();
            file.write_all(text.as_bytes()).unwrap();
            persist(file, &path).unwrap();
            assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
        }
        drop(temp_sibling(&path).unwrap());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn only_its_owner_may_read_it() {
        use std::os::unix::fs::PermissionsExt;

        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        persist(temp_sibling(&path).unwrap(), &path).unwrap();
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[cfg(windows)]
    #[test]
    fn a_folder_in_which_a_file_is_open_is_moved_as_soon_as_that_is_closed() {
        let folder = tempfile::tempdir().unwrap();
        let (from, to) = (folder.path().join("from"), folder.path().join("to"));
        std::fs::create_dir(&from).unwrap();
        let held = File::create(from.join("file")).unwrap();
        let closer = std::thread::spawn(move || {
            std::thread::sleep(HELD_TIMEOUT / 4);
            drop(held);
        });
        rename_with_retry(&from, &to).unwrap();
        closer.join().unwrap();
        assert!(to.join("file").is_file() && !from.exists());
    }

    #[cfg(windows)]
    #[test]
    fn a_folder_in_which_a_file_is_held_is_removed_as_soon_as_that_is_let_go() {
        use std::os::windows::fs::OpenOptionsExt;

        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("inner");
        std::fs::create_dir(&inner).unwrap();
        let mut options = OpenOptions::new();
        let held = options.write(true).create(true).share_mode(0).open(inner.join("file")).unwrap();
        assert!(is_in_use(&remove_folder(&inner).unwrap_err()));
        drop(held);
        remove_folder(&inner).unwrap();
        remove_folder(&inner).unwrap();
        assert!(!inner.exists());
    }
}
