//! What the window is told when it asks for everything.

use crate::archive::free_bytes;
use crate::core::{Core, lock};
use crate::error::Error;
use crate::paths::shown;
use crate::problem::ProblemCode;
use crate::sign_in::SignIn;
use crate::view::{
    AccountView, AllowedView, AppEvent, AppKeySource, AppView, Change, FolderView, SettingsView, Snapshot,
    UpdateView,
};

impl Core {
    /// Tells `listener` everything now, and every change from now on, until it returns `false`.
    pub fn subscribe(&self, listener: Box<dyn Fn(AppEvent) -> bool + Send>) {
        self.hub.subscribe(listener, || Change::Snapshot(Box::new(self.snapshot())));
    }

    /// Tells that a file is held over the window, or not any more.
    pub fn drag(&self, drag: Option<crate::view::DragView>) {
        self.hub.publish(|| Some(Change::Drag(drag)));
    }

    /// How it stands with newer versions of Satchel itself.
    #[must_use]
    pub fn newer_version(&self) -> UpdateView {
        lock(&self.update).clone()
    }

    /// Tells how it stands with newer versions, which the host looks for and installs.
    pub fn emit_newer_version(&self, update: UpdateView) {
        self.hub.publish(|| {
            lock(&self.update).clone_from(&update);
            Some(Change::Update(update))
        });
    }

    fn snapshot(&self) -> Snapshot {
        let mut jobs: Vec<_> = lock(&self.jobs).values().map(crate::backup::Live::view).collect();
        jobs.sort_by_key(|job| std::cmp::Reverse(job.started_at));
        Snapshot {
            app: AppView {
                version: env!("CARGO_PKG_VERSION").to_owned(),
                demo: self.is_demo(),
                os: std::env::consts::OS.to_owned(),
            },
            settings: self.settings_view(),
            folder: self.folder_view(),
            keychain: *lock(&self.keychain),
            accounts: self.account_views(),
            sign_in: lock(&self.sign_in).as_ref().map(SignIn::view),
            jobs,
            backups: lock(&self.backups).clone(),
            library: self.library_view(),
            update: self.newer_version(),
        }
    }

    pub(crate) fn settings_view(&self) -> SettingsView {
        let app_key = match (lock(&self.own_key).is_some(), self.config.key.is_some()) {
            (true, _) => AppKeySource::Own,
            (false, true) => AppKeySource::Built,
            (false, false) => AppKeySource::None,
        };
        let settings = lock(&self.settings);
        SettingsView {
            theme: settings.theme,
            app_key,
            watch_method: settings.watch_method,
            links_explained: settings.links_explained,
        }
    }

    fn folder_view(&self) -> FolderView {
        let folder = self.folder();
        let code = if folder.is_dir() {
            tempfile::tempfile_in(&folder).is_err().then_some(ProblemCode::FolderNotWritable)
        } else {
            (!self.is_default_folder(&folder)).then_some(ProblemCode::FolderMissing)
        };
        FolderView {
            path: folder.display().to_string(),
            shown: shown(&folder),
            free_bytes: free_bytes(&folder),
            problem: code.map(|code| Error::Plain(code).into_problem()),
        }
    }

    pub(crate) fn account_views(&self) -> Vec<AccountView> {
        let accounts = lock(&self.ledger).accounts().unwrap_or_default();
        let view = |(index, account): (usize, crate::backup::Account)| AccountView {
            id: account.id.0,
            name: account.name,
            current: index == 0,
            signed_in_until: account.signed_in_until.map(jiff::Timestamp::as_millisecond),
            allowed: account
                .allowed
                .into_iter()
                .map(|scope| AllowedView { kind: scope.kind, permission: scope.permission })
                .collect(),
        };
        accounts.into_iter().enumerate().map(view).collect()
    }

    pub(crate) fn emit_folder(&self) {
        self.hub.publish(|| Some(Change::Folder(self.folder_view())));
    }
}
