//! The HTTP server, which serves the paths of both of TikTok's hosts.

mod announce;
mod avatar;
mod connection;
mod consent;
mod data;
mod download;
mod forms;
mod hex;
mod open_id;
mod page;
mod paths;
mod request;
mod response;
mod token;
mod user;

use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::request::Parts;
use axum::http::{Response, header};
use serde_json::json;

use crate::faults::{ErrorCode, FaultShape};
use crate::reply_forms::Gzip;
use crate::state::{LoggedRequest, SharedState};
pub(crate) use announce::revoke_all;
pub(crate) use connection::{AbortHandle, AbortableListener};
pub use consent::Consent;
pub(crate) use consent::{check_url, decide};
pub(crate) use data::announce_ready;
use paths::{ADD, ARCHIVE, AUTHORIZE, CANCEL, CHECK, DOWNLOAD, REVOKE, TOKEN, USER_INFO};
use request::ApiRequest;
use response::ApiError;

/// Maximum size of a request body in bytes.
const BODY_LIMIT: usize = 64 * 1024;
/// Maximum size of a logged body in bytes.
const LOGGED_BODY: usize = 4 * 1024;

pub(crate) fn router(shared: SharedState) -> Router {
    Router::new().fallback(entry).with_state(shared)
}

async fn entry(
    State(shared): State<SharedState>,
    ConnectInfo(connection): ConnectInfo<AbortHandle>,
    http_request: Request,
) -> Response<Body> {
    let (parts, body) = http_request.into_parts();
    let body = to_bytes(body, BODY_LIMIT).await;
    let number = shared.lock().log(LoggedRequest {
        method: parts.method.to_string(),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        status: None,
        body: body.as_ref().ok().and_then(text),
    });
    let Ok(body) = body else {
        let response = response::json(413, &json!({"error": "The request body is too large."}));
        shared.lock().set_status(number, 413);
        return response;
    };
    let (delay, retry_after) = {
        let state = shared.lock();
        let delay = state.switches.delays.iter().find(|delay| parts.uri.path().starts_with(&delay.path));
        (
            delay.map_or(Duration::ZERO, |delay| Duration::from_millis(delay.millis)),
            state.switches.retry_after,
        )
    };
    let Some(mut response) = respond(&shared, &parts, body).await else {
        tokio::time::sleep(delay).await;
        connection.abort();
        return Response::new(Body::empty());
    };
    if is_compressed(shared.lock().switches.gzip, parts.uri.path()) {
        response = match forms::compress(response).await {
            Ok(response) => response,
            Err(error) => {
                tracing::warn!(%error, "a response could not be compressed");
                connection.abort();
                return Response::new(Body::empty());
            }
        };
    }
    if response.status() == 429 && retry_after > 0 {
        response.headers_mut().insert(header::RETRY_AFTER, retry_after.into());
    }
    tokio::time::sleep(delay).await;
    shared.lock().set_status(number, response.status().as_u16());
    response
}

fn is_compressed(gzip: Gzip, path: &str) -> bool {
    match path {
        TOKEN | REVOKE | USER_INFO | ADD | CHECK | CANCEL => gzip != Gzip::Off,
        _ => gzip == Gzip::All && (path == DOWNLOAD || path.starts_with(ARCHIVE)),
    }
}

fn text(body: &Bytes) -> Option<String> {
    if body.is_empty() || body.len() > LOGGED_BODY { None } else { String::from_utf8(body.to_vec()).ok() }
}

/// The response to a request, or `None` to close the connection without one.
async fn respond(shared: &SharedState, parts: &Parts, body: Bytes) -> Option<Response<Body>> {
    let request = ApiRequest::new(parts, body);
    // Web pages must not reach the stand-in through a host name that resolves to loopback.
    let host = parts.headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    if !own_host(&shared.lock().base_url, host) {
        return Some(response::json(421, &json!({"error": "This host is not served here."})));
    }
    let fault = shared.lock().take_fault(&request.path);
    if let Some(fault) = fault {
        if fault.shape == FaultShape::Drop {
            return None;
        }
        return Some(response::fault(&mut shared.lock(), &fault, request.path == DOWNLOAD));
    }
    let limit = match request.path.as_str() {
        ADD | CHECK | CANCEL | DOWNLOAD => Some(shared.lock().switches.rate_limit),
        // The documented limits are 600 and 1000 requests.
        USER_INFO => Some(shared.lock().switches.rate_limit.saturating_mul(3) / 5),
        _ => None,
    };
    if let Some(limit) = limit {
        let mut state = shared.lock();
        if !state.within_rate(&request.path, limit) {
            let error = ApiError::new(
                ErrorCode::RateLimitExceeded,
                "The API rate limit was exceeded. Please try again later.",
            );
            return Some(if request.path == DOWNLOAD {
                error.download_response(&mut state, 429)
            } else {
                error.response(&mut state)
            });
        }
    }
    if request.path.starts_with(ARCHIVE) {
        return Some(download::follow(shared, &request).await);
    }
    if request.method == "POST" && request.path == DOWNLOAD {
        return Some(download::download(shared, &request).await);
    }
    serve(shared, &request)
}

fn serve(shared: &SharedState, request: &ApiRequest) -> Option<Response<Body>> {
    let state = &mut *shared.lock();
    let result = match (request.method.as_str(), request.path.as_str()) {
        ("GET", AUTHORIZE) => return Some(consent::open(state, request)),
        ("POST", AUTHORIZE) => return Some(consent::submit(state, request)),
        ("GET", page::STYLE_PATH) => return Some(page::style()),
        ("GET", path) if path.starts_with(avatar::FOLDER) => return Some(avatar::serve(path)),
        ("POST", TOKEN) => return Some(token::token(state, request)),
        ("POST", REVOKE) => return Some(token::revoke(state, request)),
        ("GET", USER_INFO) => user::info(state, request).map(Some),
        ("POST", ADD) => {
            let added = data::add(state, request);
            if added.is_ok() && state.switches.lose_add_next > 0 {
                state.switches.lose_add_next -= 1;
                return None;
            }
            added.map(Some)
        }
        ("POST", CHECK) => data::check(state, request).map(Some),
        ("POST", CANCEL) => data::cancel(state, request).map(|()| None),
        (_, AUTHORIZE | TOKEN | REVOKE | USER_INFO | ADD | CHECK | CANCEL | DOWNLOAD) => {
            return Some(response::json(405, &json!({"error": "This method is not allowed."})));
        }
        _ => return Some(response::json(404, &json!({"error": "There is nothing at this path."}))),
    };
    Some(match result {
        Ok(data) => response::success(state, data),
        Err(error) => error.response(state),
    })
}

/// Whether a `Host` header is that of this server: `127.0.0.1` or `localhost` with its port.
fn own_host(base_url: &str, host: &str) -> bool {
    let own = base_url.trim_start_matches("http://");
    let port = own.rsplit(':').next().unwrap_or_default();
    host == own || host.strip_prefix("localhost:").is_some_and(|given| given == port)
}
