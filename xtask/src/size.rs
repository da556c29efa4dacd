//! What the wasm is made of, and how large what is built is.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Result, bail, ensure};
use serde::Deserialize;
use wasmparser::{ExternalKind, KnownCustom, Name, Parser, Payload, TypeRef};

use crate::recipe::{Bound, Budget, Module};

/// Bytes of the wasm, before compression.
#[derive(Debug, PartialEq)]
pub struct Share {
    pub owner: String,
    pub bytes: usize,
}

/// A file of `dist`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct File {
    pub name: String,
    /// When a browser that opens the site needs it, if it does.
    pub need: Option<Need>,
    pub raw: usize,
    pub gzip: usize,
    pub brotli: usize,
}

/// Before the form can be filled in, or before the page closes its policy.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq)]
#[serde(rename_all = "camelCase")]
pub enum Need {
    Typing,
    Closing,
}

impl File {
    /// On the site; its name has a hash behind that of the wasm.
    fn is_wasm(&self, module: &Module) -> bool {
        self.name.strip_prefix("site/assets/").is_some_and(|name| name.starts_with(&format!("{}_bg-", module.stem())))
    }

    fn is_offline(&self) -> bool {
        self.name.strip_prefix("dockseal-").is_some_and(|name| name.ends_with(".html"))
    }
}

const BINDGEN: &str = "wasm-bindgen";
const STANDARD: &str = "std, core, alloc";

/// Code by the crate that a function's symbol begins with, then data and the rest. A generic function counts for the crate that wrote it, not for the one that uses it.
pub fn by_crate(wasm: &[u8], own: &str) -> Result<Vec<Share>> {
    let mut imported = 0;
    let mut exported = BTreeMap::new();
    let mut bodies = Vec::new();
    let mut names = BTreeMap::new();
    let mut data = 0;
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::ExportSection(exports) => {
                for export in exports {
                    let export = export?;
                    if export.kind == ExternalKind::Func {
                        exported.insert(export.index, export.name);
                    }
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(body.range().len()),
            Payload::DataSection(section) => data = section.range().len(),
            Payload::CustomSection(section) => {
                if let KnownCustom::Name(subsections) = section.as_known() {
                    for subsection in subsections {
                        if let Name::Function(functions) = subsection? {
                            for naming in functions {
                                let naming = naming?;
                                names.insert(naming.index, naming.name);
                            }
                        }
                    }
                }
            }
            _ => {}
        }
    }
    if names.is_empty() {
        bail!("the wasm has no names to attribute its code by");
    }

    // What is exported may be a shim, which calls a function of the same name.
    let boundary: BTreeSet<_> = exported.values().copied().collect();
    let mut bytes = BTreeMap::<String, usize>::new();
    for (index, body) in (imported..).zip(&bodies) {
        // The name section calls a function of the boundary "issuing_pack multivalue shim", and forgets others that wasm-bindgen added.
        let owner = match (exported.get(&index), names.get(&index)) {
            (Some(name), _) => owner_of_export(name, own),
            (None, Some(name)) if boundary.contains(name) => owner_of_export(name, own),
            (None, Some(name)) => owner(name),
            (None, None) => BINDGEN.into(),
        };
        *bytes.entry(owner).or_default() += body;
    }
    let mut shares: Vec<_> = bytes.into_iter().map(|(owner, bytes)| Share { owner, bytes }).collect();
    shares.sort_by(|a, b| b.bytes.cmp(&a.bytes).then_with(|| a.owner.cmp(&b.owner)));
    let rest = without_custom_sections(wasm)?.len() - data - bodies.iter().sum::<usize>();
    shares.push(Share { owner: "data".into(), bytes: data });
    shares.push(Share { owner: "types, imports, exports, lengths".into(), bytes: rest });
    Ok(shares)
}

/// Names and notes about the tools are for us, not for the reader of the page.
pub fn without_custom_sections(wasm: &[u8]) -> Result<Vec<u8>> {
    let mut kept = Vec::with_capacity(wasm.len());
    let mut copied_to = 0;
    for payload in Parser::new(0).parse_all(wasm) {
        let payload = payload?;
        let (end, custom) = match &payload {
            Payload::Version { range, .. } => (range.end, false),
            Payload::CustomSection(section) => (section.range().end, true),
            other => match other.as_section() {
                Some((_, range)) => (range.end, false),
                None => continue,
            },
        };
        if !custom {
            kept.extend_from_slice(&wasm[copied_to..end]);
        }
        copied_to = end;
    }
    Ok(kept)
}

