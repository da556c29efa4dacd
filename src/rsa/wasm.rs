//! The boundary to the page.

use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;
use zeroize::Zeroizing;
use zeroizing_alloc::ZeroAlloc;

use crate::Size;

#[global_allocator]
static WIPED: ZeroAlloc<std::alloc::System> = ZeroAlloc(std::alloc::System);

/// The search for one prime of an RSA key, in steps of a few milliseconds.
#[wasm_bindgen]
pub struct Search(crate::Search);

#[wasm_bindgen]
impl Search {
    /// A search for a key of 2048, 3072 or 4096 bits.
    #[wasm_bindgen(constructor)]
    pub fn new(bits: u32) -> Result<Self, JsError> {
        Ok(Self(crate::Search::new(size(bits)?)))
    }

    /// How many steps a prime takes the time of, on average. How many were done already makes no difference.
    #[wasm_bindgen(js_name = expectedSteps)]
    pub fn expected_steps(bits: u32) -> Result<f64, JsError> {
        Ok(crate::Search::expected_steps(size(bits)?))
    }

    /// The next step, and the prime when there is one. Then the search may go on for another one.
    pub fn step(&mut self) -> Option<Uint8Array> {
        self.0.step(&mut crate::system_random()).map(|prime| Uint8Array::from(prime.as_slice()))
    }
}

/// The key of two primes, as PKCS#8. `None` when they do not go together, which hardly ever happens: one of them is to be searched for again.
#[wasm_bindgen]
pub fn assemble(bits: u32, p: Uint8Array, q: Uint8Array) -> Result<Option<Uint8Array>, JsError> {
    let (p, q) = (Zeroizing::new(p.to_vec()), Zeroizing::new(q.to_vec()));
    Ok(crate::assemble(size(bits)?, &p, &q).map(|pkcs8| Uint8Array::from(pkcs8.as_slice())))
}

fn size(bits: u32) -> Result<Size, JsError> {
    Size::from_bits(bits).ok_or_else(|| JsError::new("an RSA key has 2048, 3072 or 4096 bits"))
}
