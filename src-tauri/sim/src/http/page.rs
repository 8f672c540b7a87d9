//! HTML pages. All inserted values are escaped.

use std::fmt::Write as _;

use axum::body::Body;
use axum::http::Response;

use crate::authorization::AuthorizationRequest;
use crate::export::Persona;
use crate::http::paths::AUTHORIZE;
use crate::http::response;
use crate::scope;
use crate::switches::Prechecked;

pub(super) const STYLE_PATH: &str = "/stand-in.css";

pub(super) fn style() -> Response<Body> {
    response::build(200, "text/css; charset=utf-8", include_str!("page.css").into())
}

/// The consent page.
///
/// Tests use these names: form `#consent`, hidden `request`, select
/// `account` (`#account`), checkboxes `scope` with the scope as value, buttons `decision` = `continue`
/// (`#continue`) and `cancel` (`#cancel`).
pub(super) fn consent(request: &AuthorizationRequest, id: &str, prechecked: Prechecked) -> String {
    let mut accounts = String::new();
    for persona in &Persona::ALL {
        let (id, shown) = (persona.id, persona.display_name);
        let _ = write!(accounts, "<option value=\"{id}\">{shown}</option>");
    }
    let mut always = String::new();
    let mut toggles = String::new();
    for (index, scope) in request.scopes.iter().enumerate() {
        let (value, words) = (escape(scope), escape(scope::description(scope)));
        if scope::is_portability(scope) {
            let on = match prechecked {
                Prechecked::All => true,
                Prechecked::First => toggles.is_empty(),
                Prechecked::None => false,
            };
            let checked = if on { " checked" } else { "" };
            let _ = write!(
                toggles,
                "<li><label for=\"scope-{index}\"><span>{words}<small>{value}</small></span>\
                 <input type=\"checkbox\" role=\"switch\" id=\"scope-{index}\" name=\"scope\" value=\"{value}\"{checked}></label></li>"
            );
        } else {
            let _ = write!(always, "<li><span>{words}<small>{value}</small></span></li>");
        }
    }
    let app = escape(request.app_name);
    let body = format!(
        "<h1>{app} would like to</h1>\
         <form id=\"consent\" method=\"post\" action=\"{AUTHORIZE}\">\
         <input type=\"hidden\" name=\"request\" value=\"{}\">\
         <ul class=\"scopes\">{always}{toggles}</ul>\
         <p class=\"account\"><label for=\"account\">Sign in as</label>\
         <select id=\"account\" name=\"account\">{accounts}</select></p>\
         <p class=\"fine\">You can take this permission back at any time.</p>\
         <div class=\"buttons\">\
         <button id=\"continue\" class=\"main\" type=\"submit\" name=\"decision\" value=\"continue\">Continue</button>\
         <button id=\"cancel\" type=\"submit\" name=\"decision\" value=\"cancel\">Cancel</button>\
         </div></form>",
        escape(id),
    );
    frame("Allow access", &body)
}

/// The page that TikTok shows for a misconfigured app. There is no redirect to the app.
pub(super) fn error(kind: &str) -> String {
    frame(
        "Something went wrong",
        &format!(
            "<h1>Something went wrong</h1>\
             <p id=\"error\">We couldn't log in with this app. If you're a developer, correct the following and try again:</p>\
             <ul class=\"scopes\"><li><code id=\"error-type\">{}</code></li></ul>",
            escape(kind)
        ),
    )
}

/// The page for a form that was submitted twice, or was not issued by this server.
pub(super) fn stale() -> String {
    frame(
        "This page is no longer valid",
        "<h1>This page is no longer valid</h1><p>Go back to the app and start the sign-in again.</p>",
    )
}

fn frame(title: &str, body: &str) -> String {
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\">\
         <title>{title} · stand-in</title><link rel=\"stylesheet\" href=\"{STYLE_PATH}\"></head>\
         <body><aside id=\"stand-in\"><strong>This is not TikTok.</strong> It is a stand-in that runs on this computer. \
         The accounts and all of their data are fictional.</aside><main>{body}</main></body></html>"
    )
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}
