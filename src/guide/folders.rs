//! The texts of every folder of a run, each written once.

use crate::{
    Draft,
    certain::certain,
    guide::{
        affected::Affected, all_readme, ca_readme, client_readme, configuration, connecting, contexts, environment_files, install,
        issue_more, made::Made, requested_client_readme, requested_server_readme, script::Scripts, server_readme, snippet::Pair,
        steps_of_bundle, template, trust,
    },
    platform::System,
    problem::Field,
    spec::{
        ClientKind, Spec,
        folder::{Around, Folder, Folders, Part, Reminders, TextFile, TrustFact},
        order::{Orders, Role, TrustKind},
    },
};

const TEXT: u32 = 0o644;
const PROGRAM: u32 = 0o755;

/// What stands beside the certificates of this spec: the daemons', the clients', the authority's.
pub fn folders(spec: &Spec) -> Folders {
    folders_by(spec, Scripts::own(), |_, _| false, |_, _| false, None, true)
}

/// The same, made of these scripts. What is kept, by its role and name, gets nothing new, and is not in the archive of all; with a new trust, each
/// daemon that is kept learns that. What is requested gets a certificate without its key. The authority's archive has its key, or not.
pub fn folders_by(
    spec: &Spec,
    scripts: &Scripts,
    is_kept: impl Fn(Role, &str) -> bool,
    is_requested: impl Fn(Role, &str) -> bool,
    new_trust: Option<TrustKind>,
    has_key: bool,
) -> Folders {
    // What was pasted may have a proxy's password in it.
    let mut draft = Draft::from(spec);
    for field in [Field::DaemonJson, Field::ExecStart, Field::HostDaemonJson, Field::HostExecStart] {
        draft.field_mut(field).clear();
    }
    let made = Made::by(&draft, spec.locale);
    let text = |name: &str, text: &str| {
        let (mut parts, rest) = made.begin(name, text);
        parts.push(Part::Text(rest.to_owned()));
        parts
    };
    let file = |name: &str, content: &str| TextFile { name: name.into(), mode: TEXT, parts: text(name, content) };
    let run = Affected::of(spec, is_kept, is_requested, new_trust);
    let mut shared = Shared::default();
    let mut folders = Vec::with_capacity(spec.daemons.len() + spec.clients.len() + 1);
    for daemon in &spec.daemons {
        let pair = Pair { spec, daemon, client: spec.clients.first() };
        let steps = steps_of_bundle(pair);
        let certificate = run.certificate_name(&daemon.bundle_name());
        let readme = if certificate.is_some() { requested_server_readme(pair, &steps) } else { server_readme(pair, &steps) };
        let mut readme = file("README.txt", &readme);
        if daemon.facts().takes_list() {
            readme.parts = by_trust(readme.parts, pair.texts().server_ca, pair.texts().server_ca_list);
        }
        let mut files = vec![readme];
        if let Some(parts) = install::parts(scripts, pair) {
            let name = "install.sh";
            files.push(TextFile { name: name.into(), mode: PROGRAM, parts: install_program(&made, &mut shared, name, parts) });
        }
        for snippet in configuration(&steps) {
            let name = snippet.file_name().to_owned();
            let parts = match template(snippet.id, pair) {
                // The key would be in it.
                Some(_) if certificate.is_some() => continue,
                Some(parts) => with_holes(&made, &name, parts),
                None => {
                    let (mut parts, rest) = made.begin(&name, &snippet.text);
                    parts.push(shared.part(&format!("{name} of {}", daemon.platform().name()), rest));
                    parts
                }
            };
            files.push(TextFile { name, mode: TEXT, parts });
        }
        let name = certificate.map_or_else(|| daemon.bundle_name(), str::to_owned);
        folders.push(Folder {
            name,
            role: Role::Server,
            takes_list: daemon.facts().takes_list(),
            is_for_windows: daemon.facts().system == System::Windows,
            setup: daemon.platform().name().into(),
            files,
            contexts: Vec::new(),
        });
    }
    let hosts = connecting::hosts(spec);
    let contexts = contexts::files(spec);
    for client in &spec.clients {
        let certificate = run.certificate_name(&client.bundle_name());
        let readme = if certificate.is_some() { requested_client_readme(spec, client) } else { client_readme(spec, client) };
        let mut files = vec![file("README.txt", &readme)];
        files.extend(environment_files(spec, client).map(|(name, text)| file(name, &text)));
        for (name, mode, parts) in hosts.iter().flat_map(|hosts| {
            [
                ("connect.sh", PROGRAM, connecting::sh(scripts, spec, client, hosts)),
                ("connect.ps1", TEXT, connecting::powershell(scripts, spec, client, hosts)),
            ]
        }) {
            files.push(TextFile { name: name.into(), mode, parts: program(&made, &mut shared, name, parts) });
        }
        // The key would be in each.
        let contexts = if certificate.is_some() { Vec::new() } else { contexts.clone() };
        let name = certificate.map_or_else(|| client.bundle_name(), str::to_owned);
        folders.push(Folder {
            name,
            role: Role::Client,
            takes_list: false,
            is_for_windows: client.kind == ClientKind::Windows,
            setup: client.kind.name().into(),
            files,
            contexts,
        });
    }
    let texts = spec.locale.texts();
    let mut readme = file("README.txt", &ca_readme(spec, has_key));
    readme.parts = by_trust(readme.parts, texts.ca_issue, &format!("{}\n\n{}", texts.ca_issue, texts.ca_under_list));
    let issue = program(&made, &mut shared, "issue.sh", issue_more::parts(scripts, spec));
    folders.push(Folder {
        name: Orders::CA_FOLDER.into(),
        role: Role::Ca,
        takes_list: false,
        is_for_windows: false,
        setup: String::new(),
        files: vec![readme, TextFile { name: "issue.sh".into(), mode: PROGRAM, parts: issue }],
        contexts: Vec::new(),
    });
    let mut trust = Vec::new();
    for (&daemon, new) in run.learning.iter().zip(std::iter::repeat(new_trust).flatten()) {
        let pair = Pair { spec, daemon, client: spec.clients.first() };
        let readme = TextFile { name: "README.txt".into(), mode: TEXT, parts: with_holes(&made, "README.txt", trust::readme(pair, new)) };
        let mut files = vec![readme];
        if let Some(parts) = trust::script(scripts, pair) {
            let name = "install.sh";
            files.push(TextFile { name: name.into(), mode: PROGRAM, parts: install_program(&made, &mut shared, name, parts) });
        }
        trust.push(Folder {
            name: daemon.trust_name(),
            role: Role::Server,
            takes_list: true,
            is_for_windows: daemon.facts().system == System::Windows,
            setup: daemon.platform().name().into(),
            files,
            contexts: Vec::new(),
        });
    }
    let around = Around { folder: run.archive(), readme: text("README.txt", &all_readme(spec, &run)) };
    let reminders = Reminders {
        authority: texts.reminder_authority.into(),
        server: texts.reminder_server.into(),
        client: texts.reminder_client.into(),
        advice: texts.reminder_advice.into(),
    };
    Folders {
        shared: shared.texts,
        folders,
        trust,
        around,
        reminders,
        draft: certain(serde_json::to_string_pretty(&draft), "strings are JSON"),
    }
}

