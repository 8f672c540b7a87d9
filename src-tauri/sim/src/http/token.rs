//! `/v2/oauth/token/` and `/v2/oauth/revoke/` (`oauth-user-access-token-management`).

use axum::body::Body;
use axum::http::Response;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::export::Persona;
use crate::http::call::{Call, one};
use crate::http::reply::{self, OauthError, Refusal};
use crate::state::{Grant, Token, TokenKind};
use crate::world::World;
use crate::{APPS, App};

/// Seconds an access token lives.
const ACCESS_SECONDS: i64 = 86_400;
/// Seconds a refresh token lives.
const REFRESH_SECONDS: i64 = 31_536_000;

const MALFORMED: OauthError = OauthError::new("invalid_request", "The request parameters are malformed.");

/// Whose token a call carries.
pub(super) struct Bearer {
    pub(super) client_key: String,
    pub(super) account: String,
    pub(super) grant: u64,
    /// Everything that was granted, spent or not.
    pub(super) scopes: Vec<String>,
}

/// The owner of the call's access token, or `access_token_invalid`.
pub(super) fn bearer(world: &World, call: &Call) -> Result<Bearer, Refusal> {
    let token = call.bearer().and_then(|name| world.state.tokens.get(name)).ok_or_else(Refusal::token)?;
    if token.kind != TokenKind::Access || token.expires <= world.now() {
        return Err(Refusal::token());
    }
    let grant = world.state.grants.get(&token.grant).ok_or_else(Refusal::token)?;
    Ok(Bearer {
        client_key: grant.client_key.clone(),
        account: grant.account.clone(),
        grant: token.grant,
        scopes: grant.scopes.clone(),
    })
}

/// An account's id for one app: every app is told another.
pub(super) fn open_id(client_key: &str, persona: &Persona) -> String {
    let digest = Sha256::digest(format!("{client_key}/{}", persona.id));
    format!("-000{}", hex(&digest[..16]))
}

pub(super) fn token(world: &mut World, call: &Call) -> Response<Body> {
    match grant(world, call) {
        Ok(body) => reply::json_reply(200, &body),
        Err(error) => error.answer(world),
    }
}

fn grant(world: &mut World, call: &Call) -> Result<Value, OauthError> {
    let form = call.form().ok_or(MALFORMED)?;
    let app = client(&form)?;
    match one(&form, "grant_type") {
        Some("authorization_code") => exchange(world, app, &form),
        Some("refresh_token") => refresh(world, app, &form),
        Some(_) => Err(OauthError::new("unsupported_grant_type", "The grant type is not supported.")),
        None => Err(MALFORMED),
    }
}

/// The app, if key and secret are right.
fn client(form: &[(String, String)]) -> Result<&'static App, OauthError> {
    let key = one(form, "client_key").filter(|key| !key.is_empty()).ok_or(MALFORMED)?;
    let secret = one(form, "client_secret")
        .filter(|secret| !secret.is_empty())
        .ok_or(OauthError::new("invalid_request", "Client secret is missed in request."))?;
    APPS.iter()
        .find(|app| app.key == key && app.secret == secret)
        .ok_or(OauthError::new("invalid_client", "Client key or secret is incorrect."))
}

fn exchange(world: &mut World, app: &App, form: &[(String, String)]) -> Result<Value, OauthError> {
    const EXPIRED: OauthError = OauthError::new("invalid_grant", "Authorization code is expired.");
    const PKCE: OauthError =
        OauthError::new("invalid_request", "Code verifier or code challenge is invalid.");

    let name = one(form, "code").ok_or(MALFORMED)?;
    // Taken before the checks: a code is good for one attempt.
    let code = world.state.codes.remove(name).ok_or(EXPIRED)?;
    world.save();
    if code.client_key != app.key || code.expires <= world.now() {
        return Err(EXPIRED);
    }
    if one(form, "redirect_uri") != Some(code.redirect_uri.as_str()) {
        return Err(OauthError::new(
            "invalid_request",
            "Redirect_uri is not matched with the uri when requesting code.",
        ));
    }
    let verifier = one(form, "code_verifier").filter(|verifier| is_verifier(verifier)).ok_or(PKCE)?;
    // A base64url challenge passes the browser step and fails here, as the live service does it.
    if hex(&Sha256::digest(verifier)) != code.challenge {
        return Err(PKCE);
    }
    let number = world.state.grants.keys().next_back().map_or(1, |last| last + 1);
    world.state.grants.insert(
        number,
        Grant {
            client_key: code.client_key,
            account: code.account,
            scopes: code.scopes,
            spent: std::collections::BTreeSet::new(),
        },
    );
    Ok(issue(world, number))
}

