//! File operations that tolerate files opened by other programs.
//!
//! On Windows, a program that has a file open can prevent others from reading, replacing or moving it. It is usually a
//! virus scanner or an indexer, which closes the file soon. Satchel therefore retries for a while before it reports
//! that a file is in use. Other systems do not need this.

use std::ffi::OsStr;
use std::fs::{File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use tempfile::NamedTempFile;

/// How long an operation is retried before the file is reported as in use.
const HELD_TIMEOUT: Duration = Duration::from_secs(2);
/// The pause between two attempts.
const RETRY_PAUSE: Duration = Duration::from_millis(50);

/// `ERROR_SHARING_VIOLATION` of Windows: another program has the file open and does not share it.
const SHARING_VIOLATION: i32 = 32;
/// `ERROR_LOCK_VIOLATION` of Windows: another program has locked the requested range of the file.
const LOCK_VIOLATION: i32 = 33;

/// Whether another program has the file open and does not share it.
#[must_use]
pub fn is_in_use(error: &io::Error) -> bool {
    cfg!(windows) && matches!(error.raw_os_error(), Some(SHARING_VIOLATION | LOCK_VIOLATION))
}

/// Whether the system does not permit to write, because of the owner of a file or because its volume is read-only.
#[must_use]
pub(crate) fn is_not_permitted(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem)
}

/// Opens a regular file for reading. Blocks for up to two seconds while another program holds the file.
pub(crate) fn open(path: &Path) -> io::Result<File> {
    require_regular(path)?;
    retry_while_held(|| File::open(path))
}

/// Fails with [`io::ErrorKind::InvalidInput`] if this is a folder, a pipe or a device: opening a pipe may block for ever,
/// and a device may have no end.
pub(crate) fn require_regular(path: &Path) -> io::Result<()> {
    if std::fs::metadata(path)?.is_file() {
        Ok(())
    } else {
        Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a regular file"))
    }
}

/// The path of a file whose name is not Unicode, as it was before the system replaced the other bytes: a file manager
/// that drops it, or a second instance that passes it on, sends Unicode only. The path is returned unchanged if it
/// exists, or if no file or more than one has such a name. Blocks.
pub(crate) fn restore_name(path: PathBuf) -> PathBuf {
    let is_changed = |part: &OsStr| part.to_string_lossy().contains(char::REPLACEMENT_CHARACTER);
    if !is_changed(path.as_os_str()) || path.symlink_metadata().is_ok() {
        return path;
    }
    let mut found = PathBuf::new();
    for part in path.components() {
        let name = part.as_os_str();
        let next = found.join(name);
        if !is_changed(name) || next.symlink_metadata().is_ok() {
            found = next;
            continue;
        }
        let entries = std::fs::read_dir(&found).into_iter().flatten().flatten();
        let mut same = entries.filter(|entry| entry.file_name().to_string_lossy() == name.to_string_lossy());
        match (same.next(), same.next()) {
            (Some(only), None) => found = only.path(),
            _ => return path,
        }
    }
    found
}

/// Creates a temporary file in the folder of `path`. Write it, then call [`persist`] to move it to `path`. Only its
/// owner can read it.
pub fn temp_sibling(path: &Path) -> io::Result<NamedTempFile> {
    temp_with_mode(path, 0o600)
}

/// As [`temp_sibling`], for a file in the backup folder: whoever can read the other files there can read it, too.
pub(crate) fn temp_sibling_in_backup(path: &Path) -> io::Result<NamedTempFile> {
    temp_with_mode(path, 0o666)
}

#[cfg_attr(not(unix), allow(unused_variables, reason = "other systems control access in other ways"))]
fn temp_with_mode(path: &Path, mode: u32) -> io::Result<NamedTempFile> {
    let folder = path.parent().unwrap_or(Path::new("."));
    // The default of `tempfile` is not used: on Windows it marks the file as temporary for good, and some programs skip
    // such files when they copy a folder.
    tempfile::Builder::new().make_in(folder, |path| {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, mode);
        options.open(path)
    })
}

/// Creates a folder that only its owner can access, and its parents. An existing folder is made private.
pub fn create_private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)?;
    make_private(folder);
    Ok(())
}

/// Restricts access to a file or folder to its owner, where the system supports it. It is not an error if the volume
/// does not: Windows and most removable drives control access in other ways.
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
            tracing::debug!(%error, "could not restrict access to the owner");
        }
    }
    #[cfg(not(unix))]
    let _ = path;
}

/// Bytes free on the volume of this path; `None` if unknown, as on some network and FUSE volumes, which report a size of
/// zero. Uses the nearest ancestor that exists and for which the system can tell: Windows does not support paths longer
/// than 260 characters here.
#[must_use]
pub fn free_bytes(path: &Path) -> Option<u64> {
    let found = path.ancestors().filter(|p| p.exists()).find_map(|p| fs4::statvfs(p).ok())?;
    (found.total_space() > 0).then(|| found.available_space())
}

/// Syncs a file to disk, as far as its volume supports that: some network shares and FUSE volumes do not.
pub(crate) fn sync(file: &File) -> io::Result<()> {
    tolerate_unsupported(file.sync_all())
}

/// How what was written to a volume becomes durable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// One call for the whole volume, by `sync_volume`.
    Volume,
    /// One call for each file, by [`Durability::sync_file`], and then one for the folder.
    EachFile,
}

