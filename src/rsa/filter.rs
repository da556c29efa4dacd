//! The quick test before the one that decides: Fermat's, with base 2.
//!
//! Nearly all candidates end here, so this is where the time goes: a third of what the library's own test takes. crypto-primes decides about what
//! this lets through, so a mistake here would cost time and nothing else.

use zeroize::{ZeroizeOnDrop, Zeroizing};

/// Bits of a limb: 64 bits hold the sum of two hundred products of limbs, so there are no carries between them. With wasm's vectors it was slower: they
/// have no multiplication of 32 bits by 32 that LLVM would take.
const BITS: usize = 28;
const MASK: u64 = (1 << BITS) - 1;
/// Rows of a product that are added in one go. A number has whole groups of them.
const ROWS: usize = 4;
/// Limbs of the longest number.
const MOST: usize = 76;

/// Whether 2ⁿ⁻¹ is 1 modulo n. It always is when n is prime, and hardly ever when it is not. Words come lowest first; the highest bit of n and the lowest
/// are to be set.
pub(crate) fn may_be_prime(n: &[u32]) -> bool {
    let mut power = Power::of_two(n);
    // The highest bit of n − 1 is there already. The lowest is not that of n.
    for bit in (1..32 * n.len() - 1).rev() {
        power.square();
        power.carry(n[bit / 32] >> (bit % 32) & 1);
    }
    power.square();
    power.carry(0);
    power.is_one()
}

/// A power of 2 modulo n in Montgomery's form: multiplied by r, which is 2 to the bits of all limbs.
#[derive(ZeroizeOnDrop)]
struct Power {
    limbs: usize,
    /// n, and zeros above it.
    modulus: [u32; MOST + ROWS],
    /// −1 ÷ n modulo 2²⁸.
    inverse: u64,
    /// r modulo n.
    one: [u32; MOST],
    /// Below 4 n, and zeros above it.
    value: [u32; MOST + ROWS],
    /// The value's square before its carries; the lower half is a multiple of r.
    columns: [u64; 2 * MOST],
}

impl Power {
    /// 2¹.
    fn of_two(n: &[u32]) -> Self {
        let bits = 32 * n.len();
        // With r above 16 n the square of a value below 4 n, divided by r, and a multiple of n that is below n · r, divided by r, are together below 2 n.
        let limbs = (bits + 4).div_ceil(BITS).next_multiple_of(ROWS);
        let mut power =
            Self { limbs, modulus: [0; MOST + ROWS], inverse: 0, one: [0; MOST], value: [0; MOST + ROWS], columns: [0; 2 * MOST] };
        for (limb, bit) in power.modulus[..limbs].iter_mut().zip((0..).step_by(BITS)) {
            let word = |at: usize| u64::from(n.get(at).copied().unwrap_or_default());
            *limb = ((word(bit / 32) | word(bit / 32 + 1) << 32) >> (bit % 32) & MASK) as u32;
        }
        // Newton's iteration: n is its own inverse modulo 8, and each turn doubles the bits.
        let lowest = u64::from(power.modulus[0]);
        let inverse = (0..4).fold(lowest, |inverse, _| inverse.wrapping_mul(2_u64.wrapping_sub(lowest.wrapping_mul(inverse))));
        power.inverse = inverse.wrapping_neg() & MASK;

        power.value[(bits - 1) / BITS] = 1 << ((bits - 1) % BITS);
        for _ in bits - 1..limbs * BITS {
            power.double();
        }
        power.one.copy_from_slice(&power.value[..MOST]);
        power.double();
        power
    }

    /// Twice a value below n, below n.
    fn double(&mut self) {
        let mut doubled = Zeroizing::new([0; MOST]);
        let mut carry = 0;
        for (doubled, limb) in doubled.iter_mut().zip(&self.value) {
            let sum = 2 * limb + carry;
            (*doubled, carry) = (sum & MASK as u32, sum >> BITS);
        }
        let mut borrow = 0;
        for ((value, limb), modulus) in self.value.iter_mut().zip(*doubled).zip(self.modulus) {
            let difference = i64::from(limb) - i64::from(modulus) + borrow;
            (*value, borrow) = ((difference as u64 & MASK) as u32, difference >> BITS);
        }
        if borrow < 0 {
            self.value[..MOST].copy_from_slice(&*doubled);
        }
    }

