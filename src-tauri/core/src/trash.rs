//! The trash of the system.

use std::path::Path;

/// Moves a file or folder to the system's trash. Fails if there is none for its volume, as on some network shares; it is
/// then where it was. Blocks.
pub fn move_to_trash(path: &Path) -> Result<(), String> {
    #[cfg_attr(not(target_os = "macos"), allow(unused_mut))]
    let mut context = trash::TrashContext::new();
    // Asking the Finder would need a permission.
    #[cfg(target_os = "macos")]
    trash::macos::TrashContextExtMacos::set_delete_method(
        &mut context,
        trash::macos::DeleteMethod::NsFileManager,
    );
    context.delete(path).map_err(|error| describe(&error))
}

/// Describes an error without the path, which may contain the person's name.
fn describe(error: &trash::Error) -> String {
    match error {
        #[cfg(target_os = "linux")]
        trash::Error::FileSystem { source, .. } => source.to_string(),
        trash::Error::Os { code, .. } => format!("system error {code:#x}"),
        trash::Error::CouldNotAccess { .. } => "access denied, or not there".to_owned(),
        _ => "the system refused".to_owned(),
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_folder_in_the_trash_can_be_restored() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("2026-11-22 14-03 Everything");
        std::fs::create_dir(&folder).unwrap();
        std::fs::write(folder.join("a.txt"), "a").unwrap();
        move_to_trash(&folder).unwrap();
        assert!(!folder.exists());
        let parent = root.path().canonicalize().unwrap();
        let mut items = trash::os_limited::list().unwrap();
        items.retain(|item| item.original_parent == parent);
        assert_eq!(items.len(), 1);
        trash::os_limited::restore_all(items).unwrap();
        assert_eq!(std::fs::read_to_string(folder.join("a.txt")).unwrap(), "a");
    }

    #[test]
    fn what_is_not_there_is_an_error() {
        let root = tempfile::tempdir().unwrap();
        assert!(move_to_trash(&root.path().join("nothing")).is_err());
    }
}
