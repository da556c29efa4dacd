//! Docker.DotNet.Enhanced with its package X509. Its callback looks at the chain alone, not at the host's name
//! (testcontainers/Docker.DotNet 46eea7b, `DockerTlsCertificates.cs`).

use crate::guide::{recipe::RecipeText, snippet::Syntax};

pub const RECIPE: &[RecipeText] = &[RecipeText::file(
    "Program.cs",
    Syntax::Csharp,
    r#"using Docker.DotNet;
using Docker.DotNet.X509;

var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
var files = DockerTlsCertificates.LoadFromDirectory(Path.Combine(home, "{under}"));
using var docker = new DockerClientBuilder()
    .WithEndpoint(new Uri("https://{at}"))
    .WithAuthProvider(files.CreateCredentials())
    .Build();
Console.WriteLine((await docker.System.GetVersionAsync()).Version);
"#,
)];
