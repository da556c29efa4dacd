//! `connect.sh` of a client's archive, with a real docker and a real dockerd; `connect.ps1` as PowerShell's grammar reads it.

use std::{fs, path::Path};

use dockseal::{
    Draft,
    guide::{self, Pair, SnippetId, Step},
};

use crate::{
    dockerd::Site,
    judge::{Bundles, Ran, issue, now, program, run},
    machine::{Machine, User},
    platforms::yaml,
    shell::{is_powershell, shellcheck},
};

const ANNA: User<'_> = User::Person("anna");
const FOLDER: &str = "/home/anna/.docker/anna-client";

fn draft() -> Draft {
    Draft { hosts: "docker.example.com\nbuild2.example.com".into(), clients: "anna\nbob".into(), ..Draft::default() }
}

/// Unpacks the archive as a reader does, and runs the script there.
fn connect(machine: &Machine, bundles: &Bundles, shell: &str, options: &str) -> Ran {
    let archive = "anna-client.tar.gz";
    machine.give(ANNA, archive, &fs::read(bundles.folder.join(archive)).expect("the archive"));
    let unpack = "rm -rf unpacked; mkdir unpacked; tar -xzf anna-client.tar.gz -C unpacked";
    machine.paste(ANNA, &format!("{unpack}; {shell} unpacked/connect.sh {options}"))
}

/// A new key and a new certificate of the same authority, whose own certificate stays.
fn renewed(bundles: &Bundles) -> Bundles {
    let renewed = bundles.issued_again(now());
    fs::copy(bundles.path("anna-client", "ca.pem"), renewed.path("anna-client", "ca.pem")).expect("the same file");
    run(program("tar").args(["-czf", "anna-client.tar.gz", "-C", "anna-client", "."]).current_dir(&renewed.folder)).succeeds();
    renewed
}

/// Everything in the home but what was downloaded, with modes, times and sums.
fn state(machine: &Machine) -> String {
    machine.root(
        "cd /home/anna; find . -path ./unpacked -prune -o -name '*.tar.gz' -o -type f -printf '%p %m %T@ ' -exec cksum {} ';' -o -type d -path './.*' -printf '%p %m\\n' | sort",
    )
}

fn copy_in_context(machine: &Machine, context: &str, file: &str) -> String {
    machine.follow(ANNA, &format!("cat \"$(docker context inspect --format '{{{{.Storage.TLSPath}}}}' {context})/docker/{file}\""))
}

