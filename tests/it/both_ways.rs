//! Way A is `install.sh` on the host, way B what the page makes of the pasted unit: of one unit, both make one command.

use std::fs;

use dockseal::{
    Draft,
    guide::{self, Pair, SnippetId, Step},
};

use crate::{
    booted::{BOOKWORM, Host},
    judge::{issue, now},
    tidy::repository,
};

/// A unit, or one with a drop-in behind `@@` and its name.
const UNITS: &[&str] = &[
    "ExecStart=/usr/sbin/dockerd -H fd:// --iptables=false --bip $X",
    "ExecStart=/usr/sbin/dockerd --bip ${X} -H fd:// --iptables=false --cgroup-parent \"$Z\"",
    "ExecStart=/usr/sbin/dockerd $DOCKER_OPTS -H fd:// -D",
    "ExecStart=/usr/sbin/dockerd --host=fd:// \\\n  # a remark\n  --exec-opt native.cgroupdriver=systemd \\\n  $OPTIONS",
    "ExecStart=/usr/sbin/dockerd -H fd:// --tlsverify --tlscacert /a --tlscert=/b --tlskey /c --debug",
    "ExecStart=/usr/sbin/dockerd -H fd:// -H tcp://0.0.0.0:2375 -D",
    "ExecStart=/usr/sbin/dockerd -H tcp://0.0.0.0:4243 -H unix:///var/run/docker.sock",
    "ExecStart=/usr/sbin/dockerd -H fd:// -H tcp://192.0.2.10:2376 -H 192.0.2.10:4243",
    "ExecStart=/usr/sbin/dockerd -H fd:// -H 0.0.0.0",
    "ExecStart=/usr/sbin/dockerd -\"H\" fd:// --tls\"verify\"=false --debug",
    "ExecStart=/usr/sbin/dockerd --add-runtime oci=/usr/sbin/runc",
    "    ExecStart = /usr/sbin/dockerd   -H fd://  ",
    "ExecStart=/usr/sbin/dockerd -H fd:// \\\n\n--debug",
    "ExecStart=/usr/sbin/dockerd -H fd:// --label 'a b' --label \"c d\"",
    "ExecStart=-/usr/sbin/dockerd -H fd://",
    "ExecStart=@/usr/sbin/dockerd docker -H fd:// -D",
    "ExecStart=/usr/sbin/dockerd -H fd:// ; /bin/true",
    "ExecStart=/bin/sh -c 'dockerd -H fd://'",
    "ExecStart=/usr/sbin/dockerd -H fd://\nExecStart=/usr/sbin/dockerd -D",
    "Environment=X=--debug\nExecStart=/usr/sbin/dockerd -H fd:// $X",
    "Environment=X=--tlsverify=false\nExecStart=/usr/sbin/dockerd -H fd:// $X",
    "Environment=\"X=-H tcp://0.0.0.0:2375\"\nExecStart=/usr/sbin/dockerd -H fd:// $X",
    "ExecStart=/usr/sbin/dockerd -H fd://\n@@override.conf\n[Service]\nExecStart=\nExecStart=/usr/sbin/dockerd -H fd:// --debug",
    "ExecStart=/usr/sbin/dockerd -H fd://\n@@zz.conf\n[Service]\nExecStart=\nExecStart=/usr/sbin/dockerd -H fd:// --debug",
    "ExecStart=/usr/sbin/dockerd -DH fd:// -l debug",
    "ExecStart=/usr/sbin/dockerd -DHfd:// -rl=debug -DDG docker",
    "ExecStart=/usr/sbin/dockerd \\x2dH fd:// \\055\\055debug \\u002dD --label a\\x20b\\;",
    "ExecStart=/usr/sbin/dockerd -H fd:// --label",
    "ExecStart=/usr/sbin/dockerd -H fd:// --cgroup-parent -H --log-level \"debug\"",
    "ExecStart=/usr/sbin/dockerd --cgroup-parent --tlsverify=false -G --tls -H fd:// --not-known --debug",
    "ExecStart=/usr/sbin/dockerd --tls -H fd:// -H tcp://0.0.0.0:4243",
    "ExecStart=/usr/sbin/dockerd -H tcp://127.0.0.1:4243\n[Unit]\nRequires=docker.socket",
    "ExecStart=/usr/sbin/dockerd -D\n[Unit]\nRequires=containerd.service docker.socket",
    "ExecStart=/usr/sbin/dockerd -H fd://\n@@tls.conf\n[Service]\nEnvironment=HTTP_PROXY=http://192.0.2.9:3128",
];

