//! What TikTok's webhooks said, for minutes, and the polls that wait for it.
//!
//! TikTok's example of the webhook for a ready archive does not name a person. Such an event goes to whoever names its
//! request: its id has 19 digits, and is known to the app that made the request only.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::Serialize;
use tokio::sync::Notify;
use tokio::time::Instant;

/// The most events that are kept in all; the oldest ones go first.
const MOST_EVENTS: usize = 50_000;
/// The most events that are kept of one person, or of one request.
const MOST_OF_TOPIC: usize = 32;
/// The most polls that wait at the same time.
const MOST_POLLS: usize = 20_000;
/// The most polls that wait for the same person.
const MOST_POLLS_OF_PERSON: usize = 8;

/// Whom an event is for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Topic {
    /// A person, by TikTok's id.
    Person(String),
    /// Whoever made this request.
    Request(i64),
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "event")]
pub(crate) enum Event {
    /// The archive of a request is ready.
    #[serde(rename = "portability.download.ready")]
    Ready {
        /// The request, as text: JavaScript and others would round the number. `None` if TikTok did not say.
        request_id: Option<String>,
    },
    /// The app's permission ended.
    #[serde(rename = "authorization.removed")]
    Removed {
        /// TikTok's number of the reason.
        reason: Option<i64>,
    },
}

/// The answer to a poll.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Batch {
    /// What happened, oldest first.
    pub(crate) events: Vec<Event>,
    /// Where the next poll goes on.
    pub(crate) next: u64,
}

/// Too many polls wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TooManyPolls {
    /// For this person.
    OfPerson,
    /// In all.
    InAll,
}

/// The events.
pub(crate) struct Events {
    state: Mutex<State>,
    lifetime: Duration,
}

struct State {
    topics: HashMap<Topic, OfTopic>,
    /// When each event came, and where it is; oldest first.
    order: VecDeque<(Instant, u64, Topic)>,
    /// The number of the last event.
    last: u64,
    polls: usize,
}

#[derive(Default)]
struct OfTopic {
    events: VecDeque<(u64, Event)>,
    polls: Vec<Arc<Notify>>,
}

impl Events {
    pub(crate) fn new(lifetime: Duration) -> Self {
        // A restarted broker goes on with higher numbers, so that no poll skips an event.
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let last = u64::try_from(now.as_micros()).unwrap_or_default();
        let state = State { topics: HashMap::new(), order: VecDeque::new(), last, polls: 0 };
        Self { state: Mutex::new(state), lifetime }
    }

    /// Keeps an event, and ends the polls that wait for it.
    pub(crate) fn publish(&self, topic: Topic, event: Event) {
        let mut state = self.lock();
        state.last += 1;
        let number = state.last;
        while state.order.len() >= MOST_EVENTS {
            state.drop_oldest();
        }
        let of_topic = state.topics.entry(topic.clone()).or_default();
        if of_topic.events.len() >= MOST_OF_TOPIC {
            of_topic.events.pop_front();
        }
        of_topic.events.push_back((number, event));
        of_topic.polls.iter().for_each(|poll| poll.notify_one());
        state.order.push_back((Instant::now(), number, topic));
    }

    /// Removes events that are too old.
    pub(crate) fn remove_old(&self) {
        self.lock().remove_old(self.lifetime);
    }

    /// The events of these topics after number `after`. Waits for one, up to `longest`.
    pub(crate) async fn next(
        &self,
        topics: &[Topic],
        after: u64,
        longest: Duration,
    ) -> Result<Batch, TooManyPolls> {
        let poll = Poll::begin(self, topics)?;
        let deadline = Instant::now() + longest;
        loop {
            let batch = self.after(topics, after);
            if !batch.events.is_empty() {
                return Ok(batch);
            }
            tokio::select! {
                () = poll.woken.notified() => {}
                () = tokio::time::sleep_until(deadline) => return Ok(batch),
            }
        }
    }

    fn after(&self, topics: &[Topic], after: u64) -> Batch {
        let mut state = self.lock();
        state.remove_old(self.lifetime);
        // A number from the future is of a broker whose clock was ahead.
        let after = if after > state.last { 0 } else { after };
        let kept = topics.iter().filter_map(|topic| state.topics.get(topic));
        let mut found: Vec<(u64, Event)> = kept
            .flat_map(|of_topic| of_topic.events.iter().filter(|(number, _)| *number > after))
            .cloned()
            .collect();
        found.sort_by_key(|(number, _)| *number);
        Batch { events: found.into_iter().map(|(_, event)| event).collect(), next: state.last }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn remove_old(&mut self, lifetime: Duration) {
        while self.order.front().is_some_and(|(came, ..)| came.elapsed() >= lifetime) {
            self.drop_oldest();
        }
    }

    fn drop_oldest(&mut self) {
        let Some((_, number, topic)) = self.order.pop_front() else { return };
        if let Some(of_topic) = self.topics.get_mut(&topic) {
            of_topic.events.retain(|(other, _)| *other != number);
        }
        self.forget_unused(&topic);
    }

    fn forget_unused(&mut self, topic: &Topic) {
        if self.topics.get(topic).is_some_and(|of| of.events.is_empty() && of.polls.is_empty()) {
            self.topics.remove(topic);
        }
    }
}

/// A poll that waits. It is removed from its topics when it ends, also if the app closes the connection.
struct Poll<'e> {
    events: &'e Events,
    topics: &'e [Topic],
    woken: Arc<Notify>,
}

