//! Queues the webhooks of events.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::apps::APPS;
use crate::export::Persona;
use crate::http::open_id::open_id;
use crate::state::State;
use crate::webhooks::{BY_USER, Content, READY, REMOVED};

/// The archive of a request became ready.
pub(super) fn ready(state: &mut State, request: i64, client_key: &str, account: &str) {
    add(state, READY, client_key, account, json!({ "request_id": request }));
}

/// The permission that an account gave to an app ended.
pub(super) fn removed(state: &mut State, client_key: &str, account: &str, reason: u32) {
    add(state, REMOVED, client_key, account, json!({ "reason": reason }));
}

/// Revokes all tokens, as when the user removes the app in TikTok.
pub(crate) fn revoke_all(state: &mut State) {
    let grants = state.stored.tokens.values().filter_map(|token| state.stored.grants.get(&token.grant));
    let ended: BTreeSet<(String, String)> =
        grants.map(|grant| (grant.client_key.clone(), grant.account.clone())).collect();
    state.revoke_all();
    for (client_key, account) in ended {
        removed(state, &client_key, &account, BY_USER);
    }
}

fn add(state: &mut State, event: &str, client_key: &str, account: &str, details: Value) {
    let Some(app) = APPS.iter().find(|app| app.key == client_key) else { return };
    let names_person = event != READY || state.switches.webhook_open_id;
    let persona = Persona::by_id(account).filter(|_| names_person);
    let open_id = persona.map(|persona| open_id(client_key, persona));
    let content = Content {
        client_key: app.key,
        secret: app.secret,
        event,
        open_id: open_id.as_deref(),
        details,
        now: state.now(),
    };
    state.webhooks.add(&state.switches, &content);
}
