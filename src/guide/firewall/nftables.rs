//! nftables: a table of its own, which drops what comes from elsewhere. An `accept` here does not overrule another table's `drop`.
//!
//! Its rules come before Docker rewrites addresses. After that, a published port of a container no longer meets the rules for the machine itself: ufw
//! and firewalld let it in. Docker's own chain DOCKER-USER is for IPv4 only before Docker 27, and gone in a reboot.

use std::net::IpAddr;

use crate::{
    guide::{
        quote::chain,
        snippet::{Pair, Snippet, SnippetId, Syntax},
    },
    locales::Words,
    platform::{Account, DOCKER_DROP_INS, Firewall},
    spec::Source,
};

const FOLDER: &str = "/etc/nftables.d";
const FILE: &str = "/etc/nftables.d/docker-tls.nft";

pub fn render(pair: Pair<'_>) -> Option<Snippet> {
    let facts = pair.facts();
    let (is_in_a_container, is_in_a_desktop) = match facts.firewall {
        Firewall::Machine => (false, false),
        Firewall::Container { desktop } => (true, desktop),
        Firewall::Windows | Firewall::Configuration | Firewall::Absent => return None,
    };
    let sudo = pair.sudo();
    let drop_in = format!("{DOCKER_DROP_INS}/firewall.conf");
    // Whether the system's systemd runs Docker as docker.service; beside a container of ours it may.
    let is_a_service = is_in_a_container || (facts.unit().is_some() && facts.account != Account::User);
    let lasts = match (is_a_service, is_in_a_container) {
        (_, true) => pair.texts().nftables_maybe_drop_in,
        (true, _) => pair.texts().nftables_drop_in,
        (false, _) => pair.texts().nftables_include,
    };
    let (files, reload) = if is_a_service { (format!("{drop_in} {FILE}"), "systemctl daemon-reload; ") } else { (FILE.to_owned(), "") };
    let undo = format!("rm -f {files}; {reload}nft delete table inet docker_tls");
    let undo = pair.texts().nftables_undo.replace("{commands}", &undo);
    let mut commands = vec![
        format!("{sudo}mkdir -p {FOLDER}"),
        format!("echo '{}' | {sudo}tee {FILE} >/dev/null", ruleset(pair, &[pair.texts().nftables, lasts, &undo])),
        format!("{sudo}nft -f {FILE}"),
    ];
    // A unit names a program by its path, and only root's PATH has this one everywhere.
    let last = [
        format!("{sudo}mkdir -p {DOCKER_DROP_INS}"),
        format!("printf '[Service]\\nExecStartPre=%s -f {FILE}\\n' \"$({sudo}sh -c 'command -v nft')\" | {sudo}tee {drop_in} >/dev/null"),
        format!("{sudo}systemctl daemon-reload"),
    ];
    if is_in_a_container {
        // Docker Desktop, a NAS and rootless Docker have no such service.
        commands.push(format!("if systemctl cat docker.service >/dev/null 2>&1; then\n  {}\nfi", last.join(" &&\n  ")));
    } else if is_a_service {
        commands.extend(last);
    }
    commands.push(format!("{sudo}nft list table inet docker_tls"));
    let words = Words { note: is_in_a_desktop.then_some(pair.texts().firewall_of_desktop), ..pair.texts().snippets.nftables };
    Some(Snippet { id: SnippetId::Nftables, words, path: None, syntax: Syntax::Sh, text: chain(&commands) })
}

/// The first two lines make it the same however often it is loaded. There are no tabs, which complete words in a terminal.
///
/// Replies to what the machine itself asked come in, whatever port it asked from.
fn ruleset(pair: Pair<'_>, comments: &[&str]) -> String {
    let port = pair.spec.listen.port;
    let list = |is_wanted: fn(&IpAddr) -> bool| {
        let wanted = pair.spec.allowed_sources.iter().filter(|source| is_wanted(&source.address));
        wanted.map(Source::to_string).collect::<Vec<_>>().join(", ")
    };
    let mut rules = format!("    ct direction reply accept\n    iifname \"lo\" tcp dport {port} accept\n");
    for (family, addresses) in [("ip", list(IpAddr::is_ipv4)), ("ip6", list(IpAddr::is_ipv6))] {
        if !addresses.is_empty() {
            rules += &format!("    {family} saddr {{ {addresses} }} tcp dport {port} accept\n");
        }
    }
    let comments: String = comments.iter().map(|line| format!("# {line}\n")).collect();
    format!(
        "{comments}table inet docker_tls\ndelete table inet docker_tls\ntable inet docker_tls {{\n  chain prerouting {{\n    \
         type filter hook prerouting priority -155; policy accept;\n{rules}    fib daddr type local tcp dport {port} drop\n  }}\n}}"
    )
}
