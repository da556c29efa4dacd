//! Portainer's form, field by field. Its own words are English in every language of this page.
//!
//! "Skip Certification Verification" would also keep the client's certificate from being sent (portainer#8011).

use crate::guide::snippet::{Pair, Snippet, SnippetId, Syntax};

pub fn render(pair: Pair<'_>) -> Option<Snippet> {
    let text = format!(
        "Environments > Add environment > Docker Standalone > API\n\n\
         Name                              {}\n\
         Docker API URL                    {}\n\
         TLS                               {on}\n\
         Skip Certification Verification   {off}\n\
         TLS CA certificate                ca.pem\n\
         TLS certificate                   cert.pem\n\
         TLS key                           key.pem\n",
        pair.daemon.host(),
        pair.authority(),
        on = pair.texts().on,
        off = pair.texts().off,
    );
    Some(Snippet { id: SnippetId::ClientPortainer, words: pair.texts().snippets.client_portainer, path: None, syntax: Syntax::Text, text })
}
