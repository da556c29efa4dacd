//! The properties of `properties.rs` by proptest, for the stable compiler. `fuzz/` searches longer.

use dockseal::{Field, Platform};
use proptest::prelude::*;

use crate::{properties, tidy::files};

/// Pieces that mean something in a daemon.json, in any order.
const OF_JSON: &str = r#"\{|\}|\[|\]|:|,|"|\\u00e9|\\|null|true|false|-?[0-9]{1,3}|"hosts"|"tls"|"tlsverify"|"debug"|"tcp://0\.0\.0\.0:23(75|76)"|"fd://"| |\n|\t|é|\x{202e}|,"[a-z]{1,3}": [0-9]"#;

/// Pieces that mean something in a unit, in any order.
const OF_A_UNIT: &str = r#"\[Service\]\n|ExecStart=|/usr/bin/dockerd|Environment=|EnvironmentFile=-/etc/default/docker|\$[A-Z]{1,2}|\$\{A\}|-H|fd://|tcp://0\.0\.0\.0:2375|--tlsverify(=false)?|--tls|--bip|--config-file[= ]/a\.json|--|"|'|\\\n|\\|\\x2d|#|;|@|%[hipn%]|=|A=| |\n|\t|é|\x{202e}|[a-z]{1,3}"#;

/// Texts of real hosts.
fn of_hosts() -> Vec<String> {
    files("tests/field", &[]).into_iter().map(|(_, text)| text).collect()
}

/// One of them with a piece of another in it.
fn spliced() -> impl Strategy<Value = String> {
    let texts = of_hosts();
    (prop::sample::select(texts.clone()), prop::sample::select(texts), any::<[prop::sample::Index; 3]>()).prop_map(
        |(text, other, [at, from, to])| {
            let (mut text, other): (Vec<char>, Vec<char>) = (text.chars().collect(), other.chars().collect());
            let (from, to) = (from.index(other.len() + 1), to.index(other.len() + 1));
            let at = at.index(text.len() + 1);
            text.splice(at..at, other[from.min(to)..from.max(to)].iter().copied().take(200));
            text.into_iter().collect()
        },
    )
}

/// Lines of hosts and of clients, with settings in any order, right and wrong.
const OF_A_ROW: &str = r"[a-z]{1,3}\.example|192\.0\.2\.[1-9]|[a-z]{2,6}|platform=(systemd|rootless|openrc|windows|dind|gitlab-dind|proxy|none)?|kind=(macos|ide|none)?|days=(7|825|9999|0|x)|=|,|;|\n| |  ";

