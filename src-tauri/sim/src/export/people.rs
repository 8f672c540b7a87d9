//! Followers, followed and blocked accounts.

use super::activity::nth;
use super::activity_model::ActivityModel;
use super::corpus::NAME_PARTS;
use super::value::{Row, Rows};

/// Accounts that follow the persona.
pub(super) fn followers(model: &ActivityModel) -> Rows<'_> {
    people(model, "fans", model.persona.followers)
}

/// Accounts that the persona follows. About a third of them follow back.
pub(super) fn following(model: &ActivityModel) -> Rows<'_> {
    people(model, "following", model.persona.following)
}

/// Blocked accounts, none of which is a friend.
pub(super) fn blocked(model: &ActivityModel) -> Rows<'_> {
    Box::new(
        model
            .spread("block", 2)
            .map(|(number, at)| Row::at(at, [("UserName", name(model, number + 1_000_000).into())])),
    )
}

fn people<'l>(model: &'l ActivityModel, topic: &'static str, count: u32) -> Rows<'l> {
    let friends = model.persona.friends;
    let fans = model.step(model.persona.followers);
    // Spaced so that each friend appears at most once.
    let apart = i64::from(count) / i64::try_from(friends.len()).unwrap_or(1) + 1;
    Box::new(model.spread(topic, count).map(move |(number, at)| {
        let name = if number.rem_euclid(apart) == 0 {
            nth(friends, number / apart).user_name.to_owned()
        } else if topic == "fans" {
            name(model, number)
        } else if number % 3 == 0 {
            // The account that followed at about the same time.
            name(model, at.div_euclid(fans))
        } else {
            name(model, number + 2_000_000)
        };
        Row::at(at, [("UserName", name.into())])
    }))
}

/// The user name of an account by its number.
fn name(model: &ActivityModel, number: i64) -> String {
    let mut rng = model.rng("name", number);
    let (front, back) = (NAME_PARTS.0[rng.usize(..16)], NAME_PARTS.1[rng.usize(..16)]);
    format!("{front}.{back}{}", rng.u16(10..9_999))
}
