//! Scopes, categories, and which scope a request spends (`data-portability-api-add-data-request`).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// What an export is asked for, as Add and Check spell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// Everything; overrides the others.
    AllData,
    /// Own posts.
    Video,
    /// Profile, followers, following.
    Profile,
    /// Watching, searching, logins.
    Activity,
    /// Chats.
    DirectMessage,
}

impl Category {
    /// The middle of the scope names that cover this category.
    const fn group(self) -> &'static str {
        match self {
            Self::AllData => "all",
            Self::Video | Self::Profile => "postsandprofile",
            Self::Activity => "activity",
            Self::DirectMessage => "directmessages",
        }
    }
}

/// The portability scopes, widest first, with the words the consent page uses for them.
pub(crate) const PORTABILITY: [(&str, &str); 8] = [
    ("portability.all.single", "Make one copy of all of your data"),
    ("portability.all.ongoing", "Make copies of all of your data, again and again"),
    ("portability.postsandprofile.single", "Make one copy of your posts and your profile"),
    ("portability.postsandprofile.ongoing", "Make copies of your posts and your profile, again and again"),
    ("portability.activity.single", "Make one copy of your activity"),
    ("portability.activity.ongoing", "Make copies of your activity, again and again"),
    ("portability.directmessages.single", "Make one copy of your direct messages"),
    ("portability.directmessages.ongoing", "Make copies of your direct messages, again and again"),
];

/// What the invented app is approved for unless a switch says otherwise.
pub(crate) fn default_approved() -> Vec<String> {
    let portability = PORTABILITY.iter().map(|(name, _)| *name);
    std::iter::once("user.info.basic").chain(portability).map(String::from).collect()
}

/// The consent page's words for a scope.
pub(crate) fn wording(scope: &str) -> &str {
    match scope {
        "user.info.basic" => "Read your profile info (avatar, display name)",
        "user.info.profile" => "Read your additional profile info (bio, profile link, verification)",
        "user.info.stats" => "Read your engagement stats (likes, followers, following, videos)",
        other => PORTABILITY.iter().find(|(name, _)| *name == other).map_or(other, |(_, words)| *words),
    }
}

pub(crate) fn is_portability(scope: &str) -> bool {
    scope.starts_with("portability.")
}

/// The one-time scopes that a request for `asked` spends, or `None` if `live` does not cover it.
///
/// An ongoing scope spends nothing. Of one-time scopes as few as possible are spent, the widest first.
pub(crate) fn spend(asked: &BTreeSet<Category>, live: &[String]) -> Option<Vec<String>> {
    let has = |group: &str, term: &str| live.iter().any(|s| *s == format!("portability.{group}.{term}"));
    let groups: BTreeSet<&str> = if asked.contains(&Category::AllData) {
        BTreeSet::from(["all"])
    } else {
        asked.iter().map(|category| category.group()).collect()
    };
    let open: Vec<&str> =
        groups.into_iter().filter(|group| !has("all", "ongoing") && !has(group, "ongoing")).collect();
    if open.is_empty() {
        return Some(Vec::new());
    }
    if has("all", "single") {
        return Some(vec!["portability.all.single".into()]);
    }
    open.into_iter()
        .map(|group| has(group, "single").then(|| format!("portability.{group}.single")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Category::*, spend};

    fn spent(asked: &[super::Category], live: &[&str]) -> Option<Vec<String>> {
        let live: Vec<String> = live.iter().map(|s| format!("portability.{s}")).collect();
        spend(&asked.iter().copied().collect(), &live)
    }

    #[test]
    fn the_widest_one_time_scope_goes_first() {
        let both = ["all.single", "activity.single"];
        assert_eq!(spent(&[Activity, Video], &both), Some(vec!["portability.all.single".into()]));
        assert_eq!(
            spent(&[Activity], &["activity.single"]),
            Some(vec!["portability.activity.single".to_owned()])
        );
    }

    #[test]
    fn an_ongoing_scope_spends_nothing() {
        assert_eq!(spent(&[Activity], &["activity.ongoing", "all.single"]), Some(vec![]));
        assert_eq!(spent(&[AllData], &["all.ongoing"]), Some(vec![]));
    }

    #[test]
    fn everything_needs_the_scope_for_everything() {
        let parts = ["activity.ongoing", "postsandprofile.ongoing", "directmessages.ongoing"];
        assert_eq!(spent(&[AllData, Activity], &parts), None);
        assert_eq!(spent(&[DirectMessage, Video], &["postsandprofile.single"]), None);
    }
}