#[test]
fn connect_sh_makes_contexts_updates_them_with_a_renewed_certificate_and_takes_back_what_it_made() {
    let bundles = issue(&draft(), now()).downloaded();
    let site = Site::open(&bundles, 0);
    let machine = &site.machine;
    let running = site.start();
    let renewed = renewed(&bundles);
    let certificate = |bundles: &Bundles| bundles.read("anna-client", "cert.pem");
    assert_ne!(certificate(&bundles), certificate(&renewed));

    // A dry run says it and does nothing.
    let nothing = state_of_new_home(machine);
    let ran = connect(machine, &bundles, "dash", "--dry-run");
    assert_eq!(ran.code, Some(0), "{ran}");
    assert!(ran.out.contains("  + build2.example.com  tcp://build2.example.com:2376\n"), "{ran}");
    assert_eq!(state(machine), nothing);

    // The other host has no machine: its line says so, and what to do.
    let ran = connect(machine, &bundles, "dash", "--move </dev/null");
    assert_eq!(ran.code, Some(1), "{ran}");
    assert!(ran.out.contains("  ok  docker.example.com  Docker 2"), "{ran}");
    assert!(ran.out.contains("  --  build2.example.com  ") && ran.out.contains("does not know that name"), "{ran}");
    let modes = machine.root(&format!("cd {FOLDER}; stat -c '%u %a %n' . * | sort -k 3"));
    assert_eq!(
        modes,
        "1000 700 .\n1000 644 README.txt\n1000 444 ca.pem\n1000 444 cert.pem\n1000 755 connect.sh\n1000 755 connect.ps1\n1000 644 contexts\n1000 644 env.cmd\n1000 644 env.fish\n1000 644 env.ps1\n1000 644 env.sh\n1000 400 key.pem\n"
            .replace("1000 755 connect.sh\n1000 755 connect.ps1\n", "1000 755 connect.ps1\n1000 755 connect.sh\n")
    );
    assert_eq!(machine.root("cd /home/anna/unpacked; ls connect.sh; find . -name key.pem -o -name '*.dockercontext'"), "connect.sh\n");
    for context in ["docker.example.com", "build2.example.com"] {
        assert_eq!(copy_in_context(machine, context, "cert.pem"), certificate(&bundles));
    }
    machine.follow(ANNA, "docker --context docker.example.com version; docker context use docker.example.com; docker version");

    // Again, by every shell: nothing to do, and nothing done; what was unpacked goes all the same.
    machine.answer_to("build2.example.com");
    let placed = state(machine);
    let but_the_list = |state: &str| state.lines().filter(|line| !line.contains("/contexts ")).map(str::to_owned).collect::<Vec<_>>();
    for shell in ["dash", "bash --posix", "busybox sh", "zsh --emulate sh", "zsh"] {
        let ran = connect(machine, &bundles, shell, "--move");
        assert!(ran.out.contains("Nothing to do"), "{shell}: {ran}");
        assert!(ran.out.contains("build2.example.com  ") && ran.out.contains("is for other names"), "{shell}: {ran}");
        assert_eq!(but_the_list(&state(machine)), but_the_list(&placed), "{shell}");
        assert_eq!(machine.root("cd /home/anna/unpacked; ls connect.sh; find . -name key.pem -o -name '*.dockercontext'"), "connect.sh\n");
    }

    // A renewed client of the same authority: its contexts go on with the old copy until they are updated.
    machine.root(&format!("echo mine >{FOLDER}/notes; echo mine >{FOLDER}/.hidden"));
    let refused = connect(machine, &renewed, "dash", "</dev/null");
    assert_eq!(refused.code, Some(1), "{refused}");
    assert!(refused.err.contains("There is no terminal"), "{refused}");
    assert_eq!(machine.root(&format!("cat {FOLDER}/cert.pem")), certificate(&bundles));
    let ran = connect(machine, &renewed, "busybox sh", "--yes");
    assert!(
        ran.out.contains("  ~ cert.pem key.pem (replaced)")
            && ran.out.contains("~ docker.example.com  tcp://docker.example.com:2376 (gets the new certificate)"),
        "{ran}"
    );
    assert!(ran.out.contains("  ok  docker.example.com"), "{ran}");
    assert_eq!(
        machine.root(&format!("cat {FOLDER}/cert.pem; cat {FOLDER}/notes {FOLDER}/.hidden")),
        certificate(&renewed) + "mine\nmine\n"
    );
    assert_eq!(copy_in_context(machine, "docker.example.com", "cert.pem"), certificate(&renewed));
    machine.follow(ANNA, "docker --context docker.example.com version");
    assert_eq!(machine.root("ls -d /home/anna/.docker/anna-client*"), format!("{FOLDER}\n"));

    // Back to the authority's first certificate by a question that is answered.
    let answers = |bundles: &Bundles, answer: &str| {
        connect(machine, bundles, "true", "");
        let terminal =
            format!("python3 -c 'import pty, sys; sys.exit(pty.spawn([\"sh\", \"unpacked/connect.sh\"]) >> 8)' <<END\n{answer}\nEND\n");
        machine.paste(ANNA, &terminal)
    };
    let ran = answers(&bundles, "n");
    assert!(ran.out.contains("Do this? [y/N]") && ran.out.contains("Cancelled."), "{ran}");
    assert_eq!(copy_in_context(machine, "docker.example.com", "cert.pem"), certificate(&renewed));
    let ran = answers(&bundles, "y");
    assert!(ran.out.contains("  ok  docker.example.com"), "{ran}");
    assert_eq!(copy_in_context(machine, "docker.example.com", "cert.pem"), certificate(&bundles));

    // The script is in the folder, and takes back what it made and nothing else.
    machine.follow(ANNA, "docker context create other --docker host=ssh://a.example; cp -r .docker/anna-client copy");
    let ran = machine.paste(ANNA, &format!("sh {FOLDER}/connect.sh --uninstall </dev/null"));
    assert!(ran.code == Some(1) && ran.err.contains("There is no terminal"), "{ran}");
    let ran = machine.paste(ANNA, &format!("sh {FOLDER}/connect.sh --uninstall --yes"));
    assert_eq!(ran.code, Some(0), "{ran}");
    assert_eq!(machine.follow(ANNA, "docker context ls --format '{{.Name}}'"), "default\nother\n");
    assert_eq!(machine.root(&format!("ls -A {FOLDER}")), ".hidden\nnotes\n");
    // Without docker, its contexts are named and stay.
    connect(machine, &bundles, "dash", "--yes");
    let ran = machine.paste(ANNA, &format!("mkdir few; for program in find id cat rm rmdir sort sed grep; do ln -s \"$(command -v $program)\" few; done; PATH=$HOME/few /bin/sh {FOLDER}/connect.sh --uninstall --yes"));
    assert!(
        ran.code == Some(0) && ran.out.contains("or docker is missing here.\n  = build2.example.com\n  = docker.example.com\n"),
        "{ran}"
    );
    let ran = machine.paste(ANNA, "sh copy/connect.sh --uninstall --yes --dir /home/anna/.docker/anna-client");
    assert!(ran.code == Some(1) && ran.err.contains("has put nothing into"), "{ran}");
    // Unpacked by hand where they are used.
    let unpack = format!("mkdir {FOLDER}; tar -xzf anna-client.tar.gz -C {FOLDER}; ls {FOLDER}/docker.example.com.dockercontext");
    connect(machine, &bundles, "true", "");
    machine.follow(ANNA, &format!("rm -rf {FOLDER}; {unpack}; sh {FOLDER}/connect.sh --move --yes; ls {FOLDER}/key.pem"));
    // What is renewed leaves no file with the old key behind.
    let contexts = || machine.root(&format!("find {FOLDER}* -name '*.dockercontext'"));
    assert_eq!(contexts().lines().count(), 2);
    connect(machine, &renewed, "dash", "--yes");
    assert_eq!(contexts(), "");
    // Unpacked by hand again, they go with the rest.
    machine.follow(ANNA, &format!("rm -rf {FOLDER}; {unpack}; sh {FOLDER}/connect.sh --yes --replace; ls {FOLDER}/*.dockercontext"));
    machine.follow(ANNA, &format!("sh {FOLDER}/connect.sh --uninstall --yes"));
    machine.root(&format!("test ! -e {FOLDER}"));
    running.stop();
    let ran = connect(machine, &bundles, "dash", "--yes --replace");
    assert!(ran.code == Some(1) && ran.out.contains("Nothing answers there"), "{ran}");
}

