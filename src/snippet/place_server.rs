//! The daemon's files, put into their places by `install`, which sets owner and modes again: not every program keeps those of a zip.
//!
//! One list joined by `&&`: it stops at the first failure, before the archive is removed, and a shell reads all of it before `sudo` asks for a
//! password and throws away what else was typed.

use super::{Language, Pair, Snippet, SnippetId, Step, chain, of_step, sh_quote, unpacked};
use crate::{spec::Platform, text};

pub(super) fn render(pair: Pair<'_>) -> Option<Snippet> {
    if !has_places(pair.spec.platform) {
        return None;
    }
    let bundle = pair.daemon.bundle_name();
    let directory = &sh_path(pair.spec.cert_directory.as_str());
    let (sudo, owner, mode) = match pair.spec.platform {
        Platform::Rootless => ("", "", "0700"),
        _ => (pair.sudo(), "-o root -g root ", "0755"),
    };
    let is_merged_by_hand = |file: &Snippet| matches!(file.id, SnippetId::GitlabRunner | SnippetId::GitlabJob);
    let files: Vec<Snippet> = of_step(Step::Configure, pair).filter(|file| !is_merged_by_hand(file)).collect();
    let mut commands = unpacked(pair);
    for file in files.iter().filter(|file| file.id == SnippetId::DaemonJson) {
        // A daemon.json that is there may hold anything: it is never overwritten, and nothing is placed before it has our keys. Without
        // tlscacert the daemon would trust every public authority.
        let (name, path) = (file.file_name(), file.path.as_deref().unwrap_or_default());
        let exists = pair.say(text::DAEMON_JSON_EXISTS).replace("{path}", path).replace("{file}", &format!("{bundle}/{name}"));
        if pair.spec.daemon_json.is_some() {
            // It is the reader's own with ours in it. The first one is kept.
            commands
                .push(format!("{{ {sudo}test ! -e {path} || {sudo}test -e {path}.before-tls || {sudo}cp -p {path} {path}.before-tls; }}"));
            continue;
        }
        let has_keys = format!("{sudo}test ! -e {path} || {sudo}grep -q tlscacert {path}");
        commands.push(format!("{{ {has_keys} || {{ echo {}; false; }}; }}", sh_quote(&exists)));
    }
    commands.extend([
        // A folder that is there keeps its owner and its mode.
        format!("{{ {sudo}test -d {directory} || {sudo}install -d {owner}-m {mode} {directory}; }}"),
        format!("{sudo}install {owner}-m 0444 {bundle}/ca.pem {bundle}/server-cert.pem {directory}/"),
        format!("{sudo}install {owner}-m 0400 {bundle}/server-key.pem {directory}/"),
    ]);
    for file in &files {
        let (name, path) = (file.file_name(), sh_path(file.path.as_deref().unwrap_or_default()));
        let install = format!("{sudo}install -D {owner}-m 0644 {bundle}/{name} {path}");
        let keep = file.id == SnippetId::DaemonJson && pair.spec.daemon_json.is_none();
        commands.push(if keep { format!("{{ {sudo}test -e {path} || {install}; }}") } else { install });
    }
    // No second copy of the key; the other files may be of use.
    commands.push(format!("rm -f {bundle}/server-key.pem {bundle}.zip {bundle}.tar.gz"));
    Some(Snippet { id: SnippetId::PlaceServer, path: None, language: Language::Sh, text: chain(&commands) })
}

fn has_places(platform: Platform) -> bool {
    use Platform::{DebianDockerIo, GitlabDind, Nixos, Openrc, Rootless, Snap, Systemd, SystemdDaemonJson, Sysv};
    matches!(platform, Systemd | SystemdDaemonJson | DebianDockerIo | Rootless | Openrc | Sysv | Snap | Nixos | GitlabDind)
}

/// A home directory is written as the variable, which is expanded between quotes as well.
fn sh_path(path: &str) -> String {
    path.strip_prefix("~/").map_or_else(|| path.to_owned(), |rest| format!("\"$HOME/{rest}\""))
}
