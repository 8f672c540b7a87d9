//! How often a client may call.

use std::net::IpAddr;
use std::num::NonZeroU32;

use axum::http::StatusCode;
use governor::clock::Clock;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::address::counted;
use crate::config::Limits;
use crate::refusal::Refusal;

/// The limit of one kind of call.
pub(crate) struct Rate(DefaultKeyedRateLimiter<IpAddr>);

impl Rate {
    fn per_minute(calls: NonZeroU32) -> Self {
        Self(RateLimiter::keyed(Quota::per_minute(calls)))
    }

    /// Counts a call, or refuses it.
    pub(crate) fn check(&self, client: IpAddr) -> Result<(), Refusal> {
        self.0.check_key(&counted(client)).map_err(|refused| {
            let pause = refused.wait_time_from(self.0.clock().now());
            let description = "There are too many calls from this address. Please wait.";
            Refusal::new(StatusCode::TOO_MANY_REQUESTS, "rate_limit_exceeded", description).after(pause)
        })
    }
}

/// The limits of all calls.
pub(crate) struct Rates {
    pub(crate) token_calls: Rate,
    pub(crate) polls: Rate,
    pub(crate) webhooks: Rate,
}

impl Rates {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            token_calls: Rate::per_minute(limits.token_calls),
            polls: Rate::per_minute(limits.polls),
            webhooks: Rate::per_minute(limits.webhooks),
        }
    }

    /// Forgets the clients that have not called lately.
    pub(crate) fn forget_idle(&self) {
        for rate in [&self.token_calls, &self.polls, &self.webhooks] {
            rate.0.retain_recent();
            rate.0.shrink_to_fit();
        }
    }
}
