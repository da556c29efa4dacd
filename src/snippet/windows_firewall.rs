//! The firewall of Windows: a rule for the known sources.

use super::{Language, Pair, Snippet, SnippetId, client_env_powershell::quote};
use crate::spec::{Platform, Source};

pub(super) fn render(pair: Pair<'_>) -> Option<Snippet> {
    let sources = &pair.spec.allowed_sources;
    if pair.spec.platform != Platform::Windows {
        return None;
    }
    let port = pair.spec.listen.port;
    let addresses = sources.iter().map(Source::to_string).map(|source| quote(&source)).collect::<Vec<_>>().join(",");
    let text = format!(
        "New-NetFirewallRule -DisplayName 'Docker TLS' -Direction Inbound -Action Allow -Protocol TCP -LocalPort {port} -RemoteAddress {addresses}\n"
    );
    Some(Snippet { id: SnippetId::WindowsFirewall, path: None, language: Language::Powershell, text })
}
