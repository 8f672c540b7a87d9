//! Record ids: the section, the time in seconds, and 24 bits of the hash.
//!
//! As a result, the table is in the order of lists, records are found by date without a second index, and the hits of a
//! search are sorted by section and time.

use crate::library::Section;

const TIME_BITS: u32 = 32;
const SLOT_BITS: u32 = 24;
/// The number of possible ids for one section and second.
pub const SLOTS: u64 = 1 << SLOT_BITS;

/// The id for this section, time (Unix seconds) and slot, of which the lower 24 bits are used.
#[must_use]
pub fn new(section: Section, seconds: u32, slot: u64) -> i64 {
    let number = u64::from(section.number()) << (TIME_BITS + SLOT_BITS)
        | u64::from(seconds) << SLOT_BITS
        | slot & (SLOTS - 1);
    number.cast_signed()
}

/// The smallest and the largest id of a section's records between two times (Unix seconds), both inclusive.
#[must_use]
pub fn span(section: Section, from: u32, to: u32) -> (i64, i64) {
    (new(section, from, 0), new(section, to, SLOTS - 1))
}

/// The smallest and the largest id of a section.
#[must_use]
pub fn all(section: Section) -> (i64, i64) {
    span(section, 0, u32::MAX)
}

/// The time in Unix seconds; 0 if the record has no time.
#[must_use]
pub fn seconds(id: i64) -> u32 {
    u32::try_from(id.cast_unsigned() >> SLOT_BITS & u64::from(u32::MAX)).unwrap_or_default()
}

/// The section; [`Section::Other`] if the id was not made by [`new`].
#[must_use]
pub fn section(id: i64) -> Section {
    let number = u8::try_from(id.cast_unsigned() >> (TIME_BITS + SLOT_BITS)).unwrap_or_default();
    Section::from_number(number).unwrap_or(Section::Other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_by_section_and_time_and_decode_to_both() {
        let early = new(Section::Watch, 1_600_000_000, 77);
        let late = new(Section::Watch, 1_600_000_001, 0);
        let other = new(Section::Like, 0, 5);
        assert!(early < late && late < other);
        assert_eq!((section(early), seconds(early)), (Section::Watch, 1_600_000_000));
        assert_eq!((section(other), seconds(other)), (Section::Like, 0));
        let (from, to) = span(Section::Watch, 1_600_000_000, 1_600_000_000);
        assert!(from <= early && early <= to && to < late);
        assert!(new(Section::Other, u32::MAX, SLOTS - 1) > 0, "ids are positive");
    }
}
