//! Record ids: the section, the second, and 24 bits of the hash.
//!
//! So the table is in the order of lists, dates are found without another index, and the hits of a
//! search come sorted by section and time.

use crate::library::Section;

const TIME_BITS: u32 = 32;
const SLOT_BITS: u32 = 24;
/// Places for records of one section and second.
pub const SLOTS: u64 = 1 << SLOT_BITS;

/// The number for this section, second and slot.
#[must_use]
pub fn new(section: Section, seconds: u32, slot: u64) -> i64 {
    let number = u64::from(section.number()) << (TIME_BITS + SLOT_BITS)
        | u64::from(seconds) << SLOT_BITS
        | slot & (SLOTS - 1);
    number.cast_signed()
}

/// The smallest and the largest number of a section's records between two seconds, both inclusive.
#[must_use]
pub fn span(section: Section, from: u32, to: u32) -> (i64, i64) {
    (new(section, from, 0), new(section, to, SLOTS - 1))
}

/// A whole section.
#[must_use]
pub fn all(section: Section) -> (i64, i64) {
    span(section, 0, u32::MAX)
}

/// Unix seconds; 0 if the record has no time.
#[must_use]
pub fn seconds(id: i64) -> u32 {
    u32::try_from(id.cast_unsigned() >> SLOT_BITS & u64::from(u32::MAX)).unwrap_or_default()
}

/// The section. Numbers that this program did not make give [`Section::Other`].
#[must_use]
pub fn section(id: i64) -> Section {
    let number = u8::try_from(id.cast_unsigned() >> (TIME_BITS + SLOT_BITS)).unwrap_or_default();
    Section::from_number(number).unwrap_or(Section::Other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_in_the_order_of_section_and_time_and_give_back_both() {
        let early = new(Section::Watch, 1_600_000_000, 77);
        let late = new(Section::Watch, 1_600_000_001, 0);
        let other = new(Section::Like, 0, 5);
        assert!(early < late && late < other);
        assert_eq!((section(early), seconds(early)), (Section::Watch, 1_600_000_000));
        assert_eq!((section(other), seconds(other)), (Section::Like, 0));
        let (from, to) = span(Section::Watch, 1_600_000_000, 1_600_000_000);
        assert!(from <= early && early <= to && to < late);
        assert!(new(Section::Other, u32::MAX, SLOTS - 1) > 0, "numbers stay positive");
    }
}
