//! CRC-32 as in zip and gzip (ISO-HDLC), with the interface of the crate crc32fast.

use std::sync::OnceLock;

/// The polynomial, its bits reversed.
const POLYNOMIAL: u32 = 0xedb8_8320;
/// How many octets are taken at a time.
const STRIDE: usize = 8;

/// The checksum of a text.
pub fn hash(octets: &[u8]) -> u32 {
    let mut hasher = Hasher::new();
    hasher.update(octets);
    hasher.finalize()
}

/// The checksum of a text that comes in parts.
#[derive(Clone, Debug, Default)]
pub struct Hasher {
    crc: u32,
    amount: u64,
}

impl Hasher {
    /// A checksum of nothing so far.
    pub fn new() -> Self {
        Self::default()
    }

    /// Goes on from the checksum of a text of this length.
    pub fn new_with_initial_len(crc: u32, amount: u64) -> Self {
        Self { crc, amount }
    }

    /// Takes the next part.
    pub fn update(&mut self, octets: &[u8]) {
        let tables = tables();
        let mut register = !self.crc;
        let (strides, rest) = octets.as_chunks::<STRIDE>();
        for stride in strides {
            let start = u32::from_le_bytes([stride[0], stride[1], stride[2], stride[3]]) ^ register;
            let [a, b, c, d] = start.to_le_bytes();
            let octets = [a, b, c, d, stride[4], stride[5], stride[6], stride[7]];
            register = 0;
            for (table, octet) in tables.iter().rev().zip(octets) {
                register ^= table[usize::from(octet)];
            }
        }
        for octet in rest {
            register = (register >> 8) ^ tables[0][usize::from(register as u8 ^ octet)];
        }
        self.crc = !register;
        self.amount += octets.len() as u64;
    }

    /// The checksum of all parts.
    pub fn finalize(self) -> u32 {
        self.crc
    }

    /// Starts again with nothing.
    pub fn reset(&mut self) {
        *self = Self::new();
    }

    /// Goes on with the parts that another one has taken.
    pub fn combine(&mut self, other: &Self) {
        self.crc = times(self.crc, power_of_x(8 * other.amount)) ^ other.crc;
        self.amount += other.amount;
    }
}

fn tables() -> &'static [[u32; 256]; STRIDE] {
    static TABLES: OnceLock<[[u32; 256]; STRIDE]> = OnceLock::new();
    TABLES.get_or_init(|| {
        let mut tables = [[0; 256]; STRIDE];
        for (octet, entry) in (0..).zip(&mut tables[0]) {
            *entry = (0..8).fold(octet, |register, _| next(register));
        }
        for table in 1..STRIDE {
            for octet in 0..256 {
                let before = tables[table - 1][octet];
                tables[table][octet] = (before >> 8) ^ tables[0][usize::from(before as u8)];
            }
        }
        tables
    })
}

/// Times x: the highest power is the lowest bit.
fn next(register: u32) -> u32 {
    (register >> 1) ^ if register & 1 == 1 { POLYNOMIAL } else { 0 }
}

/// The product of two polynomials, modulo that of the checksum.
fn times(a: u32, mut b: u32) -> u32 {
    let mut product = 0;
    for place in (0..32).rev() {
        if a >> place & 1 == 1 {
            product ^= b;
        }
        b = next(b);
    }
    product
}

/// A power of x, by repeated squaring.
fn power_of_x(mut exponent: u64) -> u32 {
    let (mut power, mut square) = (1 << 31, 1 << 30);
    while exponent > 0 {
        if exponent & 1 == 1 {
            power = times(power, square);
        }
        square = times(square, square);
        exponent >>= 1;
    }
    power
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_value_is_that_of_the_catalogue() {
        assert_eq!(hash(b"123456789"), 0xcbf4_3926);
        assert_eq!(hash(b""), 0);
    }

    #[test]
    fn parts_give_the_checksum_of_the_whole() {
        let text: Vec<u8> = (0..1000u32).map(|number| (number * number % 251) as u8).collect();
        for cut in [0, 1, 7, 8, 9, 500, 999, 1000] {
            let (start, end) = text.split_at(cut);
            let (mut combined, mut rest) = (Hasher::new(), Hasher::new());
            combined.update(start);
            rest.update(end);
            let mut resumed = Hasher::new_with_initial_len(combined.clone().finalize(), cut as u64);
            resumed.update(end);
            combined.combine(&rest);
            assert_eq!([combined.finalize(), resumed.finalize()], [hash(&text); 2], "{cut}");
        }
        assert_ne!(hash(&text[..500]), hash(&text));
    }
}
