//! A stand-in for TikTok on loopback: a real HTTP server with invented accounts and invented data.
//!
//! It follows the public documents of Login Kit for Desktop and of the Data Portability API, and has a switch
//! ([`Switches`]) for every point they leave open. Tests run it as a library ([`Sim`]), the demo account runs it
//! inside the app, and `satchel-sim` runs it by itself. [`export`] makes the archives it hands out, [`hostile`]
//! those that nobody should ever be handed.
//!
//! ```no_run
//! # async fn example(authorize_url: &str) -> Result<(), Box<dyn std::error::Error>> {
//! use satchel_sim::{Consent, Options, Sim};
//!
//! let sim = Sim::start(Options { records: 500, ..Options::default() }).await?;
//! sim.set(|switches| switches.prepare_seconds = 0);
//! // `authorize_url` is what the app would open in the browser; the answer is where that is sent next.
//! let callback = sim.consent(authorize_url, &Consent::default()).map_err(|fault| format!("{fault:?}"))?;
//! sim.advance(std::time::Duration::from_hours(24 * 5));
//! assert!(sim.requests().iter().all(|call| call.status != Some(500)), "{callback}");
//! # Ok(())
//! # }
//! ```

#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod archive;
pub mod export;
pub mod hostile;
mod http;
mod scope;
mod sim;
mod state;
mod switches;
mod world;

pub use http::consent::Consent;
pub use scope::Category;
pub use sim::{Options, Sim, SimError};
pub use switches::{
    AuthorizeFault, CancelId, DownloadBody, ErrorCode, Fault, FaultShape, Prechecked, Region, SwitchError,
    Switches,
};
pub use world::Logged;

/// Key of the registered, invented app; its redirect is `http://127.0.0.1:*/callback/`.
pub const CLIENT_KEY: &str = "simclientkey0001";
/// Secret of the registered app. It opens nothing but this stand-in.
pub const CLIENT_SECRET: &str = "sim-secret-that-opens-nothing";
/// Key of a second app, for which the first app's requests do not exist.
pub const OTHER_CLIENT_KEY: &str = "simclientkey0002";
/// Secret of the second app.
pub const OTHER_CLIENT_SECRET: &str = "sim-other-secret-that-opens-nothing";

/// A registered app.
struct App {
    name: &'static str,
    key: &'static str,
    secret: &'static str,
}

const APPS: [App; 2] = [
    App { name: "Satchel", key: CLIENT_KEY, secret: CLIENT_SECRET },
    App { name: "Another app", key: OTHER_CLIENT_KEY, secret: OTHER_CLIENT_SECRET },
];
