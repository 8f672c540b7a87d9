//! Download of `/v2/user/data/` (`data-portability-api-download`): streams an archive, and simulates failures.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, Response, header};
use jiff::Timestamp;
use serde_json::json;

use crate::archive::{self, Archive};
use crate::export::{ExportSpec, Persona};
use crate::faults::ErrorCode;
use crate::http::data::{self, Status};
use crate::http::paths::ARCHIVE;
use crate::http::request::ApiRequest;
use crate::http::response::{self, ApiError};
use crate::state::{SharedState, State};
use crate::switches::{DownloadBody, Region, Switches};

/// Maximum size of a chunk in bytes.
const CHUNK: u64 = 64 * 1024;

/// A download that was accepted.
struct Download {
    spec: ExportSpec,
    switches: Switches,
    end: StreamEnd,
}

/// How a stream ends; after how many bytes, unless it is complete.
#[derive(Clone, Copy)]
enum StreamEnd {
    Complete,
    /// The connection is closed before the end of the body.
    Aborted(u64),
    /// The body ends early.
    Truncated(u64),
    /// No more bytes follow, and the connection stays open.
    Stalled(u64),
}

impl StreamEnd {
    const fn at(self) -> u64 {
        match self {
            Self::Complete => u64::MAX,
            Self::Aborted(at) | Self::Truncated(at) | Self::Stalled(at) => at,
        }
    }
}

pub(super) async fn download(shared: &SharedState, request: &ApiRequest) -> Response<Body> {
    let accepted = {
        let state = &mut *shared.lock();
        match accept(state, request) {
            Ok(id) => match elsewhere(state, id) {
                Some(response) => return response,
                None => begin(state, id),
            },
            Err(error) => Err(error),
        }
    };
    match accepted {
        Ok(download) => serve(shared, download, request.range.as_deref()).await,
        Err(error) => {
            let status = error.code.status();
            error.download_response(&mut shared.lock(), status)
        }
    }
}

/// A redirect to the archive, or JSON with its address, if the switches ask for one.
fn elsewhere(state: &mut State, id: i64) -> Option<Response<Body>> {
    let Switches { download_redirect, download_hops, download_location, download_url, .. } = &state.switches;
    let own = |hops: u32| format!("{}{ARCHIVE}{id}/{hops}", state.base_url);
    let address = |hops| if download_location.is_empty() { own(hops) } else { download_location.clone() };
    if *download_url {
        let address = address(0);
        return Some(response::success(state, Some(json!({ "download_url": address }))));
    }
    match (*download_redirect, *download_hops) {
        (0, _) | (_, 0) => None,
        (code, hops) => Some(redirect(code, &address(hops - 1))),
    }
}

fn redirect(code: u16, address: &str) -> Response<Body> {
    let mut reply = response::redirect(address);
    *reply.status_mut() = response::status(code);
    reply
}

/// The address of an archive, which accepts GET without secrets only.
pub(super) async fn follow(shared: &SharedState, request: &ApiRequest) -> Response<Body> {
    let parts = request.path.strip_prefix(ARCHIVE).and_then(|path| path.split_once('/'));
    let parsed = parts.and_then(|(id, hops)| Some((id.parse::<i64>().ok()?, hops.parse::<u32>().ok()?)));
    let accepted = {
        let state = &mut *shared.lock();
        let is_offered = state.switches.download_redirect > 0 || state.switches.download_url;
        match parsed.filter(|_| is_offered && request.method == "GET" && !request.has_secrets) {
            Some((id, 0)) => begin(state, id).ok(),
            Some((id, hops)) => {
                let address = format!("{}{ARCHIVE}{id}/{}", state.base_url, hops - 1);
                return redirect(state.switches.download_redirect, &address);
            }
            None => None,
        }
    };
    match accepted {
        Some(download) => serve(shared, download, request.range.as_deref()).await,
        None => response::build(403, "application/xml", "<Error>AccessDenied</Error>".into()),
    }
}

