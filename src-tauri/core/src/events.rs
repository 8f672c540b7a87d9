//! The event stream: every change of state reaches every subscriber, in an order that ends with the latest state.
//!
//! State is read outside the lock that protects the subscribers, so a slow read never delays anybody else. Each read
//! gets a ticket first; an older read that finishes after a newer one of the same topic is dropped.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock};

use crate::sync::lock;

/// What a change is about. A change carries the whole new state of its topic.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Topic {
    /// The settings.
    Settings,
    /// The backup folder.
    Folder,
    /// Where secrets are stored.
    Keychain,
    /// All accounts.
    Accounts,
    /// The sign-in in progress.
    SignIn,
    /// One job, by its id.
    Job(String),
    /// All backups.
    Backups,
    /// The people whose backups they are.
    People,
    /// The library.
    Library,
    /// Updates of Satchel itself.
    Update,
    /// A file dragged over the window.
    Drag,
    /// Problems with Satchel's own files.
    Notices,
}

/// Called by the owner of some state after each change of it.
///
/// It is created before the event stream is complete, and connected once everything is.
#[derive(Clone, Default)]
pub struct Notifier(Arc<OnceLock<Receiver>>);

type Receiver = Box<dyn Fn(Topic) + Send + Sync>;

impl Notifier {
    /// Says where notifications go. Later calls have no effect.
    pub fn connect(&self, receiver: impl Fn(Topic) + Send + Sync + 'static) {
        let _ = self.0.set(Box::new(receiver));
    }

    /// Says that the state of this topic has changed. Must be called without holding a lock that reading it takes.
    pub fn changed(&self, topic: Topic) {
        if let Some(receiver) = self.0.get() {
            receiver(topic);
        }
    }
}

/// Receives numbered changes; returns `false` when it is gone.
pub type Subscriber<C> = Box<dyn Fn(u64, C) -> bool + Send>;

/// The event stream for changes of type `C`.
pub struct Events<C>(Mutex<State<C>>);

struct State<C> {
    subscribers: Vec<Subscription<C>>,
    topics: HashMap<Topic, Tickets>,
    next_id: u64,
}

#[derive(Default, Clone, Copy)]
struct Tickets {
    issued: u64,
    delivered: u64,
}

struct Subscription<C> {
    id: u64,
    seq: u64,
    subscriber: Subscriber<C>,
    /// Changes that arrive while the first state is still being read.
    waiting: Option<Vec<C>>,
}

impl<C> Default for Events<C> {
    fn default() -> Self {
        Self(Mutex::new(State { subscribers: Vec::new(), topics: HashMap::new(), next_id: 0 }))
    }
}

impl<C: Clone> Subscription<C> {
    fn send(&mut self, change: C) -> bool {
        if let Some(waiting) = &mut self.waiting {
            waiting.push(change);
            return true;
        }
        self.seq += 1;
        (self.subscriber)(self.seq, change)
    }
}

impl<C: Clone> Events<C> {
    /// Adds a subscriber. Its first change is `first`; every later one follows in order.
    pub fn subscribe(&self, subscriber: Subscriber<C>, first: impl FnOnce() -> C) {
        let id = {
            let mut state = lock(&self.0);
            state.next_id += 1;
            let id = state.next_id;
            state.subscribers.push(Subscription { id, seq: 0, subscriber, waiting: Some(Vec::new()) });
            id
        };
        let first = first();
        let mut state = lock(&self.0);
        let Some(index) = state.subscribers.iter().position(|s| s.id == id) else { return };
        let subscription = &mut state.subscribers[index];
        let waiting = subscription.waiting.take().unwrap_or_default();
        let is_alive = std::iter::once(first).chain(waiting).all(|change| subscription.send(change));
        if !is_alive {
            state.subscribers.remove(index);
        }
    }

    /// Sends the state of a topic to all subscribers, as `read` returns it; nothing if it returns `None`.
    pub fn emit(&self, topic: Topic, read: impl FnOnce() -> Option<C>) {
        let ticket = {
            let mut state = lock(&self.0);
            let tickets = state.topics.entry(topic.clone()).or_default();
            tickets.issued += 1;
            tickets.issued
        };
        let Some(change) = read() else { return };
        let mut state = lock(&self.0);
        let tickets = state.topics.entry(topic).or_default();
        if ticket <= tickets.delivered {
            return;
        }
        tickets.delivered = ticket;
        state.subscribers.retain_mut(|subscription| subscription.send(change.clone()));
    }
}

impl<C> std::fmt::Debug for Events<C> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Events")
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::time::Duration;

    use super::*;

    fn collect(events: &Events<&'static str>, first: &'static str) -> mpsc::Receiver<(u64, &'static str)> {
        let (sender, receiver) = mpsc::channel();
        events.subscribe(Box::new(move |seq, change| sender.send((seq, change)).is_ok()), || first);
        receiver
    }

    #[test]
    fn changes_are_numbered_without_gaps_from_the_first_state() {
        let events = Events::default();
        let received = collect(&events, "first");
        events.emit(Topic::Library, || Some("second"));
        events.emit(Topic::Library, || None);
        events.emit(Topic::Folder, || Some("third"));
        assert_eq!(received.try_iter().collect::<Vec<_>>(), [(1, "first"), (2, "second"), (3, "third")]);
    }

    #[test]
    fn a_slow_read_does_not_delay_others_and_a_stale_one_is_dropped() {
        let events = Arc::new(Events::default());
        let received = collect(&events, "first");
        let (started, has_started) = mpsc::channel();
        let (resume, resumed) = mpsc::channel::<()>();
        let slow = std::thread::spawn({
            let events = Arc::clone(&events);
            move || {
                events.emit(Topic::Folder, || {
                    started.send(()).unwrap();
                    resumed.recv().unwrap();
                    Some("stale")
                });
            }
        });
        has_started.recv().unwrap();
        events.emit(Topic::Folder, || Some("new"));
        events.emit(Topic::Library, || Some("other"));
        assert_eq!(received.recv_timeout(Duration::from_secs(5)).unwrap(), (1, "first"));
        assert_eq!(received.recv_timeout(Duration::from_secs(5)).unwrap(), (2, "new"));
        assert_eq!(received.recv_timeout(Duration::from_secs(5)).unwrap(), (3, "other"));
        resume.send(()).unwrap();
        slow.join().unwrap();
        assert!(received.try_recv().is_err(), "the older state of the folder arrives after the newer one");
    }

    #[test]
    fn a_change_while_the_first_state_is_read_is_delivered_after_it() {
        let events = Arc::new(Events::default());
        let (sender, received) = mpsc::channel();
        let inner = Arc::clone(&events);
        events.subscribe(Box::new(move |seq, change| sender.send((seq, change)).is_ok()), move || {
            inner.emit(Topic::Library, || Some("meanwhile"));
            "first"
        });
        assert_eq!(received.try_iter().collect::<Vec<_>>(), [(1, "first"), (2, "meanwhile")]);
    }
}
