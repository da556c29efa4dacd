// The archives of a run as downloads, and which of them were taken.

import type { Contents } from "#issue";
import type { Output } from "../engine/job";
import { type AllTexts, format } from "../locales/language";
import type { Context } from "./copy";
import { h } from "./dom";

export interface DownloadEvents {
  /** Packs the .tar.gz of a bundle; `undefined` when that failed, which is said elsewhere. */
  pack(bundle: string): Promise<Blob | undefined>;
  /** A download began. */
  downloaded(): void;
}

/** How long the address of a started download works, unless it is revoked before. */
const PASSING_MS = 10_000;

const ZIP = ".zip";
const TAR = ".tar.gz";
type Format = typeof ZIP | typeof TAR;

/** Whether a host is set up by PowerShell, from its .zip. */
const isOfWindows = ({ files }: Contents) => files.some(({ name }) => name === "install.ps1");

export class Downloads {
  readonly #context: Context<AllTexts>;
  readonly #events: DownloadEvents;
  #bundles: readonly Contents[] = [];
  #zips: Output["zips"];
  /** Bundles and their ends of validity, by the role and the name of whom they are for. */
  #owners: ReadonlyMap<string, { readonly bundle: Contents; readonly notAfter: string }> = new Map();
  /** Object URLs of the zips, by bundle. */
  readonly #urls = new Map<string, string>();
  /** Object URLs of downloads that have just begun. */
  readonly #passing = new Set<string>();
  readonly #downloaded = new Set<string>();
  /** What says that a bundle was downloaded, by bundle. */
  readonly #told = new Map<string, HTMLElement[]>();
  /** What stands in the rows, by bundle. */
  readonly #inRows = new Map<string, HTMLElement>();

