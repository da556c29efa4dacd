//! Where the daemon says why it does not start, or whom it refuses.

use crate::{
    guide::snippet::{Pair, Snippet, SnippetId},
    locales::Words,
    platform::{Delivery, Diagnosis},
};

pub fn render(pair: Pair<'_>) -> Option<Snippet> {
    let diagnosis = pair.facts().diagnose?;
    let text = diagnosis.commands().replace("{port}", &pair.spec.listen.port.to_string());
    let (texts, usual) = (pair.texts(), pair.texts().snippets.diagnose);
    let words = match diagnosis {
        Diagnosis::Unit(_) => Words { note: (pair.facts().files == Delivery::Afar).then_some(texts.diagnose_on_host), ..usual },
        Diagnosis::UserUnit(_) => Words { why: texts.diagnose_user, ..usual },
        Diagnosis::Log(_) => Words { why: texts.diagnose_log, ..usual },
        Diagnosis::Container(_) => Words { why: texts.diagnose_container, ..usual },
    };
    Some(Snippet { id: SnippetId::Diagnose, words, path: None, syntax: pair.syntax(), text })
}
