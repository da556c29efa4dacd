//! `install.sh --check`, run every day by what the host has for it: a timer of systemd, cron, or the textfile collector of Prometheus' node_exporter.

use crate::{
    guide::{
        quote::chain,
        snippet::{Pair, Snippet, SnippetId, Syntax},
    },
    locales::Words,
    platform::{Account, Init},
};

/// Where the script stays when its archive is deleted, and what types there.
struct Checker {
    program: &'static str,
    units: &'static str,
    /// What systemd's unit calls the program.
    from_unit: &'static str,
    systemctl: &'static str,
    sudo: &'static str,
    /// What is made where it may be missing.
    folders: Option<&'static str>,
}

const OF_USER: Checker = Checker {
    program: "~/.local/bin/docker-tls",
    units: "~/.config/systemd/user",
    from_unit: "%h/.local/bin/docker-tls",
    systemctl: "systemctl --user",
    sudo: "",
    folders: Some("mkdir -p ~/.local/bin ~/.config/systemd/user"),
};

fn checker(pair: Pair<'_>) -> Checker {
    match pair.facts().account {
        Account::User => OF_USER,
        Account::Sudo | Account::Root | Account::Administrator => Checker {
            program: "/usr/local/sbin/docker-tls",
            units: "/etc/systemd/system",
            from_unit: "/usr/local/sbin/docker-tls",
            systemctl: "systemctl",
            sudo: pair.sudo(),
            folders: None,
        },
    }
}

/// By a timer of systemd.
pub fn timer(pair: Pair<'_>) -> Option<Snippet> {
    matches!(pair.facts().script?, Init::Systemd | Init::User | Init::Snapd).then_some(())?;
    let Checker { units, from_unit, systemctl, sudo, .. } = checker(pair);
    let unit = |lines: &str, kind: &str| format!("printf '%s\\n' {lines} | {sudo}tee {units}/docker-tls-check.{kind}");
    let commands = [
        unit(&format!("'[Service]' Type=oneshot 'ExecStart={from_unit} --check'"), "service"),
        unit("'[Timer]' OnCalendar=daily Persistent=true '[Install]' WantedBy=timers.target", "timer"),
        format!("{sudo}{systemctl} daemon-reload"),
        format!("{sudo}{systemctl} enable --now docker-tls-check.timer"),
    ];
    Some(snippet(pair, SnippetId::WatchTimer, pair.texts().snippets.watch_timer, &commands))
}

/// By cron, which mails what it says.
pub fn cron(pair: Pair<'_>) -> Option<Snippet> {
    pair.facts().script?;
    let Checker { program, .. } = checker(pair);
    let line = format!("15 6 * * * {program} --check >/dev/null || {program} --check");
    Some(snippet(pair, SnippetId::WatchCron, pair.texts().snippets.watch_cron, &[in_crontab(pair, "^15 6 .*docker-tls --check", &line)]))
}

/// By the textfile collector of node_exporter, in the folder of Debian's package.
pub fn exporter(pair: Pair<'_>) -> Option<Snippet> {
    // Nobody but root may write there.
    (pair.facts().script? != Init::User).then_some(())?;
    let Checker { program, .. } = checker(pair);
    let line = format!(
        "*/30 * * * * cd /var/lib/prometheus/node-exporter && {{ {program} --check >/dev/null; \
         echo \"docker_tls_check $?\" >docker_tls.tmp; mv docker_tls.tmp docker_tls.prom; }}"
    );
    Some(snippet(pair, SnippetId::WatchExporter, pair.texts().snippets.watch_exporter, &[in_crontab(pair, "docker_tls_check", &line)]))
}

/// Puts the line into the table, in the place of those that look like this.
fn in_crontab(pair: Pair<'_>, mark: &str, line: &str) -> String {
    let Checker { sudo, .. } = checker(pair);
    format!("{{ {sudo}crontab -l 2>/dev/null | grep -v '{mark}'; echo '{line}'; }} | {sudo}crontab -")
}

fn snippet(pair: Pair<'_>, id: SnippetId, words: Words, commands: &[String]) -> Snippet {
    let Checker { program, sudo, folders, .. } = checker(pair);
    let script = format!("{sudo}install -m 0755 {}/install.sh {program}", pair.daemon.bundle_name());
    let all: Vec<String> = folders.map(str::to_owned).into_iter().chain([script]).chain(commands.iter().cloned()).collect();
    Snippet { id, words, path: None, syntax: Syntax::Sh, text: chain(&all).trim_end().to_owned() + &format!(" &&\n{program} --check\n") }
}
