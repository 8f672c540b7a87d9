//! An update server on loopback, and the key that signs its releases.

use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures_util::StreamExt as _;
use futures_util::stream;
use minisign::KeyPair;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::error::Error;

/// Size of a chunk in bytes.
const CHUNK: usize = 1 << 16;

/// A release.
#[derive(Debug, Clone, Default)]
pub struct Release {
    /// The version.
    pub version: String,
    /// Release notes.
    pub notes: String,
    /// The package.
    pub package: Bytes,
    /// Signature of the package; see [`Releases::sign`].
    pub signature: String,
    /// Delay before each 64 KiB of the package.
    pub pause: Duration,
    /// Whether the connection is closed after half of the package.
    pub is_truncated: bool,
}

#[derive(Default)]
struct ServerState {
    release: Option<Release>,
    requests: Vec<String>,
}

type Shared = Arc<Mutex<ServerState>>;

/// An update server, which stops when it is dropped.
pub struct Releases {
    address: String,
    keys: KeyPair,
    state: Shared,
    server: JoinHandle<()>,
}

impl Releases {
    /// Starts the server. Without a release it returns an invalid manifest.
    pub async fn start() -> Result<Self, Error> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = format!("http://{}", listener.local_addr()?);
        let state = Shared::default();
        let router = Router::new()
            .route("/latest.json", get(manifest))
            .route("/package", get(package))
            .with_state(state.clone());
        let server = tokio::spawn(async move {
            let _ = axum::serve(listener, router).await;
        });
        Ok(Self { address, keys: KeyPair::generate_unencrypted_keypair()?, state, server })
    }

    /// Address of the manifest.
    #[must_use]
    pub fn address(&self) -> String {
        format!("{}/latest.json", self.address)
    }

    /// The public key in Tauri's format.
    pub fn key(&self) -> Result<String, Error> {
        Ok(STANDARD.encode(self.keys.pk.to_box()?.into_string()))
    }

    /// Signs a package of a version, like Tauri.
    pub fn sign(&self, version: &str, package: &[u8]) -> Result<String, Error> {
        let comment = format!("timestamp:1795359600\tfile:satchel\tversion:{version}");
        let signature = minisign::sign(Some(&self.keys.pk), &self.keys.sk, package, Some(&comment), None)?;
        Ok(STANDARD.encode(signature.into_string()))
    }

    /// Replaces the published release.
    pub fn publish(&self, release: Release) {
        lock(&self.state).release = Some(release);
    }

    /// The received requests, oldest first: path and all headers but `host`.
    #[must_use]
    pub fn requests(&self) -> Vec<String> {
        lock(&self.state).requests.clone()
    }

    /// Stops the server.
    pub fn stop(&self) {
        self.server.abort();
    }
}

impl Drop for Releases {
    fn drop(&mut self) {
        self.stop();
    }
}

fn lock(state: &Shared) -> std::sync::MutexGuard<'_, ServerState> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

fn log(state: &Shared, path: &str, headers: &HeaderMap) -> Option<Release> {
    let sent = headers.iter().filter(|(name, _)| *name != header::HOST);
    let sent: Vec<String> =
        sent.map(|(name, value)| format!("{name}: {}", String::from_utf8_lossy(value.as_bytes()))).collect();
    let mut state = lock(state);
    state.requests.push(format!("{path} {}", sent.join(", ")));
    state.release.clone()
}

async fn manifest(State(state): State<Shared>, headers: HeaderMap) -> Response {
    let Some(release) = log(&state, "/latest.json", &headers) else {
        return "<!doctype html><title>Moved</title>".into_response();
    };
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let platform_entry = json!({ "url": format!("http://{host}/package"), "signature": release.signature });
    let platform = format!("linux-{}", std::env::consts::ARCH);
    let manifest = json!({ "version": release.version, "notes": release.notes, "platforms": { platform: platform_entry } });
    manifest.to_string().into_response()
}

async fn package(State(state): State<Shared>, headers: HeaderMap) -> Response {
    let Some(release) = log(&state, "/package", &headers) else { return Response::default() };
    let whole = release.package.len();
    let sent = if release.is_truncated { whole / 2 } else { whole };
    let chunks: Vec<Bytes> =
        (0..sent).step_by(CHUNK).map(|start| release.package.slice(start..sent.min(start + CHUNK))).collect();
    let pause = release.pause;
    let chunks = stream::iter(chunks).then(move |chunk| async move {
        tokio::time::sleep(pause).await;
        Ok::<Bytes, Infallible>(chunk)
    });
    // If the body is shorter, the connection is closed.
    let mut response = Body::from_stream(chunks).into_response();
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(whole));
    response
}
