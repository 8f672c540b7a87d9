//! Deflate streams of zero bytes, generated without compressing.
//!
//! A stream is one block with a Huffman code in which a run of 258 bytes takes two zero bits.

/// The deflate stream of `count` zero bytes.
pub(super) fn deflated(count: u64) -> Vec<u8> {
    let mut bits = Bits::default();
    if count == 0 {
        // An empty stored block.
        return vec![1, 0, 0, 0xff, 0xff];
    }
    bits.number(1, 1); // the last block
    bits.number(2, 2); // dynamic Huffman code
    bits.number(29, 5); // 286 literal and length symbols
    bits.number(0, 5); // one distance
    bits.number(14, 4); // 18 of the code's code lengths follow, in the order of RFC 1951
    for symbol in [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1_u8] {
        bits.number(
            match symbol {
                18 => 1,
                1 | 2 => 2,
                _ => 0,
            },
            3,
        );
    }
    // In that code: `0` is "a run of unused symbols", `10` is length one, `11` is length two.
    let run = |bits: &mut Bits, unused: u32| {
        bits.code("0");
        bits.number(unused - 11, 7);
    };
    bits.code("11"); // literal 0
    run(&mut bits, 138);
    run(&mut bits, 117);
    bits.code("11"); // end of block
    run(&mut bits, 28);
    bits.code("10"); // length 258
    bits.code("10"); // distance one

    // In the block's code: literal 0 is `10`, end is `11`, and length 258 with distance one is `0` `0`.
    bits.code("10");
    let (runs, rest) = ((count - 1) / 258, (count - 1) % 258);
    bits.zeros(runs * 2);
    (0..rest).for_each(|_| bits.code("10"));
    bits.code("11");
    bits.bytes
}

/// CRC-32 of `count` zero bytes, computed by doubling.
pub(super) fn crc(count: u64) -> u32 {
    let mut all = crc32fast::Hasher::new();
    let mut power = crc32fast::Hasher::new();
    power.update(&[0]);
    for place in 0..u64::BITS - count.leading_zeros() {
        if count >> place & 1 == 1 {
            all.combine(&power);
        }
        let same = power.clone();
        power.combine(&same);
    }
    all.finalize()
}

/// A bit string, least significant bit first.
#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    used: u64,
}

impl Bits {
    fn bit(&mut self, one: bool) {
        self.zeros(1);
        if one && let Some(last) = self.bytes.last_mut() {
            *last |= 1 << ((self.used - 1) % 8);
        }
    }

    fn zeros(&mut self, count: u64) {
        self.used += count;
        self.bytes.resize(usize::try_from(self.used.div_ceil(8)).unwrap_or(usize::MAX), 0);
    }

    /// Appends a number, least significant bit first.
    fn number(&mut self, value: u32, bits: u32) {
        (0..bits).for_each(|place| self.bit(value >> place & 1 == 1));
    }

    /// Appends a Huffman code, most significant bit first.
    fn code(&mut self, code: &str) {
        code.bytes().for_each(|digit| self.bit(digit == b'1'));
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_checksum_matches_that_of_the_bytes() {
        for count in [0_u64, 1, 2, 258, 1000, 65_537] {
            let zeros = vec![0; usize::try_from(count).unwrap_or(0)];
            assert_eq!(super::crc(count), crc32fast::hash(&zeros), "{count}");
        }
    }
}
