//! The repository's own rules.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::PathBuf,
};

use dockseal::{
    Draft, Field, KeyAlgorithm, Platform,
    guide::{self, Pair, RECIPES, SnippetId, Step},
    spec::Locale,
};
use toml::{Table, Value};

use crate::golden::{file_name, scenarios};

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
        let pair = Pair { spec: &spec, daemon: &spec.daemons[0], client: &spec.clients[spec.clients.len() - 1] };
        for snippet in Step::ALL.iter().flat_map(|&step| guide::of_step(step, pair)) {
            if goldens.contains(&format!("tests/golden/{scenario}/{}", file_name(&snippet))) {
                without.remove(&snippet.id);
            }
        }
    }
    assert!(without.is_empty(), "{without:?}");
}

#[test]
fn every_target_lies_in_the_folder_of_its_step_and_every_file_there_is_used() {
    let lines = lines_of_targets(&text("src/guide.rs"));
    assert_eq!(misplaced(&lines), NOTHING);
    assert_eq!(lines.len(), SnippetId::ALL.len());
    let used = lines.iter().map(|(_, path)| format!("src/guide/{}.rs", path.replace("::", "/")));
    let used: BTreeSet<String> = used.chain(RECIPES.iter().map(|recipe| format!("src/guide/connect/{}.rs", recipe.id))).collect();
    let folders = ["server", "configure", "firewall", "connect"];
    let there: BTreeSet<String> =
        folders.iter().flat_map(|folder| files(&format!("src/guide/{folder}"), &["rs"])).map(|(path, _)| path).collect();
    assert!(used.is_superset(&there), "{there:?}");
}

/// The step of each target and the module that it is in.
fn lines_of_targets(module: &str) -> Vec<(String, String)> {
    let lines = module.lines().filter_map(|line| line.trim_start().split_once(": ")?.1.strip_suffix(");")?.split_once(", "));
    let targets = lines.filter_map(|(step, render)| Some((step, render.split_once('(')?.1.rsplit_once("::")?.0)));
    targets.map(|(step, path)| (step.to_owned(), path.to_owned())).collect()
}

fn misplaced(lines: &[(String, String)]) -> Vec<String> {
    let folder = |step: &str| match step {
        "Fleet" | "Copy" | "Install" | "Place" | "Restart" | "Watch" => "server",
        "Configure" => "configure",
        "Firewall" => "firewall",
        "Client" | "Unpack" | "Connect" => "connect",
        _ => "prove",
    };
    lines.iter().filter(|(step, path)| path.split("::").next() != Some(folder(step))).map(|(_, path)| path.clone()).collect()
}

#[test]
fn a_target_in_the_folder_of_another_step_is_found() {
    let lines =
        lines_of_targets("    CopyServer: Copy, Alone(server::copy::render);\n    ClientCurl: Connect, Alone(firewall::curl::render);\n");
    assert_eq!(lines.len(), 2);
    assert_eq!(misplaced(&lines), ["firewall::curl"]);
}

#[test]
fn only_the_boundary_of_each_wasm_names_the_browser() {
    let boundaries =
        ["src/wasm.rs", "src/wasm/form.rs", "src/wasm/issue.rs", "src/wasm/webcrypto.rs", "src/rsa/wasm.rs", "src/getrandom/lib.rs"];
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

/// Who stands on whom: a module uses those above it in this list.
const LAYERS: &[&[&str]] = &[
    &["named"],
    &["certain"],
    &["at_least_one"],
    &["fields"],
    &["problem"],
    &["platform"],
    &["spec"],
    // What is said.
    &["locales"],
    &["draft"],
    &["guide"],
    // What is secret.
    &["pki"],
    &["brought"],
    &["bundle"],
    &["verify"],
    &["wasm"],
];
/// What is said and what is secret: neither knows the other. Each has a file of the boundary.
const WINGS: [&[&str]; 2] =
    [&["locales", "draft", "guide", "wasm/form"], &["pki", "brought", "bundle", "verify", "wasm/issue", "wasm/webcrypto"]];

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
        let file = &path["src/".len()..path.len() - ".rs".len()];
        if file != "lib" {
            found.extend(wrong_uses(file, &text, &names).into_iter().map(|used| format!("{path} uses {used}")));
        }
    }
    assert_eq!(found, NOTHING);
}

/// Which module a name at the crate's root comes from, by its `use` lines.
fn public_names(lib: &str) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    for line in lib.lines() {
        let path = line.strip_prefix("pub ").unwrap_or(line).strip_prefix("use ");
        if let Some((module, what)) = path.and_then(|path| path.trim_end_matches(';').split_once("::")) {
            for name in what.rsplit("::").next().unwrap_or_default().trim_matches(['{', '}']).split(", ") {
                names.insert(name.to_owned(), module.to_owned());
            }
        }
    }
    names
}

/// The modules above a file, or in the other wing, that it uses.
fn wrong_uses(file: &str, text: &str, names: &BTreeMap<String, String>) -> Vec<String> {
    let module = file.split('/').next().unwrap_or_default();
    let layer = |module: &str| LAYERS.iter().position(|layer| layer.contains(&module)).unwrap_or_else(|| panic!("{module} has no layer"));
    let wing = |name: &str| WINGS.iter().position(|wing| wing.iter().any(|part| *part == name || name.starts_with(&format!("{part}/"))));
    let are_apart = |used: &str| wing(file).is_some_and(|own| wing(used).is_some_and(|other| own != other));
    let product = text.split("#[cfg(test)]").next().unwrap_or_default();
    // A comment may point anywhere.
    let product: String = product.lines().filter(|line| !line.trim_start().starts_with("//")).flat_map(|line| [line, "\n"]).collect();
    let mut used: Vec<String> = product
        .split("crate::")
        .skip(1)
        .flat_map(first_parts)
        .map(|name| names.get(&name).cloned().unwrap_or(name))
        .filter(|name| name != module && (layer(name) > layer(module) || are_apart(name)))
        .collect();
    used.sort();
    used.dedup();
    used
}

