//! Mutual TLS for Docker's remote API.
//!
//! A [`Draft`] is what a form says, as typed. [`Draft::parse`] turns it into a [`Spec`], which is true, and a list of
//! [`Problem`]s, which say what is wrong and where. From a `Spec` comes the [`guide`], the exact configuration to paste, without any key;
//! from a `Spec`, [`PrivateKey`]s and the time comes a [`Pki`], the certificates; both are packed into [`bundle`]s, one for each daemon, one for
//! each client, one for the authority.
//!
//! The crate has no clock, no network and no storage. Randomness is drawn in [`pki`] and, in a browser, at the boundary.
//!
//! ```
//! use dockseal::{Draft, Pki, PrivateKey, UnixTime, bundle, guide};
//!
//! let draft = Draft { hosts: "docker.example.com 192.0.2.10".into(), ..Draft::default() };
//! let spec = draft.parse().spec.expect("the draft has no error");
//! let orders = spec.orders();
//! let keys = orders.key_algorithms().map(PrivateKey::generate).collect::<Result<_, _>>()?;
//! let pki = Pki::issue(orders, keys, UnixTime(1_767_225_600))?;
//! let bundles = bundle::all(&pki, &guide::folders(&spec))?;
//! assert_eq!(bundles[0].name, "docker.example.com-server");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

// What both wings stand on is used by both together.
#![cfg_attr(not(all(feature = "form", feature = "issue")), allow(dead_code, unused_imports))]

mod named;
mod certain;
mod fields;
pub mod at_least_one;
pub mod problem;
pub mod platform;
pub mod spec;

#[cfg(feature = "form")]
mod locales;
#[cfg(feature = "form")]
pub mod draft;
#[cfg(feature = "form")]
pub mod guide;

#[cfg(feature = "issue")]
pub mod pki;
#[cfg(feature = "issue")]
pub mod brought;
#[cfg(feature = "issue")]
pub mod bundle;
#[cfg(feature = "issue")]
pub mod verify;

#[cfg(target_arch = "wasm32")]
mod wasm;

pub use at_least_one::AtLeastOne;
#[cfg(feature = "form")]
pub use draft::{Draft, Parsed};
#[cfg(feature = "issue")]
pub use pki::key::PrivateKey;
#[cfg(feature = "issue")]
pub use pki::{Pki, UnixTime};
pub use platform::Platform;
pub use problem::{Code, Field, Problem, Severity};
pub use spec::Spec;
pub use spec::order::KeyAlgorithm;

use certain::certain;
