//! The queries: lists, chats, statistics, searches, single records, results of imports.

pub mod calendar;
pub mod chats;
pub mod export;
pub mod facts;
pub mod import_details;
pub mod list;
pub mod overview;
pub mod query_parser;
pub mod record;
pub mod relations;
pub mod rows;
pub mod search;
pub mod search_counts;
pub mod snippet;