/// The first parts of paths: `a` for `a::b`, `a` and `d` for `{a::{b, c}, d}`.
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
fn a_use_upward_or_in_the_other_wing_is_found() {
    let names = public_names("pub mod pki;\npub use pki::key::PrivateKey;\npub use spec::Spec;\n");
    let uses = |module: &str, text: &str| wrong_uses(module, text, &names);
    assert_eq!(uses("guide", "use crate::{\n    Spec,\n    problem::{listed, Code},\n    locales,\n};"), NOTHING);
    assert_eq!(uses("spec", "use crate::{\n    problem::Code,\n    bundle::{Bundle, Role},\n};\ncrate::draft::Draft"), ["bundle", "draft"]);
    assert_eq!(uses("problem", "/// [`Spec`](crate::Spec)\ncrate::PrivateKey"), ["pki"]);
    assert_eq!(uses("guide", "use crate::pki::Pki;"), ["pki"]);
    assert_eq!(uses("bundle/embed", "use crate::{\n    guide::Pair,\n    spec::Host,\n};"), ["guide"]);
    assert_eq!(uses("wasm/form", "use crate::{\n    PrivateKey,\n    guide,\n    spec,\n};"), ["pki"]);
    assert_eq!(uses("wasm/issue", "use crate::{\n    PrivateKey,\n    guide,\n    spec,\n};"), ["guide"]);
    assert_eq!(uses("wasm", "use crate::{\n    PrivateKey,\n    guide,\n    spec,\n};"), NOTHING);
    assert_eq!(uses("pki", "#[cfg(test)]\nmod tests { use crate::bundle; }"), NOTHING);
}

/// The sentences of a language in the core, and in the page.
const HOMES: [(&str, &str); 4] = [
    ("src/locales/en.rs", "www/locales/en.ts"),
    ("src/locales/en.rs", "www/locales/rest/en.ts"),
    ("src/locales/zh_cn.rs", "www/locales/zh-CN.ts"),
    ("src/locales/zh_cn.rs", "www/locales/rest/zh-CN.ts"),
];

#[test]
fn a_sentence_has_one_home() {
    for (core, page) in HOMES {
        assert_eq!(said_twice(&text(core), &text(page)), NOTHING, "{core}, {page}");
    }
}

/// What both say, but for case, quotation marks, brackets and the like. Names of two words, or of a few Chinese characters, may be in both.
fn said_twice(core: &str, page: &str) -> Vec<String> {
    let core: BTreeSet<String> = sentences(core).into_iter().collect();
    sentences(page).into_iter().filter(|sentence| core.contains(sentence)).collect()
}

fn sentences(source: &str) -> Vec<String> {
    let is_chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let bare = |text: &str| -> String {
        let letters: String = text.replace("\\n", " ").chars().filter(|c| !['\'', '’'].contains(c)).collect();
        let words = letters.to_lowercase();
        words.split(|c: char| !c.is_alphanumeric() && c != '{' && c != '}').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
    };
    let is_sentence = |text: &String| text.split(' ').count() > 2 || text.chars().filter(|&c| is_chinese(c)).count() > 3;
    strings(source).iter().map(|text| bare(text)).filter(is_sentence).collect()
}

/// What stands between double quotes, with its escapes.
fn strings(source: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut chars = source.chars();
    while chars.by_ref().any(|c| c == '"') {
        let mut string = String::new();
        while let Some(c) = chars.next().filter(|&c| c != '"') {
            string.push(c);
            if c == '\\' {
                string.extend(chars.next());
            }
        }
        found.push(string);
    }
    found
}

#[test]
fn a_sentence_with_two_homes_is_found() {
    let core =
        "copy: \"Copy the files\", heading: \"Good: a \\\"stranger\\\" is refused.\", on: \"on\", zh: \"复制文件\", name: \"NixOS module\"";
    assert_eq!(said_twice(core, "{ a: \"Copy no files\", on: \"on\", b: \"复制\", name: \"NixOS module\" }"), NOTHING);
    let page = "{ a: \"(copy the files)\", b: \"Good: a “stranger” is refused\", c: \"复制文件。\" }";
    assert_eq!(said_twice(core, page), ["copy the files", "good a stranger is refused", "复制文件"]);
}

#[test]
fn a_comment_names_its_subject() {
    let folders = ["src", "www", "tests/it", "tests/web", "xtask", "benches", "fuzz"];
    let extensions = ["rs", "ts", "mjs", "js", "css", "sh", "toml"];
    // This file has what is to be found.
    let ours = folders.iter().flat_map(|folder| files(folder, &extensions)).filter(|(path, _)| path != "tests/it/tidy.rs");
    assert_eq!(everywhere(ours.collect(), without_subject), NOTHING);
}

/// The comments with a sentence that leans on the line around it ("Of a daemon's bundle"), or with a word that nobody uses any more.
fn without_subject(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut before = "";
    for line in text.lines() {
        let comment =
            ["/// ", "//! ", "// ", "/** ", "# "].iter().find_map(|mark| line.trim_start().strip_prefix(mark)).unwrap_or_default();
        let is_continued = !before.is_empty() && !before.ends_with(['.', ':', '!', '?']);
        let begins = comment.starts_with("Of ") && !is_continued || comment.contains(". Of ");
        let is_old = ["none where", "none of ours", "in vain", "mended", "whichever"].iter().any(|words| comment.contains(words));
        if begins || is_old {
            found.push(comment.to_owned());
        }
        before = comment;
    }
    found
}

