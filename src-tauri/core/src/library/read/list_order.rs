//! Tells days from months in the times of a JSON list, by all of its rows that are near its beginning.

use std::io::{self, Read};

use super::collect::Collector;
use super::field::RawField;
use super::field_roles::TIMES;
use super::json_keys::normal;
use super::json_reader::Walk;
use super::split_time;
use super::time::{self, DayOrder};
use crate::library::json;

/// The first row is looked for in this many bytes.
const BEGINNING: usize = 1 << 10;
/// So much of a list is looked at if its first row has such a time, in bytes.
const LOOKED_AT: usize = 1 << 20;

impl<R: Read> Walk<'_, '_, R> {
    /// Looks at the beginning of the list that comes next, before its rows are read.
    pub(super) fn look_at_list(&mut self, list: u32) -> io::Result<()> {
        self.look_for_text(list)?;
        if self.out.day_orders.contains_key(&list) {
            return Ok(());
        }
        let first = json::Items::of(self.scanner.look_ahead(BEGINNING)?).next();
        if first.is_some_and(|row| split_time::in_object(row).iter().any(|value| DayOrder::is_open_in(value)))
        {
            let rows = json::Items::of(self.scanner.look_ahead(LOOKED_AT)?);
            let order = DayOrder::of(
                rows.flat_map(split_time::in_object).filter_map(|value| DayOrder::in_time(&value)),
            );
            self.out.day_orders.extend(order.map(|order| (list, order)));
        }
        Ok(())
    }
}

impl Collector<'_> {
    /// Writes the times of a row as exports usually do, if the order of days and months in its list is known.
    pub(super) fn tell_days(&self, list: u32, fields: &mut [RawField<'_>]) {
        let Some(order) = self.day_orders.get(&list) else { return };
        for field in fields.iter_mut().filter(|field| TIMES.contains(&normal(&field.name).as_str())) {
            if let std::borrow::Cow::Owned(told) = time::told(&field.value, Some(*order)) {
                field.value = told.into();
            }
        }
    }
}
