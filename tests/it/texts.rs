//! What the page says. TypeScript holds the keys of the languages equal; here is what it cannot see.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use dockseal::{
    Code, Draft, Field, KeyAlgorithm, PrivateKey, Problem,
    key::Derivation,
    problem::Fault,
    snippet::{self, Numbered, Pair, Remark, SnippetId, Step, Way},
    spec::{Locale, Platform, StrengthName},
    text,
    verify::CheckCode,
};
use serde::Serialize;

use crate::{
    judge::{issue, now},
    tidy::{files, has_word, repository},
};

/// By their path, as in `problems.host-is-url`.
type Texts = BTreeMap<String, String>;

#[test]
fn both_languages_say_the_same_things() {
    assert_eq!(differences(&locale("en"), &locale("zh-CN")), [""; 0]);
}

#[test]
fn a_text_that_is_missing_untranslated_or_has_other_placeholders_is_found() {
    let texts = |source: &str| read(&format!("export const x = {source};\n"));
    let en = texts("{ a: \"Key {done} of {total}\", b: { \"c-d\": \"Close\" } as Record<string, string>, e: \"curl\", f: \"\" }");
    let zh = |source: &str| differences(&en, &texts(source));
    assert_eq!(zh("{ a: \"第 {done} 个，共 {total} 个\", b: { \"c-d\": \"关闭\" }, e: \"curl\", f: \"\" }"), [""; 0]);
    assert_eq!(zh("{ a: \"{total} 之 {doen}\", b: { \"c-d\": \"关闭\" }, e: \"curl\", f: \"\" }").len(), 1);
    assert_eq!(zh("{ a: \"{done} 之 {total}\", b: {}, e: \"curl\", f: \"\" }").len(), 1);
    assert_eq!(zh("{ a: \"{done} 之 {total}\", b: { \"c-d\": \"Shut\" }, e: \"curl\", f: \"\" }").len(), 1);
    assert_eq!(zh("{ a: \"{done} 之 {total}\", b: { \"c-d\": \"关闭\" }, e: \"curl\", f: \"有\" }").len(), 1);
    assert_eq!(zh("{ a: \"{done} 之 {total}\", b: { \"c-d\": \"关闭\", x: \"多\" }, e: \"curl\", f: \"\" }").len(), 1);
}

#[test]
fn everything_that_the_core_can_name_has_a_text_and_nothing_else_has() {
    fn names<T: Serialize>(all: &[T]) -> BTreeSet<String> {
        let name = |one: &T| serde_json::to_value(one).expect("JSON").as_str().expect("a name").to_owned();
        all.iter().map(name).collect()
    }
    let issued = issue(&Draft { hosts: "a.example".into(), ..Draft::default() }, now());
    let certificates = dockseal::bundle::certificates(&issued.spec, &issued.pki);
    let usages = certificates.iter().flat_map(|certificate| &certificate.usages).map(|usage| (*usage).to_owned()).collect();
    let roles = names(dockseal::bundle::Role::ALL);
    for texts in [locale("en"), locale("zh-CN")] {
        assert_eq!(group(&texts, "fields"), names(Field::ALL));
        assert_eq!(group(&texts, "problems"), names(Code::ALL));
        assert_eq!(group(&texts, "steps"), names(Step::ALL));
        assert_eq!(group(&texts, "guide.ways"), names(Way::ALL));
        assert_eq!(group(&texts, "snippets"), names(SnippetId::ALL));
        assert_eq!(group(&texts, "remarks"), names(Remark::ALL));
        assert_eq!(group(&texts, "checks"), names(CheckCode::ALL));
        assert_eq!(group(&texts, "platforms"), Platform::ALL.iter().map(|one| one.name().to_owned()).collect());
        assert_eq!(group(&texts, "keyAlgorithms"), KeyAlgorithm::ALL.iter().map(|one| one.name().to_owned()).collect());
        assert_eq!(group(&texts, "passphrase.strengths"), names(StrengthName::ALL));
        assert_eq!(group(&texts, "result.roles"), roles);
        assert_eq!(group(&texts, "result.usages"), usages);
    }
}

