//! The endpoints, one file each.

pub(crate) mod body;
pub(crate) mod poll;
pub(crate) mod token;
pub(crate) mod webhooks;
