//! Add, Check and Cancel of `/v2/user/data/` (`data-portability-api-*`).

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::http::call::{Call, one};
use crate::http::reply::Refusal;
use crate::http::token::{self, Bearer};
use crate::scope::{self, Category};
use crate::state::DataRequest;
use crate::switches::{CancelId, Region};
use crate::world::World;

/// A ready request can be fetched for four days.
const READY_SECONDS: i64 = 4 * 86_400;

const CHECK_FIELDS: [&str; 6] =
    ["request_id", "status", "apply_time", "collect_time", "data_format", "category_selection_list"];

/// The four documented states.
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

/// The caller, who needs any of the portability scopes, spent or not.
pub(super) fn caller(world: &World, call: &Call) -> Result<Bearer, Refusal> {
    let bearer = token::bearer(world, call)?;
    if bearer.scopes.iter().any(|scope| scope::is_portability(scope)) {
        Ok(bearer)
    } else {
        Err(Refusal::scope())
    }
}

pub(super) fn add(world: &mut World, call: &Call) -> Result<Value, Refusal> {
    let bearer = caller(world, call)?;
    call.fields(&["request_id"])?;
    let body = call.json()?;
    let data_format = match body["data_format"].as_str() {
        Some(format @ ("json" | "text")) => format.to_owned(),
        _ => return Err(Refusal::params("Incorrect `data_format`. Please validate the request.")),
    };
    let asked: Vec<Category> = serde_json::from_value(body["category_selection_list"].clone())
        .ok()
        .filter(|list: &Vec<Category>| !list.is_empty())
        .ok_or_else(|| {
            Refusal::params("Incorrect `category_selection_list`. Please validate the request.")
        })?;
    let live = world.state.grants.get(&bearer.grant).ok_or_else(Refusal::token)?.live();
    let wanted: BTreeSet<Category> = asked.iter().copied().collect();
    let spent = scope::spend(&wanted, &live).ok_or_else(Refusal::scope)?;
    if world.switches.region == Region::RefusedAtAdd {
        return Err(Refusal::scope());
    }
    if !world.switches.second_add && unfinished(world, &bearer) {
        return Err(Refusal::params("There is an unfinished data request. Please try again later."));
    }

    let id = new_id(world);
    if let Some(grant) = world.state.grants.get_mut(&bearer.grant) {
        grant.spent.extend(spent.iter().cloned());
    }
    let request = DataRequest {
        client_key: bearer.client_key,
        account: bearer.account,
        grant: bearer.grant,
        categories: asked,
        data_format,
        apply_time: world.now(),
        ready_at: None,
        cancelled: false,
        spent,
    };
    world.state.requests.insert(id, request);
    if world.switches.revoke_after_add {
        world.revoke_all();
    }
    world.save();
    Ok(json!({"request_id": id}))
}

fn unfinished(world: &mut World, bearer: &Bearer) -> bool {
    let own: Vec<i64> = world
        .state
        .requests
        .iter()
        .filter(|(_, request)| request.account == bearer.account && request.client_key == bearer.client_key)
        .map(|(id, _)| *id)
        .collect();
    own.into_iter().any(|id| settle(world, id) == Some(Status::Pending))
}

/// An id of 19 digits, which no IEEE double holds exactly, or of 12.
fn new_id(world: &mut World) -> i64 {
    loop {
        let mut rng = world.fresh();
        let id = if world.switches.small_ids {
            rng.i64(100_000_000_000..1_000_000_000_000)
        } else {
            // Odd, so that rounding to a double always shows.
            rng.i64(7_400_000_000_000_000_000..7_600_000_000_000_000_000) | 1
        };
        if !world.state.requests.contains_key(&id) {
            return id;
        }
    }
}

