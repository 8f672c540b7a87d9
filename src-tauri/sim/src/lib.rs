//! A stand-in for TikTok on loopback: an HTTP server with fictional accounts and generated data.
//!
//! It follows the public documentation of Login Kit for Desktop and of the Data Portability API, and has a switch
//! ([`Switches`]) for each point that the documentation leaves open. Tests and the demo account run it in their process
//! ([`Sim`]); the program `satchel-sim` runs it on its own. [`export`] generates the archives it serves; tests can serve
//! others ([`Options::archive_source`], [`Sim::serve_archive`]).
//!
//! ```no_run
//! # async fn example(authorize_url: &str) -> Result<(), Box<dyn std::error::Error>> {
//! use satchel_sim::{Consent, Options, Sim};
//!
//! let sim = Sim::start(Options { records: 500, ..Options::default() }).await?;
//! sim.set(|switches| switches.prepare_seconds = 0);
//! // The user allows everything; the browser would be redirected to `callback`.
//! let callback = sim.consent(authorize_url, &Consent::default()).map_err(|fault| format!("{fault:?}"))?;
//! sim.advance(std::time::Duration::from_hours(24 * 5));
//! assert!(sim.requests().iter().all(|request| request.status != Some(500)), "{callback}");
//! # Ok(())
//! # }
//! ```

#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod apps;
mod archive;
mod authorization;
pub mod export;
mod faults;
mod http;
mod options;
mod persistence;
mod reply_forms;
mod scope;
mod sim;
mod state;
mod switches;
mod webhooks;

pub use apps::{CLIENT_KEY, CLIENT_SECRET, OTHER_CLIENT_KEY, OTHER_CLIENT_SECRET};
pub use archive::ArchiveSource;
pub use export::Category;
pub use faults::{ErrorCode, Fault, FaultShape};
pub use http::Consent;
pub use options::Options;
pub use reply_forms::{ErrorObject, Gzip, IdForm, ScopeForm, StatusForm, TimeForm};
pub use sim::{Sim, SimError};
pub use state::LoggedRequest;
pub use switches::{
    AuthorizeFault, CancelId, Delay, DownloadBody, Prechecked, Region, SwitchError, Switches,
    WebhookSignature,
};
pub use webhooks::SentWebhook;
