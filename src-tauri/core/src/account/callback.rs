//! The loopback listener for the redirect of the browser (RFC 8252). It serves one path and one method, within limits.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{self, HeaderValue};
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::{AbortHandle, JoinSet};
use url::Url;

use super::{AccountError, AuthorizationRequest, AuthorizationResponse};

/// The path of the redirect URI, exactly as registered with TikTok.
const PATH: &str = "/callback/";
/// The maximum size of a request in bytes. A browser sends a few headers.
const LARGEST_REQUEST: usize = 16 * 1024;
/// How long receiving the headers of a request may take.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(5);
/// The pause after a failure to accept a connection.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);
/// How long a connection may take, from its first byte to its last.
const CONNECTION_TIMEOUT: Duration = Duration::from_secs(10);
/// The maximum number of simultaneous connections. One more replaces the oldest: a browser sends its request at once, so
/// other programs cannot keep it out by holding connections open.
const CONNECTIONS: usize = 16;

/// The texts of the pages that the browser shows after the redirect, in the person's language.
#[derive(Debug, Clone)]
pub struct Pages {
    /// BCP 47 tag of the texts.
    pub language: String,
    /// Heading and sentence after consent.
    pub done: [String; 2],
    /// Heading and sentence after a refusal.
    pub refused: [String; 2],
    /// Heading and sentence for a request that does not belong to the sign-in.
    pub stale: [String; 2],
}

/// The port on 127.0.0.1 to which the browser returns after a sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RedirectPort {
    /// No other one.
    Fixed(u16),
    /// This one, or one that the system picks if another program uses it; with 0, always one that the system picks.
    Preferred(u16),
}

impl RedirectPort {
    /// The port of [`Self::Fixed`] or [`Self::Preferred`].
    #[must_use]
    pub fn number(self) -> u16 {
        match self {
            Self::Fixed(port) | Self::Preferred(port) => port,
        }
    }
}

impl Default for RedirectPort {
    /// Always preferring the same port makes an app key work that is registered with this port, instead of with an
    /// asterisk.
    fn default() -> Self {
        Self::Preferred(43117)
    }
}

/// An open loopback port on which no requests are served yet.
pub struct Listener {
    socket: TcpListener,
    redirect: Url,
}

impl Listener {
    /// Opens a port on 127.0.0.1.
    pub async fn open(port: RedirectPort) -> Result<Self, AccountError> {
        let no_port = |e: io::Error| AccountError::NoPort(e.to_string());
        let bind = |number: u16| TcpListener::bind(("127.0.0.1", number));
        let socket = match (bind(port.number()).await, port) {
            (Err(_), RedirectPort::Preferred(_)) => bind(0).await,
            (bound, _) => bound,
        }
        .map_err(no_port)?;
        let port = socket.local_addr().map_err(no_port)?.port();
        let redirect = Url::parse(&format!("http://127.0.0.1:{port}{PATH}"))
            .map_err(|e| AccountError::NoPort(e.to_string()))?;
        Ok(Self { socket, redirect })
    }

    /// The redirect URI.
    #[must_use]
    pub fn redirect(&self) -> &Url {
        &self.redirect
    }

    /// Serves the callback until the response to `attempt` arrives. A request with a wrong state gets an error page and
    /// does not end the wait, since any web page could send one; `unexpected` receives the reason. There is no timeout; the caller sets one and drops the future.
    pub async fn wait(
        self,
        attempt: Arc<AuthorizationRequest>,
        pages: Arc<Pages>,
        unexpected: mpsc::Sender<AccountError>,
    ) -> Result<AuthorizationResponse, AccountError> {
        self.serve(TcpListener::accept, attempt, pages, unexpected).await
    }

