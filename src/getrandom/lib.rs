//! Randomness: the operating system's or, in a browser, that of `crypto.getRandomValues`. There is no other source and no fallback.
//!
//! Before each request a sample is taken and looked at. A source that is stuck, that starts over with each request, or that only pretends to fill
//! what it is given, is refused. A generator that is merely foreseeable cannot be told from a good one by its output, so in a browser the source
//! has to be the browser's own `Crypto` object and not one that a script has put there.

use std::cell::Cell;

/// Two samples of these many octets are equal by chance once in 2^128.
const SAMPLE: usize = 16;

thread_local! {
    /// The last sample. It is used for nothing else, so whoever reads it learns nothing.
    static LAST: Cell<[u8; SAMPLE]> = const { Cell::new([0; SAMPLE]) };
}

/// The error: no usable randomness.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Error;

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("no randomness is available")
    }
}

impl std::error::Error for Error {}

/// Fills all of `octets` with what nobody can foresee, or fails.
pub fn getrandom(octets: &mut [u8]) -> Result<(), Error> {
    fill(octets, source)
}

/// Whether there is randomness that can be used. Two requests are made: the second finds a source that begins again with each.
pub fn is_usable() -> bool {
    (0..2).all(|_| getrandom(&mut [0; SAMPLE]).is_ok())
}

fn fill(octets: &mut [u8], source: impl Fn(&mut [u8]) -> Result<(), Error>) -> Result<(), Error> {
    let mut sample = [0; SAMPLE];
    source(&mut sample)?;
    if is_stuck(&sample) || LAST.replace(sample) == sample {
        return Err(Error);
    }
    source(octets)?;
    if is_stuck(octets) { Err(Error) } else { Ok(()) }
}

/// Whether all octets are the same. Fewer octets than a sample has may be so by chance.
fn is_stuck(octets: &[u8]) -> bool {
    octets.len() >= SAMPLE && octets.iter().all(|octet| *octet == octets[0])
}

#[cfg(not(target_arch = "wasm32"))]
fn source(octets: &mut [u8]) -> Result<(), Error> {
    system::fill(octets).map_err(|_| Error)
}

#[cfg(target_arch = "wasm32")]
fn source(octets: &mut [u8]) -> Result<(), Error> {
    use wasm_bindgen::JsCast;

    /// More are refused (Web Cryptography API, getRandomValues).
    const MOST: usize = 65536;

    let crypto = js_sys::Reflect::get(&js_sys::global(), &"crypto".into()).map_err(|_| Error)?;
    // No more than the name of its class would be known of an object from elsewhere.
    let crypto: web_sys::Crypto = crypto.dyn_into().map_err(|_| Error)?;
    for part in octets.chunks_mut(MOST) {
        crypto.get_random_values_with_u8_array(part).map_err(|_| Error)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_systems_randomness_is_taken() {
        let [mut first, mut second] = [[0; 32]; 2];
        assert_eq!(getrandom(&mut first), Ok(()));
        assert_eq!(getrandom(&mut second), Ok(()));
        assert_ne!(first, second);
        assert_eq!(getrandom(&mut []), Ok(()));
    }

    #[test]
    fn a_source_that_fails_is_no_source() {
        assert_eq!(fill(&mut [0; 32], |_| Err(Error)), Err(Error));
    }

    #[test]
    fn a_source_that_fills_nothing_or_the_same_octet_is_refused() {
        assert_eq!(fill(&mut [0; 32], |_| Ok(())), Err(Error));
        let sevens = |octets: &mut [u8]| {
            octets.fill(7);
            Ok(())
        };
        assert_eq!(fill(&mut [0; 1], sevens), Err(Error));
    }

    #[test]
    fn a_source_that_begins_anew_with_each_request_is_refused() {
        let counts = |octets: &mut [u8]| {
            octets.iter_mut().zip(1..).for_each(|(octet, count)| *octet = count);
            Ok(())
        };
        assert_eq!(fill(&mut [0; 32], counts), Ok(()), "nothing can be said of the first request");
        assert_eq!(fill(&mut [0; 32], counts), Err(Error));
    }

    #[test]
    fn a_source_that_gets_stuck_between_the_sample_and_the_request_is_refused() {
        let calls = Cell::new(0);
        let once = |octets: &mut [u8]| {
            calls.set(calls.get() + 1);
            if calls.get() == 1 { source(octets) } else { Ok(()) }
        };
        assert_eq!(fill(&mut [0; 32], once), Err(Error));
    }
}
