//! What holds for every input, whoever made it: `tests/it/any_input.rs` tries inputs by proptest, `fuzz/` by libFuzzer.

use std::sync::LazyLock;

use dockseal::{
    Draft, Field, KeyAlgorithm, Pki, PrivateKey, Severity, Spec, UnixTime,
    brought::{self, BroughtFile, FoundRequests, Knowledge},
    bundle::{self, All, Format},
    guide::{self, Pair, SnippetId, Step},
    pki::{
        key::{Cost, WrittenKey},
        request::{self, CertificateRequest, Proof},
    },
    spec::{Locale, order::Order},
    verify,
};
use pkcs8::{
    LineEnding, PrivateKeyInfoRef,
    der::{
        Decode, Encode, Reader, SliceReader,
        asn1::{AnyRef, OctetStringRef},
        pem,
    },
    pkcs5::pbes2,
};
use serde_json::{Map, Value};

const NOW: UnixTime = UnixTime(1_767_225_600);
const OURS: [&str; 6] = ["hosts", "tls", "tlsverify", "tlscacert", "tlscert", "tlskey"];

/// A `daemon.json` that is taken is one for serde_json as well, stays what it is but for our options, and what comes out is taken again and
/// stays the same to the octet.
pub fn daemon_json(text: &str) {
    let draft = |text: &str| Draft { platform: "systemd-daemon-json".into(), daemon_json: text.into(), ..ordinary() };
    let Some(new) = spec_of(&draft(text)).and_then(|spec| configured(&spec, SnippetId::DaemonJson)) else { return };
    let Some(after) = read_by_serde(&new) else { return };
    assert_eq!(after["tlsverify"], true, "{new:?}");
    for (key, file) in [("tlscacert", "ca.pem"), ("tlscert", "server-cert.pem"), ("tlskey", "server-key.pem")] {
        assert_eq!(after[key], format!("/etc/docker/tls/{file}"), "{new:?}");
    }
    let hosts: Vec<&str> = after["hosts"].as_array().expect("a list").iter().filter_map(Value::as_str).collect();
    // dockerd starts with no other scheme, whatever its port; a path may follow.
    let authority = |host: &str| {
        host.strip_prefix("tcp://")
            .or((!host.contains("://")).then_some(host))
            .map(|rest| rest.split('/').next().unwrap_or_default().to_owned())
    };
    let is_plain = |host: &&str| authority(host).is_some_and(|authority| authority.ends_with(":2375"));
    assert!(hosts.contains(&"tcp://0.0.0.0:2376") && !hosts.iter().any(is_plain), "{new:?}");
    if !text.trim().is_empty() {
        let before = read_by_serde(text.trim_start_matches('\u{feff}')).expect("what comes of it was read");
        let others = |file: &Map<String, Value>| {
            file.iter()
                .filter(|(key, _)| !OURS.contains(&key.as_str()))
                .map(|(key, value)| (key.clone(), value.clone()))
                .collect::<Map<_, _>>()
        };
        assert_eq!(others(&before), others(&after), "{text:?}");
    }
    assert_eq!(spec_of(&draft(&new)).and_then(|spec| configured(&spec, SnippetId::DaemonJson)).as_ref(), Some(&new), "{text:?}");
}

/// `None` for what is JSON and yet not read by serde_json: numbers that it cannot hold, and half a pair of surrogates, which Go takes for U+FFFD.
fn read_by_serde(text: &str) -> Option<Map<String, Value>> {
    let is_known = |error: &str| ["out of range", "surrogate"].iter().any(|known| error.contains(known));
    serde_json::from_str(text).map_err(|error| assert!(is_known(&error.to_string()), "{error}: {text:?}")).ok()
}

