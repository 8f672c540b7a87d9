//! A received request, read without trusting it.

use axum::body::Bytes;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, COOKIE, REFERER};
use axum::http::request::Parts;
use serde_json::Value;
use url::form_urlencoded;

use crate::http::response::ApiError;

/// The parts of a request that the endpoints use.
pub(crate) struct ApiRequest {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) body: Bytes,
    content_type: String,
    /// The access token.
    bearer: Option<String>,
    pub(crate) range: Option<String>,
    /// Whether it has a header with a secret, or a body.
    pub(crate) has_secrets: bool,
}

impl ApiRequest {
    pub(crate) fn new(parts: &Parts, body: Bytes) -> Self {
        let header = |name| parts.headers.get(name).and_then(|value| value.to_str().ok());
        let content_type = header(CONTENT_TYPE).unwrap_or_default();
        let secret_headers = [AUTHORIZATION, COOKIE, REFERER];
        let has_secrets =
            !body.is_empty() || secret_headers.iter().any(|name| parts.headers.contains_key(name));
        Self {
            has_secrets,
            method: parts.method.to_string(),
            path: parts.uri.path().to_owned(),
            query: pairs(parts.uri.query().unwrap_or_default().as_bytes()),
            body,
            content_type: content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase(),
            bearer: header(AUTHORIZATION).and_then(|value| value.strip_prefix("Bearer ")).map(String::from),
            range: header(axum::http::header::RANGE).map(String::from),
        }
    }

    pub(crate) fn bearer(&self) -> Option<&str> {
        self.bearer.as_deref()
    }

    /// The body as a form, if the `Content-Type` says so. The token endpoints accept nothing else.
    pub(crate) fn form(&self) -> Option<Vec<(String, String)>> {
        (self.content_type == "application/x-www-form-urlencoded").then(|| pairs(&self.body))
    }

    /// The body as a JSON object.
    pub(crate) fn json(&self) -> Result<Value, ApiError> {
        if self.content_type != "application/json" {
            return Err(ApiError::params("The Content-Type must be application/json."));
        }
        match serde_json::from_slice(&self.body) {
            Ok(value @ Value::Object(_)) => Ok(value),
            _ => Err(ApiError::params("The request body is not a valid JSON object.")),
        }
    }

    /// The comma-separated names in `?fields=`, which must be among `known`.
    pub(crate) fn fields(&self, known: &[&str]) -> Result<Vec<String>, ApiError> {
        let fields: Vec<String> = first(&self.query, "fields")
            .unwrap_or_default()
            .split(',')
            .map(|field| field.trim().to_owned())
            .filter(|field| !field.is_empty())
            .collect();
        if fields.is_empty() {
            return Err(ApiError::params("Fields is required."));
        }
        match fields.iter().find(|field| !known.contains(&field.as_str())) {
            Some(_) => Err(ApiError::params("Invalid fields. Please validate the request.")),
            None => Ok(fields),
        }
    }
}

/// The decoded pairs of a query or a form.
pub(crate) fn pairs(bytes: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(bytes).into_owned().collect()
}

/// The first value of a name.
pub(crate) fn first<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}
