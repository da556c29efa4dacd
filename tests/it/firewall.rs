//! Firewalls on a booted Debian, each with its own defaults and the lines for it: those of the page, and those that `install.sh` prints. From the
//! other host, the address that was named gets in, over IPv4 and IPv6, and another one does not.

use dockseal::{
    Draft,
    guide::{self, Pair, SnippetId, Step},
};

use crate::{
    booted::{FIREWALLS, Host, IPV4, IPV6},
    judge::{Issued, issue, now, run},
};

const KNOWN: [&str; 2] = ["192.0.2.1", "2001:db8::1"];
const UNKNOWN: [&str; 2] = ["192.0.2.66", "2001:db8::66"];

/// All connect at the same time: what is dropped answers nobody.
const CONNECT: &str = r#"
    cd "$1"; shift
    for source; do
      case $source in *:*) host='[2001:db8::10]' ;; *) host=192.0.2.10 ;; esac
      { said=$(curl -q -s --max-time 3 --interface "$source" --cacert ca.pem --cert cert.pem --key key.pem "https://$host:$port/version")
        case $said in *ApiVersion*) echo "$source" ;; esac; } &
    done
    wait"#;

/// A container that is a port with TLS, like the one of a proxy or of Docker in Docker. systemd-nspawn mounts control groups of version 1 read-only.
const CONTAINER: &str = "
    for tree in $(grep -o ' /sys/fs/cgroup/[a-z]* cgroup ' /proc/mounts | cut -d ' ' -f 2); do mount -o remount,rw,bind $tree; done
    tar -chC / usr/bin/openssl $(ldd /usr/bin/openssl | grep -o '/[^ ]*' | sed s,^/,,) | docker import - openssl
    docker run -d --name published -p 12376:2376 -v /etc/docker/tls:/tls openssl /usr/bin/openssl s_server -accept 2376 -www \\
      -cert /tls/server-cert.pem -key /tls/server-key.pem
    until curl -qsko /dev/null https://127.0.0.1:12376/; do sleep 0.1; done";

struct Site {
    host: Host,
    issued: Issued,
    files: tempfile::TempDir,
}

