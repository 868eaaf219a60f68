//! Sets that grow together: what of a row hangs together, directly or through others.

use std::collections::BTreeMap;

/// For each place of a row one that its set shares with it; followed to its end, the first of the set.
pub(crate) struct Sets(Vec<usize>);

impl Sets {
    /// Everything by itself.
    pub fn new(number: usize) -> Self {
        Self((0..number).collect())
    }

    /// The first of the set to which a place belongs.
    pub fn of(&mut self, at: usize) -> usize {
        let above = |sets: &Self, at: usize| sets.0.get(at).copied().unwrap_or(at);
        let mut at = at;
        loop {
            let next = above(self, at);
            if next == at {
                return at;
            }
            // Shortens the way for whoever asks next.
            let further = above(self, next);
            if let Some(place) = self.0.get_mut(at) {
                *place = further;
            }
            at = further;
        }
    }

    /// Makes the sets of two places one.
    pub fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.of(a), self.of(b));
        if let Some(place) = self.0.get_mut(a.max(b)) {
            *place = a.min(b);
        }
    }

    /// The members of each set, in the order of their first ones.
    pub fn members(mut self) -> Vec<Vec<usize>> {
        let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for at in 0..self.0.len() {
            members.entry(self.of(at)).or_default().push(at);
        }
        members.into_values().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Sets;

    #[test]
    fn what_is_joined_through_others_is_one_set() {
        let mut sets = Sets::new(6);
        for (a, b) in [(4, 2), (5, 4), (1, 3)] {
            sets.join(a, b);
        }
        assert_eq!((sets.of(5), sets.of(3), sets.of(0)), (2, 1, 0));
        assert_eq!(sets.members(), [vec![0], vec![1, 3], vec![2, 4, 5]]);
    }
}
