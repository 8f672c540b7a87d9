//! One switch for every point the public documents leave open, and for every way a network goes wrong.
//!
//! A default is the most likely behaviour. Counters named `…_next` count down with each use.

use serde::{Deserialize, Serialize};

/// What the stand-in does where TikTok's behaviour is unknown. Change it at any time with [`crate::Sim::set`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[allow(clippy::struct_excessive_bools, reason = "each is an independent switch, set by name")]
pub struct Switches {
    /// HTTP status of an error of the token and revoke endpoints (undocumented): 200, 400 or 401.
    pub oauth_error_status: u16,
    /// Whether a refresh replaces the refresh token and kills the old one (documented only as "may differ").
    pub rotate_refresh: bool,
    /// Leaves `refresh_token` out of the reply to a refresh, although it is documented.
    pub omit_refresh_token: bool,
    /// Whether a spent one-time scope is still listed in the reply to a refresh (undocumented).
    pub list_spent_scopes: bool,
    /// Scopes the app is approved for; asking for any other fails the whole authorize request.
    pub approved_scopes: Vec<String>,
    /// Shows this error for every authorize request, as a wrongly set up app would.
    pub authorize_error: Option<AuthorizeFault>,
    /// Which toggles of the consent page are on when it opens.
    pub prechecked: Prechecked,

    /// Where Cancel looks for the request id: the documents contradict themselves.
    pub cancel_id: CancelId,
    /// Whether cancelling an expired or already cancelled request succeeds (undocumented).
    pub cancel_ended: bool,
    /// Whether a cancelled request gives its one-time scope back (undocumented, probably not).
    pub cancel_gives_back: bool,
    /// Whether Add is accepted while another request of the account is still pending (undocumented).
    pub second_add: bool,
    /// 12-digit request ids instead of 19 digits (the documents' samples are small).
    pub small_ids: bool,
    /// Check calls the category `direct_messages`, as the documents' sample does.
    pub plural_direct_messages: bool,
    /// Check answers with this status instead of the true one; documented are only four values.
    pub check_status: Option<String>,
    /// Adds members that no document mentions to every reply.
    pub extra_fields: bool,
    /// Seconds on the stand-in's clock from Add until a request is ready.
    pub prepare_seconds: u64,
    /// A request never becomes ready.
    pub pending_forever: bool,
    /// What a user outside the EEA and the UK meets (undocumented).
    pub region: Region,
    /// The user takes the permission back right after Add: every token dies.
    pub revoke_after_add: bool,
    /// Accepts this many Add calls but closes the connection instead of answering.
    pub lose_add_next: u32,
    /// Calls of one type per sliding minute before 429 (documented: 1000; user info: 600).
    pub rate_limit: u32,
    /// Answers given instead of doing the work; see [`Fault`].
    pub faults: Vec<Fault>,

    /// Error code of a Download before the request is ready (undocumented).
    pub download_before_ready: ErrorCode,
    /// Error code of a Download after expiry (undocumented).
    pub download_after_expiry: ErrorCode,
    /// Error code of a Download of a cancelled request (undocumented).
    pub download_after_cancel: ErrorCode,
    /// Whether Download states `Content-Length` or streams in chunks (undocumented).
    pub content_length: bool,
    /// `Content-Type` of a download (undocumented); empty for none.
    pub content_type: String,
    /// Whether Download honours `Range` with 206 (undocumented).
    pub honour_range: bool,
    /// What a successful Download carries.
    pub download_body: DownloadBody,
    /// Bytes per second of a download; 0 is as fast as possible.
    pub rate: u64,
    /// Bytes after which a truncated download ends.
    pub truncate_after: u64,
    /// How many downloads are truncated.
    pub truncate_next: u32,
    /// A truncated chunked download ends as if it were complete, instead of breaking the connection.
    pub truncate_cleanly: bool,
    /// Bytes after which a stalled download falls silent for good.
    pub stall_after: u64,
    /// How many downloads stall.
    pub stall_next: u32,
    /// Incompressible extra files in the zip, for downloads of a given size.
    pub padding_files: u32,
    /// Bytes of each extra file.
    pub padding_bytes: u64,
    /// Adds sections that no known export has.
    pub unknown_section: bool,
}

impl Default for Switches {
    fn default() -> Self {
        Self {
            oauth_error_status: 400,
            rotate_refresh: true,
            omit_refresh_token: false,
            list_spent_scopes: false,
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
            extra_fields: false,
            prepare_seconds: 20,
            pending_forever: false,
            region: Region::Eea,
            revoke_after_add: false,
            lose_add_next: 0,
            rate_limit: 1000,
            faults: Vec::new(),
            download_before_ready: ErrorCode::InvalidParams,
            download_after_expiry: ErrorCode::InvalidParams,
            download_after_cancel: ErrorCode::InvalidParams,
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
            unknown_section: false,
        }
    }
}

