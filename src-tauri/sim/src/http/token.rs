//! `/v2/oauth/token/` and `/v2/oauth/revoke/` (`oauth-user-access-token-management`).

use axum::body::Body;
use axum::http::Response;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::apps::{APPS, App};
use crate::export::Persona;
use crate::http::hex::hex;
use crate::http::open_id::open_id;
use crate::http::request::{ApiRequest, first};
use crate::http::response::{self, ApiError, OauthError};
use crate::http::{announce, forms};
use crate::persistence::{Grant, Token, TokenKind};
use crate::state::State;
use crate::webhooks::BY_DEVELOPER;

/// Lifetime of an access token in seconds.
const ACCESS_SECONDS: i64 = 86_400;
/// Lifetime of a refresh token in seconds.
const REFRESH_SECONDS: i64 = 31_536_000;

const MALFORMED: OauthError = OauthError::new("invalid_request", "The request parameters are malformed.");

/// The owner of an access token.
pub(super) struct Bearer {
    pub(super) client_key: String,
    pub(super) account: String,
    pub(super) grant: u64,
    /// All granted scopes, used or not.
    pub(super) scopes: Vec<String>,
}

/// The owner of the request's access token.
pub(super) fn bearer(state: &State, request: &ApiRequest) -> Result<Bearer, ApiError> {
    let token =
        request.bearer().and_then(|name| state.stored.tokens.get(name)).ok_or_else(ApiError::token)?;
    if token.kind != TokenKind::Access || token.expires <= state.now() {
        return Err(ApiError::token());
    }
    let grant = state.stored.grants.get(&token.grant).ok_or_else(ApiError::token)?;
    Ok(Bearer {
        client_key: grant.client_key.clone(),
        account: grant.account.clone(),
        grant: token.grant,
        scopes: grant.scopes.clone(),
    })
}

pub(super) fn token(state: &mut State, request: &ApiRequest) -> Response<Body> {
    match issue_for(state, request) {
        Ok(mut body) => {
            forms::change_tokens(&state.switches, &mut body);
            response::json(200, &body)
        }
        Err(error) => error.response(state),
    }
}

fn issue_for(state: &mut State, request: &ApiRequest) -> Result<Value, OauthError> {
    let form = request.form().ok_or(MALFORMED)?;
    let app = authenticate_client(&form)?;
    match first(&form, "grant_type") {
        Some("authorization_code") => exchange(state, app, &form),
        Some("refresh_token") => refresh(state, app, &form),
        Some(_) => Err(OauthError::new("unsupported_grant_type", "The grant type is not supported.")),
        None => Err(MALFORMED),
    }
}

/// The app with this key and secret.
fn authenticate_client(form: &[(String, String)]) -> Result<&'static App, OauthError> {
    let key = first(form, "client_key").filter(|key| !key.is_empty()).ok_or(MALFORMED)?;
    let secret = first(form, "client_secret")
        .filter(|secret| !secret.is_empty())
        .ok_or(OauthError::new("invalid_request", "Client secret is missed in request."))?;
    APPS.iter()
        .find(|app| app.key == key && app.secret == secret)
        .ok_or(OauthError::new("invalid_client", "Client key or secret is incorrect."))
}

fn exchange(state: &mut State, app: &App, form: &[(String, String)]) -> Result<Value, OauthError> {
    const EXPIRED: OauthError = OauthError::new("invalid_grant", "Authorization code is expired.");
    const PKCE: OauthError =
        OauthError::new("invalid_request", "Code verifier or code challenge is invalid.");

    let name = first(form, "code").ok_or(MALFORMED)?;
    // Removed before the checks, because a code can be used for one attempt only.
    let code = state.stored.codes.remove(name).ok_or(EXPIRED)?;
    state.save();
    if code.client_key != app.key || code.expires <= state.now() {
        return Err(EXPIRED);
    }
    if first(form, "redirect_uri") != Some(code.redirect_uri.as_str()) {
        return Err(OauthError::new(
            "invalid_request",
            "Redirect_uri is not matched with the uri when requesting code.",
        ));
    }
    let verifier = first(form, "code_verifier").filter(|verifier| is_verifier(verifier)).ok_or(PKCE)?;
    // TikTok expects the challenge in hex. One in base64url only fails here.
    if hex(&Sha256::digest(verifier)) != code.challenge {
        return Err(PKCE);
    }
    if state.switches.one_consent {
        let grants = &state.stored.grants;
        let is_earlier = |token: &Token| {
            let owner = grants.get(&token.grant);
            owner.is_some_and(|g| g.client_key == code.client_key && g.account == code.account)
        };
        state.stored.tokens.retain(|_, token| !is_earlier(token));
    }
    let number = state.stored.grants.keys().next_back().map_or(1, |last| last + 1);
    state.stored.grants.insert(
        number,
        Grant {
            client_key: code.client_key,
            account: code.account,
            scopes: code.scopes,
            used_scopes: std::collections::BTreeSet::new(),
        },
    );
    Ok(issue(state, number))
}

