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

impl Scope {
    /// The one-time permissions of `allowed` of which a request under this permission uses up one. Empty if it uses up
    /// none, since an ongoing permission covers it.
    ///
    /// TikTok uses the permission that covers all requested data. If both that for everything and that for the kind do,
    /// it is not documented which.
    #[must_use]
    pub fn used_up_by_request(self, allowed: &[Self]) -> Vec<Self> {
        let kinds = [Kind::Everything, self.kind];
        let covers = |scope: &&Self| kinds.contains(&scope.kind);
        if allowed.iter().filter(covers).any(|scope| scope.permission == Permission::Ongoing) {
            return Vec::new();
        }
        let mut once: Vec<Self> = allowed.iter().filter(covers).copied().collect();
        if once.is_empty() && self.permission == Permission::Once {
            once.push(self);
        }
        once
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
    fn a_request_uses_up_a_one_time_permission_that_covers_it() {
        let scope = |kind, permission| Scope { kind, permission };
        let all = scope(Kind::Everything, Permission::Once);
        let activity = scope(Kind::Activity, Permission::Once);
        assert_eq!(all.used_up_by_request(&[all, activity]), [all]);
        assert_eq!(activity.used_up_by_request(&[activity]), [activity]);
        assert_eq!(activity.used_up_by_request(&[activity, all]), [activity, all], "not documented which");
        assert_eq!(
            activity.used_up_by_request(&[activity, scope(Kind::Everything, Permission::Ongoing)]),
            []
        );
        assert_eq!(activity.used_up_by_request(&[activity, scope(Kind::Activity, Permission::Ongoing)]), []);
        let messages = scope(Kind::DirectMessages, Permission::Ongoing);
        assert_eq!(activity.used_up_by_request(&[activity, messages]), [activity]);
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
