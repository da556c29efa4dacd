// What was made: downloads, certificates, self-check.

import type { Certificate, Check, Contents, Issued, Role } from "#core";
import { CodeBlock, copyButton, type Surroundings } from "./copy";
import { h, newId } from "./dom";
import { format } from "./i18n";
import type { Format, Output } from "./job";

export interface ResultEvents {
  clear(): void;
  /** Packs a bundle that was not packed yet. None if that failed, which is said elsewhere. */
  pack(bundle: string, format: Format): Promise<Blob | undefined>;
  /** A download began. */
  downloaded(): void;
}

/** More certificates than this are shown closed in their list. */
const OPEN_CERTIFICATES = 4;
/** A longer list would hide what comes after it. */
const LONG_LIST = 12;

/** OpenSSL asks twice for a passphrase. 600 000 rounds is what OWASP recommends for PBKDF2 with HMAC-SHA-256. */
const ENCRYPT_CA_KEY = "openssl pkcs8 -topk8 -v2 aes-256-cbc -iter 600000 -in ca-key.pem -out ca-key.enc.pem && rm -f ca-key.pem";

export class Result {
  readonly element = h("section", { class: "result", hidden: true });
  readonly #surroundings: Surroundings;
  readonly #events: ResultEvents;
  readonly #heading = h("h2", { tabindex: -1 });
  #issued: Issued | undefined;
  #locked = false;
  /** None until they are made. */
  #checks: readonly Check[] | undefined;
  /** Object URLs of the zips, by bundle. */
  #urls = new Map<string, string>();
  readonly #downloaded = new Set<string>();
  readonly #outdated = h("p", { class: "warning", hidden: true });