/// The drop-in that comes of a pasted unit has one command, which ends with our options, and is taken again and stays the same.
pub fn unit(text: &str) {
    for platform in ["systemd", "rootless"] {
        let draft = |text: &str| Draft { platform: platform.into(), exec_start: text.into(), ..ordinary() };
        let Some(spec) = spec_of(&draft(text)) else { continue };
        let Some(new) = configured(&spec, SnippetId::SystemdDropIn) else { continue };
        let commands: Vec<&str> = new.lines().filter(|line| line.starts_with("ExecStart=")).collect();
        assert!(commands.len() == 2 && commands[0] == "ExecStart=", "{text:?} gives {new:?}");
        assert!(commands[1].ends_with("/server-key.pem"), "{text:?} gives {new:?}");
        assert!(new.chars().all(|c| c == '\n' || c == '\t' || !is_hidden(c)), "{text:?} gives {new:?}");
        // What the unit says of variables is known the second time too.
        let read = Draft::from(&spec).exec_start;
        let around = read.split_inclusive('\n').take_while(|line| line.ends_with('\n') && !line.starts_with("ExecStart="));
        let unit = format!("{}{}", around.collect::<String>(), commands[1]);
        let again = spec_of(&draft(&unit)).and_then(|spec| configured(&spec, SnippetId::SystemdDropIn));
        let again = again.unwrap_or_else(|| panic!("{text:?} gives {new:?}, which is refused: {:?}", draft(&unit).parse().problems));
        assert_eq!(again.lines().filter(|line| line.starts_with("ExecStart=")).collect::<Vec<_>>(), commands, "{text:?}");
    }
}

/// A draft of these texts, each that is there in the place of its field, gives problems or a whole spec; every snippet of that, every archive,
/// and a self-check without a fault.
pub fn draft<'a>(texts: impl IntoIterator<Item = &'a str>) {
    let mut draft = ordinary();
    for (&field, text) in Field::ALL.iter().zip(texts) {
        if !text.is_empty() {
            text.clone_into(draft.field_mut(field));
        }
    }
    draft.ca_passphrase_repeat.clone_from(&draft.ca_passphrase);
    let Some(spec) = spec_of(&draft) else { return };
    assert!(!spec.daemons.is_empty() && !spec.clients.is_empty(), "{draft:?}");
    let lines = draft.parse().lines;
    assert_eq!((lines.daemons.len(), lines.clients.len()), (spec.daemons.len(), spec.clients.len()), "{draft:?}");
    for (text, lines) in [(&draft.hosts, &lines.daemons), (&draft.clients, &lines.clients)] {
        assert!(lines.is_sorted() && lines.iter().all(|&line| (1..=text.split('\n').count()).contains(&line)), "{draft:?}: {lines:?}");
    }
    assert!(spec.orders().leaves.iter().all(|order| order.validity <= spec.authority.validity), "{draft:?}");
    // One line alone means what it means among others. What is said for several platforms may be wrong for one.
    let of_one = Draft { daemon_json: String::new(), exec_start: String::new(), cert_directory: String::new(), ..draft.clone() };
    for (daemon, &line) in spec.daemons.iter().zip(&lines.daemons).take(3) {
        let hosts = draft.hosts.split('\n').nth(line - 1).unwrap_or_default();
        let alone = spec_of(&Draft { hosts: hosts.into(), ..of_one.clone() });
        let alone = alone.as_ref().and_then(|spec| spec.daemons.iter().find(|one| one.hosts() == daemon.hosts()));
        assert_eq!(alone.map(|one| (one.platform(), one.validity)), Some((daemon.platform(), daemon.validity)), "{draft:?}");
    }
    // A passphrase is not written back.
    if draft.ca_passphrase.is_empty() {
        assert_eq!(Draft::from(&spec).parse().spec.as_ref(), Some(&spec), "{draft:?}");
    }
    let is_pasted = !draft.daemon_json.trim().is_empty() || !draft.exec_start.trim().is_empty();
    let pairs = spec.daemons.iter().take(3).flat_map(|daemon| spec.clients.iter().take(3).map(move |client| (daemon, client)));
    for (daemon, client) in pairs {
        let pair = Pair { spec: &spec, daemon, client };
        for snippet in Step::ALL.iter().flat_map(|&step| guide::of_step(step, pair)) {
            assert!(is_pasted || snippet.text.chars().all(|c| c == '\n' || c == '\t' || !is_hidden(c)), "{:?} of {draft:?}", snippet.id);
        }
    }
    // RSA takes seconds, deriving a key from a passphrase one; neither depends on what was typed.
    let small = spec.daemons.len() + spec.clients.len() <= 8;
    let elliptic = spec.orders().key_algorithms().all(|algorithm| algorithm.rsa_bits().is_none());
    if small && elliptic && draft.ca_passphrase.is_empty() {
        let keys = spec.orders().key_algorithms().map(PrivateKey::generate).collect::<Result<_, _>>().expect("keys");
        let pki = Pki::issue(spec.orders(), keys, NOW).expect("issued");
        let folders = guide::folders(&spec);
        let bundles = bundle::all(&pki, &folders).expect("bundles");
        let faults: Vec<_> = verify::all(&pki, &bundles, NOW).into_iter().filter(|check| !check.passed).collect();
        assert!(faults.is_empty(), "{faults:?} of {draft:?}");
        for &format in Format::ALL {
            assert!(All::new(&folders, format, &pki, NOW).expect("texts").pieces(&bundles).map(|piece| piece.len()).sum::<usize>() > 0);
            let mut names: Vec<String> = bundles.iter().map(|bundle| bundle.name.to_lowercase()).collect();
            names.sort();
            names.dedup();
            assert_eq!(names.len(), bundles.len(), "{draft:?}");
        }
    }
}

