//! A place on this computer where newer versions of the app are announced, and a key with which they are signed.

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

use super::Trouble;

/// Bytes sent at a time.
const CHUNK: usize = 1 << 16;

/// What is announced, and what lies behind it.
#[derive(Debug, Clone, Default)]
pub struct Release {
    /// As which version.
    pub version: String,
    /// What is new.
    pub notes: String,
    /// The package.
    pub package: Bytes,
    /// The package's signature: see [`Releases::sign`].
    pub signature: String,
    /// How long to wait before each 64 KiB of the package.
    pub pause: Duration,
    /// Whether the connection ends when half of the package is sent.
    pub is_cut: bool,
}

#[derive(Default)]
struct Shelf {
    release: Option<Release>,
    asked: Vec<String>,
}

type Shared = Arc<Mutex<Shelf>>;

/// Announces newer versions until it is dropped.
pub struct Releases {
    address: String,
    keys: KeyPair,
    shelf: Shared,
    server: JoinHandle<()>,
}

impl Releases {
    /// Opens it, with nothing announced that anybody could make sense of.
    pub async fn open() -> Result<Self, Trouble> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = format!("http://{}", listener.local_addr()?);
        let shelf = Shared::default();
        let router = Router::new()
            .route("/latest.json", get(manifest))
            .route("/package", get(package))
            .with_state(shelf.clone());
        let server = tokio::spawn(async move {
            let _ = axum::serve(listener, router).await;
        });
        Ok(Self { address, keys: KeyPair::generate_unencrypted_keypair()?, shelf, server })
    }

    /// Where newer versions are announced.
    #[must_use]
    pub fn address(&self) -> String {
        format!("{}/latest.json", self.address)
    }

    /// The public key, as Tauri writes it.
    pub fn key(&self) -> Result<String, Trouble> {
        Ok(STANDARD.encode(self.keys.pk.to_box()?.into_string()))
    }

    /// Signs a package as this version, as Tauri does.
    pub fn sign(&self, version: &str, package: &[u8]) -> Result<String, Trouble> {
        let comment = format!("timestamp:1795359600\tfile:satchel\tversion:{version}");
        let signature = minisign::sign(Some(&self.keys.pk), &self.keys.sk, package, Some(&comment), None)?;
        Ok(STANDARD.encode(signature.into_string()))
    }

    /// Announces this from now on.
    pub fn announce(&self, release: Release) {
        lock(&self.shelf).release = Some(release);
    }

    /// What was asked for, oldest first: the path and every header but `host`.
    #[must_use]
    pub fn asked(&self) -> Vec<String> {
        lock(&self.shelf).asked.clone()
    }

    /// Nobody answers any more.
    pub fn close(&self) {
        self.server.abort();
    }
}

impl Drop for Releases {
    fn drop(&mut self) {
        self.close();
    }
}

fn lock(shelf: &Shared) -> std::sync::MutexGuard<'_, Shelf> {
    shelf.lock().unwrap_or_else(PoisonError::into_inner)
}

fn note(shelf: &Shared, path: &str, headers: &HeaderMap) -> Option<Release> {
    let sent = headers.iter().filter(|(name, _)| *name != header::HOST);
    let sent: Vec<String> =
        sent.map(|(name, value)| format!("{name}: {}", String::from_utf8_lossy(value.as_bytes()))).collect();
    let mut shelf = lock(shelf);
    shelf.asked.push(format!("{path} {}", sent.join(", ")));
    shelf.release.clone()
}

async fn manifest(State(shelf): State<Shared>, headers: HeaderMap) -> Response {
    let Some(release) = note(&shelf, "/latest.json", &headers) else {
        return "<!doctype html><title>Moved</title>".into_response();
    };
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let place = json!({ "url": format!("http://{host}/package"), "signature": release.signature });
    let platform = format!("linux-{}", std::env::consts::ARCH);
    let manifest =
        json!({ "version": release.version, "notes": release.notes, "platforms": { platform: place } });
    manifest.to_string().into_response()
}

async fn package(State(shelf): State<Shared>, headers: HeaderMap) -> Response {
    let Some(release) = note(&shelf, "/package", &headers) else { return Response::default() };
    let whole = release.package.len();
    let sent = if release.is_cut { whole / 2 } else { whole };
    let chunks: Vec<Bytes> =
        (0..sent).step_by(CHUNK).map(|start| release.package.slice(start..sent.min(start + CHUNK))).collect();
    let pause = release.pause;
    let chunks = stream::iter(chunks).then(move |chunk| async move {
        tokio::time::sleep(pause).await;
        Ok::<Bytes, Infallible>(chunk)
    });
    // A body that is shorter than was said ends with its connection.
    let mut response = Body::from_stream(chunks).into_response();
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(whole));
    response
}