#[test]
fn an_imported_context_is_what_docker_exports_and_trusts_no_other_authority() {
    let [ours, theirs] = [(); 2].map(|()| issue(&draft(), now()).downloaded());
    let site = Site::open(&ours, 0);
    let machine = &site.machine;
    let running = site.start();
    state_of_new_home(machine);
    for (folder, bundles) in [("ours", &ours), ("theirs", &theirs)] {
        let archive = "anna-client.tar.gz";
        machine.give(ANNA, archive, &fs::read(bundles.folder.join(archive)).expect("the archive"));
        machine.follow(ANNA, &format!("mkdir {folder}; tar -xzf {archive} -C {folder}"));
    }
    let file = "docker.example.com.dockercontext";
    machine.follow(ANNA, &format!("docker context import docker.example.com ours/{file}; docker --context docker.example.com version"));
    let again = machine.paste(ANNA, &format!("docker context import docker.example.com ours/{file}")).fails();
    assert!(again.contains("already exists"), "{again}");
    let stranger = machine.paste(ANNA, &format!("docker context import theirs theirs/{file} && docker --context theirs version")).fails();
    assert!(stranger.contains("certificate signed by unknown authority"), "{stranger}");

    let unpack = |from: &str, into: &str| {
        machine.follow(ANNA, &format!("mkdir {into}; {from} | tar -xpf - -C {into}; find {into} -mindepth 1 -printf '%P %m\\n' | sort"))
    };
    let of_page = unpack(&format!("cat ours/{file}"), "of-page");
    assert_eq!(of_page, "meta.json 644\ntls 700\ntls/docker 700\ntls/docker/ca.pem 600\ntls/docker/cert.pem 600\ntls/docker/key.pem 600\n");
    let imported = "true";
    let created = "cd ours; docker context rm docker.example.com; docker context create docker.example.com --docker \
                   host=tcp://docker.example.com:2376,ca=ca.pem,cert=cert.pem,key=key.pem; cd ..";
    for (how, make) in [("imported", imported), ("created", created)] {
        machine.follow(ANNA, &format!("{make}; docker context export docker.example.com {how}.tar"));
        // Docker leaves out the end of its archive, from the last file's padding on.
        assert_eq!(unpack(&format!("{{ cat {how}.tar; head -c 10240 /dev/zero; }}"), how), of_page);
        machine.follow(ANNA, &format!("diff -r of-page {how}"));
    }
    running.stop();
}

