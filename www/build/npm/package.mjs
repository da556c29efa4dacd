// The files of the npm package. What the element offers is read from its own sources.

import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
const read = (file) => readFile(path.join(here, file), "utf8");

/** The files by name. `bundle` and `inside` are those of build.mjs; `facts` are what the core says. */
export async function packageFiles({ bundle, inside, version, facts }) {
  const element = { name: "element", setup: ({ onResolve }) => onResolve({ filter: /^\.\/element$/ }, () => ({ path: "./index.js", external: true })) };
  return {
    "LICENSE": await read("../../../LICENSE"),
    "README.md": await read("README.md"),
    "custom-elements.json": json(await manifest(facts)),
    "define.d.ts": await read("define.d.ts"),
    "define.js": await bundle("define.ts", { ...(await inside("esm")), plugins: [element] }),
    "dockseal.js": await bundle("define.ts", await inside()),
    "index.d.ts": await read("index.d.ts"),
    "index.js": await bundle("element.ts", await inside("esm")),
    "package.json": json(description(version)),
  };
}

function description(version) {
  return {
    name: "dockseal",
    version,
    description: "An element that makes the CA, certificates, keys and exact configuration for Docker's remote API over mutual TLS, in the reader's own browser",
    keywords: ["docker", "mtls", "tls", "certificate", "custom-element"],
    license: "MIT OR Apache-2.0",
    type: "module",
    exports: {
      ".": { types: "./index.d.ts", default: "./index.js" },
      "./define": { types: "./define.d.ts", default: "./define.js" },
      "./dockseal.js": "./dockseal.js",
      "./custom-elements.json": "./custom-elements.json",
      "./package.json": "./package.json",
    },
    types: "./index.d.ts",
    customElements: "custom-elements.json",
    sideEffects: ["./define.js", "./dockseal.js"],
    files: ["LICENSE", "README.md", "custom-elements.json", "define.d.ts", "define.js", "dockseal.js", "index.d.ts", "index.js"],
  };
}

/** What each custom property sets; EMBEDDING.md says the same. */
const PROPERTIES = {
  "--dockseal-accent": "Buttons, links and what is chosen",
  "--dockseal-on-accent": "Text on the accent",
  "--dockseal-background": "Behind everything",
  "--dockseal-text": "Text",
  "--dockseal-muted": "Less important text",
  "--dockseal-surface": "Behind code",
  "--dockseal-line": "Lines between parts",
  "--dockseal-edge": "Borders of fields",
  "--dockseal-error": "Errors",
  "--dockseal-warning": "Warnings",
  "--dockseal-good": "What has succeeded",
  "--dockseal-host": "What is about hosts",
  "--dockseal-client": "What is about clients",
  "--dockseal-ca": "What is about the CA",
  "--dockseal-font": "The font of everything but code",
  "--dockseal-mono": "The font of code",
  "--dockseal-radius": "How round corners are",
};

/** https://github.com/webcomponents/custom-elements-manifest */
async function manifest({ attributeName, choices, defaults, en, OWN_FIELDS, SECRETS, SEPARATORS }) {
  const fields = Object.entries(en.fields).filter(([field]) => !SECRETS.has(field) && !OWN_FIELDS.includes(field));
  const { keyAlgorithm, locale, platform, trust } = choices;
  const named = { caKeyAlgorithm: ["", ...keyAlgorithm], keyAlgorithm, locale, platform, trust };
  const numbers = ["caDays", "clientDays", "port", "serverDays"];
  const typeOf = (field) => named[field]?.map((value) => JSON.stringify(value)).join(" | ") ?? (numbers.includes(field) ? "number" : "string");
  const otherNames = (values = []) => {
    const others = choices.alias.filter(([, name]) => name !== "" && values.includes(name)).map(([alias, name]) => `${alias} (${name})`);
    return others.length > 0 && `Also: ${others.join(", ")}`;
  };
  const attributes = fields.map(([field, { label, help }]) => ({
    name: attributeName(field),
    description: [label, help, SEPARATORS[field], otherNames(named[field])].filter(Boolean).join(". ").replaceAll("..", "."),
    type: { text: typeOf(field) },
    default: JSON.stringify(defaults[field]),
  }));
  const styles = await read("../../styles.css");
  const properties = [...new Set([...styles.matchAll(/var\((--dockseal-[\w-]+), (.+)\);/g)].map(([, name, value]) => `${name} ${value}`))];
  return {
    schemaVersion: "1.0.0",
    modules: [
      {
        kind: "javascript-module",
        path: "index.js",
        declarations: [
          {
            kind: "class",
            name: "DocksealGenerator",
            customElement: true,
            tagName: "dockseal-generator",
            superclass: { name: "HTMLElement" },
            description: "The whole tool: form, steps and files. What its attributes preset is shown, checked and can be changed by the reader.",
            attributes: [
              { name: "lang", description: "The language. Without it, that of the page around, or of the browser.", type: { text: locale.map((value) => JSON.stringify(value)).join(" | ") } },
              { name: "linkable", description: "Offers “Copy link to this form”. The page has to hand the link's fragment to presetFrom.", type: { text: "boolean" } },
              { name: "compact", description: "Leaves out the element's header and footer.", type: { text: "boolean" } },
              { name: "heading-level", description: "The level at which the element's headings begin in the outline of the page around.", type: { text: "1 | 2 | 3 | 4 | 5" } },
              { name: "door", description: "What it begins with: a new fleet, or opening a CA that is there already.", type: { text: '"setup" | "continue"' } },
              ...attributes,
            ],
            members: [
              { kind: "field", name: "locale", type: { text: '"en" | "zh-CN"' }, readonly: true, description: "The language that it speaks." },
              {
                kind: "method",
                name: "presetFrom",
                parameters: [{ name: "fragment", type: { text: "string" } }],
                description: "Fills the form from the fragment of a link, without its #.",
              },
            ],
            events: [
              { name: "dockseal-issued", type: { text: "CustomEvent<Issued>" }, description: "Certificates were made. It bubbles, and carries no key." },
              { name: "dockseal-link", type: { text: "Event" }, description: "The link to the form may have changed." },
              { name: "dockseal-locale", type: { text: "Event" }, description: "The language has changed." },
            ],
            cssProperties: properties.map((property) => {
              const name = property.split(" ")[0];
              return { name, description: PROPERTIES[name], default: property.slice(name.length + 1) };
            }),
          },
        ],
        exports: [{ kind: "js", name: "DocksealGenerator", declaration: { name: "DocksealGenerator", module: "index.js" } }],
      },
      {
        kind: "javascript-module",
        path: "define.js",
        exports: [{ kind: "custom-element-definition", name: "dockseal-generator", declaration: { name: "DocksealGenerator", module: "index.js" } }],
      },
    ],
  };
}

function json(value) {
  return `${JSON.stringify(value, null, 2)}\n`;
}
