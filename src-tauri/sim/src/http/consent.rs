//! `GET` and `POST /v2/auth/authorize/` (`login-kit-desktop`): validation, consent page and redirect.

use axum::body::Body;
use axum::http::Response;
use url::form_urlencoded::Serializer;

use crate::apps::APPS;
use crate::authorization::AuthorizationRequest;
use crate::export::Persona;
use crate::http::paths::AUTHORIZE;
use crate::http::request::{ApiRequest, first, pairs};
use crate::http::{page, response};
use crate::persistence::Code;
use crate::scope;
use crate::state::State;
use crate::switches::{AuthorizeFault, Region};

/// Lifetime of a code in seconds; TikTok's is not documented.
const CODE_SECONDS: i64 = 300;

/// The user's decision on the consent page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    /// Id of the account that the user selects: `maren` or `jonas`.
    pub account: String,
    /// The portability scopes that the user allows; `None` for all that were requested.
    pub scopes: Option<Vec<String>>,
    /// Whether the user presses Continue, not Cancel.
    pub allow: bool,
}

impl Default for Consent {
    fn default() -> Self {
        Self { account: Persona::ALL[0].id.into(), scopes: None, allow: true }
    }
}

impl AuthorizeFault {
    /// `error`, `error_type` and `errCode`. The codes for redirect, scope and response type are assumed.
    const fn parameters(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::ClientKey => ("unauthorized_client", "client_key", "10003"),
            Self::RedirectUri => ("invalid_request", "redirect_uri", "10006"),
            Self::Scope => ("invalid_scope", "scope", "10005"),
            Self::CodeChallenge => ("param_error", "code_challenge", "10007"),
            Self::CodeChallengeMethod => ("param_error", "code_challenge_method", "10008"),
            Self::ResponseType => ("unsupported_response_type", "response_type", "10004"),
            Self::NonSandboxTarget => ("access_denied", "non_sandbox_target", "10010"),
        }
    }
}

/// The consent page, or, for a misconfigured app, a redirect to the same path with error parameters.
pub(super) fn open(state: &mut State, call: &ApiRequest) -> Response<Body> {
    if let (Some(_), Some(kind)) = (first(&call.query, "error"), first(&call.query, "error_type")) {
        return response::page(400, page::error(kind));
    }
    match validate(state, &call.query) {
        Ok(request) => {
            let id = state.add_authorization(request.clone());
            response::page(200, page::consent(&request, &id, state.switches.prechecked))
        }
        Err(fault) => {
            let (error, kind, code) = fault.parameters();
            let mut query = Serializer::new(String::new());
            query.extend_pairs(&call.query);
            query.append_pair("error", error).append_pair("error_type", kind).append_pair("errCode", code);
            response::redirect(&format!("{AUTHORIZE}?{}", query.finish()))
        }
    }
}

/// Handles the form of the consent page.
pub(super) fn submit(state: &mut State, call: &ApiRequest) -> Response<Body> {
    let Some(form) = call.form() else { return response::page(415, page::stale()) };
    // The id is unknown if this server did not issue the form, or if it was submitted before.
    let Some(request) = first(&form, "request").and_then(|id| state.take_authorization(id)) else {
        return response::page(400, page::stale());
    };
    let consent = Consent {
        account: first(&form, "account").unwrap_or_default().into(),
        scopes: Some(form.iter().filter(|(key, _)| key == "scope").map(|(_, value)| value.clone()).collect()),
        allow: first(&form, "decision") == Some("continue"),
    };
    response::redirect(&decide(state, request, &consent))
}

/// Validates an authorization request, as TikTok does before it shows the consent page.
pub(crate) fn validate(
    state: &State,
    query: &[(String, String)],
) -> Result<AuthorizationRequest, AuthorizeFault> {
    if let Some(fault) = state.switches.authorize_error.filter(|f| *f != AuthorizeFault::NonSandboxTarget) {
        return Err(fault);
    }
    let get = |name| first(query, name).unwrap_or_default();
    let app = APPS.iter().find(|app| app.key == get("client_key")).ok_or(AuthorizeFault::ClientKey)?;
    if get("response_type") != "code" {
        return Err(AuthorizeFault::ResponseType);
    }
    let redirect_uri = get("redirect_uri");
    if !state.redirects.iter().any(|registered| matches_redirect(registered, redirect_uri)) {
        return Err(AuthorizeFault::RedirectUri);
    }
    let scopes: Vec<String> = get("scope").split(',').map(String::from).collect();
    if scopes.iter().any(|scope| !state.switches.approved_scopes.contains(scope)) {
        return Err(AuthorizeFault::Scope);
    }
    let challenge = get("code_challenge");
    let plausible = (43..=128).contains(&challenge.len())
        && challenge.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte));
    if !plausible {
        return Err(AuthorizeFault::CodeChallenge);
    }
    if get("code_challenge_method") != "S256" {
        return Err(AuthorizeFault::CodeChallengeMethod);
    }
    Ok(AuthorizationRequest {
        app_name: app.name,
        scopes,
        client_key: app.key.into(),
        redirect_uri: redirect_uri.into(),
        challenge: challenge.into(),
        state: first(query, "state").map(String::from),
    })
}

