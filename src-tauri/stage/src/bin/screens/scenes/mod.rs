//! Every scene, and the order in which they are played.

mod ended;
mod first;
mod journeys;
mod kept;
mod library;
mod readme;
mod settings;

use std::path::Path;

use satchel_stage::Trouble;

use crate::camera::Camera;
use crate::scene::Kit;

const ALL: [&str; 19] = [
    "welcome",
    "sign-in",
    "sign-in-faults",
    "keychain",
    "locked",
    "no-key",
    "demo",
    "journeys",
    "downloading",
    "unpacking",
    "offline",
    "broken",
    "expired",
    "wrong-file",
    "kept",
    "library",
    "settings",
    "updates",
    "readme",
];

/// Plays the scenes of these names, or all.
pub(crate) async fn play(app: &Path, folder: &Path, names: &[String]) -> Result<(), Trouble> {
    let binary = app.canonicalize().map_err(|e| format!("{}: {e}", app.display()))?;
    let kit = Kit { binary, camera: Camera::new(folder) };
    if let Some(name) = names.iter().find(|name| !ALL.contains(&name.as_str())) {
        return Err(format!("there is no scene {name}; there are: {}", ALL.join(" ")).into());
    }
    for name in ALL.into_iter().filter(|name| names.is_empty() || names.iter().any(|n| n == name)) {
        one(&kit, name).await.map_err(|trouble| format!("{name}: {trouble}"))?;
    }
    Ok(())
}

async fn one(kit: &Kit, name: &str) -> Result<(), Trouble> {
    match name {
        "welcome" => first::welcome(kit).await,
        "sign-in" => first::sign_in(kit).await,
        "sign-in-faults" => first::sign_in_faults(kit).await,
        "keychain" => first::no_keychain(kit).await,
        "locked" => first::locked(kit).await,
        "no-key" => first::no_key(kit).await,
        "demo" => first::demo(kit).await,
        "journeys" => journeys::several(kit).await,
        "downloading" => journeys::downloading(kit).await,
        "unpacking" => journeys::unpacking(kit).await,
        "offline" => journeys::offline(kit).await,
        "broken" => ended::broken(kit).await,
        "expired" => ended::expired(kit).await,
        "wrong-file" => ended::wrong_file(kit).await,
        "kept" => kept::kept(kit).await,
        "library" => library::library(kit).await,
        "settings" => settings::settings(kit).await,
        "updates" => settings::updates(kit).await,
        _ => readme::readme(kit).await,
    }
}
