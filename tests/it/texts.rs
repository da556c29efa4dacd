//! What the page says. TypeScript holds the keys of the languages equal; here is what it cannot see.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use dockseal::{
    Code, Draft, Field, KeyAlgorithm, Platform, PrivateKey, Problem,
    brought::Flaw,
    guide::{Audience, Tried},
    pki::key::Derivation,
    problem::Fault,
    spec::{
        ClientKind, StrengthName,
        order::{Role, TrustKind},
    },
    verify::CheckCode,
};
use serde::Serialize;

use crate::{
    judge::{issue, now},
    key::beyond_every_limit,
    tidy::{files, has_word, repository},
};

/// Texts by their path, as in `problems.host-is-url`.
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
    let certificates = dockseal::bundle::certificates(&issued.pki, &issued.folders);
    let usages = certificates.iter().flat_map(|certificate| &certificate.usages).map(|usage| (*usage).to_owned()).collect();
    // The archive of all is for nobody in particular, and what says whom a host lets in has no certificate of its own.
    let roles: BTreeSet<String> = names(Role::ALL).into_iter().chain(["all".to_owned(), "trust".to_owned()]).collect();
    for texts in [locale("en"), locale("zh-CN")] {
        assert_eq!(group(&texts, "fields"), names(Field::ALL));
        assert_eq!(group(&texts, "problems"), names(Code::ALL));
        assert_eq!(group(&texts, "open.problems"), names(Flaw::ALL));
        assert_eq!(group(&texts, "checks"), names(CheckCode::ALL));
        assert_eq!(group(&texts, "platforms"), Platform::ALL.iter().map(|one| one.name().to_owned()).collect());
        assert_eq!(group(&texts, "clientKinds"), ClientKind::ALL.iter().map(|one| one.name().to_owned()).collect());
        assert_eq!(group(&texts, "keyAlgorithms"), KeyAlgorithm::ALL.iter().map(|one| one.name().to_owned()).collect());
        assert_eq!(group(&texts, "trust.answers"), TrustKind::names().map(str::to_owned).collect());
        assert_eq!(group(&texts, "passphrase.strengths"), names(StrengthName::ALL));
        assert_eq!(group(&texts, "recipes.groups"), names(Audience::ALL));
        assert_eq!(group(&texts, "recipes.tried"), names(Tried::ALL));
        assert_eq!(group(&texts, "result.roles"), roles);
        assert_eq!(group(&texts, "result.usages"), usages);
    }
}

/// What the core says of the page's own labels, by their names there.
#[test]
fn a_label_that_the_core_quotes_is_one_of_the_page() {
    for (core, page) in [("en", "en"), ("zh_cn", "zh-CN")] {
        let said = fs::read_to_string(repository().join("src/locales").join(core).with_extension("rs")).expect("the locale");
        assert_eq!(unknown_labels(&said, &locale(page)), [""; 0]);
    }
}

/// What stands in quotation marks and is no label. What a program prints is quoted as well.
fn unknown_labels(said: &str, page: &Texts) -> Vec<String> {
    let printed = ["proved", "refused", "ok", "已验证", "被拒绝", "成功"];
    let straight = said.split("\\\"").skip(1).step_by(2);
    let quoted = said.split('“').skip(1).filter_map(|rest| Some(rest.split_once('”')?.0));
    let is_label = |text: &str| text.contains(['/', '{']) || printed.contains(&text) || page.values().any(|label| label == text);
    straight.chain(quoted).filter(|text| !is_label(text)).map(str::to_owned).collect()
}

#[test]
fn a_label_that_the_page_has_not_is_found() {
    let page = read("export const x = { a: \"Allowed\" };");
    assert_eq!(unknown_labels("Fill in \\\"Allowed\\\", then “Allowed”, then \\\"Closed\\\" or “Open”.", &page), ["Closed", "Open"]);
}

/// These are looked up by what the core names; the test above holds them.
const LOOKED_UP: [&str; 15] = [
    "fields",
    "problems",
    "open.problems",
    "requests.problems",
    "checks",
    "platforms",
    "clientKinds",
    "keyAlgorithms",
    "trust.answers",
    "passphrase.strengths",
    "result.roles",
    "result.usages",
    "result.kinds",
    "recipes.groups",
    "recipes.tried",
];

