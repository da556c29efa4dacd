//! A stranger, who has no certificate, is refused; and so is plain HTTP.
//!
//! In TLS 1.3 the refusal comes after the client's handshake, so curl says 56 (receiving failed) or 55 (sending failed); in TLS 1.2 it says 35
//! (handshake failed). Other codes mean that the daemon was not reached, which proves nothing.

use super::{Language, Pair, Snippet, SnippetId, sh_quote};
use crate::text;

pub(super) fn render(pair: Pair<'_>) -> Option<Snippet> {
    let text = format!(
        "curl -s -o /dev/null --cacert \"{directory}/ca.pem\" {https}\n\
         case $? in\n  \
           0) echo {open} ;;\n  \
           35|55|56) echo {refused} ;;\n  \
           *) echo {unknown} ;;\n\
         esac\n\
         curl -s {http}\n",
        directory = pair.client_directory(),
        https = sh_quote(&format!("https://{}/version", pair.authority())),
        http = sh_quote(&format!("http://{}/version", pair.authority())),
        open = sh_quote(pair.say(text::STRANGER_LET_IN)),
        refused = sh_quote(pair.say(text::STRANGER_REFUSED)),
        unknown = sh_quote(pair.say(text::STRANGER_UNKNOWN)),
    );
    Some(Snippet { id: SnippetId::ProveNo, path: None, language: Language::Sh, text })
}
