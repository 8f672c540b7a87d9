//! Decodes the files of an export to UTF-8, whatever encoding they have: TikTok writes UTF-8, but editors and other programs
//! may have saved a file in UTF-16 or in the encoding of an old system.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::library::NoteKind;

/// So much is read at once, in bytes. The encoding is detected from no more than that.
const CHUNK: usize = 64 << 10;
/// UTF-16 without a byte-order mark is detected from this many bytes.
const HEAD: usize = 4 << 10;
const BOM: &[u8] = "\u{feff}".as_bytes();

/// What was noticed while a file was decoded.
#[derive(Debug, Clone, Default)]
pub struct DecodeNotes(Rc<Noticed>);

#[derive(Debug, Default)]
struct Noticed {
    is_other_encoding: Cell<bool>,
    has_replaced: Cell<bool>,
}

impl DecodeNotes {
    /// The notes about the file, as far as it was read.
    pub fn kinds(&self) -> impl Iterator<Item = NoteKind> + use<> {
        let other = self.0.is_other_encoding.get().then_some(NoteKind::OtherEncoding);
        let replaced = self.0.has_replaced.get().then_some(NoteKind::NotText);
        other.into_iter().chain(replaced)
    }
}

/// Reads a file as UTF-8, without byte-order marks at its beginning. Bytes that are not text are replaced by `�`.
pub struct Utf8<R> {
    inner: R,
    /// What was read of the file, and is not decoded yet.
    encoded: Vec<u8>,
    /// What was decoded, of which this many bytes were given away.
    decoded: Vec<u8>,
    given: usize,
    /// How it is decoded, unless it is UTF-8.
    decoder: Option<Form>,
    /// Whether there was a letter outside ASCII: it is UTF-8 then.
    has_letters: bool,
    is_start: bool,
    is_end: bool,
    /// What ended the reading.
    failure: Option<io::Error>,
    notes: DecodeNotes,
}

enum Form {
    Other(Decoder),
    /// UTF-32, whose units are read with this.
    Utf32(fn([u8; 4]) -> u32),
}

impl<R: Read> Utf8<R> {
    /// Decodes this file.
    pub fn new(inner: R) -> Self {
        Self {
            inner,
            encoded: Vec::new(),
            decoded: Vec::new(),
            given: 0,
            decoder: None,
            has_letters: false,
            is_start: true,
            is_end: false,
            failure: None,
            notes: DecodeNotes::default(),
        }
    }

    /// What is noticed while it is read.
    pub fn notes(&self) -> DecodeNotes {
        self.notes.clone()
    }

    /// Decodes the next part of the file, until there is something or the file ends.
    fn decode(&mut self) {
        self.decoded.clear();
        self.given = 0;
        while self.given == self.decoded.len() && !(self.is_end && self.encoded.is_empty()) {
            self.fill(if self.is_start { HEAD } else { 1 });
            if self.is_start {
                self.decoder = match utf32(&self.encoded) {
                    Some(unit) => {
                        self.notes.0.is_other_encoding.set(true);
                        Some(Form::Utf32(unit))
                    }
                    None => utf16(&self.encoded).map(|encoding| self.other(encoding)),
                };
            }
            match &mut self.decoder {
                Some(Form::Utf32(unit)) => {
                    let unit = *unit;
                    self.take_utf32(unit);
                }
                Some(Form::Other(decoder)) => {
                    let needed = decoder.max_utf8_buffer_length(self.encoded.len());
                    self.decoded.resize(needed.unwrap_or(CHUNK), 0);
                    let (_, read, written, has_replaced) =
                        decoder.decode_to_utf8(&self.encoded, &mut self.decoded, self.is_end);
                    self.decoded.truncate(written);
                    self.encoded.drain(..read);
                    if has_replaced {
                        self.notes.0.has_replaced.set(true);
                    }
                }
                None => self.pass_through(),
            }
            while self.is_start && self.decoded[self.given..].starts_with(BOM) {
                self.given += BOM.len();
            }
            self.is_start = false;
        }
    }

    /// Decodes the whole units of UTF-32 that were read. Half a unit at the end of the file is damage.
    fn take_utf32(&mut self, unit: fn([u8; 4]) -> u32) {
        let mut take = |letter: Option<char>| {
            self.notes.0.has_replaced.set(self.notes.0.has_replaced.get() || letter.is_none());
            let letter = letter.unwrap_or(char::REPLACEMENT_CHARACTER);
            self.decoded.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
        };
        let (units, rest) = self.encoded.as_chunks::<4>();
        for bytes in units {
            take(char::from_u32(unit(*bytes)));
        }
        if self.is_end && !rest.is_empty() {
            take(None);
        }
        let left = if self.is_end { 0 } else { rest.len() };
        self.encoded.drain(..self.encoded.len() - left);
    }

