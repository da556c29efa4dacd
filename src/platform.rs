//! How Docker is installed on a daemon's machine, and what follows from it: one record of facts for each, with no field left out.
//!
//! Only these files name a platform; the others read its facts. To add one: a variant, its record, its name in both languages of the page, its
//! value in the table of `www/EMBEDDING.md` and its translation, and a test in `tests/it/platforms.rs` that gives its files to their own reader. Its
//! scenario in `tests/it/golden.rs` comes by itself. [`Facts::untried`] names what the record is based on until somebody has tried it on the real
//! thing; the page and the README say so.

mod systemd;
mod init;
mod snap;
mod windows;
mod container;
mod image;

use crate::named::named;

named! {
    /// How Docker is installed on a daemon's machine, or how the machine is set up.
    pub enum Platform {
        /// Docker's own package under systemd: every option as a flag in a drop-in.
        Systemd = "systemd" | "docker-ce",
        /// Docker's own package under systemd: every option in `daemon.json`, and a drop-in that takes `-H` away.
        SystemdDaemonJson = "systemd-daemon-json" | "daemon-json" | "daemon.json" | "docker-ce-daemon-json",
        /// The package `docker.io` of Debian and Ubuntu under systemd.
        DebianDockerIo = "debian-docker-io" | "docker.io" | "docker-io",
        /// A daemon of a user without rights, under that user's systemd.
        Rootless = "rootless" | "docker-rootless" | "rootless-docker",
        /// OpenRC: Alpine, Gentoo.
        Openrc = "openrc" | "alpine" | "alpine-openrc" | "gentoo-openrc",
        /// A System V init script: Devuan, old distributions.
        Sysv = "sysv" | "devuan" | "sysvinit" | "sysv-init",
        /// Canonical's snap.
        Snap = "snap" | "docker-snap" | "snapd",
        /// The service of Docker Engine on Windows; not Docker Desktop.
        Windows = "windows" | "windows-server" | "windows-service",
        /// A TLS-terminating nginx in front of the socket: Docker Desktop, and hosts whose daemon cannot be configured.
        Proxy = "proxy" | "docker-desktop" | "nas" | "nginx",
        /// Docker in Docker, by Compose.
        Dind = "dind" | "docker-in-docker",
        /// Docker in Docker as a service of GitLab CI.
        GitlabDind = "gitlab-dind" | "gitlab" | "gitlab-ci",
        /// Fedora CoreOS, by Ignition.
        FedoraCoreos = "fedora-coreos" | "coreos" | "fcos",
        /// Flatcar, by Ignition.
        Flatcar = "flatcar" | "flatcar-linux",
        /// NixOS, by a module.
        Nixos = "nixos",
        /// A machine to be, with Docker's own package, by cloud-init.
        CloudInit = "cloud-init" | "cloudinit",
        /// Docker's own package under systemd, by Ansible.
        Ansible = "ansible",
    }
}

impl Platform {
    /// The one that the form begins with.
    pub const USUAL: Self = Self::Systemd;

    /// What is true of it.
    pub fn facts(self) -> &'static Facts {
        match self {
            Self::Systemd => &systemd::DOCKER_CE,
            Self::SystemdDaemonJson => &systemd::DAEMON_JSON,
            Self::DebianDockerIo => &systemd::DOCKER_IO,
            Self::Rootless => &systemd::ROOTLESS,
            Self::Openrc => &init::OPENRC,
            Self::Sysv => &init::SYSV,
            Self::Snap => &snap::FACTS,
            Self::Windows => &windows::FACTS,
            Self::Proxy => &container::PROXY,
            Self::Dind => &container::DIND,
            Self::GitlabDind => &container::GITLAB,
            Self::FedoraCoreos => &image::FEDORA_COREOS,
            Self::Flatcar => &image::FLATCAR,
            Self::Nixos => &image::NIXOS,
            Self::CloudInit => &image::CLOUD_INIT,
            Self::Ansible => &image::ANSIBLE,
        }
    }
}

