//! The download of an archive. The first bytes of the reply decide what it is, never its `Content-Type`.
//!
//! TikTok may send the archive itself, redirect to it, or name its address in JSON. Addresses are called with GET and
//! without the access token, which belongs to TikTok's API only.

use std::io::Write as _;
use std::time::Duration;

use bytes::Bytes;
use flate2::write::MultiGzDecoder;
use oauth2::AccessToken;
use reqwest::{Response, header};
use serde_json::Value;
use tokio::time::timeout;
use url::Url;

use super::PortabilityError;
use crate::http::{CallError, GZIP, HttpClient, Reply, extend, is_loopback, retry_after};

pub(super) type Result<T> = std::result::Result<T, PortabilityError>;

/// How many addresses are followed.
const REDIRECTS: usize = 5;

/// How long the first byte of an archive may take, since TikTok may pack it only then.
const FIRST_BYTE: Duration = Duration::from_mins(10);

/// How long the next byte may take.
const NEXT_BYTE: Duration = Duration::from_mins(1);

/// How a zip begins.
const ZIP: &[u8] = b"PK";

/// Starts downloads.
#[derive(Debug, Clone)]
pub(super) struct Downloader {
    http: HttpClient,
    is_stand_in: bool,
    first_byte: Duration,
    next_byte: Duration,
}

/// What a reply leads to.
enum Next {
    Archive(Box<Download>),
    Address(Url),
}

impl Downloader {
    pub(super) fn new(http: HttpClient, is_stand_in: bool) -> Self {
        Self { http, is_stand_in, first_byte: FIRST_BYTE, next_byte: NEXT_BYTE }
    }

    /// Asks for the archive and follows the replies to it.
    pub(super) async fn start(&self, url: Url, token: &AccessToken, body: &Value) -> Result<Download> {
        let mut request = self.http.client()?.post(url.clone()).bearer_auth(token.secret()).json(body);
        let mut at = url;
        for _ in 0..=REDIRECTS {
            match self.next(&at, request).await? {
                Next::Archive(download) => return Ok(*download),
                Next::Address(url) => {
                    request = self.http.client()?.get(url.clone());
                    at = url;
                }
            }
        }
        let what = format!("the download was redirected more than {REDIRECTS} times");
        Err(CallError::Unexpected { status: 302, what, received: None }.into())
    }

    async fn next(&self, at: &Url, request: reqwest::RequestBuilder) -> Result<Next> {
        let begun = timeout(self.first_byte, Content::begin(request, self.next_byte)).await;
        let late = |_| CallError::TimedOut(format!("no archive after {} s", self.first_byte.as_secs()));
        let (mut content, head) = begun.map_err(late)??;
        let status = content.response.status();
        if status.is_success() && head.starts_with(ZIP) {
            let bytes_total = content.length.filter(|_| !content.is_gzip);
            let download = Download { bytes_total, head: Some(head), content };
            return Ok(Next::Archive(Box::new(download)));
        }
        let retry_after = retry_after(&content.response);
        let location = content.response.headers().get(header::LOCATION).cloned();
        let reply = Reply::new(status, retry_after, content.rest(head).await?);
        if matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308) {
            let address = location.as_ref().and_then(|location| location.to_str().ok());
            return Ok(Next::Address(self.address(at, address.unwrap_or_default(), &reply)?));
        }
        match reply.open() {
            Ok(data) => match data.get("download_url").and_then(Value::as_str) {
                Some(address) => Ok(Next::Address(self.address(at, address, &reply)?)),
                None => Err(not_an_archive(&reply)),
            },
            Err(CallError::Unexpected { .. }) if status.is_success() => Err(not_an_archive(&reply)),
            Err(error) => Err(error.into()),
        }
    }

    /// Resolves an address of the archive. Only TLS is allowed, except on this computer for a stand-in.
    fn address(&self, at: &Url, address: &str, reply: &Reply) -> Result<Url> {
        let url = if address.is_empty() { None } else { at.join(address).ok() };
        let is_allowed = |url: &Url| {
            let is_plain = url.scheme() == "http" && self.is_stand_in && is_loopback(url);
            (url.scheme() == "https" || is_plain) && url.username().is_empty() && url.password().is_none()
        };
        let what = "the address of the archive is missing or not https";
        url.filter(is_allowed).ok_or_else(|| reply.unexpected(what).into())
    }
}

