//! The client's files, unpacked into a directory of their own. A snap of Docker cannot read `~/.docker`; that is another platform.

use super::{Language, Pair, Snippet, SnippetId};

pub(super) fn render(pair: Pair<'_>) -> Option<Snippet> {
    let bundle = pair.client.bundle_name();
    let directory = pair.client_directory();
    let text = format!(
        "mkdir -p \"{directory}\" && chmod 0700 \"{directory}\"\n\
         unzip -o {bundle}.zip -d \"{directory}\" || tar -xzf {bundle}.tar.gz -C \"{directory}\"\n\
         chmod 0400 \"{directory}/key.pem\"\n\
         rm -f {bundle}.zip {bundle}.tar.gz\n",
    );
    Some(Snippet { id: SnippetId::UnpackClient, path: None, language: Language::Sh, text })
}
