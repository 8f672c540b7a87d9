//! TikTok's ids of accounts.

use sha2::{Digest as _, Sha256};

use crate::export::Persona;
use crate::http::hex::hex;

/// The id of an account, which is different for each app.
pub(super) fn open_id(client_key: &str, persona: &Persona) -> String {
    let digest = Sha256::digest(format!("{client_key}/{}", persona.id));
    format!("-000{}", hex(&digest[..16]))
}
