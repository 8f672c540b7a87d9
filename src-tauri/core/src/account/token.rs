//! The token endpoint: exchange, refresh, revoke.

use std::time::Duration;

use jiff::Timestamp;
use oauth2::{AccessToken, AuthorizationCode, PkceCodeVerifier, RefreshToken};
use serde::{Deserialize, Serialize};
use url::Url;
use zeroize::Zeroizing;

use super::scope::parse_scopes;
use super::{AccountError, AppKey, Scope};
use crate::http::{CALL_TIMEOUT, CallError, Endpoints, bounded_body, retry_after};

/// TikTok's id of a person, specific to the app.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OpenId(pub String);

/// The tokens of one sign-in. `Debug` does not print secrets, since the types of the `oauth2` crate redact them.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Tokens {
    /// The account.
    pub open_id: OpenId,
    /// The access token, valid for about a day.
    pub access: AccessToken,
    /// When `access` expires.
    pub access_until: Timestamp,
    /// The refresh token, valid for about a year.
    pub refresh: RefreshToken,
    /// When `refresh` and therefore the sign-in expires.
    pub refresh_until: Timestamp,
    /// The granted scopes.
    pub scopes: Vec<Scope>,
}

/// Buffer capacity in bytes, larger than any serialised form: a reallocation would leave a copy of the secrets in
/// memory.
const STORED_CAPACITY: usize = 16 * 1024;

impl Tokens {
    /// Serialises the tokens for the vault. The result is zeroed when dropped.
    #[must_use]
    pub fn to_secret(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(Vec::with_capacity(STORED_CAPACITY));
        if let Err(error) = serde_json::to_writer(&mut *text, self) {
            tracing::error!(%error, "could not serialise tokens");
        }
        Zeroizing::new(String::from_utf8(std::mem::take(&mut *text)).unwrap_or_default())
    }

