//! `cargo xtask serve`: dist/site on a loopback port, for one person at a desk.

use std::env;
use std::io::Cursor;
use std::path::{Component, Path, PathBuf};

use anyhow::{Result, anyhow};
use tiny_http::{Header, Method, Request, Response, Server};
use xshell::Shell;

use crate::args::Flavor;
use crate::build;

const PORT: u16 = 8376;

pub fn run(sh: &Shell, flavor: Flavor, port: Option<u16>) -> Result<()> {
    build::all(sh, flavor)?;
    let server = match port {
        Some(port) => listen(port),
        None => listen(PORT).or_else(|_| listen(0)),
    }?;
    let address = format!("http://{}/", server.server_addr());
    println!("\n{address}\n(end with Ctrl-C)");
    open_browser(&address);
    let site = Path::new(build::SITE);
    for request in server.incoming_requests() {
        let response = answer(site, &request);
        // A browser that hangs up in the middle is its own business.
        let _ = request.respond(response);
    }
    Ok(())
}

fn listen(port: u16) -> Result<Server> {
    Server::http(("127.0.0.1", port)).map_err(|error| anyhow!("cannot listen on port {port}: {error}"))
}

fn answer(site: &Path, request: &Request) -> Response<Cursor<Vec<u8>>> {
    if !matches!(request.method(), Method::Get | Method::Head) {
        return plain(405, "only GET and HEAD\n");
    }
    let Some(file) = locate(site, request.url()) else {
        return plain(404, "not found\n");
    };
    match std::fs::read(&file) {
        Ok(bytes) => Response::from_data(bytes)
            .with_header(header("Content-Type", media_type(&file)))
            .with_header(header("Cache-Control", "no-store")),
        Err(_) => plain(404, "not found\n"),
    }
}

/// The file that a request's path names; nothing outside the site.
fn locate(site: &Path, url: &str) -> Option<PathBuf> {
    let path = url.split(['?', '#']).next()?.strip_prefix('/')?;
    let path = Path::new(if path.is_empty() { "index.html" } else { path });
    path.components().all(|component| matches!(component, Component::Normal(_))).then(|| site.join(path))
}

fn media_type(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("css") => "text/css; charset=utf-8",
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("json") => "application/json",
        Some("png") => "image/png",
        Some("svg") => "image/svg+xml",
        Some("txt") => "text/plain; charset=utf-8",
        // Streaming compilation insists on exactly this.
        Some("wasm") => "application/wasm",
        _ => "application/octet-stream",
    }
}

fn plain(status: u16, text: &str) -> Response<Cursor<Vec<u8>>> {
    Response::from_string(text).with_status_code(status).with_header(header("Cache-Control", "no-store"))
}

#[expect(clippy::expect_used, reason = "both sides are literals of this file")]
fn header(name: &str, value: &str) -> Header {
    Header::from_bytes(name, value).expect("a header of plain ASCII")
}

fn open_browser(address: &str) {
    let desktop = cfg!(any(target_os = "macos", windows)) || ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| env::var_os(name).is_some());
    if !desktop {
        return;
    }
    let (program, args): (_, &[_]) = match env::consts::OS {
        "macos" => ("open", &[address]),
        "windows" => ("cmd", &["/c", "start", address]),
        _ => ("xdg-open", &[address]),
    };
    // The address is printed: without a browser one opens it oneself.
    let _ = std::process::Command::new(program).args(args).spawn();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_of_the_site_are_located() {
        let site = Path::new("/site");
        assert_eq!(locate(site, "/"), Some("/site/index.html".into()));
        assert_eq!(locate(site, "/a/b.js?x=../y"), Some("/site/a/b.js".into()));
        for outside in ["/../secret", "//etc/passwd", "/a/../../b", "http://other/", "*"] {
            assert_eq!(locate(site, outside), None, "{outside}");
        }
    }
}