/// Who reads both takes a step for the same one.
#[test]
fn a_step_has_one_name_on_the_page_and_in_the_readmes_and_one_number() {
    for (locale, texts) in [("en", locale("en")), ("zh-CN", locale("zh-CN"))] {
        for platform in Platform::ALL {
            let draft = Draft { hosts: "a.example".into(), platform: platform.name().into(), locale: locale.into(), ..Draft::default() };
            let spec = draft.parse().spec.expect("valid");
            let pair = Pair { spec: &spec, daemon: &spec.daemons[0], client: &spec.clients[0] };
            let readme = snippet::server_readme(pair);
            let mut by_hand = 0;
            for Numbered { step, number, way, .. } in snippet::steps(pair) {
                let name = serde_json::to_value(step).expect("JSON");
                let title = &texts[&format!("steps.{}.title", name.as_str().expect("a name"))];
                let lines = match way {
                    None => vec![format!("{number}. {title}")],
                    Some(Way::Script) => {
                        let (set_up, script) = (&texts["guide.setUp"], &texts["guide.ways.script"]);
                        vec![format!("{number}. {set_up}"), format!("A. {script}"), format!("B. {}", texts["guide.ways.hand"])]
                    }
                    Some(Way::Hand) => {
                        by_hand += 1;
                        vec![format!("B{by_hand}. {title}")]
                    }
                };
                for line in lines {
                    let line = line.replace('’', "'");
                    assert!(readme.lines().any(|one| one.starts_with(&line)), "{line} in {platform:?}\n{readme}");
                }
            }
        }
    }
}

#[test]
fn the_page_quotes_what_the_test_with_a_stranger_says() {
    for locale in Locale::ALL {
        let said = text::STRANGER_REFUSED.in_locale(*locale);
        assert_eq!(self::locale(locale.name())["snippets.prove-no.see"], said);
    }
}

/// These are looked up by what the core names; the test above holds them.
const LOOKED_UP: [&str; 14] = [
    "fields",
    "problems",
    "steps",
    "snippets",
    "remarks",
    "checks",
    "platforms",
    "keyAlgorithms",
    "passphrase.strengths",
    "guide.places",
    "guide.ways",
    "result.roles",
    "result.usages",
    "result.kinds",
];

#[test]
fn no_text_is_unused() {
    let page: String = files("www", &["ts"]).into_iter().filter(|(path, _)| !path.contains("locales")).map(|(_, text)| text).collect();
    assert_eq!(unused(&locale("en"), &page), [""; 0]);
}

#[test]
fn an_unused_text_is_found() {
    let texts = read("export const en = { form: { issue: \"Make\", old: \"Old\" }, steps: { copy: \"Copy\" } };");
    assert_eq!(unused(&texts, "h(texts.form.issue, older, texts.steps[step])"), ["form.old"]);
}

/// Each draft of a list that has every problem, so that none goes untried.
#[test]
fn every_placeholder_of_a_problems_text_is_filled() {
    let en = locale("en");
    let mut seen = BTreeSet::new();
    for (field, text) in every_mistake() {
        let mut draft = Draft { hosts: "docker.example.com".into(), ..Draft::default() };
        // A daemon in a container wants a name.
        if text == "dind" {
            draft.hosts = "192.0.2.10".into();
        }
        match field {
            Field::DaemonJson if !text.contains("tlskey") => draft.platform = "systemd-daemon-json".into(),
            Field::ExecStart if text == "windows" => draft.platform = text.clone(),
            Field::ExecStart if text.contains("rootless") => draft.platform = "rootless".into(),
            _ => {}
        }
        draft.field_mut(field).clone_from(&text);
        for problem in draft.parse().problems {
            let code = serde_json::to_value(problem.code).expect("JSON").as_str().expect("a name").to_owned();
            let sentence = &en[&format!("problems.{code}")];
            assert_eq!(unfilled(sentence, &problem), [""; 0], "{sentence:?} for {text:?} in {field:?}");
            seen.insert(problem.code);
        }
    }
    for text in every_key_that_is_not_read() {
        let Fault { code, hint } = PrivateKey::read(&text, "another").expect_err("not read");
        let sentence = &en[&format!("problems.{}", serde_json::to_value(code).expect("JSON").as_str().expect("a name"))];
        let problem = Problem { hint, ..Problem::new(Field::CaPassphrase, code) };
        assert_eq!(unfilled(sentence, &problem), [""; 0], "{sentence:?} for {text}");
        seen.insert(code);
    }
    let untried: Vec<&Code> = Code::ALL.iter().filter(|code| !seen.contains(code)).collect();
    assert!(untried.is_empty(), "{untried:?}");
}

