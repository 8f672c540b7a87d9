//! Converts fields to records, for all file formats.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::batch::{Batch, List, RawRecord, Sink};
use super::field::{RawField, as_json, item_names};
use super::field_roles;
use super::identity::identity;
use super::link;
use super::original::{self, Source, Values};
use super::profile_owners::Profiles;
use super::record_order::SeqCounter;
use super::renamed::{Renamed, is_message};
use super::roles::{Role, Roles, inferred, inferred_of_unknown};
use super::split_time;
use super::time::DayOrder;
use crate::library::json::{self, Kind};
use crate::library::limits::{self, shortened};
use crate::library::{Inference, InferredBy, LaterNames, Section, SkipReason};

/// The path of the lists for what exceeds [`limits::LISTS`].
pub(super) const SHARED_PATH: &str = "…";
/// Added to the rank of a text that may only stand for a missing one, such as `N/A`.
const PLACEHOLDER_RANK: usize = 1000;

/// Collects records into batches and counts them by list.
pub struct Collector<'s> {
    sink: &'s mut dyn Sink,
    batch: Batch,
    /// The lists read so far.
    pub lists: Vec<List>,
    /// The list of each section for what exceeds [`limits::LISTS`].
    shared: HashMap<Section, u32>,
    pub(super) roles: Roles,
    /// The names of the fields with the text, by list, where that was inferred.
    pub(super) texts: HashMap<u32, String>,
    /// The order of days and months in the times of lists, where it is known.
    pub(super) day_orders: HashMap<u32, DayOrder>,
    /// A buffer for the roles of a row's fields.
    row_roles: Vec<Role>,
    seq: SeqCounter,
    /// Whether sections and fields with unknown names are inferred.
    pub infers: bool,
    /// The later names of people and groups.
    pub names: LaterNames,
    /// What the profiles say about whose they are.
    pub(super) profiles: Profiles,
    /// What was inferred since they were last taken.
    pub inferences: Vec<Inference>,
    /// The fields that were inferred, by list and name.
    inferred_fields: HashSet<(u32, String)>,
    /// Whether the sink has stopped the reading.
    pub is_over: bool,
    /// Whether any text was not valid UTF-8.
    pub not_text: bool,
}

/// Where a record belongs.
#[derive(Debug, Clone, Copy)]
pub struct Target<'a> {
    /// The index of its list, from [`Collector::list`].
    pub list: u32,
    /// The chat, the path of a fact, or the LIVE room.
    pub thread: Option<&'a str>,
}

/// What is stored of a record, besides its time and thread.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Columns<'a> {
    pub(super) text: Option<&'a str>,
    pub(super) counterparty: Option<&'a str>,
    pub(super) link: Option<&'a str>,
    pub(super) fields: Option<&'a str>,
    pub(super) item: u64,
}

impl<'s> Collector<'s> {
    /// Creates a collector that passes batches to `sink`.
    pub fn new(sink: &'s mut dyn Sink) -> Self {
        Self {
            sink,
            batch: Batch::default(),
            lists: Vec::new(),
            shared: HashMap::new(),
            roles: Roles::default(),
            texts: HashMap::new(),
            day_orders: HashMap::new(),
            row_roles: Vec::new(),
            seq: SeqCounter::default(),
            infers: true,
            names: LaterNames::default(),
            profiles: Profiles::default(),
            inferences: Vec::new(),
            inferred_fields: HashSet::new(),
            is_over: false,
            not_text: false,
        }
    }

    /// Starts a list. Returns its index. If there are too many lists, it is the index of the section's shared list.
    pub fn list(&mut self, section: Section, path: String) -> u32 {
        let index = u32::try_from(self.lists.len()).unwrap_or(u32::MAX);
        let path = if self.lists.len() < limits::LISTS {
            match shortened(&path, limits::PATH_CHARS) {
                Cow::Borrowed(_) => path,
                Cow::Owned(short) => short,
            }
        } else if let Some(known) = self.shared.get(&section) {
            return *known;
        } else {
            self.shared.insert(section, index);
            SHARED_PATH.to_owned()
        };
        self.lists.push(List { section, path, read: 0, skipped: Vec::new() });
        index
    }

    /// The list of a section at this path, which is started if there is none.
    pub fn list_at(&mut self, section: Section, path: String) -> u32 {
        let mut lists = (0..).zip(&self.lists);
        match lists.find(|(_, list)| list.section == section && list.path == path) {
            Some((index, _)) => index,
            None => self.list(section, path),
        }
    }

    /// Notes that the section of the value at this path was inferred.
    pub fn infer(&mut self, path: String, section: Section, by: InferredBy) {
        let inference = Inference { path, field: None, section, by };
        if self.inferences.len() < limits::NOTES && self.inferences.last() != Some(&inference) {
            self.inferences.push(inference);
        }
    }

