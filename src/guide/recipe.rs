//! What a recipe is made of: how a program other than the docker command connects, as texts that are filled in for a client and a host.
//!
//! In a text, `{host}` is the host, `{in_url}` the same as it stands in a URL, `{port}`, `{at}` host and port as they stand in a URL, `{context}` the
//! host's docker context, `{stem}` the host as a part of a file name, `{bundle}` the client's folder, `{under}` where that is below the home folder,
//! `{n}` the number of the host, and `{on}` and `{off}` the two states of a switch. All of them are plain in every language of the texts: see
//! [`Host`](crate::spec::Host) and [`ClientName`](crate::spec::ClientName).

use serde::Serialize;

use super::snippet::{Pair, Syntax};
use crate::{locales::fill, platform::Exposure, spec::Daemon};

/// One text of a recipe, before it is filled in.
#[derive(Clone, Copy)]
pub struct RecipeText {
    path: &'static str,
    syntax: Syntax,
    text: &'static str,
    each: &'static str,
}

impl RecipeText {
    /// A file, or a part of one.
    pub const fn file(path: &'static str, syntax: Syntax, text: &'static str) -> Self {
        Self { path, syntax, text, each: "" }
    }

    /// What is typed into a shell.
    pub const fn typed(text: &'static str) -> Self {
        Self::file("", Syntax::Sh, text)
    }

    /// What a form of the program asks for, in the program's own words.
    pub const fn form(text: &'static str) -> Self {
        Self::file("", Syntax::Text, text)
    }

    /// The same with this behind it, once for each host.
    pub const fn each(self, each: &'static str) -> Self {
        Self { each, ..self }
    }

    /// The text for this client and this host, or for every host.
    pub(in crate::guide) fn filled(&self, pair: Pair<'_>) -> Block {
        let mut text = fill_in(self.text, pair, 1);
        if !self.each.is_empty() {
            // A daemon that is reached inside its own network is nothing that others connect to.
            let is_reached = |daemon: &&Daemon| daemon.facts().port != Exposure::Inside;
            let daemons = pair.spec.daemons.iter().filter(is_reached).enumerate();
            text.extend(daemons.map(|(index, daemon)| fill_in(self.each, Pair { daemon, ..pair }, index + 1)));
        }
        let path = (!self.path.is_empty()).then(|| fill_in(self.path, pair, 1));
        Block { path, syntax: self.syntax, text }
    }
}

/// One text of a recipe.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Block {
    /// The file that it is in; `None` for what is typed, and for a form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// What kind of text it is.
    pub syntax: Syntax,
    /// The text; its last line ends.
    pub text: String,
}

fn fill_in(template: &str, pair: Pair<'_>, number: usize) -> String {
    let host = pair.daemon.host();
    let directory = pair.client_directory();
    let values = [
        ("host", host.to_string()),
        ("in_url", host.in_url()),
        ("port", pair.spec.listen.port.to_string()),
        ("at", pair.authority()),
        ("context", pair.daemon.context_name()),
        ("stem", host.file_stem()),
        ("bundle", pair.client.bundle_name()),
        ("under", directory.strip_prefix("$HOME/").unwrap_or(&directory).to_owned()),
        ("n", number.to_string()),
        ("on", pair.texts().on.to_owned()),
        ("off", pair.texts().off.to_owned()),
    ];
    fill(template, &values.each_ref().map(|(name, value)| (*name, value.as_str())))
}

/// The client's files where a service reads them, for its user alone. The commands are typed on the service's machine.
macro_rules! placed {
    ($user:literal) => {
        RecipeText::typed(concat!(
            "sudo install -d -o ",
            $user,
            " -m 0700 /etc/docker-clients/{bundle} &&\nsudo install -o ",
            $user,
            " -m 0400 \"$HOME/{under}/ca.pem\" \"$HOME/{under}/cert.pem\" \"$HOME/{under}/key.pem\" /etc/docker-clients/{bundle}/\n"
        ))
    };
}
pub(super) use placed;
