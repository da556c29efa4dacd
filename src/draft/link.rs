//! The link that brings somebody to the same form. The page reads it by `www/draft/link.ts`.

use super::Draft;
use crate::problem::Field;

/// The page does not read a passphrase from a link; what a host has already may hold one.
const APART: [Field; 6] =
    [Field::CaPassphrase, Field::CaPassphraseRepeat, Field::DaemonJson, Field::ExecStart, Field::HostDaemonJson, Field::HostExecStart];

impl Draft {
    /// The form's address with everything that differs from an empty form, but for secrets and what was pasted.
    pub fn link(&self, form: &str) -> String {
        let (mut draft, mut empty) = (self.clone(), Self::default());
        let mut link = form.to_owned();
        for &field in Field::ALL.iter().filter(|field| !APART.contains(field)) {
            let value = draft.field_mut(field);
            if value != empty.field_mut(field) {
                link.push(if link.len() == form.len() { '#' } else { '&' });
                link += field.name();
                link.push('=');
                write(value, &mut link);
            }
        }
        link
    }
}

/// Writes a value as a form sends it (URL Standard, "application/x-www-form-urlencoded percent-encode set"). Nothing in it can end a line or a comment.
fn write(value: &str, link: &mut String) {
    for byte in value.bytes() {
        match byte {
            b' ' => link.push('+'),
            b'*' | b'-' | b'.' | b'_' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => link.push(char::from(byte)),
            _ => *link += &format!("%{byte:02X}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORM: &str = "https://dockseal.example/";

    #[test]
    fn a_link_has_what_differs_and_no_secret() {
        assert_eq!(Draft::default().link(FORM), FORM);
        let draft = Draft {
            hosts: "docker.example.com 192.0.2.10 platform=openrc\nb.example".into(),
            ca_days: "90".into(),
            organization: "\"Grüne & Söhne\"\r\n#*/ -->'".into(),
            ca_passphrase: String::from("correct horse").into(),
            ca_passphrase_repeat: String::from("correct horse").into(),
            daemon_json: "{ \"proxies\": \"http://user:secret@proxy\" }".into(),
            exec_start: "ExecStart=/usr/bin/dockerd".into(),
            host_daemon_json: "\u{1e}b.example\n{ \"mtu\": 1400 }".into(),
            host_exec_start: "\u{1e}b.example\nExecStart=/usr/bin/dockerd --mtu 1400".into(),
            ..Draft::default()
        };
        assert_eq!(
            draft.link(FORM),
            "https://dockseal.example/#hosts=docker.example.com+192.0.2.10+platform%3Dopenrc%0Ab.example&caDays=90&organization=\
             %22Gr%C3%BCne+%26+S%C3%B6hne%22%0D%0A%23*%2F+--%3E%27"
        );
    }
}
