//! Responses: v2 envelopes, OAuth errors and HTML pages.

use std::borrow::Cow;

use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode, header};
use serde_json::{Value, json as object};

use crate::faults::{ErrorCode, Fault, FaultShape};
use crate::http::forms;
use crate::state::State;

/// An error of the v2 endpoints.
#[derive(Debug)]
pub(crate) struct ApiError {
    pub(crate) code: ErrorCode,
    pub(crate) message: String,
}

impl ApiError {
    pub(crate) fn new(code: ErrorCode, message: &str) -> Self {
        Self { code, message: message.into() }
    }

    pub(crate) fn params(message: &str) -> Self {
        Self::new(ErrorCode::InvalidParams, message)
    }

    pub(crate) fn token() -> Self {
        Self::new(ErrorCode::AccessTokenInvalid, "The access token is invalid or not found in the request.")
    }

    /// The message is that of TikTok's `/v2/user/info/`.
    pub(crate) fn scope() -> Self {
        Self::new(
            ErrorCode::ScopeNotAuthorized,
            "The user did not authorize the scope required for completing this request.",
        )
    }

    pub(crate) fn request_id() -> Self {
        Self::params("Incorrect `request_id`. Please validate the request.")
    }

    /// The response, with the documented status of the code.
    pub(crate) fn response(&self, state: &mut State) -> Response<Body> {
        let error = object!({"code": self.code.as_str(), "message": self.message, "log_id": state.log_id()});
        let mut reply = object!({"data": {}, "error": error});
        forms::change_error(&state.switches, &mut reply);
        json(self.code.status(), &reply)
    }

    /// The response of Download, whose error has an additional member.
    pub(crate) fn download_response(&self, state: &mut State, status: u16) -> Response<Body> {
        let error = object!({
            "code": self.code.as_str(),
            "http_status_code": self.code.status(),
            "log_id": state.log_id(),
            "message": self.message,
        });
        let mut reply = object!({"data": {}, "error": error});
        forms::change_error(&state.switches, &mut reply);
        json(status, &reply)
    }
}

/// The v2 envelope of a successful response. That of Cancel has no data.
pub(crate) fn success(state: &mut State, data: Option<Value>) -> Response<Body> {
    let error = object!({"code": "ok", "message": "", "log_id": state.log_id()});
    let mut reply = object!({"error": error});
    if let Some(data) = data {
        reply["data"] = data;
    }
    if state.switches.extra_fields {
        reply["extra"] = object!({"logid": null, "now": state.now()});
        if let Some(Value::Object(data)) = reply.get_mut("data") {
            data.insert("unheard_of".into(), object!([1, {"deep": true}]));
        }
    }
    forms::change_success(&state.switches, &mut reply);
    json(200, &reply)
}

/// An error of the token endpoints, whose `error` is a string.
#[derive(Debug)]
pub(crate) struct OauthError {
    pub(crate) error: Cow<'static, str>,
    pub(crate) description: &'static str,
}

impl OauthError {
    pub(crate) const fn new(error: &'static str, description: &'static str) -> Self {
        Self { error: Cow::Borrowed(error), description }
    }

    pub(crate) fn response(&self, state: &mut State) -> Response<Body> {
        let body = object!({
            "error": self.error,
            "error_description": self.description,
            "log_id": state.log_id(),
        });
        json(state.switches.oauth_error_status, &body)
    }
}

/// The response that a fault demands.
pub(crate) fn fault(state: &mut State, fault: &Fault, download: bool) -> Response<Body> {
    match fault.shape {
        FaultShape::Envelope => {
            let error = ApiError::new(fault.code, "Something went wrong. Please try again later.");
            let mut reply =
                if download { error.download_response(state, fault.status) } else { error.response(state) };
            *reply.status_mut() = status(fault.status);
            reply
        }
        FaultShape::Html => {
            page(fault.status, "<!doctype html><title>Gateway</title><h1>Please wait</h1>".into())
        }
        FaultShape::JsonList => json(fault.status, &object!(["not", "an", "object"])),
        FaultShape::Redirect => {
            let mut reply = redirect("https://192.0.2.1/elsewhere");
            *reply.status_mut() = status(fault.status);
            reply
        }
        FaultShape::Tokens => json(
            fault.status,
            &object!({
                "access_token": "act.sim0000!0001.e1",
                "expires_in": 86400,
                "refresh_token": "rft.sim0000!0001.e1",
                "token_type": "Bearer",
            }),
        ),
        FaultShape::Empty | FaultShape::Drop => build(fault.status, "application/json", Body::empty()),
    }
}

/// An HTML page. It can load the style sheet from this server, and nothing else.
pub(crate) fn page(code: u16, html: String) -> Response<Body> {
    let mut response = build(code, "text/html; charset=utf-8", html.into());
    let headers = response.headers_mut();
    // Some browsers apply `form-action` to the redirect after a form, too, which goes to the app's listener.
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; \
             form-action 'self' http://127.0.0.1:* http://localhost:*",
        ),
    );
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

/// A redirect (302) to a percent-encoded address.
pub(crate) fn redirect(location: &str) -> Response<Body> {
    let mut response = build(302, "text/plain; charset=utf-8", Body::empty());
    match HeaderValue::from_str(location) {
        Ok(value) => {
            response.headers_mut().insert(header::LOCATION, value);
        }
        Err(_) => *response.status_mut() = StatusCode::BAD_REQUEST,
    }
    response.headers_mut().insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

pub(crate) fn json(code: u16, value: &Value) -> Response<Body> {
    build(code, "application/json; charset=utf-8", value.to_string().into())
}

pub(crate) fn build(code: u16, content_type: &'static str, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() = status(code);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

/// A status from a switch; an invalid one becomes 500.
pub(crate) fn status(code: u16) -> StatusCode {
    StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}
