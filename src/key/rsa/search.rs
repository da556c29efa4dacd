//! The search for a prime (FIPS 186-5, A.1.3).

use crypto_bigint::{BoxedUint, ConcatenatingSquare, Odd};
use crypto_primes::hazmat::MillerRabin;
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::{Size, sieve};

/// The search for one prime, in steps of a few milliseconds. Several can go on at once; how long one has gone on says nothing about how long it
/// will.
pub struct Search {
    size: Size,
    window: Option<Window>,
    suspect: Option<Suspect>,
}

/// Candidates: the odd numbers at these places after `start`.
struct Window {
    start: Number,
    places: Zeroizing<Vec<u16>>,
}

/// What the quick test has let through, while it is decided about.
struct Suspect {
    number: Number,
    test: MillerRabin<BoxedUint>,
    rounds: u32,
}

/// Words, the lowest first.
type Number = Zeroizing<Vec<u32>>;

impl Search {
    /// A search for a prime of a key of this size.
    pub fn new(size: Size) -> Self {
        Self { size, window: None, suspect: None }
    }

    /// How many steps there are between one prime and the next, on average. The number is the same at any time: a search that has found nothing yet
    /// is no nearer to its end.
    pub fn expected_steps(size: Size) -> f64 {
        // One number in ln x is prime; of those without a divisor below b it is one in e^−γ · ln x ÷ ln b (Mertens).
        const E_TO_MINUS_GAMMA: f64 = 0.561_459;
        E_TO_MINUS_GAMMA * f64::from(size.prime_bits()) / f64::from(limit(size).ilog2())
    }

    /// One step: the search for candidates, the quick test of one, or a round of the test that decides. A prime, when it is found, is the highest
    /// byte first; the search may go on for another one.
    pub fn step(&mut self, random: &mut impl CryptoRng) -> Option<Zeroizing<Vec<u8>>> {
        if let Some(suspect) = &mut self.suspect {
            if !suspect.test.test_random_base(random).is_probably_prime() {
                self.suspect = None;
            } else if suspect.rounds > 1 {
                suspect.rounds -= 1;
            } else {
                // The next prime is to come from elsewhere.
                self.window = None;
                return self.suspect.take().map(|suspect| bytes(&suspect.number));
            }
            return None;
        }
        let Some(window) = &mut self.window else {
            self.window = Some(Window::draw(self.size, random));
            return None;
        };
        match window.candidate(random) {
            Some(number) => self.suspect = Suspect::of(self.size, number),
            None => self.window = None,
        }
        None
    }
}

impl Window {
    /// A.1.3, 4.2 to 4.4: nlen/2 random bits, again when they are below √2 · 2^(nlen/2 − 1), and the lowest set. The standard then asks about this one
    /// number; we do about those in a short window after it, in random order. Nearly all have a small divisor, and a sieve sees that for many at once.
    fn draw(size: Size, random: &mut impl CryptoRng) -> Self {
        let mut start = Number::new(vec![0; size.prime_bits() as usize / 32]);
        loop {
            for word in start.iter_mut() {
                *word = random.next_u32();
            }
            start[0] |= 1;
            if is_large_enough(size, &start) && start[start.len() - 1] < u32::MAX {
                break;
            }
        }
        let places = sieve::survivors(&start, limit(size));
        Self { start, places }
    }

    /// One that was not asked about before. The order is random: taken in theirs, a prime that follows a wide gap would be found more often.
    fn candidate(&mut self, random: &mut impl CryptoRng) -> Option<Number> {
        let count = u32::try_from(self.places.len()).ok().filter(|&count| count > 0)?;
        let place = self.places.swap_remove(below(count, random) as usize);
        let mut number = self.start.clone();
        let mut carry = 2 * u32::from(place);
        for word in number.iter_mut() {
            let overflows;
            (*word, overflows) = word.overflowing_add(carry);
            carry = u32::from(overflows);
        }
        Some(number)
    }
}

impl Suspect {
    fn of(size: Size, number: Number) -> Option<Self> {
        let odd = Option::<Odd<BoxedUint>>::from(integer(&number).into_odd())?;
        let test = MillerRabin::new(odd);
        test.test_base_two().is_probably_prime().then(|| Self { number, test, rounds: size.rounds() })
    }
}

/// Candidates have no divisor below this. More would take longer to find than the tests that it saves.
const fn limit(size: Size) -> u32 {
    match size {
        Size::Rsa2048 => 1 << 18,
        Size::Rsa3072 => 1 << 19,
        Size::Rsa4096 => 1 << 20,
    }
}

/// A.1.3, 4.4: at least √2 · 2^(nlen/2 − 1), which is: the square has nlen bits.
fn is_large_enough(size: Size, number: &[u32]) -> bool {
    Zeroizing::new(integer(number).concatenating_square()).bits() == size.bits()
}

/// All are equally likely.
fn below(count: u32, random: &mut impl CryptoRng) -> u32 {
    loop {
        let drawn = random.next_u32() & (count.next_power_of_two() - 1);
        if drawn < count {
            return drawn;
        }
    }
}

fn integer(number: &[u32]) -> BoxedUint {
    let bytes = bytes(number);
    BoxedUint::from_be_slice_truncated(&bytes, 32 * number.len() as u32)
}

/// The highest first.
fn bytes(number: &[u32]) -> Zeroizing<Vec<u8>> {
    let mut bytes = Zeroizing::new(vec![0; 4 * number.len()]);
    for (bytes, word) in bytes.chunks_exact_mut(4).zip(number.iter().rev()) {
        bytes.copy_from_slice(&word.to_be_bytes());
    }
    bytes
}
