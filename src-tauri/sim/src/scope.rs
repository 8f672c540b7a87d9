//! Scopes, and which of them a data request uses up (`data-portability-api-add-data-request`).

use std::collections::BTreeSet;

use crate::export::Category;

/// The part of the scope names that covers a category.
const fn group(category: Category) -> &'static str {
    match category {
        Category::AllData => "all",
        Category::Video | Category::Profile => "postsandprofile",
        Category::Activity => "activity",
        Category::DirectMessage => "directmessages",
    }
}

/// The portability scopes, widest first, with their descriptions on the consent page.
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

/// The scopes for which the registered app is approved by default.
pub(crate) fn default_approved() -> Vec<String> {
    let portability = PORTABILITY.iter().map(|(name, _)| *name);
    std::iter::once("user.info.basic").chain(portability).map(String::from).collect()
}

/// The description of a scope on the consent page.
pub(crate) fn description(scope: &str) -> &str {
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

/// The one-time scopes that a request for these categories uses up, or `None` if the granted scopes do not cover it.
///
/// Ongoing scopes are not used up. As few one-time scopes as possible are, the widest first.
pub(crate) fn use_up(categories: &BTreeSet<Category>, granted: &[String]) -> Option<Vec<String>> {
    let has = |group: &str, term: &str| granted.iter().any(|s| *s == format!("portability.{group}.{term}"));
    let groups: BTreeSet<&str> = if categories.contains(&Category::AllData) {
        BTreeSet::from(["all"])
    } else {
        categories.iter().map(|category| group(*category)).collect()
    };
    let uncovered: Vec<&str> =
        groups.into_iter().filter(|group| !has("all", "ongoing") && !has(group, "ongoing")).collect();
    if uncovered.is_empty() {
        return Some(Vec::new());
    }
    if has("all", "single") {
        return Some(vec!["portability.all.single".into()]);
    }
    uncovered
        .into_iter()
        .map(|group| has(group, "single").then(|| format!("portability.{group}.single")))
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::use_up;
    use crate::export::Category::{self, *};

    fn used_up(categories: &[Category], granted: &[&str]) -> Option<Vec<String>> {
        let granted: Vec<String> = granted.iter().map(|s| format!("portability.{s}")).collect();
        use_up(&categories.iter().copied().collect::<BTreeSet<_>>(), &granted)
    }

    #[test]
    fn the_widest_one_time_scope_is_used_first() {
        let both = ["all.single", "activity.single"];
        assert_eq!(used_up(&[Activity, Video], &both), Some(vec!["portability.all.single".into()]));
        assert_eq!(
            used_up(&[Activity], &["activity.single"]),
            Some(vec!["portability.activity.single".to_owned()])
        );
    }

    #[test]
    fn an_ongoing_scope_is_not_used_up() {
        assert_eq!(used_up(&[Activity], &["activity.ongoing", "all.single"]), Some(vec![]));
        assert_eq!(used_up(&[AllData], &["all.ongoing"]), Some(vec![]));
    }

    #[test]
    fn all_data_needs_its_own_scope() {
        let parts = ["activity.ongoing", "postsandprofile.ongoing", "directmessages.ongoing"];
        assert_eq!(used_up(&[AllData, Activity], &parts), None);
        assert_eq!(used_up(&[DirectMessage, Video], &["postsandprofile.single"]), None);
    }
}
