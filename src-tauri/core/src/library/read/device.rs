//! Which device a list of its properties belongs to.

use super::json_keys::normal;
use crate::library::json;

/// Normalised names of ids of a device, the most lasting first. That of an app or a browser is better than none; without any,
/// devices are told apart by their screens.
const IDS: [&str; 9] =
    ["did", "androidid", "idfv", "openudid", "clientudid", "webid", "gaid", "idfa", "resolution"];

/// What tells a device from others; `None` if none of its properties does.
#[must_use]
pub fn id<'p>(properties: impl Iterator<Item = (&'p str, &'p str)>) -> Option<String> {
    // Ids that an app must not read are zeros.
    let is_absent =
        |value: &str| json::is_empty_scalar(value) || value.bytes().all(|byte| matches!(byte, b'0' | b'-'));
    properties
        .filter(|(_, value)| !is_absent(value))
        .filter_map(|(name, value)| Some((IDS.iter().position(|id| *id == normal(name))?, value)))
        .min_by_key(|(rank, _)| *rank)
        .map(|(_, value)| value.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn devices_are_told_apart_by_their_most_lasting_id() {
        let of = |properties: &[(&'static str, &'static str)]| id(properties.iter().copied());
        let screen = ("Resolution", "1125*2436");
        assert_eq!(of(&[screen, ("App Version", "37.0"), ("IDFV", "AAA")]).as_deref(), Some("AAA"));
        assert_eq!(of(&[("IDFV", "AAA"), ("DID", "7")]).as_deref(), Some("7"));
        let zeros = ("IDFA", "00000000-0000-0000-0000-000000000000");
        assert_eq!(of(&[zeros, ("GAID", "N/A"), screen]).as_deref(), Some("1125*2436"));
        assert_eq!(of(&[("App Version", "37.0"), ("UID", "680")]), None);
    }
}