/// The details hold a reply of TikTok or a gateway, but no content that may be the person's.
fn not_an_archive(reply: &Reply) -> PortabilityError {
    let mut received = Box::new(reply.received());
    let is_envelope = reply.members().is_some_and(|members| members.contains_key("error"));
    let is_page = reply.body().trim_ascii_start().starts_with(b"<");
    if !is_envelope && !is_page {
        let beginning = reply.body().get(..16).unwrap_or(reply.body()).escape_ascii();
        received.raw = format!("{} bytes that begin with \"{beginning}\"", reply.body().len());
    }
    PortabilityError::NotAnArchive(received)
}

/// A download in progress.
#[derive(Debug)]
pub struct Download {
    /// Its size in bytes, if known.
    pub bytes_total: Option<u64>,
    head: Option<Vec<u8>>,
    content: Content,
}

impl Download {
    /// The content as a stream of chunks.
    pub fn stream(
        self,
    ) -> impl futures_util::Stream<Item = std::result::Result<Bytes, CallError>> + Send + Unpin {
        let Self { head, content, .. } = self;
        Box::pin(futures_util::stream::try_unfold((head, content), |(head, mut content)| async move {
            let chunk = match head {
                Some(head) => Some(head.into()),
                None => content.chunk().await?,
            };
            Ok(chunk.map(|chunk| (chunk, (None, content))))
        }))
    }
}

/// The content of a reply. If it is gzip data, it is unpacked: an archive is a zip, and is stored as one.
#[derive(Debug)]
struct Content {
    response: Response,
    /// Its announced length.
    length: Option<u64>,
    is_gzip: bool,
    /// `None` before the first bytes are known, and after the end.
    decoder: Option<MultiGzDecoder<Vec<u8>>>,
    next_byte: Duration,
}

impl Content {
    /// Sends a request and waits for the first bytes of its reply.
    async fn begin(
        request: reqwest::RequestBuilder,
        next_byte: Duration,
    ) -> std::result::Result<(Self, Vec<u8>), CallError> {
        let mut response = request.send().await?;
        // Before the first chunk: afterwards it is the length of the rest.
        let length = response.content_length();
        let mut head = Vec::new();
        while head.len() < ZIP.len() {
            match response.chunk().await? {
                Some(chunk) => head.extend_from_slice(&chunk),
                None => break,
            }
        }
        let is_gzip = head.starts_with(GZIP);
        let mut content = Self { response, length, is_gzip, decoder: None, next_byte };
        if is_gzip {
            let mut unpacked = content.unpack(&head)?;
            while unpacked.len() < ZIP.len() {
                match content.chunk().await? {
                    Some(chunk) => unpacked.extend(chunk),
                    None => break,
                }
            }
            head = unpacked;
        }
        Ok((content, head))
    }

    /// The next chunk, not empty; `None` at the end.
    async fn chunk(&mut self) -> std::result::Result<Option<Bytes>, CallError> {
        loop {
            let late = |_| CallError::TimedOut(format!("nothing came for {} s", self.next_byte.as_secs()));
            let chunk = timeout(self.next_byte, self.response.chunk()).await.map_err(late)??;
            let chunk = match chunk {
                Some(chunk) if self.is_gzip => self.unpack(&chunk)?.into(),
                Some(chunk) => chunk,
                None => match self.decoder.take() {
                    Some(decoder) => decoder.finish().map_err(|error| broken(&error))?.into(),
                    None => return Ok(None),
                },
            };
            if !chunk.is_empty() {
                return Ok(Some(chunk));
            }
        }
    }

    fn unpack(&mut self, chunk: &[u8]) -> std::result::Result<Vec<u8>, CallError> {
        let decoder = self.decoder.get_or_insert_with(|| MultiGzDecoder::new(Vec::new()));
        decoder.write_all(chunk).map_err(|error| broken(&error))?;
        Ok(std::mem::take(decoder.get_mut()))
    }

    /// The whole content of a reply that begins with `body` and is not an archive.
    async fn rest(&mut self, mut body: Vec<u8>) -> std::result::Result<Vec<u8>, CallError> {
        let status = self.response.status().as_u16();
        while let Some(chunk) = self.chunk().await? {
            extend(&mut body, &chunk, status)?;
        }
        Ok(body)
    }
}

fn broken(error: &std::io::Error) -> CallError {
    CallError::NoAnswer(format!("the gzip data is incomplete or damaged: {error}"))
}

#[cfg(test)]
mod tests;