/// Units of which only the script makes something: the page refuses a drop-in's name that commands would have to quote.
const ONLY_ONE: &[&str] =
    &["ExecStart=/usr/sbin/dockerd -H fd://\n@@~local.conf\n[Service]\nExecStart=\nExecStart=/usr/sbin/dockerd -H fd:// --debug"];

/// What the page makes of it: the name of the drop-in and its command.
fn by_page(draft: &Draft) -> Option<(String, String)> {
    let spec = draft.parse().spec?;
    let pair = Pair { spec: &spec, daemon: &spec.daemons[0], client: &spec.clients[0] };
    let found = guide::of_step(Step::Configure, pair).find(|snippet| snippet.id == SnippetId::SystemdDropIn).expect("a drop-in");
    let name = found.path.expect("a path").rsplit('/').next().expect("a name").to_owned();
    Some((name, found.text.trim_end().rsplit_once("ExecStart=").expect("a command").1.to_owned()))
}

#[test]
fn of_one_unit_the_page_and_the_script_make_one_command() {
    let plain = Draft { hosts: "docker.example.com".into(), ..Draft::default() };
    let issued = issue(&plain, now());
    let host = Host::boot(BOOKWORM);
    for file in ["ca.pem", "server-cert.pem", "server-key.pem", "install.sh"] {
        host.put(&format!("/root/bundle/{file}"), 0o644, &issued.bundles[0].file(file).expect(file).content());
    }
    host.root("systemctl stop docker.socket docker; rm -f /etc/default/docker");
    let field = [
        "01-centos7-dockerd-current.conf",
        "04-variable-as-value.conf",
        "07-tls-on-2375.conf",
        "13-environment-in-drop-in.conf",
        "14-minikube-unit.conf",
        "19-jenkins-4243.conf",
        "39-port-2376-without-tls.conf",
    ];
    let mut units: Vec<String> = UNITS.iter().chain(ONLY_ONE).map(|unit| format!("[Service]\nType=notify\n{unit}\n")).collect();
    for name in field.into_iter().filter(|name| name.contains('.')) {
        let text = fs::read_to_string(repository().join("tests/field").join(name)).expect("the input");
        let mut files = text.split("\n# /etc/systemd/system/docker.service.d/");
        let main = files.next().expect("the unit").lines().filter(|line| !line.starts_with("# /")).collect::<Vec<_>>().join("\n");
        units.push(files.fold(main + "\n", |unit, drop_in| format!("{unit}@@{drop_in}")));
    }
    let mut differences = Vec::new();
    for unit in &units {
        let mut files = unit.split("\n@@");
        let main = files.next().expect("the unit").to_owned() + "\n";
        host.root("rm -rf /etc/systemd/system/docker.service.d");
        host.put("/lib/systemd/system/docker.service", 0o644, main.as_bytes());
        let mut pasted = format!("# /lib/systemd/system/docker.service\n{main}");
        for drop_in in files {
            let (name, content) = drop_in.split_once('\n').expect("a name");
            let path = format!("/etc/systemd/system/docker.service.d/{name}");
            host.put(&path, 0o644, content.as_bytes());
            pasted += &format!("\n# {path}\n{content}");
        }
        let ran = host.sh("systemctl daemon-reload; cd /root/bundle; sh install.sh --dry-run");
        let said = format!("{}{}", ran.out, ran.err);
        let command = said.lines().filter_map(|line| line.strip_prefix("+ExecStart=")).rfind(|command| !command.is_empty());
        let name = said
            .lines()
            .filter_map(|line| line.strip_prefix("+++ /etc/systemd/system/docker.service.d/"))
            .find_map(|rest| rest.split(' ').next());
        let by_script = name.zip(command).filter(|_| ran.code == Some(0)).map(|(name, command)| (name.to_owned(), command.to_owned()));
        let page = by_page(&Draft { exec_start: pasted.clone(), ..plain.clone() });
        let is_of_one = ONLY_ONE.iter().any(|one| unit.contains(&format!("{one}\n")));
        if if is_of_one { page.is_some() == by_script.is_some() } else { page != by_script } {
            differences.push(format!("{unit}\n  page   {page:?}\n  script {by_script:?}\n  {}", said.lines().last().unwrap_or_default()));
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n\n"));
}
