//! The token endpoint: exchange, refresh, revoke.

use std::time::Duration;

use jiff::Timestamp;
use oauth2::{AccessToken, AuthorizationCode, PkceCodeVerifier, RefreshToken};
use serde::{Deserialize, Serialize};
use url::Url;
use zeroize::Zeroizing;

use super::broker::{self, EventsTicket, Source};
use super::key::SecretHolder;
use super::scope::parse_scopes;
use super::{AccountError, AppKey, Scope};
use crate::clock::Clock;
use crate::http::{CALL_TIMEOUT, CallError, Endpoints, HttpClient, Received, Reply, lenient};

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
    /// With it, the broker tells of the person's events.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub events_ticket: Option<EventsTicket>,
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

/// The reply on success.
#[derive(Deserialize)]
struct TokenReply {
    open_id: Option<OpenId>,
    #[serde(default, deserialize_with = "lenient::words")]
    scope: Option<String>,
    access_token: Option<AccessToken>,
    #[serde(default, deserialize_with = "lenient::seconds")]
    expires_in: Option<u64>,
    refresh_token: Option<RefreshToken>,
    #[serde(default, deserialize_with = "lenient::seconds")]
    refresh_expires_in: Option<u64>,
    /// Added by the broker.
    events_ticket: Option<EventsTicket>,
}

/// How long an access token is valid unless the reply says so; documented as 24 hours.
const ACCESS_SECONDS: u64 = 86_400;

/// How long a refresh token is valid unless the reply says so; documented as 365 days.
const REFRESH_SECONDS: u64 = 365 * 86_400;

/// TikTok's calls about accounts: tokens and the profile. A broker that has the secret of the app key stands in for the
/// token endpoint.
#[derive(Clone)]
pub struct AccountApi {
    /// The client for its calls.
    pub http: HttpClient,
    /// TikTok's addresses.
    pub endpoints: Endpoints,
    /// Tells when tokens expire.
    pub clock: Clock,
}

impl AccountApi {
    /// Exchanges the authorization code for tokens. Cannot be repeated, since a code can be used once.
    ///
    /// `granted` are the scopes if the reply does not name them.
    pub async fn exchange(
        &self,
        key: &AppKey,
        code: &AuthorizationCode,
        verifier: &PkceCodeVerifier,
        redirect: &Url,
        granted: &[Scope],
    ) -> Result<Tokens, AccountError> {
        let form = [
            ("code", code.secret().as_str()),
            ("grant_type", "authorization_code"),
            ("redirect_uri", redirect.as_str()),
            ("code_verifier", verifier.secret()),
        ];
        let reply = self.post(key, Call::Token, &form).await?;
        into_tokens(&reply, None, granted, self.clock.now())
    }

    /// Refreshes tokens. The new refresh token must be stored, since the old one may be invalid.
    ///
    /// A refusal means that the sign-in is over, whatever its code, unless TikTok has a temporary problem or the app key is
    /// the cause.
    pub async fn refresh(&self, key: &AppKey, old: &Tokens) -> Result<Tokens, AccountError> {
        let form = [("grant_type", "refresh_token"), ("refresh_token", old.refresh.secret())];
        match self.post(key, Call::Token, &form).await {
            Ok(reply) => into_tokens(&reply, Some(old), &[], self.clock.now()),
            Err(AccountError::TokenRefused { error, received }) => Err(refresh_refused(error, received)),
            Err(other) => Err(other),
        }
    }

    /// Revokes the access token, which removes Satchel from the person's list of connected apps.
    pub async fn revoke(&self, key: &AppKey, token: &AccessToken) -> Result<(), AccountError> {
        self.post(key, Call::Revoke, &[("token", token.secret().as_str())]).await.map(drop)
    }

    /// Whether the access token is still valid, for long enough to be used.
    #[must_use]
    pub fn is_fresh(&self, tokens: &Tokens) -> bool {
        tokens.is_fresh(self.clock.now())
    }