/// Validates the query of an authorization URL.
pub(crate) fn check_url(state: &State, url: &str) -> Result<AuthorizationRequest, AuthorizeFault> {
    let query = url.split_once('?').map_or("", |(_, query)| query);
    validate(state, &pairs(query.split('#').next().unwrap_or_default().as_bytes()))
}

/// Applies the user's decision, and returns the address to which the browser is redirected.
pub(crate) fn decide(state: &mut State, request: AuthorizationRequest, consent: &Consent) -> String {
    let denial = if !consent.allow {
        Some(("user cancelled the authorization", "user_cancel", "10001"))
    } else if state.switches.authorize_error == Some(AuthorizeFault::NonSandboxTarget) {
        let (_, kind, code) = AuthorizeFault::NonSandboxTarget.parameters();
        Some(("the account is not a target user of the sandbox", kind, code))
    } else if state.switches.region == Region::RefusedAtConsent {
        Some(("user is not eligible", "user_region", "10002"))
    } else if Persona::by_id(&consent.account).is_none() {
        Some(("user is not eligible", "account", "10009"))
    } else {
        None
    };

    let mut query = Serializer::new(String::new());
    if let Some((description, kind, code)) = denial {
        query.append_pair("error", "access_denied").append_pair("error_description", description);
        query.append_pair("error_type", kind).append_pair("errCode", code);
    } else {
        // Only portability scopes have a checkbox on the page.
        let allowed = |scope: &&String| {
            !scope::is_portability(scope) || consent.scopes.as_ref().is_none_or(|list| list.contains(scope))
        };
        let scopes: Vec<String> = request.scopes.iter().filter(allowed).cloned().collect();
        let now = state.now();
        state.stored.codes.retain(|_, code| code.expires > now);
        let mut rng = state.next_rng();
        let body: String = (0..56).map(|_| rng.alphanumeric()).collect();
        let code = format!("{body}*0!{:04}.e1", rng.u16(..10_000));
        query.append_pair("code", &code);
        if state.switches.redirect_scopes {
            query.append_pair("scopes", &scopes.join(","));
        }
        state.stored.codes.insert(
            code,
            Code {
                client_key: request.client_key,
                account: consent.account.clone(),
                scopes,
                redirect_uri: request.redirect_uri.clone(),
                challenge: request.challenge,
                expires: now + CODE_SECONDS,
            },
        );
        state.save();
    }
    if let Some(state) = &request.state {
        query.append_pair("state", state);
    }
    format!("{}?{}", request.redirect_uri, query.finish())
}

/// Whether a redirect equals the registered one, in which `*` stands for any port.
fn matches_redirect(registered: &str, given: &str) -> bool {
    let Some((before, after)) = registered.split_once('*') else { return registered == given };
    given.strip_prefix(before).and_then(|rest| rest.strip_suffix(after)).is_some_and(|port| {
        port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok_and(|p| p > 0)
    })
}

#[cfg(test)]
mod tests {
    use super::matches_redirect;

    #[test]
    fn a_redirect_must_match_exactly_except_for_the_port() {
        let registered = "http://127.0.0.1:*/callback/";
        assert!(matches_redirect(registered, "http://127.0.0.1:49152/callback/"));
        for wrong in [
            "http://127.0.0.1:49152/callback",
            "http://localhost:49152/callback/",
            "http://127.0.0.1/callback/",
            "http://127.0.0.1:/callback/",
            "http://127.0.0.1:0/callback/",
            "http://127.0.0.1:99999/callback/",
            "http://127.0.0.1:+80/callback/",
            "http://127.0.0.1:80@evil.example/callback/",
            "http://127.0.0.1:49152/callback/?a=b",
            "https://127.0.0.1:49152/callback/",
        ] {
            assert!(!matches_redirect(registered, wrong), "{wrong}");
        }
        assert!(matches_redirect("http://127.0.0.1:3455/cb", "http://127.0.0.1:3455/cb"));
    }
}
