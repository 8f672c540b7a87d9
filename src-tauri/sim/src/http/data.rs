//! Add, Check and Cancel of `/v2/user/data/` (`data-portability-api-*`).

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::archive;
use crate::export::{Category, Format};
use crate::http::announce;
use crate::http::request::{ApiRequest, first};
use crate::http::response::ApiError;
use crate::http::token::{self, Bearer};
use crate::persistence::DataRequest;
use crate::scope;
use crate::state::State;
use crate::switches::{CancelId, Region};

/// How long an archive can be downloaded once it is ready.
const READY_SECONDS: i64 = 4 * 86_400;

const CHECK_FIELDS: [&str; 6] =
    ["request_id", "status", "apply_time", "collect_time", "data_format", "category_selection_list"];

/// The documented values of `status`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Status {
    Pending,
    Downloading,
    Expired,
    Cancelled,
}

impl Status {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Downloading => "downloading",
            Self::Expired => "expired",
            Self::Cancelled => "cancelled",
        }
    }
}

/// The owner of the access token, which needs one of the portability scopes, used or not.
pub(super) fn authenticate(state: &State, request: &ApiRequest) -> Result<Bearer, ApiError> {
    let bearer = token::bearer(state, request)?;
    if bearer.scopes.iter().any(|scope| scope::is_portability(scope)) {
        Ok(bearer)
    } else {
        Err(ApiError::scope())
    }
}

pub(super) fn add(state: &mut State, request: &ApiRequest) -> Result<Value, ApiError> {
    let bearer = authenticate(state, request)?;
    request.fields(&["request_id"])?;
    let body = request.json()?;
    let format = match body["data_format"].as_str() {
        Some("json") => Format::Json,
        Some("text") if archive::supports(state.archive_source.as_ref(), Format::Text) => Format::Text,
        _ => return Err(ApiError::params("Incorrect `data_format`. Please validate the request.")),
    };
    let categories: Vec<Category> = serde_json::from_value(body["category_selection_list"].clone())
        .ok()
        .filter(|list: &Vec<Category>| !list.is_empty())
        .ok_or_else(|| {
            ApiError::params("Incorrect `category_selection_list`. Please validate the request.")
        })?;
    let usable = state.stored.grants.get(&bearer.grant).ok_or_else(ApiError::token)?.usable_scopes();
    let requested: BTreeSet<Category> = categories.iter().copied().collect();
    let used_scopes = scope::use_up(&requested, &usable).ok_or_else(ApiError::scope)?;
    if state.switches.region == Region::RefusedAtAdd {
        return Err(ApiError::scope());
    }
    if !state.switches.second_add && has_pending_request(state, &bearer) {
        return Err(ApiError::params("There is an unfinished data request. Please try again later."));
    }

    let id = new_id(state);
    if let Some(grant) = state.stored.grants.get_mut(&bearer.grant) {
        grant.used_scopes.extend(used_scopes.iter().cloned());
    }
    let request = DataRequest {
        client_key: bearer.client_key,
        account: bearer.account,
        grant: bearer.grant,
        categories,
        format,
        apply_time: state.now(),
        ready_at: None,
        cancelled: false,
        used_scopes,
    };
    state.stored.requests.insert(id, request);
    if state.switches.revoke_after_add {
        announce::revoke_all(state);
    }
    state.save();
    Ok(json!({"request_id": id}))
}

fn has_pending_request(state: &mut State, bearer: &Bearer) -> bool {
    let own: Vec<i64> = state
        .stored
        .requests
        .iter()
        .filter(|(_, request)| request.account == bearer.account && request.client_key == bearer.client_key)
        .map(|(id, _)| *id)
        .collect();
    own.into_iter().any(|id| update_status(state, id) == Some(Status::Pending))
}

/// A new request id: 19 digits, which a double cannot represent exactly, or 12.
fn new_id(state: &mut State) -> i64 {
    loop {
        let mut rng = state.next_rng();
        let id = if state.switches.small_ids {
            rng.i64(100_000_000_000..1_000_000_000_000)
        } else {
            // Doubles of this size are even, so an odd id is never represented exactly.
            rng.i64(7_400_000_000_000_000_000..7_600_000_000_000_000_000) | 1
        };
        if !state.stored.requests.contains_key(&id) {
            return id;
        }
    }
}