  constructor(context: Context<AllTexts>, events: DownloadEvents) {
    this.#context = context;
    this.#events = events;
    context.language.bind(() => this.#forgetElements());
  }

  /** Offers what was made and nothing from before; `undefined` offers nothing. */
  offer(output: Output | undefined): void {
    for (const url of [...this.#urls.values(), ...this.#passing]) URL.revokeObjectURL(url);
    this.#urls.clear();
    this.#passing.clear();
    this.#downloaded.clear();
    this.#forgetElements();
    this.#bundles = output?.issued.bundles ?? [];
    this.#zips = output?.zips;
    const byName = new Map(this.#bundles.map((bundle) => [bundle.name, bundle]));
    const certificates = output?.issued.certificates ?? [];
    this.#owners = new Map(
      certificates.flatMap(({ role, name, bundle, notAfter }) => {
        const found = byName.get(bundle);
        return found ? [[`${role} ${role === "ca" ? "" : name}`, { bundle: found, notAfter }]] : [];
      }),
    );
  }

  /** The bundle of a machine and until when its certificate is valid. */
  of(role: "server" | "client" | "ca", name = ""): { readonly bundle: Contents; readonly notAfter: string } | undefined {
    return this.#owners.get(`${role} ${name}`);
  }

  /** What brings a host nothing but whom it lets in. */
  trust(name: string): Contents | undefined {
    return this.#bundles.find((bundle) => bundle.name === name && bundle.recipient === "trust");
  }

  /** Whether keys would be lost if the page was left now. */
  get unsaved(): boolean {
    const areSaved = (...wanted: readonly Contents["recipient"][]) =>
      this.#bundles.every(({ name, recipient }) => this.#downloaded.has(name) || !wanted.includes(recipient));
    return !areSaved("ca") || !(areSaved("all") || areSaved("server", "client", "trust"));
  }

  /** The downloads of everything: first the CA, which is put away, then what is handed out. */
  everything(): HTMLElement[] {
    const hosts = this.#bundles.filter(({ recipient }) => recipient === "server");
    // A mixed fleet is set up from a Unix shell; without a host, clients are.
    const formats: Record<"ca" | "all", Format> = { ca: ZIP, all: hosts.length > 0 && hosts.every(isOfWindows) ? ZIP : TAR };
    return (["ca", "all"] as const).flatMap((wanted) => {
      const bundle = this.#bundles.find(({ recipient }) => recipient === wanted);
      return bundle ? [this.#element(bundle, formats[wanted], ({ result }) => format(result[wanted], { format: formats[wanted] }), true)] : [];
    });
  }

  /** The download of one bundle, for the row of whom it is for: first the format that the commands there take. It is made once. */
  inRow(bundle: Contents, isForWindows = isOfWindows(bundle)): HTMLElement {
    const first: Format = isForWindows || bundle.recipient === "ca" ? ZIP : TAR;
    const made = this.#inRows.get(bundle.name + first) ?? this.#element(bundle, first, () => first);
    this.#inRows.set(bundle.name + first, made);
    return made;
  }

  /** The download of one bundle among others. */
  one(bundle: Contents): HTMLElement {
    return this.#element(bundle, ZIP, ({ result }) => format(result.download, { format: ZIP }));
  }

  /** The calendar with the ends of all certificates, by this name. */
  calendar(name: string): HTMLElement {
    const url = this.#urls.get(name) ?? URL.createObjectURL(this.#zips!.calendar);
    this.#urls.set(name, url);
    return h("a", { href: url, download: name, "data-bundle": name }, name);
  }

  #element(bundle: Contents, first: Format, label: (texts: Context<AllTexts>["language"]["texts"]) => string, isOfAll = false): HTMLElement {
    const { texts } = this.#context.language;
    const { name } = bundle;
    const saved = h("span", { class: "saved", hidden: !this.#downloaded.has(name) }, `✓ ${texts.result.downloaded}`);
    this.#told.set(name, [...(this.#told.get(name) ?? []), saved]);
    const onSave = () => {
      this.#downloaded.add(name);
      for (const element of this.#told.get(name) ?? []) element.hidden = false;
      this.#events.downloaded();
    };
    const zip = `${name}${ZIP}`;
    const tar = `${name}${TAR}`;
    const link = h("a", { class: "button", href: this.#url(bundle), download: zip, "data-bundle": zip, onclick: onSave });
    const button = h("button", { type: "button", class: "button", "data-bundle": tar });
    const [prominent, other] = first === ZIP ? [link, button] : [button, link];
    prominent.append(h("span", { class: "down", "aria-hidden": "true" }, "↓"), " ", label(texts));
    other.append(first === ZIP ? TAR : ZIP);
    other.classList.add("plain");
    if (isOfAll) prominent.classList.add("primary");
    if (isOfAll) prominent.dataset.action = `download-${bundle.recipient}`;
    for (const one of [link, button]) one.dataset.recipient = bundle.recipient;
    for (const one of isOfAll ? [other] : [prominent, other]) one.setAttribute("aria-label", format(texts.result.download, { format: one.dataset.bundle! }));
    button.addEventListener("click", async () => {
      const blob = await this.#events.pack(name);
      if (!blob) return;
      this.save(blob, tar);
      onSave();
    });
    return h("span", { class: "actions" }, prominent, other, saved);
  }

  /** The address of a zip, made when it is shown first: there may be a thousand. */
  #url(bundle: Contents): string {
    const url = this.#urls.get(bundle.name) ?? URL.createObjectURL(this.#zip(bundle));
    this.#urls.set(bundle.name, url);
    return url;
  }

  #zip(bundle: Contents): Blob {
    const { all, authority, places } = this.#zips!;
    if (bundle.recipient === "ca") return authority;
    const [start, end] = places[this.#bundles.indexOf(bundle)] ?? [0, all.size];
    return all.slice(start, end, all.type);
  }

  /** Begins a download of what was packed for it alone. */
  save(blob: Blob, name: string): void {
    const url = URL.createObjectURL(blob);
    this.#passing.add(url);
    h("a", { href: url, download: name }).click();
    // The browser takes the data when it handles the click; the moment is for browsers that take it later.
    setTimeout(() => {
      if (this.#passing.delete(url)) URL.revokeObjectURL(url);
    }, PASSING_MS);
  }

  #forgetElements(): void {
    this.#told.clear();
    this.#inRows.clear();
  }
}