pub(super) fn check(world: &mut World, call: &Call) -> Result<Value, Refusal> {
    let bearer = caller(world, call)?;
    let fields = call.fields(&CHECK_FIELDS)?;
    let id = body_id(&call.json()?)?;
    let status = owned(world, &bearer, id)?;
    let (collect_time, request) = match world.state.requests.get(&id) {
        Some(request) => (collect_time(world, request), request.clone()),
        None => return Err(Refusal::request_id()),
    };
    let mut data = Map::new();
    for field in fields {
        let value = match field.as_str() {
            "request_id" => json!(id),
            "status" => json!(world.switches.check_status.as_deref().unwrap_or(status.as_str())),
            "apply_time" => json!(request.apply_time),
            "collect_time" => json!(collect_time),
            "data_format" => json!(request.data_format),
            _ => categories(world, &request),
        };
        data.insert(field, value);
    }
    Ok(Value::Object(data))
}

fn categories(world: &World, request: &DataRequest) -> Value {
    let mut list = json!(request.categories);
    if world.switches.plural_direct_messages
        && let Some(items) = list.as_array_mut()
    {
        for item in items.iter_mut().filter(|item| **item == "direct_message") {
            *item = json!("direct_messages");
        }
    }
    list
}

/// When collecting started: a little after the request, and 0 until then.
fn collect_time(world: &World, request: &DataRequest) -> i64 {
    let prepare = i64::try_from(world.switches.prepare_seconds).unwrap_or(i64::MAX);
    let start = request.apply_time + 1 + (prepare / 10).min(600);
    if world.now() >= start || request.ready_at.is_some() { start } else { 0 }
}

pub(super) fn cancel(world: &mut World, call: &Call) -> Result<(), Refusal> {
    let bearer = caller(world, call)?;
    let in_query = one(&call.query, "request_id").and_then(|id| id.parse().ok());
    let in_body =
        || if call.body.is_empty() { None } else { call.json().ok().and_then(|body| body_id(&body).ok()) };
    let id = match world.switches.cancel_id {
        CancelId::Query => in_query,
        CancelId::Body => in_body(),
        CancelId::Either => in_query.or_else(in_body),
    }
    .ok_or_else(Refusal::request_id)?;
    let status = owned(world, &bearer, id)?;
    if matches!(status, Status::Expired | Status::Cancelled) {
        return if world.switches.cancel_ended { Ok(()) } else { Err(Refusal::request_id()) };
    }
    let Some(request) = world.state.requests.get_mut(&id) else { return Err(Refusal::request_id()) };
    request.cancelled = true;
    let (grant, spent) = (request.grant, std::mem::take(&mut request.spent));
    if world.switches.cancel_gives_back
        && let Some(grant) = world.state.grants.get_mut(&grant)
    {
        grant.spent.retain(|scope| !spent.contains(scope));
    }
    world.save();
    Ok(())
}

/// `request_id` of a JSON body: a number, as documented. A string is refused.
pub(super) fn body_id(body: &Value) -> Result<i64, Refusal> {
    body["request_id"].as_i64().ok_or_else(Refusal::request_id)
}

/// The state of a request, if it belongs to the caller's account and app.
pub(super) fn owned(world: &mut World, bearer: &Bearer, id: i64) -> Result<Status, Refusal> {
    let request = world.state.requests.get(&id).ok_or_else(Refusal::request_id)?;
    if request.account != bearer.account || request.client_key != bearer.client_key {
        return Err(Refusal::request_id());
    }
    settle(world, id).ok_or_else(Refusal::request_id)
}

/// Brings a request up to the present moment of the clock.
fn settle(world: &mut World, id: i64) -> Option<Status> {
    let now = world.now();
    let prepare = i64::try_from(world.switches.prepare_seconds).unwrap_or(i64::MAX);
    let forever = world.switches.pending_forever;
    let request = world.state.requests.get_mut(&id)?;
    if request.cancelled {
        return Some(Status::Cancelled);
    }
    let ready_at = match request.ready_at {
        Some(at) => at,
        None if forever || now < request.apply_time.saturating_add(prepare) => return Some(Status::Pending),
        None => {
            let at = request.apply_time.saturating_add(prepare);
            request.ready_at = Some(at);
            world.save();
            at
        }
    };
    Some(if now < ready_at + READY_SECONDS { Status::Downloading } else { Status::Expired })
}