#[test]
fn a_comment_without_its_subject_is_found() {
    assert_eq!(without_subject("/// How long the certificate\n/// Of somebody is valid.\nlet of = 1; // Of course.\n"), NOTHING);
    for comment in [
        "/// Of its certificate.",
        "    // Done. Of these, two.",
        "# Of a path.\n",
        "/** Of it. */",
        "/// Its value; none where it has none.",
    ] {
        assert_eq!(without_subject(comment).len(), 1, "{comment}");
    }
    assert_eq!(without_subject("// The first.\n// Of the second.\n"), ["Of the second."]);
}

#[test]
fn the_architecture_names_what_exists() {
    let tests: String = ["tests/it", "src"].iter().flat_map(|folder| files(folder, &["rs"])).map(|(_, text)| text).collect();
    assert_eq!(stale_names(&text("ARCHITECTURE.md"), &tests), NOTHING);
}

/// What stands between backticks like a test or a file of a test, and is none; what stands in the tree like a file or a folder, and is none.
fn stale_names(page: &str, tests: &str) -> Vec<String> {
    let exists = |path: &str| repository().join(path).exists();
    let quoted = page.split('`').skip(1).step_by(2).filter(|name| !name.contains([' ', '\n', '<']));
    let is_stale = |name: &&str| match name.rsplit_once("::") {
        Some((_, test)) if test.contains('_') => !has_word(tests, &format!("fn {test}")),
        Some(_) => false,
        None if name.starts_with("it/") || name.starts_with("web/") => !exists(&format!("tests/{name}")),
        None if name.starts_with("engine/") => !exists(&format!("www/{name}")),
        None => ["src/", "www/", "tests/"].iter().any(|folder| name.starts_with(folder)) && !exists(name),
    };
    let mut found: Vec<String> = quoted.filter(is_stale).map(str::to_owned).collect();
    let (_, tree) = page.split_once("## The tree\n\n```\n").unwrap_or_default();
    let mut folder = "";
    for line in tree.split("```").next().unwrap_or_default().lines() {
        if !line.starts_with(' ') {
            folder = line.split([' ', '/']).next().unwrap_or_default();
        }
        // What is said of them is behind two spaces.
        let names = line.trim_start().split("  ").next().unwrap_or_default().split(" · ").map(|name| name.trim_end_matches('/'));
        let is_there =
            |name: &str| ["", ".rs", ".toml"].iter().any(|end| exists(&format!("{folder}/{name}{end}")) || exists(&format!("{name}{end}")));
        let is_known = |name: &str| name.is_empty() || is_there(name) || exists(&format!("src/guide/{name}"));
        found.extend(names.filter(|name| !is_known(name)).map(str::to_owned));
    }
    found
}

#[test]
fn a_name_of_something_that_is_gone_is_found() {
    let tests = "fn a_test_that_is_there() {}";
    let page = "## The tree\n\n```\nsrc/\n  lib.rs   the tour\n  spec · gone  what is true\n```\n`tidy::a_test_that_is_there`, `tidy::a_test_that_is_gone`, `it/tidy.rs`, \
                `it/none.rs`, `Pki::issue`";
    assert_eq!(stale_names(page, tests), ["tidy::a_test_that_is_gone", "it/none.rs", "gone"]);
}

/// Which folders of the page a folder or a file beside them may name; itself it always may. Nobody names `build`, which names whom it likes.
const ROOMS: &[(&str, &[&str])] = &[
    ("build", &["view", "draft", "engine", "locales", ""]),
    ("view", &["draft", "locales"]),
    ("draft", &[]),
    ("engine", &[]),
    ("locales", &[]),
    ("element.ts", &["view", "draft", "engine", "locales"]),
    ("rest.ts", &["view", "draft", "engine", "locales"]),
    ("rest-apart.ts", &[]),
    ("rest-inside.ts", &[]),
    ("second.ts", &[]),
    ("close.ts", &["engine"]),
    ("main.ts", &["engine"]),
    ("define.ts", &[]),
];
/// The first names types of the second, and nothing that runs.
const BY_TYPE: (&str, &str) = ("view", "engine");

#[test]
fn the_folders_of_the_page_name_only_those_that_they_may() {
    let page = files("www", &["ts", "mjs"]);
    assert!(
        ROOMS.iter().all(|(room, _)| page.iter().any(|(path, _)| path.strip_prefix("www/").is_some_and(|path| path.starts_with(room))))
    );
    let found: Vec<String> = page
        .iter()
        .flat_map(|(path, text)| {
            strays(path.strip_prefix("www/").unwrap_or_default(), text).into_iter().map(move |found| format!("{path}: {found}"))
        })
        .collect();
    assert_eq!(found, NOTHING);
}

/// The folder of a file of the page, which is empty for the files beside the folders.
fn room(path: &str) -> &str {
    path.split_once('/').map_or("", |(folder, _)| folder)
}

fn strays(path: &str, text: &str) -> Vec<String> {
    let room_of_file = room(path);
    let key = if room_of_file.is_empty() { path } else { room_of_file };
    let (_, allowed) = ROOMS.iter().find(|(name, _)| *name == key).unwrap_or_else(|| panic!("{path} is in no room"));
    let mut found = Vec::new();
    for start in [" from \"", "import \"", "import(\""] {
        for (place, _) in text.match_indices(start) {
            let Some(name) = text[place + start.len()..].split('"').next().filter(|name| name.starts_with('.')) else { continue };
            let statement = text[..place].rsplit([';', '\n']).find(|line| !line.is_empty()).unwrap_or_default();
            let named = resolve(path, name);
            let target = room(&named);
            let is_type = statement.trim_start().starts_with("import type ") && (room_of_file, target) == BY_TYPE;
            if target != room_of_file && !allowed.contains(&target) && !is_type {
                found.push(named);
            }
        }
    }
    found
}

/// A path from `www`, by one from a file in it.
fn resolve(file: &str, name: &str) -> String {
    let mut parts: Vec<&str> = file.split('/').collect();
    parts.pop();
    for part in name.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop();
            }
            other => parts.push(other),
        }
    }
    parts.join("/")
}

