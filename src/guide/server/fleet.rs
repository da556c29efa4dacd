//! All hosts with an `install.sh` in one paste: each archive goes over by ssh, and the script runs there. One host first, which asks; then, after a
//! yes, the others without a question. It stops at the first failure, and can be pasted again: `install.sh` has nothing to do where it has been.
//!
//! The login is root's on a platform without sudo. A user who is not root takes the sudo or doas that the host has.
//!
//! `cat` writes the archive anew, readable by its owner only: not every host has what scp needs (sftp-server), and ssh takes an IPv6 address without brackets.
//! The commands are for `sh` on the host, whatever the login shell is. `-a` keeps the agent at home.

use crate::{
    guide::{
        connecting,
        quote::sh_quote,
        snippet::{Pair, Snippet, SnippetId, Syntax},
    },
    locales::fill,
    platform::Account,
    spec::{Client, ClientKind, Daemon, folder::Around},
};

pub fn render(pair: Pair<'_>) -> Option<Snippet> {
    let (spec, texts) = (pair.spec, pair.texts());
    let daemons: Vec<&Daemon> = spec.daemons.iter().collect();
    let client = {
        // One that is on a computer with a POSIX shell, as this one is.
        let is_like_this = |client: &&Client| client.kind.has_docker() && client.kind != ClientKind::Windows;
        spec.clients.iter().find(is_like_this).filter(|_| connecting::has_hosts(spec))
    };
    let connect = match client {
        Some(client) => format!(
            "if test -f {bundle}.tar.gz && go_on {}\nthen mkdir -p -m 0700 {bundle} && tar -xzf {bundle}.tar.gz -C {bundle} && sh {bundle}/connect.sh --move\nfi)\n",
            sh_quote(&fill(texts.fleet_client, &[("client", client.name().as_str())])),
            bundle = client.bundle_name(),
        ),
        None => "true)\n".to_owned(),
    };
    // A browser gives the second download of a name another name. All hosts of one run get the same ca.pem.
    let are_several = daemons.iter().filter(|daemon| daemon.facts().script.is_some()).nth(1).is_some();
    let check = format!(
        "test \"$(for archive in{{archives}}; do tar -xzOf \"$archive\" ca.pem | cksum; done | sort -u | wc -l)\" -eq 1 || {{ printf {}; exit 1; }} &&\n",
        sh_quote(&format!("{}\\n", texts.fleet_other_run))
    );
    let paste = Paste {
        bundle: Daemon::bundle_name,
        allow: |pair| pair.allow(),
        others: texts.fleet_others,
        archive: &Around::name(&spec.daemons.first().host().file_stem()),
        check: if are_several { &check } else { "" },
        connect: &connect,
    };
    let text = commands(pair, &daemons, paste)?;
    Some(Snippet { id: SnippetId::Fleet, words: texts.snippets.fleet, path: None, syntax: Syntax::Sh, text })
}

/// What differs from paste to paste.
pub struct Paste<'a> {
    /// The name of a host's archive.
    pub bundle: fn(&Daemon) -> String,
    /// The option of its script that says whom the firewall lets in.
    pub allow: fn(Pair<'_>) -> Option<String>,
    /// The question after the first host.
    pub others: &'a str,
    /// The archives are here, or in the folder of this name in the archive of all, which is called the same.
    pub archive: &'a str,
    /// Looks at the archives, by `{archives}`, before anything is done.
    pub check: &'a str,
    /// What comes at the end.
    pub connect: &'a str,
}

/// The commands for those of these hosts that have a script.
pub fn commands(pair: Pair<'_>, daemons: &[&Daemon], paste: Paste<'_>) -> Option<String> {
    let Paste { bundle, allow, others, archive, check, connect } = paste;
    let texts = pair.texts();
    let hosts: Vec<_> = daemons.iter().filter(|daemon| Pair { daemon, ..pair }.facts().script.is_some()).collect();
    let first = hosts.first()?;
    let set_up = |index: usize| {
        let daemon = hosts[index];
        let pair = Pair { daemon, ..pair };
        let (login, rights) = match pair.facts().account {
            Account::Root => ("root@", "root"),
            Account::Sudo | Account::Administrator => ("", "root"),
            Account::User => ("", "user"),
        };
        let options = match (index, allow(pair).is_some()) {
            (0, false) => "",
            (0, true) => " \"$allow\"",
            (_, false) => " --yes",
            (_, true) => " \"--yes $allow\"",
        };
        format!("set_up {} {login}{} {rights}{options} &&\n", bundle(daemon), daemon.host())
    };
    let others = match hosts.len() {
        1 => String::new(),
        count => {
            let question = fill(others, &[("count", &(count - 1).to_string())]);
            format!("go_on {} &&\n", sh_quote(&question)) + &(1..count).map(set_up).collect::<String>()
        }
    };
    let allowed = hosts.iter().find_map(|daemon| allow(Pair { daemon, ..pair }));
    let allowed = allowed.map(|allow| format!("\nallow={}", sh_quote(&allow))).unwrap_or_default();
    let archives: String = hosts.iter().map(|daemon| format!(" {}.tar.gz", bundle(daemon))).collect();
    Some(format!(
        r#"(login={allowed}
set_up() {{
  printf '\n%s\n' "== $2"
  case $2 in *@*) to=$2 ;; *) to=$login$2 ;; esac
  ssh -a -- "$to" "umask 077 && rm -f $1.tar.gz && cat >$1.tar.gz" <"$1.tar.gz" &&
  ssh -a -t -- "$to" "sh -c 'mkdir -p -m 0700 $1 && tar -xzf $1.tar.gz -C $1 && {{ sudo=; test $3 = user || test \"\$(id -u)\" = 0 || sudo=\$(command -v sudo || command -v doas); \$sudo sh $1/install.sh $4; }} && rm -f $1.tar.gz $1/server-key.pem'" &&
  finished="$finished $2" && return
  printf {stopped} "$2" "$finished"
  false
}}
go_on() {{ printf '\n%s [y/N] ' "$1"; read -r answer </dev/tty; case $answer in [yY]*) ;; *) false ;; esac; }}
finished= &&
{{ test -f {bundle}.tar.gz || {{ tar -xzf {all}.tar.gz && cd {all}; }}; }} &&
ls{archives} >/dev/null &&
{check}{}{others}{connect}"#,
        set_up(0),
        bundle = bundle(first),
        check = fill(check, &[("archives", &archives)]),
        all = archive,
        stopped = sh_quote(&format!("\\n{}\\n", fill(texts.fleet_stopped, &[("host", "%s"), ("hosts", "%s")]))),
    ))
}
