//! A server for distributors of Satchel.
//!
//! TikTok expects an app's client secret on a server, and sends webhooks to a public address only. The broker has both: it
//! adds the secret when the app exchanges a code, refreshes a token or revokes one, and tells the app that waits for a
//! request what TikTok's webhooks say about it. It stores nothing: tokens pass through, and events are kept in memory for
//! minutes.
//!
//! | endpoint | purpose |
//! | --- | --- |
//! | `POST /v1/token` | as TikTok's `/v2/oauth/token/`, without the secret; the reply has an events ticket in addition |
//! | `POST /v1/revoke` | as TikTok's `/v2/oauth/revoke/`, without the secret |
//! | `GET /v1/events` | long poll for the events of the person whose ticket is sent |
//! | `POST /webhooks` | for TikTok |
//! | `GET /health` | whether the broker runs |
//!
//! `docs/broker.md` says how to run it.
#![forbid(unsafe_code)]

mod address;
mod api;
mod app;
mod config;
mod environment;
mod events;
mod hex;
mod rates;
mod refusal;
mod secret;
mod server;
mod signature;
mod ticket;
mod upstream;

pub use config::{Config, Limits};
pub use environment::{Environment, EnvironmentError};
pub use secret::Secret;
pub use server::{Broker, BrokerError};
