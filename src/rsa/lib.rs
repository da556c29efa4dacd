//! RSA key pairs by FIPS 186-5, in pure Rust, quick enough to be made in wasm.
//!
//! A [`Search`] looks for one prime in small steps, so that somebody who waits can be told, and several can look at once. Two primes are
//! [`assemble`]d into a key. [`generate`] does all of it at once.
//!
//! ```
//! use dockseal_rsa::{Size, generate, system_random};
//!
//! let pkcs8 = generate(Size::Rsa2048, &mut system_random());
//! assert!(pkcs8.len() > 1000);
//! ```

mod sieve;
mod filter;
mod search;
mod document;
#[cfg(target_arch = "wasm32")]
mod wasm;

pub use document::assemble;
pub use search::Search;

use crypto_bigint::{BoxedUint, ConcatenatingSquare};
use rand_core::{CryptoRng, TryCryptoRng, TryRng, UnwrapErr};
use zeroize::Zeroizing;

/// The public exponent e (FIPS 186-5, A.1.1, 1: odd, above 2¹⁶ and below 2²⁵⁶): the one that every implementation knows.
pub(crate) const EXPONENT: u32 = 65537;

/// The lengths of keys that can be made (FIPS 186-5, 5.1: at least 2048 bits).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// 2048 bits, 112 bits of security.
    Rsa2048,
    /// 3072 bits, 128 bits of security.
    Rsa3072,
    /// 4096 bits, between 128 and 192 bits of security.
    Rsa4096,
}

impl Size {
    /// All of them, the shortest first.
    pub const ALL: [Self; 3] = [Self::Rsa2048, Self::Rsa3072, Self::Rsa4096];

    /// The size with a modulus of so many bits.
    pub fn from_bits(bits: u32) -> Option<Self> {
        Self::ALL.into_iter().find(|size| size.bits() == bits)
    }

    /// The length of the modulus.
    pub const fn bits(self) -> u32 {
        match self {
            Self::Rsa2048 => 2048,
            Self::Rsa3072 => 3072,
            Self::Rsa4096 => 4096,
        }
    }

    /// The length of each prime.
    const fn prime_bits(self) -> u32 {
        self.bits() / 2
    }

    /// Rounds of Miller–Rabin with random bases, without a Lucas test (FIPS 186-5, table B.1): a composite passes with a probability of at most
    /// 2⁻¹¹², 2⁻¹²⁸, 2⁻¹⁴⁴.
    const fn rounds(self) -> u32 {
        match self {
            Self::Rsa2048 => 5,
            Self::Rsa3072 | Self::Rsa4096 => 4,
        }
    }

    /// Whether a prime is long enough (FIPS 186-5, A.1.3, 4.4): at least √2 · 2^(nlen/2 − 1), which is: its square has nlen bits. Then the product of any
    /// two has as many.
    fn is_reached_by(self, prime: &BoxedUint) -> bool {
        Zeroizing::new(prime.concatenating_square()).bits() == self.bits()
    }
}

/// A new key pair as PKCS#8, version 1, in DER.
pub fn generate(size: Size, random: &mut impl CryptoRng) -> Zeroizing<Vec<u8>> {
    let p = prime(size, random);
    loop {
        // FIPS 186-5, A.1.3, 5.5: when it does not go with p, it is another q that is looked for.
        if let Some(pkcs8) = assemble(size, &p, &prime(size, random)) {
            return pkcs8;
        }
    }
}

/// The machine's own randomness. It panics when the machine has no randomness.
pub fn system_random() -> impl CryptoRng {
    UnwrapErr(Machine)
}

struct Machine;

impl TryRng for Machine {
    type Error = getrandom::Error;

    fn try_next_u32(&mut self) -> Result<u32, getrandom::Error> {
        octets().map(u32::from_le_bytes)
    }

    fn try_next_u64(&mut self) -> Result<u64, getrandom::Error> {
        octets().map(u64::from_le_bytes)
    }

    fn try_fill_bytes(&mut self, dst: &mut [u8]) -> Result<(), getrandom::Error> {
        getrandom::getrandom(dst)
    }
}

impl TryCryptoRng for Machine {}

fn octets<const N: usize>() -> Result<[u8; N], getrandom::Error> {
    let mut octets = [0; N];
    getrandom::getrandom(&mut octets).map(|()| octets)
}

fn prime(size: Size, random: &mut impl CryptoRng) -> Zeroizing<Vec<u8>> {
    let mut search = Search::new(size);
    loop {
        if let Some(prime) = search.step(random) {
            return prime;
        }
    }
}
