//! `POST /v1/token` and `POST /v1/revoke`: TikTok's endpoints for an app that has no secret.

use std::net::IpAddr;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Response, StatusCode};
use serde_json::{Map, Value};
use url::{Host, Url};

use super::body::Form;
use crate::app::{App, Client, now};
use crate::refusal::Refusal;
use crate::upstream::Reply;

/// The member of a token reply that is not TikTok's.
const TICKET: &str = "events_ticket";

/// Exchanges a code, or refreshes a token.
pub(crate) async fn token(
    State(app): State<Arc<App>>,
    Client(client): Client,
    headers: HeaderMap,
    body: Body,
) -> Result<Response<Body>, Refusal> {
    let form = form(&app, client, &headers, body).await?;
    let fields = match form.get("grant_type") {
        Some(grant @ "authorization_code") => {
            let redirect = form.require("redirect_uri", "redirect_uri is missing.")?;
            if !is_loopback_redirect(redirect) {
                return Err(Refusal::invalid(
                    "The redirect must be http://127.0.0.1:PORT/ or http://localhost:PORT/.",
                ));
            }
            vec![
                ("grant_type", grant),
                ("code", form.require("code", "code is missing.")?),
                ("redirect_uri", redirect),
                ("code_verifier", form.require("code_verifier", "code_verifier is missing.")?),
            ]
        }
        Some(grant @ "refresh_token") => {
            vec![
                ("grant_type", grant),
                ("refresh_token", form.require("refresh_token", "refresh_token is missing.")?),
            ]
        }
        _ => {
            let description = "The grant type must be authorization_code or refresh_token.";
            return Err(Refusal::new(StatusCode::BAD_REQUEST, "unsupported_grant_type", description));
        }
    };
    let mut reply = app.tiktok.post("/v2/oauth/token/", &fields).await?;
    add_ticket(&app, &mut reply);
    Ok(reply.into())
}

/// Revokes an access token.
pub(crate) async fn revoke(
    State(app): State<Arc<App>>,
    Client(client): Client,
    headers: HeaderMap,
    body: Body,
) -> Result<Response<Body>, Refusal> {
    let form = form(&app, client, &headers, body).await?;
    let token = form.require("token", "token is missing.")?;
    Ok(app.tiktok.post("/v2/oauth/revoke/", &[("token", token)]).await?.into())
}

/// Counts a call and reads its form. An app that was built for another key would get tokens that it cannot use.
async fn form(app: &App, client: IpAddr, headers: &HeaderMap, body: Body) -> Result<Form, Refusal> {
    app.rates.token_calls.check(client)?;
    let form = Form::read(headers, body).await?;
    if form.get("client_key") == Some(app.config.client_key.as_str()) {
        return Ok(form);
    }
    let description = "This broker is for another client_key.";
    Err(Refusal::new(StatusCode::BAD_REQUEST, "invalid_client", description))
}

/// Whether a redirect leads to the computer of the person, where the app listens.
fn is_loopback_redirect(text: &str) -> bool {
    let Ok(url) = Url::parse(text) else { return false };
    let is_loopback = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => ip.octets() == [127, 0, 0, 1],
        _ => false,
    };
    let has_user = !url.username().is_empty() || url.password().is_some();
    url.scheme() == "http" && is_loopback && url.port_or_known_default().is_some() && !has_user
}

/// Adds a ticket to a reply with tokens. Any other reply stays as it is.
fn add_ticket(app: &App, reply: &mut Reply) {
    if !reply.status.is_success() {
        return;
    }
    let Ok(mut members) = serde_json::from_slice::<Map<String, Value>>(&reply.body) else { return };
    if !members.contains_key("access_token") {
        return;
    }
    let Some(open_id) = members.get("open_id").and_then(Value::as_str) else { return };
    let ticket = app.tickets.issue(open_id, now());
    members.insert(TICKET.into(), ticket.into());
    if let Ok(body) = serde_json::to_vec(&members) {
        reply.body = body;
    }
}

#[cfg(test)]
mod tests {
    use super::is_loopback_redirect;

    #[test]
    fn redirects_lead_to_the_computer_of_the_person() {
        for redirect in
            ["http://127.0.0.1:49152/callback/", "http://localhost:3455/callback/", "http://127.0.0.1:80/"]
        {
            assert!(is_loopback_redirect(redirect), "{redirect}");
        }
        for redirect in [
            "https://example.org/callback/",
            "http://example.org:80/callback/",
            "http://127.0.0.1:80@example.org/",
            "http://user@127.0.0.1:80/",
            "http://127.0.0.1.example.org:80/",
            "http://192.168.0.1:80/",
            "http://[::1]:80/",
            "https://127.0.0.1:80/",
            "satchel://127.0.0.1:80/",
            "",
        ] {
            assert!(!is_loopback_redirect(redirect), "{redirect}");
        }
    }
}
