//! Positions in a sentence as bits, so that whole sentences are compared with a few instructions.

/// Tokens of a sentence: bit `n` stands for token `n`. What lies beyond the last bit is held by it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Positions(u128);

/// How many tokens have a bit of their own.
pub(crate) const WIDTH: usize = u128::BITS as usize;

/// A distance in tokens without an upper bound.
pub(crate) const FAR: u16 = u16::MAX;

impl Positions {
    pub const ALL: Self = Self(u128::MAX);

    pub const fn at(token: usize) -> Self {
        Self(1 << if token < WIDTH { token } else { WIDTH - 1 })
    }

    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Those from `token` on.
    pub const fn from(self, token: usize) -> Self {
        if token >= WIDTH {
            return Self(0);
        }
        Self(self.0 & (u128::MAX << token))
    }

    /// Where something may stand that is followed by one of these after `least` to `most` tokens.
    pub fn before(self, least: u16, most: u16) -> Self {
        if least as usize >= WIDTH || self.0 == 0 {
            return Self(0);
        }
        let nearest = self.0 >> least;
        if most as usize >= WIDTH {
            let highest = WIDTH as u32 - nearest.leading_zeros();
            return match highest {
                0 => Self(0),
                128 => Self::ALL,
                bits => Self((1 << bits) - 1),
            };
        }
        // Double what is smeared until it covers all distances.
        let wanted = u32::from(most - least) + 1;
        let (mut bits, mut covered) = (nearest, 1);
        while covered < wanted {
            let step = covered.min(wanted - covered);
            bits |= bits >> step;
            covered += step;
        }
        Self(bits)
    }
}

impl Iterator for Positions {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        if self.0 == 0 {
            return None;
        }
        let lowest = self.0.trailing_zeros() as usize;
        self.0 &= self.0 - 1;
        Some(lowest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What `before` means, said slowly.
    fn naive(tokens: &[usize], least: u16, most: u16) -> Vec<usize> {
        (0..WIDTH)
            .filter(|at| {
                (tokens.iter()).any(|token| {
                    let wanted = at + least as usize..=at.saturating_add(most as usize);
                    wanted.contains(token)
                })
            })
            .collect()
    }

    proptest! {
        #[test]
        fn before_is_what_it_says(
            tokens in proptest::collection::vec(0..WIDTH, 0..6),
            least in 0u16..140,
            more in prop_oneof![0u16..140, Just(FAR)],
        ) {
            let most = least.saturating_add(more);
            let bits = tokens.iter().fold(Positions::default(), |all, at| all.or(Positions::at(*at)));
            prop_assert_eq!(bits.before(least, most).collect::<Vec<_>>(), naive(&tokens, least, most));
        }
    }
}
