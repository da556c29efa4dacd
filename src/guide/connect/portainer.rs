//! Portainer's form, field by field, with every host, and its API. Its own words are English in every language of this page
//! (docs.portainer.io/admin/environments/add/docker/api; portainer/portainer cc7516743, `api/http/handler/endpoints/endpoint_create.go`).
//!
//! "Skip Certification Verification" would also keep the client's certificate from being sent (portainer#8011).

use crate::{
    guide::{
        recipe::RecipeText,
        snippet::{Pair, Snippet, SnippetId, Syntax},
    },
    platform::Exposure,
    spec::ClientKind,
};

pub const RECIPE: &[RecipeText] = &[
    FORM,
    RecipeText::typed(
        "curl -f -H \"X-API-Key: ${PORTAINER_KEY:?}\" \\
  -F 'Name={host}' -F 'URL=tcp://{at}' -F EndpointCreationType=1 \\
  -F TLS=true -F TLSSkipVerify=false -F TLSSkipClientVerify=false \\
  -F \"TLSCACertFile=@$HOME/{under}/ca.pem\" \\
  -F \"TLSCertFile=@$HOME/{under}/cert.pem\" \\
  -F \"TLSKeyFile=@$HOME/{under}/key.pem\" \\
  \"${PORTAINER_URL:?}/api/endpoints\"
",
    ),
];

const FORM: RecipeText = RecipeText::form(
    "Environment-related > Environments > Add environment > Docker Standalone > Start Wizard > More options > API

Name                              {host}
Docker API URL                    {at}
TLS                               {on}
Skip Certification Verification   {off}
TLS CA certificate                ca.pem
TLS certificate                   cert.pem
TLS key                           key.pem
",
);

const OTHER: RecipeText = RecipeText::form(
    "Name                              {host}
Docker API URL                    {at}
",
);

pub fn render(pair: Pair<'_>) -> Option<Snippet> {
    // Other clients have it among the recipes.
    if pair.client.kind != ClientKind::Portainer {
        return None;
    }
    // A daemon that is reached inside its own network is no environment.
    let daemons = pair.spec.daemons.iter().filter(|daemon| daemon.facts().port != Exposure::Inside);
    let mut forms = daemons.zip(std::iter::once(FORM).chain(std::iter::repeat(OTHER)));
    let mut forms = forms.by_ref().map(|(daemon, form)| form.filled(Pair { daemon, ..pair }).text);
    let mut text = forms.next()?;
    let others: Vec<String> = forms.collect();
    let texts = pair.texts();
    if !others.is_empty() {
        text += &format!("\n{}\n\n{}", texts.portainer_others, others.join("\n"));
    }
    Some(Snippet { id: SnippetId::ClientPortainer, words: texts.snippets.client_portainer, path: None, syntax: Syntax::Text, text })
}
