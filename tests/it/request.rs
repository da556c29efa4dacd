//! A host whose key has never left it: openssl makes key and request there by the line that the page shows, somebody else signs, and the archive that
//! comes back is installed on the booted host by its README, word for word.

use std::{fs, path::Path};

use dockseal::{
    Draft, UnixTime,
    bundle::{Bundle, Format},
    guide,
    spec::order::Role,
};

use crate::{
    booted::{Host, IPV4, TRIXIE},
    brought::{OURS, content, file, files_of, go_on_by, made_by, opens},
    judge::{Ran, issue, now, run},
};

const CERTIFICATE: &str = "docker.example.com-certificate";
const CLIENT: &str = "client";
const SERVER: &str = "docker.example.com-server";

/// Unpacks what came back, into a folder of the host.
fn give(host: &Host, bundles: &[Bundle], folder: &str) {
    let bundle = bundles.iter().find(|bundle| bundle.name == CERTIFICATE).expect(CERTIFICATE);
    assert!(bundle.files.iter().all(|file| !file.name.ends_with("key.pem")));
    host.put(&format!("/root/{folder}.tar.gz"), 0o600, &bundle.pack(Format::TarGz, UnixTime(now().0 - 3600)));
    host.root(&format!("cd /root && mkdir {folder} && tar -xzf {folder}.tar.gz -C {folder}"));
}

/// The command of the README that has this in it, as root types it in that folder.
fn typed(host: &Host, bundles: &[Bundle], folder: &str, word: &str) -> Ran {
    let readme = content(bundles, CERTIFICATE, "README.txt");
    let mut commands = readme.lines().filter_map(|line| line.strip_prefix("    ")).filter(|line| line.contains(word));
    let command = commands.next().expect(word).replace("PATH-OF-YOUR-KEY", "../asked/server-key.pem").replace("sudo ", "");
    assert_eq!(commands.next(), None);
    let command = if word == "install.sh" { format!("{command} --yes") } else { command };
    host.as_its_user(&format!("cd ~/{folder} && {command}"))
}

/// What the port says from outside to somebody with this certificate and its key. In TLS 1.2 a refusal comes within the handshake, so curl ends with 35.
fn answer(host: &Host, folder: &Path, certificate: Option<&str>) -> Ran {
    let mut curl = host.beside("curl");
    curl.args(["-sS", "--noproxy", "*", "--tls-max", "1.2", "--cacert"]).arg(folder.join("ca.pem"));
    if let Some(name) = certificate {
        curl.arg("--cert").arg(folder.join(format!("{name}.pem"))).arg("--key").arg(folder.join(format!("{name}-key.pem")));
    }
    run(curl.arg("https://docker.example.com:2376/version"))
}

#[test]
fn the_certificate_of_a_request_is_installed_for_the_key_that_stayed_on_the_host_and_for_no_other() {
    let draft = Draft { hosts: format!("docker.example.com {IPV4}"), platform: "debian-docker-io".into(), ..Draft::default() };
    let host = Host::boot(TRIXIE);
    let spec = draft.parse().spec.expect("valid");
    let ask = guide::request_command(&spec, Role::Server, false);
    host.root(&format!("mkdir /root/asked /root/other; cd /root/asked; {ask}\ncd ../other; {ask}"));
    let request = host.root("cat /root/asked/request.pem");

    let ours = made_by(OURS);
    let given = opens(&files_of(&ours, &["ca.pem", "ca-key.pem"]), "");
    let (_, bundles) = go_on_by(given, &draft, &[], &[(SERVER, Some(&request))], now());
    give(&host, &bundles, "back");

    // Without the key, and with one that is another's, nothing is changed, and Docker runs on.
    let pid = host.root("pgrep -xo dockerd");
    let placed = "ls /etc/docker/tls /etc/systemd/system/docker.service.d /var/lib/dockseal 2>/dev/null";
    let said = typed(&host, &bundles, "back", "install.sh").fails();
    assert!(said.contains("server-key.pem is not beside this script") && said.contains("Nothing was changed"), "{said}");
    host.root("cp /root/other/server-key.pem /root/back/server-key.pem");
    let said = typed(&host, &bundles, "back", "install.sh").fails();
    assert!(said.contains("server-key.pem does not belong to server-cert.pem") && said.contains("Nothing was changed"), "{said}");
    let [of_key, of_certificate] = ["-pubout", "-pubkey"].map(|word| typed(&host, &bundles, "back", word).succeeds());
    assert_ne!(of_key, of_certificate);
    assert_eq!((host.root("pgrep -xo dockerd"), host.sh(placed).out), (pid, String::new()));
    host.root("rm /root/back/server-key.pem");

    // Whoever connects has been given a certificate beside that; a stranger has one of another authority, of the same name.
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("a file");
    write("ca.pem", &content(&bundles, CLIENT, "ca.pem"));
    let others = issue(&Draft { ca_common_name: "ours".into(), ..draft.clone() }, now()).bundles;
    for (name, bundles) in [("client", &bundles), ("stranger", &others)] {
        write(&format!("{name}.pem"), &content(bundles, CLIENT, "cert.pem"));
        write(&format!("{name}-key.pem"), &content(bundles, CLIENT, "key.pem"));
    }
    let holds = |when: &str| {
        let said = answer(&host, folder.path(), Some("client"));
        assert!(said.code == Some(0) && said.out.contains("ApiVersion"), "{when}: {said}");
        for stranger in [None, Some("stranger")] {
            let said = answer(&host, folder.path(), stranger);
            assert!(said.code == Some(35) && said.out.is_empty(), "{when}: {stranger:?}: {said}");
        }
    };
    // Nobody listens yet.
    assert_eq!(answer(&host, folder.path(), Some("client")).code, Some(7));

    // By the README, in its order.
    typed(&host, &bundles, "back", "PATH-OF-YOUR-KEY").succeeds();
    let [of_key, of_certificate] = ["-pubout", "-pubkey"].map(|word| typed(&host, &bundles, "back", word).succeeds());
    assert_eq!(of_key, of_certificate);
    let said = typed(&host, &bundles, "back", "install.sh").succeeds();
    assert!(said.contains("  proved      A client without a certificate is refused."), "{said}");
    holds("installed");
    host.root("openssl pkey -in /root/asked/server-key.pem | cmp - /etc/docker/tls/server-key.pem");

    // Renewed for the same key, without a request: the key on the host goes with that too.
    let mut files = files_of(&ours, &["ca.pem", "ca-key.pem"]);
    files.push(file("dockseal.json", content(&bundles, "ca", "dockseal.json")));
    let (_, renewed) = go_on_by(opens(&files, ""), &draft, &["client-client"], &[(SERVER, None)], now());
    assert_ne!(content(&renewed, CERTIFICATE, "server-cert.pem"), content(&bundles, CERTIFICATE, "server-cert.pem"));
    give(&host, &renewed, "renewed");
    typed(&host, &renewed, "renewed", "PATH-OF-YOUR-KEY").succeeds();
    typed(&host, &renewed, "renewed", "install.sh").succeeds();
    holds("renewed");
    host.root("cmp /root/renewed/server-cert.pem /etc/docker/tls/server-cert.pem");
}
