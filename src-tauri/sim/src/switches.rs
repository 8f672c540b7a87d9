//! Switches for what TikTok's documentation leaves open, and for network failures.
//!
//! The defaults are the most likely behaviour. Counters named `…_next` are decremented with each use.

use serde::{Deserialize, Serialize};

use crate::faults::{ErrorCode, Fault};
use crate::reply_forms::{ErrorObject, Gzip, IdForm, ScopeForm, StatusForm, TimeForm};

/// The behaviour of the stand-in. `Sim::set` changes it at any time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[allow(clippy::struct_excessive_bools, reason = "each is an independent switch, set by name")]
pub struct Switches {
    /// HTTP status of an error of the token and revoke endpoints (undocumented): 200, 400 or 401.
    pub oauth_error_status: u16,
    /// The error code of every refresh, for example `invalid_request`; `None` if refreshes succeed.
    pub refuse_refresh: Option<String>,
    /// Whether a new consent ends the earlier ones of the same account (undocumented).
    pub one_consent: bool,
    /// Whether a refresh replaces the refresh token and revokes the old one (documented only as "may differ").
    pub rotate_refresh: bool,
    /// Leaves `refresh_token` out of the response to a refresh, although it is documented.
    pub omit_refresh_token: bool,
    /// Whether the response to a refresh lists used one-time scopes (undocumented).
    pub list_used_scopes: bool,
    /// Scopes for which the app is approved. Any other fails the whole authorization request.
    pub approved_scopes: Vec<String>,
    /// The error of every authorization request, as for a misconfigured app.
    pub authorize_error: Option<AuthorizeFault>,
    /// Which checkboxes of the consent page are initially checked.
    pub prechecked: Prechecked,

    /// Where Cancel expects the request id. The documentation is contradictory.
    pub cancel_id: CancelId,
    /// Whether cancelling an expired or already cancelled request succeeds (undocumented).
    pub cancel_ended: bool,
    /// Whether a cancelled request returns its one-time scope (undocumented, probably not).
    pub cancel_gives_back: bool,
    /// Whether Add is accepted while another request of the account is still pending (undocumented).
    pub second_add: bool,
    /// Request ids of 12 digits instead of 19, as in the documentation's examples.
    pub small_ids: bool,
    /// Check spells the category `direct_messages`, as in the documentation's example.
    pub plural_direct_messages: bool,
    /// The status that Check returns, which need not be one of the four documented ones.
    pub check_status: Option<String>,
    /// How request ids are written.
    pub id_form: IdForm,
    /// How Check writes `apply_time` and `collect_time`.
    pub time_form: TimeForm,
    /// How Check writes the status.
    pub status_form: StatusForm,
    /// How the token endpoint writes `expires_in` and `refresh_expires_in`.
    pub expiry_form: TimeForm,
    /// How the token endpoint lists scopes.
    pub scope_form: ScopeForm,
    /// Whether the redirect after consent lists the granted scopes.
    pub redirect_scopes: bool,
    /// The `error` object of successful responses.
    pub error_object: ErrorObject,
    /// `message` and `log_id` of error objects are `null`.
    pub null_members: bool,
    /// Which responses are compressed although the client did not ask for it.
    pub gzip: Gzip,
    /// Adds undocumented members to every response.
    pub extra_fields: bool,
    /// Seconds on the stand-in's clock from Add until the archive is ready.
    pub prepare_seconds: u64,
    /// Archives never become ready.
    pub pending_forever: bool,
    /// Behaviour for users outside the EEA and the UK (undocumented).
    pub region: Region,
    /// All tokens are revoked right after Add.
    pub revoke_after_add: bool,
    /// Number of Add requests that are accepted but get no response.
    pub lose_add_next: u32,
    /// Requests of one type per minute before 429 (documented: 1000; user info: 600).
    pub rate_limit: u32,
    /// Requests that fail; see [`Fault`].
    pub faults: Vec<Fault>,
    /// Responses that are held back after the request was processed; see [`Delay`].
    pub delays: Vec<Delay>,
    /// `Retry-After` of 429 responses in seconds (undocumented); 0 for none.
    pub retry_after: u64,

