//! The boundary to the page: plain data in, plain data out. The TypeScript types are derived from the Rust types.
//!
//! There are two, each a wasm of its own. What is said is on this side of `form`, what is secret on this side of `issue`; what crosses from the one
//! to the other is orders and texts, as octets that only the two of them read. The page's thread has no key, and no code that could hold one, but
//! where there are no workers.

#[cfg(feature = "form")]
mod form;
#[cfg(feature = "issue")]
mod issue;
#[cfg(feature = "issue")]
mod webcrypto;

use wasm_bindgen::prelude::*;
use zeroizing_alloc::ZeroAlloc;

/// What is given back is overwritten first, whoever held it: ring's copies of keys, texts that grew, what serde has read.
#[global_allocator]
static WIPED: ZeroAlloc<std::alloc::System> = ZeroAlloc(std::alloc::System);

/// Says a bug where a developer looks for it; the page sees the `RuntimeError` that follows.
#[wasm_bindgen(start)]
fn start() {
    std::panic::set_hook(Box::new(|panic| web_sys::console::error_1(&format!("This is a bug in Dockseal: {panic}").into())));
}
