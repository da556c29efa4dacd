//! The repository's own rules.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::PathBuf,
};

use dockseal::{
    Draft, Field, KeyAlgorithm,
    snippet::{self, Pair, SnippetId, Step},
    spec::{Locale, Platform},
};
use toml::{Table, Value};

use crate::{
    golden::{file_name, scenarios},
    judge::PACKAGES,
};

pub fn repository() -> PathBuf {
    env!("CARGO_MANIFEST_DIR").into()
}

/// The files below a folder with these extensions, or all, by their paths from the repository. What is built is not among them.
pub fn files(folder: &str, extensions: &[&str]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![repository().join(folder)];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).expect("a folder") {
            let entry = entry.expect("an entry");
            let (path, name) = (entry.path(), entry.file_name());
            let kind = entry.file_type().expect("a kind");
            let is_ours = !["target", "dist", "node_modules", ".git"].iter().any(|other| name == *other);
            let is_wanted =
                extensions.is_empty() || path.extension().is_some_and(|extension| extensions.iter().any(|wanted| extension == *wanted));
            if kind.is_dir() && is_ours {
                folders.push(path);
            } else if kind.is_file() && is_wanted {
                // What is no text is a picture.
                if let Ok(text) = fs::read_to_string(&path) {
                    found.push((path.strip_prefix(repository()).expect("inside").to_string_lossy().into_owned(), text));
                }
            }
        }
    }
    assert!(!found.is_empty());
    found.sort();
    found
}