fn refresh(world: &mut World, app: &App, form: &[(String, String)]) -> Result<Value, OauthError> {
    const INVALID: OauthError = OauthError::new("invalid_grant", "Refresh token is invalid or expired.");

    let name = one(form, "refresh_token").ok_or(MALFORMED)?;
    let token =
        world.state.tokens.get(name).filter(|token| token.kind == TokenKind::Refresh).ok_or(INVALID)?;
    let number = token.grant;
    let owned = world.state.grants.get(&number).is_some_and(|grant| grant.client_key == app.key);
    if !owned || token.expires <= world.now() {
        return Err(INVALID);
    }
    let (kept, expires) = (name.to_owned(), token.expires);
    let omit = world.switches.omit_refresh_token;
    if world.switches.rotate_refresh && !omit {
        world.state.tokens.remove(&kept);
        return Ok(issue(world, number));
    }
    let mut body = issue(world, number);
    // The new refresh token was never told to anyone: the old one goes on.
    if let Some(unused) = body["refresh_token"].as_str() {
        world.state.tokens.remove(unused);
    }
    world.save();
    if let Value::Object(members) = &mut body {
        if omit {
            members.remove("refresh_token");
            members.remove("refresh_expires_in");
        } else {
            members.insert("refresh_token".into(), json!(kept));
            members.insert("refresh_expires_in".into(), json!(expires - world.now()));
        }
    }
    Ok(body)
}

/// New tokens for a grant, as the flat reply.
fn issue(world: &mut World, number: u64) -> Value {
    let now = world.now();
    world.state.tokens.retain(|_, token| token.expires > now);
    let mut rng = world.fresh();
    let mut secret = |prefix: &str| -> String {
        let body: String = (0..40).map(|_| rng.alphanumeric()).collect();
        format!("{prefix}.{body}!{:04}.e1", rng.u16(..10_000))
    };
    let (access, refresh) = (secret("act"), secret("rft"));
    let token = |kind, seconds| Token { kind, grant: number, expires: now + seconds };
    world.state.tokens.insert(access.clone(), token(TokenKind::Access, ACCESS_SECONDS));
    world.state.tokens.insert(refresh.clone(), token(TokenKind::Refresh, REFRESH_SECONDS));
    let (scopes, open) = match world.state.grants.get(&number) {
        Some(grant) => {
            let scopes = if world.switches.list_spent_scopes { grant.scopes.clone() } else { grant.live() };
            (scopes, Persona::by_id(&grant.account).map(|persona| open_id(&grant.client_key, persona)))
        }
        None => (Vec::new(), None),
    };
    world.save();
    let mut body = json!({
        "open_id": open.unwrap_or_default(),
        "scope": scopes.join(","),
        "access_token": access,
        "expires_in": ACCESS_SECONDS,
        "refresh_token": refresh,
        "refresh_expires_in": REFRESH_SECONDS,
        "token_type": "Bearer",
    });
    if world.switches.extra_fields {
        body["unheard_of"] = json!({"deep": [true]});
    }
    body
}

/// Ends the whole grant, as removing the app in TikTok does. Success is an empty struct.
pub(super) fn revoke(world: &mut World, call: &Call) -> Response<Body> {
    match end(world, call) {
        Ok(()) => reply::json_reply(200, &json!({})),
        Err(error) => error.answer(world),
    }
}

fn end(world: &mut World, call: &Call) -> Result<(), OauthError> {
    let form = call.form().ok_or(MALFORMED)?;
    let app = client(&form)?;
    let name = one(&form, "token").ok_or(MALFORMED)?;
    let grant = world
        .state
        .tokens
        .get(name)
        .filter(|token| token.kind == TokenKind::Access && token.expires > world.now())
        .map(|token| token.grant)
        .filter(|number| world.state.grants.get(number).is_some_and(|grant| grant.client_key == app.key))
        .ok_or(OauthError::new("invalid_request", "The access token is invalid."))?;
    world.state.tokens.retain(|_, token| token.grant != grant);
    world.save();
    Ok(())
}

/// 43 to 128 of `A-Z a-z 0-9 - . _ ~` (`login-kit-desktop`).
fn is_verifier(verifier: &str) -> bool {
    (43..=128).contains(&verifier.len())
        && verifier.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte))
}

fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect()
}
