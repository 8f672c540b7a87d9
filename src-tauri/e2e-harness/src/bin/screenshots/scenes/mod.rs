//! All scenes, in the order in which they are played.

mod backups;
mod failures;
mod jobs;
mod keeping;
mod library;
mod people;
mod problems;
mod reading;
mod readme;
mod settings;
mod sign_in;

use std::path::Path;

use satchel_e2e_harness::Error;

use crate::capture::Screenshots;
use crate::scene::SceneBuilder;

const ALL: [&str; 45] = [
    "welcome",
    "sign-in",
    "sign-in-faults",
    "keychain",
    "locked",
    "no-key",
    "demo",
    "jobs",
    "downloading",
    "unpacking",
    "offline",
    "broken",
    "expired",
    "wrong-file",
    "backups",
    "keeping",
    "people",
    "inferred",
    "library",
    "settings",
    "updates",
    "readme",
    "problems-sign-in",
    "problems-tokens",
    "problems-app-key",
    "problems-timeout",
    "problems-accounts",
    "problems-signed-out",
    "problems-keychain",
    "problems-sign-in-file",
    "problems-requests",
    "problems-withheld",
    "problems-stored",
    "problems-archives",
    "problems-downloads",
    "problems-files",
    "problems-folder",
    "problems-own-files",
    "problems-library",
    "problems-links",
    "waiting-queued",
    "waiting-pause",
    "waiting-replies",
    "waiting-cancelling",
    "waiting-locked",
];

/// Plays the named scenes, or all.
pub(crate) async fn play(app: &Path, folder: &Path, names: &[String]) -> Result<(), Error> {
    let binary = app.canonicalize().map_err(|e| format!("{}: {e}", app.display()))?;
    let builder = SceneBuilder { binary, screenshots: Screenshots::new(folder) };
    if let Some(name) = names.iter().find(|name| !ALL.contains(&name.as_str())) {
        return Err(format!("there is no scene {name}; there are: {}", ALL.join(" ")).into());
    }
    for name in ALL.into_iter().filter(|name| names.is_empty() || names.iter().any(|n| n == name)) {
        let played = one(&builder, name).await;
        let codes = builder.screenshots.take_codes();
        played
            .and_then(|()| problems::check_codes(name, &codes))
            .map_err(|error| format!("{name}: {error}"))?;
    }
    if names.is_empty() {
        problems::print_codes_without_a_scene();
    }
    Ok(())
}

async fn one(builder: &SceneBuilder, name: &str) -> Result<(), Error> {
    match name {
        "welcome" => sign_in::welcome(builder).await,
        "sign-in" => sign_in::sign_in(builder).await,
        "sign-in-faults" => sign_in::sign_in_faults(builder).await,
        "keychain" => sign_in::no_keychain(builder).await,
        "locked" => sign_in::locked(builder).await,
        "no-key" => sign_in::no_key(builder).await,
        "demo" => sign_in::demo(builder).await,
        "jobs" => jobs::several(builder).await,
        "downloading" => jobs::downloading(builder).await,
        "unpacking" => jobs::unpacking(builder).await,
        "offline" => jobs::offline(builder).await,
        "broken" => failures::broken(builder).await,
        "expired" => failures::expired(builder).await,
        "wrong-file" => failures::wrong_file(builder).await,
        "backups" => backups::backups(builder).await,
        "keeping" => keeping::keeping(builder).await,
        "people" => people::people(builder).await,
        "inferred" => reading::inferred(builder).await,
        "library" => library::library(builder).await,
        "settings" => settings::settings(builder).await,
        "updates" => settings::updates(builder).await,
        "readme" => readme::readme(builder).await,
        "problems-sign-in" => problems::pages(builder).await,
        "problems-tokens" => problems::tokens(builder).await,
        "problems-app-key" => problems::app_key(builder).await,
        "problems-timeout" => problems::timeout(builder).await,
        "problems-accounts" => problems::accounts(builder).await,
        "problems-signed-out" => problems::signed_out(builder).await,
        "problems-keychain" => problems::keychain(builder).await,
        "problems-sign-in-file" => problems::sign_in_file(builder).await,
        "problems-requests" => problems::requests(builder).await,
        "problems-withheld" => problems::withheld(builder).await,
        "problems-stored" => problems::stored(builder).await,
        "problems-archives" => problems::bad_archives(builder).await,
        "problems-downloads" => problems::bad_downloads(builder).await,
        "problems-files" => problems::opened_files(builder).await,
        "problems-folder" => problems::folder(builder).await,
        "problems-own-files" => problems::own_files(builder).await,
        "problems-library" => problems::library(builder).await,
        "problems-links" => problems::links(builder).await,
        "waiting-queued" => problems::queued(builder).await,
        "waiting-pause" => problems::refused(builder).await,
        "waiting-replies" => problems::replies(builder).await,
        "waiting-cancelling" => problems::cancelling(builder).await,
        "waiting-locked" => problems::locked(builder).await,
        _ => Err("it is not in the list of what is played".into()),
    }
}