/// What is found in a text costs no more than is allowed, and what opens is a key that is read back.
pub fn private_key(text: &str) {
    let Ok(key) = WrittenKey::find(text) else { return };
    let cost = key.cost().unwrap_or(Cost { rounds: 0, memory: 0 });
    assert!(cost.rounds <= Cost::MAX_ROUNDS && cost.memory <= Cost::MAX_MEMORY, "{cost:?}");
    // Not to wait for what is allowed to take long.
    let is_quick = cost.rounds <= 1 << 14 && cost.memory <= 1 << 24;
    if let Some(key) = is_quick.then(|| key.open(PASSPHRASE).ok()).flatten() {
        let again = PrivateKey::read(&key.to_pem(), "").expect("the key that was read");
        assert_eq!((again.algorithm(), again.public_key()), (key.algorithm(), key.public_key()));
    }
}

/// What is read as a request says nothing that could be another line of the form. What it seems to be called can be typed; as the name of a client it may
/// be refused, all of it.
pub fn request(octets: &[u8]) {
    let file = BroughtFile { name: "request".into(), octets: octets.to_vec().into() };
    let found = FoundRequests::read(&[file]);
    assert!(!found.requests.is_empty() || !found.objections.is_empty(), "{octets:?}");
    for one in found.requests {
        assert!(
            one.line.chars().all(|c| c == ' ' || c.is_alphanumeric() || c.is_ascii_graphic() && !matches!(c, ';' | ',' | '=')),
            "{one:?}"
        );
        let field = if one.role == dockseal::spec::order::Role::Server { Field::Hosts } else { Field::Clients };
        let mut draft = ordinary();
        one.line.clone_into(draft.field_mut(field));
        let wrong: Vec<_> =
            draft.parse().problems.into_iter().filter(|problem| problem.field == field && problem.severity == Severity::Error).collect();
        let is_refused = field == Field::Clients && matches!(&wrong[..], [name] if name.value.as_ref() == Some(&one.line));
        assert!(one.line.is_empty() || wrong.is_empty() || is_refused, "{one:?}: {wrong:?}");
        // What was found is found again, and is the same.
        let (_, der) = pem::decode_vec(one.pem.as_bytes()).expect("PEM");
        assert_eq!(CertificateRequest::read(&der).expect("the request that was read").key_fingerprint, one.fingerprint);
    }
}

/// A request that is right but for these octets: after the first one, which says of which key, each place and its octet. Where what is signed is
/// another, no signature is right.
pub fn changed_request(changes: &[u8]) {
    let [kind, changes @ ..] = changes else { return };
    let der = &REQUESTS[usize::from(*kind) % REQUESTS.len()];
    let mut changed = der.clone();
    for change in changes.chunks_exact(3) {
        let place = usize::from(u16::from_be_bytes([change[0], change[1]]));
        match changed.get_mut(place) {
            Some(octet) => *octet = change[2],
            None => changed.push(change[2]),
        }
    }
    request(&changed);
    // What comes after the signed part names the algorithm and has the signature.
    let inside = AnyRef::from_der(der).expect("a sequence").value();
    let signed = SliceReader::new(inside).and_then(|mut inside| inside.tlv_bytes()).expect("a sequence");
    let is_as_signed = changed.windows(signed.len()).any(|part| part == signed);
    let is_right = CertificateRequest::read(&changed).is_some_and(|read| read.proof == Proof::Right);
    assert!(is_as_signed || !is_right, "{changed:?}");
}

/// One of each kind of key that signs as it did before: a signature by the others has a number in it that differs in each.
static REQUESTS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let orders = spec_of(&ordinary()).expect("valid").orders();
    let made = |(order, algorithm): (&Order, KeyAlgorithm)| {
        let key = PrivateKey::generate(algorithm).expect("a key");
        request::make(order, &key).expect("a request")
    };
    orders.leaves.iter().flat_map(|order| [(order, KeyAlgorithm::Ed25519), (order, KeyAlgorithm::Rsa2048)]).map(made).collect()
});

