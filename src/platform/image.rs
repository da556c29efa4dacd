//! Machines that something else sets up: Ignition, NixOS, cloud-init, Ansible.

use super::{Account, ConfigFile, Delivery, Exposure, Facts, Firewall, Restart, Service, Setup, System, systemd};

const BUTANE: &[&str] = &["butane --strict --files-dir . machine.bu >machine.ign"];

/// Fedora CoreOS, by Ignition.
pub(super) const FEDORA_COREOS: Facts = Facts {
    system: System::Unix,
    account: Account::Sudo,
    directory: "/etc/docker/tls",
    files: Delivery::Afar,
    setup: Setup::Ignition { variant: "fcos", version: "1.4.0" },
    daemon_json: ConfigFile::Theirs { path: systemd::DAEMON_JSON_PATH },
    // A variable that is not set is nothing to systemd.
    service: Service::Unit(systemd::unit(
        "/usr/bin/dockerd -H fd:// --exec-opt native.cgroupdriver=systemd \
         $OPTIONS $DOCKER_STORAGE_OPTIONS $DOCKER_NETWORK_OPTIONS $INSECURE_REGISTRY",
    )),
    port: Exposure::Machine,
    firewall: Firewall::Machine,
    script: None,
    restart: Restart::Apply(BUTANE),
    shows: None,
    diagnose: Some(systemd::DIAGNOSE),
    local_docker: Some(systemd::LOCAL_DOCKER),
    needs_name: false,
    by_daemon_json: None,
    untried: Some("docs.fedoraproject.org/en-US/fedora-coreos"),
};

/// Flatcar, by Ignition.
pub(super) const FLATCAR: Facts = Facts {
    system: System::Unix,
    account: Account::Sudo,
    directory: "/etc/docker/tls",
    files: Delivery::Afar,
    setup: Setup::Ignition { variant: "flatcar", version: "1.0.0" },
    daemon_json: ConfigFile::Theirs { path: systemd::DAEMON_JSON_PATH },
    service: Service::Unit(systemd::unit(
        "/usr/bin/dockerd -H fd:// --containerd=/run/containerd/containerd.sock \
         $DOCKER_SELINUX $DOCKER_OPTS $DOCKER_CGROUPS $DOCKER_OPT_BIP $DOCKER_OPT_MTU $DOCKER_OPT_IPMASQ",
    )),
    port: Exposure::Machine,
    firewall: Firewall::Machine,
    script: None,
    restart: Restart::Apply(BUTANE),
    shows: None,
    diagnose: Some(systemd::DIAGNOSE),
    local_docker: Some(systemd::LOCAL_DOCKER),
    needs_name: false,
    by_daemon_json: None,
    untried: Some("flatcar.org/docs/latest/container-runtimes/customizing-docker"),
};

/// NixOS, by a module.
pub(super) const NIXOS: Facts = Facts {
    system: System::Unix,
    account: Account::Sudo,
    directory: "/etc/docker/tls",
    files: Delivery::Placed,
    setup: Setup::Nixos,
    daemon_json: ConfigFile::Unused,
    service: Service::Other { options: "/etc/default/docker" },
    port: Exposure::Machine,
    firewall: Firewall::Configuration,
    script: None,
    restart: Restart::Apply(&["sudo nixos-rebuild switch", "systemctl is-active docker"]),
    shows: Some("active"),
    diagnose: Some(systemd::DIAGNOSE),
    local_docker: Some(systemd::LOCAL_DOCKER),
    needs_name: false,
    by_daemon_json: None,
    untried: Some("NixOS/nixpkgs nixos/modules/virtualisation/docker.nix"),
};

/// A machine to be, with Docker's own package, by cloud-init.
pub(super) const CLOUD_INIT: Facts = Facts {
    system: System::Unix,
    account: Account::Sudo,
    directory: "/etc/docker/tls",
    files: Delivery::Afar,
    setup: Setup::CloudInit,
    daemon_json: ConfigFile::Theirs { path: systemd::DAEMON_JSON_PATH },
    service: Service::Unit(systemd::UNIT),
    port: Exposure::Machine,
    firewall: Firewall::Machine,
    script: None,
    restart: Restart::Apply(&["cloud-init schema --config-file user-data.yaml"]),
    shows: Some("Valid"),
    diagnose: Some(systemd::DIAGNOSE),
    local_docker: Some(systemd::LOCAL_DOCKER),
    needs_name: false,
    by_daemon_json: None,
    untried: Some("docs.cloud-init.io"),
};

/// Docker's own package under systemd, by Ansible.
pub(super) const ANSIBLE: Facts = Facts {
    system: System::Unix,
    account: Account::Sudo,
    directory: "/etc/docker/tls",
    files: Delivery::Afar,
    setup: Setup::Ansible,
    daemon_json: ConfigFile::Theirs { path: systemd::DAEMON_JSON_PATH },
    service: Service::Unit(systemd::UNIT),
    port: Exposure::Machine,
    firewall: Firewall::Machine,
    script: None,
    restart: Restart::Apply(&["ansible-playbook -i {inventory} docker-tls.yml"]),
    shows: Some("failed=0"),
    diagnose: Some(systemd::DIAGNOSE),
    local_docker: Some(systemd::LOCAL_DOCKER),
    needs_name: false,
    by_daemon_json: None,
    untried: Some("docs.ansible.com/ansible/latest/collections/ansible/builtin"),
};
