//! What every judge needs: other people's programs, each in a clean environment, and bundles to judge.

use std::{
    collections::BTreeMap,
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::LazyLock,
};

use dockseal::{
    Draft, Field, Pki, PrivateKey, Spec, UnixTime,
    bundle::{self, All, Bundle, Format},
    guide,
    spec::folder::{Around, Folders},
};
use serde::Deserialize;
use tempfile::TempDir;

/// What the tests run and read that comes from Debian.
#[derive(Deserialize)]
pub struct Debian {
    /// Each program with the packages that bring it: the first one that a release has.
    pub programs: BTreeMap<String, Vec<String>>,
    /// Files of what is no program, each with its package.
    pub files: BTreeMap<String, String>,
}

pub static DEBIAN: LazyLock<Debian> =
    LazyLock::new(|| toml::from_str(include_str!("../tools/debian.toml")).expect("a list of programs and files"));

/// The PATH of every child: the machine's own programs only, since what a version manager puts in front of them is another program.
pub const PATH: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/// The variable in which tests/web/dockerd.spec.ts says where it has put what it has downloaded.
const FOLDER_VARIABLE: &str = "DOCKSEAL_BUNDLES";

/// A program with nothing of our environment: `CURL_CA_BUNDLE`, `REQUESTS_CA_BUNDLE`, `DOCKER_HOST` and their like change what it judges.
#[track_caller]
pub fn program(name: &str) -> Command {
    let package = DEBIAN.programs.get(name).and_then(|packages| packages.last()).or_else(|| DEBIAN.files.get(name)).map(String::as_str);
    // What a test has made itself comes from nowhere else.
    let package = package.or_else(|| Path::new(name).starts_with(std::env::temp_dir()).then_some("of none"));
    let package = package.unwrap_or_else(|| panic!("{name} is not in tests/tools/debian.toml, so nobody would install it"));
    let found = PATH.split(':').map(|folder| Path::new(folder).join(name)).find(|file| file.is_file());
    let file =
        found.unwrap_or_else(|| panic!("{name} is missing: it comes with Debian's package {package}, which `cargo xtask setup` installs"));
    let mut command = Command::new(file);
    command.env_clear().env("PATH", PATH).env("LANG", "C.UTF-8").env("HOME", "/nonexistent").stdin(Stdio::null());
    command
}

/// What a program has said.
pub struct Ran {
    what: String,
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

#[track_caller]
pub fn run(command: &mut Command) -> Ran {
    let output = command.output().expect("the program starts");
    Ran {
        what: format!("{command:?}"),
        code: output.status.code(),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

impl Ran {
    /// Its standard output; it must have succeeded.
    #[track_caller]
    pub fn succeeds(self) -> String {
        assert_eq!(self.code, Some(0), "{self}");
        self.out
    }

    /// Everything that it said; it must have failed by itself.
    #[track_caller]
    pub fn fails(self) -> String {
        assert!(self.code.is_some_and(|code| code != 0), "{self}");
        self.out + &self.err
    }

    /// It must have succeeded without a word: some programs only warn.
    #[track_caller]
    pub fn says_nothing(self) {
        assert!(self.code == Some(0) && self.out.is_empty() && self.err.is_empty(), "{self}");
    }
}

impl std::fmt::Display for Ran {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { what, code, out, err } = self;
        write!(f, "{what}\nexit code {code:?}\n{out}{err}")
    }
}

/// The judges have clocks.
#[expect(clippy::disallowed_methods, reason = "dockerd, docker and curl go by the time that it is")]
pub fn now() -> UnixTime {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    UnixTime(since.expect("a clock").as_secs())
}

/// One run: a folder with the archives as a reader downloads them, and each zip unpacked by Info-ZIP into a folder of its name.
pub struct Bundles {
    pub folder: PathBuf,
    pub spec: Spec,
    pub certificates: Vec<Certificate>,
    _temporary: TempDir,
}

#[derive(Deserialize)]
struct Record {
    #[serde(rename = "setup")]
    draft: BTreeMap<String, String>,
    certificates: Vec<Certificate>,
}

/// A line of `dockseal.json`.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Certificate {
    pub role: String,
    pub name: String,
    pub subject: String,
    pub names: Vec<String>,
    pub serial: String,
    pub not_before: String,
    pub not_after: String,
    pub fingerprint: String,
    pub bundle: String,
    pub state: String,
}

impl Certificate {
    /// The names of its files.
    pub fn files(&self) -> (&'static str, &'static str) {
        match self.role.as_str() {
            "ca" => ("ca.pem", "ca-key.pem"),
            "server" => ("server-cert.pem", "server-key.pem"),
            _ => ("cert.pem", "key.pem"),
        }
    }
}

/// The one that tests encrypt the authority's key with.
pub const PASSPHRASE: &str = "correct horse battery staple";

/// A run in memory.
pub struct Issued {
    pub spec: Spec,
    pub pki: Pki,
    pub folders: Folders,
    pub bundles: Vec<Bundle>,
}

#[track_caller]
pub fn issue(draft: &Draft, now: UnixTime) -> Issued {
    let spec = draft.parse().spec.expect("a draft without errors");
    let keys = spec.orders().key_algorithms().map(PrivateKey::generate).collect::<Result<_, _>>().expect("keys");
    Issued::with_keys(spec, keys, now)
}

impl Issued {
    fn with_keys(spec: Spec, keys: Vec<PrivateKey>, now: UnixTime) -> Self {
        let pki = Pki::issue(spec.orders(), keys, now).expect("issued");
        let folders = guide::folders(&spec);
        let bundles = bundle::all(&pki, &folders).expect("bundles");
        Self { spec, pki, folders, bundles }
    }

