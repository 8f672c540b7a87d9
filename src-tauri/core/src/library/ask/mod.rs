//! What the library is asked: lists, chats, figures, searches, one record, the ledger.

pub mod accounting;
pub mod chats;
pub mod clock;
pub mod export;
pub mod facts;
pub mod lists;
pub mod overview;
pub mod people;
pub mod pieces;
pub mod record;
pub mod rows;
pub mod search;
pub mod typed;