#[test]
fn behind_every_firewall_known_sources_get_in_and_nobody_else_after_a_reboot_too() {
    let mut site = Site::open();
    let everybody = [&KNOWN[..], &UNKNOWN[..]].concat();

    // firewalld runs since Debian has installed it.
    assert_eq!(site.host.root("firewall-cmd --state"), "running\n");
    site.refuses_everybody();
    site.follow(SnippetId::Firewalld);
    site.lets_in(&KNOWN);
    site.host.root("rm /etc/firewalld/zones/public.xml; firewall-cmd --reload");
    site.refuses_everybody();
    site.follow_the_script("firewall-cmd");
    site.lets_in(&KNOWN);
    site.host.reboot();
    site.lets_in(&KNOWN);
    site.host.root("rm /etc/firewalld/zones/public.xml; firewall-cmd --reload");
    site.refuses_everybody();
    site.allows("firewalld");
    site.host.reboot();
    site.lets_in(&KNOWN);
    site.takes_back();
    site.refuses_everybody();
    site.host.root("systemctl disable --now firewalld");
    site.lets_in(&everybody);

    site.host.root("ufw --force enable");
    site.refuses_everybody();
    let said = site.follow(SnippetId::Ufw);
    for source in KNOWN {
        assert!(said.contains(source), "{said}");
    }
    site.lets_in(&KNOWN);
    site.host.root("ufw --force reset; ufw --force enable");
    site.refuses_everybody();
    site.follow_the_script("ufw");
    site.lets_in(&KNOWN);
    site.host.reboot();
    site.lets_in(&KNOWN);
    site.host.root("ufw --force reset; ufw --force enable");
    site.refuses_everybody();
    site.allows("ufw");
    site.host.reboot();
    site.lets_in(&KNOWN);
    site.takes_back();
    site.refuses_everybody();
    site.host.root("ufw allow proto tcp from 192.0.2.1 to any port 2376; ufw allow proto tcp from 2001:db8::1 to any port 2376");
    // What a container publishes does not come by it; over IPv6 it does before Docker 27, which has a program in between.
    site.host.root(CONTAINER);
    assert_eq!(site.who_gets_in("12376"), [KNOWN[0], UNKNOWN[0]]);
    site.host.root("ufw --force disable");
    site.lets_in(&everybody);

    site.follow(SnippetId::Nftables);
    site.lets_in(&KNOWN);
    assert_eq!(site.who_gets_in("12376"), everybody, "another port");
    site.host.root("sh -ec \"$(sed -n 's/.* before you remove nftables: //p' /etc/nftables.d/docker-tls.nft)\"");
    site.lets_in(&everybody);
    site.allows("nftables");
    site.host.reboot();
    site.lets_in(&KNOWN);
    site.takes_back();
    site.lets_in(&everybody);
    site.follow_the_script("nft");
    site.lets_in(&KNOWN);
    site.host.reboot();
    site.lets_in(&KNOWN);
    site.host.root("echo wrong >/etc/nftables.d/docker-tls.nft");
    site.host.sh("systemctl restart docker");
    assert_eq!(site.who_gets_in("2376"), [""; 0], "Docker does not start without its rules");

    // The same for a port that a container publishes.
    let published = Draft { port: "12376".into(), platform: "dind".into(), ..draft() };
    site.host
        .root("nft delete table inet docker_tls; rm /etc/nftables.d/docker-tls.nft /etc/systemd/system/docker.service.d/firewall.conf");
    site.host.root("systemctl daemon-reload; systemctl reset-failed docker; systemctl start docker");
    site.host.root(CONTAINER);
    assert_eq!(site.who_gets_in("12376"), everybody);
    site.paste(&text(&published, SnippetId::Nftables));
    assert_eq!(site.who_gets_in("12376"), KNOWN);
    site.lets_in(&everybody);
    site.host
        .root("nft delete table inet docker_tls; rm /etc/nftables.d/docker-tls.nft /etc/systemd/system/docker.service.d/firewall.conf");

    // And where there is no nft, which the script says does not last.
    site.host.root("mv /usr/sbin/nft /usr/sbin/no-nft");
    assert!(site.follow_the_script("iptables").contains("A reboot removes these."));
    site.lets_in(&KNOWN);
    site.host.reboot();
    site.lets_in(&everybody);
}

fn draft() -> Draft {
    Draft {
        hosts: format!("docker.example.com {IPV4} {IPV6}"),
        platform: "debian-docker-io".into(),
        listen_address: "::".into(),
        allowed_sources: KNOWN.join(" "),
        ..Draft::default()
    }
}

fn text(draft: &Draft, id: SnippetId) -> String {
    let spec = draft.parse().spec.expect("valid");
    let pair = Pair { spec: &spec, daemon: &spec.daemons[0], client: &spec.clients[0] };
    let mut all = Step::ALL.iter().flat_map(|&step| guide::of_step(step, pair));
    all.find(|snippet| snippet.id == id).expect("the snippet").text
}

