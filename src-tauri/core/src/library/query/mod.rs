//! The queries: lists, chats, statistics, searches, single records, results of imports.

pub mod calendar;
pub mod chats;
pub mod earlier_names;
pub mod export;
pub mod facts;
pub mod find;
pub mod found_names;
pub mod import_details;
pub mod list;
pub mod only_in;
pub mod overview;
pub mod owners;
pub mod page;
pub mod query_parser;
pub mod record;
pub mod relations;
pub mod renamed;
pub mod report;
pub mod rows;
pub mod search;
pub mod search_counts;
pub mod shared;
pub mod snippet;
pub mod spans;
pub mod written_time;
pub mod year;