fn unfilled(sentence: &str, problem: &Problem) -> Vec<String> {
    let filled = |name: &String| match name.as_str() {
        "value" => problem.value.is_some(),
        "hint" => problem.hint.is_some(),
        "line" => problem.line.is_some(),
        _ => false,
    };
    placeholders(sentence).into_iter().filter(|name| !filled(name)).collect()
}

fn every_mistake() -> Vec<(Field, String)> {
    let many = |count: usize, separator: &str| (0..count).map(|index| format!("h{index}.example{separator}")).collect::<String>();
    let mut mistakes = vec![
        (Field::Hosts, many(Draft::MAX_ENTRIES + 1, "\n")),
        (Field::Hosts, many(Draft::MAX_NAMES + 1, " ")),
        (Field::Hosts, "a.".repeat(200)),
        (Field::Clients, many(Draft::MAX_ENTRIES + 1, "\n")),
        (Field::Clients, "a".repeat(65)),
        (Field::Organization, "a".repeat(65)),
        (Field::Email, format!("{}@example.com", "a".repeat(255))),
        (Field::CaPassphrase, "a".repeat(1025)),
    ];
    for (field, texts) in [
        (
            Field::Hosts,
            &["", "tcp://a.example:2376", "tcp://", "https://-/", "root@a.example", "a.example:2376", ":2376", "-:1", "192.0.2.0/24"][..],
        ),
        (Field::Hosts, &["0.0.0.0", "255.255.255.255", "$HOST", "10.10.10.20", "fe80::1%eth0", "256.1.1.1", "a..b", "bücher.example"]),
        (
            Field::Hosts,
            &[
                "tcp://bücher.example",
                "bücher.example:2376",
                "*.a.example b.example",
                "a.example *.a.example",
                "a.*.example",
                "a.example a.example",
            ],
        ),
        (Field::Hosts, &["a.example\nb.example a.example", "a.example\na.example b.example"]),
        (Field::Clients, &["", "../x", "a\nA"]),
        (Field::Platform, &["solaris", "dind"]),
        (Field::KeyAlgorithm, &["dsa", "ed25519"]),
        (Field::CaKeyAlgorithm, &["rsa-1024"]),
        (Field::CaDays, &["", "many", "0", "30"]),
        (Field::CaCommonName, &["docker.example.com", "client", "a\u{202e}b"]),
        (Field::Country, &["China"]),
        (Field::Email, &["nobody"]),
        (Field::CaPassphrase, &["secret", " ", "päss", "a\nb"]),
        (Field::CaPassphraseRepeat, &["another"]),
        (Field::CertDirectory, &["tls", "/etc/../tls", "/etc/docker/certs.d"]),
        (Field::ListenAddress, &["localhost", "127.0.0.1"]),
        (Field::Port, &["2375", "0"]),
        (Field::AllowedSources, &["office", "0.0.0.0/0"]),
        (
            Field::DaemonJson,
            &[
                "{",
                "{ // a\n}",
                "{ \"a\": 1, }",
                "\u{feff}{}",
                "{ \"a\": 1, \"a\": 2 }",
                "[]",
                "{ \"hosts\": 1 }",
                "{ \"tls\": false }",
                "{ \"tlsverify\": true, \"hosts\": [\"tcp://a:2375\", \"tcp://a\", \"tcp://a:2376\"] }",
                "{ \"tlsverify\": false }",
                "{ \"tlskey\": \"/x\" }",
            ],
        ),
        (
            Field::ExecStart,
            &[
                "dockerd \"",
                "sh",
                "a\nb",
                "# /x.service.d/zz.conf\nExecStart=dockerd",
                "ExecStart=dockerd-rootless.sh\n# /x.service.d/zz.conf\nEnvironment=DOCKERD_ROOTLESS_ROOTLESSKIT_FLAGS=--ipv6",
                "windows",
                "dockerd --tls=0 $A",
                "Environment=A=-Hx\nEnvironmentFile=/a\nExecStart=dockerd $A",
            ],
        ),
        (Field::Locale, &["de"]),
    ] {
        mistakes.extend(texts.iter().map(|text| (field, (*text).to_owned())));
    }
    mistakes
}

fn every_key_that_is_not_read() -> Vec<String> {
    let key = PrivateKey::generate(KeyAlgorithm::EcdsaP256).expect("a key");
    let encrypted = key.to_encrypted_pem(&Derivation::new().expect("a salt").derive("one")).expect("PEM");
    vec![
        String::new(),
        encrypted.to_string(),
        "-----BEGIN DSA PRIVATE KEY-----\nAAAA\n-----END DSA PRIVATE KEY-----\n".into(),
        "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END RSA PRIVATE KEY-----\n".into(),
    ]
}