fn pieces(of: &'static str, most: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(of, 0..most).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1000) })]

    #[test]
    fn any_daemon_json_that_is_taken_stays_what_it_is(text in prop_oneof![
        pieces(OF_JSON, 30),
        pieces(OF_JSON, 12).prop_map(|text| format!("{{ \"debug\": true{text} }}")),
        spliced(),
        any::<String>(),
    ]) {
        properties::daemon_json(&text);
    }

    #[test]
    fn any_unit_that_is_taken_gives_a_drop_in_that_is_taken_again(text in prop_oneof![
        pieces(OF_A_UNIT, 30),
        pieces(OF_A_UNIT, 12).prop_map(|text| format!("[Service]\nExecStart=/usr/bin/dockerd -H fd:// {text}\n")),
        spliced(),
        any::<String>(),
    ]) {
        properties::unit(&text);
    }

    #[test]
    fn any_draft_that_is_taken_can_be_issued(
        fields in prop::collection::vec(prop::option::weighted(0.1, prop_oneof![spliced(), any::<String>(), "[a-z0-9.:/_@, -]{1,40}", Just(",".to_owned())]), Field::ALL.len()),
        rows in prop::collection::vec(prop::option::weighted(0.5, pieces(OF_A_ROW, 12)), 2),
        platform in prop::sample::select(Platform::ALL),
    ) {
        let texts: Vec<&str> = Field::ALL.iter().zip(&fields).map(|(field, text)| match field {
            Field::Platform => platform.name(),
            Field::Hosts | Field::Clients if rows[usize::from(*field == Field::Clients)].is_some() => {
                rows[usize::from(*field == Field::Clients)].as_deref().unwrap_or_default()
            }
            Field::KeyAlgorithm | Field::CaKeyAlgorithm | Field::Locale => "",
            _ => text.as_deref().unwrap_or_default(),
        }).collect();
        properties::draft(texts);
    }

    #[test]
    fn any_text_with_a_key_costs_no_more_than_it_may(text in prop_oneof![any::<String>(), "(-----(BEGIN|END) (ENCRYPTED |RSA |EC )?PRIVATE KEY-----\n?|[A-Za-z0-9+/=\n]{0,80}){0,5}"]) {
        properties::private_key(&text);
    }

    #[test]
    fn any_octets_are_a_request_or_none(octets in prop::collection::vec(any::<u8>(), 0..200), text in "(-----(BEGIN|END) (NEW )?CERTIFICATE REQUEST-----\n?|[A-Za-z0-9+/=\n]{0,80}){0,5}") {
        properties::request(&octets);
        properties::request(text.as_bytes());
    }

    #[test]
    fn a_request_with_changed_octets_has_no_right_signature(
        kind in any::<u8>(),
        changes in prop::collection::vec((0..800u16, prop_oneof![any::<u8>(), prop::sample::select(&[0, 1, 2, 4, 0x0c, 0x30, 0x7f, 0x80, 0x84, 0xa0, 0xff])]), 1..4),
    ) {
        let mut octets = vec![kind];
        octets.extend(changes.iter().flat_map(|(place, octet)| { let [high, low] = place.to_be_bytes(); [high, low, *octet] }));
        properties::changed_request(&octets);
    }

    #[test]
    fn any_key_with_changed_octets_is_read_or_refused(
        kind in 0..properties::kinds_of_keys(),
        form in prop::option::weighted(0.2, 0..4u8),
        changes in prop::collection::vec((0..120u16, prop_oneof![any::<u8>(), prop::sample::select(&[0, 1, 2, 4, 0x30, 0x7f, 0x80, 0x84, 0xff])]), 1..4),
    ) {
        let mut octets = vec![kind, form.unwrap_or(0xff)];
        octets.extend(changes.iter().flat_map(|(place, octet)| { let [high, low] = place.to_be_bytes(); [high, low, *octet] }));
        properties::changed_private_key(&octets);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn any_file_that_is_brought_is_opened_or_refused(octets in prop_oneof![
        prop::collection::vec(any::<u8>(), 0..200),
        prop::collection::vec(prop_oneof![
            Just(b"PK\x03\x04".to_vec()), Just(b"PK\x01\x02".to_vec()), Just(b"PK\x05\x06".to_vec()), Just(b"\x1f\x8b\x08".to_vec()), Just(b"ustar".to_vec()),
            Just(b"\x30\x82\x01\x00".to_vec()), Just(b"\x30\x82\x01\x00\x02\x01\x03\x30".to_vec()), Just(b"{ \"format\": 2, \"certificates\": [".to_vec()), Just(vec![0; 257]), prop::collection::vec(any::<u8>(), 0..60),
        ], 0..12).prop_map(|pieces| pieces.concat()),
    ]) {
        properties::brought(&[("ca.zip", &octets)]);
    }

    #[test]
    fn any_archive_certificate_key_and_record_with_changed_octets_is_opened_or_refused(
        kind in 0..properties::kinds_of_files(),
        changes in prop::collection::vec((any::<u32>(), prop_oneof![any::<u8>(), prop::sample::select(&[0, 1, 2, 4, 0x30, 0x7f, 0x80, 0x84, 0xff])]), 1..6),
    ) {
        let mut octets = vec![kind];
        octets.extend(changes.iter().flat_map(|(place, octet)| { let [_, high, middle, low] = place.to_be_bytes(); [high, middle, low, *octet] }));
        properties::changed_file(&octets);
    }
}

/// What is changed above is opened as it is: otherwise nothing would be tried but its refusal.
#[test]
fn every_file_that_is_changed_is_opened_as_it_is() {
    (0..properties::kinds_of_files()).for_each(properties::file_as_it_is);
}

#[test]
fn what_the_fuzzer_has_found_holds() {
    properties::daemon_json(r#"{ "labels": ["\udffff", "\ud800"] }"#);
    properties::draft(["0X"]);
    properties::unit(
        "ExecStart=/usr/bin/dockerd --CKER_OPTS $A $BIPhost=fd:// -H alse --bip $F*L $A $B_/dockerl --host=fd:// $A\nEnvironment=A=",
    );
}
