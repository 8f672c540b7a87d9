//! The server: one entry for both of TikTok's hosts.

mod avatar;
mod call;
pub(crate) mod consent;
mod data;
mod download;
mod page;
mod reply;
mod token;
mod user;
mod wire;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::request::Parts;
use axum::http::{Response, header};
use serde_json::json;

use crate::switches::{ErrorCode, FaultShape};
use crate::world::{Logged, Shared};
use call::Call;
use reply::Refusal;
pub(crate) use wire::{Wire, Wires};

/// Larger than any call of the contract; loopback is open to every program of the computer.
const BODY_LIMIT: usize = 64 * 1024;
/// Bodies up to this size are kept in the log.
const LOGGED_BODY: usize = 4 * 1024;

const AUTHORIZE: &str = "/v2/auth/authorize/";
const TOKEN: &str = "/v2/oauth/token/";
const REVOKE: &str = "/v2/oauth/revoke/";
const USER_INFO: &str = "/v2/user/info/";
const ADD: &str = "/v2/user/data/add/";
const CHECK: &str = "/v2/user/data/check/";
const CANCEL: &str = "/v2/user/data/cancel/";
const DOWNLOAD: &str = "/v2/user/data/download/";

pub(crate) fn router(shared: Shared) -> Router {
    Router::new().fallback(entry).with_state(shared)
}

async fn entry(
    State(shared): State<Shared>,
    ConnectInfo(wire): ConnectInfo<Wire>,
    request: Request,
) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, BODY_LIMIT).await;
    let number = shared.lock().log(Logged {
        method: parts.method.to_string(),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        status: None,
        body: body.as_ref().ok().and_then(text),
    });
    let Ok(body) = body else {
        let answer = reply::json_reply(413, &json!({"error": "The request body is too large."}));
        shared.lock().answered(number, 413);
        return answer;
    };
    let Some(answer) = answer(&shared, &parts, body).await else {
        wire.cut();
        return Response::new(Body::empty());
    };
    shared.lock().answered(number, answer.status().as_u16());
    answer
}

fn text(body: &Bytes) -> Option<String> {
    if body.is_empty() || body.len() > LOGGED_BODY { None } else { String::from_utf8(body.to_vec()).ok() }
}

/// The answer to a call, or `None` for closing the connection without one.
async fn answer(shared: &Shared, parts: &Parts, body: Bytes) -> Option<Response<Body>> {
    let call = Call::new(parts, body);
    // A page elsewhere whose name resolves to loopback must not reach the stand-in.
    let host = parts.headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    if !own_host(&shared.lock().base_url, host) {
        return Some(reply::json_reply(421, &json!({"error": "This host is not served here."})));
    }
    let fault = shared.lock().take_fault(&call.path);
    if let Some(fault) = fault {
        if fault.shape == FaultShape::Drop {
            return None;
        }
        return Some(reply::fault(&mut shared.lock(), &fault, call.path == DOWNLOAD));
    }
    let limit = match call.path.as_str() {
        ADD | CHECK | CANCEL | DOWNLOAD => Some(shared.lock().switches.rate_limit),
        // 600 of 1000: the documented ratio, so that one switch turns both.
        USER_INFO => Some(shared.lock().switches.rate_limit.saturating_mul(3) / 5),
        _ => None,
    };
    if let Some(limit) = limit {
        let mut world = shared.lock();
        if !world.within_rate(&call.path, limit) {
            let refusal = Refusal::new(
                ErrorCode::RateLimitExceeded,
                "The API rate limit was exceeded. Please try again later.",
            );
            return Some(if call.path == DOWNLOAD {
                refusal.download_answer(&mut world, 429)
            } else {
                refusal.answer(&mut world)
            });
        }
    }
    if call.method == "POST" && call.path == DOWNLOAD {
        return Some(download::download(shared, &call).await);
    }
    serve(shared, &call)
}

fn serve(shared: &Shared, call: &Call) -> Option<Response<Body>> {
    let world = &mut *shared.lock();
    let result = match (call.method.as_str(), call.path.as_str()) {
        ("GET", AUTHORIZE) => return Some(consent::open(world, call)),
        ("POST", AUTHORIZE) => return Some(consent::submit(world, call)),
        ("GET", page::STYLE_PATH) => return Some(page::style()),
        ("GET", path) if path.starts_with(avatar::FOLDER) => return Some(avatar::serve(path)),
        ("POST", TOKEN) => return Some(token::token(world, call)),
        ("POST", REVOKE) => return Some(token::revoke(world, call)),
        ("GET", USER_INFO) => user::info(world, call).map(Some),
        ("POST", ADD) => {
            let added = data::add(world, call);
            if added.is_ok() && world.switches.lose_add_next > 0 {
                world.switches.lose_add_next -= 1;
                return None;
            }
            added.map(Some)
        }
        ("POST", CHECK) => data::check(world, call).map(Some),
        ("POST", CANCEL) => data::cancel(world, call).map(|()| None),
        (_, AUTHORIZE | TOKEN | REVOKE | USER_INFO | ADD | CHECK | CANCEL | DOWNLOAD) => {
            return Some(reply::json_reply(405, &json!({"error": "This method is not allowed."})));
        }
        _ => return Some(reply::json_reply(404, &json!({"error": "There is nothing at this path."}))),
    };
    Some(match result {
        Ok(data) => reply::success(world, data),
        Err(refusal) => refusal.answer(world),
    })
}

/// Whether a `Host` header names this server: `127.0.0.1` or `localhost` with its port.
fn own_host(base_url: &str, host: &str) -> bool {
    let own = base_url.trim_start_matches("http://");
    let port = own.rsplit(':').next().unwrap_or_default();
    host == own || host.strip_prefix("localhost:").is_some_and(|given| given == port)
}
