//! The folder of the daemon's files.

use super::reading::{is_device, is_plain, refuse_odd_characters};
use crate::{
    platform::{Account, Platform, System},
    problem::{Code, Fault},
};

/// A full path of ASCII letters, digits and `._-+@`, without `..` and without a separator at its end. On Windows it begins with a drive; of a
/// user's own daemon it may begin with `~/`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CertDirectory(String);

impl CertDirectory {
    /// Far below what Linux takes, and far above what anybody needs.
    const MAX: usize = 200;

    /// Reads what a person types.
    pub fn parse(text: &str, platform: Platform) -> Result<Self, Fault> {
        if text.len() > Self::MAX {
            return Err(Fault::with_hint(Code::TextTooLong, Self::MAX.to_string()));
        }
        refuse_odd_characters(text)?;
        let facts = platform.facts();
        let usual = || facts.directory.to_owned();
        let is_users = facts.account == Account::User;
        let (root, rest) = match facts.system {
            System::Windows => text.split_at_checked(3).filter(|(root, _)| is_drive(root)).map(|(root, rest)| (&root[..2], rest)),
            System::Unix if is_users && text.starts_with("~/") => Some(("~", &text[1..])),
            System::Unix => text.starts_with('/').then_some(("", text)),
        }
        .ok_or_else(|| {
            // The user's own folder, as a shell would find it.
            let in_home = ["$HOME/", "${HOME}/"].iter().find_map(|home| text.strip_prefix(home)).map(|rest| format!("~/{rest}"));
            let home = in_home.filter(|home| is_users && Self::parse(home, platform).is_ok());
            Fault::with_hint(Code::DirectoryNotAbsolute, home.unwrap_or_else(usual))
        })?;
        let (separators, separator) = match facts.system {
            System::Windows => (&['/', '\\'][..], "\\"),
            System::Unix => (&['/'][..], "/"),
        };
        let is_windows = facts.system == System::Windows;
        let parts: Vec<&str> = rest.split(separators).filter(|part| !part.is_empty() && *part != ".").collect();
        let is_bad = |part: &str| part == ".." || !is_plain(part, "._-+@") || (is_windows && (part.ends_with('.') || is_device(part)));
        if parts.is_empty() || parts.iter().any(|part| is_bad(part)) {
            return Err(Code::DirectoryBad.into());
        }
        let has = |parts: &[&str], folder: &[&str]| {
            parts.windows(folder.len()).any(|at| at.iter().zip(folder).all(|(part, name)| part.eq_ignore_ascii_case(name)))
        };
        // moby `registry/config_unix.go`, `config_windows.go`; rootless: the user's own.
        if ["etc", ".config", "ProgramData"].iter().any(|parent| has(&parts, &[parent, "docker", "certs.d"])) {
            return Err(Fault::with_hint(Code::DirectoryOfRegistries, usual()));
        }
        // Emptied at the next start (Filesystem Hierarchy Standard, sections 3.15 and 3.18), or no disk at all.
        const NOT_KEPT: [&[&str]; 7] = [&["tmp"], &["var", "tmp"], &["run"], &["var", "run"], &["dev"], &["proc"], &["sys"]];
        if !is_windows && root.is_empty() && NOT_KEPT.iter().any(|folder| parts.starts_with(folder)) {
            return Err(Fault::with_hint(Code::DirectoryNotKept, usual()));
        }
        if let Some((file, folders)) = parts.split_last()
            && [".pem", ".key", ".crt"].iter().any(|extension| file.ends_with(extension))
        {
            let folder = Some(format!("{root}{separator}{}", folders.join(separator))).filter(|_| !folders.is_empty());
            return Err(Fault::with_hint(Code::DirectoryIsFile, folder.unwrap_or_else(usual)));
        }
        Ok(Self(format!("{root}{separator}{}", parts.join(separator))))
    }

    /// The path.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The path of a file in it.
    pub fn file(&self, name: &str) -> String {
        format!("{}{}{name}", self.0, if self.0.contains('\\') { '\\' } else { '/' })
    }
}

fn is_drive(text: &str) -> bool {
    matches!(text.as_bytes(), [letter, b':', b'\\' | b'/'] if letter.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directories_are_absolute_and_plain() {
        for (platform, text, read) in [
            (Platform::Systemd, "/etc//docker/./tls/", "/etc/docker/tls"),
            (Platform::Rootless, "~/tls/", "~/tls"),
            (Platform::Rootless, "/srv/tls", "/srv/tls"),
            (Platform::Windows, r"d:/docker\\tls\", r"d:\docker\tls"),
        ] {
            assert_eq!(CertDirectory::parse(text, platform).expect(text).as_str(), read);
        }
        for &platform in Platform::ALL {
            let own = platform.facts().directory;
            assert_eq!(CertDirectory::parse(own, platform).expect(own).as_str(), own);
        }
        for text in ["/etc/docker/tls", r"\docker", "C:docker", r"C:\", r"C:\a b", r"C:\..\a", "€:\\a"] {
            assert!(CertDirectory::parse(text, Platform::Windows).is_err(), "{text}");
        }
        for (text, code) in [
            ("etc/docker", Code::DirectoryNotAbsolute),
            ("~/tls", Code::DirectoryNotAbsolute),
            ("C:\\docker", Code::DirectoryNotAbsolute),
            ("/", Code::DirectoryBad),
            ("/etc/../tls", Code::DirectoryBad),
            ("/etc/my tls", Code::DirectoryBad),
            ("/etc/$(id)", Code::DirectoryBad),
            ("/etc/docker/certs.d", Code::DirectoryOfRegistries),
            ("/etc/docker/./certs.d/host", Code::DirectoryOfRegistries),
        ] {
            assert_eq!(CertDirectory::parse(text, Platform::Systemd).expect_err(text).code, code, "{text}");
        }
    }
}
