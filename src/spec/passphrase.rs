//! What encrypts the authority's key, and how hard it is to guess.

use std::fmt;

use serde::Serialize;
use zeroize::Zeroizing;

use super::reading::place_of;
use crate::{
    named::{listed, spelt},
    problem::{Code, Fault},
};

/// What encrypts a key: UTF-8 as typed, without control characters.
#[derive(Clone, Eq, PartialEq)]
pub struct Passphrase(Zeroizing<String>);

impl Passphrase {
    /// The most octets that it may have.
    pub const MAX: usize = 1024;

    /// From what a person types. Blank is no passphrase; spaces around one belong to it.
    pub(crate) fn parse(text: &str) -> Result<Self, Fault> {
        if text.trim().is_empty() {
            Err(Code::PassphraseBlank.into())
        } else if text.len() > Self::MAX {
            Err(Fault::with_hint(Code::PassphraseTooLong, Self::MAX.to_string()))
        } else if let Some(place) = place_of(text, char::is_control) {
            Err(Fault::with_hint(Code::CharacterUnseen, place))
        } else {
            Ok(Self(Zeroizing::new(text.to_owned())))
        }
    }

    /// One that is in use already; `None` for what could not be typed as a new one.
    pub fn again(text: &str) -> Option<Self> {
        Self::parse(text).ok()
    }

    /// How many octets of chance one is made of.
    const GENERATED_FROM: usize = 20;

    /// One that nobody can guess who cannot foresee the octets that `fill` gives: groups of letters and digits that cannot be taken for each
    /// other, [`Passphrase::GENERATED_BITS`] of entropy.
    pub fn generate<E>(fill: impl Fn(&mut [u8]) -> Result<(), E>) -> Result<Self, E> {
        let mut octets = Zeroizing::new([0; Self::GENERATED_FROM]);
        loop {
            fill(octets.as_mut_slice())?;
            // A third looks weaker than it is. Passing that over costs six tenths of a bit.
            if let Some(passphrase) = Self::generated(&octets) {
                return Ok(passphrase);
            }
        }
    }

    fn generated(octets: &[u8; Self::GENERATED_FROM]) -> Option<Self> {
        // Crockford's base 32, in lower case: five bits a character.
        const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
        let mut text = Zeroizing::new(String::with_capacity(octets.len() * 2));
        for (place, octet) in octets.iter().enumerate() {
            if place > 0 && place % 5 == 0 {
                text.push('-');
            }
            text.push(char::from(ALPHABET[usize::from(octet % 32)]));
        }
        Some(Self(text)).filter(|passphrase| passphrase.strength().name == StrengthName::Strong)
    }

    /// The entropy of one that is made here.
    pub const GENERATED_BITS: usize = 99;

    /// The passphrase.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// How hard it is to guess for somebody who has the file, by a cautious estimate.
    pub fn strength(&self) -> Strength {
        Strength::of(&self.0)
    }
}

/// A passphrase is never shown.
impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[elided]")
    }
}

/// How hard a passphrase is to guess.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Strength {
    /// The strength in a word.
    #[serde(rename = "strength")]
    pub name: StrengthName,
    /// The binary logarithm of the guesses that are needed, if it is no known sentence.
    pub bits: u32,
}

listed! {
    /// What the bits of a [`Strength`] mean. A graphics card of 2024 tries some 15 000 passphrases a second at this number of rounds; a hundred of
    /// them need a year for 2^45.
    #[serde(rename_all = "kebab-case")]
    pub enum StrengthName {
        /// Below 45 bits.
        Weak,
        /// Below 60 bits.
        Fair,
        /// What cannot be tried out.
        Strong,
    }
}

impl Strength {
    /// Without a list of words and sentences this can only be cautious: what looks like a word counts for one that is in a list of 4096.
    fn of(text: &str) -> Self {
        let characters: Vec<char> = text.chars().collect();
        let mut bits = 0;
        let mut place = 0;
        while place < characters.len() {
            let rest = &characters[place..];
            let capitals = rest.iter().take_while(|c| c.is_uppercase()).count();
            let letters = capitals + rest[capitals..].iter().take_while(|c| c.is_lowercase()).count();
            let length = letters.max(1);
            let each: u32 = (place..place + length).map(|at| character_bits(&characters, at)).sum();
            bits += if letters > 0 { each.min(word_bits(length)) } else { each };
            place += length;
        }
        let name = match bits {
            ..45 => StrengthName::Weak,
            45..60 => StrengthName::Fair,
            _ => StrengthName::Strong,
        };
        Self { name, bits }
    }
}

/// Short words are fewer, and what is longer than words are may be letters at random.
fn word_bits(letters: usize) -> u32 {
    let letters = letters as u32;
    (2 * letters).clamp(4, 12) + 2 * letters.saturating_sub(8)
}

fn character_bits(characters: &[char], place: usize) -> u32 {
    /// What fingers and thoughts run along, in both directions.
    const WALKS: &str = "abcdefghijklmnopqrstuvwxyz qwertyuiop asdfghjkl zxcvbnm 1234567890 1qaz 2wsx 3edc 4rfv 5tgb 6yhn 7ujm 8ik 9ol 0p";
    let c = characters[place];
    if let Some(before) = place.checked_sub(1).map(|before| characters[before]) {
        let pair = [before, c].map(|c| c.to_ascii_lowercase());
        let walks = |pair: &[char; 2]| WALKS.contains(&pair.iter().collect::<String>());
        let is_repeated = characters[..place].windows(2).any(|earlier| earlier == [before, c]);
        if before == c || is_repeated || walks(&pair) || walks(&[pair[1], pair[0]]) {
            return 1;
        }
    }
    match c {
        ' ' => 0,
        '0'..='9' => 3,
        // An ideograph is half a word.
        _ => 4,
    }
}

spelt!(Passphrase, |passphrase: &Passphrase| passphrase.0.clone(), |text| Passphrase::parse(text).ok());