/// Why a switch was not set.
#[derive(Debug, thiserror::Error)]
pub enum SwitchError {
    /// There is no switch of this name.
    #[error("there is no switch \"{0}\"")]
    Unknown(String),
    /// The value does not fit the switch.
    #[error("\"{value}\" does not fit the switch \"{name}\": {reason}")]
    Value {
        /// The switch.
        name: String,
        /// What was given.
        value: String,
        /// What was expected.
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
            // A text switch may be given a value that happens to read as a number.
            Ok(parsed) if !slot.is_string() || matches!(parsed, serde_json::Value::String(_)) => parsed,
            _ => serde_json::Value::String(value.into()),
        };
        *self = serde_json::from_value(all).map_err(|e| wrong(e.to_string()))?;
        Ok(())
    }

    /// The names of all switches with their present values as JSON.
    #[must_use]
    pub fn listed(&self) -> Vec<(String, String)> {
        match serde_json::to_value(self) {
            Ok(serde_json::Value::Object(map)) => map.into_iter().map(|(k, v)| (k, v.to_string())).collect(),
            _ => Vec::new(),
        }
    }
}

/// Where Cancel looks for the request id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CancelId {
    /// Only `?request_id=`, as the documents' parameter table says.
    Query,
    /// Only the JSON body, as the documents' example does.
    Body,
    /// Wherever it is found.
    Either,
}

/// What a user outside the EEA and the UK meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Region {
    /// An eligible user.
    Eea,
    /// Sign-in is refused with `access_denied`.
    RefusedAtConsent,
    /// Add is refused with `scope_not_authorized`.
    RefusedAtAdd,
    /// Everything works, and the export holds nothing.
    EmptyExport,
}

/// Which toggles of the consent page are on when it opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Prechecked {
    /// All of them.
    All,
    /// The first only, so that pressing Continue grants a part.
    First,
    /// None.
    None,
}

/// An error that TikTok shows for an authorize request, as seen in public code.
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
    /// A sandbox app and an account that is not on its list: told to the redirect, unlike the others.
    NonSandboxTarget,
}

/// What a successful Download carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DownloadBody {
    /// The export.
    Zip,
    /// 200 with the JSON error envelope.
    JsonError,
    /// 200 with a web page, as a captive portal answers.
    HtmlPage,
    /// 200 and nothing.
    Empty,
    /// Bytes that are no zip, with the zip's type.
    NotAZip,
}

/// The documented codes of the v2 error table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names are TikTok's")]
pub enum ErrorCode {
    Ok,
    AccessTokenInvalid,
    ScopeNotAuthorized,
    ScopePermissionMissed,
    InvalidParams,
    RateLimitExceeded,
    InternalError,
}

impl ErrorCode {
    /// The code's HTTP status in the documented table.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::Ok => 200,
            Self::AccessTokenInvalid | Self::ScopeNotAuthorized => 401,
            Self::ScopePermissionMissed | Self::InvalidParams => 400,
            Self::RateLimitExceeded => 429,
            Self::InternalError => 500,
        }
    }

    /// The code as it is sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::AccessTokenInvalid => "access_token_invalid",
            Self::ScopeNotAuthorized => "scope_not_authorized",
            Self::ScopePermissionMissed => "scope_permission_missed",
            Self::InvalidParams => "invalid_params",
            Self::RateLimitExceeded => "rate_limit_exceeded",
            Self::InternalError => "internal_error",
        }
    }
}

/// An answer given instead of doing the work, a number of times.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// The path it applies to, or the beginning of several (`/v2/user/data/`).
    pub path: String,
    /// How often it still happens.
    pub next: u32,
    /// HTTP status, which need not be the code's own: 200 with an error code has been seen.
    pub status: u16,
    /// Code of the error envelope.
    #[serde(default = "internal_error")]
    pub code: ErrorCode,
    /// What the answer looks like.
    #[serde(default)]
    pub shape: FaultShape,
}

const fn internal_error() -> ErrorCode {
    ErrorCode::InternalError
}

impl Fault {
    /// `next` times the error `code` with its documented status.
    #[must_use]
    pub fn new(path: &str, next: u32, code: ErrorCode) -> Self {
        Self { path: path.into(), next, status: code.status(), code, shape: FaultShape::Envelope }
    }
}

/// What the answer of a [`Fault`] looks like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultShape {
    /// The v2 error envelope.
    #[default]
    Envelope,
    /// A web page, as a gateway in front of the API answers.
    Html,
    /// JSON, but not an object (seen live: a guard for it was added to public code).
    JsonList,
    /// Nothing.
    Empty,
    /// The connection is closed without an answer, and nothing was done.
    Drop,
}
