//! Events tickets: what an app shows to receive the events of one person.
//!
//! A ticket names the person and when it expires, and carries a MAC of both, so nothing is stored about it. Its key is
//! derived from the client secret: tickets stay valid when the broker is restarted, and any number of brokers accept them.

use std::time::Duration;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::hex;
use crate::secret::Secret;

/// What the key of tickets is derived with. TikTok signs texts that begin with a number, so that no signature is this.
const PURPOSE: &[u8] = b"satchel-broker events ticket 1";

/// The longest id of a person, in bytes.
const LONGEST_ID: usize = 256;

/// Why a ticket is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TicketError {
    /// This broker did not issue it.
    Invalid,
    /// It is too old.
    Expired,
}

/// Issues and checks tickets.
pub(crate) struct Tickets {
    mac: Hmac<Sha256>,
    lifetime: Duration,
}

impl Tickets {
    pub(crate) fn new(secret: &Secret, lifetime: Duration) -> Self {
        let key = keyed(secret.expose().as_bytes()).chain_update(PURPOSE).finalize().into_bytes();
        Self { mac: keyed(&key), lifetime }
    }

    /// A ticket for a person. `now` is in Unix seconds.
    pub(crate) fn issue(&self, open_id: &str, now: u64) -> String {
        let expiry = now.saturating_add(self.lifetime.as_secs());
        let mac = self.mac(open_id, expiry).finalize().into_bytes();
        format!("{}.{expiry}.{}", hex::encode(open_id.as_bytes()), hex::encode(&mac))
    }

    /// The person for whom a ticket was issued.
    pub(crate) fn open(&self, ticket: &str, now: u64) -> Result<String, TicketError> {
        let mut parts = ticket.split('.');
        let (Some(open_id), Some(expiry), Some(mac), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(TicketError::Invalid);
        };
        if open_id.len() > 2 * LONGEST_ID {
            return Err(TicketError::Invalid);
        }
        let open_id = hex::decode(open_id).and_then(|bytes| String::from_utf8(bytes).ok());
        let (Some(open_id), Ok(expiry), Some(mac)) = (open_id, expiry.parse::<u64>(), hex::decode(mac))
        else {
            return Err(TicketError::Invalid);
        };
        // In constant time.
        self.mac(&open_id, expiry).verify_slice(&mac).map_err(|_| TicketError::Invalid)?;
        if now >= expiry { Err(TicketError::Expired) } else { Ok(open_id) }
    }

    fn mac(&self, open_id: &str, expiry: u64) -> Hmac<Sha256> {
        self.mac.clone().chain_update(format!("{expiry}.{open_id}"))
    }
}

fn keyed(key: &[u8]) -> Hmac<Sha256> {
    Hmac::new_from_slice(key).expect("a key of HMAC may have any length")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tickets_of(secret: &str) -> Tickets {
        Tickets::new(&Secret::new(secret).unwrap(), Duration::from_secs(100))
    }

    #[test]
    fn a_ticket_names_its_person_until_it_expires() {
        let tickets = tickets_of("secret");
        let ticket = tickets.issue("-000ä.b", 1_000);
        assert_eq!(tickets.open(&ticket, 1_099).as_deref(), Ok("-000ä.b"));
        assert_eq!(tickets.open(&ticket, 1_100), Err(TicketError::Expired));
        assert!(!ticket.contains("-000"), "the id is not mistaken for a part of an address");
    }

    #[test]
    fn a_changed_ticket_is_invalid() {
        let tickets = tickets_of("secret");
        let ticket = tickets.issue("person", 1_000);
        let parts: Vec<&str> = ticket.split('.').collect();
        let other = hex::encode(b"another");
        for changed in [
            format!("{other}.{}.{}", parts[1], parts[2]),
            format!("{}.{}.{}", parts[0], "9999", parts[2]),
            format!("{}.{}.{}", parts[0], parts[1], &parts[2][..62]),
            format!("{ticket}.0"),
            format!("{}.{}", parts[0], parts[1]),
            String::new(),
            "a".repeat(10_000),
        ] {
            assert_eq!(tickets.open(&changed, 1_000), Err(TicketError::Invalid), "{changed}");
        }
        assert_eq!(tickets_of("other").open(&ticket, 1_000), Err(TicketError::Invalid));
    }
}