fn state_of_new_home(machine: &Machine) -> String {
    machine.root("mkdir -p /home/anna; chown 1000:1000 /home/anna");
    state(machine)
}

#[test]
fn connect_sh_leaves_alone_what_is_somebody_elses() {
    let bundles = issue(&draft(), now()).downloaded();
    let site = Site::open(&bundles, 0);
    let machine = &site.machine;
    let running = site.start();
    state_of_new_home(machine);
    // Two contexts that were made by hand: one leads elsewhere, one to the same host with another certificate.
    let bob = "bob-client.tar.gz";
    machine.give(ANNA, bob, &fs::read(bundles.folder.join(bob)).expect("the archive"));
    machine.follow(
        ANNA,
        "mkdir bob; tar -xzf bob-client.tar.gz -C bob; docker context create build2.example.com --docker host=ssh://root@build2.example.com
        docker context create docker.example.com --docker host=tcp://docker.example.com:2376,ca=bob/ca.pem,cert=bob/cert.pem,key=bob/key.pem",
    );
    let of_bob = copy_in_context(machine, "docker.example.com", "cert.pem");
    let elsewhere =
        "  = build2.example.com stays as it is: it leads to ssh://root@build2.example.com instead of tcp://build2.example.com:2376\n";
    // docker warns of its own file before it answers.
    machine.root("echo '{' >/home/anna/.docker/config.json");
    let ran = connect(machine, &bundles, "dash", "--yes");
    machine.root("rm /home/anna/.docker/config.json");
    assert!(ran.out.contains(elsewhere) && ran.out.contains("(this script did not make it; it gets this certificate)"), "{ran}");
    assert!(ran.out.contains("  ok  docker.example.com"), "proved without the context: {ran}");
    assert_eq!(copy_in_context(machine, "docker.example.com", "cert.pem"), of_bob);
    assert_eq!(machine.root(&format!("cat {FOLDER}/contexts")).trim(), "");
    let ran = connect(machine, &bundles, "dash", "--yes --replace");
    assert!(ran.out.contains(elsewhere), "{ran}");
    assert_eq!(copy_in_context(machine, "docker.example.com", "cert.pem"), bundles.read("anna-client", "cert.pem"));
    assert_eq!(
        machine.follow(ANNA, "docker context inspect --format '{{.Endpoints.docker.Host}}' build2.example.com"),
        "ssh://root@build2.example.com\n"
    );

    // A folder with the keys of another authority, or with keys that somebody else put there.
    let others = issue(&draft(), now()).downloaded();
    let before = machine.root(&format!("cat {FOLDER}/*"));
    let ran = connect(machine, &others, "dash", "--yes");
    assert!(ran.code == Some(1) && ran.out.contains("ca.pem is another CA") && ran.err.contains("Nothing was changed"), "{ran}");
    assert_eq!(machine.root(&format!("cat {FOLDER}/*")), before);
    let ran = connect(machine, &others, "dash", "--yes --dir 'else where, \"here\"'");
    assert!(ran.out.contains("The host and this client have certificates of different CAs"), "{ran}");
    assert_eq!(
        machine.root("ls '/home/anna/else where, \"here\"'"),
        "README.txt\nca.pem\ncert.pem\nconnect.ps1\nconnect.sh\ncontexts\nkey.pem\n"
    );
    assert_eq!(copy_in_context(machine, "docker.example.com", "cert.pem"), bundles.read("anna-client", "cert.pem"));
    // A file of a name that goes to the usual folder only.
    machine.root("echo mine >'/home/anna/else where, \"here\"/env.sh'");
    machine.follow(ANNA, "sh 'else where, \"here\"/connect.sh' --uninstall --yes");
    assert_eq!(machine.root("ls '/home/anna/else where, \"here\"'"), "env.sh\n");
    machine.root(&format!("rm {FOLDER}/contexts"));
    let renewed = renewed(&bundles);
    let ran = connect(machine, &renewed, "dash", "--yes");
    assert!(ran.code == Some(1) && ran.err.contains("keys that this script did not put there"), "{ran}");

    // The folder of docker itself and what is above it, and somebody else's folder, home and file.
    for (prepare, options, complaint) in [
        ("true", "--yes --dir .docker/", "cannot be the folder"),
        ("true", "--yes --dir .", "cannot be the folder"),
        ("install -d -o 1000 /home/anna/config/contexts", "--yes --dir config", "cannot be the folder"),
        ("install -d -o daemon /home/anna/theirs", "--yes --dir theirs", "belongs to somebody else"),
        ("touch /home/anna/file", "--yes --dir file", "cannot be the folder"),
        ("rm /home/anna/unpacked/key.pem", "--yes", "Unpack the whole archive first"),
        ("chown root /home/anna", "--yes", "Run this without sudo"),
    ] {
        connect(machine, &bundles, "true", "");
        machine.root(prepare);
        let ran = machine.paste(ANNA, &format!("sh unpacked/connect.sh {options}"));
        assert!(ran.code == Some(1) && ran.err.contains(complaint) && ran.err.contains("Nothing was changed"), "{ran}");
    }
    running.stop();
}

