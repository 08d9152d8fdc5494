//! Measures an .xls before it is read: cells far out make a reader reserve room for every cell between, and macros
//! and passwords show in the container's directory.

use super::{COLUMNS_AT_MOST, ROWS_AT_MOST, Refused};

/// A compound file: sectors, chained by a table.
struct Container<'a> {
    bytes: &'a [u8],
    sector: usize,
    chain: Vec<u32>,
}

const LAST: u32 = 0xffff_fff0;
/// Records of a cell begin with its row and its column.
const CELLS: [u16; 9] = [0x0006, 0x00bd, 0x00be, 0x00d6, 0x00fd, 0x0201, 0x0203, 0x0204, 0x0205];
const RK: u16 = 0x027e;
const FILE_PASS: u16 = 0x002f;

/// Refuses macros, passwords and cells beyond the limits.
pub(super) fn measure(bytes: &[u8]) -> Result<(), Refused> {
    let container = Container::open(bytes).ok_or(Refused::Damaged)?;
    let directory = container.stream(container.number(48).ok_or(Refused::Damaged)?);
    let mut workbook = None;
    for entry in directory.chunks_exact(128) {
        let name: String =
            char::decode_utf16(entry[..64].chunks_exact(2).map(|two| u16::from_le_bytes([two[0], two[1]])))
                .map_while(Result::ok)
                .take_while(|c| *c != '\0')
                .collect();
        match name.as_str() {
            "_VBA_PROJECT_CUR" | "_VBA_PROJECT" | "VBA" | "Macros" => return Err(Refused::Macros),
            "EncryptedPackage" | "EncryptionInfo" => return Err(Refused::Locked),
            "Workbook" | "Book" => {
                workbook = Some(u32::from_le_bytes([entry[116], entry[117], entry[118], entry[119]]))
            }
            _ => {}
        }
    }
    cells(&container.stream(workbook.ok_or(Refused::Kind)?))
}

fn cells(stream: &[u8]) -> Result<(), Refused> {
    let mut rest = stream;
    while let [kind, kind_high, length, length_high, after @ ..] = rest {
        let kind = u16::from_le_bytes([*kind, *kind_high]);
        let length = usize::from(u16::from_le_bytes([*length, *length_high]));
        let Some(body) = after.get(..length) else { break };
        if kind == FILE_PASS {
            return Err(Refused::Locked);
        }
        if let ([row, row_high, column, column_high, ..], true) = (body, kind == RK || CELLS.contains(&kind))
        {
            let row = u32::from(u16::from_le_bytes([*row, *row_high]));
            let column = u32::from(u16::from_le_bytes([*column, *column_high]));
            if row >= ROWS_AT_MOST || column >= COLUMNS_AT_MOST {
                return Err(Refused::TooManyCells);
            }
        }
        rest = &after[length..];
    }
    Ok(())
}

impl<'a> Container<'a> {
    fn open(bytes: &'a [u8]) -> Option<Self> {
        let shift = u32::from(*bytes.get(30)?);
        if !(7..=12).contains(&shift) {
            return None;
        }
        let mut container = Self { bytes, sector: 1 << shift, chain: Vec::new() };
        // The table of chains lies in sectors of its own: 109 of them are named in the header, and 10 MB need no more
        // than 160, the rest in a list of further sectors.
        let mut tables: Vec<u32> = (0..109).map_while(|place| container.number(76 + place * 4)).collect();
        let mut more = container.number(68)?;
        let mut lists = 0;
        while more < LAST && lists < 64 {
            let list = container.bytes_of(more)?.to_vec();
            let numbers: Vec<u32> = numbers(&list).collect();
            let (next, named) = numbers.split_last()?;
            tables.extend(named);
            more = *next;
            lists += 1;
        }
        for table in tables.into_iter().filter(|table| *table < LAST) {
            let table: Vec<u32> = numbers(container.bytes_of(table)?).collect();
            container.chain.extend(table);
        }
        Some(container)
    }

    /// A chain of sectors, each once: a ring ends where it would begin again.
    fn stream(&self, first: u32) -> Vec<u8> {
        let mut stream = Vec::new();
        let mut sector = first;
        for _ in 0..=self.bytes.len() / self.sector {
            let Some(bytes) = self.bytes_of(sector).filter(|_| sector < LAST) else { break };
            stream.extend_from_slice(bytes);
            sector = self.chain.get(sector as usize).copied().unwrap_or(LAST);
        }
        stream
    }

    fn bytes_of(&self, sector: u32) -> Option<&'a [u8]> {
        let start = (sector as usize).checked_add(1)?.checked_mul(self.sector)?;
        let end = start.checked_add(self.sector)?.min(self.bytes.len());
        self.bytes.get(start..end)
    }

    fn number(&self, at: usize) -> Option<u32> {
        let four = self.bytes.get(at..at + 4)?;
        Some(u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
    }
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.chunks_exact(4).map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
}
