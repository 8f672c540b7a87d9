//! Switching between accounts, signing out, and removing accounts.

use crate::account::{OpenId, SignOut, Taken};
use crate::backup::{Job, Outcome};
use crate::core::Core;
use crate::data_request::Permission;
use crate::error::Error;
use crate::problem::ProblemCode;
use crate::sign_in::SignedIn;

impl Core {
    /// Makes another account the current one, and shows whose it is.
    pub async fn switch_account(&self, id: &str) -> Result<(), Error> {
        if let Some(account) = self.0.accounts.get(&OpenId(id.to_owned())) {
            self.0.accounts.make_current(account.clone());
            self.0.library.show_account(&account.id, false).await?;
        }
        Ok(())
    }

    /// Signs out. Backups stay. If TikTok cannot be told, a notice says so.
    pub async fn sign_out(&self, id: &str) -> Result<(), Error> {
        let id = OpenId(id.to_owned());
        if let SignOut::NotTold(error) = self.0.accounts.sign_out(&id).await? {
            let name = self.0.accounts.get(&id).map(|account| account.name).unwrap_or_default();
            self.add_notice(Error::SignOutNotTold(error), name);
        }
        Ok(())
    }

    /// Removes an account that is signed out, with the history of its requests. Backups stay. Fails while one of its jobs
    /// is running, and does nothing for an account that is signed in.
    pub async fn remove_account(&self, id: &str) -> Result<(), Error> {
        let id = OpenId(id.to_owned());
        if self.0.accounts.get(&id).is_none_or(|account| account.signed_in_until.is_some()) {
            return Ok(());
        }
        let jobs: Vec<Job> = self.0.jobs.all().into_iter().map(|handle| handle.job).collect();
        let own: Vec<Job> = jobs.into_iter().filter(|job| job.account() == Some(&id)).collect();
        if own.iter().any(|job| job.outcome == Outcome::Running) {
            return Err(Error::Plain(ProblemCode::BackupBusy));
        }
        for job in own {
            self.0.runner.dismiss(&job.id).await;
        }
        self.0.accounts.remove(&id).await?;
        self.follow_shown_person();
        Ok(())
    }

    /// Says which permissions a sign-in ended, or that it was not used because it permits too little.
    pub(crate) fn tell_of_permissions(&self, signed_in: &SignedIn) {
        let code = match &signed_in.taken {
            Taken::New(ended) if ended.iter().any(|scope| scope.permission == Permission::Ongoing) => {
                ProblemCode::PermissionsEnded
            }
            Taken::Stored(lacking) if !lacking.is_empty() => ProblemCode::PermissionsKept,
            Taken::New(_) | Taken::Stored(_) => return,
        };
        self.add_notice(Error::Plain(code), signed_in.account.name.clone());
    }
}