async fn serve(shared: &SharedState, download: Download, range: Option<&str>) -> Response<Body> {
    match download.switches.download_body {
        DownloadBody::Zip => {}
        DownloadBody::JsonError => return ApiError::request_id().download_response(&mut shared.lock(), 200),
        DownloadBody::HtmlPage => {
            return response::page(
                200,
                "<!doctype html><title>Sign in to this network</title><h1>Welcome</h1>".into(),
            );
        }
        DownloadBody::Empty => return with_type(Body::empty(), &download.switches),
        DownloadBody::NotAZip => {
            return with_type("These bytes are not an archive. ".repeat(400).into(), &download.switches);
        }
    }
    match stream(shared, download, range).await {
        Ok(reply) => reply,
        Err(error) => {
            tracing::warn!(%error, "failed to write the archive");
            let error =
                ApiError::new(ErrorCode::InternalError, "Something is wrong. Please try again later.");
            error.download_response(&mut shared.lock(), 500)
        }
    }
}

/// The id of the request whose archive may be downloaded.
fn accept(state: &mut State, request: &ApiRequest) -> Result<i64, ApiError> {
    let bearer = data::authenticate(state, request)?;
    let id = data::body_id(&request.json()?)?;
    let error = |code: ErrorCode| ApiError { code, ..ApiError::request_id() };
    match data::status_for(state, &bearer, id)? {
        Status::Pending => Err(error(state.switches.download_before_ready)),
        Status::Expired => Err(error(state.switches.download_after_expiry)),
        Status::Cancelled => Err(error(state.switches.download_after_cancel)),
        Status::Downloading => Ok(id),
    }
}

fn begin(state: &mut State, id: i64) -> Result<Download, ApiError> {
    let request = state.stored.requests.get(&id).ok_or_else(ApiError::request_id)?;
    let persona = Persona::by_id(&request.account).ok_or_else(ApiError::token)?;
    let switches = state.switches.clone();
    let end = Timestamp::from_second(request.apply_time).unwrap_or(Timestamp::UNIX_EPOCH);
    let spec = ExportSpec {
        persona: persona.id,
        categories: request.categories.clone(),
        format: request.format,
        is_empty: switches.region == Region::EmptyExport,
        padding_files: switches.padding_files,
        padding_bytes: switches.padding_bytes,
        ..ExportSpec::new(state.seed, state.records, end)
    };
    let end = if state.switches.truncate_next > 0 {
        state.switches.truncate_next -= 1;
        let at = switches.truncate_after;
        if switches.truncate_cleanly { StreamEnd::Truncated(at) } else { StreamEnd::Aborted(at) }
    } else if state.switches.stall_next > 0 {
        state.switches.stall_next -= 1;
        StreamEnd::Stalled(switches.stall_after)
    } else {
        StreamEnd::Complete
    };
    Ok(Download { spec, switches, end })
}

async fn stream(shared: &SharedState, download: Download, range: Option<&str>) -> io::Result<Response<Body>> {
    let archive = archive(shared, &download.spec).await?;
    let length = archive.length();
    let range = range.filter(|_| download.switches.honour_range).and_then(|range| parse_range(range, length));
    let (start, stop) = match range {
        Some((start, _)) if start >= length => {
            let mut reply = response::build(416, "application/zip", Body::empty());
            set(&mut reply, header::CONTENT_RANGE, &format!("bytes */{length}"));
            return Ok(reply);
        }
        Some((start, stop)) => (start, stop),
        None => (0, length),
    };
    let stream = ArchiveStream {
        archive,
        start,
        left: stop - start,
        sent: 0,
        end: download.end,
        rate: download.switches.rate,
        delay: Duration::from_millis(download.switches.first_byte_delay),
    };
    let body = Body::from_stream(futures_util::stream::unfold(stream, |mut stream| async move {
        stream.next().await.map(|chunk| (chunk, stream))
    }));
    let mut reply = with_type(body, &download.switches);
    if download.switches.content_length {
        set(&mut reply, header::CONTENT_LENGTH, &(stop - start).to_string());
    }
    if download.switches.honour_range {
        set(&mut reply, header::ACCEPT_RANGES, "bytes");
    }
    if range.is_some() {
        *reply.status_mut() = response::status(206);
        set(&mut reply, header::CONTENT_RANGE, &format!("bytes {start}-{}/{length}", stop - 1));
    }
    Ok(reply)
}