/// A key that is right but for these octets: after the first two, which say what kind of key and which form, each place and its octet.
pub fn changed_private_key(changes: &[u8]) {
    let [kind, form, changes @ ..] = changes else { return };
    let (label, der) = &KEYS[usize::from(*kind) % KEYS.len()];
    let mut der = der.clone();
    for change in changes.chunks_exact(3) {
        let place = usize::from(u16::from_be_bytes([change[0], change[1]]));
        match place.checked_sub(der.len()) {
            None => der[place] = change[2],
            Some(beyond) if beyond % 2 == 0 => der.push(change[2]),
            Some(_) => der.truncate(der.len().saturating_sub(usize::from(change[2]) % 8)),
        }
    }
    let labels = ["PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY"];
    let label = labels.get(usize::from(*form)).unwrap_or(label);
    private_key(&pem::encode_string(label, LineEnding::LF, &der).expect("PEM"));
}

/// How many kinds of key are changed.
pub fn kinds_of_keys() -> u8 {
    u8::try_from(KEYS.len()).expect("a few")
}

const PASSPHRASE: &str = "secret";

/// In every form that is read, each with its label; encrypted ones by little work.
static KEYS: LazyLock<Vec<(&str, Vec<u8>)>> = LazyLock::new(|| {
    let mut keys = Vec::new();
    for algorithm in [KeyAlgorithm::EcdsaP256, KeyAlgorithm::EcdsaP384, KeyAlgorithm::Ed25519, KeyAlgorithm::Rsa2048] {
        let text = PrivateKey::generate(algorithm).expect("a key").to_pem();
        let (_, der) = pem::decode_vec(text.as_bytes()).expect("PEM");
        let traditional = PrivateKeyInfoRef::from_der(&der).expect("PKCS#8").private_key.as_bytes().to_vec();
        let few = pbes2::Parameters::generate_pbkdf2_sha256_aes256cbc(2, &[1; 8], [2; 16]).expect("parameters");
        for parameters in [few, scrypt()] {
            let data = parameters.encrypt(PASSPHRASE, &der).expect("encrypted");
            let data = OctetStringRef::new(&data).expect("octets");
            let info = pkcs8::EncryptedPrivateKeyInfoRef { encryption_algorithm: parameters.into(), encrypted_data: data };
            keys.push(("ENCRYPTED PRIVATE KEY", info.to_der().expect("DER")));
        }
        keys.push(("PRIVATE KEY", der));
        match algorithm {
            KeyAlgorithm::Ed25519 => {}
            KeyAlgorithm::Rsa2048 => keys.push(("RSA PRIVATE KEY", traditional)),
            _ => keys.push(("EC PRIVATE KEY", traditional)),
        }
    }
    keys
});

/// Whatever somebody brings: nothing breaks, what is opened can be told, and what is not has an error.
pub fn brought(files: &[(&str, &[u8])]) {
    let files: Vec<BroughtFile> =
        files.iter().map(|(name, octets)| BroughtFile { name: (*name).into(), octets: octets.to_vec().into() }).collect();
    let opened = brought::open(&files, PASSPHRASE, NOW);
    let is_wrong = opened.objections.iter().any(|objection| objection.severity == Severity::Error);
    assert_eq!(opened.given.is_none(), is_wrong, "{:?}", opened.objections);
    if let Some(given) = opened.given {
        let known = Knowledge::of(&given, NOW);
        assert!(known.certificates.len() <= given.kept.manifest.certificates.len());
    }
}

/// What can be changed of what is brought.
pub fn kinds_of_files() -> u8 {
    u8::try_from(FILES.len()).expect("few")
}

/// The first octet says which file is changed; then places and what comes there, four octets each.
pub fn changed_file(octets: &[u8]) {
    let Some((kind, changes)) = octets.split_first() else { return };
    let kind = usize::from(*kind) % FILES.len();
    let (name, mut changed) = FILES[kind].clone();
    for change in changes.chunks_exact(4) {
        let place = change[..3].iter().fold(0, |place, &octet| place << 8 | usize::from(octet)) % changed.len();
        changed[place] = change[3];
    }
    // Beside an archive nothing is needed.
    let others = FILES.iter().filter(|(other, _)| !name.starts_with("ca.") && !other.starts_with("ca.") && *other != name);
    let files: Vec<(&str, &[u8])> =
        [(name, changed.as_slice())].into_iter().chain(others.map(|(name, octets)| (*name, octets.as_slice()))).collect();
    brought(&files);
}

