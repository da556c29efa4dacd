//! `dockseal.ics`: the end of each certificate in a calendar (RFC 5545), with alarms before it.

use std::collections::HashSet;

use crate::{
    pki::{Pki, UnixTime, fingerprint},
    spec::{folder::Folders, order::Role},
};

/// The file's name.
pub(super) const NAME: &str = "dockseal.ics";

const ALARM_DAYS: [u32; 3] = [30, 7, 1];
/// The longest line without its end, in octets (RFC 5545, section 3.1).
const LINE_OCTETS: usize = 75;
const DAY_SECONDS: u64 = 24 * 60 * 60;

/// Who has a certificate that counts, and its last second.
struct Ending {
    role: Role,
    name: String,
    at: UnixTime,
}

/// The authority, what was issued, and what an earlier run has issued and nothing has replaced. Who imports the calendar of a later run gets no second
/// entry: its identifier is of the machine, not of the certificate.
pub(super) fn render(pki: &Pki, folders: &Folders) -> String {
    let words = &folders.reminders;
    let made = compact(pki.made);
    let mut calendar = Folded::default();
    calendar.add("BEGIN:VCALENDAR");
    calendar.add("VERSION:2.0");
    calendar.add(concat!("PRODID:-//Dockseal//Dockseal ", env!("CARGO_PKG_VERSION"), "//EN"));
    for Ending { role, name, at } in ends(pki) {
        let (kind, summary) = match role {
            Role::Ca => ("ca", &words.authority),
            Role::Server => ("server", &words.server),
            Role::Client => ("client", &words.client),
        };
        let summary = escaped(&summary.replace("{name}", &name));
        // The certificate of the authority may be made anew, with another name for it; its key stays.
        let whose = if role == Role::Ca { String::new() } else { name.to_ascii_lowercase() };
        let identifier = fingerprint(&[&pki.authority.key.public_key_info(), kind.as_bytes(), b" ", whose.as_bytes()].concat());
        calendar.add("BEGIN:VEVENT");
        calendar.add(&format!("UID:{}", identifier.replace(':', "").to_ascii_lowercase()));
        calendar.add(&format!("DTSTAMP:{made}"));
        calendar.add(&format!("SEQUENCE:{}", pki.made.0 / DAY_SECONDS));
        calendar.add(&format!("DTSTART:{}", compact(at)));
        calendar.add(&format!("SUMMARY:{summary}"));
        calendar.add(&format!("DESCRIPTION:{}", escaped(&words.advice)));
        calendar.add("TRANSP:TRANSPARENT");
        for days in ALARM_DAYS {
            calendar.add("BEGIN:VALARM");
            calendar.add("ACTION:DISPLAY");
            calendar.add(&format!("DESCRIPTION:{summary}"));
            calendar.add(&format!("TRIGGER:-P{days}D"));
            calendar.add("END:VALARM");
        }
        calendar.add("END:VEVENT");
    }
    calendar.add("END:VCALENDAR");
    calendar.0
}

fn ends(pki: &Pki) -> Vec<Ending> {
    let mut ends: Vec<Ending> =
        pki.iter().map(|issued| Ending { role: issued.role, name: issued.name.clone(), at: issued.not_after }).collect();
    let key = |role: Role, name: &str| (role, name.to_ascii_lowercase());
    let mut seen: HashSet<_> = ends.iter().map(|end| key(end.role, &end.name)).collect();
    let entries = pki.kept.iter().flat_map(|kept| kept.manifest.certificates.iter().rev());
    let mut earlier: Vec<Ending> = entries
        .filter(|entry| entry.is_current())
        .filter_map(|entry| {
            let role = match entry.text("role")?.as_str() {
                "server" => Role::Server,
                "client" => Role::Client,
                _ => return None,
            };
            let (name, at) = (entry.text("name")?, UnixTime::from_rfc3339(&entry.text("notAfter")?)?);
            // The last one of a machine is the one that counts.
            (seen.insert(key(role, &name)) && at > pki.made).then_some(Ending { role, name, at })
        })
        .collect();
    earlier.reverse();
    ends.extend(earlier);
    ends
}

/// A time in UTC as calendars write it (section 3.3.5).
fn compact(time: UnixTime) -> String {
    time.to_rfc3339().replace(['-', ':'], "")
}

/// A text as the value of a property (section 3.3.11).
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => escaped += "\\n",
            '\\' | ';' | ',' => escaped.extend(['\\', c]),
            c if c.is_control() => {}
            c => escaped.push(c),
        }
    }
    escaped
}

/// Folded that end with CRLF; a long one goes on in the next, behind a space.
#[derive(Default)]
struct Folded(String);

impl Folded {
    fn add(&mut self, line: &str) {
        let mut length = 0;
        for c in line.chars() {
            if length + c.len_utf8() > LINE_OCTETS {
                self.0 += "\r\n ";
                length = 1;
            }
            self.0.push(c);
            length += c.len_utf8();
        }
        self.0 += "\r\n";
    }
}
