//! The event stream of the window: a snapshot of everything, then each change. All of it is read from memory.

use crate::account::Account;
use crate::backup::Backup;
use crate::core::Core;
use crate::error::Error;
use crate::events::Topic;
use crate::paths::shown;
use crate::person::Person;
use crate::problem::Problem;
use crate::sync::lock;
use crate::view::{
    AccountView, AllowedView, AppEvent, AppKeySource, AppView, BackupView, Change, DragView, FolderView,
    JobView, LibraryView, PersonFacts, PersonView, SettingsView, SignInView, Snapshot, UpdateView,
};

impl Core {
    /// Sends everything to `subscriber` now, and every change from now on, until it returns `false`.
    pub fn subscribe(&self, subscriber: Box<dyn Fn(AppEvent) -> bool + Send>) {
        self.0.events.subscribe(Box::new(move |seq, change| subscriber(AppEvent { seq, change })), || {
            Change::Snapshot(Box::new(self.snapshot()))
        });
    }

    /// Shows that a file is dragged over the window, or no longer.
    pub fn drag(&self, drag: Option<DragView>) {
        *lock(&self.0.drag) = drag;
        self.emit(Topic::Drag);
    }

    /// What the host last said about updates.
    #[must_use]
    pub fn update(&self) -> UpdateView {
        lock(&self.0.update).clone()
    }

    /// Shows what the host says about updates, which it looks for and installs.
    pub fn set_update(&self, update: UpdateView) {
        *lock(&self.0.update) = update;
        self.emit(Topic::Update);
    }

    /// Shows a notice until the person dismisses it. `name`: of the account or file that it is about.
    pub(crate) fn add_notice(&self, error: Error, name: String) {
        let mut problem = error.into_problem();
        problem.facts.name = Some(name);
        {
            let mut notices = lock(&self.0.notices);
            notices.retain(|notice| notice.code != problem.code || notice.facts.name != problem.facts.name);
            notices.push(problem);
        }
        self.emit(Topic::Notices);
    }

    /// Dismisses all notices.
    pub fn dismiss_notices(&self) {
        lock(&self.0.notices).clear();
        self.emit(Topic::Notices);
    }

    /// Sends the state of a topic to all subscribers.
    pub(crate) fn emit(&self, topic: Topic) {
        let read = topic.clone();
        // Whoever has other backups, or an account with another name, is shown differently.
        let changes_people = matches!(topic, Topic::Backups | Topic::Accounts);
        self.0.events.emit(topic, || Some(self.change(read)));
        if changes_people {
            self.0.events.emit(Topic::People, || Some(self.change(Topic::People)));
        }
    }

    fn change(&self, topic: Topic) -> Change {
        match topic {
            Topic::Settings => Change::Settings(self.settings_view()),
            Topic::Folder => Change::Folder(self.folder_view()),
            Topic::Keychain => Change::Keychain(self.0.accounts.secrets().state()),
            Topic::Accounts => Change::Accounts(self.account_views()),
            Topic::SignIn => Change::SignIn(self.0.sign_in.state().map(|state| SignInView::from(&state))),
            Topic::Job(id) => match self.0.jobs.get(&id) {
                Some(handle) => Change::Job(Box::new(JobView::from(&handle))),
                None => Change::JobGone(id),
            },
            Topic::Backups => Change::Backups(self.backup_views()),
            Topic::People => Change::People(self.person_views()),
            Topic::Library => Change::Library(Box::new(LibraryView::from(&self.0.library.status()))),
            Topic::Update => Change::Update(self.update()),
            Topic::Drag => Change::Drag(lock(&self.0.drag).clone()),
            Topic::Notices => Change::Notices(self.notices()),
        }
    }

    fn snapshot(&self) -> Snapshot {
        let mut jobs: Vec<_> = self.0.jobs.all().iter().map(JobView::from).collect();
        jobs.sort_by_key(|job| std::cmp::Reverse(job.started_at));
        Snapshot {
            app: AppView {
                version: env!("CARGO_PKG_VERSION").to_owned(),
                demo: self.0.is_demo,
                os: std::env::consts::OS.to_owned(),
                redirect_port: self.0.sign_in.redirect_port().number(),
            },
            settings: self.settings_view(),
            folder: self.folder_view(),
            keychain: self.0.accounts.secrets().state(),
            accounts: self.account_views(),
            sign_in: self.0.sign_in.state().map(|state| SignInView::from(&state)),
            jobs,
            backups: self.backup_views(),
            people: self.person_views(),
            library: LibraryView::from(&self.0.library.status()),
            update: self.update(),
            notices: self.notices(),
        }
    }

    fn settings_view(&self) -> SettingsView {
        let has_built_key = self.0.accounts.has_built_key();
        let is_demo = self.0.is_demo;
        self.0.settings.with(|settings| SettingsView {
            theme: settings.theme,
            text_size: settings.text_size.percent(),
            blur: settings.blur,
            app_key: match (settings.own_key && !is_demo, has_built_key) {
                (true, _) => AppKeySource::Own,
                (false, true) => AppKeySource::Built,
                (false, false) => AppKeySource::None,
            },
            unapproved: settings.unapproved.iter().copied().map(AllowedView::from).collect(),
            watch_method: settings.watch_method,
            links_explained: settings.links_explained,
        })
    }

    fn folder_view(&self) -> FolderView {
        let (folder, state) = (self.0.dir.folder(), self.0.dir.state());
        FolderView {
            path: folder.display().to_string(),
            shown: shown(&folder),
            free_bytes: state.free_bytes,
            problem: state.problem,
            moving: self.0.dir.move_progress(),
        }
    }

    fn account_views(&self) -> Vec<AccountView> {
        let current = self.0.accounts.current().map(|account| account.id);
        let view = |account: Account| {
            let is_current = current.as_ref() == Some(&account.id);
            AccountView::new(account, is_current)
        };
        self.0.accounts.all().into_iter().map(view).collect()
    }

    fn backup_views(&self) -> Vec<BackupView> {
        let imported = self.0.library.imported();
        let people = self.0.library.people();
        let view = |backup: Backup| {
            let imported = imported.get(&backup.id).copied();
            let person = people.owner_of(&backup.id).cloned();
            BackupView::new(backup, imported, person)
        };
        let mut views: Vec<BackupView> = self.0.dir.backups().into_iter().map(view).collect();
        // Backups of the same time stay in the order in which they were saved.
        views.sort_by_key(|backup| std::cmp::Reverse(backup.as_of));
        views
    }

    /// The people who have backups or accounts.
    fn person_views(&self) -> Vec<PersonView> {
        let (people, records) = (self.0.library.people(), self.0.library.records());
        let backups = self.0.dir.backups();
        let view = |person: &Person| {
            let own = backups.iter().filter(|backup| people.owner_of(&backup.id) == Some(&person.id));
            let account = person.accounts.iter().rev().find_map(|id| self.0.accounts.get(id));
            PersonView::new(PersonFacts {
                person,
                account,
                is_current: person.id == people.shown,
                backups: own.count() as u64,
                records: records.get(&person.id).copied(),
            })
        };
        let views = people.people.iter().map(view);
        views.filter(|view| view.backups > 0 || view.account_id.is_some() || view.current).collect()
    }

    fn notices(&self) -> Vec<Problem> {
        lock(&self.0.notices).clone()
    }
}
