//! Texts inside other texts: words of shells, scalars of YAML, comments.

/// Commands, a line each; each runs only when the one before it has succeeded.
pub fn chain(commands: &[String]) -> String {
    commands.join(" &&\n") + "\n"
}

/// A comment of a file. What is typed has none: zsh, the shell of macOS, takes `#` for a word there.
pub fn comment(text: &str) -> String {
    text.lines().map(|line| format!("# {line}\n")).collect()
}

/// A scalar of YAML in double quotes (YAML 1.2.2, section 7.3.1), for characters that need no escape.
pub fn yaml_quote(text: &str) -> String {
    debug_assert!(!text.contains(['"', '\\']) && !text.chars().any(char::is_control));
    format!("\"{text}\"")
}

/// One word of a POSIX shell (POSIX.1-2017, Shell Command Language, section 2.2.2); bare where that is the same.
pub fn sh_quote(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"%+,-./:=@_".contains(&byte);
    if !text.is_empty() && text.bytes().all(plain) { text.to_owned() } else { format!("'{}'", text.replace('\'', r"'\''")) }
}

/// A string without expansion (`about_Quoting_Rules`). PowerShell takes typographic single quotes for straight ones.
pub fn powershell_quote(text: &str) -> String {
    let mut quoted = String::from("'");
    for c in text.chars() {
        if matches!(c, '\'' | '\u{2018}'..='\u{201b}') {
            quoted.push(c);
        }
        quoted.push(c);
    }
    quoted.push('\'');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shell_reads_back_what_was_quoted() {
        for text in ["", "plain", "tcp://[2001:db8::1]:2376", "a b", "$(id)", "`id`", "it's", "a\nb", "\\", "~", "*", "!x", "\"", "é"] {
            let script = format!("printf %s {}", sh_quote(text));
            let output = std::process::Command::new("sh").args(["-c", &script]).output().expect("sh runs");
            assert_eq!(String::from_utf8_lossy(&output.stdout), text);
        }
    }

    #[test]
    fn every_single_quote_is_doubled() {
        assert_eq!(powershell_quote("tcp://[::1]:2376"), "'tcp://[::1]:2376'");
        assert_eq!(powershell_quote("a'b’c$(d)`e"), "'a''b’’c$(d)`e'");
    }
}
