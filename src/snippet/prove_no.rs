//! A stranger, who has no certificate, is refused; and so is plain HTTP.
//!
//! In TLS 1.3 the refusal comes after the client's handshake, so curl says 56 (receiving failed) or 55 (sending failed); in TLS 1.2 it says 35
//! (handshake failed); where nginx closes, 52 (nothing received). A port without TLS says 35 as well, and so may a firewall: only the answer
//! to the right certificate tells that the daemon was there. Without `-q` and `--noproxy` the reader's own curlrc or proxy could answer.

use super::{Language, Pair, Snippet, SnippetId, sh_quote};
use crate::text;

pub(super) fn render(pair: Pair<'_>) -> Option<Snippet> {
    let text = format!(
        "plain=$(curl -q -s --max-time 20 --noproxy '*' {http})\n\
         known=$(curl -q -s --max-time 20 --noproxy '*' --cacert \"{directory}/ca.pem\" --cert \"{directory}/cert.pem\" --key \"{directory}/key.pem\" {https} | grep -c ApiVersion)\n\
         curl -q -s -o /dev/null --max-time 20 --noproxy '*' --cacert \"{directory}/ca.pem\" {https}\n\
         case \"$?:$known:$plain\" in\n  \
           0:*|*ApiVersion*) echo {open} ;;\n  \
           35:1:*|52:1:*|55:1:*|56:1:*) echo {refused} ;;\n  \
           *) echo {unknown} ;;\n\
         esac\n",
        directory = pair.client_directory(),
        https = sh_quote(&format!("https://{}/version", pair.authority())),
        http = sh_quote(&format!("http://{}/version", pair.authority())),
        open = sh_quote(pair.say(text::STRANGER_LET_IN)),
        refused = sh_quote(pair.say(text::STRANGER_REFUSED)),
        unknown = sh_quote(pair.say(text::STRANGER_UNKNOWN)),
    );
    Some(Snippet { id: SnippetId::ProveNo, path: None, language: Language::Sh, text })
}