/// The folder of the machine's own systemd with the drop-ins of docker.service.
pub const DOCKER_DROP_INS: &str = "/etc/systemd/system/docker.service.d";

/// What is true of a platform.
#[derive(Debug)]
pub struct Facts {
    /// The system of the daemon's machine.
    pub system: System,
    /// Whose rights the commands on it need.
    pub account: Account,
    /// The folder of the daemon's files, unless the reader wants another one. It is not `/etc/docker/certs.d`, which holds registries' certificates.
    pub directory: &'static str,
    /// How they get there.
    pub files: Delivery,
    /// What makes the daemon read them.
    pub setup: Setup,
    /// What `daemon.json` has to do with it.
    pub daemon_json: ConfigFile,
    /// What starts the daemon.
    pub service: Service,
    /// Whose port it is that clients reach.
    pub port: Exposure,
    /// What lets them reach it.
    pub firewall: Firewall,
    /// What `install.sh` deals with; `None` where there is no such script.
    pub script: Option<Init>,
    /// What puts the configuration into force.
    pub restart: Restart,
    /// What stands in the last lines that the commands of [`Facts::restart`] print when all is well; `None` where they print nothing.
    pub shows: Option<&'static str>,
    /// What says why the daemon does not start, or whom it refuses.
    pub diagnose: Option<Diagnosis>,
    /// What reaches the daemon by its local socket, without an option of the command; `None` where nobody types one.
    pub local_docker: Option<&'static str>,
    /// Whether a daemon needs a DNS name among its hosts.
    pub needs_name: bool,
    /// The platform of the same daemon whose options are in `daemon.json`.
    pub by_daemon_json: Option<Platform>,
    /// What the files for it are based on, when they were not tried on the real thing.
    pub untried: Option<&'static str>,
}

impl Facts {
    /// The path of the configuration file, when that file has the options.
    pub fn own_daemon_json(&self) -> Option<&'static str> {
        match self.daemon_json {
            ConfigFile::Ours { path, .. } => Some(path),
            ConfigFile::Theirs { .. } | ConfigFile::Unused => None,
        }
    }

    /// The unit of systemd that a drop-in of ours changes.
    pub fn unit(&self) -> Option<&Unit> {
        match &self.service {
            Service::Unit(unit) => Some(unit),
            Service::Other { .. } => None,
        }
    }

    /// Whether clients can be let in by a list of their certificates. nginx wants a chain up to an authority, and so does the entrypoint of
    /// `docker:dind`, which has openssl verify the daemon's certificate by the same file before it starts (docker-library/docker, dockerd-entrypoint.sh).
    pub fn takes_list(&self) -> bool {
        match self.setup {
            Setup::Service | Setup::Ignition { .. } | Setup::Nixos | Setup::CloudInit | Setup::Ansible => true,
            Setup::Proxy | Setup::Container | Setup::Gitlab => false,
        }
    }

    /// Whether the firewall is a step.
    pub fn leaves_the_firewall_to_the_reader(&self) -> bool {
        match self.firewall {
            Firewall::Machine | Firewall::Container { .. } | Firewall::Windows => true,
            Firewall::Configuration | Firewall::Absent => false,
        }
    }
}

/// A system, and with it the shell and the form of paths.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum System {
    /// A POSIX shell, paths that begin with `/`.
    Unix,
    /// PowerShell, paths that begin with a drive.
    Windows,
}

/// Whose rights commands need.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Account {
    /// Root's, by sudo where they are needed.
    Sudo,
    /// Root's, who types: Alpine has no sudo.
    Root,
    /// An administrator's, in whose shell one types.
    Administrator,
    /// Those of the user that the daemon belongs to; the machine's own firewall is root's all the same.
    User,
}

/// How the daemon's files get to where it reads them.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Delivery {
    /// They are put into their places on its machine.
    Placed,
    /// They are placed, and the configuration is merged by hand into what another program has.
    Merged,
    /// They are used from the folder that they were unpacked into.
    Folder,
    /// They are used where they were downloaded, and reach the machine by what sets it up.
    Afar,
}

