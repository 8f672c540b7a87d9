//! Changes replies to the forms that the switches ask for, see [`crate::reply_forms`].

use std::io::{self, Write as _};

use axum::body::{Body, to_bytes};
use axum::http::{HeaderValue, Response, header};
use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::reply_forms::{ErrorObject, IdForm, ScopeForm, StatusForm, TimeForm};
use crate::switches::Switches;

/// Changes the envelope of a successful reply.
pub(super) fn change_success(switches: &Switches, reply: &mut Value) {
    if let Some(Value::Object(data)) = reply.get_mut("data") {
        if switches.id_form == IdForm::Text
            && let Some(id) = data.get_mut("request_id")
        {
            *id = json!(id.to_string());
        }
        change_times(switches.time_form, data, &["apply_time", "collect_time"]);
        if let Some(Value::String(status)) = data.get_mut("status") {
            *status = change_status(switches.status_form, status);
        }
    }
    let Some(members) = reply.as_object_mut() else { return };
    match switches.error_object {
        ErrorObject::Ok => {}
        ErrorObject::Zero => members["error"]["code"] = json!(0),
        ErrorObject::Empty => members["error"] = json!({}),
        ErrorObject::Null => members["error"] = Value::Null,
        ErrorObject::Missing => drop(members.remove("error")),
    }
    change_error(switches, reply);
}

/// Changes the error object of any envelope.
pub(super) fn change_error(switches: &Switches, reply: &mut Value) {
    if switches.null_members
        && let Some(Value::Object(error)) = reply.get_mut("error")
    {
        for name in ["message", "log_id"] {
            error.insert(name.into(), Value::Null);
        }
    }
}

/// Changes a reply of the token endpoint.
pub(super) fn change_tokens(switches: &Switches, reply: &mut Value) {
    let Some(members) = reply.as_object_mut() else { return };
    change_times(switches.expiry_form, members, &["expires_in", "refresh_expires_in"]);
    let scopes = members.get("scope").and_then(Value::as_str).unwrap_or_default();
    match switches.scope_form {
        ScopeForm::Text => {}
        ScopeForm::List => {
            let list: Vec<&str> = scopes.split(',').collect();
            let list = json!(list);
            members.insert("scope".into(), list);
        }
        ScopeForm::Missing => drop(members.remove("scope")),
    }
}

fn change_times(form: TimeForm, members: &mut Map<String, Value>, names: &[&str]) {
    for name in names {
        let Some(seconds) = members.get(*name).and_then(Value::as_i64) else { continue };
        let value = match form {
            TimeForm::Number => json!(seconds),
            TimeForm::Text => json!(seconds.to_string()),
            TimeForm::Date => {
                json!(Timestamp::from_second(seconds).unwrap_or(Timestamp::UNIX_EPOCH).to_string())
            }
            TimeForm::Null => Value::Null,
            TimeForm::Missing => {
                members.remove(*name);
                continue;
            }
        };
        members.insert((*name).into(), value);
    }
}

fn change_status(form: StatusForm, status: &str) -> String {
    match form {
        StatusForm::Documented => status.into(),
        StatusForm::Capitals => status.to_uppercase(),
        StatusForm::Padded => format!("  {status} "),
        StatusForm::Synonyms => match status {
            "pending" => "in progress".into(),
            "downloading" => "completed".into(),
            "cancelled" => "canceled".into(),
            other => other.into(),
        },
    }
}

/// Compresses the body of a reply with gzip.
pub(super) async fn compress(reply: Response<Body>) -> io::Result<Response<Body>> {
    let (mut parts, body) = reply.into_parts();
    let body = to_bytes(body, usize::MAX).await.map_err(io::Error::other)?;
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(&body)?;
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    Ok(Response::from_parts(parts, encoder.finish()?.into()))
}
