//! Every recipe, by those who use it. One is made only when it was chosen: it is in no archive, and in no preview of steps.

use serde::Serialize;

use super::{
    connect,
    recipe::{Block, RecipeText},
    snippet::Pair,
};
use crate::{
    locales::{RecipeWords, Texts},
    named::listed,
    platform::Exposure,
    spec::{ClientKind, Locale},
};

listed! {
    /// Who uses a program.
    #[serde(rename_all = "kebab-case")]
    pub enum Audience {
        /// People, at a shell or in an editor.
        People,
        /// Continuous integration, and what sets up machines.
        Ci,
        /// Dashboards, monitors and proxies.
        Dashboards,
        /// Programs that are being written.
        Libraries,
    }
}

listed! {
    /// How it is known that a recipe is right.
    #[serde(rename_all = "kebab-case")]
    pub enum Tried {
        /// `tests/it/recipes.rs` runs it against a real daemon and against one of another CA.
        Ran,
        /// A reader of its language has read it.
        Parsed,
        /// Its keys were read in the program's own code, named in the recipe's file.
        Read,
    }
}

/// How one program connects.
pub struct Recipe {
    /// Its name in links.
    pub id: &'static str,
    /// Who uses it.
    pub audience: Audience,
    /// How it is known to be right.
    pub tried: Tried,
    words: fn(&Texts) -> &RecipeWords,
    templates: &'static [RecipeText],
}

macro_rules! all {
    ($($id:ident: $audience:ident, $tried:ident;)*) => {
        /// Every recipe; in each audience, what is asked for most comes first.
        pub const RECIPES: &[Recipe] = &[$(Recipe {
            id: stringify!($id),
            audience: Audience::$audience,
            tried: Tried::$tried,
            words: |texts| &texts.recipes.$id,
            templates: connect::$id::RECIPE,
        },)*];
    };
}
recipes!(all);

impl Recipe {
    /// The program, in this language.
    pub fn title(&self, locale: Locale) -> &'static str {
        (self.words)(locale.texts()).title
    }

    /// What is said of it in this language.
    pub fn why(&self, locale: Locale) -> &'static str {
        (self.words)(locale.texts()).why
    }

    /// Its texts. A program that cannot do TLS has none.
    pub fn blocks(&self, pair: Pair<'_>) -> Vec<Block> {
        self.templates.iter().map(|template| template.filled(pair)).collect()
    }
}

/// The recipe of this name.
pub fn recipe(id: &str) -> Option<&'static Recipe> {
    RECIPES.iter().find(|recipe| recipe.id == id)
}

/// Which audience suits this client best; `None` where no program outside connects to the host.
pub fn first_audience(pair: Pair<'_>) -> Option<Audience> {
    (pair.facts().port != Exposure::Inside).then_some(match pair.client.kind {
        ClientKind::Linux | ClientKind::Macos | ClientKind::Windows | ClientKind::Ide => Audience::People,
        ClientKind::Ci => Audience::Ci,
        ClientKind::Portainer | ClientKind::Dashboard => Audience::Dashboards,
        ClientKind::Library => Audience::Libraries,
    })
}