    /// Every archive by its file name, the one of all bundles too.
    pub fn archives(&self) -> Vec<(String, Vec<u8>)> {
        let modified = self.pki.authority.not_before;
        let mut archives = Vec::new();
        for &format in Format::ALL {
            for bundle in &self.bundles {
                archives.push((format!("{}.{}", bundle.name, format.extension()), bundle.pack(format, modified).to_vec()));
            }
            let all = All::new(&self.folders, format, &self.pki, modified).expect("texts");
            let all = all.pieces(&self.bundles).flat_map(|piece| piece.to_vec());
            archives.push((format!("{}.{}", self.folders.around.folder, format.extension()), all.collect()));
        }
        archives
    }

    /// The bundles as a reader downloads them.
    pub fn downloaded(&self) -> Bundles {
        Bundles::of(self.archives())
    }
}

impl Bundles {
    /// What a browser has downloaded, in the folder that the environment names.
    pub fn of_a_browser() -> Self {
        Self::of_a_browser_in("")
    }

    /// The same in this folder of it.
    pub fn of_a_browser_in(name: &str) -> Self {
        let folder = std::env::var_os(FOLDER_VARIABLE);
        let folder = folder.unwrap_or_else(|| panic!("{FOLDER_VARIABLE} is not set: it names the folder of the archives to judge"));
        let entries =
            fs::read_dir(Path::new(&folder).join(name)).expect("the folder of the archives").map(|entry| entry.expect("an entry"));
        Self::of(entries.map(|entry| (entry.file_name().into_string().expect("a plain name"), fs::read(entry.path()).expect("an archive"))))
    }

    fn of(archives: impl IntoIterator<Item = (String, Vec<u8>)>) -> Self {
        let temporary = tempfile::tempdir().expect("a folder");
        let folder = temporary.path().to_owned();
        for (name, archive) in archives {
            fs::write(folder.join(&name), archive).expect("an archive");
            if let Some(stem) = name.strip_suffix(".zip").filter(|stem| !stem.ends_with(Around::ENDING)) {
                run(program("unzip").args(["-q", &name, "-d", stem]).current_dir(&folder)).succeeds();
            }
        }
        let record = fs::read_to_string(folder.join(bundle::CA_NAME).join("dockseal.json")).expect("what was issued");
        let Record { draft: texts, certificates } = serde_json::from_str(&record).expect("JSON");
        // Those that were replaced are in nobody's hands any more.
        let certificates = certificates.into_iter().filter(|certificate| certificate.state == "valid").collect();
        let mut draft = Draft::default();
        for &field in Field::ALL {
            draft.field_mut(field).clone_from(&texts[field.name()]);
        }
        Self { folder, spec: draft.parse().spec.expect("a draft without errors"), certificates, _temporary: temporary }
    }

    /// A file of an unpacked bundle.
    pub fn path(&self, bundle: &str, file: &str) -> PathBuf {
        self.folder.join(bundle).join(file)
    }

    pub fn read(&self, bundle: &str, file: &str) -> String {
        fs::read_to_string(self.path(bundle, file)).expect(file)
    }

    pub fn authority(&self) -> PathBuf {
        self.path(bundle::CA_NAME, "ca.pem")
    }

    pub fn of_role(&self, role: &str) -> impl Iterator<Item = &Certificate> {
        self.certificates.iter().filter(move |certificate| certificate.role == role)
    }

    /// The same authority again, at another time: every other key is new.
    pub fn issued_again(&self, now: UnixTime) -> Bundles {
        let authority = PrivateKey::read(&self.read(bundle::CA_NAME, "ca-key.pem"), PASSPHRASE).expect("the authority's key");
        let orders = self.spec.orders();
        let others = orders.key_algorithms().skip(1).map(|algorithm| PrivateKey::generate(algorithm).expect("a key"));
        Issued::with_keys(self.spec.clone(), std::iter::once(authority).chain(others).collect(), now).downloaded()
    }
}

/// The permissions of a file, in octal.
pub fn mode(path: &Path) -> String {
    let mode = fs::metadata(path).expect("the file").permissions().mode();
    format!("{:04o}", mode & 0o7777)
}
