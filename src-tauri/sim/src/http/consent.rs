//! `GET` and `POST /v2/auth/authorize/` (`login-kit-desktop`): checks, the consent page, and the way back.

use axum::body::Body;
use axum::http::Response;
use url::form_urlencoded::Serializer;

use crate::APPS;
use crate::export::Persona;
use crate::http::call::{Call, one, pairs};
use crate::http::{AUTHORIZE, page, reply};
use crate::scope;
use crate::state::Code;
use crate::switches::{AuthorizeFault, Region};
use crate::world::World;

/// Seconds a code lives; TikTok's own lifetime is not documented.
const CODE_SECONDS: i64 = 300;

/// An authorize request that was found right and waits for the user.
#[derive(Clone, Debug)]
pub(crate) struct Ticket {
    pub(crate) app_name: &'static str,
    pub(crate) scopes: Vec<String>,
    client_key: String,
    redirect_uri: String,
    challenge: String,
    state: Option<String>,
}

/// What the user did on the consent page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    /// Id of the account: `maren` or `jonas`.
    pub account: String,
    /// The portability scopes that were left on; `None` for all that were asked.
    pub scopes: Option<Vec<String>>,
    /// Continue, or Cancel.
    pub allow: bool,
}

impl Default for Consent {
    fn default() -> Self {
        Self { account: Persona::ALL[0].id.into(), scopes: None, allow: true }
    }
}

impl AuthorizeFault {
    /// `error`, `error_type` and `errCode`. The codes of redirect, scope and response type were never seen.
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

/// The consent page; or, for a wrongly set up app, the same address with error parameters.
pub(super) fn open(world: &mut World, call: &Call) -> Response<Body> {
    if let (Some(_), Some(kind)) = (one(&call.query, "error"), one(&call.query, "error_type")) {
        return reply::page(400, page::error(kind));
    }
    match check(world, &call.query) {
        Ok(ticket) => {
            let name = world.open_ticket(ticket.clone());
            reply::page(200, page::consent(&ticket, &name, world.switches.prechecked))
        }
        Err(fault) => {
            let (error, kind, code) = fault.parameters();
            let mut query = Serializer::new(String::new());
            query.extend_pairs(&call.query);
            query.append_pair("error", error).append_pair("error_type", kind).append_pair("errCode", code);
            reply::redirect(&format!("{AUTHORIZE}?{}", query.finish()))
        }
    }
}

/// The answer to the page's form.
pub(super) fn submit(world: &mut World, call: &Call) -> Response<Body> {
    let Some(form) = call.form() else { return reply::page(415, page::stale()) };
    // A form that this server did not hand out, or that was sent already, leads nowhere.
    let Some(ticket) = one(&form, "ticket").and_then(|name| world.take_ticket(name)) else {
        return reply::page(400, page::stale());
    };
    let consent = Consent {
        account: one(&form, "account").unwrap_or_default().into(),
        scopes: Some(form.iter().filter(|(key, _)| key == "scope").map(|(_, value)| value.clone()).collect()),
        allow: one(&form, "decision") == Some("continue"),
    };
    reply::redirect(&decide(world, ticket, &consent))
}

/// Checks an authorize request as TikTok does before it shows anything.
pub(crate) fn check(world: &World, query: &[(String, String)]) -> Result<Ticket, AuthorizeFault> {
    if let Some(fault) = world.switches.authorize_error.filter(|f| *f != AuthorizeFault::NonSandboxTarget) {
        return Err(fault);
    }
    let get = |name| one(query, name).unwrap_or_default();
    let app = APPS.iter().find(|app| app.key == get("client_key")).ok_or(AuthorizeFault::ClientKey)?;
    if get("response_type") != "code" {
        return Err(AuthorizeFault::ResponseType);
    }
    let redirect_uri = get("redirect_uri");
    if !world.redirects.iter().any(|registered| matches_redirect(registered, redirect_uri)) {
        return Err(AuthorizeFault::RedirectUri);
    }
    let scopes: Vec<String> = get("scope").split(',').map(String::from).collect();
    if scopes.iter().any(|scope| !world.switches.approved_scopes.contains(scope)) {
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
    Ok(Ticket {
        app_name: app.name,
        scopes,
        client_key: app.key.into(),
        redirect_uri: redirect_uri.into(),
        challenge: challenge.into(),
        state: one(query, "state").map(String::from),
    })
}

/// The checks for a whole authorize URL, for [`crate::Sim::consent`].
pub(crate) fn check_url(world: &World, url: &str) -> Result<Ticket, AuthorizeFault> {
    let query = url.split_once('?').map_or("", |(_, query)| query);
    check(world, &pairs(query.split('#').next().unwrap_or_default().as_bytes()))
}

/// The address the browser is sent back to.
pub(crate) fn decide(world: &mut World, ticket: Ticket, consent: &Consent) -> String {
    let refused = if !consent.allow {
        Some(("user cancelled the authorization", "user_cancel", "10001"))
    } else if world.switches.authorize_error == Some(AuthorizeFault::NonSandboxTarget) {
        let (_, kind, code) = AuthorizeFault::NonSandboxTarget.parameters();
        Some(("the account is not a target user of the sandbox", kind, code))
    } else if world.switches.region == Region::RefusedAtConsent {
        Some(("user is not eligible", "user_region", "10002"))
    } else if Persona::by_id(&consent.account).is_none() {
        Some(("user is not eligible", "account", "10009"))
    } else {
        None
    };

    let mut query = Serializer::new(String::new());
    if let Some((description, kind, code)) = refused {
        query.append_pair("error", "access_denied").append_pair("error_description", description);
        query.append_pair("error_type", kind).append_pair("errCode", code);
    } else {
        // What is no portability scope has no toggle on the page.
        let wanted = |scope: &&String| {
            !scope::is_portability(scope) || consent.scopes.as_ref().is_none_or(|list| list.contains(scope))
        };
        let scopes: Vec<String> = ticket.scopes.iter().filter(wanted).cloned().collect();
        let now = world.now();
        world.state.codes.retain(|_, code| code.expires > now);
        let mut rng = world.fresh();
        let body: String = (0..56).map(|_| rng.alphanumeric()).collect();
        let code = format!("{body}*0!{:04}.e1", rng.u16(..10_000));
        query.append_pair("code", &code).append_pair("scopes", &scopes.join(","));
        world.state.codes.insert(
            code,
            Code {
                client_key: ticket.client_key,
                account: consent.account.clone(),
                scopes,
                redirect_uri: ticket.redirect_uri.clone(),
                challenge: ticket.challenge,
                expires: now + CODE_SECONDS,
            },
        );
        world.save();
    }
    if let Some(state) = &ticket.state {
        query.append_pair("state", state);
    }
    format!("{}?{}", ticket.redirect_uri, query.finish())
}

/// Byte for byte, but a registered `*` stands for any port.
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
    fn a_redirect_matches_byte_for_byte_but_for_the_port() {
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
