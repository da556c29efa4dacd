//! Ignition, for Fedora CoreOS and Flatcar, as a file of its own that a Butane file merges; the bundle's has the daemon's files in it.

use crate::{
    guide::{
        quote::comment,
        snippet::{Pair, Snippet, SnippetId, Syntax, shown},
    },
    platform::Setup,
    spec::folder::{Filling, Part},
};

const FILE: &str = "docker-tls.ign";

pub fn render(pair: Pair<'_>) -> Option<Snippet> {
    let text = shown(&template(pair)?);
    Some(Snippet { id: SnippetId::Ignition, words: pair.texts().snippets.ignition, path: Some(FILE.into()), syntax: Syntax::Json, text })
}

pub fn template(pair: Pair<'_>) -> Option<Vec<Part>> {
    let Setup::Ignition { .. } = pair.facts().setup else { return None };
    // Modes are decimal. A path is of characters that JSON takes as they are.
    let file = |name: &str, mode: u32, end: &str| {
        let path = pair.installation().cert_directory.file(name);
        let before =
            format!("      {{\n        \"path\": \"{path}\",\n        \"mode\": {mode},\n        \"contents\": {{ \"source\": \"data:,");
        [Part::Text(before), Part::File(name.to_owned(), Filling::DataUrl), Part::Text(format!("\" }}\n      }}{end}\n"))]
    };
    // 3.3.0 is the newest version that both systems have long read (Flatcar since 3185, Fedora CoreOS since 2021). Both start the daemon at
    // its first local use only, unless it is enabled.
    let top = "{\n  \"ignition\": { \"version\": \"3.3.0\" },\n  \"storage\": {\n    \"files\": [\n".to_owned();
    let unit = format!(
        r#"    ]
  }},
  "systemd": {{
    "units": [
      {{
        "name": "docker.service",
        "enabled": true,
        "dropins": [{{ "name": "{}", "contents": ""#,
        pair.installation().drop_in()
    );
    let end = "\" }]\n      }\n    ]\n  }\n}\n".to_owned();
    let files = [file("ca.pem", 0o444, ","), file("server-cert.pem", 0o444, ","), file("server-key.pem", 0o400, "")].into_iter().flatten();
    let drop_in = [Part::Text(unit), Part::File(pair.installation().drop_in().to_owned(), Filling::JsonString), Part::Text(end)];
    Some([Part::Text(top)].into_iter().chain(files).chain(drop_in).collect())
}

/// Butane: a whole file for a machine of nothing else; into another, the part `ignition` goes.
pub fn butane(pair: Pair<'_>) -> Option<Snippet> {
    let Setup::Ignition { variant, version } = pair.facts().setup else { return None };
    let text = format!(
        "{}variant: {variant}\nversion: {version}\nignition:\n  config:\n    merge:\n      - local: {}\n",
        comment(pair.texts().embeds_key),
        FILE
    );
    Some(Snippet {
        id: SnippetId::Butane,
        words: pair.texts().snippets.butane,
        path: Some("machine.bu".into()),
        syntax: Syntax::Yaml,
        text,
    })
}