pub(super) fn check(state: &mut State, request: &ApiRequest) -> Result<Value, ApiError> {
    let bearer = authenticate(state, request)?;
    let fields = request.fields(&CHECK_FIELDS)?;
    let id = body_id(&request.json()?)?;
    let status = status_for(state, &bearer, id)?;
    let (collect_time, request) = match state.stored.requests.get(&id) {
        Some(request) => (collect_time(state, request), request.clone()),
        None => return Err(ApiError::request_id()),
    };
    let mut data = Map::new();
    for field in fields {
        let value = match field.as_str() {
            "request_id" => json!(id),
            "status" => json!(state.switches.check_status.as_deref().unwrap_or(status.as_str())),
            "apply_time" => json!(request.apply_time),
            "collect_time" => json!(collect_time),
            "data_format" => json!(request.format),
            _ => categories(state, &request),
        };
        data.insert(field, value);
    }
    Ok(Value::Object(data))
}

fn categories(state: &State, request: &DataRequest) -> Value {
    let mut list = json!(request.categories);
    if state.switches.plural_direct_messages
        && let Some(items) = list.as_array_mut()
    {
        for item in items.iter_mut().filter(|item| **item == "direct_message") {
            *item = json!("direct_messages");
        }
    }
    list
}

/// When TikTok started to collect the data: some time after the request, or 0 if it has not yet.
fn collect_time(state: &State, request: &DataRequest) -> i64 {
    let prepare = i64::try_from(state.switches.prepare_seconds).unwrap_or(i64::MAX);
    let start = request.apply_time + 1 + (prepare / 10).min(600);
    if state.now() >= start || request.ready_at.is_some() { start } else { 0 }
}

pub(super) fn cancel(state: &mut State, request: &ApiRequest) -> Result<(), ApiError> {
    let bearer = authenticate(state, request)?;
    let in_query = first(&request.query, "request_id").and_then(|id| id.parse().ok());
    let in_body = || {
        if request.body.is_empty() { None } else { request.json().ok().and_then(|body| body_id(&body).ok()) }
    };
    let id = match state.switches.cancel_id {
        CancelId::Query => in_query,
        CancelId::Body => in_body(),
        CancelId::Either => in_query.or_else(in_body),
    }
    .ok_or_else(ApiError::request_id)?;
    let status = status_for(state, &bearer, id)?;
    if matches!(status, Status::Expired | Status::Cancelled) {
        return if state.switches.cancel_ended { Ok(()) } else { Err(ApiError::request_id()) };
    }
    let Some(request) = state.stored.requests.get_mut(&id) else { return Err(ApiError::request_id()) };
    request.cancelled = true;
    let (grant, released) = (request.grant, std::mem::take(&mut request.used_scopes));
    if state.switches.cancel_gives_back
        && let Some(grant) = state.stored.grants.get_mut(&grant)
    {
        grant.used_scopes.retain(|scope| !released.contains(scope));
    }
    state.save();
    Ok(())
}

/// `request_id` of a JSON body, which must be a number, as documented.
pub(super) fn body_id(body: &Value) -> Result<i64, ApiError> {
    body["request_id"].as_i64().ok_or_else(ApiError::request_id)
}

/// The status of a request that belongs to the caller's account and app.
pub(super) fn status_for(state: &mut State, bearer: &Bearer, id: i64) -> Result<Status, ApiError> {
    let request = state.stored.requests.get(&id).ok_or_else(ApiError::request_id)?;
    if request.account != bearer.account || request.client_key != bearer.client_key {
        return Err(ApiError::request_id());
    }
    update_status(state, id).ok_or_else(ApiError::request_id)
}

/// Queues the webhooks of archives that became ready.
pub(crate) fn announce_ready(state: &mut State) {
    let open: Vec<(i64, String, String)> = state
        .stored
        .requests
        .iter()
        .filter(|(_, request)| !request.cancelled)
        .map(|(id, request)| (*id, request.client_key.clone(), request.account.clone()))
        .collect();
    for (id, client_key, account) in open {
        if update_status(state, id) == Some(Status::Downloading) && state.webhooks.announce(id) {
            announce::ready(state, id, &client_key, &account);
        }
    }
}

/// Updates the status of a request to the current time.
fn update_status(state: &mut State, id: i64) -> Option<Status> {
    let now = state.now();
    let prepare = i64::try_from(state.switches.prepare_seconds).unwrap_or(i64::MAX);
    let forever = state.switches.pending_forever;
    let request = state.stored.requests.get_mut(&id)?;
    if request.cancelled {
        return Some(Status::Cancelled);
    }
    let ready_at = match request.ready_at {
        Some(at) => at,
        None if forever || now < request.apply_time.saturating_add(prepare) => return Some(Status::Pending),
        None => {
            let at = request.apply_time.saturating_add(prepare);
            request.ready_at = Some(at);
            state.save();
            at
        }
    };
    Some(if now < ready_at + READY_SECONDS { Status::Downloading } else { Status::Expired })
}