impl Durability {
    /// Makes a file durable, unless that is done for the whole volume.
    pub fn sync_file(self, file: &File) -> io::Result<()> {
        if self == Self::Volume {
            return Ok(());
        }
        // `sync_all` also empties the cache of the drive, which is enough once, in `sync_volume`.
        #[cfg(target_os = "macos")]
        return tolerate_unsupported(rustix::fs::fsync(file).map_err(Into::into));
        #[cfg(not(target_os = "macos"))]
        sync(file)
    }
}

/// How files in this folder become durable. A call for the whole volume is much faster for many files, but network shares
/// and FUSE do not pass it on, and only Linux has it.
pub(crate) fn durability(folder: &Path) -> Durability {
    #[cfg(target_os = "linux")]
    {
        /// Magic numbers of file systems, from `linux/magic.h` and `fs/smb`.
        const NOT_LOCAL: [i64; 8] = [
            0x6573_5546, // FUSE
            0x6969,      // NFS
            0xff53_4d42, // CIFS
            0xfe53_4d42, // SMB 2
            0x517b,      // SMB
            0x0102_1997, // 9P
            0x5346_414f, // AFS
            0x00c3_6400, // Ceph
        ];
        match rustix::fs::statfs(folder) {
            #[allow(clippy::useless_conversion, reason = "the type differs between architectures")]
            Ok(found) if !NOT_LOCAL.contains(&i64::from(found.f_type)) => Durability::Volume,
            Ok(_) | Err(_) => Durability::EachFile,
        }
    }
    #[cfg(not(target_os = "linux"))]
    {
        let _ = folder;
        Durability::EachFile
    }
}

/// Makes everything durable that was written to the volume of this folder. Errors of files that were written and closed
/// before are reported, too. For a volume whose files were synced one by one, only the folder itself is.
pub(crate) fn sync_volume(folder: &Path, durability: Durability) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    if durability == Durability::Volume {
        return tolerate_unsupported(rustix::fs::syncfs(File::open(folder)?).map_err(Into::into));
    }
    let _ = durability;
    sync_folder(folder)
}

/// Makes the names in a folder durable. Windows does that by itself.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { tolerate_unsupported(File::open(folder)?.sync_all()) } else { Ok(()) }
}

/// Ignores the errors of a volume that cannot sync files.
pub(crate) fn tolerate_unsupported(synced: io::Result<()>) -> io::Result<()> {
    match synced {
        Err(error) if matches!(error.kind(), io::ErrorKind::Unsupported | io::ErrorKind::InvalidInput) => {
            tracing::debug!(%error, "the volume cannot sync files");
            Ok(())
        }
        other => other,
    }
}

/// Syncs a temporary file to disk and moves it to `path`, replacing any existing file. Blocks for up to two seconds
/// while another program holds the file.
pub fn persist(file: NamedTempFile, path: &Path) -> io::Result<()> {
    sync(file.as_file())?;
    let written = file.into_temp_path();
    // Not the rename of `tempfile`, which does not support paths longer than 260 characters on Windows.
    retry_while_held(|| std::fs::rename(&written, path)).map_err(|error| cause(error, path))
}

/// Renames a file or folder that Satchel created. Blocks for up to two seconds while another program holds it.
///
/// Windows reports "access denied" while the file, or any file in the folder, is open. Since Satchel may rename what it
/// created, that error is reported as a file in use.
pub(crate) fn rename_with_retry(from: &Path, to: &Path) -> io::Result<()> {
    retry_while_held(|| std::fs::rename(from, to)).map_err(|error| {
        if is_denied_on_windows(&error) { io::Error::from_raw_os_error(SHARING_VIOLATION) } else { error }
    })
}

/// Removes a folder and its contents. It is not an error if the folder does not exist. Blocks for up to two seconds
/// while another program holds a file in it.
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

/// Windows reports "access denied" both for a file that must not be replaced and for one that is open. Opening it
/// without sharing tells the two apart.
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
    fn persist_replaces_the_file_and_leaves_no_temporary_file() {
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

    #[test]
    fn a_volume_that_cannot_sync_files_is_no_error() {
        for kind in [io::ErrorKind::Unsupported, io::ErrorKind::InvalidInput] {
            tolerate_unsupported(Err(kind.into())).unwrap();
        }
        tolerate_unsupported(Err(io::ErrorKind::StorageFull.into())).unwrap_err();
    }

    /// The kernel reports `EINVAL` for it.
    #[cfg(target_os = "linux")]
    #[test]
    fn a_file_that_cannot_be_synced_can_be_used() {
        let file = OpenOptions::new().write(true).open("/dev/null").unwrap();
        assert!(file.sync_all().is_err());
        sync(&file).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn pipes_devices_and_folders_are_not_opened() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        for path in [&pipe, Path::new("/dev/zero"), folder.path()] {
            assert_eq!(open(path).unwrap_err().kind(), io::ErrorKind::InvalidInput, "{}", path.display());
        }
        assert_eq!(open(&folder.path().join("none")).unwrap_err().kind(), io::ErrorKind::NotFound);
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_can_read_a_persisted_file() {
        use std::os::unix::fs::PermissionsExt;

        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        persist(temp_sibling(&path).unwrap(), &path).unwrap();
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[cfg(windows)]
    #[test]
    fn rename_waits_until_a_file_in_the_folder_is_closed() {
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
    fn folder_with_a_file_in_use_is_removed_once_the_file_is_closed() {
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
