//! Followers, followed and blocked accounts.

use super::activity::nth;
use super::corpus::NAME_PARTS;
use super::life::Life;
use super::node::{Row, Rows};

/// Who follows the persona.
pub(super) fn followers(life: &Life) -> Rows<'_> {
    people(life, "fans", life.persona.followers)
}

/// Whom the persona follows; about a third of them follow back.
pub(super) fn following(life: &Life) -> Rows<'_> {
    people(life, "following", life.persona.following)
}

/// Nobody blocks their friends.
pub(super) fn blocked(life: &Life) -> Rows<'_> {
    Box::new(
        life.spread("block", 2)
            .map(|(number, at)| Row::at(at, [("UserName", name(life, number + 1_000_000).into())])),
    )
}

fn people<'l>(life: &'l Life, topic: &'static str, count: u32) -> Rows<'l> {
    let friends = life.persona.friends;
    let fans = life.step(life.persona.followers);
    // Each friend once at most, however the numbers fall.
    let apart = i64::from(count) / i64::try_from(friends.len()).unwrap_or(1) + 1;
    Box::new(life.spread(topic, count).map(move |(number, at)| {
        let name = if number.rem_euclid(apart) == 0 {
            nth(friends, number / apart).user_name.to_owned()
        } else if topic == "fans" {
            name(life, number)
        } else if number % 3 == 0 {
            // The follower of about the same time.
            name(life, at.div_euclid(fans))
        } else {
            name(life, number + 2_000_000)
        };
        Row::at(at, [("UserName", name.into())])
    }))
}

/// The name of the account with this number.
fn name(life: &Life, number: i64) -> String {
    let mut rng = life.rng("name", number);
    let (front, back) = (NAME_PARTS.0[rng.usize(..16)], NAME_PARTS.1[rng.usize(..16)]);
    format!("{front}.{back}{}", rng.u16(10..9_999))
}