#[test]
fn no_text_is_unused() {
    let page: String = files("www", &["ts"]).into_iter().filter(|(path, _)| !path.contains("locales")).map(|(_, text)| text).collect();
    assert_eq!(unused(&locale("en"), &page), [""; 0]);
}

#[test]
fn an_unused_text_is_found() {
    let texts = read("export const en = { form: { issue: \"Make\", old: \"Old\" }, checks: { copy: \"Copy\" } };");
    assert_eq!(unused(&texts, "h(texts.form.issue, older, texts.checks[code])"), ["form.old"]);
}

/// Each draft of a list that has every problem, so that none goes untried.
#[test]
fn every_placeholder_of_a_problems_text_is_filled() {
    let en = locale("en");
    let mut seen = BTreeSet::new();
    for (field, text) in every_mistake() {
        let text = text.replace("TOOLONG", &format!("${{A}}{}", "a".repeat(20_000)));
        let mut draft = Draft { hosts: "docker.example.com".into(), ..Draft::default() };
        // A daemon in a container wants a name.
        if text == "dind" {
            draft.hosts = "192.0.2.10".into();
        }
        if text.contains("listed") {
            draft.trust = TrustKind::List.name().into();
        }
        match field {
            Field::DaemonJson if text.contains("/y") => draft.platform = "rootless".into(),
            Field::DaemonJson if !text.contains("tlskey") => draft.platform = "systemd-daemon-json".into(),
            Field::ExecStart if text.starts_with("windows") => draft.platform = "windows".into(),
            Field::ExecStart if text.contains("--config-file") => draft.platform = "systemd-daemon-json".into(),
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

/// The line stands before the sentence (`field.ts`).
fn unfilled(sentence: &str, problem: &Problem) -> Vec<String> {
    let filled = |name: &String| match name.as_str() {
        "value" => problem.value.is_some(),
        "hint" => problem.hint.is_some(),
        _ => false,
    };
    placeholders(sentence).into_iter().filter(|name| !filled(name)).collect()
}

fn every_mistake() -> Vec<(Field, String)> {
    let many = |count: usize, separator: &str| (0..count).map(|index| format!("h{index}.example{separator}")).collect::<String>();
    let mut mistakes = vec![
        (Field::DaemonJson, "{ \"hosts\": [\"https://127.0.0.1:2377\"] }".into()),
        (Field::Hosts, many(Draft::MAX_ENTRIES + 1, "\n")),
        (Field::Hosts, many(Draft::MAX_NAMES + 1, " ")),
        (Field::Hosts, "- ".repeat(Draft::MAX_PROBLEMS + 1)),
        (Field::AllowedSources, (0..=Draft::MAX_SOURCES).map(|index| format!("10.0.{}.{} ", index / 250, index % 250)).collect()),
        (Field::DaemonJson, "x".repeat(Draft::max_octets(Field::DaemonJson) + 1)),
        (Field::Hosts, "a.".repeat(200)),
        (Field::Clients, many(Draft::MAX_ENTRIES + 1, "\n")),
        (Field::Clients, "a".repeat(65)),
        (Field::Clients, (0..300).map(|index| format!("listed-{index:050}\n")).collect()),
        (Field::Clients, (0..1000).map(|index| format!("listed-{index:050}\n")).collect()),
        (Field::Trust, "everybody".into()),
        (Field::Hosts, "listed.example platform=dind".into()),
        (Field::Organization, "a".repeat(65)),
        (Field::Email, format!("{}@example.com", "a".repeat(255))),
        (Field::CaPassphrase, "a".repeat(1025)),
        (Field::DaemonJson, format!("{{ \"a\": {}", "[".repeat(200))),
        (Field::DaemonJson, "{ \"tlskey\": \"/x\" }".into()),
        (Field::DaemonJson, "{ \"tlskey\": \"/y\" }".into()),
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
        (Field::Hosts, &["a.example\nb.example a.example", "a.example\na.example b.example", "2001:db8::1\n2001-db8--1"]),
        (Field::Hosts, &["ssh root@a.example", "2222", "*.lan", "192.0.2.1 a.example", "127.0.0.1 localhost\na.example"]),
        (Field::Hosts, &["export DOCKER_HOST=tcp://192.0.2.7:2376", "host=a.example", "user=root", "[docker]", "web[1:3].example"]),
        (Field::Hosts, &["a\u{200b}b", "docker\u{2013}a.example"]),
        (Field::Hosts, &["a.example\n192.0.2.1", "platform=snap", "a.example platform=solaris days=0 days=1", "a.example days=9999"]),
        (Field::Clients, &["alice kind=phone colour=red", "kind=ci", "alice days=x days=1"]),
        (Field::Clients, &["", "../x", "a\nA", "CN=alice,O=Example"]),
        (Field::Platform, &["solaris", "dind"]),
        (Field::KeyAlgorithm, &["dsa", "ed25519"]),
        (Field::CaKeyAlgorithm, &["rsa-1024"]),
        (Field::CaDays, &["", "many", "0", "30"]),
        (Field::CaCommonName, &["docker.example.com", "client", "a\u{202e}b"]),
        (Field::Country, &["China"]),
        (Field::Email, &["nobody"]),
        (Field::CaPassphrase, &["secret", " ", "päss", "a\nb"]),
        (Field::CaPassphraseRepeat, &["another"]),
        (Field::CertDirectory, &["tls", "/etc/../tls", "/etc/docker/certs.d", "/run/tls", "/etc/docker/tls/ca.pem"]),
        (Field::ListenAddress, &["localhost", "127.0.0.1", "192.0.2.1"]),
        (Field::Port, &["2375", "0"]),
        (Field::AllowedSources, &["office", "-", "0.0.0.0/0", "0.0.0.0/1 128.0.0.0/1", "192.0.2.*"]),
        (
            Field::DaemonJson,
            &[
                "{",
                "\0",
                "{ : }",
                "{ // a\n}",
                "{ \"a\": 1, }",
                "{ \"a\": 1 \"b\": 2 }",
                "{ \"a\" 1 }",
                "{ \"a\": }",
                "{ a: 1 }",
                "{ \"a\": yes }",
                "{ \"a\": 1.2.3.4 }",
                "{ \"a\": 1， }",
                "{ \u{a0}}",
                "{ \"a }",
                "{ \"a\": \"C:\\docker\" }",
                "{ \"a\": [1 }",
                "{ } }",
                "{ } { }",
                "{ \"\\u0061\": 1, \"x\": { \"tlsverify\": true } }",
                "{ \"tls\": true, \"tls\": true }",
                "{ \"mtu\": \"a\", \"graph\": \"/a\", \"cluster-store\": \"a\", \"label\": [], \"Debug\": true }",
                "{ \"tls\": false, \"tlscert\": \"/a\", \"hosts\": [\"tcp://192.0.2.1:4243\"] }",
                "{ \"tls\": true, \"tlscacert\": \"/a\" }",
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
                "# /x.service.d/~.conf\n[Service]\nExecStart=dockerd",
                "ExecStart=dockerd\nExecStart=dockerd\n[Socket]\nListenStream=2375",
                "{ path=dockerd ; argv[]=dockerd \"a ; }",
                "DOCKER_OPTS=-H",
                "dockerd \u{a0}",
                "dockerd a",
                "dockerd --label",
                "Environment=A=$A$A$A$A\nExecStart=dockerd TOOLONG",
                "[Service]\nExecStart=dockerd --tlsverify -H tcp://a:1\n--debug",
                "dockerd -H tcp://0.0.0.0:2376 -H tcp://127.0.0.1:1 --config-file a",
                "windows",
                "windows -H",
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
    let mut keys = beyond_every_limit();
    keys.extend([
        String::new(),
        encrypted.to_string(),
        "-----BEGIN DSA PRIVATE KEY-----\nAAAA\n-----END DSA PRIVATE KEY-----\n".into(),
        "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END RSA PRIVATE KEY-----\n".into(),
    ]);
    keys
}

fn locale(name: &str) -> Texts {
    // What comes first, and what comes with the second script.
    let files = ["www/locales", "www/locales/rest"].map(|folder| repository().join(folder).join(name).with_extension("ts"));
    let texts: Vec<Texts> = files.iter().map(|file| read(&fs::read_to_string(file).expect("the locale"))).collect();
    assert!(texts[0].keys().all(|key| !texts[1].contains_key(key)));
    texts.into_iter().flatten().collect()
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
