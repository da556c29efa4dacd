//! The daemon's files, put into their places by `install`, which sets owner and modes again: not every program keeps those of a zip.
//!
//! One list joined by `&&`: it stops at the first failure, before the archive is removed, and a shell reads all of it before `sudo` asks for a
//! password and throws away what else was typed.

use crate::{
    guide::{
        quote::{chain, sh_quote},
        snippet::{Pair, Snippet, SnippetId, Syntax, unpacked},
    },
    locales::Words,
    platform::{Account, Delivery, System},
};

pub fn render(pair: Pair<'_>, configuration: &[Snippet]) -> Option<Snippet> {
    let facts = pair.facts();
    if facts.system == System::Windows || !matches!(facts.files, Delivery::Placed | Delivery::Merged) {
        return None;
    }
    let bundle = pair.daemon.bundle_name();
    let directory = &sh_path(pair.installation().cert_directory.as_str());
    let (sudo, owner, mode) = match facts.account {
        Account::User => ("", "", "0700"),
        Account::Sudo | Account::Root | Account::Administrator => (pair.sudo(), "-o root -g root ", "0755"),
    };
    let is_merged_by_hand = |file: &&Snippet| matches!(file.id, SnippetId::GitlabRunner | SnippetId::GitlabJob);
    let files: Vec<&Snippet> = configuration.iter().filter(|file| !is_merged_by_hand(file)).collect();
    let mut commands = unpacked(&pair.daemon.bundle_name());
    for file in files.iter().filter(|file| file.id == SnippetId::DaemonJson) {
        // A daemon.json that is there may hold anything: it is never overwritten, and nothing is placed before it has our keys. Without
        // tlscacert the daemon would trust every public authority.
        let (name, path) = (file.file_name(), file.path.as_deref().unwrap_or_default());
        let exists = pair.texts().daemon_json_exists.replace("{path}", path).replace("{file}", &format!("{bundle}/{name}"));
        if pair.installation().daemon_json.is_some() {
            // The reader's file with our keys merged in; the first original stays as .before-tls.
            commands
                .push(format!("{{ {sudo}test ! -e {path} || {sudo}test -e {path}.before-tls || {sudo}cp -p {path} {path}.before-tls; }}"));
            continue;
        }
        // A file with tlscacert alone may let in another authority's clients, or everybody.
        let authority = pair.installation().cert_directory.file("ca.pem");
        let has_keys = format!(
            "{sudo}test ! -e {path} || {{ {sudo}grep -q '\"tlsverify\": *true' {path} && {sudo}grep -qF '\"{authority}\"' {path}; }}"
        );
        commands.push(format!("{{ {has_keys} || {{ echo {}; false; }}; }}", sh_quote(&exists)));
    }
    commands.extend([
        // An existing folder keeps its owner and its mode.
        format!("{{ {sudo}test -d {directory} || {sudo}install -d {owner}-m {mode} {directory}; }}"),
        nobody_else_writes(pair),
        format!("{sudo}install {owner}-m 0444 {bundle}/ca.pem {bundle}/server-cert.pem {directory}/"),
        format!("{sudo}install {owner}-m 0400 {bundle}/server-key.pem {directory}/"),
    ]);
    for file in files {
        let (name, path) = (file.file_name(), sh_path(file.path.as_deref().unwrap_or_default()));
        let install = format!("{sudo}install -D {owner}-m 0644 {bundle}/{name} {path}");
        let keep = file.id == SnippetId::DaemonJson && pair.installation().daemon_json.is_none();
        commands.push(if keep { format!("{{ {sudo}test -e {path} || {install}; }}") } else { install });
    }
    // Leaves no second copy of the key; the other files may be of use.
    commands.push(format!("rm -f {bundle}/server-key.pem {bundle}.tar.gz"));
    let words = pair.texts().snippets.place_server;
    let words = match facts.account {
        Account::User => Words { why: pair.texts().key_of_user, ..words },
        Account::Sudo | Account::Root | Account::Administrator => words,
    };
    Some(Snippet { id: SnippetId::PlaceServer, words, path: None, syntax: Syntax::Sh, text: chain(&commands) })
}

/// Nobody else may change the folder or what is above it: whoever can takes the key, or puts another one there.
fn nobody_else_writes(pair: Pair<'_>) -> String {
    let path = pair.installation().cert_directory.as_str();
    let mut folders: Vec<String> = path.match_indices('/').skip(1).map(|(end, _)| sh_path(&path[..end])).collect();
    folders.push(sh_path(&format!("{path}/")));
    let (sudo, others) = match pair.facts().account {
        // The group of a user may be his own.
        Account::User => ("", "! -user root ! -user \"$(id -u)\" -o -perm -002"),
        Account::Sudo | Account::Root | Account::Administrator => (pair.sudo(), "! -user root -o -perm -002 -o -perm -020 ! -group root"),
    };
    let why = sh_quote(&pair.texts().folder_of_others.replace("{path}", path));
    format!("{{ test -z \"$({sudo}find -H {} -prune \\( {others} \\) 2>/dev/null)\" || {{ echo {why}; false; }}; }}", folders.join(" "))
}

/// A home directory is written as the variable, which is expanded between quotes as well.
fn sh_path(path: &str) -> String {
    path.strip_prefix("~/").map_or_else(|| path.to_owned(), |rest| format!("\"$HOME/{rest}\""))
}
