//! English.

use super::{RecipeWords, Recipes, Snippets, StepWords, Steps, Texts, Words};

const UNPACKED: &str = "You should see the names of the unpacked files.";
const SHOWN: &str = "You should see {shows} at the end.";
const NOTHING: &str = "You should see nothing: these commands print errors only.";
const LATER: &str = "You should see nothing yet. Then docker version shows two versions: Client and Server.";
const VERSIONS: &str = "You should see two versions: Client and Server.";

pub const TEXTS: Texts = Texts {
    reminder_authority: "The CA of your Docker hosts and clients ends: {name}",
    reminder_server: "The certificate of the Docker host {name} ends",
    reminder_client: "The certificate of the Docker client {name} ends",
    reminder_advice: "Renew it before this day: open ca.zip in Dockseal (its page or its offline file), choose what to renew, and install the new archive where the old one is. When the CA itself ends, everything that it has signed is refused.",
    drop_in_flags: "The empty ExecStart= clears the command of the package's unit; the next line replaces it.",
    drop_in_no_hosts: "No -H here: the addresses are in daemon.json, and dockerd does not start if they are in both places.",
    daemon_json_exists: "{path} exists already; nothing was changed. Add all five keys of {file} to it by hand, above all tlscacert, then run this again.",
    folder_of_others: "Others may write in {path} or in a folder above it, and could put their own key there, so no key was placed. See who: ls -ld {path}",
    home_has_keys: "There are keys in ~/.docker already; nothing was changed. Move them away first.",
    nftables: "Only these addresses reach Docker on this port; nothing else is touched.",
    nftables_undo: "To undo it, as root, and always before you remove nftables: {commands}",
    nftables_drop_in: "It survives a reboot: firewall.conf of docker.service loads it before Docker starts; if that fails, Docker does not start.",
    nftables_maybe_drop_in: "If systemd runs docker.service, it survives a reboot: firewall.conf loads it before Docker starts; if that fails, Docker does not start. Otherwise a reboot removes it.",
    nftables_include: "A reboot removes it, unless the service nftables starts at boot and its own file has the line: include \"/etc/nftables.d/*.nft\"",
    ansible_directories: "Directories",
    ansible_files: "Certificates, key and drop-in",
    ansible_restart: "Restart Docker",
    ansible_wait: "The port answers",
    embeds_key: "This file holds the private key: whoever can read this machine's user data has the key.
By default every container can read it from the cloud's metadata service: keep containers away from 169.254.169.254.
Delete this file when the machine is set up.",
    nixos_no_sources: "Fill in \"Addresses that may connect\" on the page: the page makes the rules from them. Do not open the port to everybody.",
    nixos_module: "Save as /etc/nixos/docker-tls.nix. In configuration.nix: imports = [ ./docker-tls.nix ];",
    nginx: "Only clients with a certificate of your CA reach the socket.",
    gitlab_runner: "Add these two settings to your runner. Whoever can run jobs on it has root on the machine.",
    windows_no_service: "There is no service named docker. This is for Docker Engine on Windows, not for Docker Desktop.",
    windows_service_has_options: "The command of the service docker has -H, --host or --tls options, and Docker does not start with these and daemon.json. Remove them, then run this again: sc.exe config docker binPath= ... The command is now:",
    untried: "Not tried on a real system of this kind. Based on: {source}",
    on_desk: "on your own computer",
    on_host: "on the Docker host",
    on_host_as_root: "on the Docker host, as root",
    on_client: "on the computer that connects",
    heading: "{title} ({place})",
    on: "on",
    off: "off",
    portainer_others: "Then the same for each other host, with these two values:",
    stranger_let_in: "NOT SAFE: the daemon answers a stranger. Stop it and check its configuration.",
    stranger_refused: "Good: a client without a certificate is refused.",
    stranger_unknown: "Nothing is proved: the daemon cannot be reached, or its certificate does not match its address.",
    install_sh: "install.sh        installs everything: shows the changes, asks, checks the result, and puts everything back if it fails
                  (--dry-run only shows the changes, --allow opens the port to known addresses only,
                  --check shows until when all is valid, --uninstall undoes it all)
",
    connect_sh: "connect.sh   sets up this computer: files, a docker context for each host, proof
             (run it again for renewed files; --dry-run, --uninstall;
             --check shows until when your files and the hosts are valid)
connect.ps1  the same for PowerShell (of the hosts, its --check says only whether they are valid now)
",
    contexts: "HOST.dockercontext
             one for each host, for docker context import; each has a copy of the key:
             delete them when they are imported, or not needed
",
    no_contexts: "There are no files for docker context import: for all clients and hosts together, these would be more than {most}, and each has a copy of the key. connect.sh and docker context create make the same contexts.",
    set_up: "Set up the host",
    set_up_client: "Set up this computer",
    by_hand: "By hand",
    by_hand_lacks: "Unlike the script, these commands do not look at what the host has, keep no journal, undo nothing and prove nothing. ",
    by_hand_lacks_client: "Unlike the script, these commands update no docker context and try no host. ",
    fleet_others: "The first host is set up. Set up {count} more without another question?",
    fleet_client: "Set up this computer as the client \"{client}\"?",
    fleet_stopped: "Stopped at {host}. Set up so far:{hosts}. Once that is solved, paste the same again: where all is done, nothing changes.",
    fleet_by_hand: " These hosts have no install.sh, so follow their own steps: {hosts}.",
    fleet_as_root: " Without sudo, so ssh logs in as root: {hosts}. If root may not log in there, write a user in place of root in that line: it then takes doas.",
    fleet_limited: " The firewalls of the hosts then let only the addresses that you have typed reach port {port}.",
    fleet_open: " Port {port} is then open to every address. To limit it, fill in \"Addresses that may connect\" first.",
    copy_to_root: "Copies to root’s home, where the next step is typed. If root may not log in by ssh, copy to a user of your own, log in as that user, and become root in the same folder: by doas sh, or by su, not su -.",
    configure_placed: "Nothing to type: the step before has put {files} in place.",
    configure_folder: "Nothing to type. These files in the current folder are used: {files}",
    configure_merge: "Add the content of {files} to your own files of the same names.",
    if_not: "If it does not start, this shows why:",
    if_not_on_host: "If it does not start, this shows why, on the Docker host:",
    no_sources: "Open port {port} only to the addresses of your clients, in every firewall between them and this host.",
    no_sources_fill: "To see the commands, fill in \"Addresses that may connect\" on the page. You need no new keys.",
    unpack_choice: "Choose one, in the folder with the archive. If the directory exists already, it holds other keys: move it away first.",
    these_hosts: "On these hosts only: {hosts}",
    prove_where: "You should see on a client: the version, then \"refused\"; on the host: the version again.",
    server_power: "Whoever connects has root on this machine. Give a client archive only to people whom you would give root.",
    server_power_of_user: "Whoever connects can do anything that the user who runs this Docker can do. Give a client archive only to people whom you would give that account.",
    client_power: "Whoever has these files has root on every machine below.",
    client_power_of_user: "Whoever has these files can do anything that the user who runs Docker can do, on every machine below.",
    client_power_of_both: "Whoever has these files has root on the machines below. Where Docker runs rootless, they can do anything that its user can do.",
    server_ca: "the CA's certificate: the daemon lets in clients that this CA has signed",
    server_ca_list: "the certificates of the clients that the daemon lets in, and one that only has the CA's name and lets nobody in",
    server_readme: "Docker's remote API with mutual TLS: the files of the daemon on {host}

{power}

The certificate is valid for: {names}

ca.pem            {trusted}
server-cert.pem   the daemon's certificate
server-key.pem    the daemon's private key: keep it secret, on this machine only
",
    client_readme: "Docker's remote API with mutual TLS: the files of the client \"{client}\"

{power} Keep them like an SSH key.

  {hosts}

ca.pem       the CA's certificate: the client trusts daemons that this CA has signed
cert.pem     the client's certificate
key.pem      the client's private key: keep it secret
env.sh       environment variables for a POSIX shell:  . ./env.sh
env.fish     the same for fish:                        source env.fish
env.ps1      the same for PowerShell:                  . ./env.ps1
env.cmd      the same for cmd:                         call env.cmd
",
    server_again: "If these files replace older ones: run install.sh again in the new folder. Docker restarts once, because a reload keeps the old certificate; without live-restore its containers stop meanwhile. Nothing changes for the clients.",
    server_again_by_hand: "If these files replace older ones: follow the same steps again. What reads them has to restart, because a reload keeps the old certificate. Nothing changes for the clients.",
    client_again: "If these files replace older ones: put ca.pem, cert.pem and key.pem wherever those are used. The old certificate works until it ends, and nothing changes on the hosts.",
    client_again_by_script: "If these files replace older ones: run connect.sh or connect.ps1 again in the new folder, which updates ~/.docker and the docker contexts. Replace ca.pem, cert.pem and key.pem by hand wherever else they are used. The old certificate works until it ends, and nothing changes on the hosts.",
    ca_readme: "The certificate authority (CA) of your Docker daemons and clients

Keep it offline: whoever has ca-key.pem can make a client certificate and control every daemon.
Do not put it on the machine of a daemon or a client. You need it to issue more certificates, as described below.

ca.pem          the CA's certificate, the same as in every other archive
ca-key.pem      the CA's private key, {key}
dockseal.json   a record of your choices and of what was issued; it holds no secret
dockseal.ics    the day on which each certificate ends, for your calendar: with alarms 30, 7 and 1 days before
issue.sh        makes more certificates by OpenSSL, without a browser (see below)

{then}
",
    made: "Made by Dockseal {version} on {date}",
    made_from: "Made by Dockseal {version} on {date} from {link}",
    ca_key_clear: "not encrypted",
    ca_key_encrypted: "encrypted with your passphrase",
    ca_key_elsewhere: "not in this archive: it was not brought when this was made",
    ca_without_key: "If you still have ca-key.pem, put it into this folder. Without it, clients can be shut out and let in again, and nothing can be issued.",
    ca_encrypt: "Encrypt the key with a passphrase (OpenSSL 1.1 or newer):

    openssl pkcs8 -topk8 -v2 aes-256-cbc -iter 600000 -in ca-key.pem -out ca-key.enc.pem && rm -f ca-key.pem

Then keep this folder in place of ca.zip and ca.tar.gz, and delete these two, which hold the key unencrypted. dockseal.json is the record to go on with.",
    ca_open: "Nobody can recover a forgotten passphrase. Check now that it opens the key:

    openssl pkey -in ca-key.pem -noout && echo OK",
    ca_continue: "To add or renew hosts and clients, open Dockseal again (its page or its offline file), choose \"Open ca.zip\" and drop the archive there; without it, ca.pem, the key and dockseal.json at once.
It makes only what changes, and a new ca.zip. Without a browser, issue.sh makes one more client or host, or a new key by the names of a certificate that you have.
It needs OpenSSL 1.1.1 or newer. Type one of these in a copy of this folder, with your names:",
    ca_issue: "The files come into a new folder here. Nothing that is there is changed, all other certificates stay valid, and dockseal.json does not know of the new one.
If the CA's key has a passphrase, openssl asks for it. --days 90 in front of the other words sets for how long; no certificate may outlive the CA.
When you are done, delete the copy of this folder: it holds the CA's key.",
    ca_under_list: "Hosts let in only the clients on a list now: a client that gets its certificate from issue.sh is refused until you open Dockseal with it and make new lists.",
    ca_client_folder: "Give the client the new folder as ~/.docker/{client}-client, and set it up like the others.",
    ca_server_files: "A new host is configured like the others. {where}",
    ca_server_directory: "Put the files into {directory} on that host; let only the owner read server-key.pem.",
    ca_server_compose: "Put the files into the folder with compose.yaml on that host; let only the owner read server-key.pem.",
    ca_servers_differ: "The files go where those of a host of the same kind are:",
    ca_server_like: "as on {host}: {where}",
    requested_server: "Docker's remote API with mutual TLS: the certificate of the daemon on {host}, made for the key that you have

{power}

The certificate is valid for: {names}

ca.pem            {trusted}
server-cert.pem   the daemon's certificate
",
    requested_client: "Docker's remote API with mutual TLS: the certificate of the client \"{client}\", made for the key that you have

{power} Keep your key like an SSH key.

  {hosts}

ca.pem       the CA's certificate: the client trusts daemons that this CA has signed
cert.pem     the client's certificate
env.sh       environment variables for a POSIX shell:  . ./env.sh
env.fish     the same for fish:                        source env.fish
env.ps1      the same for PowerShell:                  . ./env.ps1
env.cmd      the same for cmd:                         call env.cmd
",
    requested_key: "Your private key is not in here: only you have it, and whoever keeps the CA needs no copy of it.
Put it beside these files as {key}, in the clear, since Docker cannot read an encrypted key. In this folder, with the path of your key:

    (umask 077 && openssl pkey -in PATH-OF-YOUR-KEY -out {key})

It belongs to the certificate if these commands print the same:

    openssl pkey -in {key} -pubout
    openssl x509 -in {certificate} -noout -pubkey",
    requested_install: "Then set up the host, in this folder (without sudo for rootless Docker):

    sudo sh ./install.sh",
    requested_place: "Then put ca.pem, server-cert.pem and server-key.pem where the daemon reads them: {directory}
Let only the daemon read server-key.pem, start dockerd with --tlsverify and these three files, and restart it: a reload keeps the old certificate.",
    requested_connect: "Then set up this computer, in this folder, in a POSIX shell or in PowerShell:

    sh ./connect.sh
    powershell -ExecutionPolicy Bypass -File .\\connect.ps1

A program that reads the files itself takes ca.pem, cert.pem and key.pem from this folder.",
    ask_readme: "A request for a certificate for {name}, and the private key that it was made with

request.pem
    Send this file to whoever keeps the CA. It holds no secret.
{key}
    Your private key, {how}. Send it to nobody, not even to whoever keeps the CA.

You get an archive back; its README.txt says where the key goes. Keep this folder until then: the certificate is of no use without the key.
Whoever keeps the CA decides the name, whether it is for a host or a client, and for how long. So that nobody changes the request on the way, compare
what this prints with what they see, for example on the telephone:

    openssl req -in request.pem -noout -pubkey | openssl pkey -pubin -outform DER | openssl dgst -sha256 -c
",
    all_readme: "Docker's remote API with mutual TLS: one archive for each machine and each person

The README.txt in each archive has the steps.

",
    all_server: "for the daemon on {host}",
    all_client: "for the client \"{client}\": give it this archive and no other",
    all_ca: "The certificate authority is not in here. Its archive is ca.zip: keep that offline, and give it to nobody.",
    all_trust: "for {host}: only whom its Docker lets in",
    trust_readme: "Whom the Docker daemon on {host} lets in

Only these clients get in from now on: {listed}
Shut out: {removed}

Who stands in both lines has new files, and is shut out with the old ones. Nobody else gets in either, even with a certificate of your CA. Nothing changes for the clients that stay, and no key is in this archive.

ca.pem            the certificates of those clients, and one that only has the CA's name and lets nobody in
",
    trust_readme_of_authority: "Whom the Docker daemon on {host} lets in

As in the beginning: every client with a certificate of your CA. Those that were shut out have expired, so they stay out.

ca.pem            the CA's certificate
",
    trust_install_sh: "install.sh        puts ca.pem where Docker reads it, restarts Docker, and proves who is asked for
                  (--dry-run only shows it; --uninstall goes back, after asking, and says whom that lets in again)
",
    trust_by_script: "Copy the archive to the host. There, in the folder with it:",
    trust_by_hand: "On the host, put ca.pem from this archive in place of {directory}/ca.pem. Then restart Docker, because a reload keeps the old one:",
    trust_in_folder: "Put ca.pem from this archive in place of the one in the folder that this host was set up from ({directory} on the host). Then:",
    trust_other_run: "%s is of another run. Download the archives of this one again, into an empty folder.",
    fleet_other_run: "These archives are of different runs. Download those of one run again, into an empty folder.",
    trust_others: "The first host is done. Do the same on {count} more without another question?",
    lost: "If these files are lost",
    lost_client: "Tell whoever gave you this archive at once: the client \"{client}\". They can shut it out on every host within minutes (Dockseal: Open ca.zip), without changing anything for the others. Tell them also when this computer was stolen, sold or had malware.",
    env_use: "Use it:   {command}",
    env_undo: "Undo it:  {command}",
    also: "also: {others}",
    env_other_names: "The same daemon by its other names:",
    env_others: "The other daemons:",
    other_programs: "For other programs, such as Compose, Portainer, an editor, CI or a library, the page has the exact text: open this client there, then \"Use it from another program\".",
    see_nothing: NOTHING,
    tried_systemd: "Tried on Debian 12 and 13.",
    tried_rootless: "Tried with rootless Docker on Debian 13.",
    tried_openrc: "Tried with OpenRC 0.45 on Debian, not on Alpine or Gentoo.",
    tried_sysv: "Tried with System V’s init on Debian.",
    tried_no_snap: "Not yet tried with the real snapd.",
    key_of_user: "Makes the private key readable by you only, and removes the copy in your home directory. Each line runs only if the one before it worked.",
    placed_from_afar: "It goes to the host with the other files; it is shown for reading. It replaces the daemon’s whole command line. If the host’s unit is not the usual one, paste it under “What the host already has”.",
    restarts_container: "Starts the container that compose.yaml describes. The Docker of the machine itself is not restarted.",
    restarts_runner: "Restarts GitLab’s runner. The Docker of the machine itself is not restarted.",
    applies_nixos: "Rebuilds the system with the module. If that restarts Docker, containers stop unless live-restore is on.",
    applies_ansible: "Sets up the host by SSH and restarts Docker there: containers stop unless live-restore is on.",
    diagnose_on_host: "Type this on the Docker host.",
    diagnose_container: "Shows the last messages of the container.",
    diagnose_log: "Shows the daemon’s last messages and the program on the port.",
    diagnose_user: "Shows the unit in force and the daemon’s last messages.",
    firewall_of_desktop: "With Docker Desktop or on a NAS, use the firewall of that computer or NAS instead.",
    steps: Steps {
        fleet: StepWords { title: "All hosts at once", text: "Copy this and paste it into a shell (Linux, macOS or WSL) in the folder with your downloads, on a computer that reaches the hosts by ssh." },
        copy: StepWords { title: "Copy the files", text: "Type this in the folder with your downloads. If you downloaded everything in one archive, unpack it first and go into its folder." },
        install: StepWords { title: "With the script", text: "Does everything on the host in one go." },
        place: StepWords { title: "Put the certificates in place", text: "Type this in the folder with the archive." },
        configure: StepWords { title: "Configure the daemon", text: "The archive already has these files." },
        restart: StepWords { title: "Apply the configuration", text: "A reload is not enough: it keeps the old certificates." },
        firewall: StepWords { title: "Open the port to known addresses only", text: "Choose the firewall of the host." },
        client: StepWords { title: "With the script", text: "Type this in the folder with the archive. Bring the archive there by scp or USB stick, not by e-mail or chat: it holds a private key." },
        unpack: StepWords { title: "Unpack the client files", text: "Type this in the folder with the archive. Bring the archive there by scp or USB stick, not by e-mail or chat: it holds a private key." },
        connect: StepWords { title: "Connect", text: "Choose one." },
        prove: StepWords { title: "Prove it", text: "The script has tried each host. You can do so at any time." },
        prove_outside: StepWords { title: "Prove it from outside", text: "Check, by other programs than the scripts, that access works with the certificate and is refused without it." },
        watch: StepWords { title: "Notice in time when it ends", text: "Choose one. Each runs install.sh --check, which asks the port itself: Docker keeps an old certificate in memory until it restarts." },
    },
    snippets: Snippets {
        fleet: Words::new("All hosts at once", "Copies each host’s archive by ssh and runs its install.sh there. The first host shows its changes and asks; when it is proved, you decide whether the others follow without a question. It stops at the first failure; paste it again to go on: where all is done, nothing changes. At the end it offers to set up this computer as a client. If ssh needs another user, write it into the first line, for example login=admin@, or in front of one host, admin@host. Without ssh keys, ssh asks for a password twice for each host, and sudo once.").see("You should see lines that begin with “proved” for each host, and a line with “ok” for each host at the end."),
        copy_server: Words::new("Copy to the host", "If your user name on the host differs, type user@host.").see("You should see the archive’s name and 100%."),
        install_server: Words::new("install.sh", "Shows what it will do on this host and asks. It keeps the host’s own options, restarts Docker twice (first with the port open to this host only), checks that strangers are refused, and puts everything back if something fails. Run again, it does only what differs. --allow 192.0.2.0/24 opens the port in the host’s firewall to those addresses only, --dry-run only shows it, --uninstall undoes it.").see("You should see the changes and a question; after y, lines that begin with “proved”."),
        place_server: Words::new("Files and permissions", "Makes the private key readable by root only, and removes the copy in your home directory. Each line runs only if the one before it worked.").see(UNPACKED),
        place_server_powershell: Words::new("Install", "Run it in PowerShell as administrator. After it, only the system and administrators can read the key. If Docker does not start, its old configuration is restored.").see(SHOWN),
        unpack_server: Words::new("Unpack", "Unpacks into a new folder that only you can read. Type the next commands there.").see(UNPACKED),
        systemd_drop_in: Words::new("systemd drop-in", "The step before has put it in place; it is shown for reading. It replaces the daemon’s whole command line. If the host’s unit is not the usual one, paste it under “What the host already has”."),
        daemon_json: Words::new("daemon.json", "If the host already has one, paste it under “What the host already has”: the two are merged here."),
        install_ps1: Words::new("install.ps1", "The step before runs it; it is shown for reading.").file("puts the files in place and restarts Docker"),
        compose: Words::new("compose.yaml", "Mounts the files from its own folder.").file("for docker compose, which starts the container from this folder"),
        nginx_conf: Words::new("nginx.conf", "nginx handles TLS and passes on requests of known clients only.").file("the configuration of nginx in that container"),
        gitlab_runner: Words::new("Runner", "Add it to your runner’s section by hand."),
        gitlab_job: Words::new("Job", "Add it to the repository.").file("the job: add it to the repository"),
        ignition: Words::new("Ignition", "The archive’s file has the certificates and the key in place of the names in < >. If a cloud hands it out as user data, containers can read the key from the metadata service: keep them away from 169.254.169.254.").file("for the first boot of the machine; it holds the private key:
                  in a cloud, containers can read it at 169.254.169.254,
                  so keep them away from that address"),
        butane: Words::new("Butane", "Merges the file above. If you have a Butane file, add the ignition part to it.").file("for butane, which makes machine.ign from it and the file above"),
        nixos_module: Words::new("NixOS module", "Names only the key’s path, because everybody can read the Nix store."),
        cloud_init: Words::new("User data", "The archive’s file has the certificates and the key in place of the names in < >. Use it only where nobody else reads the machine’s user data. Containers can read it from the metadata service: keep them away from 169.254.169.254.").file("for the new machine; it holds the private key:
                  containers can read it at the metadata service, 169.254.169.254,
                  so keep them away from that address"),
        ansible: Words::new("Playbook", "Copies the files beside it to the host.").file("the playbook, which copies the files beside it to the host"),
        restart: Words::new("Restart", "Containers stop unless live-restore is on.").see(SHOWN),
        apply: Words::new("Apply", "Then give the new machine its file: machine.ign or user-data.yaml.").see(SHOWN),
        diagnose: Words::new("If it does not start", "Shows the unit in force, the daemon’s last messages and the program on the port."),
        firewalld: Words::new("firewalld", "For Fedora, RHEL and openSUSE. The rules survive a reboot. They keep everybody else out only if the zone rejects by default.").see("You should see success for each line."),
        ufw: Words::new("ufw", "For Ubuntu. The rules survive a reboot. They keep everybody else out only if ufw denies incoming traffic by default.").see("You should see Status: active, and your addresses in the list."),
        nftables: Words::new("nftables", "Adds a separate table for this port only. It also guards a port that a container publishes; ufw and firewalld do not. Its first lines say whether it survives a reboot.").see("You should see the table docker_tls with your addresses."),
        windows_firewall: Words::new("Windows", "Run it in PowerShell as administrator.").see("You should see the new rule, Docker TLS, with Enabled: True."),
        connect_sh: Words::new("sh, bash, zsh", "Puts the files into a folder that only you can read, makes a docker context for each host, and tries each host. It asks before it replaces anything. Run it again for renewed files: it updates the contexts too. --dry-run only shows it, --uninstall undoes it.").see("You should see a line with “ok” for each host."),
        connect_ps1: Words::new("PowerShell", "Puts the files into a folder that only you can read, makes a docker context for each host, and tries each host. It asks before it replaces anything. Run it again for renewed files: it updates the contexts too. --dry-run only shows it, --uninstall undoes it.").see("You should see a line with “ok” for each host."),
        unpack_client: Words::new("sh, bash, zsh", "Unpacks into a new folder that only its owner can read. If the folder exists already, it holds other keys: move it away first.").see(UNPACKED),
        unpack_client_powershell: Words::new("PowerShell", "Unpacks into a new folder. If the folder has files already, they are other keys: move them away first.").see(NOTHING),
        client_env_sh: Words::new("Environment (sh)", "Applies to this shell. Most programs that use Docker read these three variables.").see(LATER),
        client_env_powershell: Words::new("Environment (PowerShell)", "Applies to this session. Most programs that use Docker read these three variables.").see(LATER),
        client_flags: Words::new("Options", "Applies to a single command and saves nothing.").see(VERSIONS),
        client_home: Words::new("~/.docker", "For a client with one remote host: docker --tlsverify looks there by itself. Keys already there stay as they are.").see(VERSIONS),
        client_context: Words::new("docker context", "Remembers the host; switch with docker context use. The best choice for people. If the name exists already, remove it first: docker context rm.").see("You should see the name of the new context, then two versions: Client and Server."),
        client_context_import: Words::new("docker context import", "Takes the host, the certificate and the key from one file of the archive; there is none where the key was made elsewhere, by a request. If the name exists already, remove it first with docker context rm, or import under another name. Delete the file afterwards: the key is in it.").see("You should see the name of the new context, then two versions: Client and Server."),
        client_curl: Words::new("curl", "Calls the API without docker: for scripts and troubleshooting.").see("You should see one line of JSON with ApiVersion in it."),
        client_portainer: Words::new("Portainer", "Every host is an environment of its own, with the same three files. The URL has no tcp:// in front. With verification skipped, Portainer would not send the certificate. Portainer calls this way legacy and recommends its Edge Agent, which needs no port of Docker."),
        client_ci: Words::new("CI job", "Keep the three files among the secrets of the CI, never in the repository: DOCKER_CA_PEM, DOCKER_CERT_PEM and DOCKER_KEY_PEM. In GitLab, each is a variable of type File under Settings > CI/CD > Variables; protected, so that only protected branches and tags get it. A key has line breaks and spaces, so it cannot be masked: do not print it, and leave set -x off. In Jenkins, make a credential X.509 Client Certificate instead; DOCKER_CERT_PATH = credentials('ID') then gives its folder, and only the other two variables are left to set. Delete the unpacked files when the CI has them.").see(VERSIONS),
        client_gitlab_ci: Words::new("GitLab CI", "A job for .gitlab-ci.yml, ready to run. The three files are variables of type File under Settings > CI/CD > Variables, by the names in it; set them as said for the CI job."),
        client_github_actions: Words::new("GitHub Actions", "A workflow, ready to run as .github/workflows/docker.yml. The three files are secrets of the repository, under Settings > Secrets and variables > Actions, by the names in it: paste the text of each file. The runner has to reach the host; if the host lets in known addresses only, use a runner of your own."),
        prove_context: Words::new("docker", "The same in every shell. To use the host without the option: docker context use.").see(VERSIONS),
        prove_yes: Words::new("The client is let in", "On the client.").see("You should see the version of the daemon."),
        prove_no: Words::new("A stranger is refused", "On the client, this time without its certificate.").see("You should see: {shows}"),
        prove_cmd: Words::new("Both in cmd", "On the client. The second command comes without its certificate, as a stranger does.")
            .see("You should see the version of the daemon, and then an error: bad certificate, certificate required or EOF."),
        prove_local: Words::new("The local socket still answers", "On the Docker host.").see("You should see the same version again."),
        watch_timer: Words::new("systemd timer", "Keeps a copy of the script, without a key, and runs it once a day. When something ends within 30 days or is wrong, the unit docker-tls-check fails: systemctl --failed shows it, and OnFailure= can tell you.").see("You should see until when each certificate is valid."),
        watch_cron: Words::new("cron", "Keeps a copy of the script, without a key, and runs it once a day. cron mails what it says, which is nothing while all is well.").see("You should see until when each certificate is valid."),
        watch_exporter: Words::new("node_exporter", "For Prometheus: writes docker_tls_check for the textfile collector, in the folder that Debian's package reads; elsewhere, write the one behind --collector.textfile.directory. 0 is well, 1 ends within 30 days, 2 is wrong or not known.").see("You should see until when each certificate is valid."),
    },
    recipes: Recipes {
        compose: RecipeWords { title: "Docker Compose", why: "Compose takes the context. The containers run on the host, so paths under volumes: are paths of the host. The older docker-compose reads the environment variables instead." },
        buildx: RecipeWords { title: "docker buildx", why: "buildx needs the context: it refuses TLS files that are named in environment variables. Its driver remote is another thing, BuildKit’s own TLS." },
        vscode: RecipeWords { title: "VS Code", why: "Container Tools and Dev Containers run the docker command: the current context is all they need. The setting chooses one for VS Code alone; the old Docker extension calls it docker.environment, and knows such contexts since version 1.23. Dev Containers cannot mount folders of this computer on the host: choose Clone Repository in Container Volume." },
        jetbrains: RecipeWords { title: "JetBrains IDEs", why: "Type https://, and choose the folder by its button: ~ is your home folder. This is how it is up to version 2022.3; newer ones may have other words." },
        lazydocker: RecipeWords { title: "lazydocker", why: "It reads environment variables. From a context it takes the host alone, without the certificates." },
        socat: RecipeWords { title: "Programs that know only a socket", why: "Makes a local socket that leads to the host, as long as socat runs. Give the program unix:// and the path of that socket. Whoever may open the socket has all the power over the host that its Docker has. Every Linux distribution and Homebrew have a package of socat." },
        jenkins: RecipeWords { title: "Jenkins", why: "Paste the text of each file into its box; without the CA, Jenkins fails with a NullPointerException. With Configuration as Code, a file that Jenkins cannot read becomes an empty credential, and nothing says so. In a pipeline, the credential is a folder with the three files." },
        gitlabrunner: RecipeWords { title: "GitLab Runner", why: "Add the three settings to the runner that you have. tls_verify is what turns TLS on at all: with false, the runner ignores the files and speaks plain HTTP." },
        woodpecker: RecipeWords { title: "Woodpecker", why: "Add this to the agent. With TLS_VERIFY false, any host is believed. The agent’s user has to be able to read key.pem: if it cannot, the agent goes on without TLS." },
        drone: RecipeWords { title: "Drone", why: "Add this to the runner. The steps of a pipeline do not get it." },
        terraform: RecipeWords { title: "Terraform, OpenTofu", why: "cert_path has all three files read, and the host verified. Do not use cert_material and key_material instead: where ca_material is left out beside them, nothing is verified, and the key ends up in the state. A context gives the host alone, without the certificates." },
        pulumi: RecipeWords { title: "Pulumi", why: "Do not use caMaterial, certMaterial and keyMaterial: they want the texts of the files, and put the key into the state." },
        ansible: RecipeWords { title: "Ansible", why: "The defaults hold for every module of community.docker. tls: true in the place of validate_certs would verify nothing. Leave tls_hostname out: with the Docker SDK 7 it is an error." },
        portainer: RecipeWords { title: "Portainer", why: "Every host is an environment of its own, with the same three files. The URL in the form has no tcp:// in front. With verification skipped, Portainer would not send the certificate. Portainer calls this way legacy and recommends its Edge Agent, which needs no port of Docker. The command does the same by the API, with PORTAINER_URL and an access token in PORTAINER_KEY." },
        uptimekuma: RecipeWords { title: "Uptime Kuma", why: "Type the commands beside Uptime Kuma’s folder data. Then set up the Docker host with https://: it makes plain HTTP out of tcp://. If one of the three files is missing, it sends no certificate." },
        traefik: RecipeWords { title: "Traefik", why: "DOCKER_HOST and DOCKER_CERT_PATH in Traefik’s environment win over this: unset them." },
        homepage: RecipeWords { title: "Homepage", why: "Put the client’s folder into Homepage’s folder of configuration. host has no scheme in front." },
        prometheus: RecipeWords { title: "Prometheus", why: "Write https://: with tcp://, Prometheus leaves the certificates out and says nothing." },
        telegraf: RecipeWords { title: "Telegraf", why: "One section for each host." },
        dozzle: RecipeWords { title: "Dozzle", why: "Its makers have replaced remote hosts by agents and no longer help with them: an agent on each host is the better way. If the folder has no ca.pem, it speaks plain HTTP and says nothing." },
        diun: RecipeWords { title: "Diun", why: "It verifies the host unless TLSVERIFY is false." },
        wud: RecipeWords { title: "What’s Up Docker (WUD)", why: "All three files are needed: with one missing, it speaks plain HTTP." },
        watchtower: RecipeWords { title: "Watchtower", why: "containrrr/watchtower is no longer maintained; this is the fork that is." },
        zabbix: RecipeWords { title: "Zabbix agent 2", why: "It cannot do TLS to Docker, only a local socket. Run the agent on each Docker host, and let Zabbix encrypt its own connection to the agent." },
        netdata: RecipeWords { title: "Netdata", why: "It cannot do TLS to Docker. Run Netdata on each Docker host and stream from there." },
        komodo: RecipeWords { title: "Komodo", why: "It cannot do TLS to Docker. Run its Periphery agent on each Docker host." },
        dockge: RecipeWords { title: "Dockge", why: "It knows only the local socket. Run Dockge on each Docker host and add those as its agents." },
        arcane: RecipeWords { title: "Arcane", why: "It cannot do TLS to Docker. Run its agent on each Docker host." },
        coolify: RecipeWords { title: "Coolify", why: "It reaches hosts by SSH, and needs no port of Docker." },
        testcontainers: RecipeWords { title: "Testcontainers", why: "For Java, Go and Node. Tried was that of Node, which knows no host by its IPv6 address. For .NET, write true in the place of 1. If a container’s port is reached by another name than the host’s, set TESTCONTAINERS_HOST_OVERRIDE." },
        dockerjava: RecipeWords { title: "docker-java", why: "Without sslConfig, and with one of the three files missing, it speaks plain HTTP and says nothing." },
        springboot: RecipeWords { title: "Spring Boot (build-image)", why: "For Maven or for Gradle. DOCKER_HOST and DOCKER_CONTEXT in the environment win over all this: unset them." },
        python: RecipeWords { title: "Python (docker)", why: "Without verify=True, any host is believed, though ca_cert is given. REQUESTS_CA_BUNDLE and CURL_CA_BUNDLE in the environment take the place of your CA: unset them." },
        go: RecipeWords { title: "Go (moby/client)", why: "client.FromEnv would also trust every CA of the system, and does not verify when DOCKER_TLS_VERIFY is empty." },
        node: RecipeWords { title: "Node.js (dockerode)", why: "Keep the protocol: without it, and with one of the three files missing, it speaks plain HTTP." },
        dotnet: RecipeWords { title: ".NET (Docker.DotNet.Enhanced)", why: "Needs the package Docker.DotNet.Enhanced.X509 as well. It accepts every certificate of your CA as the host’s, whatever the name: do not copy examples whose callback returns true, which accept any at all." },
        rust: RecipeWords { title: "Rust (bollard)", why: "Needs bollard with the feature ssl, and tokio. The order is key, certificate, CA. It trusts every CA of the system as well." },
        fabric8: RecipeWords { title: "Maven (fabric8)", why: "For docker-maven-plugin of fabric8. Write https://." },
        bmuschko: RecipeWords { title: "Gradle (bmuschko)", why: "For gradle-docker-plugin. certPath is what turns TLS on." },
        spotify: RecipeWords { title: "Maven (Spotify, dead)", why: "No longer maintained, but in many tutorials. It reads RSA keys only: choose a type of RSA keys here, or use the plugin of fabric8." },
    },
};
