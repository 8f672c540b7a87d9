//! `GET /v1/events`: a long poll. It needs nothing from proxies but some patience, and no state in the app but a number.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use crate::app::{App, Client, now};
use crate::events::{Batch, TooManyPolls, Topic};
use crate::refusal::{BROKER, Refusal, SOURCE};
use crate::ticket::TicketError;

/// The most requests that one poll can name.
const MOST_REQUESTS: usize = 16;

/// What is asked for.
#[derive(Deserialize)]
pub(crate) struct Poll {
    /// The number of the last reply; 0 at first.
    #[serde(default)]
    after: u64,
    /// How many seconds to wait for an event.
    #[serde(default)]
    wait: u64,
    /// The requests whose archives the app waits for, separated by commas.
    #[serde(default)]
    requests: String,
}

/// Answers with the events of the person for whom the ticket was issued, at once or when there is one.
pub(crate) async fn poll(
    State(app): State<Arc<App>>,
    Client(client): Client,
    headers: HeaderMap,
    query: Result<Query<Poll>, QueryRejection>,
) -> Result<Response, Refusal> {
    app.rates.polls.check(client)?;
    let authorization = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let ticket = authorization.and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
    let person = app.tickets.open(ticket, now()).map_err(|error| {
        let (error, description) = match error {
            TicketError::Invalid => ("ticket_invalid", "The events ticket is missing or invalid."),
            TicketError::Expired => ("ticket_expired", "The events ticket has expired."),
        };
        Refusal::new(StatusCode::UNAUTHORIZED, error, description)
    })?;
    let Query(poll) = query.map_err(|_| Refusal::invalid("after and wait must be numbers."))?;
    let mut topics = vec![Topic::Person(person)];
    for id in poll.requests.split(',').filter(|id| !id.is_empty()) {
        let id =
            id.parse().map_err(|_| Refusal::invalid("requests must be numbers, separated by commas."))?;
        topics.push(Topic::Request(id));
    }
    if topics.len() > 1 + MOST_REQUESTS {
        return Err(Refusal::invalid("There are too many requests."));
    }
    let longest = Duration::from_secs(poll.wait).min(app.config.limits.longest_poll);
    let batch = tokio::select! {
        batch = app.events.next(&topics, poll.after, longest) => batch.map_err(too_many)?,
        // The app asks again, and goes on after the same number.
        () = app.closing.cancelled() => Batch { events: Vec::new(), next: poll.after },
    };
    Ok(([(SOURCE, BROKER)], Json(batch)).into_response())
}

fn too_many(error: TooManyPolls) -> Refusal {
    let (status, description) = match error {
        TooManyPolls::OfPerson => (StatusCode::TOO_MANY_REQUESTS, "Too many polls wait for this person."),
        TooManyPolls::InAll => (StatusCode::SERVICE_UNAVAILABLE, "Too many polls wait."),
    };
    Refusal::new(status, "busy", description).after(Duration::from_mins(1))
}
