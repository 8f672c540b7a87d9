//! The type of a value, detected from its format.

use super::{link, time};

/// The type of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueType {
    /// A time.
    Time,
    /// A link.
    Link,
    /// An IP address.
    Address,
    /// Anything else.
    Word,
}

impl ValueType {
    /// Detects the type of this value.
    #[must_use]
    pub fn of(value: &str) -> Self {
        // A bare number may be an id or a phone number.
        let is_number = value.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        if value.len() > 9 && !is_number && time::is_time(value) {
            Self::Time
        } else if link::is_link(value) {
            Self::Link
        } else if value.parse::<std::net::IpAddr>().is_ok() {
            Self::Address
        } else {
            Self::Word
        }
    }
}
