//! `dockseal.ics`, as Python's icalendar reads it, and by its octets (RFC 5545).

use std::fs;

use dockseal::{Draft, UnixTime, brought, bundle::Format};

use crate::{
    brought::{content, file, go_on},
    judge::{issue, now, program, run},
};

const DAY: u64 = 24 * 60 * 60;

/// Prints of each entry its identifier, sequence, start, summary and alarms. icalendar itself takes what is not folded, so the octets are looked at too.
const READER: &str = r#"
import icalendar, re, sys
octets = open(sys.argv[1], "rb").read()
lines = octets.split(b"\r\n")
assert lines.pop() == b"" and not any(b"\n" in line or b"\r" in line for line in lines), "line ends"
assert all(len(line) <= 75 for line in lines), "folded"
for line in lines: line.decode()
calendar = icalendar.Calendar.from_ical(octets)
assert calendar["version"] == "2.0" and calendar["prodid"].startswith("-//Dockseal//")
seen = set()
for event in calendar.walk("vevent"):
    assert not event.errors, event.errors
    uid = str(event["uid"]); assert re.fullmatch("[0-9a-f]{64}", uid) and uid not in seen; seen.add(uid)
    start = event["dtstart"].dt; assert start.utcoffset().total_seconds() == 0 and event["dtstamp"].dt.utcoffset() is not None
    alarms = event.walk("valarm")
    assert all(alarm["action"] == "DISPLAY" and alarm["description"] == event["summary"] for alarm in alarms)
    days = [-alarm["trigger"].dt.days for alarm in alarms]
    assert "ca.zip" in event["description"]
    print(uid, event["sequence"], start.strftime("%Y-%m-%dT%H:%M:%SZ"), days, event["summary"])
"#;

/// The lines of the reader.
#[track_caller]
fn read(calendar: &str) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("dockseal.ics"), calendar).expect("a file");
    let said = run(program("python3").args(["-c", READER, "dockseal.ics"]).current_dir(folder.path())).succeeds();
    said.lines().map(str::to_owned).collect()
}

fn draft(locale: &str) -> Draft {
    Draft { hosts: "a.example 192.0.2.1\nb.example".into(), clients: "anna\nbob".into(), locale: locale.into(), ..Draft::default() }
}

#[test]
fn there_is_an_entry_for_each_certificate_and_the_authority_with_three_alarms() {
    for (locale, summary) in [("en", "The certificate of the Docker host a.example ends"), ("zh-CN", "Docker 主机 a.example 的证书到期")]
    {
        let first = issue(&draft(locale), now());
        let entries = read(&content(&first.bundles, "ca", "dockseal.ics"));
        assert_eq!(entries.len(), 5, "{entries:?}");
        for (issued, entry) in first.pki.iter().zip(&entries) {
            let words: Vec<&str> = entry.splitn(4, ' ').collect();
            assert_eq!(words[2], issued.not_after.to_rfc3339(), "{entry}");
            assert!(words[3].starts_with("[30, 7, 1] ") && words[3].contains(&issued.name), "{entry}");
        }
        assert!(entries.iter().any(|entry| entry.ends_with(summary)), "{entries:?}");
    }
}

#[test]
fn a_later_calendar_moves_the_entry_of_what_was_renewed_and_keeps_the_others() {
    let start = UnixTime(now().0 - 300 * DAY);
    let first = issue(&Draft { hosts: "a.example\nb.example\nc.example days=100".into(), ..draft("en") }, start);
    let archive = first.bundles.iter().find(|bundle| bundle.name == "ca").expect("the authority's").pack(Format::Zip, start);
    let given = brought::open(&[file("ca.zip", &**archive)], "", now()).given.expect("an authority");
    let kept = ["b.example-server", "c.example-server", "bob-client"];
    let (_, bundles) = go_on(given, &Draft { hosts: "a.example\nb.example\nc.example\nd.example".into(), ..draft("en") }, &kept, now());
    let [before, after] = [&first.bundles, &bundles].map(|bundles| read(&content(bundles, "ca", "dockseal.ics")));
    let entry = |entries: &[String], name: &str| -> Option<Vec<String>> {
        let is_of = |entry: &&String| entry.contains(name);
        entries.iter().find(is_of).map(|entry| entry.splitn(4, ' ').map(str::to_owned).collect())
    };
    for (name, is_moved) in [("a.example", true), ("b.example", false), ("anna", true), ("bob", false), ("CA of your", false)] {
        let (old, new) = (entry(&before, name).expect(name), entry(&after, name).expect(name));
        assert_eq!(old[0], new[0], "{name}");
        assert!(old[1].parse::<u64>().expect("a number") < new[1].parse().expect("a number"), "{name}");
        assert_eq!(old[2] != new[2], is_moved, "{name}");
    }
    // One that has ended is no more to come.
    assert!(entry(&before, "c.example").is_some() && entry(&after, "c.example").is_none() && entry(&after, "d.example").is_some());
    assert_eq!(after.len(), 6, "{after:?}");
}

#[test]
#[should_panic(expected = "folded")]
fn a_line_that_is_too_long_is_found() {
    read(&format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Dockseal//{}//EN\r\nEND:VCALENDAR\r\n", "x".repeat(75)));
}