#[test]
fn check_tells_until_when_the_clients_files_and_the_hosts_are_valid() {
    let bundles = issue(&Draft { hosts: "docker.example.com".into(), clients: "anna days=20\nbob".into(), ..draft() }, now()).downloaded();
    let site = Site::open(&bundles, 0);
    let machine = &site.machine;
    let running = site.start();
    state_of_new_home(machine);
    let says = |ran: &Ran, code: i32, words: &[&str]| {
        assert!(ran.code == Some(code) && ran.err.is_empty() && words.iter().all(|words| ran.out.contains(words)), "{ran}");
        assert_eq!(ran.out.contains("All is well"), code == 0, "{ran}");
    };
    connect(machine, &bundles, "dash", "--yes");
    let placed = state(machine);
    let own = format!("soon    {FOLDER}/cert.pem: CN=anna, until ");
    for shell in ["dash", "bash --posix", "busybox sh", "zsh --emulate sh", "zsh"] {
        let ran = machine.paste(ANNA, &format!("{shell} {FOLDER}/connect.sh --check"));
        says(&ran, 1, &[&own, "ok      docker.example.com: CN=docker.example.com, until "]);
    }
    assert_eq!(state(machine), placed);
    // From the unpacked archive, of somebody who has set up nothing; and of one whose certificate lasts.
    let bob = "bob-client.tar.gz";
    machine.give(ANNA, bob, &fs::read(bundles.folder.join(bob)).expect("the archive"));
    machine.follow(ANNA, "mkdir bob; tar -xzf bob-client.tar.gz -C bob");
    says(
        &machine.paste(ANNA, "sh bob/connect.sh --check"),
        0,
        &["ok      /home/anna/bob/cert.pem: CN=bob, until ", "ok      docker.example.com: "],
    );
    let chinese = machine.paste(ANNA, "LANG=zh_CN.UTF-8 sh bob/connect.sh --check");
    assert!(chinese.code == Some(0) && chinese.out.matches("有效期至").count() == 3 && chinese.out.contains("一切正常"), "{chinese}");
    // The authority of others, no openssl, no host.
    let others = issue(&draft(), now()).downloaded();
    machine.give(ANNA, "other.pem", others.read("anna-client", "ca.pem").as_bytes());
    let ran = machine.paste(ANNA, "cp -r bob other; cp -f other.pem other/ca.pem; sh other/connect.sh --check");
    says(&ran, 2, &["ok      docker.example.com: ", "wrong   docker.example.com: its certificate is not of the CA in ca.pem"]);
    let programs = "find id cat sed tr base64 date mktemp rm sleep";
    let ran = machine.paste(ANNA, &format!("mkdir few; for program in {programs}; do ln -s \"$(command -v $program)\" few; done; PATH=$HOME/few /bin/sh bob/connect.sh --check"));
    says(&ran, 2, &["ok      /home/anna/bob/cert.pem: until ", "?       docker.example.com: openssl is missing here"]);
    running.stop();
    says(
        &machine.paste(ANNA, "sh bob/connect.sh --check"),
        2,
        &["?       docker.example.com: nothing answers at tcp://docker.example.com:2376"],
    );
}