  constructor(surroundings: Surroundings, events: ResultEvents) {
    this.#surroundings = surroundings;
    this.#events = events;
    surroundings.language.bind(() => this.#render());
  }

  show({ issued, locked, zips }: Output): void {
    this.clear();
    this.#issued = issued;
    this.#locked = locked;
    this.#urls = new Map(issued.bundles.map(({ name }, index) => [name, URL.createObjectURL(zips[index]!)]));
    this.#render();
    this.#heading.focus();
  }

  /** What is said of files that were made anew meanwhile is of no interest. */
  showChecks(checks: readonly Check[]): void {
    if (!this.#issued) return;
    this.#checks = checks;
    // The rest stays as it is: the focus may be in it.
    if (!this.#wrong) return this.element.querySelector(".checks")!.replaceWith(this.#selfCheck());
    this.#revoke();
    this.#render();
    this.#heading.focus();
  }

  clear(): void {
    this.#revoke();
    this.#downloaded.clear();
    this.#issued = undefined;
    this.#checks = undefined;
    this.#render();
  }

  #revoke(): void {
    for (const url of this.#urls.values()) URL.revokeObjectURL(url);
    this.#urls.clear();
  }

  /** A check has failed: nobody should use the files. */
  get #wrong(): boolean {
    return this.#checks?.some(({ passed }) => !passed) ?? false;
  }

  /** Whether keys would be lost if the page was left now. */
  get unsaved(): boolean {
    const saved = ({ name }: Contents) => this.#downloaded.has(name);
    const [all, ...bundles] = sortBundles(this.#issued?.bundles ?? []);
    return all !== undefined && !this.#wrong && !saved(all) && !bundles.every(saved);
  }

  /** The form says something else by now. */
  set outdated(outdated: boolean) {
    this.#outdated.hidden = !outdated;
  }

  #render(): void {
    const issued = this.#issued;
    this.element.hidden = !issued;
    if (!issued) return this.element.replaceChildren();
    const { result } = this.#surroundings.language.texts;
    const open = new Map([...this.element.querySelectorAll("details")].map((details) => [details.id, details.open]));

    const [all, ...bundles] = sortBundles(issued.bundles);
    const clear = h("button", { type: "button", "data-action": "clear", onclick: () => this.#events.clear() }, result.clear);
    this.#heading.textContent = result.heading;
    this.#outdated.textContent = result.outdated;
    const files = [
      h("p", { class: "note" }, result.keep),
      h("div", { class: "actions" }, ...this.#downloads(all!, true), clear),
      this.#bundles(bundles),
    ];
    this.element.replaceChildren(
      this.#heading,
      this.#outdated,
      ...(this.#wrong ? [clear] : files),
      this.#certificates(issued.certificates),
      this.#selfCheck(),
    );
    for (const details of this.element.querySelectorAll("details")) details.open = open.get(details.id) ?? details.open;
  }

  #bundles(bundles: readonly Contents[]): HTMLElement {
    const { result } = this.#surroundings.language.texts;
    const list = () => h("ul", { class: "bundles" }, ...bundles.map((bundle) => this.#bundle(bundle)));
    const title = format(result.single, { count: bundles.length });
    return bundles.length <= LONG_LIST ? list() : lazyDetails("bundles", false, h("summary", {}, title), list);
  }

  #bundle(bundle: Contents): HTMLElement {
    const { result } = this.#surroundings.language.texts;
    const files = () =>
      bundle.files.map(({ name, mode }) => h("li", {}, h("code", {}, name), " ", h("span", { class: "mode" }, mode.toString(8).padStart(4, "0"))));
    const head = h(
      "div",
      { class: "head" },
      h("div", {}, h("h3", {}, bundle.name), h("p", {}, result.roles[bundle.role])),
      h("div", { class: "actions" }, ...this.#downloads(bundle, false)),
    );
    const summary = h("summary", {}, `${result.contents} (${bundle.files.length})`);
    const contents = lazyDetails(`contents-${bundle.name}`, false, summary, () => h("ul", { class: "files" }, ...files()));
    return h("li", { class: bundle.role }, head, ...(bundle.role === "ca" ? this.#offline() : []), contents);
  }

  #offline(): HTMLElement[] {
    const { result } = this.#surroundings.language.texts;
    if (this.#locked) return [h("p", { class: "note" }, result.locked)];
    const command = new CodeBlock(this.#surroundings, () => result.encrypt);
    command.show(result.encrypt, ENCRYPT_CA_KEY);
    return [h("p", { class: "warning" }, result.offline), command.element];
  }

  #downloads(bundle: Contents, all: boolean): HTMLElement[] {
    const { result } = this.#surroundings.language.texts;
    const saved = h("span", { class: "saved", hidden: !this.#downloaded.has(bundle.name) }, `✓ ${result.downloaded}`);
    const onSave = () => {
      this.#downloaded.add(bundle.name);
      saved.hidden = false;
      this.#events.downloaded();
    };
    const zip = `${bundle.name}.zip`;
    const tar = `${bundle.name}.tar.gz`;
    const link = h("a", { class: all ? "button primary" : "button", href: this.#urls.get(bundle.name), download: zip, "data-bundle": zip, onclick: onSave });
    if (all) link.dataset.action = "download-all";
    link.append(all ? result.all : format(result.download, { format: ".zip" }));
    if (!all) link.setAttribute("aria-label", format(result.download, { format: zip }));
    const button = h("button", { type: "button", class: "plain", "data-bundle": tar, "aria-label": format(result.download, { format: tar }) }, ".tar.gz");
    button.addEventListener("click", async () => {
      const blob = await this.#events.pack(bundle.name, "tar.gz");
      if (!blob) return;
      save(blob, tar);
      onSave();
    });
    return [link, button, saved];
  }

  #certificates(certificates: readonly Certificate[]): HTMLElement {
    const { result } = this.#surroundings.language.texts;
    const open = certificates.length <= OPEN_CERTIFICATES;
    const tables = () => certificates.map((certificate, index) => this.#certificate(certificate, `certificate-${index}`, open));
    const summary = h("summary", {}, h("h3", {}, format(result.certificates, { count: certificates.length })));
    const content = () => h("div", {}, h("p", { class: "note" }, result.early), ...tables());
    return h("div", { class: "certificates" }, lazyDetails("certificates", false, summary, content));
  }

  #certificate(certificate: Certificate, id: string, open: boolean): HTMLElement {
    const { texts } = this.#surroundings.language;
    const { result } = texts;
    const rows: [string, string][] = [
      [result.subject, certificate.subject],
      [result.names, certificate.names.join(", ")],
      [result.usage, certificate.usages.map((usage) => result.usages[usage] ?? usage).join(", ")],
      [result.expires, certificate.notAfter],
      [result.fingerprint, certificate.fingerprint],
    ];
    const body = () => rows
      .filter(([, value]) => value !== "")
      .map(([what, value]) => {
        const copy = copyButton(this.#surroundings, () => value, { about: () => format(result.copyValue, { what, name: certificate.name }) });
        // What is said by roles stays a table when a narrow column lays it out in another way.
        return h(
          "tr",
          { role: "row" },
          h("th", { scope: "row", role: "rowheader" }, what),
          h("td", { role: "cell" }, h("bdi", {}, value)),
          h("td", { class: "copy", role: "cell" }, copy),
        );
      });
    const title = newId("certificate");
    const summary = h(
      "summary",
      {},
      h("span", { class: "kind" }, result.kinds[certificate.role as Exclude<Role, "all">]),
      h("bdi", { id: title }, certificate.name),
      h("span", { class: "until" }, format(result.until, { date: certificate.notAfter.slice(0, 10) })),
    );
    return lazyDetails(id, open, summary, () => h("table", { role: "table", "aria-labelledby": title }, h("tbody", { role: "rowgroup" }, ...body())));
  }

  #selfCheck(): HTMLElement {
    const { texts } = this.#surroundings.language;
    const { result } = texts;
    const checks = this.#checks;
    if (!checks) return h("div", { class: "checks" }, h("h3", {}, result.checks), h("p", { class: "note" }, result.checking));
    const items = checks.map(({ code, passed, bundle }) =>
      h(
        "li",
        { class: passed ? "passed" : "failed", "data-check": code },
        h("span", { class: "mark", role: "img", "aria-label": passed ? result.passed : result.failedCheck }, passed ? "✓" : "✗"),
        h("span", {}, texts.checks[code], ...(bundle ? [" ", h("bdi", { class: "value" }, bundle)] : [])),
      ),
    );
    const list = h("ul", {}, ...items);
    if (this.#wrong) return h("div", { class: "checks" }, h("h3", {}, result.checks), h("p", { class: "warning" }, result.checkFailed), list);
    const summary = h("summary", {}, h("h3", {}, format(result.checksPassed, { count: checks.length })));
    return h("div", { class: "checks" }, h("details", { id: "checks" }, summary, h("p", { class: "note" }, result.checksIntro), list));
  }
}

function sortBundles(bundles: readonly Contents[]): Contents[] {
  const order = ["all", "server", "client", "ca"];
  return [...bundles].sort((a, b) => order.indexOf(a.role) - order.indexOf(b.role));
}

/** Its content is made when it is opened first: there may be a thousand. */
function lazyDetails(id: string, open: boolean, summary: HTMLElement, content: () => HTMLElement): HTMLDetailsElement {
  const details = h("details", { id }, summary);
  const fill = () => {
    if (details.open && details.childElementCount === 1) details.append(content());
  };
  details.addEventListener("toggle", fill);
  details.open = open;
  fill();
  return details;
}

function save(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  h("a", { href: url, download: name }).click();
  // The download has taken hold of the data when its click was handled; a moment is for browsers that do so later.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
