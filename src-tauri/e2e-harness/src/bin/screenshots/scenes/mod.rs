//! All scenes, in the order in which they are played.

mod backups;
mod failures;
mod jobs;
mod library;
mod readme;
mod settings;
mod sign_in;

use std::path::Path;

use satchel_e2e_harness::Error;

use crate::capture::Screenshots;
use crate::scene::SceneBuilder;

const ALL: [&str; 19] = [
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
    "library",
    "settings",
    "updates",
    "readme",
];

/// Plays the named scenes, or all.
pub(crate) async fn play(app: &Path, folder: &Path, names: &[String]) -> Result<(), Error> {
    let binary = app.canonicalize().map_err(|e| format!("{}: {e}", app.display()))?;
    let builder = SceneBuilder { binary, screenshots: Screenshots::new(folder) };
    if let Some(name) = names.iter().find(|name| !ALL.contains(&name.as_str())) {
        return Err(format!("there is no scene {name}; there are: {}", ALL.join(" ")).into());
    }
    for name in ALL.into_iter().filter(|name| names.is_empty() || names.iter().any(|n| n == name)) {
        one(&builder, name).await.map_err(|error| format!("{name}: {error}"))?;
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
        "library" => library::library(builder).await,
        "settings" => settings::settings(builder).await,
        "updates" => settings::updates(builder).await,
        _ => readme::readme(builder).await,
    }
}
