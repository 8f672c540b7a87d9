//! Why a call failed, with what was received.

use std::fmt;
use std::time::Duration;

use thiserror::Error;

/// Why a call failed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CallError {
    /// The request was not sent, so TikTok cannot have acted on it.
    #[error("could not connect: {0}")]
    NotSent(String),
    /// The request was sent and the connection broke before the reply was complete: TikTok may have acted on it.
    #[error("no reply: {0}")]
    NoAnswer(String),
    /// The request was sent and the reply did not arrive in time: TikTok may have acted on it.
    #[error("no reply in time: {0}")]
    TimedOut(String),
    /// TikTok returned an error.
    #[error("{0}")]
    Refused(Box<Received>),
    /// Too many requests; wait before the next one.
    #[error("too many requests: {received}")]
    RateLimited {
        /// How long to wait, if TikTok says so.
        retry_after: Option<Duration>,
        /// The reply.
        received: Box<Received>,
    },
    /// TikTok, or a gateway in front of it, reported an internal error.
    #[error("TikTok has an internal error: {0}")]
    Unavailable(Box<Received>),
    /// The reply cannot be used.
    #[error("unexpected reply (HTTP {status}): {what}")]
    Unexpected {
        /// The HTTP status.
        status: u16,
        /// What is wrong with the reply, without its content.
        what: String,
        /// The reply, if it was read.
        received: Option<Box<Received>>,
    },
}

impl CallError {
    /// The reply, if there was one.
    #[must_use]
    pub fn received(&self) -> Option<&Received> {
        match self {
            Self::NotSent(_) | Self::NoAnswer(_) | Self::TimedOut(_) => None,
            Self::Refused(received) | Self::Unavailable(received) | Self::RateLimited { received, .. } => {
                Some(received)
            }
            Self::Unexpected { received, .. } => received.as_deref(),
        }
    }
}

impl From<reqwest::Error> for CallError {
    fn from(error: reqwest::Error) -> Self {
        // URLs can contain codes and states, which must not be logged.
        let error = error.without_url();
        let text = chain(&error);
        if error.is_connect() || error.is_builder() {
            Self::NotSent(text)
        } else if error.is_timeout() {
            Self::TimedOut(text)
        } else {
            Self::NoAnswer(text)
        }
    }
}

fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}

/// What was received, without secrets. `Display` shows everything but the raw reply, which is not meant for logs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Received {
    /// The HTTP status.
    pub status: u16,
    /// TikTok's error code, for example `scope_not_authorized`; empty if there is none.
    pub code: String,
    /// TikTok's explanation in English.
    pub message: String,
    /// The id of the entry in TikTok's log.
    pub log_id: String,
    /// The beginning of the reply, without secrets.
    pub raw: String,
}

impl Received {
    /// The longest log id that is kept, in characters. TikTok's have 34.
    const LONGEST_LOG_ID: usize = 64;

    /// The log id, if there is one.
    #[must_use]
    pub fn log_id(&self) -> Option<String> {
        let kept = self.log_id.chars().filter(|c| !c.is_control()).take(Self::LONGEST_LOG_ID);
        Some(kept.collect::<String>()).filter(|id| !id.is_empty())
    }
}

impl fmt::Display for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.code.is_empty() {
            write!(f, "{} ", self.code)?;
        }
        write!(f, "(HTTP {}", self.status)?;
        if !self.log_id.is_empty() {
            write!(f, ", log id {}", self.log_id)?;
        }
        f.write_str(")")?;
        if !self.message.is_empty() {
            write!(f, ": {}", self.message)?;
        }
        Ok(())
    }
}
