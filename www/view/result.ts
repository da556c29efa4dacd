// What was made: everything at once, and below the sheet the certificates, the archives and the self-check.

import type { Certificate, Check, Contents } from "#issue";
import { copyButton, type Context } from "./copy";
import { appendByAndBy, h, newId } from "./dom";
import { type AllTexts, format } from "../locales/language";
import type { Downloads } from "./downloads";
import type { Output } from "../engine/job";

/** More certificates than this are shown closed in their list. */
const OPEN_CERTIFICATES = 4;

export class Result {
  readonly element = h("section", { class: "result", hidden: true });
  /** What stands at the end of the page. */
  readonly end = h("section", { class: "record", hidden: true });
  readonly #context: Context<AllTexts>;
  readonly #downloads: Downloads;
  readonly #passphrase: HTMLElement;
  readonly #clear: () => void;
  readonly #heading = h("h2", { tabindex: -1 });
  readonly #outdated = h("p", { class: "warning", hidden: true });
  #output: Output | undefined;
  #isWiped = false;

  constructor(context: Context<AllTexts>, downloads: Downloads, passphrase: HTMLElement, clear: () => void) {
    this.#context = context;
    this.#downloads = downloads;
    this.#passphrase = passphrase;
    this.#clear = clear;
    context.language.bind(() => this.#render());
  }

  /** What was made, if anything was, and whether the form says something else by now. */
  show(output: Output | undefined, outdated: boolean, isMaking: boolean): void {
    this.#outdated.hidden = !outdated;
    if (isMaking && this.#isWiped) {
      this.#isWiped = false;
      this.#render();
    }
    if (output === this.#output) return;
    this.#output = output;
    this.#render();
    if (output) this.#heading.focus();
  }

  /** Says where the files were that they are wiped, until others are made. */
  showWiped(): void {
    this.#isWiped = true;
    this.#render();
    this.#heading.focus();
  }

  /** A check has failed: there are no files to offer. */
  get #wrong(): boolean {
    return this.#output?.checks.some(({ passed }) => !passed) ?? false;
  }

  #render(): void {
    const output = this.#output;
    const { result } = this.#context.language.texts;
    this.#isWiped &&= !output;
    this.element.hidden = !output && !this.#isWiped;
    this.element.classList.toggle("wiped", this.#isWiped);
    this.end.hidden = !output;
    if (!output) {
      this.#heading.textContent = result.wiped;
      this.element.replaceChildren(...(this.#isWiped ? [this.#heading, h("p", { class: "note" }, result.cleared)] : []));
      return this.end.replaceChildren();
    }
    const open = new Map([...this.end.querySelectorAll("details")].map((details) => [details.id, details.open]));
    const bundles = sortBundles(output.issued.bundles);
    this.#heading.textContent = this.#wrong ? result.noFiles : result.heading;
    this.#outdated.textContent = result.outdated;
    const checks = this.#selfCheck(output.checks);
    const isHandedOut = output.issued.bundles.some(({ recipient }) => recipient === "all");
    this.element.replaceChildren(this.#heading, this.#outdated, ...(this.#wrong ? [checks] : [h("p", { class: "note" }, isHandedOut ? result.keep : result.keepAuthority), h("div", { class: "everything" }, ...this.#downloads.everything()), this.#passphrase]));
    const clear = h("button", { type: "button", "data-action": "clear", onclick: () => this.#clear() }, result.clear);
    this.end.replaceChildren(
      h("h2", {}, result.record),
      this.#certificates(output.issued.certificates),
      ...(this.#wrong ? [] : [this.#bundles(bundles), checks]),
      h("div", { class: "clear" }, h("p", { class: "note" }, result.clearNote), clear),
    );
    for (const details of this.end.querySelectorAll("details")) details.open = open.get(details.id) ?? details.open;
  }

  #bundles(bundles: readonly Contents[]): HTMLElement {
    const { result } = this.#context.language.texts;
    const list = () => appendByAndBy(h("ul", { class: "bundles" }), bundles, (bundle) => this.#bundle(bundle));
    return lazyDetails("bundles", false, h("summary", {}, format(result.single, { count: bundles.length })), list);
  }

  #bundle(bundle: Contents): HTMLElement {
    const { result } = this.#context.language.texts;
    const files = bundle.files.map(({ name, mode }) => h("li", {}, h("code", {}, name), " ", h("span", { class: "mode" }, mode.toString(8).padStart(4, "0"))));
    const head = h("div", { class: "head" }, h("div", {}, h("h3", {}, bundle.name), h("p", {}, result.roles[bundle.recipient])), this.#downloads.one(bundle));
    return h("li", { class: bundle.recipient }, head, h("ul", { class: "files", "aria-label": result.contents }, ...files));
  }

  #certificates(certificates: readonly Certificate[]): HTMLElement {
    const { result } = this.#context.language.texts;
    const open = certificates.length <= OPEN_CERTIFICATES;
    const summary = h("summary", {}, h("h3", {}, format(result.certificates, { count: certificates.length })));
    const content = () =>
      appendByAndBy(h("div", {}, h("p", { class: "note" }, result.early)), certificates, (certificate, index) => this.#certificate(certificate, `certificate-${index}`, open));
    return h("div", { class: "certificates" }, lazyDetails("certificates", false, summary, content));
  }

  #certificate(certificate: Certificate, id: string, open: boolean): HTMLElement {
    const { texts } = this.#context.language;
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
        const copy = copyButton(this.#context, () => value, { about: () => format(result.copyValue, { what, name: certificate.name }) });
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
      h("span", { class: "kind" }, result.kinds[certificate.role]),
      h("bdi", { id: title }, certificate.name),
      h("span", { class: "until" }, format(result.until, { date: certificate.notAfter.slice(0, 10) })),
    );
    return lazyDetails(id, open, summary, () => h("table", { role: "table", "aria-labelledby": title }, h("tbody", { role: "rowgroup" }, ...body())));
  }

  #selfCheck(checks: readonly Check[]): HTMLElement {
    const { texts } = this.#context.language;
    const { result } = texts;
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
  const order = ["server", "trust", "client", "ca"];
  return bundles.filter(({ recipient }) => order.includes(recipient)).sort((a, b) => order.indexOf(a.recipient) - order.indexOf(b.recipient));
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