/// The archive to serve: the fixed one, the last one if it has the same contents, or a new one.
async fn archive(shared: &SharedState, spec: &ExportSpec) -> io::Result<Arc<Archive>> {
    let key = format!("{spec:?}");
    let source = {
        let state = shared.lock();
        if let Some(archive) = &state.fixed_archive {
            return Ok(archive.clone());
        }
        if let Some((last_key, archive)) = &state.last_archive
            && *last_key == key
        {
            return Ok(archive.clone());
        }
        state.archive_source.clone()
    };
    let spec = spec.clone();
    let archive = tokio::task::spawn_blocking(move || archive::write(source.as_ref(), &spec))
        .await
        .map_err(io::Error::other)??;
    let archive = Arc::new(archive);
    shared.lock().last_archive = Some((key, archive.clone()));
    Ok(archive)
}

/// The body of a download.
struct ArchiveStream {
    archive: Arc<Archive>,
    start: u64,
    left: u64,
    sent: u64,
    end: StreamEnd,
    rate: u64,
    /// The pause before the first byte.
    delay: Duration,
}

impl ArchiveStream {
    async fn next(&mut self) -> Option<io::Result<Bytes>> {
        if !self.delay.is_zero() {
            tokio::time::sleep(std::mem::take(&mut self.delay)).await;
        }
        if self.sent >= self.end.at() {
            match self.end {
                StreamEnd::Aborted(_) => {
                    // Gives the bytes before it time to be sent.
                    tokio::time::sleep(Duration::from_millis(30)).await;
                    return Some(Err(io::ErrorKind::ConnectionAborted.into()));
                }
                StreamEnd::Stalled(_) => std::future::pending().await,
                StreamEnd::Truncated(_) | StreamEnd::Complete => return None,
            }
        }
        if self.left == 0 {
            return None;
        }
        // A tenth of a second's worth, so that a slow download is steady.
        let limit = if self.rate == 0 { CHUNK } else { (self.rate / 10).clamp(1, CHUNK) };
        let size = limit.min(self.left).min(self.end.at() - self.sent);
        let (archive, offset) = (self.archive.clone(), self.start + self.sent);
        let length = usize::try_from(size).unwrap_or(0);
        let chunk = match tokio::task::spawn_blocking(move || archive.read_at(offset, length)).await {
            Ok(Ok(chunk)) => chunk,
            Ok(Err(error)) => return Some(Err(error)),
            Err(error) => return Some(Err(io::Error::other(error))),
        };
        self.left -= size;
        self.sent += size;
        if let Some(micros) = (size * 1_000_000).checked_div(self.rate) {
            tokio::time::sleep(Duration::from_micros(micros)).await;
        }
        Some(Ok(chunk.into()))
    }
}

/// Parses a `Range` with one part: the first byte, and the byte after the last one.
fn parse_range(range: &str, length: u64) -> Option<(u64, u64)> {
    let (first, last) = range.strip_prefix("bytes=")?.split_once('-')?;
    let first = first.parse().ok()?;
    let stop = if last.is_empty() { length } else { last.parse::<u64>().ok()?.checked_add(1)?.min(length) };
    (first < stop || first >= length).then_some((first, stop))
}

fn with_type(body: Body, switches: &Switches) -> Response<Body> {
    let mut reply = response::build(200, "application/zip", body);
    if switches.content_type.is_empty() {
        reply.headers_mut().remove(header::CONTENT_TYPE);
    } else {
        set(&mut reply, header::CONTENT_TYPE, &switches.content_type);
    }
    reply
}

fn set(reply: &mut Response<Body>, name: header::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        reply.headers_mut().insert(name, value);
    }
}
