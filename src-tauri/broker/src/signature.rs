//! The signatures of webhooks, and which have been seen.
//!
//! `TikTok-Signature: t=UNIX_SECONDS,s=HEX`, where `s` is the HMAC-SHA256 of `t`, a dot and the raw body under the client
//! secret (`webhooks-verification`).

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::hex;
use crate::secret::Secret;

/// How far the time of a signature may be from now, in seconds, either way.
const TOLERANCE: u64 = 300;

/// The most signatures that are remembered. More webhooks within twice the tolerance are turned away for now.
const MOST_REMEMBERED: usize = 200_000;

/// Why a webhook is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SignatureError {
    /// There is no signature, or it has another form.
    Missing,
    /// It was made with another secret, or for another body.
    Wrong,
    /// Its time is too far from now.
    Old,
    /// It has been seen.
    Replayed,
    /// Too many webhooks came at once to know whether it has been seen.
    Busy,
}

/// Checks signatures.
pub(crate) struct Signatures {
    mac: Hmac<Sha256>,
    /// The time and the signature of accepted webhooks, until their time alone suffices to refuse them.
    seen: Mutex<BTreeSet<(u64, Vec<u8>)>>,
}

impl Signatures {
    pub(crate) fn new(secret: &Secret) -> Self {
        let mac =
            Hmac::new_from_slice(secret.expose().as_bytes()).expect("a key of HMAC may have any length");
        Self { mac, seen: Mutex::default() }
    }

    /// Accepts a webhook once. `now` is in Unix seconds.
    pub(crate) fn accept(&self, header: Option<&str>, body: &[u8], now: u64) -> Result<(), SignatureError> {
        let (time, signature) = header.and_then(parse).ok_or(SignatureError::Missing)?;
        let mac = self.mac.clone().chain_update(time).chain_update(b".").chain_update(body);
        // In constant time.
        mac.verify_slice(&signature).map_err(|_| SignatureError::Wrong)?;
        let time: u64 = time.parse().map_err(|_| SignatureError::Missing)?;
        if now.abs_diff(time) > TOLERANCE {
            return Err(SignatureError::Old);
        }
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        *seen = seen.split_off(&(now.saturating_sub(TOLERANCE), Vec::new()));
        if seen.len() >= MOST_REMEMBERED {
            return Err(SignatureError::Busy);
        }
        if seen.insert((time, signature)) { Ok(()) } else { Err(SignatureError::Replayed) }
    }
}

/// The time, as it was signed, and the signature.
fn parse(header: &str) -> Option<(&str, Vec<u8>)> {
    let (mut time, mut signature) = (None, None);
    for part in header.split(',') {
        match part.trim().split_once('=')? {
            ("t", value) => time = Some(value),
            ("s", value) => signature = Some(hex::decode(value)?),
            _ => {}
        }
    }
    Some((time?, signature?))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: u64 = 1_760_000_000;
    const BODY: &str = r#"{"client_key":"sim_client_key","event":"portability.download.ready","create_time":1760000000,"user_openid":"sim-open-id-1","content":"{\"request_id\":7400000000000000123}"}"#;
    const SIGNED: &str = "t=1760000000,s=087a0e303052aa1b780220a5b37b928fb6eeccc4015001c98d3660dc8c9799f1";

    fn signatures() -> Signatures {
        Signatures::new(&Secret::new("sim_client_secret").unwrap())
    }

    fn accept(header: &str, body: &str, now: u64) -> Result<(), SignatureError> {
        signatures().accept(Some(header), body.as_bytes(), now)
    }

    #[test]
    fn a_signature_holds_for_its_body_and_its_time() {
        assert_eq!(accept(SIGNED, BODY, NOW), Ok(()));
        assert_eq!(accept(&SIGNED.replace(',', ", "), BODY, NOW + 300), Ok(()));
        assert_eq!(accept(SIGNED, BODY, NOW - 300), Ok(()));
        assert_eq!(accept(SIGNED, BODY, NOW + 301), Err(SignatureError::Old));
        assert_eq!(accept(SIGNED, BODY, NOW - 301), Err(SignatureError::Old));
        assert_eq!(accept(SIGNED, &BODY.replace("ready", "Ready"), NOW), Err(SignatureError::Wrong));
        let later = SIGNED.replace("1760000000", "1760000001");
        assert_eq!(accept(&later, BODY, NOW), Err(SignatureError::Wrong));
        assert_eq!(accept(&SIGNED[..61], BODY, NOW), Err(SignatureError::Wrong), "a part of a signature");
    }

    #[test]
    fn other_headers_are_refused() {
        assert_eq!(signatures().accept(None, BODY.as_bytes(), NOW), Err(SignatureError::Missing));
        for header in ["", "t=1760000000", "s=08", "t=1760000000,s=xy", "t,s", &SIGNED.replace("s=", "v=")] {
            assert_eq!(accept(header, BODY, NOW), Err(SignatureError::Missing), "{header}");
        }
        assert_eq!(accept("t=1760000000,s=", BODY, NOW), Err(SignatureError::Wrong));
    }

    #[test]
    fn a_webhook_is_accepted_once_and_forgotten_when_it_is_too_old() {
        let signatures = signatures();
        let accept = |now| signatures.accept(Some(SIGNED), BODY.as_bytes(), now);
        assert_eq!(accept(NOW - 300), Ok(()));
        assert_eq!(accept(NOW + 300), Err(SignatureError::Replayed));
        assert_eq!(accept(NOW + 301), Err(SignatureError::Old));
        assert_eq!(signatures.accept(None, b"", NOW + 301), Err(SignatureError::Missing));
        assert_eq!(signatures.seen.lock().unwrap().len(), 1);
    }
}
