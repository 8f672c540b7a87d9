//! TikTok's eight scopes for data portability, and the format of lists of scopes.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::data_request::{DataRequest, Kind, Permission};

/// The scope that every app with a sign-in has; it covers name and picture.
pub const BASIC: &str = "user.info.basic";

/// The permission to request one kind of data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Scope {
    /// The kind of data.
    pub kind: Kind,
    /// Once or ongoing.
    pub permission: Permission,
}

impl Scope {
    /// All eight scopes.
    pub const ALL: [Self; 8] = {
        const fn pair(kind: Kind) -> [Scope; 2] {
            [Scope { kind, permission: Permission::Once }, Scope { kind, permission: Permission::Ongoing }]
        }
        let [a, b] = pair(Kind::Everything);
        let [c, d] = pair(Kind::PostsAndProfile);
        let [e, f] = pair(Kind::Activity);
        let [g, h] = pair(Kind::DirectMessages);
        [a, b, c, d, e, f, g, h]
    };

    /// TikTok's name of the scope.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match (self.kind, self.permission) {
            (Kind::Everything, Permission::Once) => "portability.all.single",
            (Kind::Everything, Permission::Ongoing) => "portability.all.ongoing",
            (Kind::PostsAndProfile, Permission::Once) => "portability.postsandprofile.single",
            (Kind::PostsAndProfile, Permission::Ongoing) => "portability.postsandprofile.ongoing",
            (Kind::Activity, Permission::Once) => "portability.activity.single",
            (Kind::Activity, Permission::Ongoing) => "portability.activity.ongoing",
            (Kind::DirectMessages, Permission::Once) => "portability.directmessages.single",
            (Kind::DirectMessages, Permission::Ongoing) => "portability.directmessages.ongoing",
        }
    }

    /// Parses TikTok's name; `None` for any other scope.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.as_str() == word.trim())
    }
}

impl From<DataRequest> for Scope {
    fn from(request: DataRequest) -> Self {
        Self { kind: request.kind, permission: request.permission }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl TryFrom<String> for Scope {
    type Error = String;
    fn try_from(word: String) -> Result<Self, String> {
        Self::parse(&word).ok_or_else(|| format!("unknown scope {word}"))
    }
}

impl From<Scope> for String {
    fn from(scope: Scope) -> Self {
        scope.as_str().to_owned()
    }
}

/// Formats the value of a `scope` parameter: comma-separated, the basic scope first, without duplicates.
#[must_use]
pub fn scope_names(scopes: &[Scope]) -> String {
    let mut names = vec![BASIC];
    for scope in scopes {
        if !names.contains(&scope.as_str()) {
            names.push(scope.as_str());
        }
    }
    names.join(",")
}

/// Parses the value of a `scope` parameter. Commas are documented and spaces are accepted as well; unknown scopes are
/// ignored.
#[must_use]
pub fn parse_scopes(text: &str) -> Vec<Scope> {
    let mut scopes: Vec<Scope> = text.split([',', ' ']).filter_map(Scope::parse).collect();
    scopes.sort_unstable();
    scopes.dedup();
    scopes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scope_round_trips() {
        for scope in Scope::ALL {
            assert_eq!(Scope::parse(scope.as_str()), Some(scope));
        }
        assert_eq!(Scope::parse("video.list"), None);
    }

    #[test]
    fn lists_are_comma_separated_and_start_with_the_basic_scope() {
        let all = Scope { kind: Kind::Everything, permission: Permission::Once };
        assert_eq!(scope_names(&[all, all]), "user.info.basic,portability.all.single");
        assert_eq!(parse_scopes("user.info.basic,portability.all.single"), [all]);
        assert_eq!(parse_scopes("portability.all.single portability.all.single"), [all]);
        assert_eq!(parse_scopes(""), []);
    }
}
