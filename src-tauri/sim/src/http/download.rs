//! Download of `/v2/user/data/` (`data-portability-api-download`): the zip, streamed, and all that can go wrong.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, Response, header};
use jiff::Timestamp;

use crate::archive::Archive;
use crate::export::{self, Language, Layout, Persona, Plan, Quirk};
use crate::http::call::Call;
use crate::http::data::{self, Status};
use crate::http::reply::{self, Refusal};
use crate::switches::{DownloadBody, ErrorCode, Region, Switches};
use crate::world::{Shared, World};

/// Most bytes of one piece of a stream.
const PIECE: u64 = 64 * 1024;

/// A download that was granted.
struct Job {
    plan: Plan,
    switches: Switches,
    end: End,
}

/// How a stream ends.
#[derive(Clone, Copy)]
enum End {
    Whole,
    Broken(u64),
    Short(u64),
    Silent(u64),
}

impl End {
    const fn at(self) -> u64 {
        match self {
            Self::Whole => u64::MAX,
            Self::Broken(at) | Self::Short(at) | Self::Silent(at) => at,
        }
    }
}

pub(super) async fn download(shared: &Shared, call: &Call) -> Response<Body> {
    let granted = {
        let world = &mut *shared.lock();
        grant(world, call).map_err(|refusal| {
            let status = refusal.code.status();
            refusal.download_answer(world, status)
        })
    };
    let job = match granted {
        Ok(job) => job,
        Err(answer) => return answer,
    };
    match job.switches.download_body {
        DownloadBody::Zip => {}
        DownloadBody::JsonError => return Refusal::request_id().download_answer(&mut shared.lock(), 200),
        DownloadBody::HtmlPage => {
            return reply::page(
                200,
                "<!doctype html><title>Sign in to this network</title><h1>Welcome</h1>".into(),
            );
        }
        DownloadBody::Empty => return typed(Body::empty(), &job.switches),
        DownloadBody::NotAZip => {
            return typed("These bytes are not an archive. ".repeat(400).into(), &job.switches);
        }
    }
    match stream(shared, job, call.range.as_deref()).await {
        Ok(answer) => answer,
        Err(error) => {
            tracing::warn!(%error, "the stand-in could not make its export");
            let refusal =
                Refusal::new(ErrorCode::InternalError, "Something is wrong. Please try again later.");
            refusal.download_answer(&mut shared.lock(), 500)
        }
    }
}

fn grant(world: &mut World, call: &Call) -> Result<Job, Refusal> {
    let bearer = data::caller(world, call)?;
    let id = data::body_id(&call.json()?)?;
    let refuse = |code: ErrorCode| Refusal { code, ..Refusal::request_id() };
    match data::owned(world, &bearer, id)? {
        Status::Pending => return Err(refuse(world.switches.download_before_ready)),
        Status::Expired => return Err(refuse(world.switches.download_after_expiry)),
        Status::Cancelled => return Err(refuse(world.switches.download_after_cancel)),
        Status::Downloading => {}
    }
    let request = world.state.requests.get(&id).ok_or_else(Refusal::request_id)?;
    let persona = Persona::by_id(&request.account).ok_or_else(Refusal::token)?;
    let switches = world.switches.clone();
    let made = Timestamp::from_second(request.apply_time).unwrap_or(Timestamp::UNIX_EPOCH);
    let plan = Plan {
        persona: persona.id,
        categories: request.categories.clone(),
        layout: if request.data_format == "text" { Layout::TxtC(Language::English) } else { Layout::V6 },
        quirks: switches.unknown_section.then_some(Quirk::Unknown).into_iter().collect(),
        nothing: switches.region == Region::EmptyExport,
        padding_files: switches.padding_files,
        padding_bytes: switches.padding_bytes,
        ..Plan::new(world.seed, world.records, made)
    };
    let end = if world.switches.truncate_next > 0 {
        world.switches.truncate_next -= 1;
        let at = switches.truncate_after;
        if switches.truncate_cleanly { End::Short(at) } else { End::Broken(at) }
    } else if world.switches.stall_next > 0 {
        world.switches.stall_next -= 1;
        End::Silent(switches.stall_after)
    } else {
        End::Whole
    };
    Ok(Job { plan, switches, end })
}

