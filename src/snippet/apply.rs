//! What sets the machine up is told to.

use super::{Language, Pair, Snippet, SnippetId, chain, sh_quote};
use crate::spec::Platform;

pub(super) fn render(pair: Pair<'_>) -> Option<Snippet> {
    let commands = match pair.spec.platform {
        Platform::Nixos => vec!["sudo nixos-rebuild switch".into(), "systemctl is-active docker".into()],
        Platform::FedoraCoreos | Platform::Flatcar => vec!["butane --strict --files-dir . machine.bu >machine.ign".into()],
        Platform::CloudInit => vec!["cloud-init schema --config-file user-data.yaml".into()],
        Platform::Ansible => vec![format!("ansible-playbook -i {} docker-tls.yml", sh_quote(&format!("{},", pair.daemon.host())))],
        _ => return None,
    };
    Some(Snippet { id: SnippetId::Apply, path: None, language: Language::Sh, text: chain(&commands) })
}
