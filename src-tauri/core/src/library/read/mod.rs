//! Reads exports of all known versions, and keeps unknown data as JSON.
//!
//! Each file is decoded (`decode`) and read once (`json_reader` with `json_known`, `json_exports`, `json_deferred`,
//! `json_conversations` and `live_rooms`; `text_export` with `text_reader`). Each row is converted to a record by the roles
//! of its fields (`field_roles`, `roles`, `collect`).
//! Sections are recognised by keys that TikTok rarely renames (`json_keys`) or by the names of files (`text_files`), so the
//! version does not matter. If a key is not known, the section is inferred (`infer`, `deferred`), and so is the role of a
//! field (`roles`). `recognise` tells exports from other files by reading them (`evidence`).

pub mod batch;
mod chat_line;
mod chat_message;
pub mod chat_name;
mod collect;
mod collect_values;
mod context;
mod counted;
mod decode;
mod deferred;
mod device;
mod evidence;
mod export;
mod fact_evidence;
mod fact_list;
mod fact_names;
mod field;
mod field_roles;
mod file_stem;
pub mod files;
mod grouped_rows;
pub mod guess;
mod heading_words;
mod identity;
mod infer;
mod invisible;
mod json_conversations;
mod json_deferred;
mod json_exports;
mod json_keys;
mod json_known;
mod json_reader;
mod known_fields;
mod line_counts;
pub mod link;
mod list_order;
mod list_sample;
mod list_text;
mod live_rooms;
mod month_names;
mod named_documents;
pub mod original;
mod part_records;
mod profile_owners;
mod recognise;
mod record_order;
mod renamed;
mod roles;
mod sample;
mod section_words;
mod single_file_evidence;
mod split_time;
mod text_blocks;
mod text_chats;
mod text_ends;
mod text_export;
mod text_facts;
mod text_fields;
mod text_files;
mod text_labels;
mod text_lines;
mod text_products;
mod text_reader;
mod text_template;
pub mod time;
mod time_words;
mod unknown_names;
mod value_type;
mod values_below;
mod zone_names;

pub use collect::Collector;
pub use context::{Choices, FileSections, ReadContext, ReadReport};
pub use evidence::is_known_file;
pub use export::{ExportFile, ExportFiles, OpenExport, is_readable};
pub use fact_names::is_user_name;
pub use field::KEYS;
pub use files::{is_json, read, size};
pub use json_keys::normal;
pub use recognise::{Recognition, recognise, recognise_file};
pub use sample::{Sample, SampledRecord, has_records, sample};
pub use unknown_names::UnknownNames;
