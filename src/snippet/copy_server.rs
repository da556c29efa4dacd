//! `scp` of the bundle, into the home directory on the daemon's machine.

use super::{Language, Pair, Snippet, SnippetId, sh_quote};

pub(super) fn render(pair: Pair<'_>) -> Option<Snippet> {
    if pair.spec.platform.is_set_up_from_afar() {
        return None;
    }
    let destination = format!("{}:", pair.daemon.host().in_url());
    let text = format!("scp {}.zip {}\n", pair.daemon.bundle_name(), sh_quote(&destination));
    Some(Snippet { id: SnippetId::CopyServer, path: None, language: Language::Sh, text })
}
