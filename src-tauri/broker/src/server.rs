//! The server.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::json;
use thiserror::Error;
use tokio::net::TcpListener;

use crate::api::{poll, token, webhooks};
use crate::app::App;
use crate::config::Config;
use crate::refusal::{BROKER, Refusal, SOURCE};

/// How often old events and idle clients are forgotten.
const CLEANING_INTERVAL: Duration = Duration::from_secs(30);

/// How long calls that are in progress may take when the broker shuts down.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(30);

/// Why a broker could not be built.
#[derive(Debug, Error)]
#[error("the HTTP client could not be created: {0}")]
pub struct BrokerError(#[from] reqwest::Error);

/// A broker.
pub struct Broker(Arc<App>);

impl Broker {
    /// Builds a broker. It does nothing until [`Self::serve`].
    pub fn new(config: Config) -> Result<Self, BrokerError> {
        Ok(Self(Arc::new(App::new(config)?)))
    }

    /// Serves until `shutdown` is ready. Then polls that wait are answered, and calls to TikTok run to their end: their
    /// replies may hold tokens that cannot be had again.
    pub async fn serve(
        self,
        listener: TcpListener,
        shutdown: impl Future<Output = ()> + Send,
    ) -> io::Result<()> {
        let Self(app) = self;
        let closing = app.closing.clone();
        let service = router(Arc::clone(&app)).into_make_service_with_connect_info::<SocketAddr>();
        let closed = closing.clone();
        let serving =
            axum::serve(listener, service).with_graceful_shutdown(async move { closed.cancelled().await });
        let mut serving = std::pin::pin!(serving.into_future());
        let mut cleaning = tokio::time::interval(CLEANING_INTERVAL);
        let mut shutdown = std::pin::pin!(shutdown);
        loop {
            tokio::select! {
                result = &mut serving => return result,
                () = &mut shutdown => break,
                _ = cleaning.tick() => {
                    app.events.remove_old();
                    app.rates.forget_idle();
                }
            }
        }
        tracing::info!("shutting down");
        closing.cancel();
        let ended = tokio::time::timeout(SHUTDOWN_TIMEOUT, serving).await;
        ended.unwrap_or_else(|_| {
            tracing::warn!("some connections did not end in time");
            Ok(())
        })
    }
}

fn router(app: Arc<App>) -> Router {
    Router::new()
        .route("/v1/token", post(token::token))
        .route("/v1/revoke", post(token::revoke))
        .route("/v1/events", get(poll::poll))
        .route("/webhooks", post(webhooks::webhooks))
        .route("/health", get(health))
        .fallback(|| async {
            Refusal::new(StatusCode::NOT_FOUND, "not_found", "There is nothing at this address.")
        })
        .method_not_allowed_fallback(|| async {
            Refusal::new(StatusCode::METHOD_NOT_ALLOWED, "invalid_request", "This method is not allowed.")
        })
        .layer(middleware::from_fn(observe))
        .with_state(app)
}

async fn health() -> Response {
    ([(SOURCE, BROKER)], Json(json!({ "status": "ok", "version": env!("CARGO_PKG_VERSION") })))
        .into_response()
}

/// Logs calls by endpoint, status and duration: addresses, queries, headers and bodies are personal or secret.
async fn observe(request: Request, next: Next) -> Response {
    const ENDPOINTS: [&str; 5] = ["/v1/token", "/v1/revoke", "/v1/events", "/webhooks", "/health"];
    let path = request.uri().path();
    let endpoint = ENDPOINTS.into_iter().find(|endpoint| *endpoint == path).unwrap_or("(another)");
    tracing::trace!(endpoint, "call begins");
    let began = Instant::now();
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    let (status, milliseconds) = (response.status().as_u16(), began.elapsed().as_millis());
    if endpoint == "/health" || (endpoint == "/v1/events" && status == 200) {
        tracing::debug!(endpoint, status, milliseconds, "call");
    } else {
        tracing::info!(endpoint, status, milliseconds, "call");
    }
    response
}