    /// As [`Self::wait`], with the function that accepts a connection.
    async fn serve(
        &self,
        accept: impl AsyncFn(&TcpListener) -> io::Result<(TcpStream, SocketAddr)>,
        attempt: Arc<AuthorizationRequest>,
        pages: Arc<Pages>,
        unexpected: mpsc::Sender<AccountError>,
    ) -> Result<AuthorizationResponse, AccountError> {
        let (found, mut answers) = mpsc::channel(1);
        let mut connections = JoinSet::new();
        // The running connections, the oldest first.
        let mut handles: VecDeque<AbortHandle> = VecDeque::new();
        loop {
            tokio::select! {
                answer = answers.recv() => {
                    // Lets the browser receive its page before the port is closed.
                    tokio::time::sleep(Duration::from_millis(200)).await;
                    return answer.ok_or(AccountError::TimedOut);
                }
                // Frees finished connections.
                Some(_) = connections.join_next(), if !connections.is_empty() => {
                    handles.retain(|handle| !handle.is_finished());
                }
                accepted = accept(&self.socket) => {
                    let stream = match accepted {
                        Ok((stream, _)) => stream,
                        Err(error) => {
                            // For example out of file descriptors. This may last, so avoid a busy loop.
                            tracing::warn!(%error, "could not accept a connection to the callback listener");
                            tokio::time::sleep(ACCEPT_PAUSE).await;
                            continue;
                        }
                    };
                    if handles.len() >= CONNECTIONS && let Some(oldest) = handles.pop_front() {
                        oldest.abort();
                    }
                    let (attempt, pages, found) = (Arc::clone(&attempt), Arc::clone(&pages), found.clone());
                    let unexpected = unexpected.clone();
                    handles.push_back(connections.spawn(async move {
                        let service = service_fn(|request| {
                            let response = respond(&request, &attempt, &pages, &found, &unexpected);
                            async move { Ok::<_, Infallible>(response) }
                        });
                        let served = hyper::server::conn::http1::Builder::new()
                            .timer(TokioTimer::new())
                            .header_read_timeout(REQUEST_TIMEOUT)
                            .max_buf_size(LARGEST_REQUEST)
                            .keep_alive(false)
                            .serve_connection(TokioIo::new(stream), service);
                        // The other side is gone or too slow either way.
                        let _ = tokio::time::timeout(CONNECTION_TIMEOUT, served).await;
                    }));
                }
            }
        }
    }
}

fn respond(
    request: &Request<Incoming>,
    attempt: &AuthorizationRequest,
    pages: &Pages,
    found: &mpsc::Sender<AuthorizationResponse>,
    unexpected: &mpsc::Sender<AccountError>,
) -> Response<Full<Bytes>> {
    let expected_host = attempt.redirect.port().map(|port| format!("127.0.0.1:{port}"));
    let host = request.headers().get(header::HOST).and_then(|h| h.to_str().ok());
    if request.uri().path() != PATH {
        return page(StatusCode::NOT_FOUND, pages, &pages.stale);
    }
    if request.method() != Method::GET {
        return page(StatusCode::METHOD_NOT_ALLOWED, pages, &pages.stale);
    }
    // Another host name indicates DNS rebinding.
    if host.map(str::to_owned) != expected_host {
        return page(StatusCode::MISDIRECTED_REQUEST, pages, &pages.stale);
    }
    let answer = match attempt.read_query(request.uri().query().unwrap_or_default()) {
        Ok(answer) => answer,
        Err(error) => {
            let is_refusal = matches!(error, AccountError::RefusalUnclear(_));
            // If the channel is full, a reason is already waiting to be shown.
            let _ = unexpected.try_send(error);
            let text = if is_refusal { &pages.refused } else { &pages.stale };
            return page(StatusCode::BAD_REQUEST, pages, text);
        }
    };
    let text =
        if matches!(answer, AuthorizationResponse::Code { .. }) { &pages.done } else { &pages.refused };
    // If the page is reloaded, the channel is full and the second response is ignored.
    let _ = found.try_send(answer);
    page(StatusCode::OK, pages, text)
}

/// Creates a static page that contains nothing from the request.
fn page(status: StatusCode, pages: &Pages, [heading, sentence]: &[String; 2]) -> Response<Full<Bytes>> {
    let html = format!(
        "<!doctype html><html lang=\"{}\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>Satchel</title><style>:root{{color-scheme:light dark}}body{{font:16px/24px system-ui,sans-serif;\
         max-width:32em;margin:20vh auto;padding:0 24px;background:light-dark(#f6f5f2,#1b1a19);\
         color:light-dark(#1d2129,#edeae5)}}h1{{font-size:24px;line-height:32px}}</style>\
         <h1>{}</h1><p>{}</p></html>",
        escape(&pages.language),
        escape(heading),
        escape(sentence)
    );
    let mut response = Response::new(Full::new(Bytes::from(html)));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"),
    );
    response
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests;
