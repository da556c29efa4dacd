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

/// The key pair of two primes that a [`Search`](crate::Search) has found, as PKCS#8, version 1, in DER. `None` when they do not go together; that
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

/// A number as long as a prime of this size is.
fn read(size: Size, bytes: &[u8]) -> Option<Secret> {
    let number = Secret::new(BoxedUint::from_be_slice(bytes, size.prime_bits()).ok()?);
    size.is_reached_by(&number).then_some(number)
}

fn non_zero(number: BoxedUint) -> Option<Zeroizing<NonZero<BoxedUint>>> {
    Option::from(number.into_nz()).map(Zeroizing::new)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::system_random;

    const SIZE: Size = Size::Rsa2048;

    /// The least number that is long enough for a prime.
    fn least() -> BoxedUint {
        let root = BoxedUint::one_with_precision(2048).shl(2047).floor_sqrt_vartime();
        root.wrapping_add(BoxedUint::one()).resize(SIZE.prime_bits())
    }

    fn bytes(number: &BoxedUint) -> Box<[u8]> {
        number.to_be_bytes()
    }

    #[test]
    fn the_order_of_the_primes_makes_no_difference() {
        let [p, q] = [(); 2].map(|()| crate::prime(SIZE, &mut system_random()));
        let key = assemble(SIZE, &p, &q).expect("a key");
        assert_eq!(key, assemble(SIZE, &q, &p).expect("a key"));
        let info = PrivateKeyInfoRef::try_from(key.as_slice()).expect("PKCS#8");
        assert_eq!(info.version(), pkcs8::Version::V1);
    }

    #[test]
    fn a_number_below_the_bound_or_too_long_is_no_prime_of_this_size() {
        assert!(read(SIZE, &bytes(&least())).is_some());
        assert!(read(SIZE, &bytes(&least().wrapping_sub(BoxedUint::one()))).is_none());
        assert!(read(SIZE, &[&[1], &bytes(&least())[..]].concat()).is_none());
        assert!(read(SIZE, &[]).is_none());
    }

    #[test]
    fn primes_that_are_too_near_do_not_go_together() {
        let p = BoxedUint::from_be_slice_vartime(&crate::prime(SIZE, &mut system_random()));
        // A little below p, so that it is odd, long enough, and not 1 modulo e.
        let near = |distance: u32| bytes(&p.wrapping_sub(BoxedUint::one_with_precision(SIZE.prime_bits()).shl(distance)));
        let bound = SIZE.prime_bits() - 100;
        assert!(assemble(SIZE, &bytes(&p), &bytes(&p)).is_none());
        assert!(assemble(SIZE, &bytes(&p), &near(bound)).is_none());
        assert!(assemble(SIZE, &near(bound), &bytes(&p)).is_none());
    }

    #[test]
    fn a_prime_whose_predecessor_has_a_divisor_in_common_with_e_does_not_go_with_any() {
        let q = crate::prime(SIZE, &mut system_random());
        let (e, bound) = (BoxedUint::from(2 * EXPONENT), least());
        let multiple = bound.wrapping_div(&NonZero::new(e.clone()).expect("not 0")).wrapping_add(BoxedUint::one()).wrapping_mul(&e);
        let p = multiple.wrapping_add(BoxedUint::one());
        assert!(read(SIZE, &bytes(&p)).is_some());
        assert!(assemble(SIZE, &bytes(&p), &q).is_none());
    }
}