    /// Reads until this many bytes wait to be decoded, or the file ends. An error ends it; it is reported once the rest is
    /// read.
    fn fill(&mut self, least: usize) {
        let from = self.encoded.len();
        let mut filled = from;
        self.encoded.resize(CHUNK.max(from), 0);
        while !self.is_end && (filled < least || filled == from) && filled < CHUNK {
            match self.inner.read(&mut self.encoded[filled..]) {
                Ok(0) => self.is_end = true,
                Ok(read) => filled += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => (self.failure, self.is_end) = (Some(error), true),
            }
        }
        self.encoded.truncate(filled);
    }

    /// Takes what is UTF-8 as it is. At what is not, determines what the rest is.
    fn pass_through(&mut self) {
        let (valid, is_cut) = match std::str::from_utf8(&self.encoded) {
            Ok(_) => (self.encoded.len(), false),
            Err(error) => (error.valid_up_to(), error.error_len().is_none() && !self.is_end),
        };
        self.has_letters |= !self.encoded[..valid].is_ascii();
        let is_invalid = valid < self.encoded.len() && !is_cut;
        self.decoded.extend(self.encoded.drain(..valid));
        if is_invalid {
            self.fill(CHUNK);
            let older = if self.has_letters { None } else { older_encoding(&self.encoded, self.is_end) };
            self.decoder = Some(match older {
                Some(encoding) => self.other(encoding),
                None => Form::Other(UTF_8.new_decoder_without_bom_handling()),
            });
        }
    }

    fn other(&self, encoding: &'static Encoding) -> Form {
        self.notes.0.is_other_encoding.set(true);
        Form::Other(encoding.new_decoder_with_bom_removal())
    }
}

impl<R: Read> Read for Utf8<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.given == self.decoded.len() {
            self.decode();
        }
        if self.given == self.decoded.len()
            && let Some(failure) = self.failure.take()
        {
            return Err(failure);
        }
        let rest = &self.decoded[self.given..];
        let read = rest.len().min(buffer.len());
        buffer[..read].copy_from_slice(&rest[..read]);
        self.given += read;
        Ok(read)
    }
}

/// The text of the beginning of a file.
#[must_use]
pub fn beginning(head: &[u8]) -> String {
    let mut text = Vec::new();
    // Reading from memory does not fail.
    let _ = Utf8::new(head).read_to_end(&mut text);
    String::from_utf8_lossy(&text).into_owned()
}

/// Detects UTF-16: by its byte-order mark, or by the zeros that every other byte of ASCII is.
fn utf16(head: &[u8]) -> Option<&'static Encoding> {
    match head {
        [0xFF, 0xFE, ..] => return Some(UTF_16LE),
        [0xFE, 0xFF, ..] => return Some(UTF_16BE),
        _ => {}
    }
    let units = head.chunks_exact(2);
    let count = units.len();
    let (first, second) = units.fold((0, 0), |(first, second), unit| {
        (first + usize::from(unit[0] == 0), second + usize::from(unit[1] == 0))
    });
    // Zeros at the end of a damaged file are at both places. A few letters of other scripts have one at the other place.
    let are_most = |zeros: usize, others: usize| zeros > 1 && zeros * 8 >= count && others * 4 <= zeros;
    if are_most(second, first) { Some(UTF_16LE) } else { are_most(first, second).then_some(UTF_16BE) }
}

/// Detects UTF-32, by its byte-order mark.
fn utf32(head: &[u8]) -> Option<fn([u8; 4]) -> u32> {
    match head {
        [0xFF, 0xFE, 0, 0, ..] => Some(u32::from_le_bytes),
        [0, 0, 0xFE, 0xFF, ..] => Some(u32::from_be_bytes),
        _ => None,
    }
}

/// Detects the encoding of a text that is not UTF-8; `None` if it seems to be UTF-8 with damage.
fn older_encoding(sample: &[u8], is_end: bool) -> Option<&'static Encoding> {
    let (mut letters, mut invalid) = (0, 0);
    for chunk in sample.utf8_chunks() {
        letters += chunk.valid().chars().filter(|letter| !letter.is_ascii()).count();
        invalid += usize::from(!chunk.invalid().is_empty());
    }
    if letters > invalid {
        return None;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, is_end);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    // A byte that no text has is damage.
    let (_, has_errors) = encoding.decode_without_bom_handling(sample);
    (!has_errors).then_some(encoding)
}

#[cfg(test)]
mod tests {
    use encoding_rs::{EUC_KR, GBK, SHIFT_JIS, WINDOWS_1251, WINDOWS_1252};

    use super::*;

    fn decoded(bytes: &[u8]) -> (String, Vec<NoteKind>) {
        let mut utf8 = Utf8::new(bytes);
        let mut text = String::new();
        utf8.read_to_string(&mut text).unwrap();
        (text, utf8.notes().kinds().collect())
    }

    fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn texts_of_all_encodings_are_decoded() {
        let german = "Datum: 2026-03-01 09:00:00 UTC\r\nSuchbegriff: schöne Grüße aus Köln\r\n";
        let japanese = "日付: 2026-03-01 09:00:00 UTC\n検索語: 猫の動画をたくさん見たい\n";
        let russian = "Дата: 2026-03-01 09:00:00 UTC\nПоисковый запрос: рецепт пирога с яблоками\n";
        let korean = "날짜: 2026-03-01 09:00:00 UTC\n검색어: 고양이 동영상을 많이 보고 싶어요\n";
        let chinese = "日期: 2026-03-01 09:00:00 UTC\n搜索词: 我想看很多关于猫的视频和音乐\n";
        let other = vec![NoteKind::OtherEncoding];
        for (text, encoding) in [
            (german, WINDOWS_1252),
            (japanese, SHIFT_JIS),
            (russian, WINDOWS_1251),
            (korean, EUC_KR),
            (chinese, GBK),
        ] {
            let (bytes, _, _) = encoding.encode(text);
            assert_eq!(decoded(&bytes), (text.to_owned(), other.clone()), "{}", encoding.name());
            assert_eq!(decoded(text.as_bytes()), (text.to_owned(), vec![]));
            for bytes in [u16::to_le_bytes, u16::to_be_bytes] {
                for marks in ["", "\u{feff}", "\u{feff}\u{feff}"] {
                    let bytes = utf16(&format!("{marks}{text}"), bytes);
                    assert_eq!(decoded(&bytes), (text.to_owned(), other.clone()), "{marks:?}");
                }
            }
        }
        for marks in ["\u{feff}", "\u{feff}\u{feff}\u{feff}"] {
            assert_eq!(decoded(format!("{marks}{japanese}").as_bytes()), (japanese.to_owned(), vec![]));
        }
        assert_eq!(decoded(b""), (String::new(), vec![]));
    }

    #[test]
    fn letters_with_a_zero_byte_do_not_hide_utf16() {
        let text =
            "{\"SearchTerm\":\"一杯\u{3000}東京 🦀\u{1f600}Ā\",\"Date\":\"2026-03-01 09:00:00\"}".repeat(40);
        for bytes in [u16::to_le_bytes, u16::to_be_bytes] {
            let bytes = utf16(&text, bytes);
            assert_eq!(decoded(&bytes), (text.clone(), vec![NoteKind::OtherEncoding]));
        }
    }

    #[test]
    fn utf32_with_a_mark_is_decoded() {
        let text = "{\"SearchTerm\":\"schöne 一杯 🦀\"}".repeat(9_000);
        for unit in [u32::to_le_bytes, u32::to_be_bytes] {
            let bytes: Vec<u8> =
                format!("\u{feff}{text}").chars().flat_map(|letter| unit(letter.into())).collect();
            assert_eq!(decoded(&bytes), (text.clone(), vec![NoteKind::OtherEncoding]));
            let (cut, notes) = decoded(&bytes[..bytes.len() - 1]);
            assert!(cut.ends_with('\u{fffd}') && notes.contains(&NoteKind::NotText));
        }
    }

    #[test]
    fn an_encoding_that_shows_only_after_a_megabyte_is_found() {
        let text = format!("{}Suchbegriff: schöne Grüße aus Köln\n", "Suchbegriff: katzen\n".repeat(60_000));
        let (bytes, _, _) = WINDOWS_1252.encode(&text);
        assert_eq!(decoded(&bytes), (text, vec![NoteKind::OtherEncoding]));
    }

    #[test]
    fn damage_in_utf8_is_replaced_and_the_rest_is_kept() {
        // Letters of several bytes at the ends of chunks.
        let text = "Größe €🦊 ".repeat(40_000);
        assert_eq!(decoded(text.as_bytes()), (text.clone(), vec![]));
        let mut bytes = text.clone().into_bytes();
        let at = text.find('ß').unwrap();
        bytes[at] = 0xFF;
        let (found, notes) = decoded(&bytes);
        assert_eq!(notes, [NoteKind::NotText]);
        assert_eq!(found.matches("Größe").count(), 39_999);
        // A flipped byte in a file of ASCII only.
        let (found, notes) = decoded(b"{\"Date\":\"2026-03-01\",\"a\":\"\x9dx\"}");
        assert_eq!((found.contains("\"a\""), notes.len()), (true, 1));
    }

    #[test]
    fn zeros_at_the_end_are_no_utf16() {
        let padded = format!("{{\"Date\":\"2026-03-01 09:00:00\"}}{}", "\0".repeat(300));
        assert_eq!(decoded(padded.as_bytes()), (padded.clone(), vec![]));
        assert_eq!(decoded(b"{\"a\":\"b\"}\0").1, []);
    }

    #[test]
    fn an_error_is_returned_after_what_could_be_read() {
        struct Failing(u32);
        impl Read for Failing {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                self.0 += 1;
                let text = b"Date: 2026";
                match self.0 {
                    1 | 2 => {
                        buffer[..text.len()].copy_from_slice(text);
                        Ok(text.len())
                    }
                    _ => Err(io::ErrorKind::InvalidData.into()),
                }
            }
        }
        let mut text = Vec::new();
        let error = Utf8::new(Failing(0)).read_to_end(&mut text).unwrap_err();
        assert_eq!(
            (error.kind(), text.as_slice()),
            (io::ErrorKind::InvalidData, &b"Date: 2026Date: 2026"[..])
        );
    }
}