#[test]
fn without_docker_or_with_one_that_knows_no_contexts_the_files_are_placed() {
    let bundles = issue(&draft(), now()).downloaded();
    let machine = Machine::boot();
    state_of_new_home(&machine);
    machine.root("rm -f $(which -a docker)");
    let ran = connect(&machine, &bundles, "dash", "");
    assert!(ran.code == Some(0) && ran.out.contains("There is no docker command here"), "{ran}");
    assert_eq!(machine.root(&format!("cat {FOLDER}/key.pem")), bundles.read("anna-client", "key.pem"));
    machine.put("/usr/local/bin/docker", b"#!/bin/sh\necho \"docker: 'context' is not a docker command.\" >&2; exit 1\n");
    machine.root("chmod 0755 /usr/local/bin/docker");
    let ran = connect(&machine, &bundles, "dash", "");
    assert!(ran.code == Some(1) && ran.out.contains("knows no contexts"), "{ran}");
    // A run that was killed between its two renamings.
    machine.root(&format!("mv {FOLDER} {FOLDER}.abcdef.before"));
    let ran = connect(&machine, &bundles, "dash", "");
    assert!(ran.out.contains("Nothing to do"), "{ran}");
    let ran = machine.paste(ANNA, "LANG=zh_CN.UTF-8 sh unpacked/connect.sh");
    assert!(ran.out.contains("无需改动"), "{ran}");
    for wrong in ["--dry-run --uninstall", "--dir", "--nonsense"] {
        let ran = machine.paste(ANNA, &format!("sh unpacked/connect.sh {wrong}"));
        assert!(ran.code == Some(2) && ran.out.contains("--uninstall"), "{ran}");
    }
}

#[test]
fn shellcheck_dash_and_powershells_grammar_have_nothing_to_say_about_the_scripts() {
    let folder = tempfile::tempdir().expect("a folder");
    let sentences = ["en.sh", "zh-CN.sh"].map(|name| Path::new(env!("CARGO_MANIFEST_DIR")).join("src/guide/connecting").join(name));
    shellcheck(&sentences).says_nothing();
    for locale in ["en", "zh-CN"] {
        let bundles = issue(&Draft { locale: locale.into(), ..draft() }, now()).downloaded();
        let file = folder.path().join(locale);
        fs::write(&file, bundles.read("anna-client", "connect.sh")).expect("a file");
        run(program("dash").arg("-n").arg(&file)).says_nothing();
        shellcheck(std::slice::from_ref(&file)).says_nothing();
        let powershell = bundles.read("anna-client", "connect.ps1");
        assert!(is_powershell(powershell.trim_start_matches('\u{feff}')), "{powershell}");
        assert!(!is_powershell(&powershell.trim_start_matches('\u{feff}').replacen("function ask {", "function ask {{", 1)));
    }
}

#[test]
fn a_client_that_is_a_job_has_no_script() {
    for (platform, has_script) in [("systemd", true), ("windows", true), ("gitlab-dind", false)] {
        let spec = Draft { platform: platform.into(), hosts: "docker".into(), ..Draft::default() }.parse().spec.expect(platform);
        let folders = guide::folders(&spec);
        let folder = folders.folders.iter().find(|folder| folder.name == "client").expect("the client's");
        for script in ["connect.sh", "connect.ps1"] {
            assert_eq!(folder.files.iter().any(|file| file.name == script), has_script, "{platform}");
        }
    }
}

