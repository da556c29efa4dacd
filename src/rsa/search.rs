//! The search for a prime (FIPS 186-5, A.1.3).

use crypto_bigint::{BoxedUint, Odd};
use crypto_primes::hazmat::MillerRabin;
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::{Size, filter, sieve};

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

/// What is known of it.
#[derive(Debug, PartialEq)]
enum Verdict {
    Composite,
    Open,
    Prime,
}

/// Words, the lowest first.
type Number = Zeroizing<Vec<u32>>;

impl Search {
    /// A search for a prime of a key of this size.
    pub fn new(size: Size) -> Self {
        Self { size, window: None, suspect: None }
    }

    /// How many steps a prime takes the time of, on average. The number is the same at any time: a search that has found nothing yet is no nearer to
    /// its end.
    pub fn expected_steps(size: Size) -> f64 {
        // One number in ln x is prime; of those without a divisor below b it is one in e^−γ · ln x ÷ ln b (Mertens).
        const E_TO_MINUS_GAMMA: f64 = 0.561_459;
        // Nearly all steps are quick tests. A round of the test that decides takes the time of three of them, and so does the sieve.
        let others = 3 * (size.rounds() + 1);
        E_TO_MINUS_GAMMA * f64::from(size.prime_bits()) / f64::from(limit(size).ilog2()) + f64::from(others)
    }

