//! Writes zip archives byte by byte, because libraries do not write invalid ones.

const LOCAL: u32 = 0x0403_4b50;
const CENTRAL: u32 = 0x0201_4b50;
const DESCRIPTOR: u32 = 0x0807_4b50;
const END: u32 = 0x0605_4b50;
const END64: u32 = 0x0606_4b50;
const LOCATOR64: u32 = 0x0706_4b50;

/// Flag: the entry is encrypted.
pub(super) const ENCRYPTED: u16 = 1;
/// Flag: sizes and checksum follow the data.
const STREAMED: u16 = 1 << 3;
/// Flag: the name is UTF-8.
const UTF8: u16 = 1 << 11;

/// An entry, with values that need not be correct.
#[derive(Clone)]
pub(super) struct Entry {
    pub(super) name: Vec<u8>,
    /// The bytes in the file.
    pub(super) data: Vec<u8>,
    /// 0 is stored, 8 is deflate.
    pub(super) method: u16,
    pub(super) crc: u32,
    /// The stated size of the unpacked data.
    pub(super) size: u64,
    pub(super) flags: u16,
    /// Unix type and permissions.
    pub(super) mode: u32,
    pub(super) streamed: bool,
    pub(super) zip64: bool,
    /// Has the offset of the entry before it.
    pub(super) overlaps: bool,
}

impl Entry {
    /// A valid, stored file.
    pub(super) fn file(name: &str, content: &[u8]) -> Self {
        Self {
            name: name.as_bytes().to_vec(),
            data: content.to_vec(),
            method: 0,
            crc: crc32fast::hash(content),
            size: content.len() as u64,
            flags: UTF8,
            mode: 0o100_644,
            streamed: false,
            zip64: false,
            overlaps: false,
        }
    }

    /// A valid, deflated file of zeros.
    pub(super) fn zeros(name: &str, count: u64) -> Self {
        Self {
            data: super::zeros::deflated(count),
            method: 8,
            crc: super::zeros::crc(count),
            size: count,
            zip64: count > u64::from(u32::MAX),
            ..Self::file(name, b"")
        }
    }

    const fn needed(&self) -> u16 {
        if self.zip64 { 45 } else { 20 }
    }
}

/// The archive of these entries.
pub(super) fn build(entries: &[Entry]) -> Vec<u8> {
    let mut zip = Vec::new();
    let mut directory = Vec::new();
    let mut offset = 0;
    for entry in entries {
        if !entry.overlaps {
            offset = zip.len() as u64;
            local(&mut zip, entry);
        }
        central(&mut directory, entry, offset);
    }
    let start = zip.len() as u64;
    let length = directory.len() as u64;
    zip.extend(directory);
    let zip64 = entries.iter().any(|entry| entry.zip64) || entries.len() >= usize::from(u16::MAX);
    end(&mut zip, entries.len() as u64, start, length, zip64);
    zip
}

fn local(out: &mut Vec<u8>, entry: &Entry) {
    let packed = entry.data.len() as u64;
    let (crc, packed_here, size_here) =
        if entry.streamed { (0, 0, 0) } else { (entry.crc, packed, entry.size) };
    put32(out, LOCAL);
    put16(out, entry.needed());
    put16(out, entry.flags | if entry.streamed { STREAMED } else { 0 });
    put16(out, entry.method);
    put32(out, 0x0021_0000); // 1980-01-01 00:00
    put32(out, crc);
    if entry.zip64 {
        put32(out, u32::MAX);
        put32(out, u32::MAX);
    } else {
        put32(out, low(packed_here));
        put32(out, low(size_here));
    }
    put16(out, low16(entry.name.len()));
    put16(out, if entry.zip64 { 20 } else { 0 });
    out.extend(&entry.name);
    if entry.zip64 {
        put16(out, 1);
        put16(out, 16);
        put64(out, size_here);
        put64(out, packed_here);
    }
    out.extend(&entry.data);
    if entry.streamed {
        put32(out, DESCRIPTOR);
        put32(out, entry.crc);
        put32(out, low(packed));
        put32(out, low(entry.size));
    }
}

fn central(out: &mut Vec<u8>, entry: &Entry, offset: u64) {
    let packed = entry.data.len() as u64;
    put32(out, CENTRAL);
    put16(out, 0x0300 | entry.needed()); // made on Unix, so that the mode applies
    put16(out, entry.needed());
    put16(out, entry.flags | if entry.streamed { STREAMED } else { 0 });
    put16(out, entry.method);
    put32(out, 0x0021_0000);
    put32(out, entry.crc);
    if entry.zip64 {
        put32(out, u32::MAX);
        put32(out, u32::MAX);
    } else {
        put32(out, low(packed));
        put32(out, low(entry.size));
    }
    put16(out, low16(entry.name.len()));
    put16(out, if entry.zip64 { 28 } else { 0 });
    put16(out, 0);
    put16(out, 0);
    put16(out, 0);
    put32(out, entry.mode << 16);
    put32(out, if entry.zip64 { u32::MAX } else { low(offset) });
    out.extend(&entry.name);
    if entry.zip64 {
        put16(out, 1);
        put16(out, 24);
        put64(out, entry.size);
        put64(out, packed);
        put64(out, offset);
    }
}

fn end(out: &mut Vec<u8>, count: u64, start: u64, length: u64, zip64: bool) {
    if zip64 {
        let here = out.len() as u64;
        put32(out, END64);
        put64(out, 44);
        put16(out, 45);
        put16(out, 45);
        put32(out, 0);
        put32(out, 0);
        put64(out, count);
        put64(out, count);
        put64(out, length);
        put64(out, start);
        put32(out, LOCATOR64);
        put32(out, 0);
        put64(out, here);
        put32(out, 1);
    }
    let count = if zip64 { u16::MAX } else { u16::try_from(count).unwrap_or(u16::MAX) };
    put32(out, END);
    put16(out, 0);
    put16(out, 0);
    put16(out, count);
    put16(out, count);
    put32(out, if zip64 { u32::MAX } else { low(length) });
    put32(out, if zip64 { u32::MAX } else { low(start) });
    put16(out, 0);
}

fn low(value: u64) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

fn low16(value: usize) -> u16 {
    u16::try_from(value).unwrap_or(u16::MAX)
}

fn put16(out: &mut Vec<u8>, value: u16) {
    out.extend(value.to_le_bytes());
}

fn put32(out: &mut Vec<u8>, value: u32) {
    out.extend(value.to_le_bytes());
}

fn put64(out: &mut Vec<u8>, value: u64) {
    out.extend(value.to_le_bytes());
}
