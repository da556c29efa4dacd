//! bollard with its feature `ssl`; the key comes first (fussybeaver/bollard 4a4a791, `src/docker.rs`).

use crate::guide::{recipe::RecipeText, snippet::Syntax};

pub const RECIPE: &[RecipeText] = &[RecipeText::file(
    "main.rs",
    Syntax::Rust,
    r#"use bollard::{API_DEFAULT_VERSION, Docker};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let files = std::env::home_dir().ok_or("no home folder")?.join("{under}");
    let [key, cert, ca] = ["key.pem", "cert.pem", "ca.pem"].map(|name| files.join(name));
    let docker = Docker::connect_with_ssl("tcp://{at}", &key, &cert, &ca, 120, API_DEFAULT_VERSION)?;
    println!("{:?}", docker.version().await?.version);
    Ok(())
}
"#,
)];
