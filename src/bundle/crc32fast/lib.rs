//! CRC-32 as in zip and gzip (ISO-HDLC), with the interface of the crate crc32fast.

use crc::{CRC_32_ISO_HDLC, Crc, Table};

static CRC: Crc<u32, Table<1>> = Crc::<u32, Table<1>>::new(&CRC_32_ISO_HDLC);

/// The checksum of a text.
pub fn hash(bytes: &[u8]) -> u32 {
    let mut hasher = Hasher::new();
    hasher.update(bytes);
    hasher.finalize()
}

/// The checksum of a text that comes in parts.
#[derive(Clone, Debug, Default)]
pub struct Hasher {
    crc: u32,
    amount: u64,
}

impl Hasher {
    /// Of nothing so far.
    pub fn new() -> Self {
        Self::default()
    }

    /// Goes on from the checksum of a text of this length.
    pub fn new_with_initial_len(crc: u32, amount: u64) -> Self {
        Self { crc, amount }
    }

    /// Takes the next part.
    pub fn update(&mut self, bytes: &[u8]) {
        // The register that gave this checksum, with its bits in the order of the polynomial.
        let mut digest = CRC.digest_with_initial((self.crc ^ CRC_32_ISO_HDLC.xorout).reverse_bits());
        digest.update(bytes);
        self.crc = digest.finalize();
        self.amount += bytes.len() as u64;
    }

    /// The checksum of all parts.
    pub fn finalize(self) -> u32 {
        self.crc
    }

    /// Of nothing again.
    pub fn reset(&mut self) {
        *self = Self::new();
    }

    /// Goes on with the parts that another one has taken.
    pub fn combine(&mut self, other: &Self) {
        // A checksum is linear: this one behind as many zeros, and the other one beside it.
        let mut zeros = CRC.digest_with_initial(self.crc.reverse_bits());
        for _ in 0..other.amount {
            zeros.update(&[0]);
        }
        self.crc = zeros.finalize() ^ CRC_32_ISO_HDLC.xorout ^ other.crc;
        self.amount += other.amount;
    }
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
        let mut parts = Hasher::new();
        parts.update(b"1234");
        parts.update(b"");
        let mut rest = Hasher::new();
        rest.update(b"56789");
        parts.combine(&rest);
        assert_eq!(parts.finalize(), 0xcbf4_3926);
        let mut resumed = Hasher::new_with_initial_len(hash(b"1234"), 4);
        resumed.update(b"56789");
        assert_eq!(resumed.finalize(), 0xcbf4_3926);
    }
}
