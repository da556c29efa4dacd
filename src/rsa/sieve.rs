//! The numbers in a window that have no small divisor.

use zeroize::Zeroizing;

use crate::EXPONENT;

/// How many odd numbers a window has: about a hundred of them are prime.
const WINDOW: usize = 1 << 16;
/// Residues are computed for so many primes at once.
const LANES: usize = 8;

/// The places of the candidates in the window of odd numbers that begins with `start`. No prime below `limit` divides a candidate, and it is not 1
/// modulo e: p − 1 and e must have no common divisor (FIPS 186-5, A.1.3, 4.5). The number at a place is `start + 2 * place`.
pub(crate) fn survivors(start: &[u32], limit: u32) -> Zeroizing<Vec<u16>> {
    let mut composite = Zeroizing::new(vec![false; WINDOW]);
    let primes = odd_primes(limit.max(EXPONENT + 1));
    for primes in primes.chunks(LANES) {
        for (&prime, residue) in primes.iter().zip(*residues(start, primes)) {
            cross_out(&mut composite, prime, residue);
            if prime == EXPONENT {
                cross_out(&mut composite, prime, (residue + prime - 1) % prime);
            }
        }
    }
    let places = (0..WINDOW).filter(|&place| !composite[place]).map(|place| place as u16);
    let mut survivors = Zeroizing::new(Vec::with_capacity(WINDOW));
    survivors.extend(places);
    survivors
}

/// Every place with `residue + 2 * place` divisible by the prime.
fn cross_out(composite: &mut [bool], prime: u32, residue: u32) {
    let missing = (prime - residue) % prime;
    let first = if missing.is_multiple_of(2) { missing / 2 } else { (missing + prime) / 2 };
    for place in (first as usize..composite.len()).step_by(prime as usize) {
        composite[place] = true;
    }
}

/// What is left of a number after division by each of the primes. Floating point, which browsers and processors are quick at: below 2⁵³ all of it
/// is exact.
fn residues(number: &[u32], primes: &[u32]) -> Zeroizing<[u32; LANES]> {
    /// Added and taken away again, it leaves a number below 2⁵¹ rounded to an integer.
    const ROUND: f64 = 3.0 * (1_u64 << 51) as f64;
    const WORD: f64 = (1_u64 << 32) as f64;
    let mut divisors = [1.0; LANES];
    for (divisor, &prime) in divisors.iter_mut().zip(primes) {
        *divisor = f64::from(prime);
    }
    let inverses = divisors.map(|divisor| 1.0 / divisor);
    let mut rests = [0.0; LANES];
    for &word in number.iter().rev() {
        for lane in 0..LANES {
            let dividend = rests[lane] * WORD + f64::from(word);
            let quotient = (dividend * inverses[lane] + ROUND) - ROUND;
            rests[lane] = dividend - quotient * divisors[lane];
        }
    }
    // The quotient is the nearest one: a rest may be negative.
    let mut residues = Zeroizing::new([0; LANES]);
    for lane in 0..LANES {
        let rest = rests[lane];
        residues[lane] = if rest < 0.0 { rest + divisors[lane] } else { rest } as u32;
    }
    residues
}

/// The sieve of Eratosthenes, without 2.
fn odd_primes(limit: u32) -> Vec<u32> {
    let mut composite = vec![false; limit as usize / 2];
    for half in 1..composite.len() {
        let number = 2 * half + 1;
        if number * number >= limit as usize {
            break;
        }
        if !composite[half] {
            for multiple in (number * number / 2..composite.len()).step_by(number) {
                composite[multiple] = true;
            }
        }
    }
    (1..composite.len()).filter(|&half| !composite[half]).map(|half| 2 * half as u32 + 1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: u32 = 1 << 17;

    /// A number whose words are all different.
    fn number() -> Vec<u32> {
        (1..=64_u32).map(|word| word.wrapping_mul(0x9e37_79b9) | 1).collect()
    }

    fn remainder(number: &[u32], divisor: u32) -> u32 {
        number.iter().rev().fold(0_u64, |rest, &word| ((rest << 32) + u64::from(word)) % u64::from(divisor)) as u32
    }

    #[test]
    fn the_primes_are_all_there_and_nothing_else() {
        let primes = odd_primes(1 << 20);
        assert_eq!(primes[..5], [3, 5, 7, 11, 13]);
        // π(2²⁰) is 82025, and 2 is one of them.
        assert_eq!(primes.len(), 82024);
        assert!(primes.contains(&EXPONENT) && !primes.contains(&(257 * 257)));
    }

    #[test]
    fn residues_are_those_of_integer_division() {
        for primes in odd_primes(1 << 20).chunks(LANES) {
            for (&prime, residue) in primes.iter().zip(*residues(&number(), primes)) {
                assert_eq!(residue, remainder(&number(), prime), "{prime}");
            }
        }
    }

    #[test]
    fn what_survives_has_no_small_divisor_and_what_does_not_survive_has_one() {
        let primes = odd_primes(LIMIT);
        let survivors = survivors(&number(), LIMIT);
        assert!(survivors.is_sorted());
        for place in (0..WINDOW as u16).step_by(97) {
            let divides = |prime: &u32| (remainder(&number(), *prime) + 2 * u32::from(place)).is_multiple_of(*prime);
            let is_1_modulo_e = (remainder(&number(), EXPONENT) + 2 * u32::from(place)) % EXPONENT == 1;
            assert_eq!(survivors.contains(&place), !is_1_modulo_e && !primes.iter().any(divides), "{place}");
        }
    }

    #[test]
    fn a_prime_that_is_1_modulo_e_does_not_survive() {
        let primes = odd_primes(1 << 20);
        let prime = *primes.iter().find(|&&prime| prime % EXPONENT == 1).expect("one of the first");
        let start = [prime - 20];
        assert!(!survivors(&start, 1 << 9).contains(&10));
    }
}
