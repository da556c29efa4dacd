//! User data of cloud-init. It cannot name files: the bundle's has them in it, and here is where they go.

use crate::{
    guide::{
        quote::{comment, yaml_quote},
        snippet::{Pair, Snippet, SnippetId, Syntax, shown},
    },
    platform::Setup,
    spec::folder::{Filling, Part},
};

pub fn render(pair: Pair<'_>) -> Option<Snippet> {
    let text = shown(&template(pair)?);
    Some(Snippet {
        id: SnippetId::CloudInit,
        words: pair.texts().snippets.cloud_init,
        path: Some("user-data.yaml".into()),
        syntax: Syntax::Yaml,
        text,
    })
}

pub fn template(pair: Pair<'_>) -> Option<Vec<Part>> {
    if pair.facts().setup != Setup::CloudInit {
        return None;
    }
    let unit = pair.facts().unit()?;
    let certificates = &pair.installation().cert_directory;
    let file = |path: &str, mode: &str, name: &str| {
        let before = format!("  - path: {}\n    owner: root:root\n    permissions: \"{mode}\"\n    content: |\n      ", yaml_quote(path));
        [Part::Text(before), Part::File(name.to_owned(), Filling::YamlLines(6)), Part::Text("\n".into())]
    };
    let top = format!("#cloud-config\n{}write_files:\n", comment(pair.texts().embeds_key));
    let files = [
        file(&certificates.file("ca.pem"), "0444", "ca.pem"),
        file(&certificates.file("server-cert.pem"), "0444", "server-cert.pem"),
        file(&certificates.file("server-key.pem"), "0400", "server-key.pem"),
        file(&format!("{}/{}", unit.folder, pair.installation().drop_in()), "0644", pair.installation().drop_in()),
    ];
    let end = "runcmd:\n  - [systemctl, daemon-reload]\n  - [systemctl, restart, docker]\n".to_owned();
    Some([Part::Text(top)].into_iter().chain(files.into_iter().flatten()).chain([Part::Text(end)]).collect())
}
