//! Two primes become a key.

use crypto_bigint::{BoxedUint, ConcatenatingMul, Gcd, NonZero, Resize};
use pkcs1::{ALGORITHM_ID, RsaPrivateKey};
use pkcs8::{
    PrivateKeyInfoRef, SecretDocument,
    der::asn1::{OctetStringRef, UintRef},
};
use zeroize::Zeroizing;

use crate::{EXPONENT, Size};

type Secret = Zeroizing<BoxedUint>;

/// The key pair of two primes that a [`Search`](crate::Search) has found, as PKCS#8, version 1, in DER. None when they do not go together; that
/// is as good as impossible by chance, and another prime is to be found for one of them.
///
/// Whether they are prime is not asked again.
pub fn assemble(size: Size, p: &[u8], q: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let (p, q) = (read(size, p)?, read(size, q)?);
    // RFC 8017 has no order, ring wants p to be the larger.
    let (p, q) = if *p > *q { (p, q) } else { (q, p) };
    // FIPS 186-5, A.1.3, 5.5: |p − q| > 2^(nlen/2 − 100).
    let distance = Secret::new(p.wrapping_sub(&*q));
    let least = BoxedUint::one_with_precision(size.prime_bits()).shl(size.prime_bits() - 100);
    if *distance <= least {
        return None;
    }
    let one = BoxedUint::one_with_precision(size.prime_bits());
    let p_minus_1 = non_zero(p.wrapping_sub(&one))?;
    let q_minus_1 = non_zero(q.wrapping_sub(&one))?;
    // FIPS 186-5, A.1.1, 3: 2^(nlen/2) < d < lcm(p − 1, q − 1), e·d ≡ 1 mod lcm(p − 1, q − 1).
    let common = non_zero(p_minus_1.gcd(&q_minus_1).get())?;
    let quotient = Secret::new(q_minus_1.wrapping_div(&common));
    let lcm = non_zero(p_minus_1.concatenating_mul(&*quotient))?;
    let exponent = BoxedUint::from(EXPONENT).resize(size.bits());
    // There is an inverse when, A.1.1, 2 (a), both p − 1 and q − 1 have no divisor in common with e.
    let d = Secret::new(Option::from(exponent.invert_mod(&lcm))?);
    if d.bits() <= size.prime_bits() {
        return None;
    }
    let n = p.concatenating_mul(&*q);
    let exponent1 = Secret::new(d.rem(&p_minus_1));
    let exponent2 = Secret::new(d.rem(&q_minus_1));
    let coefficient = Secret::new(Option::from(q.invert_mod(p.as_nz_vartime()?))?);

    let integers = [&n, &d, &p, &q, &exponent1, &exponent2, &coefficient].map(|integer| Zeroizing::new(integer.to_be_bytes()));
    let [n, d, p, q, exponent1, exponent2, coefficient] = integers.each_ref().map(|bytes| UintRef::new(bytes));
    let public_exponent = EXPONENT.to_be_bytes();
    let key = RsaPrivateKey {
        modulus: n.ok()?,
        public_exponent: UintRef::new(&public_exponent).ok()?,
        private_exponent: d.ok()?,
        prime1: p.ok()?,
        prime2: q.ok()?,
        exponent1: exponent1.ok()?,
        exponent2: exponent2.ok()?,
        coefficient: coefficient.ok()?,
        other_prime_infos: None,
    };
    let pkcs1 = SecretDocument::encode_msg(&key).ok()?;
    let pkcs8 = PrivateKeyInfoRef::new(ALGORITHM_ID, OctetStringRef::new(pkcs1.as_bytes()).ok()?);
    Some(SecretDocument::encode_msg(&pkcs8).ok()?.to_bytes())
}

/// A number with as many bits as a prime of this size has.
fn read(size: Size, bytes: &[u8]) -> Option<Secret> {
    let number = Secret::new(BoxedUint::from_be_slice(bytes, size.prime_bits()).ok()?);
    (number.bits() == size.prime_bits()).then_some(number)
}

fn non_zero(number: BoxedUint) -> Option<Zeroizing<NonZero<BoxedUint>>> {
    Option::from(number.into_nz()).map(Zeroizing::new)
}