    /// Parses the serialised form; `None` if it is invalid.
    #[must_use]
    pub fn from_secret(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    /// Whether `access` is valid for at least another minute.
    #[must_use]
    pub fn is_fresh(&self, now: Timestamp) -> bool {
        self.access_until.duration_since(now).as_secs() > 60
    }
}

/// The reply on success and on error. TikTok documents no HTTP status for errors.
#[derive(Deserialize)]
struct Reply {
    open_id: Option<OpenId>,
    scope: Option<String>,
    access_token: Option<AccessToken>,
    expires_in: Option<u64>,
    refresh_token: Option<RefreshToken>,
    refresh_expires_in: Option<u64>,
    error: Option<serde_json::Value>,
    error_description: Option<String>,
}

/// Exchanges the authorization code for tokens. Cannot be repeated, since a code can be used once.
pub async fn exchange(
    http: &reqwest::Client,
    endpoints: &Endpoints,
    key: &AppKey,
    code: &AuthorizationCode,
    verifier: &PkceCodeVerifier,
    redirect: &Url,
) -> Result<Tokens, AccountError> {
    let form = [
        ("client_key", key.key.as_str()),
        ("client_secret", key.secret.secret()),
        ("code", code.secret()),
        ("grant_type", "authorization_code"),
        ("redirect_uri", redirect.as_str()),
        ("code_verifier", verifier.secret()),
    ];
    let reply = post(http, endpoints.call("/v2/oauth/token/"), &form).await?;
    into_tokens(reply, None)
}

/// Refreshes tokens. The new refresh token must be stored, since the old one may be invalid.
///
/// A refusal means that the sign-in is over, whatever its code, unless TikTok has a temporary problem or the app key is
/// the cause.
pub async fn refresh(
    http: &reqwest::Client,
    endpoints: &Endpoints,
    key: &AppKey,
    old: &Tokens,
) -> Result<Tokens, AccountError> {
    let form = [
        ("client_key", key.key.as_str()),
        ("client_secret", key.secret.secret()),
        ("grant_type", "refresh_token"),
        ("refresh_token", old.refresh.secret()),
    ];
    match post(http, endpoints.call("/v2/oauth/token/"), &form).await {
        Ok(reply) => into_tokens(reply, Some(old)),
        Err(AccountError::TokenRefused { error, description }) => Err(refresh_refused(error, description)),
        Err(other) => Err(other),
    }
}

/// What a refused refresh means. The codes of temporary problems are those of RFC 6749 and of TikTok's v2 API, which come
/// with any HTTP status.
fn refresh_refused(error: String, description: String) -> AccountError {
    match error.as_str() {
        "invalid_client" | "unauthorized_client" => AccountError::TokenRefused { error, description },
        "server_error" | "internal_error" => CallError::Unavailable(500).into(),
        "temporarily_unavailable" => CallError::Unavailable(503).into(),
        "rate_limit_exceeded" => CallError::RateLimited { retry_after: None }.into(),
        _ => {
            tracing::warn!(error, description, "a refresh was refused; the account is signed out");
            AccountError::SignedOut
        }
    }
}

/// Revokes the access token, which removes Satchel from the person's list of connected apps.
pub async fn revoke(
    http: &reqwest::Client,
    endpoints: &Endpoints,
    key: &AppKey,
    token: &AccessToken,
) -> Result<(), AccountError> {
    let form = [
        ("client_key", key.key.as_str()),
        ("client_secret", key.secret.secret()),
        ("token", token.secret().as_str()),
    ];
    post(http, endpoints.call("/v2/oauth/revoke/"), &form).await.map(drop)
}

async fn post(http: &reqwest::Client, url: Url, form: &[(&str, &str)]) -> Result<Reply, AccountError> {
    let response = http
        .post(url)
        .header("Cache-Control", "no-cache")
        .form(form)
        .timeout(CALL_TIMEOUT)
        .send()
        .await
        .map_err(CallError::from)?;
    let status = response.status();
    let wait = retry_after(&response);
    let body = bounded_body(response).await?;
    if status.as_u16() == 429 {
        return Err(CallError::RateLimited { retry_after: wait }.into());
    }
    if status.is_server_error() {
        return Err(CallError::Unavailable(status.as_u16()).into());
    }
    // The reply to a successful revocation may be empty.
    let text: &[u8] = if body.is_empty() { b"{}" } else { &body };
    let reply: Reply = serde_json::from_slice(text).map_err(|_| CallError::Unexpected {
        status: status.as_u16(),
        what: "the reply is not JSON of the token endpoint".into(),
    })?;
    match &reply.error {
        Some(serde_json::Value::String(error)) if !error.is_empty() && error != "ok" => {
            Err(AccountError::TokenRefused {
                error: error.clone(),
                description: reply.error_description.clone().unwrap_or_default(),
            })
        }
        // TikTok sometimes returns the error object of the v2 envelope instead of the documented form.
        Some(serde_json::Value::Object(error)) if error.get("code").is_some_and(|code| code != "ok") => {
            let text = |name| error.get(name).and_then(|v| v.as_str()).unwrap_or_default().to_owned();
            Err(AccountError::TokenRefused { error: text("code"), description: text("message") })
        }
        _ if !status.is_success() => {
            Err(CallError::Unexpected { status: status.as_u16(), what: "no error code in the reply".into() }
                .into())
        }
        _ => Ok(reply),
    }
}

fn into_tokens(reply: Reply, old: Option<&Tokens>) -> Result<Tokens, AccountError> {
    let missing = |what: &str| CallError::Unexpected { status: 200, what: format!("no {what} in the reply") };
    let now = Timestamp::now();
    let until = |seconds: u64| now + Duration::from_secs(seconds.min(10 * 365 * 86_400));
    let access = reply.access_token.ok_or_else(|| missing("access_token"))?;
    let access_until = until(reply.expires_in.ok_or_else(|| missing("expires_in"))?);
    let open_id = match (reply.open_id, old) {
        (Some(new), Some(old)) if new != old.open_id => return Err(missing("matching open_id").into()),
        (Some(new), _) => new,
        (None, Some(old)) => old.open_id.clone(),
        (None, None) => return Err(missing("open_id").into()),
    };
    let (refresh, refresh_until) = match (reply.refresh_token, reply.refresh_expires_in, old) {
        (Some(token), Some(seconds), _) => (token, until(seconds)),
        (Some(token), None, Some(old)) => (token, old.refresh_until),
        (None, _, Some(old)) => (old.refresh.clone(), old.refresh_until),
        (_, _, None) => return Err(missing("refresh_token").into()),
    };
    let scopes = match (reply.scope, old) {
        (Some(text), _) => parse_scopes(&text),
        (None, Some(old)) => old.scopes.clone(),
        (None, None) => return Err(missing("scope").into()),
    };
    Ok(Tokens { open_id, access, access_until, refresh, refresh_until, scopes })
}
