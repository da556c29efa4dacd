//! Portainer's form, field by field, with every host. Its own words are English in every language of this page
//! (docs.portainer.io/admin/environments/add/docker/api).
//!
//! "Skip Certification Verification" would also keep the client's certificate from being sent (portainer#8011).

use crate::{
    guide::snippet::{Pair, Snippet, SnippetId, Syntax},
    platform::Exposure,
    spec::Daemon,
};

pub fn render(pair: Pair<'_>) -> Option<Snippet> {
    let texts = pair.texts();
    let which = |daemon: &Daemon| {
        let authority = Pair { daemon, ..pair }.authority();
        format!("Name                              {}\nDocker API URL                    {authority}\n", daemon.host())
    };
    // A daemon that is reached inside its own network is no environment.
    let mut hosts = pair.spec.daemons.iter().filter(|daemon| daemon.facts().port != Exposure::Inside);
    let first = which(hosts.next()?);
    let mut text = format!(
        "Environments > Add environment > Docker Standalone > Start Wizard > More options > API\n\n\
         {first}\
         TLS                               {on}\n\
         Skip Certification Verification   {off}\n\
         TLS CA certificate                ca.pem\n\
         TLS certificate                   cert.pem\n\
         TLS key                           key.pem\n",
        on = texts.on,
        off = texts.off,
    );
    let others: Vec<String> = hosts.map(which).collect();
    if !others.is_empty() {
        text += &format!("\n{}\n\n{}", texts.portainer_others, others.join("\n"));
    }
    Some(Snippet { id: SnippetId::ClientPortainer, words: texts.snippets.client_portainer, path: None, syntax: Syntax::Text, text })
}
