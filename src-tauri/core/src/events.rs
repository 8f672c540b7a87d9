//! Hands every change to every window, in one order.
//!
//! A change is computed while the hub is held: what a window receives last is then what is true last. The hub is the
//! outermost lock; whoever publishes holds no other.

use std::sync::{Mutex, PoisonError};

use crate::view::{AppEvent, Change};

type Listener = Box<dyn Fn(AppEvent) -> bool + Send>;

/// The one event stream.
#[derive(Default)]
pub struct Events {
    listeners: Mutex<Vec<(u64, Listener)>>,
}

impl Events {
    /// Adds a listener and gives it the first change at once. One that returns `false` is gone and is dropped.
    pub fn subscribe(&self, listener: Listener, first: impl FnOnce() -> Change) {
        let mut listeners = self.listeners.lock().unwrap_or_else(PoisonError::into_inner);
        if listener(AppEvent { seq: 1, change: first() }) {
            listeners.push((1, listener));
        }
    }

    /// Tells everybody.
    pub fn publish(&self, change: impl FnOnce() -> Option<Change>) {
        let mut listeners = self.listeners.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(change) = change() else { return };
        listeners.retain_mut(|(seq, listener)| {
            *seq += 1;
            listener(AppEvent { seq: *seq, change: change.clone() })
        });
    }
}

impl std::fmt::Debug for Events {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Events")
    }
}