/// What makes the daemon read its files.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Setup {
    /// The daemon's own service, by its command line or `daemon.json`.
    Service,
    /// nginx in front of the socket, by Compose.
    Proxy,
    /// A container, by Compose.
    Container,
    /// A runner of GitLab, and its jobs.
    Gitlab,
    /// Ignition, in a Butane file of this variant and version.
    Ignition {
        /// `variant`
        variant: &'static str,
        /// `version`
        version: &'static str,
    },
    /// A module of NixOS.
    Nixos,
    /// User data of cloud-init.
    CloudInit,
    /// A playbook of Ansible.
    Ansible,
}

/// What `daemon.json` has to do with a daemon.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ConfigFile {
    /// It has our options.
    Ours {
        /// Its path.
        path: &'static str,
        /// The address of the daemon's local socket, which has to be named as soon as any other is.
        socket: &'static str,
    },
    /// The daemon reads it, and our options are on the command line: what is in it may stand against them.
    Theirs {
        /// Its path.
        path: &'static str,
    },
    /// What a host has there is not what this daemon reads.
    Unused,
}

/// What starts the daemon.
#[derive(Debug)]
pub enum Service {
    /// A unit of systemd, whose command a drop-in of ours replaces.
    Unit(Unit),
    /// Anything else.
    Other {
        /// What its command gets its options from.
        options: &'static str,
    },
}

/// A unit of systemd as its package has it.
#[derive(Debug)]
pub struct Unit {
    /// Its command.
    pub command: &'static str,
    /// The folder of its drop-ins.
    pub folder: &'static str,
    /// The address of the daemon's local socket, which has to be named as soon as any other is.
    pub socket: &'static str,
    /// The daemon's own one, which it has when the command names no address.
    pub default_socket: &'static str,
}

impl Unit {
    /// The program that its command starts.
    pub fn program(&self) -> &'static str {
        let word = self.command.split(' ').next().unwrap_or_default();
        word.rsplit('/').next().unwrap_or_default()
    }
}

/// Whose port it is that clients reach.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Exposure {
    /// The machine's.
    Machine,
    /// The machine's, from which RootlessKit gets to the daemon in a network of its own, which has none of the machine's addresses.
    Rootlesskit,
    /// The machine's, from which Docker gets to a container.
    Container,
    /// A container's: only other containers connect, and the client's files are for what starts them.
    Inside,
}

/// What lets clients reach the port.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Firewall {
    /// The machine's own.
    Machine,
    /// What is asked before Docker passes packets on to a container.
    Container {
        /// Docker's machine may be a virtual one, in a computer with a firewall of its own.
        desktop: bool,
    },
    /// That of Windows.
    Windows,
    /// The one that is set up by the same configuration.
    Configuration,
    /// No port is open outside.
    Absent,
}

/// What `install.sh` deals with.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Init {
    /// systemd's first process.
    Systemd,
    /// The systemd of a user.
    User,
    /// OpenRC.
    Openrc,
    /// System V's init.
    Sysv,
    /// snapd.
    Snapd,
}

/// What puts the configuration into force. `{daemon_json}` stands for the path of that file, `{inventory}` for a list of Ansible's with the host
/// in it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Restart {
    /// The daemon is restarted, or what it is a part of. A reload would keep the certificates that it has loaded (moby#23936).
    Restart(&'static [&'static str]),
    /// What sets the machine up is told to.
    Apply(&'static [&'static str]),
}

/// What says why the daemon does not start, or whom it refuses. `{port}` stands for its port.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Diagnosis {
    /// The unit, the words of the daemon and who has the port.
    Unit(&'static str),
    /// The unit and the words of a user's daemon.
    UserUnit(&'static str),
    /// The words of the daemon and who has the port.
    Log(&'static str),
    /// The words of a container.
    Container(&'static str),
}

impl Diagnosis {
    /// The commands. They stand on one line where sudo would throw away what is typed while it asks for a password.
    pub fn commands(self) -> &'static str {
        match self {
            Self::Unit(commands) | Self::UserUnit(commands) | Self::Log(commands) | Self::Container(commands) => commands,
        }
    }
}