fn text(path: &str) -> String {
    fs::read_to_string(repository().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn table(path: &str) -> Table {
    text(path).parse().unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Whether it stands there as a word of its own.
pub fn has_word(text: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word).any(|(place, _)| {
        !text[..place].chars().next_back().is_some_and(is_part) && !text[place + word.len()..].chars().next().is_some_and(is_part)
    })
}

/// Looks at every file and says where something was found.
fn everywhere(files: Vec<(String, String)>, look: impl Fn(&str) -> Vec<String>) -> Vec<String> {
    files.iter().flat_map(|(path, text)| look(text).into_iter().map(move |found| format!("{path}: {found}"))).collect()
}

const NOTHING: [&str; 0] = [];

#[test]
fn every_snippet_has_a_golden() {
    let goldens: Vec<String> = files("tests/golden", &[]).into_iter().map(|(path, _)| path).collect();
    let mut without: BTreeSet<SnippetId> = SnippetId::ALL.iter().copied().collect();
    for (scenario, draft) in scenarios() {
        let spec = draft.parse().spec.expect("valid");
        let pair = Pair { spec: &spec, daemon: &spec.daemons[0], client: &spec.clients[0] };
        for snippet in Step::ALL.iter().flat_map(|&step| snippet::of_step(step, pair)) {
            if goldens.contains(&format!("tests/golden/{scenario}/{}", file_name(&snippet))) {
                without.remove(&snippet.id);
            }
        }
    }
    assert!(without.is_empty(), "{without:?}");
}

#[test]
fn every_snippet_has_a_file_of_its_own_and_every_file_is_used() {
    let module = text("src/snippet.rs");
    let stems: BTreeSet<String> =
        files("src/snippet", &["rs"]).into_iter().map(|(path, _)| path["src/snippet/".len()..path.len() - 3].to_owned()).collect();
    let declared: BTreeSet<String> =
        module.lines().filter_map(|line| line.strip_prefix("mod ")?.strip_suffix(';')).map(str::to_owned).collect();
    assert_eq!(stems, declared);
    let rendered = stems.iter().filter(|stem| module.contains(&format!(", {stem}::render),"))).count();
    assert_eq!(rendered, SnippetId::ALL.len());
}

#[test]
fn the_boundary_of_each_wasm_is_one_file() {
    let boundaries = ["src/wasm.rs", "src/key/rsa/wasm.rs"];
    let rest = files("src", &["rs"]).into_iter().filter(|(path, _)| !boundaries.contains(&path.as_str())).collect();
    assert_eq!(everywhere(rest, names_the_boundary), NOTHING);
}

fn names_the_boundary(text: &str) -> Vec<String> {
    let names = ["wasm_bindgen", "js_sys", "web_sys"];
    names.into_iter().filter(|name| has_word(text, name)).map(str::to_owned).collect()
}

#[test]
fn a_second_boundary_is_found() {
    assert_eq!(names_the_boundary("use wasm_bindgen::prelude::*;"), ["wasm_bindgen"]);
    assert_eq!(names_the_boundary("//! the only file that names `js_sys`"), ["js_sys"]);
    assert_eq!(names_the_boundary("my_wasm_bindgen_like"), NOTHING);
}

/// Who stands on whom: a module uses those below it and what `lib` defines itself. `existing`, `key`, `spec` and `text` know each other.
const LAYERS: &[&[&str]] =
    &[&["lib", "problem"], &["existing", "key", "spec", "text"], &["draft"], &["pki"], &["snippet"], &["bundle"], &["verify"], &["wasm"]];
/// Beside the layers: configuration says nothing of certificates.
const APART: (&str, &str) = ("snippet", "pki");

#[test]
fn modules_use_only_those_below_them() {
    let names = public_names(&text("src/lib.rs"));
    let mut found = Vec::new();
    // Other packages have modules of their own.
    let packages: Vec<String> =
        files("src", &["toml"]).into_iter().filter_map(|(path, _)| Some(path.strip_suffix("Cargo.toml")?.to_owned())).collect();
    for (path, text) in files("src", &["rs"]) {
        if packages.iter().any(|package| path.starts_with(package)) {
            continue;
        }
        let module = path["src/".len()..path.len() - ".rs".len()].split('/').next().unwrap_or_default();
        if module != "lib" {
            found.extend(upward_uses(module, &text, &names).into_iter().map(|used| format!("{path} uses {used}")));
        }
    }
    assert_eq!(found, NOTHING);
}

/// Which module a name at the crate's root comes from, by its `pub use` lines and its functions.
fn public_names(lib: &str) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    for line in lib.lines() {
        if let Some((module, what)) = line.strip_prefix("pub use ").and_then(|line| line.trim_end_matches(';').split_once("::")) {
            for name in what.trim_matches(['{', '}']).split(", ") {
                names.insert(name.to_owned(), module.to_owned());
            }
        }
        if let Some((_, function)) = line.split_once("fn ").filter(|(before, _)| before.is_empty() || before.starts_with("pub")) {
            names.insert(function.split(['(', '<']).next().unwrap_or_default().to_owned(), "lib".into());
        }
    }
    names
}

fn upward_uses(module: &str, text: &str, names: &BTreeMap<String, String>) -> Vec<String> {
    let layer = |module: &str| LAYERS.iter().position(|layer| layer.contains(&module)).unwrap_or_else(|| panic!("{module} has no layer"));
    let product = text.split("#[cfg(test)]").next().unwrap_or_default();
    // A comment may point anywhere.
    let product: String = product.lines().filter(|line| !line.trim_start().starts_with("//")).flat_map(|line| [line, "\n"]).collect();
    let mut used: Vec<String> = product
        .split("crate::")
        .skip(1)
        .flat_map(first_parts)
        .map(|name| names.get(&name).cloned().unwrap_or(name))
        .filter(|name| name != module && (layer(name) > layer(module) || (module, name.as_str()) == APART))
        .collect();
    used.sort();
    used.dedup();
    used
}

/// Of `a::b` it is `a`; of `{a::{b, c}, d}` they are `a` and `d`.
fn first_parts(path: &str) -> Vec<String> {
    let word = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let Some(list) = path.strip_prefix('{') else { return vec![word(path)] };
    let mut parts = Vec::new();
    let (mut depth, mut start) = (0, 0);
    for (place, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                parts.push(word(list[start..place].trim_start()));
                start = place + 1;
                if c == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

#[test]
fn a_use_upward_is_found() {
    let names = public_names("pub mod key;\npub use key::{KeyAlgorithm, PrivateKey};\npub use spec::Spec;\n");
    let uses = |module: &str, text: &str| upward_uses(module, text, &names);
    assert_eq!(uses("snippet", "use crate::{\n    Spec,\n    problem::{listed, Code},\n    text,\n};"), NOTHING);
    assert_eq!(uses("spec", "use crate::{\n    key::KeyAlgorithm,\n    bundle::{Bundle, Role},\n};\ncrate::pki::Pki"), ["bundle", "pki"]);
    assert_eq!(uses("problem", "/// [`Spec`](crate::Spec)\ncrate::PrivateKey"), ["key"]);
    assert_eq!(uses("snippet", "use crate::pki::Pki;"), ["pki"]);
    assert_eq!(uses("pki", "#[cfg(test)]\nmod tests { use crate::bundle; }"), NOTHING);
}

#[test]
fn the_page_makes_no_markup_and_no_code_out_of_text() {
    assert_eq!(everywhere(files("www", &["ts", "html", "mjs"]), makes_markup_or_code), NOTHING);
}

fn makes_markup_or_code(text: &str) -> Vec<String> {
    // The keyword of the policy that lets WebAssembly run.
    let text = text.replace("'wasm-unsafe-eval'", "");
    let words = [
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "setHTMLUnsafe",
        "createContextualFragment",
        "DOMParser",
        "srcdoc",
        "Function",
        "eval",
    ];
    let parts = ["document.write", "javascript:", "setTimeout(\"", "style=\""];
    let found = words.into_iter().filter(|word| has_word(&text, word)).chain(parts.into_iter().filter(|part| text.contains(part)));
    found.map(str::to_owned).collect()
}

#[test]
fn markup_and_code_out_of_text_are_found() {
    for (text, found) in [
        ("element.innerHTML = name;", "innerHTML"),
        ("new Function(name)", "Function"),
        ("window.eval(name)", "eval"),
        ("document.writeln(name)", "document.write"),
        ("<p style=\"color: red\">", "style=\""),
    ] {
        assert_eq!(makes_markup_or_code(text), [found]);
    }
    assert_eq!(makes_markup_or_code("element.evaluate(isFunction)"), NOTHING);
}

#[test]
fn the_page_names_no_other_origin() {
    let product = files("www", &["ts", "html", "css"]).into_iter().filter(|(path, _)| !path.contains("locales")).collect();
    assert_eq!(everywhere(product, names_an_origin), NOTHING);
}

/// A name that is never fetched: of a vocabulary, or of a URL that is only taken apart.
const NOT_FETCHED: [&str; 2] = ["http://www.w3.org/2000/svg", "http://${"];

fn names_an_origin(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in text.lines().filter(|line| !["//", "/*", "*", "<!--"].iter().any(|comment| line.trim_start().starts_with(comment))) {
        for start in ["http://", "https://", "ws://", "wss://", "\"//", "'//", "`//", "(//", "@import"] {
            let urls = line.match_indices(start).map(|(place, _)| &line[place..]);
            found.extend(urls.filter(|url| !NOT_FETCHED.iter().any(|known| url.starts_with(known))).map(str::to_owned));
        }
    }
    found
}

#[test]
fn another_origin_is_found() {
    for text in [
        "fetch(\"https://a.example/\")",
        "<script src='//a.example/x.js'>",
        "@import \"x.css\";",
        "src: url(//a.example)",
        "new WebSocket(`wss://a`)",
    ] {
        assert!(!names_an_origin(text).is_empty(), "{text}");
    }
    assert_eq!(names_an_origin("// https://a.example/\nxmlns='http://www.w3.org/2000/svg'\nnew URL(`http://${word}`)"), NOTHING);
}

#[test]
fn the_policy_of_the_page_allows_no_other_origin_and_no_inline_code() {
    let page = text("www/index.html");
    assert_eq!(loosenesses(policy(&page)), NOTHING);
}

fn policy(page: &str) -> &str {
    let (_, rest) = page.split_once("http-equiv=\"Content-Security-Policy\" content=\"").expect("a policy");
    rest.split('"').next().unwrap_or_default()
}

fn loosenesses(policy: &str) -> Vec<String> {
    let directives: BTreeMap<&str, Vec<&str>> = policy
        .split(';')
        .map(|directive| {
            let mut words = directive.split_whitespace();
            (words.next().unwrap_or_default(), words.collect())
        })
        .collect();
    let mut found = Vec::new();
    // `default-src` does not stand for these two.
    for directive in ["default-src", "form-action", "base-uri"] {
        if directives.get(directive) != Some(&vec!["'none'"]) {
            found.push(directive.to_owned());
        }
    }
    for source in directives.values().flatten() {
        // The build puts the hashes of what stands in the page there; the browser tests read what comes out.
        let is_of_the_build = ["{scripts}", "{styles}", "{connect}"].contains(source);
        if !is_of_the_build && !["'none'", "'self'", "'wasm-unsafe-eval'", "blob:", "data:"].contains(source) {
            found.push((*source).to_owned());
        }
    }
    found
}

#[test]
fn a_loose_policy_is_found() {
    let strict = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; form-action 'none'; base-uri 'none'";
    assert_eq!(loosenesses(strict), NOTHING);
    assert_eq!(loosenesses(&strict.replace("form-action 'none'; ", "")), ["form-action"]);
    assert_eq!(loosenesses(&strict.replace("'wasm-unsafe-eval'", "'unsafe-eval'")), ["'unsafe-eval'"]);
    assert_eq!(loosenesses(&format!("{strict}; connect-src https://a.example")), ["https://a.example"]);
}

#[test]
fn both_recipes_of_the_wasm_are_equal() {
    let (ours, cargo) = (table("wasm-pack.toml"), table("Cargo.toml"));
    assert_eq!(ours["crate"], cargo["package"]["name"]);
    let wasm_packs = &cargo["package"]["metadata"]["wasm-pack"]["profile"]["release"];
    assert_eq!(ours["wasm-opt"]["args"], wasm_packs["wasm-opt"]);
    for profile in ours["profile"].as_table().expect("profiles").values().map(|name| name.as_str().expect("a name")) {
        assert!(profile == "release" || cargo["profile"].get(profile).is_some(), "{profile}");
    }
}

#[test]
fn there_is_one_version() {
    let cargo = table("Cargo.toml");
    let version = cargo["workspace"]["package"]["version"].as_str().expect("a version");
    for manifest in ["Cargo.toml", "xtask/Cargo.toml"] {
        assert_eq!(table(manifest)["package"]["version"]["workspace"], Value::Boolean(true), "{manifest}");
    }
    for package in ["www/package.json", "www/package-lock.json"] {
        let package: serde_json::Value = serde_json::from_str(&text(package)).expect("JSON");
        assert!(package.get("version").is_none_or(|other| other == version), "{package}");
    }
}

#[test]
fn every_dependency_has_its_reason_beside_it() {
    let manifests = files(".", &["toml"]).into_iter().filter(|(path, _)| path.ends_with("Cargo.toml")).collect();
    assert_eq!(everywhere(manifests, without_reason), NOTHING);
}

fn without_reason(manifest: &str) -> Vec<String> {
    let mut found = Vec::new();
    let (mut in_dependencies, mut before) = (false, "");
    for line in manifest.lines() {
        if let Some(header) = line.strip_prefix('[') {
            in_dependencies = header.trim_end_matches(']').ends_with("dependencies");
        } else if in_dependencies && line.starts_with(char::is_alphanumeric) && !before.starts_with('#') {
            found.push(line.split(' ').next().unwrap_or_default().to_owned());
        }
        before = line;
    }
    found
}

#[test]
fn a_dependency_without_a_reason_is_found() {
    let manifest = "[package]\nname = \"x\"\n[dependencies]\n# Why.\na = \"1\"\nb = \"1\"\n[target.'cfg(x)'.dependencies]\nc = \"1\"\n";
    assert_eq!(without_reason(manifest), ["b", "c"]);
}

#[test]
fn every_npm_package_has_an_exact_version() {
    for manifest in ["tests/tools/package.json", "www/package.json"] {
        let package: serde_json::Value = serde_json::from_str(&text(manifest)).expect("JSON");
        assert!(package.get("dependencies").is_none(), "nothing from npm runs in the product");
        let versions = package["devDependencies"].as_object().expect("packages").values();
        for version in versions {
            let version = version.as_str().expect("a version");
            assert!(version.split('.').count() == 3 && version.starts_with(|first: char| first.is_ascii_digit()), "{version}");
        }
    }
}

#[test]
fn the_lines_for_authors_are_those_of_the_examples() {
    for guide in ["www/EMBEDDING.md", "www/EMBEDDING.zh-CN.md"] {
        let examples = lines_of_examples(&text(guide));
        assert_eq!(examples.len(), 7, "{guide}");
        for (file, lines) in examples {
            assert!(text(&format!("tests/embedding/{file}")).contains(&lines), "{guide}: {file}\n{lines}");
        }
    }
}

/// The code blocks, each with the file of an example that was named last before it in the same section.
fn lines_of_examples(guide: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for section in guide.split("\n## ") {
        let mut file = None;
        for (place, part) in section.split("```").enumerate() {
            if place % 2 == 0 {
                let mut names = part
                    .split('`')
                    .filter(|name| name.contains('/') && name.contains('.') && repository().join("tests/embedding").join(name).is_file());
                file = names.next_back().map(str::to_owned).or(file);
            } else if let (Some(file), Some((_, lines))) = (&file, part.split_once('\n')) {
                found.push((file.clone(), lines.to_owned()));
            }
        }
    }
    found
}

#[test]
fn a_line_that_is_in_no_example_is_found() {
    let found = lines_of_examples("x\n\n## mdBook\n\nIn `mdbook/src/docker.md`:\n\n```html\n<b>\n```\n\n## Other\n\n```js\nx\n```\n");
    assert_eq!(found, [("mdbook/src/docker.md".to_owned(), "<b>\n".to_owned())]);
}

#[test]
fn every_python_package_has_an_exact_version() {
    let recipe = text("tests/tools/requirements.txt");
    let packages: Vec<&str> = recipe.lines().filter(|line| !line.starts_with('#')).collect();
    assert!(!packages.is_empty());
    for package in packages {
        assert!(package.split_once("==").is_some_and(|(name, version)| !name.is_empty() && !version.contains('*')), "{package}");
    }
}

#[test]
fn lock_files_name_no_host_but_the_public_index() {
    assert_eq!(hosts_of_lock(&text("Cargo.lock")), NOTHING);
    for lock in ["tests/tools/package-lock.json", "www/package-lock.json"] {
        assert_eq!(hosts_of_lock(&text(lock)), NOTHING);
    }
}

fn hosts_of_lock(lock: &str) -> Vec<String> {
    let lines = lock.lines().filter(|line| {
        // What a package says of where to give money is its own text.
        let is_funding = line.trim_start().starts_with("\"url\": ") || line.trim_start().starts_with("\"funding\": ");
        !is_funding && line.contains("://") && !line.contains("\"registry+https://github.com/rust-lang/crates.io-index\"")
    });
    lines.map(|line| line.trim().to_owned()).collect()
}

#[test]
fn a_host_in_a_lock_file_is_found() {
    assert_eq!(hosts_of_lock("source = \"registry+https://github.com/rust-lang/crates.io-index\"\n"), NOTHING);
    assert_eq!(hosts_of_lock("      \"url\": \"https://opencollective.com/x\"\n"), NOTHING);
    assert_eq!(hosts_of_lock("      \"resolved\": \"https://registry.example/x.tgz\",\n").len(), 1);
    assert_eq!(hosts_of_lock("source = \"sparse+https://mirror.example/index/\"\n").len(), 1);
}

#[test]
fn no_file_knows_the_machine_that_it_was_written_on_or_is_half_done() {
    let ours = files(".", &[]).into_iter().filter(|(path, _)| path != "tests/it/tidy.rs").collect();
    assert_eq!(everywhere(ours, leftovers), NOTHING);
}

fn leftovers(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let folder = repository().to_string_lossy().into_owned();
    // A checkout in `/src` or the like proves nothing.
    if folder.matches('/').count() > 1 && text.contains(&folder) {
        found.push(folder);
    }
    for mark in ["TODO", "FIXME", "XXX", "HACK"] {
        if has_word(text, mark) {
            found.push(mark.into());
        }
    }
    for mark in ["<<<<<<< ", ">>>>>>> ", "\r\n", "\u{feff}", "/Users/", "C:\\Users\\"] {
        if text.contains(mark) {
            found.push(mark.escape_debug().to_string());
        }
    }
    if text.lines().any(|line| line.ends_with([' ', '\t'])) {
        found.push("white space at the end of a line".into());
    }
    if !text.is_empty() && !text.ends_with('\n') {
        found.push("no end of the last line".into());
    }
    found
}

#[test]
fn leftovers_are_found() {
    assert_eq!(leftovers("fine\n"), NOTHING);
    for text in ["// TODO: later\n", "<<<<<<< HEAD\n", "a\r\n", "/Users/me/x\n", "a \n", "a"] {
        assert_eq!(leftovers(text).len(), 1, "{text:?}");
    }
    assert_eq!(leftovers(&format!("{}/x\n", repository().display())).len(), usize::from(repository().components().count() > 2));
}

#[test]
fn a_test_that_waits_for_a_browser_is_run_by_one() {
    let specs: String = files("tests/web", &["ts"]).into_iter().map(|(_, text)| text).collect();
    let tests: String = files("tests/it", &["rs"]).into_iter().map(|(_, text)| text).collect();
    let ignored = ignored_tests(&tests);
    assert!(!ignored.is_empty());
    let not_run: Vec<&String> = ignored.iter().filter(|name| !has_word(&specs, name)).collect();
    assert!(not_run.is_empty(), "{not_run:?}");
}

fn ignored_tests(source: &str) -> Vec<String> {
    let after = source.split("\n#[ignore = \"tests/web/").skip(1).filter_map(|rest| rest.split_once("\nfn "));
    after.filter_map(|(_, rest)| rest.split_once('(')).map(|(name, _)| name.to_owned()).collect()
}

#[test]
fn an_ignored_test_is_found() {
    assert_eq!(ignored_tests("#[test]\n#[ignore = \"tests/web/x.spec.ts runs it\"]\nfn waits() {\n"), ["waits"]);
}

#[test]
fn setup_installs_every_program_that_a_test_needs() {
    let setup = text("xtask/src/setup.rs");
    for (program, package) in PACKAGES {
        let line = setup.lines().find(|line| line.contains(&format!("program: \"{program}\"")));
        assert!(line.is_some_and(|line| line.contains(&format!("\"{package}\""))), "{program} of {package}");
    }
}

#[test]
fn the_attributes_of_the_element_are_documented_with_the_values_that_the_core_takes() {
    for guide in ["www/EMBEDDING.md", "www/EMBEDDING.zh-CN.md"] {
        assert_eq!(stale_attributes(&text(guide)), NOTHING, "{guide}");
    }
}

#[test]
fn an_attribute_that_is_missing_or_has_other_values_is_found() {
    let guide = text("www/EMBEDDING.md");
    for (right, wrong) in [
        ("| `port` |", "| `prot` |"),
        ("`snap`, ", ""),
        ("`rsa-4096` |", "`rsa-8192` |"),
        ("| `3650` |", "| `365` |"),
        ("`en`, `zh-CN` |", "`en` |"),
        ("| `hosts` |", "| `ca-passphrase` |"),
    ] {
        assert!(guide.contains(right), "{right}");
        assert_ne!(stale_attributes(&guide.replace(right, wrong)), NOTHING, "{wrong}");
    }
}

/// By the table of a guide.
fn stale_attributes(guide: &str) -> Vec<String> {
    let rows = guide.lines().filter_map(|line| line.strip_prefix("| `")?.split_once("` | ")?.1.rsplit_once(" | ").map(|rest| (line, rest)));
    let rows: BTreeMap<&str, (&str, &str)> = rows
        .filter_map(|(line, (values, default))| Some((line.strip_prefix("| `")?.split('`').next()?, (values, default.strip_suffix(" |")?))))
        .collect();
    let quoted = |cell: &str| -> Vec<String> { cell.split('`').skip(1).step_by(2).map(str::to_owned).collect() };
    let mut draft = Draft::default();
    let secrets = [Field::CaPassphrase, Field::CaPassphraseRepeat];
    let mut wanted: BTreeMap<String, String> = BTreeMap::from([("lang".into(), String::new()), ("linkable".into(), String::new())]);
    for &field in Field::ALL.iter().filter(|field| !secrets.contains(field)) {
        // The page's language is what the reader speaks.
        let default = if field == Field::Locale { String::new() } else { draft.field_mut(field).clone() };
        wanted.insert(kebab(field.name()), default);
    }
    let mut found: Vec<String> =
        rows.keys().filter(|name| !wanted.contains_key(**name)).map(|name| format!("{name} is no attribute")).collect();
    for (name, default) in &wanted {
        let Some((values, said)) = rows.get(name.as_str()) else {
            found.push(format!("{name} is missing"));
            continue;
        };
        if quoted(said).concat() != *default {
            found.push(format!("the default of {name} is {default:?}, not {said}"));
        }
        let all: Vec<&str> = match name.as_str() {
            "platform" => Platform::ALL.iter().map(|one| one.name()).collect(),
            "key-algorithm" => KeyAlgorithm::ALL.iter().map(|one| one.name()).collect(),
            "lang" => Locale::ALL.iter().map(|one| one.name()).collect(),
            _ => continue,
        };
        if quoted(values) != all {
            found.push(format!("{name} takes {all:?}, not {values}"));
        }
    }
    found
}

fn kebab(name: &str) -> String {
    let letter = |c: char| if c.is_ascii_uppercase() { format!("-{}", c.to_ascii_lowercase()) } else { c.to_string() };
    name.chars().map(letter).collect()
}
