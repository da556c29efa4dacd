//! What files and steps say, on the page and in the archives: one record, and a file for each language.
//!
//! A sentence has one home. What only the page's own parts say is in `www/locales`; what `install.sh` says is in `guide/install`. Each place has a
//! file for each language. Commands, names of options and paths are never translated. `{name}` in a sentence is filled in by whoever uses it.

mod en;
mod zh_cn;

use serde::Serialize;

use crate::spec::Locale;

impl Locale {
    /// What is said in this language.
    pub(crate) fn texts(self) -> &'static Texts {
        match self {
            Self::En => &en::TEXTS,
            Self::ZhCn => &zh_cn::TEXTS,
        }
    }
}

/// A record of sentences; the tests see each with its name.
macro_rules! record {
    ($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident: $type:ty,)* }) => {
        $(#[$meta])*
        pub(crate) struct $name {
            $($(#[$field_meta])* pub $field: $type,)*
        }

        #[cfg(test)]
        impl tests::Sentences for $name {
            fn sentences(&self, name: &str) -> Vec<(String, &'static str)> {
                [$(tests::Sentences::sentences(&self.$field, &format!("{name}.{}", stringify!($field))),)*].concat()
            }
        }
    };
}

record! {
    /// Everything that is said in one language.
    Texts {
        /// In the calendar: the authority ends.
        reminder_authority: &'static str,
        /// In the calendar: the certificate of a host ends.
        reminder_server: &'static str,
        /// In the calendar: the certificate of a client ends.
        reminder_client: &'static str,
        /// In the calendar: what to do.
        reminder_advice: &'static str,
        /// In the drop-in that has every option.
        drop_in_flags: &'static str,
        /// In the drop-in beside `daemon.json`.
        drop_in_no_hosts: &'static str,
        /// A message of the commands that place the files.
        daemon_json_exists: &'static str,
        /// A message of the commands that place the files: others may write there.
        folder_of_others: &'static str,
        /// A message of the commands that copy to `~/.docker`.
        home_has_keys: &'static str,
        /// In the ruleset of nftables, between single quotes: what it does.
        nftables: &'static str,
        /// In the same place: how to undo it.
        nftables_undo: &'static str,
        /// In the same place: why it lasts, when docker.service loads it.
        nftables_drop_in: &'static str,
        /// In the same place, when nobody knows whether there is a docker.service.
        nftables_maybe_drop_in: &'static str,
        /// In the same place, when nothing of ours loads it.
        nftables_include: &'static str,
        /// The name of a task of the playbook.
        ansible_directories: &'static str,
        /// The name of a task of the playbook.
        ansible_files: &'static str,
        /// The name of a task of the playbook.
        ansible_restart: &'static str,
        /// The name of a task of the playbook.
        ansible_wait: &'static str,
        /// At the top of a file that holds the daemon's key.
        embeds_key: &'static str,
        /// In the module of NixOS, in place of the rules of its firewall.
        nixos_no_sources: &'static str,
        /// At the top of the module of NixOS.
        nixos_module: &'static str,
        /// At the top of nginx's configuration.
        nginx: &'static str,
        /// At the top of the runner's configuration.
        gitlab_runner: &'static str,
        /// A message of `install.ps1`: there is no such service.
        windows_no_service: &'static str,
        /// A message of `install.ps1`: the service's command has options that `daemon.json` has too. The command follows.
        windows_service_has_options: &'static str,
        /// Below the platform on the page, and at the top of a daemon's README.
        untried: &'static str,
        /// Where one types: beside the downloads.
        on_desk: &'static str,
        /// Where one types: on the daemon's machine.
        on_host: &'static str,
        /// Where one types: there, as root.
        on_host_as_root: &'static str,
        /// Where one types: on the client's machine.
        on_client: &'static str,
        /// A step's heading in a README, with the place where it is done.
        heading: &'static str,
        /// A value of Portainer's form.
        on: &'static str,
        /// A value of Portainer's form.
        off: &'static str,
        /// Above the other hosts in Portainer's form.
        portainer_others: &'static str,
        /// What the test with a stranger says when it fails.
        stranger_let_in: &'static str,
        /// What it says when it passes.
        stranger_refused: &'static str,
        /// What it says when it can tell neither.
        stranger_unknown: &'static str,
        /// The line for `install.sh` in the list of a daemon's files.
        install_sh: &'static str,
        /// The lines for `connect.sh` and `connect.ps1` in the list of a client's files.
        connect_sh: &'static str,
        /// The lines for what `docker context import` takes, in the same list.
        contexts: &'static str,
        /// What is said where there is none of these, since there would be too many.
        no_contexts: &'static str,
        /// The heading of the two ways to set up a host.
        set_up: &'static str,
        /// The heading of the two ways to set up a client.
        set_up_client: &'static str,
        /// The heading of the second way.
        by_hand: &'static str,
        /// What the second way lacks on a host; with a blank behind it where the language has them.
        by_hand_lacks: &'static str,
        /// What it lacks on a client.
        by_hand_lacks_client: &'static str,
        /// A question of the commands for all hosts, after the first one.
        fleet_others: &'static str,
        /// Their last question.
        fleet_client: &'static str,
        /// What they say when a host fails.
        fleet_stopped: &'static str,
        /// After what to do for all hosts at once: those that are left.
        fleet_by_hand: &'static str,
        /// Those to which ssh logs in as root.
        fleet_as_root: &'static str,
        /// Whom their firewalls let in afterwards: known sources.
        fleet_limited: &'static str,
        /// The same where no sources are known.
        fleet_open: &'static str,
        /// What is said of the copy to a host without sudo.
        copy_to_root: &'static str,
        /// What to do with files that the step before has placed.
        configure_placed: &'static str,
        /// What to do with files that are used from their folder.
        configure_folder: &'static str,
        /// What to do with files that are parts of the reader's own.
        configure_merge: &'static str,
        /// Above the commands that find out why the daemon does not start.
        if_not: &'static str,
        /// The same, when the other commands are typed elsewhere.
        if_not_on_host: &'static str,
        /// In place of a firewall's rules, when no address is known.
        no_sources: &'static str,
        /// After it, in a README.
        no_sources_fill: &'static str,
        /// Above the ways to unpack a client's files, in its README.
        unpack_choice: &'static str,
        /// In a daemon's README, in place of a step on the client.
        /// Above what is done on some of the hosts only.
        these_hosts: &'static str,
        /// Above the proofs, in a daemon's README.
        prove_where: &'static str,
        /// What a client can do to a daemon's machine.
        server_power: &'static str,
        /// What a client can do to the machine of a user's own daemon.
        server_power_of_user: &'static str,
        /// What the files of a client are good for.
        client_power: &'static str,
        /// What they are good for when the daemon is a user's own.
        client_power_of_user: &'static str,
        /// What they are good for when some daemons are a user's own.
        client_power_of_both: &'static str,
        /// The top of a daemon's README.
        server_readme: &'static str,
        server_ca: &'static str,
        server_ca_list: &'static str,
        /// The top of a client's README.
        client_readme: &'static str,
        /// What to know of a host that had files before.
        server_again: &'static str,
        /// The same where there is no script.
        server_again_by_hand: &'static str,
        /// What to know of a client that had files before.
        client_again: &'static str,
        /// The same where there is a script.
        client_again_by_script: &'static str,
        /// The top of the authority's README; `{then}` is one of the two below.
        ca_readme: &'static str,
        /// The first line of every text file; `{date}` is the day.
        made: &'static str,
        /// The same with the link to the form.
        made_from: &'static str,
        /// How its key is stored without a passphrase.
        ca_key_clear: &'static str,
        /// How its key is stored with a passphrase.
        ca_key_encrypted: &'static str,
        ca_key_elsewhere: &'static str,
        ca_without_key: &'static str,
        /// How to encrypt its key.
        ca_encrypt: &'static str,
        /// How to try the passphrase.
        ca_open: &'static str,
        /// How to go on in the page, in front of the commands.
        ca_continue: &'static str,
        /// Below the commands that do so without a browser.
        ca_issue: &'static str,
        /// Below that where hosts have a list.
        ca_under_list: &'static str,
        /// Where the files of one more client go.
        ca_client_folder: &'static str,
        /// The same of one more daemon.
        ca_server_files: &'static str,
        /// The place of its files.
        ca_server_directory: &'static str,
        /// Where they go when Compose mounts them.
        ca_server_compose: &'static str,
        /// Above the places of a fleet in which they differ.
        ca_servers_differ: &'static str,
        /// One of these places, by a host that has it.
        ca_server_like: &'static str,
        /// The top of the README beside a host's certificate whose key is on the host.
        requested_server: &'static str,
        /// The same of a client.
        requested_client: &'static str,
        /// Where that key goes, and how to see whether it is the right one.
        requested_key: &'static str,
        /// What to do then on a host with the script.
        requested_install: &'static str,
        /// What to do then on a host without one.
        requested_place: &'static str,
        /// What to do then on a client.
        requested_connect: &'static str,
        /// The README beside a key and the request for its certificate.
        ask_readme: &'static str,
        /// The top of the README of all archives.
        all_readme: &'static str,
        /// A daemon's line in it.
        all_server: &'static str,
        /// A client's line in it.
        all_client: &'static str,
        /// The authority's line in it.
        all_ca: &'static str,
        /// The line of a daemon that learns whom it lets in.
        all_trust: &'static str,
        /// The top of the README of what brings a daemon a list.
        trust_readme: &'static str,
        /// The same when it trusts the authority again.
        trust_readme_of_authority: &'static str,
        /// The line for `install.sh` in it.
        trust_install_sh: &'static str,
        /// Above the commands of a host with the script.
        trust_by_script: &'static str,
        /// Above the commands of a host without.
        trust_by_hand: &'static str,
        /// The same where files are used from a folder.
        trust_in_folder: &'static str,
        /// A question of the commands for all hosts, after the first one.
        trust_others: &'static str,
        trust_other_run: &'static str,
        fleet_other_run: &'static str,
        /// The heading of what to do when a client's files are lost.
        lost: &'static str,
        /// What to do then.
        lost_client: &'static str,
        /// At the top of `env.sh` and of the same for other shells: what sets the environment.
        env_use: &'static str,
        /// The line after it: what takes it away again.
        env_undo: &'static str,
        /// Before the other names of a daemon, in a client's README.
        also: &'static str,
        /// Above the other names of the first daemon, in the same files.
        env_other_names: &'static str,
        /// Above the other daemons, in the same files.
        env_others: &'static str,
        /// In a client's README: where the texts for other programs are.
        other_programs: &'static str,
        /// What one should see after commands that print nothing.
        see_nothing: &'static str,
        /// A note on `install.sh`: it was tried with systemd.
        tried_systemd: &'static str,
        /// A note on `install.sh`: it was tried with a user's own daemon.
        tried_rootless: &'static str,
        /// A note on `install.sh`: it was tried with OpenRC, on another distribution.
        tried_openrc: &'static str,
        /// A note on `install.sh`: it was tried with System V's init.
        tried_sysv: &'static str,
        /// A note on `install.sh`: it was not tried with snapd.
        tried_no_snap: &'static str,
        /// Why to place the files, when the key is a user's and not root's.
        key_of_user: &'static str,
        /// Why the drop-in is shown, when no command has placed it yet.
        placed_from_afar: &'static str,
        /// What a restart does when Compose starts the daemon or its proxy.
        restarts_container: &'static str,
        /// What a restart does when GitLab's runner is restarted.
        restarts_runner: &'static str,
        /// What applying does on NixOS.
        applies_nixos: &'static str,
        /// What applying does by Ansible.
        applies_ansible: &'static str,
        /// A note on a diagnosis that is typed elsewhere than the rest of its step.
        diagnose_on_host: &'static str,
        /// What the diagnosis of a container shows.
        diagnose_container: &'static str,
        /// What the diagnosis without a unit shows.
        diagnose_log: &'static str,
        /// What the diagnosis of a user's daemon shows.
        diagnose_user: &'static str,
        /// A note on nftables, when the computer around Docker's machine has a firewall of its own.
        firewall_of_desktop: &'static str,
        /// What is said of each step.
        steps: Steps,
        /// What is said of each snippet.
        snippets: Snippets,
        /// What is said of each recipe.
        recipes: Recipes,
    }
}

record! {
    /// What is said of each step.
    Steps {
        fleet: StepWords,
        copy: StepWords,
        install: StepWords,
        place: StepWords,
        configure: StepWords,
        restart: StepWords,
        firewall: StepWords,
        client: StepWords,
        unpack: StepWords,
        connect: StepWords,
        prove: StepWords,
        prove_outside: StepWords,
        watch: StepWords,
    }
}

record! {
    /// What is said of a step.
    StepWords {
        /// Its heading.
        title: &'static str,
        /// What to do, or where to begin.
        text: &'static str,
    }
}

record! {
    /// What is said of each snippet.
    Snippets {
        fleet: Words,
        copy_server: Words,
        install_server: Words,
        place_server: Words,
        place_server_powershell: Words,
        unpack_server: Words,
        systemd_drop_in: Words,
        daemon_json: Words,
        install_ps1: Words,
        compose: Words,
        nginx_conf: Words,
        gitlab_runner: Words,
        gitlab_job: Words,
        ignition: Words,
        butane: Words,
        nixos_module: Words,
        cloud_init: Words,
        ansible: Words,
        restart: Words,
        apply: Words,
        diagnose: Words,
        firewalld: Words,
        ufw: Words,
        nftables: Words,
        windows_firewall: Words,
        connect_sh: Words,
        connect_ps1: Words,
        unpack_client: Words,
        unpack_client_powershell: Words,
        client_env_sh: Words,
        client_env_powershell: Words,
        client_flags: Words,
        client_home: Words,
        client_context: Words,
        client_context_import: Words,
        client_curl: Words,
        client_portainer: Words,
        client_ci: Words,
        client_gitlab_ci: Words,
        client_github_actions: Words,
        prove_context: Words,
        prove_yes: Words,
        prove_no: Words,
        prove_cmd: Words,
        prove_local: Words,
        watch_timer: Words,
        watch_cron: Words,
        watch_exporter: Words,
    }
}

record! {
    /// What is said of each recipe.
    Recipes {
        compose: RecipeWords,
        buildx: RecipeWords,
        vscode: RecipeWords,
        jetbrains: RecipeWords,
        lazydocker: RecipeWords,
        socat: RecipeWords,
        jenkins: RecipeWords,
        gitlabrunner: RecipeWords,
        woodpecker: RecipeWords,
        drone: RecipeWords,
        terraform: RecipeWords,
        pulumi: RecipeWords,
        ansible: RecipeWords,
        portainer: RecipeWords,
        uptimekuma: RecipeWords,
        traefik: RecipeWords,
        homepage: RecipeWords,
        prometheus: RecipeWords,
        telegraf: RecipeWords,
        dozzle: RecipeWords,
        diun: RecipeWords,
        wud: RecipeWords,
        watchtower: RecipeWords,
        zabbix: RecipeWords,
        netdata: RecipeWords,
        komodo: RecipeWords,
        dockge: RecipeWords,
        arcane: RecipeWords,
        coolify: RecipeWords,
        testcontainers: RecipeWords,
        dockerjava: RecipeWords,
        springboot: RecipeWords,
        python: RecipeWords,
        go: RecipeWords,
        node: RecipeWords,
        dotnet: RecipeWords,
        rust: RecipeWords,
        fabric8: RecipeWords,
        bmuschko: RecipeWords,
        spotify: RecipeWords,
    }
}

record! {
    /// What is said of a recipe.
    RecipeWords {
        /// The program.
        title: &'static str,
        /// What to know before it is used, or what to do where the program cannot do TLS.
        why: &'static str,
    }
}

/// What is said of a snippet, in the language of its spec.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Words {
    /// Its name.
    pub title: &'static str,
    /// What it does, and what to know before it is used.
    pub why: &'static str,
    /// What a README's list of files says of one that is used where it is.
    #[serde(skip)]
    pub file: Option<&'static str>,
    /// What is true of it on this platform only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<&'static str>,
    /// What one should see after it. `{shows}` stands for [`Words::shows`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub see: Option<&'static str>,
    /// What its last command prints when all is well, word for word.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shows: Option<&'static str>,
}

impl Words {
    const fn new(title: &'static str, why: &'static str) -> Self {
        Self { title, why, file: None, note: None, see: None, shows: None }
    }

    const fn file(self, file: &'static str) -> Self {
        Self { file: Some(file), ..self }
    }

    const fn see(self, see: &'static str) -> Self {
        Self { see: Some(see), ..self }
    }
}

/// A sentence with values in place of its placeholders.
pub(crate) fn fill(template: &str, values: &[(&str, &str)]) -> String {
    values.iter().fold(template.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}

#[cfg(test)]
mod tests {
    use super::*;

    pub trait Sentences {
        fn sentences(&self, name: &str) -> Vec<(String, &'static str)>;
    }

    impl Sentences for &'static str {
        fn sentences(&self, name: &str) -> Vec<(String, &'static str)> {
            vec![(name.to_owned(), *self)]
        }
    }

    impl Sentences for Words {
        fn sentences(&self, name: &str) -> Vec<(String, &'static str)> {
            let all = [
                ("title", Some(self.title)),
                ("why", Some(self.why)),
                ("file", self.file),
                ("note", self.note),
                ("see", self.see),
                ("shows", self.shows),
            ];
            all.into_iter().filter_map(|(part, said)| Some((format!("{name}.{part}"), said?))).collect()
        }
    }

    fn pairs() -> Vec<(String, &'static str, &'static str)> {
        let [en, zh] = [Locale::En, Locale::ZhCn].map(|locale| locale.texts().sentences(""));
        assert_eq!(en.len(), zh.len());
        en.into_iter()
            .zip(zh)
            .map(|((name, en), (other, zh))| {
                assert_eq!(name, other);
                (name, en, zh)
            })
            .collect()
    }

    fn placeholders(text: &str) -> Vec<&str> {
        let mut names: Vec<&str> = text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect();
        names.sort_unstable();
        names
    }

    #[test]
    fn every_language_has_the_same_placeholders() {
        for (name, en, zh) in pairs() {
            assert_eq!(placeholders(en), placeholders(zh), "{name}");
            assert!(!en.is_empty() && !zh.is_empty(), "{name}");
        }
    }

    #[test]
    fn each_sentence_is_in_its_language() {
        let is_chinese = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
        for (name, en, zh) in pairs() {
            assert!(!is_chinese(en), "{name}");
            // A name is the same in every language, and so is a template that has nothing but placeholders and brackets.
            assert!(is_chinese(zh) || zh == en || name == ".heading", "{name}");
        }
    }
}
