//! What is to be issued.

use serde::{Deserialize, Serialize};

use super::{
    host::Host,
    passphrase::Passphrase,
    subject::{ClientName, Country, Email, FreeText},
};
use crate::{
    at_least_one::AtLeastOne,
    named::{listed, named, spelt},
    problem::{Code, Fault},
};

listed! {
    /// What a certificate is for, and with it whom a folder is for.
    #[derive(Deserialize)]
    #[serde(rename_all = "kebab-case")]
    pub enum Role {
        /// A daemon.
        Server,
        /// A client.
        Client,
        /// The authority, which signs the others.
        Ca,
    }
}

named! {
    /// The kinds of key that can be made.
    pub enum KeyAlgorithm {
        /// ECDSA on NIST P-256 with SHA-256: every client takes it.
        EcdsaP256 = "ecdsa-p256" | "ecdsa" | "p-256" | "p256" | "prime256v1" | "secp256r1",
        /// ECDSA on NIST P-384 with SHA-384.
        EcdsaP384 = "ecdsa-p384" | "p-384" | "p384" | "secp384r1",
        /// Ed25519 (RFC 8410): Docker takes it, NSS and some JavaScript clients do not.
        Ed25519 = "ed25519" | "eddsa",
        /// RSA of 2048 bits with SHA-256: for clients that know no elliptic curves.
        Rsa2048 = "rsa-2048" | "rsa2048",
        /// RSA of 3072 bits with SHA-256.
        Rsa3072 = "rsa-3072" | "rsa3072",
        /// RSA of 4096 bits with SHA-256.
        Rsa4096 = "rsa-4096" | "rsa4096",
    }
}

impl KeyAlgorithm {
    /// How long the modulus of an RSA key is.
    pub fn rsa_bits(self) -> Option<u32> {
        match self {
            Self::Rsa2048 => Some(2048),
            Self::Rsa3072 => Some(3072),
            Self::Rsa4096 => Some(4096),
            Self::EcdsaP256 | Self::EcdsaP384 | Self::Ed25519 => None,
        }
    }
}

named! {
    /// Whom daemons let in.
    pub enum TrustKind {
        /// Whomever the authority has signed.
        Authority = "ca",
        /// The clients on a list, and nobody else.
        List = "list",
    }
}

impl TrustKind {
    /// The one that the form begins with: a new client then changes nothing on the hosts.
    pub const USUAL: Self = Self::Authority;
    /// How many octets the names of all certificates on a list may have together. TLS has two octets for their length (RFC 8446, section 4.2.4), and
    /// Go reads no message of a handshake beyond 64 KiB (crypto/tls, maxHandshake). Some is left for the rest of the message.
    pub const MAX_LIST_OCTETS: usize = 63 << 10;
    /// What the authority's own name may have of them: no field of it is longer.
    pub const AUTHORITY_OCTETS: usize = 4 << 10;
    /// A list that is longer is warned of: Java reads 32 KiB (jdk.tls.maxHandshakeMessageSize), and lists grow.
    pub const LONG_LIST_OCTETS: usize = 16 << 10;
}

/// Who signs: the authority's subject and how long it is valid.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Authority {
    /// None: made from the authority's key, so that no two authorities are named alike.
    pub common_name: Option<FreeText>,
    /// O
    pub organization: Option<FreeText>,
    /// OU
    pub organizational_unit: Option<FreeText>,
    /// C
    pub country: Option<Country>,
    /// ST
    pub state: Option<FreeText>,
    /// L
    pub locality: Option<FreeText>,
    /// emailAddress (PKCS#9)
    pub email: Option<Email>,
    /// How long its certificate is valid.
    pub validity: Validity,
    /// The kind of its key.
    pub key_algorithm: KeyAlgorithm,
    /// What its key is encrypted with; `None` leaves it in the clear.
    pub passphrase: Option<Passphrase>,
}

/// Whole days from 1 to 9999.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Validity(u16);

impl Validity {
    /// The most.
    pub const MAX: u16 = 9999;

