//! Entries that cannot be unpacked.

/// An entry that cannot be unpacked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// Its name, as in [`Entry::name`](super::Entry::name).
    pub name: String,
    /// Why.
    pub reason: UnreadableReason,
}

/// Why an entry cannot be unpacked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnreadableReason {
    /// Its data are damaged or incomplete.
    #[error("damaged: {0}")]
    Damaged(String),
    /// It is encrypted with a password.
    #[error("encrypted")]
    Encrypted,
    /// The central directory is missing, and the entries that were not found by other means with it.
    #[error("the end of the archive is missing, and files may be missing with it")]
    NoDirectory,
    /// It is compressed by a method that Satchel cannot read.
    #[error("compression method {0}")]
    Method(u16),
}

impl UnreadableReason {
    /// Parses what [`Display`](std::fmt::Display) writes; any other text describes damage.
    pub(super) fn parse(text: &str) -> Self {
        match text {
            "encrypted" => return Self::Encrypted,
            text if text == Self::NoDirectory.to_string() => return Self::NoDirectory,
            _ => {}
        }
        let method = text.strip_prefix("compression method ").and_then(|number| number.parse().ok());
        let damage = || text.strip_prefix("damaged: ").unwrap_or(text).to_owned();
        method.map_or_else(|| Self::Damaged(damage()), Self::Method)
    }
}

#[cfg(test)]
mod tests {
    use super::UnreadableReason as Reason;

    #[test]
    fn reasons_are_read_as_they_are_written() {
        for reason in [
            Reason::Damaged("Invalid checksum".into()),
            Reason::Encrypted,
            Reason::NoDirectory,
            Reason::Method(97),
        ] {
            assert_eq!(Reason::parse(&reason.to_string()), reason);
        }
    }
}
