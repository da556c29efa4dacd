//! What goes to a daemon that gets nothing new but whom it lets in: its README, its script, and one paste for all hosts.

use super::{
    affected::Affected,
    install,
    quote::sh_quote,
    script::Scripts,
    server::{
        self,
        fleet::{self, Paste},
        restart,
    },
    snippet::Pair,
};
use crate::{
    locales::fill,
    platform::{Delivery, Setup},
    spec::{
        Daemon, Spec,
        folder::{Part, TrustFact},
        order::TrustKind,
    },
};

/// The README of such an archive.
pub(super) fn readme(pair: Pair<'_>, new: TrustKind) -> Vec<Part> {
    let texts = pair.texts();
    let host = pair.daemon.host().to_string();
    let top = match new {
        TrustKind::List => texts.trust_readme,
        TrustKind::Authority => texts.trust_readme_of_authority,
    };
    let mut text = fill(top, &[("host", &host)]);
    let name = pair.daemon.trust_name();
    let directory = pair.installation().cert_directory.as_str();
    let facts = pair.facts();
    let commands = match (facts.script, facts.setup) {
        (Some(_), _) => {
            text += texts.trust_install_sh;
            text += &format!("\n{}\n", texts.trust_by_script);
            server::install::commands(pair, &name, None)
        }
        (None, setup) => {
            let is_on_first_boot = matches!(setup, Setup::Ignition { .. } | Setup::CloudInit);
            let by_hand = match facts.files {
                Delivery::Placed | Delivery::Merged => texts.trust_by_hand,
                Delivery::Afar if is_on_first_boot => texts.trust_by_hand,
                Delivery::Folder | Delivery::Afar => texts.trust_in_folder,
            };
            text += &format!("\n{}\n", fill(by_hand, &[("directory", directory)]));
            let applied = if is_on_first_boot { None } else { restart::render(pair).or_else(|| restart::apply(pair)) };
            applied.map_or_else(|| "sudo systemctl restart docker".to_owned(), |snippet| snippet.text)
        }
    };
    text.push('\n');
    commands.lines().for_each(|line| text += &format!("    {line}\n"));
    holes(&text)
}

/// Its script in parts, as `install` gives them.
pub(super) fn script(scripts: &Scripts, pair: Pair<'_>) -> Option<[String; 3]> {
    install::parts_of(scripts, pair, install::Brings::Trust)
}

/// All hosts that learn something by ssh, one after the other; `None` when none of them has a script. Archives of another change than this one are refused: a
/// browser gives the second download of a name another name.
pub fn paste(spec: &Spec, run: &Affected<'_>, change: u32) -> Option<String> {
    let pair = Pair { spec, daemon: spec.daemons.first(), client: spec.clients.first() };
    let other_run = sh_quote(&format!("{}\\n", pair.texts().trust_other_run));
    let check = format!(
        "for archive in{{archives}}; do\n  tar -xzOf \"$archive\" install.sh | grep -x trust={change} >/dev/null || {{ printf {other_run} \"$archive\"; exit 1; }}\ndone &&\n"
    );
    let others = pair.texts().trust_others;
    let paste = Paste { bundle: Daemon::trust_name, allow: |_| None, others, archive: &run.archive(), check: &check, connect: "true)\n" };
    fleet::commands(pair, &run.learning, paste)
}

/// A text with the names of clients in its holes.
fn holes(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    for (number, piece) in text.split("{listed}").enumerate() {
        if number > 0 {
            parts.push(Part::Trust(TrustFact::Listed));
        }
        for (number, piece) in piece.split("{removed}").enumerate() {
            if number > 0 {
                parts.push(Part::Trust(TrustFact::Removed));
            }
            parts.push(Part::Text(piece.to_owned()));
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Draft;

    #[test]
    fn only_whose_docker_is_roots_is_told_to_become_root() {
        for (platform, command) in
            [("systemd", "\n    sudo sh a.example-trust/install.sh\n"), ("rootless", "\n    sh a.example-trust/install.sh\n")]
        {
            let draft = Draft { hosts: "a.example".into(), platform: platform.into(), ..Draft::default() };
            let spec = draft.parse().spec.expect("valid");
            let pair = Pair { spec: &spec, daemon: spec.daemons.first(), client: spec.clients.first() };
            let text = readme(pair, TrustKind::Authority).into_iter().map(|part| match part {
                Part::Text(text) => text,
                Part::Shared(_) | Part::File(..) | Part::Day | Part::Trust(_) | Part::ByTrust { .. } => String::new(),
            });
            let text: String = text.collect();
            assert!(text.contains(command), "{platform}: {text}");
        }
    }
}
