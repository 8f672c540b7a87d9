//! Whose backups are shown, and whose they are.

use crate::commands::blocking;
use crate::core::Core;
use crate::error::Error;

impl Core {
    /// Shows the library and the backups of a person, and makes the person's account the current one.
    pub async fn show_person(&self, id: &str) -> Result<(), Error> {
        self.0.library.show(id).await?;
        self.follow_shown_person();
        Ok(())
    }

    /// Answers the question whose data this is: a person is the same as another one, or nobody else. The answer is kept.
    pub async fn settle_person(&self, id: &str, same_as: Option<&str>) -> Result<(), Error> {
        self.0.library.settle(id, same_as).await?;
        self.follow_shown_person();
        Ok(())
    }

    /// Says whose a backup is: this person's, or somebody's of whom there is nothing else. Its records move.
    pub async fn assign_backup(&self, backup: &str, person: Option<&str>) -> Result<(), Error> {
        self.0.library.assign(backup, person).await
    }

    /// Says that two names are those of the same person or group in the exports of the person who is shown. The answer is
    /// kept, and the library is rebuilt.
    pub async fn join_names(&self, earlier: String, later: String, is_group: bool) -> Result<(), Error> {
        let library = self.0.library.clone();
        blocking(move || library.set_rename(earlier, Some(later), is_group)).await
    }

    /// Says that an earlier name is somebody else's, or another group's. The answer is kept, and the library is rebuilt.
    pub async fn separate_name(&self, earlier: String, is_group: bool) -> Result<(), Error> {
        let library = self.0.library.clone();
        blocking(move || library.set_rename(earlier, None, is_group)).await
    }

    /// Makes the account of the person who is shown the current one. Another person's account must not be used instead.
    pub(crate) fn follow_shown_person(&self) {
        let people = self.0.library.people();
        let Some(shown) = people.get(&people.shown) else { return };
        let accounts = &self.0.accounts;
        let current = accounts.current();
        if let Some(own) = shown.accounts.iter().rev().find_map(|id| accounts.get(id)) {
            if current.is_none_or(|current| !shown.accounts.contains(&current.id)) {
                accounts.make_current(own);
            }
        } else if current.is_some_and(|current| people.with_account(&current.id).is_some()) {
            accounts.make_none_current();
        }
    }
}
