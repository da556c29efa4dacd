//! How Docker is installed on the hosts of a draft, once for each platform that one of them has: where its files go, and what it has already. A host
//! with texts of its own has an installation of its own.

use std::sync::Arc;

use super::{Draft, problems::Problems};
use crate::{
    platform::{ConfigFile, Platform, Service},
    problem::{Code, Fault, Field, Problem},
    spec::{
        CertDirectory, Installation, Listen,
        existing::{
            CommandLine, DaemonJson,
            command_line::{self, WantedCommand},
            daemon_json::WantedFile,
        },
    },
};

/// The hosts of one platform, and what a file of ours will say there.
struct Group<'a> {
    platform: Platform,
    file: WantedFile<'a>,
}

/// The texts of a single host, each with its name as it stands there.
#[derive(Clone, Copy)]
pub(super) struct OwnTexts<'a> {
    pub daemon_json: Option<(&'a str, &'a str)>,
    pub exec_start: Option<(&'a str, &'a str)>,
}

impl Group<'_> {
    fn has_unit(&self) -> bool {
        self.platform.facts().unit().is_some()
    }
}

impl Draft {
    /// Reads what is said for all hosts, for each of these platforms.
    pub(super) fn read_installations(
        &self,
        platforms: &[Platform],
        listen: Option<Listen>,
        problems: &mut Problems,
    ) -> Vec<Arc<Installation>> {
        let directories = self.read_directories(platforms, problems);
        let authorities: Vec<Option<String>> = directories.iter().map(|directory| Some(directory.as_ref()?.file("ca.pem"))).collect();
        let groups = platforms.iter().zip(&authorities).map(|(&platform, authority)| {
            let is_merged = platform.facts().own_daemon_json().is_some();
            Group { platform, file: WantedFile { listen, authority: authority.as_deref(), is_merged } }
        });
        let groups: Vec<Group<'_>> = groups.collect();
        // The unit says which file the daemon reads.
        let commands = self.read_command_lines(&groups, problems);
        let files = self.read_daemon_jsons(&groups, &commands, problems);
        let parts = platforms.iter().zip(directories).zip(files).zip(commands);
        let installations = parts.filter_map(|(((&platform, cert_directory), daemon_json), command_line)| {
            Some(Arc::new(Installation { platform, cert_directory: cert_directory?, daemon_json, command_line }))
        });
        installations.collect()
    }

    /// What a host has that has texts of its own: with these in the place of those that are pasted for all.
    pub(super) fn read_own_installation(
        shared: &Installation,
        own: &OwnTexts<'_>,
        listen: Option<Listen>,
        problems: &mut Problems,
    ) -> Arc<Installation> {
        let authority = shared.cert_directory.file("ca.pem");
        let is_merged = shared.facts().own_daemon_json().is_some();
        let group = Group { platform: shared.platform, file: WantedFile { listen, authority: Some(&authority), is_merged } };
        let mut installation = shared.clone();
        if let Some((name, text)) = own.exec_start {
            let mut found = Problems::default();
            // It may be no longer than one for all.
            let text = found.pasted(Field::ExecStart, text);
            installation.command_line = text.and_then(|text| read_command_line(&group, text, &mut found));
            problems.push_of(name, Field::HostExecStart, found);
        }
        if let Some((name, text)) = own.daemon_json {
            let mut found = Problems::default();
            let file = installation.command_line.as_ref().and_then(CommandLine::config_file);
            let text = found.pasted(Field::DaemonJson, text);
            installation.daemon_json = text.and_then(|text| read_daemon_json(&group, text, file, &mut found));
            problems.push_of(name, Field::HostDaemonJson, found);
        }
        Arc::new(installation)
    }

    /// What is typed, where the platform can take it. Where it cannot, and another one can, its own folder.
    fn read_directories(&self, platforms: &[Platform], problems: &mut Problems) -> Vec<Option<CertDirectory>> {
        let field = Field::CertDirectory;
        let none = vec![None; platforms.len()];
        let own = |platform: Platform| CertDirectory::parse(platform.facts().directory, platform).ok();
        let Some(text) = problems.plain(field, &self.cert_directory) else { return none };
        let typed = text.trim();
        if typed.is_empty() {
            return platforms.iter().map(|&platform| own(platform)).collect();
        }
        // Where no platform is known, the folder is read all the same.
        let readers = if platforms.is_empty() { &[Platform::USUAL][..] } else { platforms };
        let read: Vec<_> = readers.iter().map(|&platform| CertDirectory::parse(typed, platform)).collect();
        let first_fault = read.iter().find_map(|read| read.as_ref().err()).cloned();
        match first_fault {
            Some(fault) if !read.iter().any(Result::is_ok) => {
                problems.fault_in(field, fault, typed);
                none
            }
            _ => platforms.iter().zip(read).map(|(&platform, read)| read.ok().or_else(|| own(platform))).collect(),
        }
    }

