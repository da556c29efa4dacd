//! What a line says of its machine besides the names: `platform=openrc days=90`. What a line leaves out is what other fields say for all.

use super::problems::Problems;
use crate::{
    platform::Platform,
    problem::{Code, Fault, Field, Problem},
    spec::{ClientKind, order::Validity},
};

/// A setting whose value is one of a few.
pub(super) struct OneOf<C: 'static> {
    pub key: &'static str,
    unknown: Code,
    all: &'static [C],
    name: fn(C) -> &'static str,
    from_name: fn(&str) -> Option<C>,
}

/// How Docker is installed on the host of the line.
pub(super) const PLATFORM: OneOf<Platform> =
    OneOf { key: "platform", unknown: Code::PlatformUnknown, all: Platform::ALL, name: Platform::name, from_name: Platform::from_name };

/// What the client of the line is.
pub(super) const KIND: OneOf<ClientKind> =
    OneOf { key: "kind", unknown: Code::ClientKindUnknown, all: ClientKind::ALL, name: ClientKind::name, from_name: ClientKind::from_name };

/// The setting that both lists know.
pub(super) const DAYS: &str = "days";

impl<C> OneOf<C> {
    /// The settings that a line may have, for who has written another one.
    pub fn known(&self) -> String {
        format!("{}=, {DAYS}=", self.key)
    }
}

/// The settings of one line.
pub(super) struct Settings<'a, C: 'static> {
    field: Field,
    line: usize,
    known: &'static OneOf<C>,
    /// How long the authority is valid, when that is known.
    authority: Option<Validity>,
    /// The words that were read: the choice, the days.
    read: [Option<&'a str>; 2],
    /// The value of the choice; `None` when the line has none that is right.
    pub choice: Option<C>,
    /// How long the certificate is valid, in the same way.
    pub validity: Option<Validity>,
}

impl<'a, C: Copy> Settings<'a, C> {
    pub fn new(field: Field, line: usize, known: &'static OneOf<C>, authority: Option<Validity>) -> Self {
        Self { field, line, known, authority, read: [None; 2], choice: None, validity: None }
    }

    /// Whether the line has any.
    pub fn are_there(&self) -> bool {
        self.read.iter().any(Option::is_some)
    }

    /// Reads a word; `false` for one that is none of these settings.
    pub fn take(&mut self, word: &'a str, problems: &mut Problems) -> bool {
        let Some((key, value)) = word.split_once('=') else { return false };
        let is_days = key == DAYS;
        if !is_days && key != self.known.key {
            return false;
        }
        let place = usize::from(is_days);
        let fault = match self.read[place] {
            Some(first) => Some(Fault::with_hint(Code::SettingRepeated, first.chars().take(Problem::VALUE_CHARS).collect::<String>())),
            None if is_days => self.read_days(value),
            None => self.read_choice(value),
        };
        self.read[place].get_or_insert(word);
        if let Some(Fault { code, hint }) = fault {
            problems.add(self.field, code, |one| Problem { hint, ..one.at_line(self.line).with_value(word) });
        }
        true
    }

    fn read_choice(&mut self, value: &str) -> Option<Fault> {
        let OneOf { unknown, all, name, from_name, .. } = self.known;
        self.choice = from_name(value);
        let names = || all.iter().map(|&one| name(one)).collect::<Vec<_>>().join(", ");
        self.choice.is_none().then(|| Fault::with_hint(*unknown, names()))
    }

    fn read_days(&mut self, value: &str) -> Option<Fault> {
        match Validity::parse(value) {
            Ok(days) => {
                self.validity = Some(days);
                let authority = self.authority.filter(|&authority| days > authority)?;
                Some(Fault::with_hint(Code::OutlivesAuthority, authority.days().to_string()))
            }
            Err(fault) => Some(fault),
        }
    }
}
