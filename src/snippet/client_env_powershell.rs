//! Environment variables for PowerShell; also the bundle's `env.ps1`.

use super::{Language, Pair, Snippet, SnippetId};

pub(super) fn render(pair: Pair<'_>) -> Option<Snippet> {
    // $HOME is a variable of PowerShell's own, on every system; Windows takes `/` in paths, and so does Docker there.
    let text = format!(
        "$env:DOCKER_HOST = {}\n$env:DOCKER_TLS_VERIFY = '1'\n$env:DOCKER_CERT_PATH = \"$HOME/.docker/\" + {}\n",
        quote(&pair.docker_host()),
        quote(&pair.client.bundle_name())
    );
    Some(Snippet { id: SnippetId::ClientEnvPowershell, path: None, language: Language::Powershell, text })
}

/// A string without expansion (`about_Quoting_Rules`). PowerShell takes typographic single quotes for straight ones.
pub(super) fn quote(text: &str) -> String {
    let mut quoted = String::from("'");
    for c in text.chars() {
        if matches!(c, '\'' | '\u{2018}'..='\u{201b}') {
            quoted.push(c);
        }
        quoted.push(c);
    }
    quoted.push('\'');
    quoted
}

#[cfg(test)]
mod tests {
    use super::quote;

    #[test]
    fn every_single_quote_is_doubled() {
        assert_eq!(quote("tcp://[::1]:2376"), "'tcp://[::1]:2376'");
        assert_eq!(quote("a'b’c$(d)`e"), "'a''b’’c$(d)`e'");
    }
}
