//! The proof that it works: the client is let in, a stranger is not, and nobody on the machine has lost Docker.

use crate::{
    guide::{
        quote::{powershell_quote, sh_quote},
        snippet::{Pair, Snippet, SnippetId, Syntax},
    },
    locales::Words,
    spec::ClientKind,
};

/// The client is let in by the context that its script has made. The same in every shell.
pub fn context(pair: Pair<'_>) -> Option<Snippet> {
    let text = format!("docker --context {} version\n", pair.daemon.context_name());
    Some(Snippet { id: SnippetId::ProveContext, words: pair.texts().snippets.prove_context, path: None, syntax: Syntax::Sh, text })
}

/// The client is let in: the daemon's half of `docker version` answers.
pub fn yes(pair: Pair<'_>) -> Option<Snippet> {
    if pair.client.kind == ClientKind::Windows {
        return None;
    }
    let text = format!("{} version --format '{{{{.Server.Version}}}}'\n", pair.docker_command());
    Some(Snippet { id: SnippetId::ProveYes, words: pair.texts().snippets.prove_yes, path: None, syntax: Syntax::Sh, text })
}

/// The same in PowerShell, for a client on Windows.
pub fn yes_powershell(pair: Pair<'_>) -> Option<Snippet> {
    if pair.client.kind != ClientKind::Windows {
        return None;
    }
    let text = format!("{} version --format '{{{{.Server.Version}}}}'\n", pair.docker_command_powershell());
    Some(Snippet {
        id: SnippetId::ProveYesPowershell,
        words: pair.texts().snippets.prove_yes,
        path: None,
        syntax: Syntax::Powershell,
        text,
    })
}

/// A stranger, who has no certificate, is refused; and so is plain HTTP.
///
/// In TLS 1.3 the refusal comes after the client's handshake, so curl says 56 (receiving failed) or 55 (sending failed); in TLS 1.2 it says 35
/// (handshake failed); where nginx closes, 52 (nothing received). A port without TLS says 35 as well, and so may a firewall: only the answer
/// to the right certificate tells that the daemon was there. `-q` and `--noproxy` keep the reader's own curlrc and proxy from answering.
pub fn no(pair: Pair<'_>) -> Option<Snippet> {
    if pair.client.kind == ClientKind::Windows {
        return None;
    }
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
    Some(Snippet { id: SnippetId::ProveNo, words: refused(pair), path: None, syntax: Syntax::Sh, text })
}

/// The same in PowerShell, for a client on Windows.
///
/// The stranger is docker without a certificate, which it has none of where its folder is not there (empty options end docker 20.10 by a panic): only
/// who can let the right one in can tell that the other is refused. curl.exe, part of Windows since version 1803 of Windows 10, asks by plain HTTP alone: its Schannel knows neither Ed25519 nor PEM files
/// of a client (curl.se/docs/sslcerts.html, "Schannel"), so its failure would prove nothing. Go names the daemon's alert; where nginx closes, it says EOF.
pub fn no_powershell(pair: Pair<'_>) -> Option<Snippet> {
    if pair.client.kind != ClientKind::Windows {
        return None;
    }
    let text = format!(
        "$plain = curl.exe -q -s --max-time 20 --noproxy '*' {http}\n\
         $version = {docker} version --format '{{{{.Server.Version}}}}'\n\
         $known = $LASTEXITCODE -eq 0\n\
         $path = $env:DOCKER_CERT_PATH; $env:DOCKER_CERT_PATH = 'none'\n\
         $said = docker --tlsverify --tlscacert=\"{directory}/ca.pem\" -H {at} version 2>&1 | Out-String\n\
         $stranger = $LASTEXITCODE -eq 0\n\
         $env:DOCKER_CERT_PATH = $path\n\
         if ($stranger -or \"$plain\" -match 'ApiVersion') {{ {open} }} elseif ($known -and $said -match 'tls: bad certificate|tls: certificate required|EOF|reset by peer|forcibly closed') {{ {refused} }} else {{ {unknown} }}\n",
        docker = pair.docker_command_powershell(),
        directory = pair.client_directory(),
        at = powershell_quote(&pair.docker_host()),
        http = powershell_quote(&format!("http://{}/version", pair.authority())),
        open = powershell_quote(pair.texts().stranger_let_in),
        refused = powershell_quote(pair.texts().stranger_refused),
        unknown = powershell_quote(pair.texts().stranger_unknown),
    );
    Some(Snippet { id: SnippetId::ProveNoPowershell, words: refused(pair), path: None, syntax: Syntax::Powershell, text })
}

/// Both in cmd, for a client on Windows: what is seen is for the reader to judge. `cmd /s /c` takes the quotation marks around its line away, and keeps the
/// variable to itself.
pub fn cmd(pair: Pair<'_>) -> Option<Snippet> {
    if pair.client.kind != ClientKind::Windows {
        return None;
    }
    let docker = format!("docker -H {} --tlsverify", pair.docker_host());
    let file = |option: &str, name: &str| format!(" --{option}=\"{}\\{name}\"", pair.client_directory_cmd());
    let (ca, own) = (file("tlscacert", "ca.pem"), file("tlscert", "cert.pem") + &file("tlskey", "key.pem"));
    let version = "version --format \"{{.Server.Version}}\"";
    let text = format!("{docker}{ca}{own} {version}\ncmd /s /c \"set DOCKER_CERT_PATH=none&{docker}{ca} {version}\"\n");
    Some(Snippet { id: SnippetId::ProveCmd, words: pair.texts().snippets.prove_cmd, path: None, syntax: Syntax::Cmd, text })
}

fn refused(pair: Pair<'_>) -> Words {
    Words { shows: Some(pair.texts().stranger_refused), ..pair.texts().snippets.prove_no }
}

/// The local socket still answers, so nobody on the machine has lost Docker.
pub fn local(pair: Pair<'_>) -> Option<Snippet> {
    let docker = pair.facts().local_docker?;
    let text = format!("{docker} version --format '{{{{.Server.Version}}}}'\n");
    Some(Snippet { id: SnippetId::ProveLocal, words: pair.texts().snippets.prove_local, path: None, syntax: pair.syntax(), text })
}
