//! Random bytes from the system.

use std::fmt::Write as _;

/// Random bytes; zeros if the system has none, which only makes ids and pauses less varied.
pub(crate) fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    if let Err(error) = getrandom::fill(&mut bytes) {
        tracing::warn!(%error, "the system gives no random bytes");
    }
    bytes
}

/// As many random bytes, in lower-case hex.
pub(crate) fn random_hex<const N: usize>() -> String {
    random_bytes::<N>().iter().fold(String::with_capacity(2 * N), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
