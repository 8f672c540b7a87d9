//! The shapes of answers: v2 envelope, flat OAuth reply, page.

use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode, header};
use serde_json::{Value, json};

use crate::switches::{ErrorCode, Fault, FaultShape};
use crate::world::World;

/// A v2 call that was refused.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) code: ErrorCode,
    pub(crate) message: String,
}

impl Refusal {
    pub(crate) fn new(code: ErrorCode, message: &str) -> Self {
        Self { code, message: message.into() }
    }

    pub(crate) fn params(message: &str) -> Self {
        Self::new(ErrorCode::InvalidParams, message)
    }

    pub(crate) fn token() -> Self {
        Self::new(ErrorCode::AccessTokenInvalid, "The access token is invalid or not found in the request.")
    }

    /// The message was seen live, from `/v2/user/info/`.
    pub(crate) fn scope() -> Self {
        Self::new(
            ErrorCode::ScopeNotAuthorized,
            "The user did not authorize the scope required for completing this request.",
        )
    }

    pub(crate) fn request_id() -> Self {
        Self::params("Incorrect `request_id`. Please validate the request.")
    }

    /// The answer, with the status the documented table gives the code.
    pub(crate) fn answer(&self, world: &mut World) -> Response<Body> {
        let error = json!({"code": self.code.as_str(), "message": self.message, "log_id": world.log_id()});
        json_reply(self.code.status(), &json!({"data": {}, "error": error}))
    }

    /// Download's answer, whose error has one member more.
    pub(crate) fn download_answer(&self, world: &mut World, status: u16) -> Response<Body> {
        let error = json!({
            "code": self.code.as_str(),
            "http_status_code": self.code.status(),
            "log_id": world.log_id(),
            "message": self.message,
        });
        json_reply(status, &json!({"data": {}, "error": error}))
    }
}

/// The v2 envelope of a success. Cancel's has no data.
pub(crate) fn success(world: &mut World, data: Option<Value>) -> Response<Body> {
    let error = json!({"code": "ok", "message": "", "log_id": world.log_id()});
    let mut reply = json!({"error": error});
    if let Some(data) = data {
        reply["data"] = data;
    }
    if world.switches.extra_fields {
        reply["extra"] = json!({"logid": null, "now": world.now()});
        if let Some(Value::Object(data)) = reply.get_mut("data") {
            data.insert("unheard_of".into(), json!([1, {"deep": true}]));
        }
    }
    json_reply(200, &reply)
}

/// An error of the token endpoints: there, `error` is a string.
#[derive(Debug)]
pub(crate) struct OauthError {
    pub(crate) error: &'static str,
    pub(crate) description: &'static str,
}

impl OauthError {
    pub(crate) const fn new(error: &'static str, description: &'static str) -> Self {
        Self { error, description }
    }

    pub(crate) fn answer(&self, world: &mut World) -> Response<Body> {
        let body = json!({
            "error": self.error,
            "error_description": self.description,
            "log_id": world.log_id(),
        });
        json_reply(world.switches.oauth_error_status, &body)
    }
}

/// What a switch wants answered instead.
pub(crate) fn fault(world: &mut World, fault: &Fault, download: bool) -> Response<Body> {
    match fault.shape {
        FaultShape::Envelope => {
            let refusal = Refusal::new(fault.code, "Something went wrong. Please try again later.");
            let mut reply =
                if download { refusal.download_answer(world, fault.status) } else { refusal.answer(world) };
            *reply.status_mut() = status(fault.status);
            reply
        }
        FaultShape::Html => {
            page(fault.status, "<!doctype html><title>Gateway</title><h1>Please wait</h1>".into())
        }
        FaultShape::JsonList => json_reply(fault.status, &json!(["not", "an", "object"])),
        FaultShape::Empty | FaultShape::Drop => reply(fault.status, "application/json", Body::empty()),
    }
}

/// An HTML page. It may load its style sheet from here and nothing else.
pub(crate) fn page(code: u16, html: String) -> Response<Body> {
    let mut response = reply(code, "text/html; charset=utf-8", html.into());
    let headers = response.headers_mut();
    // Some browsers hold a form's redirect to `form-action` too, so that it must name the app's listener.
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

/// 302 to an address, which must already be percent-encoded.
pub(crate) fn redirect(location: &str) -> Response<Body> {
    let mut response = reply(302, "text/plain; charset=utf-8", Body::empty());
    match HeaderValue::from_str(location) {
        Ok(value) => {
            response.headers_mut().insert(header::LOCATION, value);
        }
        Err(_) => *response.status_mut() = StatusCode::BAD_REQUEST,
    }
    response.headers_mut().insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

pub(crate) fn json_reply(code: u16, value: &Value) -> Response<Body> {
    reply(code, "application/json; charset=utf-8", value.to_string().into())
}

pub(crate) fn reply(code: u16, content_type: &'static str, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() = status(code);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

/// A status from a switch, which may hold any number.
pub(crate) fn status(code: u16) -> StatusCode {
    StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}