/// A text that says something else in the place of this where daemons have a list.
fn by_trust(parts: Vec<Part>, authority: &str, list: &str) -> Vec<Part> {
    let split = |part| {
        let Part::Text(text) = &part else { return vec![part] };
        let Some((before, after)) = text.split_once(authority) else { return vec![part] };
        let hole = Part::ByTrust { authority: authority.into(), list: list.into() };
        vec![Part::Text(before.into()), hole, Part::Text(after.into())]
    };
    parts.into_iter().flat_map(split).collect()
}

fn with_holes(made: &Made, name: &str, mut parts: Vec<Part>) -> Vec<Part> {
    let Some(Part::Text(top)) = parts.first_mut() else { return parts };
    let top = std::mem::take(top);
    let (mut begin, rest) = made.begin(name, &top);
    begin.push(Part::Text(rest.to_owned()));
    parts.splice(..1, begin);
    parts
}

/// A program: what stands before its settings, its settings, and what stands after them.
fn program(made: &Made, shared: &mut Shared, name: &str, [top, settings, body]: [String; 3]) -> Vec<Part> {
    let (mut parts, rest) = made.begin(name, &top);
    parts.extend([shared.part(&format!("{name}, top"), rest), Part::Text(settings), shared.part(name, body)]);
    parts
}

/// `install.sh`, which also says whom daemons let in.
fn install_program(made: &Made, shared: &mut Shared, name: &str, parts: [String; 3]) -> Vec<Part> {
    let mut parts = program(made, shared, name, parts);
    // In front of the body.
    parts.insert(parts.len() - 1, Part::Trust(TrustFact::Settings));
    parts
}

/// Texts that were written for one folder, and are the same in the next one.
#[derive(Default)]
struct Shared {
    names: Vec<String>,
    texts: Vec<String>,
}

impl Shared {
    fn part(&mut self, name: &str, text: impl Into<String> + AsRef<str>) -> Part {
        match self.names.iter().position(|known| known == name) {
            Some(index) if self.texts[index] == text.as_ref() => Part::Shared(index),
            Some(_) => Part::Text(text.into()),
            None => {
                self.names.push(name.into());
                self.texts.push(text.into());
                Part::Shared(self.texts.len() - 1)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_the_same_in_two_folders_is_there_once_and_what_differs_is_not_shared() {
        let spec = Draft { hosts: "a.example\nb.example".into(), ..Draft::default() }.parse().spec.expect("valid");
        let folders = folders(&spec);
        let [first, second] = ["a.example-server", "b.example-server"]
            .map(|name| folders.folders.iter().find(|folder| folder.name == name).expect("a folder"));
        let parts = |folder: &Folder, name: &str| {
            let file = folder.files.iter().find(|file| file.name == name).expect("a file");
            format!("{:?}", file.parts.iter().filter(|part| matches!(part, Part::Shared(_))).collect::<Vec<_>>())
        };
        for name in ["install.sh", "tls.conf"] {
            assert_ne!(parts(first, name), "[]", "{name}");
            assert_eq!(parts(first, name), parts(second, name), "{name}");
        }
        for program in ["\n# Installs these certificates on this Docker host", "\n# Puts this client's files into a folder"] {
            assert_eq!(folders.shared.iter().filter(|text| text.contains(program)).count(), 1, "{program}");
        }
        let mut shared = Shared::default();
        assert!(matches!(shared.part("a", "1"), Part::Shared(0)));
        assert!(matches!(shared.part("a", "2"), Part::Text(text) if text == "2"));
        assert!(matches!(shared.part("a", "1"), Part::Shared(0)));
    }
}
