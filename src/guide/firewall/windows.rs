//! The firewall of Windows: a rule for the known sources.

use crate::{
    guide::{
        quote::powershell_quote,
        snippet::{Pair, Snippet, SnippetId, Syntax},
    },
    platform::Firewall,
    spec::Source,
};

pub fn render(pair: Pair<'_>) -> Option<Snippet> {
    let sources = &pair.spec.allowed_sources;
    if pair.facts().firewall != Firewall::Windows {
        return None;
    }
    let port = pair.spec.listen.port;
    let addresses = sources.iter().map(Source::to_string).map(|source| powershell_quote(&source)).collect::<Vec<_>>().join(",");
    let text = format!(
        "New-NetFirewallRule -DisplayName 'Docker TLS' -Direction Inbound -Action Allow -Protocol TCP -LocalPort {port} -RemoteAddress {addresses}\n"
    );
    Some(Snippet {
        id: SnippetId::WindowsFirewall,
        words: pair.texts().snippets.windows_firewall,
        path: None,
        syntax: Syntax::Powershell,
        text,
    })
}