pub fn print_shares(file: &Path, shares: &[Share]) {
    let total: usize = shares.iter().map(|share| share.bytes).sum();
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    println!("\n{:<34}{:>9}{:>8}", format!("{name}, by crate"), "bytes", "part");
    for Share { owner, bytes } in shares {
        println!("{owner:<34}{bytes:>9}{:>7.1}%", 100.0 * *bytes as f64 / total as f64);
    }
    println!("{:<34}{total:>9}", "together");
}

pub fn print_files(files: &[File]) {
    println!("\n{:<42}{:>9}{:>9}{:>9}", "files", "raw", "gzip", "brotli");
    for File { name, raw, gzip, brotli, .. } in files {
        println!("{name:<42}{raw:>9}{gzip:>9}{brotli:>9}");
    }
    let sum = |part: fn(&File) -> usize| files.iter().filter(|file| file.need.is_some()).map(part).sum::<usize>();
    println!("{:<42}{:>9}{:>9}{:>9}", "the site's first load", sum(|file| file.raw), sum(|file| file.gzip), sum(|file| file.brotli));
}

/// An error when a limit is passed; otherwise a line for each size that says how it stands.
pub fn judge(files: &[File], budget: &Budget, modules: &[Module]) -> Result<Vec<String>> {
    let sum =
        |is_part: &dyn Fn(&File) -> bool, size: fn(&File) -> usize| files.iter().filter(|file| is_part(file)).map(size).sum::<usize>();
    let sizes = [
        ("what comes before the form".to_owned(), sum(&|file| file.need == Some(Need::Typing), |file| file.brotli), budget.typing),
        ("what comes before the policy closes".to_owned(), sum(&|file| file.need.is_some(), |file| file.brotli), budget.closing),
        ("the offline file".to_owned(), sum(&File::is_offline, |file| file.raw), budget.file),
    ];
    let wasms =
        modules.iter().map(|module| (format!("{}.wasm", module.name), sum(&|file| file.is_wasm(module), |file| file.brotli), module.size));
    sizes.into_iter().chain(wasms).map(|(what, bytes, bound)| stands(&what, bytes, bound)).collect()
}

fn stands(what: &str, bytes: usize, Bound { aim, limit }: Bound) -> Result<String> {
    ensure!(bytes <= limit * 1024, "{what}: {:.1} KiB; the limit in wasm-pack.toml is {limit} KiB", kib(bytes));
    let short = if bytes > aim * 1024 { format!(", above the aim of {aim} KiB") } else { String::new() };
    Ok(format!("{what}: {:.1} KiB of at most {limit} KiB{short}", kib(bytes)))
}

/// An error when code of a package is in a wasm that it may not be in. A package that is in no wasm at all is one too: its name is misspelt.
pub fn judge_owners(wasms: &[(&Module, &[Share])]) -> Result<()> {
    for (module, shares) in wasms {
        let has = |shares: &[Share], no: &String| shares.iter().any(|share| share.owner == *no);
        let wrong: Vec<_> = module.without.iter().filter(|no| has(shares, no)).map(String::as_str).collect();
        ensure!(wrong.is_empty(), "the wasm {} has code of {}", module.name, wrong.join(", "));
        let unknown = module.without.iter().find(|no| !wasms.iter().any(|(_, shares)| has(shares, no)));
        ensure!(unknown.is_none(), "the wasm {} is to be without {unknown:?}, which no wasm has code of", module.name);
    }
    Ok(())
}

fn kib(bytes: usize) -> f64 {
    bytes as f64 / 1024.0
}

/// The boundary's exports carry the code that was inlined into them.
fn owner_of_export(name: &str, own: &str) -> String {
    let helper = name.starts_with("__") || name.starts_with("ring_core_");
    if helper { owner(name) } else { own.into() }
}

