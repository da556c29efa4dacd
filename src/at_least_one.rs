//! A list that cannot be empty, so that what asks for its first item gets one.

use std::ops::Deref;

use serde::{Deserialize, Serialize};

/// One item or more, in order.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(into = "Vec<T>", try_from = "Vec<T>", bound(serialize = "T: Clone + Serialize"))]
pub struct AtLeastOne<T> {
    /// Never empty: its constructors see to it, and nothing takes an item out.
    items: Vec<T>,
}

impl<T> AtLeastOne<T> {
    /// A list of one.
    pub fn one(item: T) -> Self {
        Self { items: vec![item] }
    }

    /// `None` for an empty list.
    pub fn of(items: Vec<T>) -> Option<Self> {
        (!items.is_empty()).then_some(Self { items })
    }

    /// The same with more items behind them.
    pub fn and(mut self, more: impl IntoIterator<Item = T>) -> Self {
        self.items.extend(more);
        self
    }

    /// The first item.
    pub fn first(&self) -> &T {
        &self.items[0]
    }

    /// All items but the first.
    pub fn others(&self) -> &[T] {
        &self.items[1..]
    }

    /// What most of the items have; where two are had by as many, the one that comes first.
    pub fn most<K: PartialEq>(&self, what: impl Fn(&T) -> K) -> K {
        let mut counts: Vec<(K, usize)> = Vec::new();
        for item in &self.items {
            let key = what(item);
            match counts.iter_mut().find(|(known, _)| *known == key) {
                Some((_, count)) => *count += 1,
                None => counts.push((key, 1)),
            }
        }
        let most = counts.into_iter().reduce(|most, next| if next.1 > most.1 { next } else { most });
        most.map_or_else(|| what(self.first()), |(key, _)| key)
    }

    /// The item of this index, or the last one.
    pub fn at_or_last(&self, index: usize) -> &T {
        &self.items[index.min(self.items.len() - 1)]
    }
}

impl<T> Deref for AtLeastOne<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.items
    }
}

impl<T> From<AtLeastOne<T>> for Vec<T> {
    fn from(list: AtLeastOne<T>) -> Self {
        list.items
    }
}

impl<T> TryFrom<Vec<T>> for AtLeastOne<T> {
    type Error = &'static str;

    fn try_from(items: Vec<T>) -> Result<Self, Self::Error> {
        Self::of(items).ok_or("an empty list")
    }
}

impl<'a, T> IntoIterator for &'a AtLeastOne<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_list_is_none() {
        assert_eq!(AtLeastOne::<u8>::of(Vec::new()), None);
        assert_eq!(AtLeastOne::of(vec![1]), Some(AtLeastOne::one(1)));
    }

    #[test]
    fn what_most_items_have_is_what_the_first_of_them_has() {
        let most = |items: &[u8]| AtLeastOne::of(items.to_vec()).expect("not empty").most(|item| *item);
        assert_eq!([most(&[1]), most(&[1, 2, 2]), most(&[1, 2, 2, 1]), most(&[3, 1, 2])], [1, 2, 1, 3]);
    }

    #[test]
    fn there_is_a_first_and_a_last_at_any_index() {
        let list = AtLeastOne::of(vec![1, 2, 3]).expect("not empty");
        assert_eq!((*list.first(), list.others()), (1, &[2, 3][..]));
        assert_eq!([0, 2, 3, usize::MAX].map(|index| *list.at_or_last(index)), [1, 3, 3, 3]);
        assert_eq!(AtLeastOne::one(1).others(), [0; 0]);
    }
}
