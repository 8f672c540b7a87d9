//! Whose backups are shown, and whose they are.

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
