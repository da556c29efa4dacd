//! Butane: a whole file for a machine of nothing else; into another, the part `ignition` goes.

use super::{Language, Pair, Snippet, SnippetId, comment, ignition};
use crate::{spec::Platform, text};

pub(super) fn render(pair: Pair<'_>) -> Option<Snippet> {
    let (variant, version) = if pair.spec.platform == Platform::Flatcar { ("flatcar", "1.0.0") } else { ("fcos", "1.4.0") };
    let text = format!(
        "{}variant: {variant}\nversion: {version}\nignition:\n  config:\n    merge:\n      - local: {}\n",
        comment(pair.say(text::EMBEDS_KEY)),
        ignition::FILE
    );
    ignition::is_for(pair).then(|| Snippet { id: SnippetId::Butane, path: Some("machine.bu".into()), language: Language::Yaml, text })
}