#[test]
fn a_name_from_a_folder_that_is_none_of_its_business_is_found() {
    for (path, text, stray) in [
        ("view/form.ts", "import { BEGUN } from \"../engine/keys\";", "engine/keys"),
        ("view/form.ts", "import {\n  type Progress,\n} from \"../engine/keys\";", "engine/keys"),
        ("view/form.ts", "import { X } from \"../element\";", "element"),
        ("engine/engine.ts", "import type { Phrase } from \"../locales/language\";", "locales/language"),
        ("engine/job.ts", "export { h } from \"../view/dom\";", "view/dom"),
        ("locales/language.ts", "import { h } from \"../view/dom\";", "view/dom"),
        ("draft/link.ts", "const x = await import(\"../engine/keys\");", "engine/keys"),
        ("element.ts", "import type { Issued } from \"./build/npm/index\";", "build/npm/index"),
        ("define.ts", "import \"./engine/assets\";", "engine/assets"),
    ] {
        assert_eq!(strays(path, text), [stray], "{path}");
    }
    for (path, text) in [
        (
            "view/form.ts",
            "import type { Progress } from \"../engine/keys\";\nimport { h } from \"./dom\";\nimport type { Draft } from \"#core\";",
        ),
        ("engine/engine.ts", "import script from \"./worker.ts?script\";"),
        ("build/npm/facts.ts", "export { en } from \"../../locales/en\";"),
        ("element.ts", "import { Form } from \"./view/form\";\nimport styles from \"./styles.css\";"),
    ] {
        assert_eq!(strays(path, text), NOTHING, "{path}");
    }
}

/// The page begins here, and `#rest` is where its second script comes in.
const FIRST: &str = "main";
const SECOND: &str = "rest";
/// What both scripts may have: the first one fetches the other parts, and reads and writes what is typed.
const OF_BOTH: [&str; 4] = ["draft/", "engine/assets", "locales/language", "view/dom"];

#[test]
fn the_first_script_has_nothing_that_the_second_one_brings() {
    let page: BTreeMap<String, String> = files("www", &["ts"])
        .into_iter()
        .filter_map(|(path, text)| Some((path.strip_prefix("www/")?.strip_suffix(".ts")?.to_owned(), text)))
        .collect();
    assert!(brought(&page).len() > 10);
    assert_eq!(too_early(&page), NOTHING);
}

/// What runs of other files of the page, or of a wasm's glue.
fn run_by(path: &str, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for start in [" from \"", "import \""] {
        for (place, _) in text.match_indices(start) {
            let Some(name) = text[place + start.len()..].split('"').next() else { continue };
            let before = format!("\n{}", &text[..place]);
            let begun = ["\nimport ", "\nexport "].iter().filter_map(|key| before.rfind(key).map(|at| at + key.len())).max();
            let is_type = start != "import \"" && begun.is_some_and(|at| before[at..].starts_with("type "));
            if !is_type {
                found.push(if name.starts_with('.') { resolve(path, name) } else { name.to_owned() });
            }
        }
    }
    found
}

fn brought(page: &BTreeMap<String, String>) -> Vec<String> {
    let all = page.get(SECOND).map(|text| run_by(SECOND, text)).unwrap_or_default();
    all.into_iter().filter(|name| !OF_BOTH.iter().any(|both| name.starts_with(both))).collect()
}

fn too_early(page: &BTreeMap<String, String>) -> Vec<String> {
    let mut first = BTreeSet::new();
    let mut left = vec![FIRST.to_owned()];
    while let Some(name) = left.pop() {
        if let Some(text) = page.get(&name).filter(|_| !first.contains(&name)) {
            left.extend(run_by(&name, text));
        }
        first.insert(name);
    }
    brought(page).into_iter().filter(|name| first.contains(name)).collect()
}

