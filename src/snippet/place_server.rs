//! The daemon's files, put into their places by `install`, which sets owner and modes again: not every program keeps those of a zip.

use super::{Language, Pair, Snippet, SnippetId, Step, of_step, sh_quote};
use crate::text;

pub(super) fn render(pair: Pair<'_>) -> Option<Snippet> {
    let bundle = pair.daemon.bundle_name();
    let directory = pair.spec.cert_directory.as_str();
    let mut text = format!(
        "mkdir -p {bundle} && (unzip -o {bundle}.zip -d {bundle} || tar -xzf {bundle}.tar.gz -C {bundle})\n\
         sudo install -d -o root -g root -m 0755 {directory}\n\
         sudo install -o root -g root -m 0444 {bundle}/ca.pem {bundle}/server-cert.pem {directory}/\n\
         sudo install -o root -g root -m 0400 {bundle}/server-key.pem {directory}/\n",
    );
    for file in of_step(Step::Configure, pair) {
        let (name, path) = (file.file_name(), file.path.as_deref().unwrap_or_default());
        let install = format!("sudo install -D -o root -g root -m 0644 {bundle}/{name} {path}");
        if file.id == SnippetId::DaemonJson {
            // A daemon.json that is there may hold anything; it is never overwritten.
            let exists = pair.say(text::DAEMON_JSON_EXISTS).replace("{path}", path).replace("{file}", &format!("{bundle}/{name}"));
            text += &format!("if sudo test -e {path}; then echo {}; else {install}; fi\n", sh_quote(&exists));
        } else {
            text += &format!("{install}\n");
        }
    }
    // No second copy of the key; the other files may be of use.
    text += &format!("rm -f {bundle}/server-key.pem {bundle}.zip {bundle}.tar.gz\n");
    Some(Snippet { id: SnippetId::PlaceServer, path: None, language: Language::Sh, text })
}
