// Configuration of web servers for the hosted site: the headers that a page cannot give itself, and caching. One list, four ways of writing it.

/** Files by their path in dist. The policies are those of the pages' own meta tags. */
export function serverFiles({ policy, offline }) {
  const rules = [
    { what: "page", path: "/index.html", headers: { ...COMMON, ...FRESH, ...guarded(policy, "'none'") } },
    // It can be framed by pages of the same origin, as the README tells.
    { what: "offline", path: `/${offline.file}`, headers: { ...COMMON, ...FRESH, ...guarded(offline.policy, "'self'") } },
    { what: "assets", path: "/assets/", headers: { ...COMMON, "Cache-Control": "public, max-age=31536000, immutable" } },
    { what: "rest", path: "/", headers: { ...COMMON, ...FRESH } },
  ];
  return {
    "servers/Caddyfile": caddy(rules),
    "servers/apache.conf": apache(rules),
    "servers/nginx.conf": nginx(rules),
    "site/_headers": netlify(rules),
  };
}

const COMMON = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy": "camera=(), clipboard-read=(), display-capture=(), geolocation=(), hid=(), microphone=(), midi=(), payment=(), serial=(), usb=()",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
};
const FRESH = { "Cache-Control": "no-cache" };
const COMPRESSED = ["application/wasm", "text/html", "text/javascript", "text/plain"];

/** A meta tag cannot say who may frame the page. */
function guarded(policy, ancestors) {
  return { "Content-Security-Policy": `${policy}; frame-ancestors ${ancestors}` };
}

/** https://nginx.org/en/docs/http/ngx_http_headers_module.html: a location with an add_header of its own loses those around it. */
function nginx(rules) {
  const [page, offline, assets, rest] = rules.map(({ headers }) => lines(headers, (name, value) => `    add_header ${name} "${value}" always;`));
  const gzip = `    gzip on;\n    gzip_types ${COMPRESSED.filter((type) => type !== "text/html").join(" ")};\n    gzip_vary on;\n`;
  return `# For nginx: \`include\` this file in the \`server\` block whose \`root\` is the folder \`site\`.

location = ${rules[0].path} {
${gzip}${page}}
location = ${rules[1].path} {
${gzip}${offline}}
location ${rules[2].path} {
    types {
        application/wasm wasm;
        text/javascript js;
        text/plain txt;
    }
${gzip}${assets}}
location ${rules[3].path} {
${rest}}
`;
}

function caddy(rules) {
  const [page, offline, assets] = rules.map(({ path }) => path);
  const matchers = { page: `path / ${page}`, offline: `path ${offline}`, assets: `path ${assets}*`, rest: `not path / ${page} ${offline} ${assets}*` };
  const blocks = rules.map(
    ({ what, headers }) => `@dockseal-${what} ${matchers[what]}\nheader @dockseal-${what} {\n${lines(headers, (name, value) => `\t${name} "${value}"`)}}\n`,
  );
  // Without a list, Caddy 2.6 sends WebAssembly as it is.
  const types = ["application/javascript", ...COMPRESSED].map((type) => `\t\theader Content-Type ${type}*\n`).join("");
  const encode = `encode gzip zstd {\n\tmatch {\n${types}\t}\n}\n`;
  return `# For Caddy: \`import\` this file in the site block whose \`root\` is the folder \`site\`.\n\n${encode}${blocks.join("")}`;
}

/** Apache's configuration by the names of files, since a <Location> may not stand in .htaccess. */
function apache(rules) {
  const set = (headers) => lines(headers, (name, value) => `    Header always set ${name} "${value}"`);
  const [page, offline, assets, rest] = rules;
  return `# For Apache with mod_headers: \`Include\` this file in the <Directory> of the folder \`site\`, or put it there as \`.htaccess\`.

AddType application/wasm .wasm
AddType text/javascript .js
AddType text/plain .txt
<IfModule mod_deflate.c>
    <IfModule mod_filter.c>
        AddOutputFilterByType DEFLATE ${COMPRESSED.join(" ")}
    </IfModule>
</IfModule>
<FilesMatch "^">
${set(rest.headers)}</FilesMatch>
<FilesMatch "-[0-9a-f]{12}\\.(?:js|txt|wasm)$">
${set(assets.headers)}</FilesMatch>
<Files "${page.path.slice(1)}">
${set(page.headers)}</Files>
<Files "${offline.path.slice(1)}">
${set(offline.headers)}</Files>
`;
}

/**
 * Netlify's and Cloudflare Pages' `_headers`. A header of two rules that match one path would be sent as a list, so each is in one only; without a
 * Cache-Control, both have browsers ask whether a file is still the same.
 */
function netlify([page, offline, assets]) {
  const block = (path, headers) => `${path}\n${lines(headers, (name, value) => `  ${name}: ${value}`)}`;
  const only = (name) => ({ headers }) => ({ [name]: headers[name] });
  const [guard, cache] = [only("Content-Security-Policy"), only("Cache-Control")];
  // Cloudflare serves index.html as / and other pages without their .html.
  const pages = [page.path, "/"].map((path) => block(path, guard(page)));
  const offlines = [offline.path, offline.path.replace(/\.html$/, "")].map((path) => block(path, guard(offline)));
  return `# For Netlify and Cloudflare Pages.\n${[block("/*", COMMON), ...pages, ...offlines, block(`${assets.path}*`, cache(assets))].join("")}`;
}

function lines(headers, line) {
  return Object.entries(headers)
    .map(([name, value]) => `${line(name, value)}\n`)
    .join("");
}
