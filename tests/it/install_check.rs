//! `install.sh --check` on booted Debians: it says who is valid until when, also of the certificate that dockerd has in memory, and changes nothing. A
//! renewed archive is installed over the first one, and clients do not notice.

use dockseal::{
    Draft, UnixTime,
    bundle::Bundle,
    guide::{self, Pair, SnippetId, Step},
};

use crate::{
    booted::{BOOKWORM, Host, IPV4, ROOTLESS},
    brought::{content, go_on, opened_again},
    judge::{Bundles, PASSPHRASE, Ran, issue, now, run},
};

const DAY: u64 = 24 * 60 * 60;

fn draft() -> Draft {
    Draft {
        hosts: format!("docker.example.com {IPV4}"),
        ca_passphrase: String::from(PASSPHRASE).into(),
        ca_passphrase_repeat: String::from(PASSPHRASE).into(),
        ..Draft::default()
    }
}

const FILES: [&str; 4] = ["ca.pem", "server-cert.pem", "server-key.pem", "install.sh"];

fn give(host: &Host, folder: &str, read: impl Fn(&str) -> String) {
    for file in FILES {
        host.put(&format!("{}/{folder}/{file}", host.release.home), 0o644, read(file).as_bytes());
    }
    host.root(&format!("cd {}; chown -R {} {folder}", host.release.home, host.release.owner));
}

fn give_bundle(host: &Host, folder: &str, bundles: &[Bundle]) {
    give(host, folder, |file| content(bundles, "docker.example.com-server", file));
}

fn check(host: &Host, folder: &str) -> Ran {
    host.as_its_user(&format!("sh ~/{folder}/install.sh --check"))
}

#[track_caller]
fn says(ran: &Ran, code: i32, words: &[&str]) {
    assert!(ran.code == Some(code) && ran.err.is_empty() && words.iter().all(|words| ran.out.contains(words)), "{ran}");
    assert_eq!(ran.out.contains("All is well"), code == 0, "{ran}");
}

/// Puts files in place without the script.
fn place(host: &Host, folder: &str) {
    host.root(&format!("cd /root/{folder}; cp -f ca.pem server-cert.pem server-key.pem /etc/docker/tls/"));
}

/// The client, from the other host.
fn connects(host: &Host, bundles: &Bundles) -> bool {
    let mut docker = host.beside("docker");
    docker.arg("--tlsverify").arg("--tlscacert").arg(bundles.path("client", "ca.pem"));
    docker.arg("--tlscert").arg(bundles.path("client", "cert.pem")).arg("--tlskey").arg(bundles.path("client", "key.pem"));
    run(docker.args(["-H", "tcp://docker.example.com:2376", "version", "--format", "{{.Server.Version}}"])).code == Some(0)
}

