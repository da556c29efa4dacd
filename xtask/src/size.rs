//! What the wasm is made of, and how large what is built is.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Result, bail};
use serde::Deserialize;
use wasmparser::{ExternalKind, KnownCustom, Name, Parser, Payload, TypeRef};

use crate::recipe::Budget;

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
    /// Whether a browser that opens the site fetches it at once.
    pub first_load: bool,
    pub raw: usize,
    pub gzip: usize,
    pub brotli: usize,
}

impl File {
    fn is_for_later(&self) -> bool {
        self.name.starts_with("site/assets/") && !self.first_load
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

    let mut bytes = BTreeMap::<String, usize>::new();
    for (index, body) in (imported..).zip(&bodies) {
        // The name section calls a function of the boundary "issuing_pack multivalue shim", and forgets others that wasm-bindgen added.
        let owner = match (exported.get(&index), names.get(&index)) {
            (Some(name), _) => owner_of_export(name, own),
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
    let sum = |part: fn(&File) -> usize| files.iter().filter(|file| file.first_load).map(part).sum::<usize>();
    println!("{:<42}{:>9}{:>9}{:>9}", "the site's first load", sum(|file| file.raw), sum(|file| file.gzip), sum(|file| file.brotli));
}

/// An error when a limit is passed; otherwise a line that says how the total stands.
pub fn judge(files: &[File], budget: &Budget) -> Result<String> {
    let first = || files.iter().filter(|file| file.first_load);
    let total = first().map(|file| file.brotli).sum::<usize>();
    let wasm = first().filter(|file| file.name.ends_with(".wasm")).map(|file| file.brotli).sum::<usize>();
    let offline = files.iter().filter(|file| file.is_offline()).map(|file| file.raw).sum::<usize>();
    for (what, bytes, limit) in [
        ("the page transfers, after brotli,", total, budget.total_limit),
        ("the wasm is, after brotli,", wasm, budget.wasm_limit),
        ("the offline file is", offline, budget.file_limit),
    ] {
        if bytes > limit * 1024 {
            bail!("{what} {:.1} KiB; the limit in wasm-pack.toml is {limit} KiB", kib(bytes));
        }
    }
    let aim = if total > budget.total_aim * 1024 { "above" } else { "within" };
    Ok(format!(
        "{:.1} KiB of at most {} KiB after brotli, {aim} the aim of {} KiB; the wasm has {:.1} KiB of at most {} KiB; the offline file {:.1} KiB of at most {} KiB",
        kib(total),
        budget.total_limit,
        budget.total_aim,
        kib(wasm),
        budget.wasm_limit,
        kib(offline),
        budget.file_limit
    ))
}

/// The same for what is fetched later.
pub fn judge_later(files: &[File], limit: usize) -> Result<String> {
    let total = files.iter().filter(|file| file.is_for_later()).map(|file| file.brotli).sum::<usize>();
    if total > limit * 1024 {
        bail!("the RSA generator is {:.1} KiB after brotli; the limit in wasm-pack.toml is {limit} KiB", kib(total));
    }
    Ok(format!("the RSA generator has {:.1} KiB of at most {limit} KiB after brotli", kib(total)))
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
        assert_eq!(shares[0], Share { owner: "ring".into(), bytes: 5 });
        assert_eq!(shares[1], Share { owner: "dockseal".into(), bytes: 3 });
        assert!(shares.contains(&Share { owner: "data".into(), bytes: 10 }));
        assert!(bare.len() < wasm.len());
        assert!(by_crate(&bare, "dockseal").is_err(), "nothing to attribute by");
        Ok(())
    }

    #[test]
    fn over_a_limit_is_an_error_and_over_the_aim_is_said() {
        let budget = Budget { total_aim: 2, total_limit: 4, wasm_limit: 3, file_limit: 6 };
        let file = |name: &str, kib: usize| File {
            name: name.into(),
            first_load: name.starts_with("site/assets"),
            raw: kib * 1024,
            gzip: 0,
            brotli: kib * 1024,
        };
        let verdict = |js, wasm, offline| {
            let files = [
                file("dockseal-1.html", offline),
                file("site/assets/a.js", js),
                file("site/assets/a.wasm", wasm),
                file("site/dockseal-1.html", 9),
            ];
            judge(&files, &budget).map_err(|error| error.to_string())
        };
        assert!(verdict(1, 1, 6).is_ok_and(|text| text.contains("within the aim")));
        assert!(verdict(1, 3, 0).is_ok_and(|text| text.contains("above the aim")));
        assert!(verdict(2, 3, 0).is_err_and(|text| text.contains("the page transfers, after brotli, 5.0 KiB")));
        assert!(verdict(0, 4, 0).is_err_and(|text| text.contains("the wasm is, after brotli, 4.0 KiB")));
        assert!(verdict(1, 1, 7).is_err_and(|text| text.contains("the offline file is 7.0 KiB")));
        let later = [file("site/assets/a.wasm", 9), File { first_load: false, ..file("site/assets/rsa.wasm", 3) }];
        assert!(judge_later(&later, 3).is_ok());
        assert!(judge_later(&later, 2).is_err());
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
        let functions = [vec![3], named(0, "import"), named(1, "_ZN4ring1f17h0123456789abcdefE"), named(2, "go multivalue shim")].concat();
        [
            b"\0asm\x01\0\0\0".to_vec(),
            section(1, &[1, 0x60, 0, 0]),
            section(2, &[vec![1], name("m"), name("f"), vec![0, 0]].concat()),
            section(3, &[2, 0, 0]),
            section(5, &[1, 0, 1]),
            section(7, &[vec![1], name("go"), vec![0, 2]].concat()),
            section(10, &[2, 5, 0, 0x41, 0, 0x1a, 0x0b, 3, 0, 0x01, 0x0b]),
            section(11, &[1, 0, 0x41, 0, 0x0b, 4, 1, 2, 3, 4]),
            section(0, &[name("name"), vec![1, functions.len() as u8], functions].concat()),
        ]
        .concat()
    }
}