#[test]
fn what_the_first_script_has_too_early_is_found() {
    let page = |form: &str| {
        let files = [
            ("main", "import \"./element\";"),
            (
                "element",
                "import { bringRest } from \"#rest\";\nimport type { Rest } from \"./rest\";\nimport {\n  Form,\n} from \"./view/form\";",
            ),
            (
                "rest",
                "import initForm from \"#form\";\nimport { Cards } from \"./view/cards\";\nimport { h } from \"./view/dom\";\nimport type { Form } from \"./view/form\";",
            ),
            ("view/cards", "import { h } from \"./dom\";"),
            ("view/form", form),
        ];
        files.into_iter().map(|(name, text)| (name.to_owned(), text.to_owned())).collect::<BTreeMap<_, _>>()
    };
    assert_eq!(too_early(&page("import type { Cards } from \"./cards\";\nimport { h } from \"./dom\";")), NOTHING);
    assert_eq!(too_early(&page("import { Cards } from \"./cards\";")), ["view/cards"]);
    assert_eq!(too_early(&page("import {\n  preview,\n} from \"#form\";")), ["#form"]);
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
fn every_python_package_has_an_exact_version_and_a_digest() {
    let recipe = text("tests/tools/requirements.txt");
    assert!(recipe.contains("=="));
    assert_eq!(unlocked(&recipe), NOTHING);
    // pip takes what has a digest for checked, and lets the rest pass, unless it is told.
    assert!(text("xtask/src/tools.rs").contains("\"--require-hashes\""));
}

/// The lines of a recipe for pip that leave open what is installed.
fn unlocked(recipe: &str) -> Vec<String> {
    let lines = recipe.replace("\\\n", "");
    let is_locked = |line: &str| {
        let mut words = line.split_whitespace();
        let version = words.next().and_then(|package| package.split_once("==")).map(|(_, version)| version);
        let digests: Vec<&str> = words.collect();
        let is_digest = |word: &&str| word.strip_prefix("--hash=sha256:").is_some_and(|digest| digest.len() == 64);
        version.is_some_and(|version| !version.is_empty() && !version.contains('*')) && !digests.is_empty() && digests.iter().all(is_digest)
    };
    lines.lines().filter(|line| !line.starts_with('#') && !is_locked(line)).map(str::to_owned).collect()
}

#[test]
fn a_python_package_that_is_left_open_is_found() {
    let digest = format!("--hash=sha256:{}", "0".repeat(64));
    assert_eq!(unlocked(&format!("# why\na==1.0 \\\n    {digest} \\\n    {digest}\n")), NOTHING);
    for open in
        ["a==1.0".to_owned(), format!("a>=1.0 {digest}"), format!("a==1.* {digest}"), "a==1.0 --hash=md5:00".into(), "-r other.txt".into()]
    {
        assert_eq!(unlocked(&open).len(), 1, "{open}");
    }
}

#[test]
fn lock_files_name_no_host_but_the_public_index() {
    for lock in ["Cargo.lock", "fuzz/Cargo.lock", "tests/tools/package-lock.json", "www/package-lock.json"] {
        assert_eq!(hosts_of_lock(&text(lock)), NOTHING);
    }
}

fn hosts_of_lock(lock: &str) -> Vec<String> {
    let lines = lock.lines().filter(|line| {
        // What a package says of where to give money is its own text.
        let is_funding = line.trim_start().starts_with("\"url\": ") || line.trim_start().starts_with("\"funding\": ");
        let is_funding = is_funding || line.trim_start().starts_with("\"https://github.com/sponsors/");
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
    // What real hosts have is as they have it.
    let is_ours = |path: &str| path != "tests/it/tidy.rs" && !path.starts_with("tests/field/");
    let ours = files(".", &[]).into_iter().filter(|(path, _)| is_ours(path)).collect();
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

#[test]
fn the_other_names_of_values_are_those_that_the_guides_tell() {
    let aliases = |name: &'static str, aliases: &[&str]| {
        let quoted: Vec<String> = aliases.iter().map(|alias| format!("`{alias}`")).collect();
        (!aliases.is_empty()).then(|| format!("| {} | `{name}` |", quoted.join(", ")))
    };
    let platforms = Platform::ALL.iter().filter_map(|one| aliases(one.name(), one.aliases()));
    let told: Vec<String> = platforms.chain(KeyAlgorithm::ALL.iter().filter_map(|one| aliases(one.name(), one.aliases()))).collect();
    for guide in ["www/EMBEDDING.md", "www/EMBEDDING.zh-CN.md"] {
        let text = text(guide);
        let lines: Vec<&str> = text.lines().skip_while(|line| !line.starts_with("### ")).filter(|line| line.starts_with("| `")).collect();
        assert_eq!(lines, told, "{guide}");
    }
}

/// What is wrong in the table of a guide.
fn stale_attributes(guide: &str) -> Vec<String> {
    let rows = guide.lines().filter_map(|line| line.strip_prefix("| `")?.split_once("` | ")?.1.rsplit_once(" | ").map(|rest| (line, rest)));
    let rows: BTreeMap<&str, (&str, &str)> = rows
        .filter_map(|(line, (values, default))| Some((line.strip_prefix("| `")?.split('`').next()?, (values, default.strip_suffix(" |")?))))
        .collect();
    let quoted = |cell: &str| -> Vec<String> { cell.split('`').skip(1).step_by(2).map(str::to_owned).collect() };
    let mut draft = Draft::default();
    // Those of single hosts have no name but in the form.
    let apart = [Field::CaPassphrase, Field::CaPassphraseRepeat, Field::HostDaemonJson, Field::HostExecStart];
    let mut wanted: BTreeMap<String, String> =
        ["lang", "linkable", "compact", "heading-level"].map(|name| (name.to_owned(), String::new())).into();
    wanted.insert("door".into(), "setup".into());
    for &field in Field::ALL.iter().filter(|field| !apart.contains(field)) {
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

// The rules between the parts of the core.

/// What a Rust file says to the compiler outside its tests: without comments, with nothing inside its quotes.
fn product(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    let mut product = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let is_inside_a_name = product.ends_with(|before: char| before.is_alphanumeric() || before == '_');
        let literal = match c {
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '"' => 1 + end_of_string(&rest[1..]),
            'r' if !is_inside_a_name => raw_string(rest).unwrap_or(0),
            '\'' => character(rest).unwrap_or(0),
            _ => 0,
        };
        if literal == 0 {
            product.push(c);
            rest = &rest[c.len_utf8()..];
        } else {
            product.extend(rest[..literal].chars().map(|c| if c == '\n' { c } else { ' ' }));
            rest = &rest[literal..];
        }
    }
    product
}

/// The place behind the quote that ends a string.
fn end_of_string(text: &str) -> usize {
    let mut characters = text.char_indices();
    while let Some((at, c)) = characters.next() {
        match c {
            '\\' => _ = characters.next(),
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

fn raw_string(text: &str) -> Option<usize> {
    let hashes = text[1..].chars().take_while(|c| *c == '#').count();
    let inside = text[1 + hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    Some(2 + hashes + inside.find(&end)? + end.len())
}

/// `'a'` and `'\n'`; not the lifetime `'a`.
fn character(text: &str) -> Option<usize> {
    let inside = &text[1..];
    let length = |text: &str| text.chars().next().map(char::len_utf8);
    let end = inside.strip_prefix('\\').map_or_else(|| length(inside), |escaped| Some(1 + length(escaped)?))?;
    let end = if inside.starts_with("\\u{") { inside.find('}')? + 1 } else { end };
    inside[end..].starts_with('\'').then_some(1 + end + 1)
}

#[test]
fn what_is_said_to_the_compiler_is_read_without_comments_and_literals() {
    let text = "let a = \"x // \\\" y\"; // z\nlet b = r#\"q \" r\"#; let c: &'a str = f('\\u{feff}', '\"');\n#[cfg(test)]\nmod tests {}";
    let words: Vec<String> = product(text).split_whitespace().map(str::to_owned).collect();
    assert_eq!(words.join(" "), "let a = ; let b = ; let c: &'a str = f( , );");
}

/// The paths that a file names from the crate's root or from where it stands, each by its parts: those of `use`, and those in between.
fn paths(product: &str) -> Vec<Vec<String>> {
    let mut paths = Vec::new();
    for start in ["crate::", "super::"] {
        for (at, _) in product.match_indices(start) {
            let is_first = !product[..at].ends_with(|before: char| before.is_alphanumeric() || matches!(before, '_' | ':'));
            if is_first {
                expand(&product[at..], &mut Vec::new(), &mut paths);
            }
        }
    }
    paths
}

/// Follows `a::b`, and each branch of `a::{b, c::d}`. Gives back what stands behind.
fn expand<'a>(text: &'a str, before: &mut Vec<String>, paths: &mut Vec<Vec<String>>) -> &'a str {
    let word: String = text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    let mut rest = &text[word.len()..];
    before.push(word);
    match rest.strip_prefix("::") {
        Some(list) if list.starts_with('{') => {
            rest = list[1..].trim_start();
            while !rest.is_empty() && !rest.starts_with('}') {
                let was = rest.len();
                rest = expand(rest, before, paths).trim_start();
                rest = rest.strip_prefix(',').unwrap_or(rest).trim_start();
                if rest.len() == was {
                    break;
                }
            }
            rest = rest.strip_prefix('}').unwrap_or(rest);
        }
        Some(next) if next.starts_with(|c: char| c.is_alphanumeric() || c == '_') => rest = expand(next, before, paths),
        _ => paths.push(before.clone()),
    }
    before.pop();
    rest
}

#[test]
fn every_branch_of_a_path_is_found() {
    let found: Vec<String> =
        paths("use crate::{a::{B, c::D}, e};\nlet x = super::f::g(crate::h);\n").iter().map(|path| path.join(" ")).collect();
    assert_eq!(found, ["crate a B", "crate a c D", "crate e", "crate h", "super f g"]);
}

/// The values of a spec, each with those above it that it may name. `spec` itself is on top.
const VALUES: &[&str] =
    &["reading", "host", "source", "subject", "passphrase", "directory", "listen", "order", "folder", "existing", "installation"];

#[test]
fn the_values_of_a_spec_name_only_those_above_them_in_the_list_and_never_the_spec() {
    let files = files("src/spec", &["rs"]);
    let mut there: Vec<&str> =
        files.iter().filter_map(|(path, _)| path["src/spec/".len()..].strip_suffix(".rs")).filter(|name| !name.contains('/')).collect();
    let mut listed = VALUES.to_vec();
    listed.sort_unstable();
    there.sort_unstable();
    assert_eq!(there, listed);
    let found = files.iter().flat_map(|(path, text)| out_of_order(path, text));
    assert_eq!(found.collect::<Vec<_>>(), NOTHING);
}

fn out_of_order(path: &str, text: &str) -> Vec<String> {
    let inside = path["src/spec/".len()..].trim_end_matches(".rs");
    let (value, is_below_existing) = inside.split_once('/').map_or((inside, false), |(value, _)| (value, true));
    let place = VALUES.iter().position(|known| *known == value).unwrap_or_else(|| panic!("{path} has no place"));
    let named = paths(&product(text)).into_iter().filter_map(|path| match path[0].as_str() {
        "super" => (!is_below_existing).then(|| path[1].clone()),
        _ => path.get(2).filter(|_| path[1] == "spec").cloned(),
    });
    let named = named.filter(|name| !(VALUES[..place].contains(&name.as_str()) || is_below_existing && name == "existing"));
    named.map(|name| format!("{path} names {name}")).collect()
}

#[test]
fn a_value_that_names_one_below_it_or_the_spec_is_found() {
    assert_eq!(out_of_order("src/spec/host.rs", "use super::reading::is_plain;\nuse crate::problem::Code;"), NOTHING);
    assert_eq!(out_of_order("src/spec/host.rs", "use super::source::Source;"), ["src/spec/host.rs names source"]);
    assert_eq!(out_of_order("src/spec/order.rs", "use super::Spec;"), ["src/spec/order.rs names Spec"]);
    assert_eq!(out_of_order("src/spec/existing/json.rs", "use super::finding::Finding;\nuse crate::spec::listen::Listen;"), NOTHING);
    assert_eq!(out_of_order("src/spec/existing/json.rs", "fn f(spec: &crate::spec::Spec) {}"), ["src/spec/existing/json.rs names Spec"]);
}

#[test]
fn a_platform_is_named_by_its_facts_alone() {
    let rest = files("src", &["rs"]).into_iter().filter(|(path, _)| !path.starts_with("src/platform")).collect();
    assert_eq!(everywhere(rest, names_a_platform), NOTHING);
}

fn names_a_platform(text: &str) -> Vec<String> {
    let product = product(text);
    let variants: Vec<String> = Platform::ALL.iter().map(|platform| format!("{platform:?}")).collect();
    let behind = product.match_indices("Platform::").map(|(at, start)| &product[at + start.len()..]);
    let named = behind.filter(|rest| rest.starts_with(['{', '*']) || variants.iter().any(|variant| rest.starts_with(variant.as_str())));
    named.map(|rest| rest.chars().take(20).collect()).collect()
}

#[test]
fn a_platform_that_is_named_elsewhere_is_found() {
    for text in ["if platform == Platform::Snap {", "matches!(platform, Platform::Dind | _)", "use crate::Platform::{Openrc, Sysv};"] {
        assert_eq!(names_a_platform(text).len(), 1, "{text}");
    }
    assert_eq!(names_a_platform("Platform::ALL; Platform::USUAL; Field::Platform => one // Platform::Snap"), NOTHING);
}

#[test]
fn a_record_of_facts_leaves_no_field_to_another_one() {
    assert_eq!(everywhere(files("src/platform", &["rs"]), taken_over), NOTHING);
}

fn taken_over(text: &str) -> Vec<String> {
    product(text).lines().filter(|line| line.trim_start().starts_with("..")).map(|line| line.trim().to_owned()).collect()
}

#[test]
fn a_record_that_is_like_another_one_is_found() {
    assert_eq!(taken_over("Facts {\n    needs_name: false,\n    ..systemd::DOCKER_CE\n}"), ["..systemd::DOCKER_CE"]);
}

/// The core's own files.
fn core() -> Vec<(String, String)> {
    let all = files("src", &["rs", "toml"]);
    let packages: Vec<&str> = all.iter().filter_map(|(path, _)| path.strip_suffix("Cargo.toml")).collect();
    let is_core = |path: &str| path.ends_with(".rs") && !packages.iter().any(|package| path.starts_with(package));
    all.iter().filter(|(path, _)| is_core(path)).cloned().collect()
}

/// The core's modules that targets may name beside what all stand on.
const FOR_TARGETS: &[&str] = &["quote", "recipe", "snippet", "connecting", "contexts"];

#[test]
fn a_target_names_no_other_target_and_no_registry() {
    let folders = ["server", "configure", "firewall", "connect"];
    let mut targets: Vec<_> = folders.iter().flat_map(|folder| files(&format!("src/guide/{folder}"), &["rs"])).collect();
    targets.push(("src/guide/prove.rs".into(), text("src/guide/prove.rs")));
    assert_eq!(everywhere(targets, beside), NOTHING);
}

fn beside(text: &str) -> Vec<String> {
    let named = paths(&product(text)).into_iter().filter(|path| match path[0].as_str() {
        "super" => true,
        _ => path[1] == "guide" && path.get(2).is_none_or(|module| !FOR_TARGETS.contains(&module.as_str())),
    });
    named.map(|path| path.join("::")).collect()
}

#[test]
fn a_target_that_names_another_one_or_the_registry_is_found() {
    assert_eq!(beside("use crate::{guide::{quote::chain, snippet::{Pair, Snippet}}, platform::Setup};"), NOTHING);
    assert_eq!(
        beside("use crate::guide::{configure::compose, steps::of_step};"),
        ["crate::guide::configure::compose", "crate::guide::steps::of_step"]
    );
    assert_eq!(beside("use super::curl;"), ["super::curl"]);
    assert_eq!(beside("use crate::guide::of_step;"), ["crate::guide::of_step"]);
}

#[test]
fn randomness_and_time_are_arguments_everywhere_but_where_secrets_are_made() {
    // The form hands it to what makes up a passphrase.
    let takes = |path: &str| path == "src/pki.rs" || path.starts_with("src/pki/") || path == "src/wasm/form.rs";
    let rest = core().into_iter().filter(|(path, _)| !takes(path)).collect();
    assert_eq!(everywhere(rest, takes_chance_or_time), NOTHING);
}

fn takes_chance_or_time(text: &str) -> Vec<String> {
    // To ask whether there is any takes none.
    let product = product(text).replace("getrandom::is_usable", "");
    let names = ["getrandom", "SystemRandom", "random", "SystemTime", "Instant", "now_utc", "now_local", "Date", "thread_rng"];
    names.into_iter().filter(|name| has_word(&product, name)).map(str::to_owned).collect()
}

#[test]
fn chance_and_time_that_are_taken_elsewhere_are_found() {
    assert_eq!(takes_chance_or_time("use std::time::SystemTime;"), ["SystemTime"]);
    assert_eq!(takes_chance_or_time("let octets = crate::pki::key::random::<16>()?;"), ["random"]);
    assert_eq!(takes_chance_or_time("getrandom::getrandom(&mut octets)?;"), ["getrandom"]);
    assert_eq!(takes_chance_or_time("if getrandom::is_usable() { verify(now) } // random"), NOTHING);
}

#[test]
fn a_match_on_an_enumeration_of_ours_has_an_arm_for_each_of_its_values() {
    let ours = core();
    let names = enumerations(&ours);
    let found = ours.iter().flat_map(|(path, text)| wildcards(text, &names).into_iter().map(move |arms| format!("{path}: {arms}")));
    assert_eq!(found.collect::<Vec<_>>(), NOTHING);
}

/// Their names, and the names of all their values.
fn enumerations(files: &[(String, String)]) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for product in files.iter().map(|(_, text)| product(text)) {
        for (at, start) in product.match_indices("enum ") {
            let rest = &product[at + start.len()..];
            let Some((name, block)) = rest.split_once('{') else { continue };
            names.insert(name.split('<').next().unwrap_or_default().trim().to_owned());
            let values = parts(inside(block)).into_iter().filter_map(|value| {
                let value = value.rsplit(']').next().unwrap_or_default().split(['(', '{', '=']).next().unwrap_or_default();
                value.split_whitespace().last().map(|value| format!("Self::{value}"))
            });
            names.extend(values);
        }
    }
    names
}

/// Up to the bracket that ends the block.
fn inside(block: &str) -> &str {
    let mut depth = 1;
    let end = block.char_indices().find(|(_, c)| {
        depth += i32::from("([{".contains(*c)) - i32::from(")]}".contains(*c));
        depth == 0
    });
    end.map_or(block, |(at, _)| &block[..at])
}

/// What stands between commas that are in no bracket.
fn parts(list: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut depth, mut start) = (0, 0);
    for (at, c) in list.char_indices() {
        depth += i32::from("([{".contains(c)) - i32::from(")]}".contains(c));
        if c == ',' && depth == 0 {
            parts.push(&list[start..at]);
            start = at + 1;
        }
    }
    parts.push(&list[start..]);
    parts
}

/// The arms of each match that names values of these enumerations and has an arm for the rest.
fn wildcards(text: &str, enumerations: &BTreeSet<String>) -> Vec<String> {
    let product = product(text);
    let mut found = Vec::new();
    for (at, start) in product.match_indices("match ") {
        let mut depth = 0;
        let begins = |(_, c): &(usize, char)| {
            depth += i32::from("([".contains(*c)) - i32::from(")]".contains(*c));
            *c == '{' && depth == 0
        };
        let rest = &product[at + start.len()..];
        let Some((block, _)) = rest.char_indices().find(begins) else { continue };
        let patterns: Vec<&str> = patterns(inside(&rest[block + 1..]));
        let is_ours = |pattern: &&str| {
            let words: Vec<&str> = pattern.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')).collect();
            words.iter().any(|word| {
                let owner = word.rsplit_once("::").map(|(owner, _)| owner.rsplit("::").next().unwrap_or_default());
                enumerations.contains(*word) || owner.is_some_and(|owner| enumerations.contains(owner))
            })
        };
        let is_rest = |pattern: &&str| {
            pattern.starts_with(|c: char| c == '_' || c.is_lowercase()) && pattern.chars().all(|c| c.is_alphanumeric() || c == '_')
        };
        if patterns.iter().any(is_ours) && patterns.iter().any(is_rest) {
            found.push(patterns.join(", "));
        }
    }
    found
}

/// The patterns of a match's arms, without their conditions.
fn patterns(block: &str) -> Vec<&str> {
    let mut patterns = Vec::new();
    let mut rest = block.trim_start();
    while let Some((pattern, behind)) = rest.split_once("=>") {
        patterns.push(pattern.split(" if ").next().unwrap_or_default().trim());
        let behind = behind.trim_start();
        let arm = if let Some(block) = behind.strip_prefix('{') { inside(block).len() + 2 } else { parts(behind)[0].len() };
        rest = behind.get(arm..).unwrap_or_default().trim_start().trim_start_matches(',').trim_start();
    }
    patterns
}

#[test]
fn an_arm_for_the_rest_is_found() {
    let files = [(
        String::new(),
        "pub enum Step {\n    /// One.\n    Copy,\n    #[a]\n    Place(u8),\n}\nenum Other { That { x: u8 } }\n".to_owned(),
    )];
    let names = enumerations(&files);
    assert_eq!(names.iter().map(String::as_str).collect::<Vec<_>>(), ["Other", "Self::Copy", "Self::Place", "Self::That", "Step"]);
    for text in [
        "match step { Step::Copy => a(b, c), _ => d }",
        "match step { crate::Step::Place(_) if x => { a } other => d }",
        "match self { Self::That { .. } => {} _ if x => d }",
        "match (a, b[0]) { (Some(Step::Copy), _) => 1, _ => 2 }",
    ] {
        assert_eq!(wildcards(text, &names).len(), 1, "{text}");
    }
    for text in [
        "match step { Step::Copy => 1, Step::Place(_) => match text { \"a\" => 1, _ => 2 } }",
        "match text { \"Step::Copy\" => Step::Copy, _ => Step::Place(1) }",
        "match c { c if c == Step::MAX => 1, _ => 2 }",
    ] {
        assert_eq!(wildcards(text, &names), NOTHING, "{text}");
    }
}

#[test]
fn a_types_name_means_one_thing() {
    let rust = core().into_iter().map(|(path, text)| (path, types_of_rust(&text)));
    let page = files("www", &["ts"])
        .into_iter()
        .filter(|(path, _)| !path.starts_with("www/build/npm/"))
        .map(|(path, text)| (path, types_of_typescript(&text)));
    assert_eq!(ambiguous(rust.chain(page)), NOTHING);
}

/// The page and the core say the same with it.
const SAME_THING: &[&str] = &["Format", "Locale", "Strength"];

fn types_of_rust(text: &str) -> Vec<String> {
    let product = product(text);
    let lines = product.lines().filter(|line| !line.contains("macro_rules!") && !line.contains('$'));
    let named = lines.filter_map(|line| {
        let line = line.trim_start();
        let line =
            if let Some(rest) = line.strip_prefix("pub(") { rest.split_once(") ")?.1 } else { line.strip_prefix("pub ").unwrap_or(line) };
        let line = ["struct ", "enum ", "trait "].iter().find_map(|kind| line.strip_prefix(kind))?;
        line.split(|c: char| !c.is_alphanumeric()).next().map(str::to_owned)
    });
    named.collect()
}

fn types_of_typescript(text: &str) -> Vec<String> {
    let named = text.lines().filter_map(|line| {
        let line = line.strip_prefix("export ").unwrap_or(line);
        let line = ["class ", "interface ", "type ", "enum "].iter().find_map(|kind| line.strip_prefix(kind))?;
        line.split(|c: char| !c.is_alphanumeric()).next().map(str::to_owned)
    });
    named.collect()
}

fn ambiguous(files: impl Iterator<Item = (String, Vec<String>)>) -> Vec<String> {
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (path, names) in files {
        for name in names {
            places.entry(name).or_default().push(path.clone());
        }
    }
    let twice = places.into_iter().filter(|(name, paths)| paths.len() > 1 && !SAME_THING.contains(&name.as_str()));
    twice.map(|(name, paths)| format!("{name}: {}", paths.join(", "))).collect()
}

#[test]
fn a_name_of_two_types_is_found() {
    assert_eq!(types_of_rust("/// struct A\npub(super) struct B<'a>(u8);\nlisted! {\n    pub enum C {\n"), ["B", "C"]);
    assert_eq!(
        types_of_typescript("export interface D {\ntype E = string;\nimport { type F } from \"x\";\nexport class G<T> {"),
        ["D", "E", "G"]
    );
    let files = [("a".to_owned(), vec!["Place".to_owned()]), ("b".to_owned(), vec!["Place".to_owned(), "Step".to_owned()])];
    assert_eq!(ambiguous(files.into_iter()), ["Place: a, b"]);
}