    /// One step: the sieve that finds candidates, the quick test of one of them, or a round of the test that decides. A prime, when it is found, is
    /// the highest byte first; the search may go on for another one.
    pub fn step(&mut self, random: &mut impl CryptoRng) -> Option<Zeroizing<Vec<u8>>> {
        if let Some(suspect) = &mut self.suspect {
            match suspect.round(random) {
                Verdict::Open => {}
                Verdict::Composite => self.suspect = None,
                Verdict::Prime => {
                    // The next prime is to come from elsewhere.
                    self.window = None;
                    return self.suspect.take().map(|suspect| bytes(&suspect.number));
                }
            }
        } else if let Some(window) = &mut self.window {
            match window.candidate(random) {
                Some(number) if filter::may_be_prime(&number) => self.suspect = Suspect::of(self.size, number),
                Some(_) => {}
                None => self.window = None,
            }
        } else {
            self.window = Some(Window::draw(self.size, random));
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
            if size.is_reached_by(&integer(&start)) && start[start.len() - 1] < u32::MAX {
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
    /// `None` for an even number.
    fn of(size: Size, number: Number) -> Option<Self> {
        let odd = Option::<Odd<BoxedUint>>::from(integer(&number).into_odd())?;
        Some(Self { number, test: MillerRabin::new(odd), rounds: size.rounds() })
    }

    /// FIPS 186-5, B.3.1: Miller–Rabin with a base that nobody could foresee.
    fn round(&mut self, random: &mut impl CryptoRng) -> Verdict {
        self.rounds -= 1;
        if !self.test.test_random_base(random).is_probably_prime() {
            Verdict::Composite
        } else if self.rounds == 0 {
            Verdict::Prime
        } else {
            Verdict::Open
        }
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

#[cfg(test)]
mod tests {
    use crypto_bigint::{ConcatenatingMul, NonZero, Resize};

    use super::*;
    use crate::system_random;

    #[test]
    fn a_prime_is_as_long_as_the_standard_wants_it_and_the_search_goes_on_to_another_one() {
        for size in Size::ALL {
            let mut search = Search::new(size);
            let mut next = || (0..).find_map(|_| search.step(&mut system_random())).expect("a prime");
            let primes = [next(), next()];
            for prime in &primes {
                let prime = BoxedUint::from_be_slice(prime, size.prime_bits()).expect("no more bits than that");
                assert!(size.is_reached_by(&prime));
                assert!(crypto_primes::is_prime(crypto_primes::Flavor::Any, &prime), "by another test than ours");
            }
            assert_ne!(primes[0], primes[1]);
        }
    }

    #[test]
    fn the_quick_test_says_what_miller_and_rabin_say_for_base_2() {
        for size in Size::ALL {
            let (mut primes, mut composites) = (0, 0);
            while primes == 0 || composites < 20 {
                let mut window = Window::draw(size, &mut system_random());
                while let Some(number) = window.candidate(&mut system_random()).filter(|_| primes == 0 || composites < 20) {
                    let suspect = Suspect::of(size, number.clone()).expect("odd");
                    let expected = suspect.test.test_base_two().is_probably_prime();
                    assert_eq!(filter::may_be_prime(&number), expected);
                    *if expected { &mut primes } else { &mut composites } += 1;
                }
            }
        }
    }

    #[test]
    fn what_deceives_the_quick_test_is_refused_by_the_one_that_decides() {
        for (name, number) in [strong_pseudoprime(1024), strong_pseudoprime(1536), carmichael()] {
            let number = words(&number);
            assert!(filter::may_be_prime(&number), "{name}");
            assert_eq!(verdict(number), Verdict::Composite, "{name}");
        }
    }

    #[test]
    fn what_deceives_every_base_below_307_is_refused() {
        // Arnault, Constructing Carmichael numbers which are strong pseudoprimes to several bases (1995).
        let p = "2acf5bff060d5cb98a808aef25df948beef3f7c06c5c5c9efed1e53d19363db74537f89d3cadcc9be464335664ed21d0b6dbc736e0e23";
        let p = integer_of_hex(p);
        let less = p.wrapping_sub(BoxedUint::one());
        let factor = |times: u32| less.concatenating_mul(BoxedUint::from(times)).wrapping_add(BoxedUint::one());
        let number = words(&p.concatenating_mul(factor(313)).concatenating_mul(factor(353)));
        let suspect = Suspect::of(Size::Rsa2048, number.clone()).expect("odd");
        for base in [2_u32, 3, 293] {
            assert!(suspect.test.test(&BoxedUint::from(base).resize(32 * number.len() as u32)).is_probably_prime());
        }
        assert_eq!(verdict(number), Verdict::Composite);
    }

    #[test]
    fn the_product_of_two_primes_is_refused_by_both_tests() {
        let prime = |_| integer_of_bytes(&crate::prime(Size::Rsa2048, &mut system_random()));
        let [p, q] = [(); 2].map(prime);
        let product = words(&p.concatenating_mul(&q));
        assert!(!filter::may_be_prime(&product));
        assert_eq!(verdict(product), Verdict::Composite);
    }

    #[test]
    fn an_even_number_is_nothing_to_decide_about() {
        assert!(Suspect::of(Size::Rsa2048, Number::new(vec![2; 32])).is_none());
    }

    #[test]
    fn every_place_can_be_drawn_and_none_beyond() {
        for count in [1, 2, 3, 5, 8] {
            let drawn: std::collections::BTreeSet<u32> = (0..1000).map(|_| below(count, &mut system_random())).collect();
            assert!(drawn.into_iter().eq(0..count));
        }
    }

    fn verdict(number: Number) -> Verdict {
        let mut suspect = Suspect::of(Size::Rsa2048, number).expect("odd");
        loop {
            match suspect.round(&mut system_random()) {
                Verdict::Open => {}
                verdict => return verdict,
            }
        }
    }

    /// The order of 2 modulo each divisor is odd and divides n − 1, so n is a strong pseudoprime for base 2: a value of the cyclotomic polynomial of
    /// that order.
    fn strong_pseudoprime(bits: u32) -> (&'static str, BoxedUint) {
        let (p, q) = if bits == 1024 { (5, 257) } else { (17, 97) };
        let mersenne = |exponent: u32| {
            let one = BoxedUint::one_with_precision(2048);
            one.shl(exponent).wrapping_sub(&one)
        };
        let divisor = mersenne(p).wrapping_mul(mersenne(q));
        let number = mersenne(p * q).wrapping_div_vartime(&NonZero::new(divisor).expect("not 0"));
        assert_eq!(number.bits(), bits);
        ("a strong pseudoprime", number.resize(bits))
    }

    /// Chernick's form, (6 k + 1) (12 k + 1) (18 k + 1) with three primes: a pseudoprime for every base that has no divisor in common with it.
    fn carmichael() -> (&'static str, BoxedUint) {
        let k = integer_of_hex("37de04013c0a18a24fa596ff377073ca75dabf0cf8859a7290112de02bbae705b26b1a570a3f58614a61a");
        let factor = |times: u32| k.concatenating_mul(BoxedUint::from(times)).wrapping_add(BoxedUint::one());
        let number = factor(6).concatenating_mul(factor(12)).concatenating_mul(factor(18));
        assert_eq!(number.bits(), 1024);
        ("a Carmichael number", number.resize(1024))
    }

    fn integer_of_hex(hex: &str) -> BoxedUint {
        BoxedUint::from_str_radix_vartime(hex, 16).expect("hexadecimal")
    }

    fn integer_of_bytes(bytes: &[u8]) -> BoxedUint {
        BoxedUint::from_be_slice_vartime(bytes)
    }

    fn words(number: &BoxedUint) -> Number {
        let bytes = number.to_le_bytes();
        let mut words: Vec<u32> =
            bytes.chunks(4).map(|bytes| bytes.iter().rev().fold(0, |word, &byte| word << 8 | u32::from(byte))).collect();
        while words.last() == Some(&0) {
            words.pop();
        }
        Number::new(words)
    }
}