    /// Calls TikTok, or the broker that has the secret of the key.
    async fn post(&self, key: &AppKey, call: Call, fields: &[(&str, &str)]) -> Result<Reply, AccountError> {
        let mut form = vec![("client_key", key.key.as_str())];
        let url = match (&key.secret, call) {
            (SecretHolder::Satchel(secret), _) => {
                form.push(("client_secret", secret.secret()));
                self.endpoints.call(match call {
                    Call::Token => "/v2/oauth/token/",
                    Call::Revoke => "/v2/oauth/revoke/",
                })
            }
            (SecretHolder::Broker(url), Call::Token) => broker::call(url, "/v1/token"),
            (SecretHolder::Broker(url), Call::Revoke) => broker::call(url, "/v1/revoke"),
        };
        form.extend_from_slice(fields);
        let post = self.http.client()?.post(url);
        let request = post.header("Cache-Control", "no-cache").form(&form).timeout(CALL_TIMEOUT);
        let response = request.send().await.map_err(CallError::from)?;
        let source = key.broker().map(|_| Source::of(&response));
        let reply = Reply::read(response).await?;
        if let Some(source) = source {
            source.check(&reply)?;
        }
        reply.check_available()?;
        // TikTok documents no HTTP status for errors. The reply to a successful revocation may be empty.
        if reply.members().is_none() && !reply.body().is_empty() {
            return Err(reply.unexpected("the reply is not JSON of the token endpoint").into());
        }
        let received = Box::new(reply.received());
        if !received.code.is_empty() {
            return Err(AccountError::TokenRefused { error: received.code.clone(), received });
        }
        if !reply.status.is_success() {
            return Err(reply.unexpected("no error code in the reply").into());
        }
        Ok(reply)
    }
}

/// A call of the token endpoint.
#[derive(Clone, Copy)]
enum Call {
    Token,
    Revoke,
}

/// What a refused refresh means. The codes of temporary problems are those of RFC 6749 and of TikTok's v2 API, which come
/// with any HTTP status.
fn refresh_refused(error: String, received: Box<Received>) -> AccountError {
    match error.as_str() {
        "invalid_client" | "unauthorized_client" => AccountError::TokenRefused { error, received },
        "server_error" | "internal_error" | "temporarily_unavailable" => {
            CallError::Unavailable(received).into()
        }
        "rate_limit_exceeded" => CallError::RateLimited { retry_after: None, received }.into(),
        _ => {
            tracing::warn!(error, %received, "a refresh was refused; the account is signed out");
            AccountError::SignedOut(Some(received))
        }
    }
}

/// The tokens in a reply that arrived at `now`.
fn into_tokens(
    reply: &Reply,
    old: Option<&Tokens>,
    granted: &[Scope],
    now: Timestamp,
) -> Result<Tokens, AccountError> {
    let missing = |what: &str| reply.unexpected(format!("no {what} in the reply"));
    let members = serde_json::Value::Object(reply.members().cloned().unwrap_or_default());
    // Only the kind of the error: its text may quote a token.
    let read: TokenReply = serde_json::from_value(members).map_err(|_| missing("usable tokens"))?;
    let until = |seconds: u64| now + Duration::from_secs(seconds.min(10 * 365 * 86_400));
    let access = read.access_token.ok_or_else(|| missing("access_token"))?;
    let access_until = until(read.expires_in.unwrap_or(ACCESS_SECONDS));
    let open_id = match (read.open_id, old) {
        (Some(new), Some(old)) if new != old.open_id => return Err(missing("matching open_id").into()),
        (Some(new), _) => new,
        (None, Some(old)) => old.open_id.clone(),
        (None, None) => return Err(missing("open_id").into()),
    };
    let (refresh, refresh_until) = match (read.refresh_token, read.refresh_expires_in, old) {
        (Some(token), Some(seconds), _) => (token, until(seconds)),
        (Some(token), None, Some(old)) => (token, old.refresh_until),
        (Some(token), None, None) => (token, until(REFRESH_SECONDS)),
        (None, _, Some(old)) => (old.refresh.clone(), old.refresh_until),
        (None, _, None) => return Err(missing("refresh_token").into()),
    };
    let scopes = match (read.scope, old) {
        (Some(text), _) => parse_scopes(&text),
        (None, Some(old)) => old.scopes.clone(),
        (None, None) => granted.to_vec(),
    };
    let events_ticket = read.events_ticket.or_else(|| old?.events_ticket.clone());
    Ok(Tokens { open_id, access, access_until, refresh, refresh_until, scopes, events_ticket })
}