fn owner(symbol: &str) -> String {
    // Compiler builtins keep their C names: memory functions, and arithmetic wider than wasm's.
    const BUILTINS: [&str; 4] = ["memcmp", "memcpy", "memmove", "memset"];
    // wasm-opt numbers what it takes apart.
    let unnumbered = symbol.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches('_');
    if let Ok(demangled) = rustc_demangle::try_demangle(symbol).or_else(|_| rustc_demangle::try_demangle(unnumbered)) {
        return match first_crate(&format!("{demangled:#}")).as_deref() {
            None | Some("__rustc" | "alloc" | "compiler_builtins" | "core" | "std") => STANDARD.into(),
            Some(krate) => krate.replace('_', "-"),
        };
    }
    let arithmetic = symbol.starts_with("__") && ["ti2", "ti3", "ti4"].iter().any(|end| symbol.ends_with(end));
    if BUILTINS.contains(&symbol) || arithmetic || symbol.starts_with("__rust_") || symbol.starts_with("__rdl_") {
        STANDARD.into()
    } else if symbol.starts_with("__") || symbol.ends_with(" shim") {
        BINDGEN.into()
    } else {
        "ring (C)".into()
    }
}

/// The crate of the first path in a symbol: `<&[core::x::Y] as z::W>::f` is core's, `<u8 as z::W>::f` z's.
fn first_crate(path: &str) -> Option<String> {
    let (before, _) = path.split_once("::")?;
    let start = before.rfind(|c: char| !(c.is_alphanumeric() || c == '_')).map_or(0, |at| at + 1);
    Some(before[start..].to_owned()).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_symbol_belongs_to_the_crate_that_its_first_path_begins_with() {
        let cases = [
            ("_ZN4ring2ec7suite_b3ops4Elem3mul17h0123456789abcdefE", "ring"),
            ("_ZN59_$LT$dockseal..spec..Host$u20$as$u20$core..fmt..Display$GT$3fmt17h0123456789abcdefE", "dockseal"),
            ("_ZN4core3fmt3num3imp52_$LT$impl$u20$core..fmt..Display$u20$for$u20$u32$GT$3fmt17h0123456789abcdefE", "std, core, alloc"),
            ("_ZN42_$LT$$RF$T$u20$as$u20$core..fmt..Debug$GT$3fmt17h0123456789abcdefE", "std, core, alloc"),
            ("_RNvNtCs1234_5rcgen8key_pair8generate", "rcgen"),
            ("_ZN13crypto_bigint4uint3mul9karatsuba12wrapping_mul17h0123456789abcdefE_7", "crypto-bigint"),
            ("memcpy", "std, core, alloc"),
            ("__multi3", "std, core, alloc"),
            ("__wbindgen_malloc", "wasm-bindgen"),
            ("closure externref shim", "wasm-bindgen"),
            ("ring_core_0_17_14__bn_mul_mont", "ring (C)"),
            ("fe_mul_impl", "ring (C)"),
        ];
        for (symbol, expected) in cases {
            assert_eq!(owner(symbol), expected, "{symbol}");
        }
        assert_eq!(owner_of_export("preview", "dockseal"), "dockseal");
        assert_eq!(owner_of_export("__wbindgen_free", "dockseal"), "wasm-bindgen");
        assert_eq!(owner_of_export("ring_core_0_17_14__bn_mul_mont", "dockseal"), "ring (C)");
    }

    #[test]
    fn shares_add_up_to_the_file_without_its_names() -> Result<()> {
        let wasm = sample();
        let shares = by_crate(&wasm, "dockseal")?;
        let bare = without_custom_sections(&wasm)?;
        assert_eq!(shares.iter().map(|share| share.bytes).sum::<usize>(), bare.len());
        assert_eq!(shares[0], Share { owner: "ring".into(), bytes: 8 });
        // The shim and what it calls.
        assert_eq!(shares[1], Share { owner: "dockseal".into(), bytes: 5 });
        assert!(shares.contains(&Share { owner: "data".into(), bytes: 10 }));
        assert!(bare.len() < wasm.len());
        assert!(by_crate(&bare, "dockseal").is_err(), "nothing to attribute by");
        Ok(())
    }

    fn module(size: Bound, without: &[&str]) -> Module {
        let without = without.iter().map(|name| (*name).to_owned()).collect();
        Module { name: "rsa".into(), krate: "dockseal-rsa".into(), features: None, later: true, size, without, wasm_opt: None }
    }

    #[test]
    fn code_of_a_package_that_may_not_be_there_is_an_error() -> Result<()> {
        let shares = by_crate(&sample(), "dockseal")?;
        let elsewhere = [Share { owner: "rcgen".into(), bytes: 1 }];
        let judged = |without: &[&str]| judge_owners(&[(&module(SMALL, without), &shares), (&module(SMALL, &[]), &elsewhere)]);
        assert!(judged(&["rcgen"]).is_ok());
        assert!(judged(&["rcgen", "ring"]).is_err_and(|error| error.to_string().contains("code of ring")));
        assert!(judged(&["rcgne"]).is_err_and(|error| error.to_string().contains("rcgne")));
        Ok(())
    }

    const SMALL: Bound = Bound { aim: 1, limit: 2 };

    #[test]
    fn over_a_limit_is_an_error_and_over_the_aim_is_said() {
        let budget = Budget { typing: SMALL, closing: Bound { aim: 3, limit: 5 }, file: Bound { aim: 6, limit: 7 } };
        let file =
            |name: &str, need: Option<Need>, kib: usize| File { name: name.into(), need, raw: kib * 1024, gzip: 0, brotli: kib * 1024 };
        let verdict = |script, form, rsa, offline| {
            let files = [
                file("dockseal-1.html", None, offline),
                file("site/assets/a.js", Some(Need::Typing), script),
                file("site/assets/dockseal_form_bg-1.wasm", Some(Need::Closing), form),
                file("site/assets/dockseal_rsa_bg-1.wasm", None, rsa),
                file("site/dockseal-1.html", None, 9),
            ];
            judge(&files, &budget, &[module(SMALL, &[])]).map(|lines| lines.join("\n")).map_err(|error| error.to_string())
        };
        assert!(verdict(1, 2, 1, 6).is_ok_and(|text| !text.contains("above")));
        assert!(verdict(2, 2, 1, 7).is_ok_and(|text| text.contains("before the form: 2.0 KiB of at most 2 KiB, above the aim of 1 KiB")));
        assert!(verdict(3, 1, 1, 6).is_err_and(|text| text.contains("before the form: 3.0 KiB")));
        assert!(verdict(2, 4, 1, 6).is_err_and(|text| text.contains("before the policy closes: 6.0 KiB")));
        assert!(verdict(1, 1, 1, 8).is_err_and(|text| text.contains("the offline file: 8.0 KiB")));
        assert!(verdict(1, 1, 3, 6).is_err_and(|text| text.contains("rsa.wasm: 3.0 KiB")));
    }

    /// One imported function, two of our own, a byte string in the data, and names.
    fn sample() -> Vec<u8> {
        fn section(id: u8, content: &[u8]) -> Vec<u8> {
            [&[id, content.len() as u8], content].concat()
        }
        fn name(text: &str) -> Vec<u8> {
            [&[text.len() as u8], text.as_bytes()].concat()
        }
        let named = |index: u8, text: &str| [vec![index], name(text)].concat();
        let functions =
            [vec![4], named(0, "import"), named(1, "_ZN4ring1f17h0123456789abcdefE"), named(2, "go multivalue shim"), named(3, "go")]
                .concat();
        [
            b"\0asm\x01\0\0\0".to_vec(),
            section(1, &[1, 0x60, 0, 0]),
            section(2, &[vec![1], name("m"), name("f"), vec![0, 0]].concat()),
            section(3, &[3, 0, 0, 0]),
            section(5, &[1, 0, 1]),
            section(7, &[vec![1], name("go"), vec![0, 2]].concat()),
            section(10, &[3, 8, 0, 0x41, 0, 0x41, 0, 0x1a, 0x1a, 0x0b, 3, 0, 0x01, 0x0b, 2, 0, 0x0b]),
            section(11, &[1, 0, 0x41, 0, 0x0b, 4, 1, 2, 3, 4]),
            section(0, &[name("name"), vec![1, functions.len() as u8], functions].concat()),
        ]
        .concat()
    }
}