    /// The square, divided by r, into the upper columns.
    fn square(&mut self) {
        let Self { limbs, modulus, inverse, value, columns, .. } = self;
        let limbs = *limbs;
        let (columns, value, modulus) = (&mut columns[..2 * limbs], &mut value[..limbs + ROWS], &modulus[..limbs + ROWS]);
        columns.fill(0);
        for first in (0..limbs).step_by(ROWS) {
            let a: [u64; ROWS] = std::array::from_fn(|row| u64::from(value[first + row]));
            let twice = a.map(|limb| 2 * limb);
            let corner = &mut columns[2 * first..2 * first + 2 * ROWS - 1];
            corner[0] += a[0] * a[0];
            corner[1] += twice[0] * a[1];
            corner[2] += twice[0] * a[2] + a[1] * a[1];
            corner[3] += twice[0] * a[3] + twice[1] * a[2];
            corner[4] += twice[1] * a[3] + a[2] * a[2];
            corner[5] += twice[2] * a[3];
            corner[6] += a[3] * a[3];
            // What is below has met everything.
            value[first..first + ROWS].fill(0);
            add_rows(&mut columns[2 * first + ROWS..first + limbs + ROWS], twice, &value[first + 1..]);
        }
        // Montgomery's reduction: a multiple of n for each of the lower columns makes it 0.
        let n: [u64; ROWS] = std::array::from_fn(|limb| u64::from(modulus[limb]));
        for first in (0..limbs).step_by(ROWS) {
            let mut factors = [0; ROWS];
            let mut carry = 0;
            for row in 0..ROWS {
                let mut column = columns[first + row] + carry;
                for earlier in 0..row {
                    column += factors[earlier] * n[row - earlier];
                }
                factors[row] = column.wrapping_mul(*inverse) & MASK;
                carry = (column + factors[row] * n[0]) >> BITS;
            }
            columns[first + ROWS] += carry;
            add_rows(&mut columns[first + ROWS..first + ROWS + limbs], factors, &modulus[1..]);
        }
    }

    /// The upper columns become the value, times 2 when `double` is 1.
    fn carry(&mut self, double: u32) {
        let (mut carry, mut top) = (0, 0);
        for (value, column) in self.value.iter_mut().zip(&self.columns[self.limbs..2 * self.limbs]) {
            let sum = column + carry;
            carry = sum >> BITS;
            let limb = ((sum & MASK) as u32) << double;
            *value = (limb & MASK as u32) | top;
            top = limb >> BITS;
        }
    }

    /// Whether a value below 2 n is 1 modulo n.
    fn is_one(&self) -> bool {
        let mut carry = 0;
        let mut one_and_n = Zeroizing::new([0; MOST]);
        for ((sum, one), modulus) in one_and_n.iter_mut().zip(self.one).zip(self.modulus) {
            let limb = one + modulus + carry;
            (*sum, carry) = (limb & MASK as u32, limb >> BITS);
        }
        self.value[..MOST] == self.one || self.value[..MOST] == *one_and_n
    }
}

/// Adds to the columns the products of each factor and the limbs, each one place lower than the one before.
fn add_rows(columns: &mut [u64], [a, b, c, d]: [u64; ROWS], limbs: &[u32]) {
    let (Some(before), limbs) = (limbs.first_chunk::<3>(), &limbs[3..]) else { return };
    let [mut third, mut second, mut first] = before.map(u64::from);
    for (column, &limb) in columns.iter_mut().zip(limbs) {
        let limb = u64::from(limb);
        *column += a * limb + b * first + c * second + d * third;
        (third, second, first) = (second, first, limb);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_limbs_overflow_nothing() {
        for words in [32, 48, 64] {
            // 3 divides it.
            assert!(!may_be_prime(&vec![u32::MAX; words]));
        }
    }

    #[test]
    fn a_column_holds_the_largest_sum() {
        // All products of a square, and all multiples of n, where most of them meet.
        let products = 2 * MOST as u128 * u128::from(MASK) * u128::from(MASK);
        assert!(products + (u128::from(u64::MAX) >> BITS) <= u128::from(u64::MAX));
    }
}