    /// Error code of a Download before the request is ready (undocumented).
    pub download_before_ready: ErrorCode,
    /// Error code of a Download after expiry (undocumented).
    pub download_after_expiry: ErrorCode,
    /// Error code of a Download of a cancelled request (undocumented).
    pub download_after_cancel: ErrorCode,
    /// HTTP status of a redirect from Download to the archive; 0 for none.
    pub download_redirect: u16,
    /// Number of redirects until the archive.
    pub download_hops: u32,
    /// The address of the first redirect; empty for one of the stand-in.
    pub download_location: String,
    /// Download returns JSON with a `download_url` instead of the archive.
    pub download_url: bool,
    /// Milliseconds between the headers of a download and its first byte.
    pub first_byte_delay: u64,
    /// Whether Download sends `Content-Length` or chunks (undocumented).
    pub content_length: bool,
    /// `Content-Type` of a download (undocumented); empty for none.
    pub content_type: String,
    /// Whether Download supports `Range` (undocumented).
    pub honour_range: bool,
    /// The body of a successful Download.
    pub download_body: DownloadBody,
    /// Bytes per second of a download; 0 for no limit.
    pub rate: u64,
    /// Bytes after which a truncated download ends.
    pub truncate_after: u64,
    /// Number of downloads that are truncated.
    pub truncate_next: u32,
    /// Whether a truncated chunked download ends like a complete one, instead of with an aborted connection.
    pub truncate_cleanly: bool,
    /// Bytes after which a stalled download stops sending.
    pub stall_after: u64,
    /// Number of downloads that stall.
    pub stall_next: u32,
    /// Number of incompressible extra files in the zip.
    pub padding_files: u32,
    /// Size of each extra file in bytes.
    pub padding_bytes: u64,

    /// The address to which webhooks are sent, on this computer; empty for none.
    pub webhook_url: String,
    /// How webhooks are signed.
    pub webhook_signature: WebhookSignature,
    /// How many seconds ago webhooks were signed.
    pub webhook_age: u64,
    /// Milliseconds between an event and its webhook.
    pub webhook_delay: u64,
    /// How often each webhook is sent. The copies are equal.
    pub webhook_copies: u32,
    /// The event of every webhook, which need not be a documented one.
    pub webhook_event: Option<String>,
    /// Whether the webhook for a ready archive names the person (the documentation's example does not).
    pub webhook_open_id: bool,
}

impl Default for Switches {
    fn default() -> Self {
        Self {
            oauth_error_status: 400,
            refuse_refresh: None,
            one_consent: false,
            rotate_refresh: true,
            omit_refresh_token: false,
            list_used_scopes: false,
            approved_scopes: crate::scope::default_approved(),
            authorize_error: None,
            prechecked: Prechecked::All,
            cancel_id: CancelId::Either,
            cancel_ended: false,
            cancel_gives_back: false,
            second_add: false,
            small_ids: false,
            plural_direct_messages: false,
            check_status: None,
            id_form: IdForm::Number,
            time_form: TimeForm::Number,
            status_form: StatusForm::Documented,
            expiry_form: TimeForm::Number,
            scope_form: ScopeForm::Text,
            redirect_scopes: true,
            error_object: ErrorObject::Ok,
            null_members: false,
            gzip: Gzip::Off,
            extra_fields: false,
            prepare_seconds: 20,
            pending_forever: false,
            region: Region::Eea,
            revoke_after_add: false,
            lose_add_next: 0,
            rate_limit: 1000,
            faults: Vec::new(),
            delays: Vec::new(),
            retry_after: 0,
            download_before_ready: ErrorCode::InvalidParams,
            download_after_expiry: ErrorCode::InvalidParams,
            download_after_cancel: ErrorCode::InvalidParams,
            download_redirect: 0,
            download_hops: 1,
            download_location: String::new(),
            download_url: false,
            first_byte_delay: 0,
            content_length: false,
            content_type: "application/zip".into(),
            honour_range: false,
            download_body: DownloadBody::Zip,
            rate: 0,
            truncate_after: 4096,
            truncate_next: 0,
            truncate_cleanly: false,
            stall_after: 4096,
            stall_next: 0,
            padding_files: 0,
            padding_bytes: 1 << 20,
            webhook_url: String::new(),
            webhook_signature: WebhookSignature::Valid,
            webhook_age: 0,
            webhook_delay: 0,
            webhook_copies: 1,
            webhook_event: None,
            webhook_open_id: true,
        }
    }
}

