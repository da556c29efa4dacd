// What the page says in English from the beginning; rest/en.ts has what nobody reads before the second script is there.

import type { Field } from "#form";

export const en = {
  languageName: "English",
  documentTitle: "Dockseal: mutual TLS for Docker",

  header: {
    tagline: "Secure remote access to Docker with mutual TLS: the keys, the certificates and the exact configuration to paste. ",
    privacy: "Everything is made in this page. Nothing is sent anywhere.",
    plain: "This page came over plain http: anybody on the way could have changed it. Use it in closed networks only, or take the offline file.",
    language: "Language",
  },

  doors: {
    label: "What do you want to do?",
    setup: "Start new",
    continue: "Open ca.zip",
    request: "Ask for a certificate",
    awaited: "The page is still loading.",
  },

  machines: {
    host: {
      heading: "Hosts",
      adding: "Add hosts",
      help: "Machines with Docker: a name, then every address that clients use.",
      label: "Docker host",
      choice: "How Docker is installed",
      add: "Add a host",
      count: { one: "1 host", other: "{count} hosts" },
    },
    client: {
      heading: "Clients",
      adding: "Add clients",
      help: "Who may connect: a person or a machine. Each gets a certificate of its own.",
      label: "Client",
      choice: "What connects",
      add: "Add a client",
      count: { one: "1 client", other: "{count} clients" },
    },
    list: "Paste a list",
    steps: "What to do",
    remove: "Remove",
    removed: "Removed {name}.",
    undo: "Undo",
    until: "until {date}",
    changed: "changed since",
    days: "{count} days",
    daysOf: "Days that its certificate is valid",
    asBelow: "As below",
    own: "What this host already has, if it differs from the others",
    ownNone: { hostDaemonJson: "This host has no daemon.json", hostExecStart: "This host has the unit of its package" },
  },

  authority: {
    heading: "Certificate authority (CA)",
    help: "Signs all certificates. Its key stays with you, offline.",
  },

  form: {
    heading: "Your setup",
    more: "More options",
    groups: {
      keys: "Keys and validity",
      authority: "Name of the certificate authority (CA)",
      daemon: "Docker daemon",
      firewall: "Firewall",
      existing: "What the host already has",
    },
    optional: "optional",
    issue: "Make keys and certificates",
    issueAgain: "Make new keys",
    issueFiles: "Make the files",
    again: "New keys come with a new CA. They do not work with files you have already downloaded. To add to the CA that you have:",
    copyLink: "Copy link to this form",
    awaited: "The page is still loading. It makes your keys as soon as it can.",
    linkCopied: "The link holds what you changed in the form, and no key.",
    progress: "Key {done} of {total}",
    preparing: "Testing this browser first…",
    packing: "Checking and packing the files…",
    sameAlgorithm: "The same as the others",
    cancel: "Cancel",
    line: "Line {line}:",
    lineOf: "line {line}",
    wrong: "Fix these first: {count}",
    sockets: "Why not docker.socket?",
    socketsWhy: "This page does not let systemd open the port (socket activation): if the TLS options are ever lost, such a port serves everybody without a warning.",
    written: "Changed {from} to {to}: names in certificates are ASCII only.",
  },

  presets: {
    change: "change",
    days: "Hosts and clients: {count} days",
    changeThem: "Change these options",
  },

  passphrase: {
    show: "Show",
    hide: "Hide",
    make: "Make one here",
    source: "Passphrase for the CA’s key",
    sources: {
      made: { label: "Make one for me", help: "It is shown with your files." },
      typed: { label: "I type my own", help: "" },
      none: { label: "None", help: "Whoever gets a copy of ca-key.pem can then let anybody in, as root on every host." },
    },
    keep: "Save it now, for example in a password manager: it is stored nowhere else, and new certificates need it.",
    written: "I have saved it",
    strengths: {
      weak: "Weak (about {bits} bits if it is made of words)",
      fair: "Fair (about {bits} bits): many computers would need a long time to guess it, unless it is a known sentence.",
      strong: "Strong (about {bits} bits), unless it is a known sentence.",
    },
    made: "Random ({bits} bits): nobody can guess it. Save it now, for example in a password manager; it is stored nowhere else.",
  },

  trust: {
    answers: { ca: "Every client of this CA", list: "Only clients that I name" } as Record<string, string>,
    costs: {
      ca: "Every client of the CA: to add or renew a client changes nothing on the hosts. To shut one out takes a file and a restart of Docker on {hosts}.",
      list: "Only those named: to add, renew or shut out a client takes a file and a restart of Docker on {hosts}. Restarts to renew {clients}: {all} if done together, {single} one by one. In return nobody else gets in, not even with the CA’s stolen key.",
    },
  },

  help: {
    summary: "What do I type here?",
    intro: "Type what clients will put into DOCKER_HOST or after docker -H. A connection by any other name or address will be refused.",
    addresses: "On the Docker host: its addresses",
    name: "On the Docker host: its full name",
    contexts: "On a client: what it uses today",
    variable: "Or on a client: its environment variable",
    local: "localhost, 127.0.0.1 and ::1 are added automatically. If the host is behind NAT, add its public address too.",
  },

  fields: {
    hosts: {
      label: "Docker hosts",
      help: "One line per host, with every name and address that clients use for it, separated by spaces or commas. localhost, 127.0.0.1 and ::1 are added automatically, so that docker works on the host itself and through an SSH tunnel.",
    },
    clients: {
      label: "Who may connect",
      help: "Type one person or machine per line. Each gets its own certificate, issued to this name.",
    },
    platform: { label: "How Docker is installed on the hosts", help: "On Debian or Ubuntu, this tells: dpkg -l docker-ce docker.io | grep ^ii" },
    keyAlgorithm: { label: "Type of keys", help: "ECDSA P-256 suits nearly everybody. Choose RSA only if a rule demands it or a client is too old for ECDSA." },
    caKeyAlgorithm: { label: "Type of the CA’s key", help: "" },
    caDays: { label: "CA (days)", help: "Renew it before it ends, behind “Open ca.zip”: what it has signed stays valid." },
    serverDays: { label: "Hosts (days)", help: "" },
    clientDays: { label: "Clients (days)", help: "A lost client can be shut out of all hosts at any time; a short life limits what nobody notices." },
    caCommonName: { label: "Common name (CN)", help: "Leave it empty for a unique name. Do not use a host’s name." },
    organization: { label: "Organization (O)", help: "" },
    organizationalUnit: { label: "Unit (OU)", help: "" },
    country: { label: "Country (C)", help: "Two letters, such as DE or CN." },
    state: { label: "State or province (ST)", help: "" },
    locality: { label: "City (L)", help: "" },
    email: { label: "E-mail", help: "" },
    caPassphrase: {
      label: "Passphrase for the CA’s key",
      help: "Encrypts ca-key.pem, which makes new certificates. Any characters are allowed; spaces count, but spaces alone are no passphrase. Host and client keys have none, because dockerd and docker cannot ask for one.",
    },
    caPassphraseRepeat: { label: "The same passphrase again", help: "" },
    trust: { label: "Whom do the hosts let in?", help: "" },
    certDirectory: { label: "Folder for the certificates", help: "Leave it empty for the usual folder of this installation." },
    listenAddress: { label: "Listen on", help: "0.0.0.0 means every address of the host, IPv6 included. If a container publishes the port, it means IPv4 only." },
    port: { label: "Port", help: "" },
    allowedSources: {
      label: "Addresses that may connect",
      help: "Type addresses or networks, such as 192.0.2.0/24. The firewall commands let in only these.",
    },
    daemonJson: { label: "Its daemon.json", help: "Paste it or drop the file here. If the installation above uses daemon.json, the new file keeps everything in it, adds the TLS options and goes to every host above. Otherwise it is only checked, and each host keeps its own." },
    execStart: { label: "Its unit", help: "Paste the output of systemctl cat docker, or its ExecStart= line. The new command keeps its program and options." },
    hostDaemonJson: { label: "daemon.json of this host", help: "Paste it or drop the file here. For this host it counts in place of the one for all hosts." },
    hostExecStart: { label: "Unit of this host", help: "Paste the output of systemctl cat docker there. For this host it counts in place of the one for all hosts." },
    locale: { label: "Language", help: "" },
  } satisfies Record<Field, { label: string; help: string }>,

  platforms: {
    systemd: "Docker’s packages (docker-ce)",
    "systemd-daemon-json": "Docker’s packages, using daemon.json",
    "debian-docker-io": "Debian or Ubuntu package docker.io",
    rootless: "Rootless, for one user (systemd)",
    openrc: "Alpine or Gentoo (OpenRC)",
    sysv: "System V init script (Devuan)",
    snap: "Snap",
    windows: "Windows service (Docker Engine, not Desktop)",
    proxy: "Docker Desktop, NAS: nginx in front of the socket",
    dind: "Docker in Docker, by Compose",
    "gitlab-dind": "Docker in Docker, in GitLab CI",
    "fedora-coreos": "Fedora CoreOS (Ignition)",
    flatcar: "Flatcar (Ignition)",
    nixos: "NixOS module",
    "cloud-init": "New machine whose image already has docker-ce, by cloud-init",
    ansible: "Docker’s packages (docker-ce), by Ansible",
  } as Record<string, string>,

  clientKinds: {
    linux: "Linux, docker command",
    macos: "macOS, docker command",
    windows: "Windows, docker command",
    portainer: "Portainer",
    ide: "Editor or IDE",
    ci: "CI job",
    library: "Program with an API library",
    dashboard: "Dashboard or monitor",
  } as Record<string, string>,

  keyAlgorithms: {
    "ecdsa-p256": "ECDSA P-256: fast, works everywhere",
    "ecdsa-p384": "ECDSA P-384",
    ed25519: "Ed25519: some clients refuse it",
    "rsa-2048": "RSA-2048: for very old clients",
    "rsa-3072": "RSA-3072: where rules ask for RSA",
    "rsa-4096": "RSA-4096: as in most tutorials; slow to make",
  } as Record<string, string>,

  notices: {
    fromAddress: "Hosts and clients come from the page’s address, which holds no keys. If you have made keys for them before, choose “Open ca.zip”: new keys come with a new CA, which no host knows.",
    unknownKeys: "Some presets are unknown and were ignored:",
    pastedKeys: "What a host already has is never read from a link. Paste it in the form:",
    linkIgnored: "The page’s address was changed to another link. The form stays as it is: to fill it in from that link, reload the page.",
    near: "(do you mean {near}?)",
    secretKey: "The page’s address or the page around it held a passphrase. It was not read. Treat it as exposed and choose another.",
    onPage: "Background workers are not allowed here, so the page itself makes the keys. With many hosts, RSA keys or a passphrase, it may respond slowly meanwhile.",
    framed: "Nothing arrived? Then the page around this one forbids downloads: its frame needs allow-downloads, and a frame-src in its policy needs blob:. Tell its author, or open Dockseal on its own.",
    unchecked: "The files could not be checked, so none are offered, and their keys are discarded. Try again. If it happens again, reload the page, and please report it with your settings.",
    broken: "Something went wrong inside the page. What you typed is still here; reload the page if it happens again.",
    dismiss: "Close",
  },

  copy: {
    copy: "Copy",
    copied: "Copied",
    failed: "Not copied",
    refused: "The browser refused to copy. Select the text and copy it by hand.",
  },

  missing: {
    parts: {
      rest: "The rest of the page",
      form: "The part of the page that checks what you type",
      issue: "The part of the page that makes keys and certificates",
      rsa: "The part of the page that makes RSA keys",
    },
    reasons: {
      unreachable: "{part} did not load. Check your connection, then try again. ",
      gone: "{part} is no longer on the server, which probably has a newer version of this page. Reload the page. ",
      unusable: "{part} cannot run: WebAssembly is blocked, or the file is damaged. Use a current browser, and check that no extension, proxy or policy blocks WebAssembly. ",
    },
    damaged: "{part} came damaged. Try again, and check that no extension or proxy changes it. ",
    stays: "What you typed is still here. ",
    kept: "What you typed is kept, except for a passphrase and pasted files. ",
    otherKeys: "Other types of keys do not need it. ",
    embedded: "If this page has a content security policy, it has to allow script-src 'wasm-unsafe-eval'. If you cannot allow that, put the offline file of Dockseal into a frame: EMBEDDING.md shows how under “A page with a strict Content-Security-Policy”.",
    retry: "Try again",
    reload: "Reload the page",
  },

  footer: {
    does: "Makes keys and certificates with the browser’s own randomness and packs them for download.",
    doesNot: "Stores nothing and sets no cookie. It cannot know whether your Docker uses the files: only trying it from a client shows that.",
    version: "Version {version}, commit {commit}",
    source: "Source",
    offline: "This page as one file",
  },
};

/** English is the measure: another language has exactly its keys. */
export type FirstTexts = typeof en;
