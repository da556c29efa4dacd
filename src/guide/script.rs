//! Scripts of the archives, put together: a program that says `@name` where a sentence goes, and a file of sentences for each language.

use std::{collections::BTreeMap, sync::LazyLock};

use super::{connecting, install, issue_more, quote::sh_quote};
use crate::certain::certain;

/// How `install.sh` and `connect.sh` look at the validity of certificates.
pub(super) const VALIDITY: &str = include_str!("validity.sh");

/// The scripts of all archives, without what each archive has of its own. The wasm has no copy of them: the page brings them along.
pub struct Scripts {
    pub(super) install_sh: Cut,
    pub(super) connect_sh: Cut,
    pub(super) connect_ps1: Cut,
    pub(super) issue_sh: Cut,
}

/// A script around what an archive has of its own.
pub(super) struct Cut {
    pub(super) top: String,
    pub(super) bottom: String,
}

impl Scripts {
    /// Ends each script in the text.
    const END: char = '\x0c';

    /// Reads what [`Scripts::text`] gives; `None` when it is another text, or only a part of it.
    pub fn read(text: &str) -> Option<Self> {
        let mut scripts = text.strip_suffix(Self::END)?.split(Self::END);
        let [install_sh, connect_sh, connect_ps1, issue_sh] = [scripts.next()?, scripts.next()?, scripts.next()?, scripts.next()?];
        let cut = Self {
            install_sh: install::cut(install_sh)?,
            connect_sh: connecting::cut(connect_sh)?,
            connect_ps1: connecting::cut(connect_ps1)?,
            issue_sh: issue_more::cut(issue_sh)?,
        };
        scripts.next().is_none().then_some(cut)
    }

    /// All of them, with settings for tests, as one text.
    pub fn text() -> String {
        let scripts = [&install::ASSEMBLED, &connecting::ASSEMBLED_SH, &connecting::ASSEMBLED_POWERSHELL, &issue_more::ASSEMBLED];
        scripts.into_iter().flat_map(|script| [script.as_str(), "\x0c"]).collect()
    }

    /// Those of this version.
    pub fn own() -> &'static Self {
        static OWN: LazyLock<Scripts> =
            LazyLock::new(|| certain(Scripts::read(&Scripts::text()).ok_or("a mark"), "the scripts have their marks"));
        &OWN
    }
}

/// The program with its sentences: each is there in all languages, in their order, for the program's own `say` to choose from.
pub(super) fn assembled(program: &str, languages: [&'static str; 2]) -> String {
    let languages = languages.map(|language| sentences(language).collect::<BTreeMap<_, _>>());
    let mut parts = program.split(" @");
    let mut script = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let name = part.split(|c: char| !is_of_name(c)).next().unwrap_or_default();
        let said = languages.iter().map(|language| language.get(name).copied()).collect::<Option<Vec<_>>>();
        script += " ";
        script += &said.map_or_else(|| format!("@{part}"), |said| said.join(" ") + &part[name.len()..]);
    }
    script
}

/// The sentences of a language by their names, each in its quotes as the shell reads it.
fn sentences(language: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let is_first = |line: &str| {
        line.split_once('=').is_some_and(|(name, said)| !name.is_empty() && name.chars().all(is_of_name) && said.starts_with(['\'', '"']))
    };
    let lines = language.split_inclusive('\n').scan(0, |end, line| {
        let start = *end;
        *end += line.len();
        Some((start, line))
    });
    let mut starts: Vec<usize> = lines.filter(|(_, line)| is_first(line)).map(|(start, _)| start).collect();
    starts.push(language.len());
    let whole: Vec<&str> = starts.windows(2).map(|ends| language[ends[0]..ends[1]].trim_end()).collect();
    whole.into_iter().filter_map(|sentence| sentence.split_once('='))
}

fn is_of_name(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'
}

/// Variables of a POSIX shell, a line each.
pub(super) fn sh_settings(settings: &[(&str, String)]) -> String {
    settings.iter().map(|(name, value)| format!("{name}={}\n", sh_quote(value))).collect()
}

#[cfg(test)]
pub mod tests {
    use super::*;

    #[test]
    fn only_the_whole_text_is_read() {
        let text = Scripts::text();
        assert!(Scripts::read(&text).is_some());
        let (_, last) = text.trim_end_matches(Scripts::END).rsplit_once(Scripts::END).expect("scripts");
        let lacking = text.strip_suffix(&format!("{last}{}", Scripts::END)).expect("the others");
        for other in ["", "\x0c", &text[..text.len() - 1], lacking, &format!("{text}{text}"), &text.replacen("# SETTINGS", "#", 1)] {
            assert!(Scripts::read(other).is_none());
        }
    }

    /// Holds that each sentence is there in each language and said by one of these programs, and that these say no other, as assembled.
    pub fn all_is_said(programs: &[(&str, &str)], languages: [&'static str; 2]) {
        let [en, zh] = languages.map(|language| sentences(language).map(|(name, _)| name).collect::<Vec<_>>());
        assert_eq!(en, zh);
        let has = |text: &str, name: &str| text.split(" @").skip(1).any(|part| part.split(|c| !is_of_name(c)).next() == Some(name));
        for name in en {
            assert!(programs.iter().any(|(program, _)| has(program, name)), "{name}");
            assert!(!programs.iter().any(|(_, assembled)| has(assembled, name)), "{name}");
        }
        for (_, assembled) in programs {
            let unknown: Vec<&str> = assembled.split(" @").skip(1).filter(|part| part.starts_with(is_of_name)).collect();
            assert_eq!(unknown, [""; 0]);
        }
        for (name, said) in languages.into_iter().flat_map(sentences) {
            assert!(said.len() > 2 && said.starts_with(['\'', '"']) && said.ends_with(&said[..1]), "{name}: {said}");
        }
    }
}
