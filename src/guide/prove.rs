//! The proof that it works: the client is let in, a stranger is not, and nobody on the machine has lost Docker.

use crate::{
    guide::{
        quote::sh_quote,
        snippet::{Pair, Snippet, SnippetId, Syntax},
    },
    locales::Words,
};

/// The client is let in by the context that its script has made. The same in every shell.
pub fn context(pair: Pair<'_>) -> Option<Snippet> {
    let text = format!("docker --context {} version\n", pair.daemon.context_name());
    Some(Snippet { id: SnippetId::ProveContext, words: pair.texts().snippets.prove_context, path: None, syntax: Syntax::Sh, text })
}

/// The client is let in: the daemon's half of `docker version` answers.
pub fn yes(pair: Pair<'_>) -> Option<Snippet> {
    let text = format!("{} version --format '{{{{.Server.Version}}}}'\n", pair.docker_command());
    Some(Snippet { id: SnippetId::ProveYes, words: pair.texts().snippets.prove_yes, path: None, syntax: Syntax::Sh, text })
}

/// A stranger, who has no certificate, is refused; and so is plain HTTP.
///
/// In TLS 1.3 the refusal comes after the client's handshake, so curl says 56 (receiving failed) or 55 (sending failed); in TLS 1.2 it says 35
/// (handshake failed); where nginx closes, 52 (nothing received). A port without TLS says 35 as well, and so may a firewall: only the answer
/// to the right certificate tells that the daemon was there. `-q` and `--noproxy` keep the reader's own curlrc and proxy from answering.
pub fn no(pair: Pair<'_>) -> Option<Snippet> {
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
        open = sh_quote(pair.texts().stranger_let_in),
        refused = sh_quote(pair.texts().stranger_refused),
        unknown = sh_quote(pair.texts().stranger_unknown),
    );
    Some(Snippet {
        id: SnippetId::ProveNo,
        words: Words { shows: Some(pair.texts().stranger_refused), ..pair.texts().snippets.prove_no },
        path: None,
        syntax: Syntax::Sh,
        text,
    })
}

/// The local socket still answers, so nobody on the machine has lost Docker.
pub fn local(pair: Pair<'_>) -> Option<Snippet> {
    let docker = pair.facts().local_docker?;
    let text = format!("{docker} version --format '{{{{.Server.Version}}}}'\n");
    Some(Snippet { id: SnippetId::ProveLocal, words: pair.texts().snippets.prove_local, path: None, syntax: pair.syntax(), text })
}