#[test]
fn a_job_connects_by_variables_that_hold_the_files_or_their_texts_and_one_that_is_missing_is_named() {
    let draft = Draft { hosts: "docker.example.com".into(), clients: "anna kind=ci".into(), ..Draft::default() };
    let bundles = issue(&draft, now()).downloaded();
    let site = Site::open(&bundles, 0);
    let machine = &site.machine;
    let running = site.start();
    let pair = Pair { spec: &bundles.spec, daemon: &bundles.spec.daemons[0], client: &bundles.spec.clients[0] };
    let job = guide::of_step(Step::Connect, pair).next().expect("the first one");
    assert_eq!(job.id, SnippetId::ClientCi);
    for file in ["ca.pem", "cert.pem", "key.pem"] {
        machine.give(ANNA, file, bundles.read("anna-client", file).as_bytes());
    }
    let set = |value: &str| {
        let variables = [("DOCKER_CA_PEM", "ca.pem"), ("DOCKER_CERT_PEM", "cert.pem"), ("DOCKER_KEY_PEM", "key.pem")];
        variables.map(|(variable, file)| format!("export {variable}=\"{}\"\n", value.replace("FILE", file))).concat()
    };
    for value in ["$HOME/FILE", "$(cat FILE)"] {
        machine.root(&format!("rm -rf {FOLDER}"));
        let said = machine.follow(ANNA, &(set(value) + &job.text));
        assert!(said.contains("Client:") && said.contains("Server:"), "{said}");
        let files = machine.root(&format!("cd {FOLDER}; stat -c '%u %a %n' . *; cat ca.pem cert.pem key.pem"));
        let texts = ["ca.pem", "cert.pem", "key.pem"].map(|file| bundles.read("anna-client", file)).concat();
        assert_eq!(files, format!("1000 700 .\n1000 600 ca.pem\n1000 600 cert.pem\n1000 600 key.pem\n{texts}"));
    }
    let ran = machine.paste(ANNA, &(set("$HOME/FILE") + "unset DOCKER_KEY_PEM\n" + &job.text));
    assert!(ran.code != Some(0) && ran.err.contains("DOCKER_KEY_PEM") && !ran.out.contains("Server:"), "{ran}");

    // The same out of the files of GitLab and of GitHub, as their runners do it.
    let (folder, snippets) = (tempfile::tempdir().expect("a folder"), guide::of_step(Step::Connect, pair).collect::<Vec<_>>());
    let read = |id: SnippetId| -> serde_json::Value {
        let snippet = snippets.iter().find(|snippet| snippet.id == id).expect("one");
        let file = folder.path().join(snippet.file_name());
        fs::write(&file, &snippet.text).expect("a file");
        serde_json::from_str(&yaml(&file).succeeds()).expect("JSON")
    };
    let gitlab = &read(SnippetId::ClientGitlabCi)["docker"];
    assert_eq!(gitlab["image"], "docker:cli");
    let [before, script] = ["before_script", "script"].map(|key| gitlab[key][0].as_str().expect("a script").to_owned());
    let job_of_gitlab = format!("{before}\n{script}\numask\n");
    let workflow = read(SnippetId::ClientGithubActions);
    // YAML 1.1 reads `on` as a truth, and GitHub does not.
    assert!(workflow["true"] == "workflow_dispatch" && workflow["jobs"]["docker"]["runs-on"] == "ubuntu-latest", "{workflow}");
    let steps = workflow["jobs"]["docker"]["steps"].as_array().expect("steps");
    for variable in ["DOCKER_CA_PEM", "DOCKER_CERT_PEM", "DOCKER_KEY_PEM"] {
        assert_eq!(steps[0]["env"][variable], format!("${{{{ secrets.{variable} }}}}"));
    }
    machine.give(ANNA, "first.sh", steps[0]["run"].as_str().expect("a script").as_bytes());
    machine.give(ANNA, "second.sh", steps[1]["run"].as_str().expect("a script").as_bytes());
    let job_of_github = "(export GITHUB_ENV=\"$HOME/variables\"; : >\"$GITHUB_ENV\"; bash -e first.sh) &&
        (while IFS= read -r line; do export \"$line\"; done <\"$HOME/variables\"; bash -e second.sh; umask)\n";
    for (job, value) in [(job_of_gitlab.as_str(), "$HOME/FILE"), (job_of_github, "$(cat FILE)")] {
        machine.root(&format!("rm -rf {FOLDER}"));
        let said = machine.follow(ANNA, &format!("umask 022\n{}{job}", set(value)));
        assert!(said.contains("Client:") && said.contains("Server:") && said.trim_end().ends_with("0022"), "{said}");
        let modes = machine.root(&format!("cd {FOLDER}; stat -c '%a %n' . *"));
        assert_eq!(modes, "700 .\n600 ca.pem\n600 cert.pem\n600 key.pem\n");
        let ran = machine.paste(ANNA, &format!("rm -rf {FOLDER}\n{}unset DOCKER_KEY_PEM\n{job}", set(value)));
        assert!(!ran.out.contains("Server:"), "{ran}");
    }
    running.stop();
}
