//! The line that every text file begins with: what made it, on which day, and the form that it was made from. The day is a hole, because texts know
//! no time.

use crate::{
    Draft,
    locales::fill,
    spec::{Locale, folder::Part},
};

/// The page of its own; empty as long as nobody has published one, and then no file names a link.
const FORM: &str = env!("CARGO_PKG_HOMEPAGE");
/// More than programs take for an address (2083 characters were the limit of one browser, and still are that of some mail programs) is left out:
/// of a thousand hosts, each file would have the names of all. `dockseal.json` has everything.
const LONGEST_LINK: usize = 2000;

/// The line without its mark of a comment.
pub struct Made {
    line: Line,
    /// The same for what reads no more than ASCII.
    in_english: Line,
}

/// What stands before the day and after it.
struct Line {
    before: String,
    after: String,
}

impl Made {
    /// The line for files that this form says.
    pub fn by(draft: &Draft, locale: Locale) -> Self {
        Self::at(FORM, draft, locale)
    }

    /// The line for files that no form makes again.
    pub fn without_form(locale: Locale) -> Self {
        Self::at("", &Draft::default(), locale)
    }

    fn at(form: &str, draft: &Draft, locale: Locale) -> Self {
        let link = draft.link(form);
        let has_no_link = form.is_empty() || link.len() > LONGEST_LINK;
        let line = |locale: Locale| {
            let line = if has_no_link { locale.texts().made } else { locale.texts().made_from };
            let line = fill(line, &[("version", env!("CARGO_PKG_VERSION")), ("link", &link)]);
            let (before, after) = line.split_once("{date}").unwrap_or((&line, ""));
            Line { before: before.to_owned(), after: after.to_owned() }
        };
        Self { line: line(locale), in_english: line(Locale::En) }
    }

    /// The begin of a file of this name whose text is this, and the rest of the text. A file that knows no comments begins as it is.
    pub fn begin<'t>(&self, file: &str, text: &'t str) -> (Vec<Part>, &'t str) {
        let (mark, Line { before, after }) = match file.rsplit('.').next() {
            Some("json" | "ign") => return (Vec::new(), text),
            Some("txt") => ("", &self.line),
            Some("cmd") => ("@rem ", &self.in_english),
            _ => ("# ", &self.line),
        };
        let (mut first, rest) = text.split_at(first_line(text));
        // Windows PowerShell 5.1 takes a script without a byte order mark for one in the machine's old code page (about_Character_Encoding).
        if file.ends_with(".ps1") && first.is_empty() && !(before.is_ascii() && after.is_ascii() && rest.is_ascii()) {
            first = BYTE_ORDER_MARK;
        }
        let end = if mark.is_empty() { "\n\n" } else { "\n" };
        let [before, after] = [format!("{first}{mark}{before}"), format!("{after}{end}")];
        (vec![Part::Text(before), Part::Day, Part::Text(after)], rest)
    }
}

const BYTE_ORDER_MARK: &str = "\u{feff}";

/// How long that is which programs look for at the very beginning of a file.
fn first_line(text: &str) -> usize {
    if text.starts_with(BYTE_ORDER_MARK) {
        BYTE_ORDER_MARK.len()
    } else if text.starts_with("#!") || text.starts_with("#cloud-config\n") {
        text.find('\n').map_or(text.len(), |end| end + 1)
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begun(made: &Made, file: &str, text: &str) -> String {
        let (parts, rest) = made.begin(file, text);
        let parts = parts.into_iter().map(|part| match part {
            Part::Text(text) => text,
            Part::Day => "2026-11-26".into(),
            Part::Shared(_) | Part::File(..) | Part::Trust(_) | Part::ByTrust { .. } => panic!("another hole"),
        });
        parts.collect::<String>() + rest
    }

    #[test]
    fn a_file_begins_with_what_made_it_where_it_can() {
        let draft = Draft { hosts: "docker.example.com 192.0.2.10".into(), ..Draft::default() };
        let version = env!("CARGO_PKG_VERSION");
        let made = Made::at("https://dockseal.example/", &draft, Locale::En);
        let line = format!("Made by Dockseal {version} on 2026-11-26 from https://dockseal.example/#hosts=docker.example.com+192.0.2.10\n");
        assert_eq!(begun(&made, "README.txt", "Title\n"), format!("{line}\nTitle\n"));
        assert_eq!(begun(&made, "tls.conf", "[Service]\n"), format!("# {line}[Service]\n"));
        assert_eq!(begun(&made, "install.sh", "#!/bin/sh\nset -u\n"), format!("#!/bin/sh\n# {line}set -u\n"));
        assert_eq!(begun(&made, "user-data.yaml", "#cloud-config\na: b\n"), format!("#cloud-config\n# {line}a: b\n"));
        assert_eq!(begun(&made, "env.ps1", "$env:A = 'b'\n"), format!("# {line}$env:A = 'b'\n"));
        assert_eq!(begun(&made, "env.ps1", "\u{feff}# \u{e9}\n"), format!("\u{feff}# {line}# \u{e9}\n"));
        assert_eq!(begun(&made, "env.ps1", "# \u{e9}\n"), format!("\u{feff}# {line}# \u{e9}\n"));
        for json in ["daemon.json", "machine.ign"] {
            assert_eq!(begun(&made, json, "{}\n"), "{}\n");
        }
        let chinese = Made::at("", &draft, Locale::ZhCn);
        assert_eq!(begun(&chinese, "env.sh", "a\n"), format!("# 由 Dockseal {version} 于 2026-11-26 生成\na\n"));
        assert!(begun(&chinese, "env.ps1", "a\n").starts_with("\u{feff}# "));
        assert_eq!(begun(&chinese, "env.cmd", "a\n"), format!("@rem Made by Dockseal {version} on 2026-11-26\na\n"));
    }

    #[test]
    fn a_link_that_is_too_long_or_leads_nowhere_is_left_out() {
        let draft = Draft { hosts: "docker.example.com\n".repeat(1000), ..Draft::default() };
        for made in [Made::at("https://dockseal.example/", &draft, Locale::En), Made::at("", &Draft::default(), Locale::En)] {
            assert!(begun(&made, "env.sh", "").ends_with("on 2026-11-26\n"));
        }
    }
}