/// A file that nothing is changed in is opened, with those that belong to it.
#[allow(dead_code, reason = "the fuzzer changes each")]
pub fn file_as_it_is(kind: u8) {
    let (name, octets) = &FILES[usize::from(kind)];
    let others = FILES.iter().filter(|(other, _)| !name.starts_with("ca.") && !other.starts_with("ca."));
    let files = std::iter::once(&(*name, octets.clone()))
        .chain(others)
        .map(|(name, octets)| BroughtFile { name: (*name).into(), octets: octets.clone().into() })
        .collect::<Vec<_>>();
    let opened = brought::open(&files, PASSPHRASE, NOW);
    assert!(opened.given.is_some(), "{name}: {:?}", opened.objections);
}

/// The authority's archives and what is in them, of an authority with a host and a client.
static FILES: LazyLock<Vec<(&str, Vec<u8>)>> = LazyLock::new(|| {
    let spec = spec_of(&ordinary()).expect("valid");
    let keys = spec.orders().key_algorithms().map(PrivateKey::generate).collect::<Result<_, _>>().expect("keys");
    let pki = Pki::issue(spec.orders(), keys, NOW).expect("issued");
    let bundles = bundle::all(&pki, &guide::folders(&spec)).expect("bundles");
    let ca = bundles.last().expect("the authority's");
    let file = |name: &str| ca.file(name).expect(name).content().to_vec();
    let leaf = pki.leaves[0].der.clone();
    let tar = ["ca.pem", "ca-key.pem", "dockseal.json"].map(|name| in_tar(name, &file(name))).concat();
    vec![
        ("ca.zip", ca.pack(Format::Zip, NOW).to_vec()),
        ("ca.tar.gz", ca.pack(Format::TarGz, NOW).to_vec()),
        // What is compressed has a sum; without it, changed headers are read.
        ("ca.tar", tar),
        // By `openssl pkcs12 -export`, with one round: one with a sum, one without it and with 3DES.
        ("ca.p12", include_bytes!("../pkcs12/today.p12").to_vec()),
        ("ca.pfx", include_bytes!("../pkcs12/older.p12").to_vec()),
        ("authority.der", pki.authority.der.clone()),
        ("host.der", leaf),
        ("authority.key", file("ca-key.pem")),
        ("record.json", file("dockseal.json")),
    ]
});

/// A file as it stands in a tar (POSIX.1-1988, `ustar`).
fn in_tar(name: &str, octets: &[u8]) -> Vec<u8> {
    const BLOCK: usize = 512;
    let mut file = vec![0; BLOCK];
    for (place, text) in [(0, name), (124, &format!("{:011o}", octets.len())), (156, "0"), (257, "ustar")] {
        file[place..place + text.len()].copy_from_slice(text.as_bytes());
    }
    file.extend_from_slice(octets);
    file.resize(file.len().next_multiple_of(BLOCK), 0);
    file
}

/// scrypt with N = 16, r = 1, p = 1 (RFC 7914, section 7).
fn scrypt() -> pbes2::Parameters {
    const DER: [u8; 21] = [0x30, 19, 4, 8, 1, 1, 1, 1, 1, 1, 1, 1, 2, 1, 16, 2, 1, 1, 2, 1, 1];
    let kdf = pbes2::ScryptParams::from_der(&DER).expect("scrypt").into();
    let encryption = pbes2::EncryptionScheme::Aes256Cbc { iv: [2; 16] };
    pbes2::Parameters { kdf, encryption }
}

fn ordinary() -> Draft {
    Draft { hosts: "docker.example.com 192.0.2.10".into(), locale: Locale::En.name().into(), ..Draft::default() }
}

/// None exactly where a problem is an error.
fn spec_of(draft: &Draft) -> Option<Spec> {
    let parsed = draft.parse();
    let is_refused = parsed.problems.iter().any(|problem| problem.severity == Severity::Error);
    assert_eq!(parsed.spec.is_none(), is_refused, "{draft:?}: {:?}", parsed.problems);
    parsed.spec
}

fn configured(spec: &Spec, id: SnippetId) -> Option<String> {
    let pair = Pair { spec, daemon: &spec.daemons[0], client: &spec.clients[0] };
    guide::of_step(Step::Configure, pair).find(|snippet| snippet.id == id).map(|snippet| snippet.text)
}

/// What a reader does not see: controls, and marks of direction (Unicode, section 23.2).
fn is_hidden(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}