#[test]
fn check_tells_before_and_after_a_renewal_and_finds_an_expired_certificate_in_memory() {
    let host = Host::boot(BOOKWORM);
    // The host has 25 days left, and the client 200.
    let first = issue(&Draft { client_days: "1000".into(), ..draft() }, UnixTime(now().0 - 800 * DAY)).downloaded();
    let server = first.spec.daemons[0].bundle_name();
    give(&host, "first", |file| first.read(&server, file));
    says(&check(&host, "first"), 2, &["nothing answers there with a certificate", "/etc/docker/tls/server-cert.pem cannot be read"]);
    let ran = host.as_its_user("sh ~/first/install.sh --yes");
    assert_eq!(ran.code, Some(0), "{ran}");
    assert!(connects(&host, &first));

    // Anybody can ask, in either language, and nothing changes.
    let state =
        || host.root("find /etc/docker /etc/systemd /var/lib/dockseal /run/dockseal* /tmp -printf '%p %m %s\\n' 2>/dev/null | sort || :");
    let before = state();
    let soon = format!(
        "soon    port 2376: CN=docker.example.com, until {} (",
        first.of_role("server").next().expect("one").not_after.split('T').next().expect("a day")
    );
    says(
        &check(&host, "first"),
        1,
        &[&soon, "soon    /etc/docker/tls/server-cert.pem: ", "ok      /etc/docker/tls/ca.pem: CN=", "Renew it in time"],
    );
    host.root("install -m 0755 /root/first/install.sh /usr/local/sbin/docker-tls");
    let nobody = host.sh(
        "env -i LANG=zh_CN.UTF-8 PATH=/usr/bin:/bin setpriv --reuid=65534 --regid=65534 --clear-groups /usr/local/sbin/docker-tls --check",
    );
    assert!(nobody.code == Some(1) && nobody.out.contains("将到期") && nobody.out.contains("及时更新证书"), "{nobody}");
    assert_eq!(state(), before);
    for wrong in ["--check --uninstall", "--check --allow 192.0.2.1"] {
        assert_eq!(host.as_its_user(&format!("sh ~/first/install.sh {wrong}")).code, Some(2), "{wrong}");
    }

    // Renewed under the same authority, as the page does it, and installed over the first one: the client goes on with what it has.
    let given = opened_again(&first.folder.join("ca.zip"), PASSPHRASE);
    let (_, renewed) = go_on(given, &draft(), &["client"], now());
    give_bundle(&host, "renewed", &renewed);
    let ran = host.as_its_user("sh ~/renewed/install.sh --yes");
    assert!(ran.code == Some(0) && ran.out.contains("/etc/docker/tls/server-cert.pem: until "), "{ran}");
    assert!(connects(&host, &first));
    says(&check(&host, "renewed"), 0, &["ok      port 2376: CN=docker.example.com, until "]);

    // What the steps say to have it checked every day. In the place of cron: a program that keeps the table.
    host.put(
        "/usr/local/bin/crontab",
        0o755,
        b"#!/bin/sh\ncase $1 in -l) cat /root/table ;; *) cat >/root/table.new; mv /root/table.new /root/table ;; esac\n",
    );
    host.root("mkdir -p /root/docker.example.com-server /var/lib/prometheus/node-exporter; cp /root/renewed/install.sh /root/docker.example.com-server");
    let spec = draft().parse().spec.expect("valid");
    let pair = Pair { spec: &spec, daemon: &spec.daemons[0], client: &spec.clients[0] };
    let snippets: Vec<String> = guide::of_step(Step::Watch, pair).map(|snippet| snippet.text.replace("sudo ", "")).collect();
    for text in snippets.iter().chain(&snippets) {
        let ran = host.as_its_user(&format!("cd; {text}"));
        assert!(ran.code == Some(0) && ran.out.contains("All is well"), "{ran}");
    }
    let by_cron = || {
        let lines = host.root("sed 's/^[^ ]* [^ ]* [^ ]* [^ ]* [^ ]* //' /root/table");
        assert_eq!(lines.lines().count(), 2, "{lines}");
        let said: String = lines.lines().map(|line| host.sh(line).out).collect();
        (said, host.root("cat /var/lib/prometheus/node-exporter/docker_tls.prom"))
    };
    assert_eq!(by_cron(), (String::new(), "docker_tls_check 0\n".to_owned()));
    host.root(
        "systemctl is-enabled docker-tls-check.timer; systemctl is-active docker-tls-check.timer; systemctl start docker-tls-check.service",
    );

    // dockerd starts with an expired certificate, and keeps it in memory when the files are replaced.
    let given = opened_again(&first.folder.join("ca.zip"), PASSPHRASE);
    let (_, expired) = go_on(given, &Draft { server_days: "10".into(), ..draft() }, &["client"], UnixTime(now().0 - 100 * DAY));
    give_bundle(&host, "expired", &expired);
    place(&host, "expired");
    host.root(host.release.restart);
    says(
        &check(&host, "renewed"),
        2,
        &["wrong   port 2376: CN=docker.example.com, ended on ", "wrong   /etc/docker/tls/server-cert.pem: "],
    );
    place(&host, "renewed");
    let in_memory = [
        "wrong   port 2376: CN=docker.example.com, ended on ",
        "another certificate in memory",
        "ok      /etc/docker/tls/server-cert.pem: ",
    ];
    says(&check(&host, "renewed"), 2, &in_memory);
    let (said, metric) = by_cron();
    assert!(said.contains("another certificate in memory") && metric == "docker_tls_check 2\n", "{said}{metric}");
    host.root("! systemctl start docker-tls-check.service; systemctl is-failed docker-tls-check.service");
    host.root(host.release.restart);
    says(&check(&host, "renewed"), 0, &["ok      port 2376"]);
    assert!(connects(&host, &first));

    // Without openssl nobody knows what dockerd has; that is never said to be well.
    host.root("mv /usr/bin/openssl /root");
    says(&check(&host, "renewed"), 2, &["?       port 2376: openssl is missing here", "ok      /etc/docker/tls/server-cert.pem: until "]);
    host.root("mv /root/openssl /usr/bin; systemctl stop docker docker.socket");
    says(&check(&host, "renewed"), 2, &["port 2376: nothing answers"]);
    // Whoever reaches the port is let in.
    host.root("sed -i 's/--tlsverify/--tlsverify=false/' /etc/systemd/system/docker.service.d/tls.conf; systemctl daemon-reload; systemctl start docker.socket docker");
    says(&check(&host, "renewed"), 2, &["Docker answers without a certificate"]);

    // What was set up by hand stays, is named, and goes by the lines that are shown. Somebody else's line stays.
    host.root("echo '0 0 * * * true' >>/root/table");
    let watchers =
        "ls /usr/local/sbin /etc/systemd/system /var/lib/prometheus/node-exporter | grep docker.tls; grep -c docker-tls /root/table";
    assert_eq!(
        host.sh(watchers).out.split_whitespace().collect::<Vec<_>>(),
        ["docker-tls-check.service", "docker-tls-check.timer", "docker-tls", "docker_tls.prom", "2"]
    );
    let ran = host.as_its_user("sh ~/renewed/install.sh --uninstall --yes");
    assert!(ran.code == Some(0) && ran.out.contains("set up by hand. To remove it too, as root:\n"), "{ran}");
    assert_eq!(host.sh(watchers).out.lines().count(), 5);
    let again = host.as_its_user("LANG=zh_CN.UTF-8 sh ~/renewed/install.sh --uninstall --yes");
    let told = shown(&again);
    assert!(again.code == Some(0) && again.out.contains("请以 root 的身份执行：") && shown(&ran) == told, "{ran}{again}");
    host.root(&told);
    assert_eq!(host.sh(watchers).out, "0\n");
    assert_eq!(host.root("cat /root/table; systemctl list-units --all --plain --no-legend 'docker-tls*'"), "0 0 * * * true\n");
    let ran = host.as_its_user("sh ~/renewed/install.sh --uninstall --yes");
    assert!(ran.code == Some(0) && ran.out == "Nothing is installed.\n", "{ran}");
}

