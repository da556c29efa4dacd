//! What single hosts have already, in place of what is pasted for all: the texts of several hosts in one field, which no link has.
//!
//! A record separator of ASCII begins each, as it does in a sequence of JSON texts (RFC 7464): it is in no JSON and in no unit. Behind it stands the
//! first name of the host; the text begins in the next line. The page writes it by `www/draft/own.ts`.

use std::collections::HashMap;

use crate::spec::Host;

const BEGIN: char = '\u{1e}';

/// The texts of a field, by the host that has them, each with that host's name as it stands there. The first one of a host counts. A blank one says that
/// the host has none, whatever is pasted for all.
pub fn read(field: &str) -> HashMap<Host, (&str, &str)> {
    let mut texts = HashMap::new();
    for record in field.split(BEGIN).skip(1) {
        let (name, text) = record.split_once('\n').unwrap_or((record, ""));
        if let Ok(host) = Host::parse(name.trim()) {
            texts.entry(host).or_insert((name, text));
        }
    }
    texts
}

/// The field with these texts.
pub fn written<'a>(texts: impl Iterator<Item = (&'a Host, String)>) -> String {
    texts.map(|(host, text)| format!("{BEGIN}{host}\n{text}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let host = |name: &str| Host::parse(name).expect(name);
        let (a, b) = (host("a.example"), host("2001:db8::1"));
        let field = written([(&a, "{\n}\n".to_owned()), (&b, "ExecStart=/usr/bin/dockerd".to_owned())].into_iter());
        let texts = read(&field);
        assert_eq!(texts[&a], ("a.example", "{\n}\n"));
        assert_eq!(texts[&b], ("2001:db8::1", "ExecStart=/usr/bin/dockerd"));
        for (field, count) in
            [("", 0), ("{}", 0), ("\u{1e}a.example\n{}\u{1e}a.example\n[]\u{1e}https://x\n{}\u{1e}", 1), ("\u{1e}a.example\n \n", 1)]
        {
            assert_eq!(read(field).len(), count, "{field:?}");
        }
        assert_eq!(read("\u{1e}a.example\n{}\u{1e}a.example\n[]")[&a].1, "{}");
    }
}
