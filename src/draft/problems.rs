//! What is found wrong in a draft, field by field.

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashSet},
};

use super::{Draft, entries::half_width};
use crate::{
    KeyAlgorithm,
    problem::{Code, Fault, Field, Problem, Severity},
};

/// Collects problems, and counts those that are not kept.
#[derive(Default)]
pub(super) struct Problems(Vec<Problem>, BTreeMap<(Field, Severity), usize>);

impl Problems {
    pub fn push(&mut self, problem: Problem) {
        self.add(problem.field, problem.code, |_| problem);
    }

    /// The list, for who counts by himself how much he puts there.
    pub fn list(&mut self) -> &mut Vec<Problem> {
        &mut self.0
    }

    /// Whether one of them has this cause.
    pub fn has(&self, code: Code) -> bool {
        self.0.iter().any(|problem| problem.code == code)
    }

    /// What was found in one text, read for several platforms: what two of them say alike is told once.
    pub fn push_each_once(&mut self, found: Vec<Self>) {
        let mut told = HashSet::new();
        for Self(found, counts) in found {
            let new: Vec<Problem> = found.into_iter().filter(|problem| !told.contains(problem)).collect();
            told.extend(new.iter().cloned());
            self.0.extend(new);
            for (kind, count) in counts {
                let counted = self.1.entry(kind).or_default();
                *counted = (*counted).max(count);
            }
        }
    }

    /// What was found in the own text of this machine, and is told of that field.
    pub fn push_of(&mut self, machine: &str, field: Field, found: Self) {
        let Self(found, counts) = found;
        self.0.extend(found.into_iter().map(|problem| Problem { field, machine: Some(machine.to_owned()), ..problem }));
        for ((_, severity), count) in counts {
            *self.1.entry((field, severity)).or_default() += count;
        }
    }

    /// Makes no more of a kind than can be told: a long text has as many faults as words.
    pub fn add(&mut self, field: Field, code: Code, with_details: impl FnOnce(Problem) -> Problem) {
        let count = self.1.entry((field, code.severity())).or_default();
        *count += 1;
        if *count <= Draft::MAX_PROBLEMS {
            self.0.push(with_details(Problem::new(field, code)));
        }
    }

    /// The problems to tell, in the order of the fields. If there are too many, errors go before warnings.
    pub fn told(self) -> Vec<Problem> {
        let Self(found, pushed) = self;
        let mut told = Vec::new();
        for &field in Field::ALL {
            let mut left = Draft::MAX_PROBLEMS;
            let mut hidden = None;
            let mut kept = [Severity::Error, Severity::Warning].map(|severity| {
                let kind = found.iter().filter(|problem| (problem.field, problem.severity) == (field, severity));
                let unkept = pushed.get(&(field, severity)).map_or(0, |count| count.saturating_sub(Draft::MAX_PROBLEMS));
                let count = kind.clone().count() + unkept;
                let shown = count.min(left);
                left -= shown;
                if count > shown {
                    hidden.get_or_insert((severity, count - shown));
                }
                shown
            });
            for problem in found.iter().filter(|problem| problem.field == field) {
                let left = &mut kept[usize::from(problem.severity == Severity::Warning)];
                if *left > 0 {
                    *left -= 1;
                    told.push(problem.clone());
                }
            }
            let more = |(severity, count): (Severity, usize)| Problem {
                severity,
                ..Problem::new(field, Code::MoreProblems).with_hint(count.to_string())
            };
            told.extend(hidden.map(more));
        }
        told
    }

    pub fn fault(&mut self, field: Field, fault: Fault) {
        self.push(Problem { hint: fault.hint, ..Problem::new(field, fault.code) });
    }

    pub fn fault_in(&mut self, field: Field, fault: Fault, text: &str) {
        self.push(Problem { hint: fault.hint, ..Problem::new(field, fault.code).with_value(text) });
    }

    /// Tells how many problems were left out.
    pub fn require(&mut self, field: Field, is_there: bool) {
        let is_told = |problem: &Problem| problem.field == field && problem.severity == Severity::Error;
        if !is_there && !self.0.iter().any(is_told) {
            self.fault(field, Code::Required.into());
        }
    }

    /// What a field says, when it is not longer than it may be.
    pub fn within<'a>(&mut self, field: Field, text: &'a str) -> Option<&'a str> {
        let max = Draft::max_octets(field);
        if text.len() > max {
            self.fault(field, Fault::with_hint(Code::FieldTooLong, format!("{} KiB", max / 1024)));
            return None;
        }
        Some(text)
    }

    /// What a field for ASCII only says, when it is not longer than it may be.
    pub fn plain<'a>(&mut self, field: Field, text: &'a str) -> Option<Cow<'a, str>> {
        self.within(field, text).map(half_width)
    }

    /// What was pasted, if anything.
    pub fn pasted<'a>(&mut self, field: Field, text: &'a str) -> Option<&'a str> {
        self.within(field, text).filter(|text| !text.trim().is_empty())
    }

    /// A value that must be there.
    pub fn value<T>(&mut self, field: Field, text: &str, parse: impl FnOnce(&str) -> Result<T, Fault>) -> Option<T> {
        let text = self.plain(field, text)?;
        if text.trim().is_empty() {
            self.fault(field, Code::Required.into());
            return None;
        }
        self.optional(field, &text, parse)
    }

    /// A value that may be absent.
    pub fn optional<T>(&mut self, field: Field, text: &str, parse: impl FnOnce(&str) -> Result<T, Fault>) -> Option<T> {
        let text = self.within(field, text)?.trim();
        if text.is_empty() {
            return None;
        }
        parse(text).map_err(|fault| self.fault_in(field, fault, text)).ok()
    }

    /// One of a few.
    pub fn choice<T>(
        &mut self,
        field: Field,
        text: &str,
        names: impl Iterator<Item = &'static str>,
        from_name: fn(&str) -> Option<T>,
        unknown: Code,
    ) -> Option<T> {
        self.value(field, text, |text| from_name(text).ok_or_else(|| Fault::with_hint(unknown, names.collect::<Vec<_>>().join(", "))))
    }

    pub fn key_algorithm(&mut self, field: Field, text: &str) -> Option<KeyAlgorithm> {
        let algorithm = self.choice(field, text, KeyAlgorithm::names(), KeyAlgorithm::from_name, Code::KeyAlgorithmUnknown);
        if algorithm == Some(KeyAlgorithm::Ed25519) {
            self.fault(field, Code::KeyAlgorithmRare.into());
        }
        algorithm
    }
}