    /// A file that is pasted is that of the platforms whose daemons get our options there. Without one of these, all others look at it.
    fn read_daemon_jsons(
        &self,
        groups: &[Group<'_>],
        commands: &[Option<CommandLine>],
        problems: &mut Problems,
    ) -> Vec<Option<DaemonJson>> {
        let none = vec![None; groups.len()];
        let Some(pasted) = problems.pasted(Field::DaemonJson, &self.daemon_json) else { return none };
        let is_ours = |group: &Group<'_>| group.file.is_merged;
        let is_read = |group: &Group<'_>| group.platform.facts().daemon_json != ConfigFile::Unused;
        let (is_for_ours, is_for_some) = (groups.iter().any(is_ours), groups.iter().any(is_read));
        let read = groups.iter().zip(commands).map(|(group, command)| {
            let mut found = Problems::default();
            let is_concerned = if is_for_ours { is_ours(group) } else { is_read(group) || !is_for_some };
            let file = command.as_ref().and_then(CommandLine::config_file);
            let read = if is_concerned { read_daemon_json(group, pasted, file, &mut found) } else { None };
            (read, found)
        });
        let (files, found) = read.unzip();
        problems.push_each_once(found);
        files
    }

    /// A command that is pasted is that of the platforms whose unit starts the same program. Without a unit, all others look at it.
    fn read_command_lines(&self, groups: &[Group<'_>], problems: &mut Problems) -> Vec<Option<CommandLine>> {
        let none = vec![None; groups.len()];
        let Some(pasted) = problems.pasted(Field::ExecStart, &self.exec_start) else { return none };
        let is_for_units = groups.iter().any(Group::has_unit);
        let read = groups.iter().map(|group| {
            let mut found = Problems::default();
            let is_concerned = group.has_unit() || !is_for_units;
            let read = if is_concerned { read_command_line(group, pasted, &mut found) } else { None };
            (read, found)
        });
        let (commands, mut found): (_, Vec<Problems>) = read.unzip();
        let starts_another = |found: &Problems| found.has(Code::ExecStartNotDockerd);
        if groups.iter().zip(&found).any(|(group, found)| group.has_unit() && !starts_another(found)) {
            found.retain(|found| !starts_another(found));
        }
        problems.push_each_once(found);
        commands
    }
}

/// Reads a `daemon.json` for a platform whose daemon reads the one at `file`, if its unit says so.
fn read_daemon_json(group: &Group<'_>, pasted: &str, file: Option<&str>, problems: &mut Problems) -> Option<DaemonJson> {
    let field = Field::DaemonJson;
    let facts = group.platform.facts();
    let usual = match facts.daemon_json {
        ConfigFile::Ours { .. } => return DaemonJson::parse(pasted, group.file, problems.list()),
        ConfigFile::Theirs { path } => path,
        ConfigFile::Unused => {
            problems.fault(field, Fault::with_hint(Code::NotUsedHere, group.platform.name()));
            return None;
        }
    };
    // We write no such file, but options in it may conflict with our flags.
    let read = DaemonJson::parse(pasted, group.file, problems.list());
    for (key, line) in read.iter().flat_map(DaemonJson::conflicts_with_flags) {
        let at = |code| Problem::new(field, code).at_line(line).with_value(key);
        problems.push(match facts.by_daemon_json {
            Some(other) => at(Code::DaemonJsonConflicts).with_hint(other.name()),
            None => at(Code::DaemonJsonConflictsHere).with_hint(file.unwrap_or(usual)),
        });
    }
    if read.is_some() {
        problems.fault(field, Code::DaemonJsonOnlyChecked.into());
    }
    None
}

/// Reads the command of a unit for a platform.
fn read_command_line(group: &Group<'_>, pasted: &str, problems: &mut Problems) -> Option<CommandLine> {
    let field = Field::ExecStart;
    let unit = match &group.platform.facts().service {
        Service::Unit(unit) => unit,
        Service::Other { options: place } => {
            // We write no drop-in, but options of the unit would stand beside our daemon.json.
            let found = command_line::options_of_ours(pasted);
            if found.is_empty() {
                problems.fault(field, Fault::with_hint(Code::NotUsedHere, group.platform.name()));
            }
            for (line, options) in found {
                let problem = Problem::new(field, Code::ServiceHasOptions).at_line(line).with_value(&options);
                problems.list().push(problem.with_hint(*place));
            }
            return None;
        }
    };
    let WantedFile { listen, authority, is_merged } = group.file;
    let wanted = WantedCommand { program: unit.program(), listen, authority, has_file: is_merged };
    CommandLine::parse(pasted, &wanted, problems.list())
}