async fn stream(shared: &Shared, job: Job, range: Option<&str>) -> io::Result<Response<Body>> {
    let source = archive(shared, &job.plan).await?;
    let length = source.length();
    let range = range.filter(|_| job.switches.honour_range).and_then(|range| asked(range, length));
    let (start, stop) = match range {
        Some((start, _)) if start >= length => {
            let mut answer = reply::reply(416, "application/zip", Body::empty());
            set(&mut answer, header::CONTENT_RANGE, &format!("bytes */{length}"));
            return Ok(answer);
        }
        Some((start, stop)) => (start, stop),
        None => (0, length),
    };
    let pour = Pour { source, start, left: stop - start, sent: 0, end: job.end, rate: job.switches.rate };
    let body = Body::from_stream(futures_util::stream::unfold(pour, |mut pour| async move {
        pour.next().await.map(|piece| (piece, pour))
    }));
    let mut answer = typed(body, &job.switches);
    if job.switches.content_length {
        set(&mut answer, header::CONTENT_LENGTH, &(stop - start).to_string());
    }
    if job.switches.honour_range {
        set(&mut answer, header::ACCEPT_RANGES, "bytes");
    }
    if range.is_some() {
        *answer.status_mut() = reply::status(206);
        set(&mut answer, header::CONTENT_RANGE, &format!("bytes {start}-{}/{length}", stop - 1));
    }
    Ok(answer)
}

/// The archive's file: the one a test put there, the one made for the last call, or a new one.
async fn archive(shared: &Shared, plan: &Plan) -> io::Result<Arc<Archive>> {
    let key = format!("{plan:?}");
    {
        let world = shared.lock();
        if let Some(file) = &world.archive {
            return Ok(file.clone());
        }
        if let Some((made_for, file)) = &world.made
            && *made_for == key
        {
            return Ok(file.clone());
        }
    }
    let plan = plan.clone();
    let made = tokio::task::spawn_blocking(move || {
        Archive::made(|file| export::write_zip(&plan, file).map(|_| ()).map_err(io::Error::other))
            .map(Arc::new)
    })
    .await
    .map_err(io::Error::other)??;
    shared.lock().made = Some((key, made.clone()));
    Ok(made)
}

/// One download on its way.
struct Pour {
    source: Arc<Archive>,
    start: u64,
    left: u64,
    sent: u64,
    end: End,
    rate: u64,
}

impl Pour {
    async fn next(&mut self) -> Option<io::Result<Bytes>> {
        if self.sent >= self.end.at() {
            match self.end {
                End::Broken(_) => {
                    // What was sent gets a moment to leave before the connection breaks.
                    tokio::time::sleep(Duration::from_millis(30)).await;
                    return Some(Err(io::ErrorKind::ConnectionAborted.into()));
                }
                End::Silent(_) => std::future::pending().await,
                End::Short(_) | End::Whole => return None,
            }
        }
        if self.left == 0 {
            return None;
        }
        // A tenth of a second's worth, so that a slow download is a steady one.
        let most = if self.rate == 0 { PIECE } else { (self.rate / 10).clamp(1, PIECE) };
        let size = most.min(self.left).min(self.end.at() - self.sent);
        let (source, offset) = (self.source.clone(), self.start + self.sent);
        let length = usize::try_from(size).unwrap_or(0);
        let piece = match tokio::task::spawn_blocking(move || source.piece(offset, length)).await {
            Ok(Ok(piece)) => piece,
            Ok(Err(error)) => return Some(Err(error)),
            Err(error) => return Some(Err(io::Error::other(error))),
        };
        self.left -= size;
        self.sent += size;
        if let Some(micros) = (size * 1_000_000).checked_div(self.rate) {
            tokio::time::sleep(Duration::from_micros(micros)).await;
        }
        Some(Ok(piece.into()))
    }
}

/// First and end byte of a `Range` of one part, whose end may be open.
fn asked(range: &str, length: u64) -> Option<(u64, u64)> {
    let (first, last) = range.strip_prefix("bytes=")?.split_once('-')?;
    let first = first.parse().ok()?;
    let stop = if last.is_empty() { length } else { last.parse::<u64>().ok()?.checked_add(1)?.min(length) };
    (first < stop || first >= length).then_some((first, stop))
}

fn typed(body: Body, switches: &Switches) -> Response<Body> {
    let mut answer = reply::reply(200, "application/zip", body);
    if switches.content_type.is_empty() {
        answer.headers_mut().remove(header::CONTENT_TYPE);
    } else {
        set(&mut answer, header::CONTENT_TYPE, &switches.content_type);
    }
    answer
}

fn set(answer: &mut Response<Body>, name: header::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        answer.headers_mut().insert(name, value);
    }
}