    /// Notes that the role of a field was inferred.
    fn infer_field(&mut self, list: u32, name: &str, role: Role) {
        let by = match role {
            Role::Time => InferredBy::Time,
            Role::Link => InferredBy::Link,
            _ => InferredBy::Text,
        };
        if self.inferences.len() < limits::NOTES && self.inferred_fields.insert((list, name.to_owned())) {
            let List { path, section, .. } = &self.lists[list as usize];
            let field = Some(shortened(name, limits::NAME_CHARS).into_owned());
            self.inferences.push(Inference { path: path.clone(), field, section: *section, by });
        }
    }

    pub(super) fn is_shared(&self, list: u32) -> bool {
        self.shared.values().any(|shared| *shared == list)
    }

    /// Counts a skipped record.
    pub fn skip(&mut self, list: u32, reason: SkipReason) {
        let list = &mut self.lists[list as usize];
        list.read += 1;
        match list.skipped.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, count)) => *count += 1,
            None => list.skipped.push((reason, 1)),
        }
    }

    /// Adds a row of JSON.
    pub fn json(&mut self, at: Target<'_>, row: &[u8]) {
        if row.len() > limits::RECORD_BYTES {
            if !self.group(at, row) {
                self.skip(at.list, SkipReason::TooBig);
            }
            return;
        }
        let mut fields: Vec<RawField<'_>> = match json::kind(row) {
            Kind::Object => json::Pairs::of(row).map(|(name, value)| RawField::json(name, value)).collect(),
            Kind::Array if json::Items::of(row).next().is_none() => Vec::new(),
            // A list among the rows is a page of them.
            Kind::Array if json::Items::of(row).all(|item| json::kind(item) == Kind::Object) => {
                return json::Items::of(row).for_each(|item| self.json(at, item));
            }
            _ => vec![RawField::json(self.name_of_only(at.list, row).into(), row)],
        };
        let has_list = fields.iter().any(|field| field.raw.map(json::kind) == Some(Kind::Array));
        if has_list && self.group(at, row) {
            return;
        }
        self.tell_days(at.list, &mut fields);
        self.fields(at, &fields, Source::Json(row));
    }

    /// Adds a row of fields, which stands like this in the export.
    pub fn fields(&mut self, at: Target<'_>, fields: &[RawField<'_>], source: Source<'_>) {
        let section = self.lists[at.list as usize].section;
        let spec = field_roles::of(section);
        let mut roles = std::mem::take(&mut self.row_roles);
        roles.extend(fields.iter().map(|field| self.roles.of(section, &spec, &field.name)));
        let mut kept = None;
        if self.infers && roles.contains(&Role::Unknown) {
            let usual = self.texts.get(&at.list);
            for (index, role) in inferred_of_unknown(section, &mut roles, fields, usual) {
                self.infer_field(at.list, &fields[index].name, role);
                // Its name cannot be derived from its role.
                kept.get_or_insert_with(|| as_json(fields));
            }
        }
        self.row(at, fields, &roles, kept, source);
        roles.clear();
        self.row_roles = roles;
    }

    /// Adds a row of a text export, which has these lines. What the names of its fields do not tell, their values do.
    pub fn text_fields(&mut self, at: Target<'_>, fields: &[RawField<'_>], lines: &str) {
        let section = self.lists[at.list as usize].section;
        let spec = field_roles::of(section);
        let mut roles: Vec<Role> =
            fields.iter().map(|field| self.roles.of(section, &spec, &field.name)).collect();
        let usual = self.texts.get(&at.list);
        if let Some(text) = inferred(section, &mut roles, fields, usual)
            && usual.is_none()
        {
            self.texts.insert(at.list, fields[text].name.clone().into_owned());
        }
        // A name without a value may be a line of text.
        let has_bare_name = fields.iter().zip(&roles).any(|(field, role)| role.is_open() && field.is_blank());
        self.row(at, fields, &roles, has_bare_name.then(|| as_json(fields)), Source::Text(lines));
    }

    /// Adds a row. `kept` is the JSON of its fields, if it has to be stored.
    fn row(
        &mut self,
        at: Target<'_>,
        fields: &[RawField<'_>],
        roles: &[Role],
        kept: Option<String>,
        source: Source<'_>,
    ) {
        // Rows of placeholders only are empty, but a text may be one of these words.
        let is_text_only = matches!(fields, [only] if only.name == "value");
        let are_only_words = || is_text_only || roles.iter().all(|role| role.is_own_words());
        if fields.iter().all(RawField::is_empty)
            && (fields.iter().all(RawField::is_blank) || !are_only_words())
        {
            return self.skip(at.list, SkipReason::Empty);
        }
        let bytes: usize = fields.iter().map(|field| field.name.len() + field.value.len()).sum();
        if bytes > limits::RECORD_BYTES || fields.len() > limits::RECORD_FIELDS {
            return self.skip(at.list, SkipReason::TooBig);
        }
        let section = self.lists[at.list as usize].section;
        let spec = field_roles::of(section);
        let values = fields.iter().map(|field| (&*field.name, &*field.value));
        let mut seconds = split_time::of(values, self.day_orders.get(&at.list).copied()).unwrap_or(0);
        let (mut text, mut counterparty, mut href) =
            (None::<(usize, &RawField<'_>)>, None::<Cow<'_, str>>, None::<Cow<'_, str>>);
        // Whether the row can be reconstructed from the columns.
        let mut is_plain = kept.is_none();
        for (field, role) in fields.iter().zip(roles) {
            let is_placeholder = field.is_empty();
            if is_placeholder && (!role.is_own_words() || field.is_blank()) {
                is_plain &= field.is_blank();
                continue;
            }
            match role {
                Role::Time => match field.time() {
                    Some(parsed) if seconds == 0 => seconds = parsed,
                    _ => is_plain = false,
                },
                Role::Link if href.is_none() => href = Some(field.links()),
                Role::Counterparty if counterparty.is_none() => counterparty = Some(field.person()),
                Role::Text(rank) => {
                    let rank = if is_placeholder { rank + PLACEHOLDER_RANK } else { *rank };
                    is_plain &= text.is_none();
                    if text.is_none_or(|(best, _)| rank < best) {
                        text = Some((rank, field));
                    }
                }
                _ => is_plain = false,
            }
            is_plain &= field.raw.is_none();
        }
        let items = item_names(fields, field_roles::item_name_fields(section));
        let text = items.map(Cow::Owned).or(text.map(|(_, field)| field.readable()));
        // If the row is a string instead of an object, it is the text of the record.
        let text = text.or_else(|| match fields {
            [only] if only.name == "value" => Some(Cow::Borrowed(only.value.as_ref())),
            _ => None,
        });
        let (text, counterparty) = (text.as_deref(), counterparty.as_deref());
        let names = std::mem::take(&mut self.names);
        let renamed = Renamed::new(&names, section, (at.thread, counterparty, text));
        let (at, counterparty, text) =
            (Target { thread: renamed.thread, ..at }, renamed.counterparty, renamed.text);
        is_plain &= !renamed.is_any;
        let href = href.as_deref().map(link::one_a_line);
        is_plain &= !matches!(href, Some(Cow::Owned(_)));
        let href = href.as_deref();
        let item = href
            .or_else(|| text.filter(|t| is_message(section) && link::is_link(t)))
            .and_then(link::item)
            .unwrap_or(0);
        let content = identity(section, &spec, at.thread, item, href, counterparty, text, fields, seconds);
        let kept_link = href.filter(|l| item == 0 || **l != link::of_video(item));
        let name = counterparty.map(|name| shortened(name, limits::NAME_CHARS));
        is_plain &= !matches!(name, Some(Cow::Owned(_)));
        let kept = if is_plain { String::new() } else { kept.unwrap_or_else(|| as_json(fields)) };
        let columns = Columns {
            text,
            counterparty: name.as_deref(),
            link: kept_link,
            fields: Some(&*kept).filter(|kept| !kept.is_empty()),
            item,
        };
        self.push(at, section, seconds, content, &columns, source, None);
        self.names = names;
    }

    #[allow(clippy::too_many_arguments, reason = "the columns of a record")]
    pub(super) fn push(
        &mut self,
        at: Target<'_>,
        section: Section,
        seconds: u32,
        content: u64,
        columns: &Columns<'_>,
        source: Source<'_>,
        position: Option<i32>,
    ) {
        let &Columns { text, counterparty, link, fields, item } = columns;
        // Escaping may have made it longer.
        let bytes = [text, counterparty, link, fields].iter().flatten().map(|text| text.len()).sum::<usize>();
        if bytes > 4 * limits::RECORD_BYTES {
            return self.skip(at.list, SkipReason::TooBig);
        }
        self.lists[at.list as usize].read += 1;
        self.profiles.parts.add(section, seconds, content);
        let seq = position.unwrap_or_else(|| self.seq.next(at.list, at.thread, seconds));
        let batch = &mut self.batch;
        let of_item = link.is_none().then(|| link::of_record(section, item)).flatten();
        let values = Values { time: None, link: link.or(of_item.as_deref()), text, counterparty, fields };
        let template = original::template(source, &values, seconds);
        let record = RawRecord {
            section,
            list: at.list,
            seconds,
            seq,
            content,
            item,
            text: batch.keep(text.unwrap_or_default()),
            counterparty: batch.keep(counterparty.unwrap_or_default()),
            thread: batch.keep(at.thread.unwrap_or_default()),
            link: batch.keep(link.unwrap_or_default()),
            fields: batch.keep(fields.unwrap_or_default()),
            template: template.map(|template| batch.keep_template(template)),
        };
        batch.rows.push(record);
        if self.batch.is_full() {
            self.flush();
        }
    }

    /// Passes the current batch to the sink.
    pub fn flush(&mut self) {
        if self.batch.rows.is_empty() {
            return;
        }
        match self.sink.batch(std::mem::take(&mut self.batch)) {
            Some(empty) => self.batch = empty,
            None => self.is_over = true,
        }
    }
}
