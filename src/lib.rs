//! Mutual TLS for Docker's remote API.
//!
//! A [`Draft`] is what a form says, as typed. [`Draft::parse`] turns it into a [`Spec`], which is true, and a list of
//! [`Problem`]s, which say what is wrong and where. From a `Spec` come the [`snippet`]s, the exact configuration to paste, without any key;
//! from a `Spec`, [`PrivateKey`]s and the time comes a [`Pki`], the certificates; both are packed into [`bundle`]s, one for each daemon, one for
//! each client, one for the authority.
//!
//! The crate has no clock, no network and no storage. Randomness is used in [`key`] and for serial numbers only.
//!
//! ```
//! use dockseal::{Draft, Pki, PrivateKey, UnixTime, bundle};
//!
//! let draft = Draft { hosts: "docker.example.com 192.0.2.10".into(), ..Draft::default() };
//! let spec = draft.parse().spec.expect("the draft has no error");
//! let keys = spec.key_algorithms().map(PrivateKey::generate).collect::<Result<_, _>>()?;
//! let pki = Pki::issue(&spec, keys, UnixTime(1_767_225_600))?;
//! let bundles = bundle::all(&spec, &pki)?;
//! assert_eq!(bundles[0].name, "docker.example.com-server");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod problem;
pub mod draft;
pub mod spec;
pub mod existing;
pub mod text;
pub mod key;
pub mod pki;
pub mod snippet;
pub mod bundle;
pub mod verify;
#[cfg(target_arch = "wasm32")]
mod wasm;

pub use draft::{Draft, Parsed};
pub use key::{KeyAlgorithm, PrivateKey};
pub use pki::{Pki, UnixTime};
pub use problem::{Code, Field, Problem, Severity};
pub use spec::Spec;

/// The value of a result that is never an error. The error's own text is left out: with every library's it would be kilobytes of wasm.
fn certain<T, E>(result: Result<T, E>, why: &'static str) -> T {
    match result {
        Ok(value) => value,
        Err(_) => panic!("{why}"),
    }
}
