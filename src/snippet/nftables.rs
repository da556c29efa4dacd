//! nftables: a table of its own, which drops what comes from elsewhere. An `accept` here does not overrule another table's `drop`.
//!
//! It is asked before Docker rewrites addresses, since that hides what a container publishes from the rules for the machine itself: ufw and firewalld
//! let it in. Docker's own chain DOCKER-USER is for IPv4 only before Docker 27, and gone in a reboot.

use std::net::IpAddr;

use super::{Language, Pair, Snippet, SnippetId, chain, systemd_drop_in};
use crate::{
    spec::{Platform, Source},
    text,
};

const FOLDER: &str = "/etc/nftables.d";
const FILE: &str = "/etc/nftables.d/docker-tls.nft";

pub(super) fn render(pair: Pair<'_>) -> Option<Snippet> {
    let platform = pair.spec.platform;
    let is_in_a_container = matches!(platform, Platform::Proxy | Platform::Dind);
    if !platform.listens_on_the_machine() && !is_in_a_container {
        return None;
    }
    let sudo = pair.sudo();
    let drop_in = format!("{}/firewall.conf", systemd_drop_in::FOLDER);
    // Of these, docker.service is not that of systemd's first process, or there is none.
    let is_a_service = !matches!(platform, Platform::Openrc | Platform::Sysv | Platform::Rootless | Platform::Snap);
    let lasts = match (is_a_service, is_in_a_container) {
        (_, true) => text::NFTABLES_MAYBE_DROP_IN,
        (true, _) => text::NFTABLES_DROP_IN,
        (false, _) => text::NFTABLES_INCLUDE,
    };
    let (files, reload) = if is_a_service { (format!("{drop_in} {FILE}"), "systemctl daemon-reload; ") } else { (FILE.to_owned(), "") };
    let undo = format!("rm -f {files}; {reload}nft delete table inet docker_tls");
    let undo = pair.say(text::NFTABLES_UNDO).replace("{commands}", &undo);
    let mut commands = vec![
        format!("{sudo}mkdir -p {FOLDER}"),
        format!("echo '{}' | {sudo}tee {FILE} >/dev/null", ruleset(pair, &[pair.say(text::NFTABLES), pair.say(lasts), &undo])),
        format!("{sudo}nft -f {FILE}"),
    ];
    // A unit names a program by its path, and only root's PATH has this one everywhere.
    let last = [
        format!("{sudo}mkdir -p {}", systemd_drop_in::FOLDER),
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
    Some(Snippet { id: SnippetId::Nftables, path: None, language: Language::Sh, text: chain(&commands) })
}

/// The first two lines make it the same however often it is loaded. There are no tabs: in a terminal they complete words.
///
/// What the machine itself has connected to may answer, whatever port of its own it did that from.
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
