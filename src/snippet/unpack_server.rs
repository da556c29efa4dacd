//! The daemon's files in a folder, to be used from there: by Compose, or by what sets up a machine.

use super::{Language, Pair, Snippet, SnippetId, chain};
use crate::spec::Platform;

pub(super) fn render(pair: Pair<'_>) -> Option<Snippet> {
    if !is_used_from_its_folder(pair.spec.platform) {
        return None;
    }
    let bundle = pair.daemon.bundle_name();
    let text = chain(&[
        format!("mkdir -m 0700 {bundle}"),
        format!("cd {bundle}"),
        format!("{{ unzip ../{bundle}.zip || tar -xzvf ../{bundle}.tar.gz; }}"),
        "chmod 0400 server-key.pem".into(),
        format!("rm -f ../{bundle}.zip ../{bundle}.tar.gz"),
    ]);
    Some(Snippet { id: SnippetId::UnpackServer, path: None, language: Language::Sh, text })
}

fn is_used_from_its_folder(platform: Platform) -> bool {
    use Platform::{Ansible, CloudInit, Dind, FedoraCoreos, Flatcar, Proxy};
    matches!(platform, Dind | Proxy | FedoraCoreos | Flatcar | CloudInit | Ansible)
}