fn refresh(state: &mut State, app: &App, form: &[(String, String)]) -> Result<Value, OauthError> {
    const INVALID: OauthError = OauthError::new("invalid_grant", "Refresh token is invalid or expired.");

    if let Some(code) = state.switches.refuse_refresh.clone() {
        return Err(OauthError { error: code.into(), description: "The refresh was refused." });
    }
    let name = first(form, "refresh_token").ok_or(MALFORMED)?;
    let token =
        state.stored.tokens.get(name).filter(|token| token.kind == TokenKind::Refresh).ok_or(INVALID)?;
    let number = token.grant;
    let owned = state.stored.grants.get(&number).is_some_and(|grant| grant.client_key == app.key);
    if !owned || token.expires <= state.now() {
        return Err(INVALID);
    }
    let (kept, expires) = (name.to_owned(), token.expires);
    let omit = state.switches.omit_refresh_token;
    if state.switches.rotate_refresh && !omit {
        state.stored.tokens.remove(&kept);
        return Ok(issue(state, number));
    }
    let mut body = issue(state, number);
    // The old refresh token stays valid in place of the new one.
    if let Some(unused) = body["refresh_token"].as_str() {
        state.stored.tokens.remove(unused);
    }
    state.save();
    if let Value::Object(members) = &mut body {
        if omit {
            members.remove("refresh_token");
            members.remove("refresh_expires_in");
        } else {
            members.insert("refresh_token".into(), json!(kept));
            members.insert("refresh_expires_in".into(), json!(expires - state.now()));
        }
    }
    Ok(body)
}

/// Issues new tokens for a grant, and returns the response body.
fn issue(state: &mut State, number: u64) -> Value {
    let now = state.now();
    state.stored.tokens.retain(|_, token| token.expires > now);
    let mut rng = state.next_rng();
    let mut secret = |prefix: &str| -> String {
        let body: String = (0..40).map(|_| rng.alphanumeric()).collect();
        format!("{prefix}.{body}!{:04}.e1", rng.u16(..10_000))
    };
    let (access, refresh) = (secret("act"), secret("rft"));
    let token = |kind, seconds| Token { kind, grant: number, expires: now + seconds };
    state.stored.tokens.insert(access.clone(), token(TokenKind::Access, ACCESS_SECONDS));
    state.stored.tokens.insert(refresh.clone(), token(TokenKind::Refresh, REFRESH_SECONDS));
    let (scopes, open) = match state.stored.grants.get(&number) {
        Some(grant) => {
            let scopes =
                if state.switches.list_used_scopes { grant.scopes.clone() } else { grant.usable_scopes() };
            (scopes, Persona::by_id(&grant.account).map(|persona| open_id(&grant.client_key, persona)))
        }
        None => (Vec::new(), None),
    };
    state.save();
    let mut body = json!({
        "open_id": open.unwrap_or_default(),
        "scope": scopes.join(","),
        "access_token": access,
        "expires_in": ACCESS_SECONDS,
        "refresh_token": refresh,
        "refresh_expires_in": REFRESH_SECONDS,
        "token_type": "Bearer",
    });
    if state.switches.extra_fields {
        body["unheard_of"] = json!({"deep": [true]});
    }
    body
}

/// Revokes all tokens of the grant, as when the user removes the app in TikTok. The response is an empty object.
pub(super) fn revoke(state: &mut State, request: &ApiRequest) -> Response<Body> {
    match revoke_grant(state, request) {
        Ok(()) => response::json(200, &json!({})),
        Err(error) => error.response(state),
    }
}

fn revoke_grant(state: &mut State, request: &ApiRequest) -> Result<(), OauthError> {
    let form = request.form().ok_or(MALFORMED)?;
    let app = authenticate_client(&form)?;
    let name = first(&form, "token").ok_or(MALFORMED)?;
    let grant = state
        .stored
        .tokens
        .get(name)
        .filter(|token| token.kind == TokenKind::Access && token.expires > state.now())
        .map(|token| token.grant)
        .filter(|number| state.stored.grants.get(number).is_some_and(|grant| grant.client_key == app.key))
        .ok_or(OauthError::new("invalid_request", "The access token is invalid."))?;
    state.stored.tokens.retain(|_, token| token.grant != grant);
    state.save();
    if let Some(ended) = state.stored.grants.get(&grant).cloned() {
        announce::removed(state, &ended.client_key, &ended.account, BY_DEVELOPER);
    }
    Ok(())
}

/// 43 to 128 of `A-Z a-z 0-9 - . _ ~` (`login-kit-desktop`).
fn is_verifier(verifier: &str) -> bool {
    (43..=128).contains(&verifier.len())
        && verifier.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte))
}