    /// Reads what a person types.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let digits = text.strip_prefix('-').unwrap_or(text);
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Code::DaysNotANumber.into());
        }
        match text.parse() {
            Ok(days @ 1..=Self::MAX) => Ok(Self(days)),
            _ => Err(Fault::with_hint(Code::DaysOutOfRange, format!("1–{}", Self::MAX))),
        }
    }

    /// The number of days.
    pub fn days(self) -> u16 {
        self.0
    }
}

/// What is to be issued in one run: an authority, and what it signs. Each certificate is an order of its own: any of them may be missing.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Orders {
    /// Who signs.
    pub authority: Authority,
    /// Whom daemons let in from the first day. Under an authority that is there already, [`TrustOrder`] says it.
    pub trust: TrustKind,
    /// What it signs.
    pub leaves: Vec<Order>,
}

/// What is to become of whom daemons let in. Each client is called by its name.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct TrustOrder {
    /// Daemons have a list from now on, also when nobody is shut out.
    pub is_begun: bool,
    /// From now on they are shut out, with every certificate that they have.
    pub removed: Vec<String>,
    /// They were shut out, and get in again with the certificates that they have.
    pub restored: Vec<String>,
    /// Daemons trust the authority again.
    pub is_ended: bool,
}

/// A certificate that the authority is to sign.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Order {
    /// Who gets it.
    pub holder: Holder,
    /// The kind of its key, where that is made here.
    pub key_algorithm: KeyAlgorithm,
    /// Its holder has made the key, and asks for the certificate.
    pub is_requested: bool,
    /// How long it is valid.
    pub validity: Validity,
    /// The name of the folder that gets it, together with its key if that is made here.
    pub folder: String,
}

/// Who gets a certificate.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub enum Holder {
    /// A daemon, by every name and address that its certificate has. By the first one it is called.
    Daemon(AtLeastOne<Host>),
    /// A client.
    Client(ClientName),
}

impl Holder {
    /// The common name of a daemon's certificate when its first name is too long for one.
    pub const FALLBACK_NAME: &str = "dockerd";

    /// What its certificate is for.
    pub fn role(&self) -> Role {
        match self {
            Self::Daemon(_) => Role::Server,
            Self::Client(_) => Role::Client,
        }
    }

    /// What it is called.
    pub fn name(&self) -> String {
        match self {
            Self::Daemon(names) => names.first().to_string(),
            Self::Client(name) => name.as_str().to_owned(),
        }
    }

    /// The names and addresses that its certificate has.
    pub fn names(&self) -> &[Host] {
        match self {
            Self::Daemon(names) => names,
            Self::Client(_) => &[],
        }
    }
}

impl Orders {
    /// The name of the authority's folder.
    pub const CA_FOLDER: &str = "ca";

    /// The kinds of the keys that are needed: the authority's, then those of the leaves in their order.
    pub fn key_algorithms(&self) -> impl Iterator<Item = KeyAlgorithm> {
        std::iter::once(self.authority.key_algorithm).chain(self.leaves.iter().map(|order| order.key_algorithm))
    }
}

spelt!(KeyAlgorithm, |algorithm: &KeyAlgorithm| algorithm.name(), KeyAlgorithm::from_name);
spelt!(TrustKind, |kind: &TrustKind| kind.name(), TrustKind::from_name);
spelt!(Validity, |validity: &Validity| validity.days().to_string(), |text| Validity::parse(text).ok());

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_plain_digits_in_their_range() {
        assert_eq!(Validity::parse("825").map(Validity::days), Ok(825));
        for text in ["", "-", "1e3", "12.5", "+7", "一"] {
            assert_eq!(Validity::parse(text).expect_err(text).code, Code::DaysNotANumber, "{text}");
        }
        for text in ["0", "-1", "10000", "99999999999999999999"] {
            assert_eq!(Validity::parse(text).expect_err(text).code, Code::DaysOutOfRange, "{text}");
        }
    }
}