/// Why a switch was not set.
#[derive(Debug, thiserror::Error)]
pub enum SwitchError {
    /// There is no switch of this name.
    #[error("there is no switch \"{0}\"")]
    Unknown(String),
    /// The value is not valid for the switch.
    #[error("\"{value}\" is not a valid value for the switch \"{name}\": {reason}")]
    Value {
        /// The switch.
        name: String,
        /// The value.
        value: String,
        /// Why it is not valid.
        reason: String,
    },
}

impl Switches {
    /// Sets a switch by its field name. The value is JSON; a bare word counts as a string.
    pub fn set_by_name(&mut self, name: &str, value: &str) -> Result<(), SwitchError> {
        let wrong = |reason: String| SwitchError::Value { name: name.into(), value: value.into(), reason };
        let mut all = serde_json::to_value(&*self).map_err(|e| wrong(e.to_string()))?;
        let slot = all.get_mut(name).ok_or_else(|| SwitchError::Unknown(name.into()))?;
        *slot = match serde_json::from_str(value) {
            // The value of a text switch may look like a number.
            Ok(parsed) if !slot.is_string() || matches!(parsed, serde_json::Value::String(_)) => parsed,
            _ => serde_json::Value::String(value.into()),
        };
        *self = serde_json::from_value(all).map_err(|e| wrong(e.to_string()))?;
        Ok(())
    }

    /// The names of all switches and their current values as JSON.
    #[must_use]
    pub fn listed(&self) -> Vec<(String, String)> {
        match serde_json::to_value(self) {
            Ok(serde_json::Value::Object(map)) => map.into_iter().map(|(k, v)| (k, v.to_string())).collect(),
            _ => Vec::new(),
        }
    }
}

/// Where Cancel expects the request id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CancelId {
    /// Only `?request_id=`, as in the documentation's table of parameters.
    Query,
    /// Only the JSON body, as in the documentation's example.
    Body,
    /// Either.
    Either,
}

/// Behaviour for users outside the EEA and the UK.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Region {
    /// An eligible user.
    Eea,
    /// Sign-in is refused with `access_denied`.
    RefusedAtConsent,
    /// Add is refused with `scope_not_authorized`.
    RefusedAtAdd,
    /// Everything works, and the export is empty.
    EmptyExport,
}

/// Which checkboxes of the consent page are initially checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Prechecked {
    /// All of them.
    All,
    /// The first one, so that Continue grants only a part.
    First,
    /// None.
    None,
}

/// An error of an authorization request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuthorizeFault {
    /// Unknown key, draft app or Login Kit missing.
    ClientKey,
    /// A redirect that is not registered.
    RedirectUri,
    /// A scope the app is not approved for.
    Scope,
    /// No code challenge.
    CodeChallenge,
    /// A challenge method other than S256.
    CodeChallengeMethod,
    /// A response type other than `code`.
    ResponseType,
    /// A sandbox app, and an account that is not among its target users. Unlike the others, it is reported to the redirect.
    NonSandboxTarget,
}

/// The body of a successful Download.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DownloadBody {
    /// The export.
    Zip,
    /// 200 with the JSON error envelope.
    JsonError,
    /// 200 with a web page, as from a captive portal.
    HtmlPage,
    /// 200 with an empty body.
    Empty,
    /// Bytes that are not a zip, with the type of one.
    NotAZip,
}

/// How webhooks are signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WebhookSignature {
    /// With the secret of the app, as documented.
    Valid,
    /// With another secret.
    Wrong,
    /// Not at all.
    Missing,
}

/// A pause between the processing of a request and its response.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Delay {
    /// The path to which it applies, or the prefix of several.
    pub path: String,
    /// Length in milliseconds.
    pub millis: u64,
}