/// The lines that somebody is to type.
fn shown(ran: &Ran) -> String {
    ran.out.lines().filter_map(|line| line.strip_prefix("    ")).map(|line| format!("{line}\n")).collect()
}

#[test]
fn check_needs_no_root_where_docker_is_the_users_own() {
    let host = Host::boot(ROOTLESS);
    let bundles = issue(&Draft { platform: "rootless".into(), ..draft() }, now()).downloaded();
    let server = bundles.spec.daemons[0].bundle_name();
    give(&host, "bundle", |file| bundles.read(&server, file));
    says(&check(&host, "bundle"), 2, &["/home/alice/.config/docker/tls/server-cert.pem cannot be read"]);
    let ran = host.as_its_user("sh ~/bundle/install.sh --yes");
    assert_eq!(ran.code, Some(0), "{ran}");
    says(&check(&host, "bundle"), 0, &["ok      port 2376: ", "ok      /home/alice/.config/docker/tls/ca.pem: "]);

    // A timer of the user's own.
    let pair = Pair { spec: &bundles.spec, daemon: &bundles.spec.daemons[0], client: &bundles.spec.clients[0] };
    let timer = guide::of_step(Step::Watch, pair).find(|snippet| snippet.id == SnippetId::WatchTimer).expect("the timer").text;
    let ran = host.as_its_user(&format!("cd; mv bundle {server}; export XDG_RUNTIME_DIR=/run/user/1000; {timer}"));
    assert!(ran.code == Some(0) && ran.out.contains("All is well"), "{ran}");
    let ran = host.as_its_user(&format!("sh ~/{server}/install.sh --uninstall --yes"));
    assert!(ran.code == Some(0) && ran.out.contains("as alice:\n"), "{ran}");
    let ran = host.as_its_user(&format!("set -e; export XDG_RUNTIME_DIR=/run/user/1000; {}", shown(&ran)));
    assert_eq!(ran.code, Some(0), "{ran}");
    assert_eq!(host.root("find /home/alice -name 'docker-tls*'"), "");
    let ran = host.as_its_user(&format!("sh ~/{server}/install.sh --uninstall --yes"));
    assert!(ran.code == Some(0) && ran.out == "Nothing is installed.\n", "{ran}");
}
