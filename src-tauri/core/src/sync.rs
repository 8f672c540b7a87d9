//! Locking, in one place.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Locks a mutex. A lock whose holder panicked still guards whole values, since each is replaced in one assignment.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
