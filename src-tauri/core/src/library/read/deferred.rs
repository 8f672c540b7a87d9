//! Lists whose keys are not known: they are kept until the end of the document tells what it has, and what it lacks.

use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::Path;

use tempfile::{SpooledTempFile, spooled_tempfile_in};

use super::collect::Collector;
use super::infer::{Seen, UnknownList};
use super::list_sample::ListSample;
use crate::library::json::{Next, Scanner, Value};
use crate::library::limits;
use crate::library::{InferredBy, Section};

/// Kept lists are in memory up to this size together, and in a temporary file from then on, in bytes.
const IN_MEMORY: usize = 1 << 20;

/// The kept lists of a document, and what else it has.
pub struct Deferred {
    /// The rows of all lists.
    spool: SpooledTempFile,
    lists: Vec<DeferredList>,
    /// What else the document has.
    pub seen: Seen,
}

/// A kept list.
pub struct DeferredList {
    /// The keys of its path.
    pub keys: Vec<String>,
    /// The same, normalised.
    pub normal: Vec<String>,
    /// Where its rows are in the spool.
    begin: u64,
    end: u64,
    sample: ListSample,
    /// The number of rows that were too large to be kept.
    pub too_big: u64,
    /// Its section, if it could be inferred.
    pub section: Option<(Section, InferredBy)>,
}

impl DeferredList {
    fn unknown(&self) -> UnknownList<'_> {
        UnknownList { keys: &self.keys, normal: &self.normal, sample: &self.sample }
    }
}

impl Deferred {
    /// No lists yet. `scratch` is a folder for temporary files.
    pub fn new(scratch: &Path) -> Self {
        Self { spool: spooled_tempfile_in(IN_MEMORY, scratch), lists: Vec::new(), seen: Seen::default() }
    }

    /// Whether another list can be kept.
    pub fn has_room(&self) -> bool {
        self.lists.len() < limits::LISTS
    }

    /// Keeps the list that comes next.
    pub fn keep<R: Read>(
        &mut self,
        keys: &[String],
        normal: &[String],
        scanner: &mut Scanner<R>,
        out: &Collector<'_>,
    ) -> io::Result<()> {
        let mut list = DeferredList {
            keys: keys.to_vec(),
            normal: normal.to_vec(),
            begin: self.spool.stream_position()?,
            end: 0,
            sample: ListSample::default(),
            too_big: 0,
            section: None,
        };
        // A write for each of millions of tiny rows would take a minute.
        let mut spool = BufWriter::new(&mut self.spool);
        let mut separator: &[u8] = b"[";
        let mut goes_on = true;
        scanner.enter();
        while goes_on && !out.is_over && scanner.has_element()? {
            let mut written = Ok(());
            goes_on = scanner.element(limits::VALUE_BYTES, |value| match value {
                Value::Whole(row) => {
                    list.sample.add(row);
                    if written.is_ok() {
                        written = spool.write_all(separator).and_then(|()| spool.write_all(row));
                    }
                    separator = b",";
                }
                Value::TooBig => list.too_big += 1,
                Value::Cut => {}
            })?;
            written?;
        }
        if goes_on {
            scanner.leave(Next::Array)?;
        }
        spool.write_all(if separator == b"[" { b"[]" } else { b"]" })?;
        spool.flush()?;
        drop(spool);
        list.end = self.spool.stream_position()?;
        self.lists.push(list);
        Ok(())
    }

    /// Infers the sections of the kept lists, now that it is known what the document has, and takes the lists. What an irregular
    /// document lacks tells nothing: it may have lost its key.
    pub fn settle(&mut self, is_irregular: bool) -> Vec<DeferredList> {
        self.infer(is_irregular);
        std::mem::take(&mut self.lists)
    }

    /// The rows of a list, as a JSON array.
    pub fn rows(&mut self, list: &DeferredList) -> io::Result<io::Take<&mut SpooledTempFile>> {
        self.spool.seek(SeekFrom::Start(list.begin))?;
        Ok((&mut self.spool).take(list.end - list.begin))
    }

    fn infer(&mut self, is_irregular: bool) {
        for list in &mut self.lists {
            list.section = list.unknown().section(&self.seen);
        }
        self.seen.sections.extend(self.lists.iter().filter_map(|list| Some(list.section?.0)));
        // The longest first, since the longest list of videos is the watch history.
        let mut open: Vec<&mut DeferredList> =
            self.lists.iter_mut().filter(|list| list.section.is_none()).collect();
        open.sort_by_key(|list| std::cmp::Reverse(list.sample.rows));
        let mut is_longest = true;
        for list in open {
            let section = list.unknown().missing_section(&self.seen, is_longest);
            list.section = section.filter(|(_, by)| !is_irregular || *by != InferredBy::Missing);
            self.seen.sections.extend(list.section.map(|(section, _)| section));
            is_longest &= !list.unknown().is_of_videos();
        }
    }
}