fn locale(name: &str) -> Texts {
    read(&fs::read_to_string(repository().join(Path::new("www/locales").join(name).with_extension("ts"))).expect("the locale"))
}

fn group(texts: &Texts, name: &str) -> BTreeSet<String> {
    let prefix = format!("{name}.");
    let keys = texts.keys().filter_map(|key| key.strip_prefix(&prefix));
    keys.map(|key| key.split('.').next().unwrap_or_default().to_owned()).collect()
}

fn differences(en: &Texts, zh: &Texts) -> Vec<String> {
    let is_chinese = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    let keys: BTreeSet<&String> = en.keys().chain(zh.keys()).collect();
    let mut found = Vec::new();
    for key in keys {
        let (Some(en), Some(zh)) = (en.get(key), zh.get(key)) else {
            found.push(format!("{key} is in one language only"));
            continue;
        };
        if placeholders(en) != placeholders(zh) {
            found.push(format!("{key} has other placeholders: {en:?}, {zh:?}"));
        }
        if en.is_empty() != zh.is_empty() {
            found.push(format!("{key} is empty in one language only"));
        }
        // A name is the same in every language.
        if is_chinese(en) || !(is_chinese(zh) || en == zh) {
            found.push(format!("{key} is not in its language: {en:?}, {zh:?}"));
        }
    }
    found
}

fn placeholders(text: &str) -> BTreeSet<String> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name.to_owned()).collect()
}

fn unused(texts: &Texts, page: &str) -> Vec<String> {
    let is_looked_up = |key: &str| LOOKED_UP.iter().any(|group| key.strip_prefix(group).is_some_and(|rest| rest.starts_with('.')));
    let is_used = |key: &str| has_word(page, key.rsplit('.').next().unwrap_or_default());
    texts.keys().filter(|key| !is_looked_up(key) && !is_used(key)).cloned().collect()
}

/// Reads what a locale uses of TypeScript: one object of objects and strings in double quotes, with types behind some of them.
fn read(source: &str) -> Texts {
    let (_, rest) = source.split_once(" = {").expect("an object");
    let mut reader = Reader { rest, texts: Texts::new() };
    reader.object("");
    reader.texts
}

struct Reader<'a> {
    rest: &'a str,
    texts: Texts,
}

impl Reader<'_> {
    /// After its opening brace.
    fn object(&mut self, path: &str) {
        loop {
            self.skip();
            if self.take('}') {
                return;
            }
            let key = if self.rest.starts_with('"') { self.string() } else { self.word() };
            self.skip();
            assert!(self.take(':'), "a colon after {path}{key}");
            self.skip();
            if self.take('{') {
                self.object(&format!("{path}{key}."));
                self.skip_type();
            } else {
                let text = self.string();
                assert!(self.texts.insert(format!("{path}{key}"), text).is_none(), "{path}{key} twice");
            }
            self.skip();
            self.take(',');
        }
    }

    fn skip(&mut self) {
        self.rest = self.rest.trim_start();
        while let Some(comment) = self.rest.strip_prefix("//") {
            self.rest = comment.split_once('\n').map_or("", |(_, rest)| rest).trim_start();
        }
    }

    /// `satisfies Record<Field, { label: string }>`, up to the comma behind it or the brace around it.
    fn skip_type(&mut self) {
        let mut depth = 0;
        for (place, c) in self.rest.char_indices() {
            match c {
                '<' | '{' => depth += 1,
                ',' | '}' if depth == 0 => {
                    self.rest = &self.rest[place..];
                    return;
                }
                '>' | '}' => depth -= 1,
                _ => {}
            }
        }
    }

    fn take(&mut self, c: char) -> bool {
        let after = self.rest.strip_prefix(c);
        self.rest = after.unwrap_or(self.rest);
        after.is_some()
    }

    fn word(&mut self) -> String {
        let end = self.rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).expect("an end");
        let (word, rest) = self.rest.split_at(end);
        assert!(!word.is_empty(), "a key, not {:?}", rest.lines().next());
        self.rest = rest;
        word.to_owned()
    }

    fn string(&mut self) -> String {
        let mut strings = serde_json::Deserializer::from_str(self.rest).into_iter::<String>();
        let string = strings.next().expect("a string").unwrap_or_else(|error| panic!("{error}: {:?}", self.rest.lines().next()));
        self.rest = &self.rest[strings.byte_offset()..];
        string
    }
}