impl<'e> Poll<'e> {
    fn begin(events: &'e Events, topics: &'e [Topic]) -> Result<Self, TooManyPolls> {
        let woken = Arc::new(Notify::new());
        let mut state = events.lock();
        if state.polls >= MOST_POLLS {
            return Err(TooManyPolls::InAll);
        }
        let is_full = |topic: &Topic| {
            let waiting = state.topics.get(topic).map_or(0, |of_topic| of_topic.polls.len());
            matches!(topic, Topic::Person(_)) && waiting >= MOST_POLLS_OF_PERSON
        };
        if topics.iter().any(is_full) {
            return Err(TooManyPolls::OfPerson);
        }
        state.polls += 1;
        for topic in topics {
            state.topics.entry(topic.clone()).or_default().polls.push(Arc::clone(&woken));
        }
        drop(state);
        Ok(Self { events, topics, woken })
    }
}

impl Drop for Poll<'_> {
    fn drop(&mut self) {
        let mut state = self.events.lock();
        state.polls -= 1;
        for topic in self.topics {
            if let Some(of_topic) = state.topics.get_mut(topic) {
                of_topic.polls.retain(|other| !Arc::ptr_eq(other, &self.woken));
            }
            state.forget_unused(topic);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEVER: Duration = Duration::from_hours(1);

    fn person(name: &str) -> Topic {
        Topic::Person(name.into())
    }

    fn ready(id: &str) -> Event {
        Event::Ready { request_id: Some(id.into()) }
    }

    async fn now(events: &Events, topics: &[Topic], after: u64) -> Batch {
        events.next(topics, after, Duration::ZERO).await.unwrap()
    }

    #[tokio::test]
    async fn a_person_gets_each_own_event_once_and_in_order() {
        let events = Events::new(NEVER);
        let topics = [person("a"), Topic::Request(7)];
        events.publish(person("b"), ready("1"));
        events.publish(Topic::Request(7), ready("7"));
        events.publish(person("a"), ready("2"));
        let batch = now(&events, &topics, 0).await;
        assert_eq!(batch.events, [ready("7"), ready("2")]);
        assert_eq!(now(&events, &topics, batch.next).await.events, []);
        assert_eq!(now(&events, &topics, u64::MAX).await.events.len(), 2, "a number of another clock");
        assert_eq!(now(&events, &[person("b")], 0).await.events, [ready("1")]);
    }

    #[tokio::test]
    async fn a_poll_waits_for_an_event_of_its_own() {
        let events = Arc::new(Events::new(NEVER));
        let waiting = tokio::spawn({
            let events = Arc::clone(&events);
            async move { events.next(&[person("a")], 0, NEVER).await }
        });
        while events.lock().polls == 0 {
            tokio::task::yield_now().await;
        }
        events.publish(person("b"), ready("1"));
        tokio::time::sleep(Duration::from_millis(100)).await;
        assert!(!waiting.is_finished());
        events.publish(person("a"), ready("2"));
        assert_eq!(waiting.await.unwrap().unwrap().events, [ready("2")]);
        let (began, longest) = (Instant::now(), Duration::from_millis(300));
        assert_eq!(events.next(&[person("c")], 0, longest).await.unwrap().events, []);
        assert!(began.elapsed() >= longest);
    }

    #[tokio::test]
    async fn events_are_bounded_and_nothing_is_left_of_old_ones() {
        let events = Events::new(NEVER);
        for number in 0..100 {
            events.publish(person("a"), ready(&number.to_string()));
        }
        let kept = now(&events, &[person("a")], 0).await.events;
        assert_eq!(kept.len(), MOST_OF_TOPIC);
        assert_eq!(kept.last(), Some(&ready("99")));
        for number in 0..MOST_EVENTS {
            events.publish(person(&format!("p{number}")), ready("1"));
        }
        assert_eq!(now(&events, &[person("a")], 0).await.events, [], "the oldest ones make room");
        assert_eq!(events.lock().topics.len(), MOST_EVENTS);
        let mut state = events.lock();
        state.remove_old(NEVER);
        assert_eq!(state.order.len(), MOST_EVENTS, "none is too old");
        state.remove_old(Duration::ZERO);
        assert!(state.topics.is_empty() && state.order.is_empty() && state.polls == 0);
    }

    #[tokio::test]
    async fn polls_are_bounded_and_removed_when_they_end() {
        let events = Events::new(NEVER);
        let topics = [person("a"), Topic::Request(1)];
        let polls: Vec<_> =
            (0..MOST_POLLS_OF_PERSON).map(|_| Poll::begin(&events, &topics).unwrap()).collect();
        assert_eq!(Poll::begin(&events, &topics).err(), Some(TooManyPolls::OfPerson));
        assert!(Poll::begin(&events, &[person("b"), Topic::Request(1)]).is_ok());
        drop(polls);
        assert!(Poll::begin(&events, &topics).is_ok());
        assert!(events.lock().topics.is_empty());
        events.lock().polls = MOST_POLLS;
        assert_eq!(Poll::begin(&events, &[person("c")]).err(), Some(TooManyPolls::InAll));
    }
}