impl Site {
    /// The daemon is installed by the steps, as they are pasted.
    fn open() -> Self {
        let host = Host::boot(FIREWALLS);
        let issued = issue(&draft(), now());
        let files = tempfile::tempdir().expect("a folder");
        for file in &issued.bundles[1].files {
            std::fs::write(files.path().join(&file.name), file.content()).expect("a file");
            host.put(&format!("/root/client/{}", file.name), 0o600, &file.content());
        }
        for file in &issued.bundles[0].files {
            host.put(&format!("/root/unpacked/{}", file.name), file.mode, &file.content());
        }
        let archive = format!("{}.tar.gz", issued.bundles[0].name);
        let (_, content) = issued.archives().into_iter().find(|(name, _)| *name == archive).expect("the archive");
        host.put(&format!("/root/{archive}"), 0o600, &content);
        host.put("/usr/local/bin/sudo", 0o755, b"#!/bin/sh\nexec \"$@\"\n");
        for [address, length] in [[UNKNOWN[0], "24"], [UNKNOWN[1], "64"]] {
            run(host.beside("ip").args(["addr", "add", &format!("{address}/{length}"), "dev", "other", "nodad"])).succeeds();
        }
        let site = Self { host, issued, files };
        site.follow(SnippetId::PlaceServer);
        assert!(site.follow(SnippetId::Restart).ends_with("active\n"));
        let said = site.follow(SnippetId::Diagnose);
        for what in [
            "ExecStart=/usr/sbin/dockerd --containerd=/run/containerd/containerd.sock $DOCKER_OPTS -H fd:// -H tcp://[::]:2376",
            "API listen on [::]:2376",
            "(\"dockerd\",pid=",
        ] {
            assert!(said.contains(what), "{what}: {said}");
        }
        site
    }

    #[track_caller]
    fn paste(&self, lines: &str) -> String {
        self.host.sh(&format!("cd /root\n{lines}")).succeeds()
    }

    /// Does what the snippet says.
    #[track_caller]
    fn follow(&self, id: SnippetId) -> String {
        let spec = &self.issued.spec;
        self.paste(&text(&Draft::from(spec), id))
    }

    /// Does what `install.sh` prints for the firewall that it finds, which this program sets.
    #[track_caller]
    fn follow_the_script(&self, program: &str) -> String {
        let said = self.host.sh("cd /root/unpacked && sh install.sh --yes").succeeds();
        let (_, rest) = said.split_once("The firewall was not changed.").expect("what it says of the firewall");
        let lines: String = rest.lines().filter_map(|line| line.strip_prefix("    ")).flat_map(|line| [line, "\n"]).collect();
        assert!(lines.lines().any(|line| line.starts_with(program)), "{said}");
        self.paste(&format!("set -e\n{lines}"));
        said
    }

    /// Has `install.sh` open the port to the known sources, in the firewall that it finds.
    #[track_caller]
    fn allows(&self, firewall: &str) {
        let said = self.host.sh(&format!("cd /root/unpacked && sh install.sh --yes --allow {}", KNOWN.join(" "))).succeeds();
        assert!(said.contains(&format!("open to these only ({firewall}): {}", KNOWN.join(" "))), "{said}");
        self.lets_in(&KNOWN);
    }

    #[track_caller]
    fn takes_back(&self) {
        self.host.sh("cd /root/unpacked && sh install.sh --uninstall --yes").succeeds();
    }

    /// Who gets in, in the order in which the sources are known.
    fn who_gets_in(&self, port: &str) -> Vec<&'static str> {
        let mut shell = self.host.beside("env");
        let connect = if port == "2376" { CONNECT.to_owned() } else { CONNECT.replace("/version", "/").replace("ApiVersion", "HTML") };
        shell.args([&format!("port={port}"), "sh", "-euc", &connect, "connect"]).arg(self.files.path());
        let said = run(shell.args(KNOWN).args(UNKNOWN)).succeeds();
        [KNOWN, UNKNOWN].concat().into_iter().filter(|source| said.lines().any(|line| line == *source)).collect()
    }

    #[track_caller]
    fn lets_in(&self, sources: &[&str]) {
        assert_eq!(self.who_gets_in("2376"), sources);
        // The host itself, by every address.
        for address in ["127.0.0.1", "[::1]", IPV4, "[2001:db8::10]"] {
            let curl = format!("curl -qsS --max-time 5 --cacert ca.pem --cert cert.pem --key key.pem https://{address}:2376/version");
            assert!(self.paste(&format!("cd client && {curl}")).contains("ApiVersion"), "{address}");
        }
    }

    #[track_caller]
    fn refuses_everybody(&self) {
        self.lets_in(&[]);
    }
}
