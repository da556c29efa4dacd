// <dockseal-generator>: the whole tool. It brings the form, the steps, the files and the core together.

import init, { choices, defaults, hasWebCrypto, preview, type Field } from "#core";
import { ask } from "./ask";
import { wasm } from "./assets";
import type { Surroundings } from "./copy";
import { h, setText } from "./dom";
import { Ended, Engine, NoGenerator, type Place } from "./engine";
import { Form, type Filled } from "./form";
import { Guide } from "./guide";
import { chooseLocale, format, isSpoken, Language, LANGUAGES, type Locale, type Phrase } from "./i18n";
import { BEGUN } from "./keys";
import { attributeName, PASTED, readFragment, SECRETS, writeFragment } from "./link";
import { en } from "./locales/en";
import { misspelt, nearest, type Unknown } from "./near";
import type { Format } from "./job";
import { Notices } from "./notices";
import type { Issued as IssuedDetail } from "./npm/index";
import { Result } from "./result";
import { Status } from "./status";
import styles from "./styles.css";

export type State = "loading" | "ready" | "issuing" | "issued" | "failed";

const FIELDS = new Set(Object.keys(en.fields));
const FIELD_OF_ATTRIBUTE = new Map([...FIELDS].map((field) => [attributeName(field), field as Field]));

// Without it, `1em` would be each element's own.
try {
  CSS.registerProperty({ name: "--_dockseal-rem", syntax: "<length>", inherits: true, initialValue: "16px" });
} catch {
  // Another version of this script has done it, or the browser cannot; a server has no CSS at all.
}

/** On a server there are no elements; there the class can be imported, and no more. */
const Base: typeof HTMLElement = globalThis.HTMLElement ?? Object;

export class DocksealGenerator extends Base {
  static readonly observedAttributes = ["lang", ...FIELD_OF_ATTRIBUTE.keys()];

  readonly #language = new Language();
  readonly #page = h("div", { class: "page" });
  readonly #status = h("p", { class: "offscreen", role: "status" });
  readonly #locale = h("select", { name: "locale" });
  readonly #notices = new Notices(this.#language);
  readonly #form: Form;
  readonly #guide: Guide;
  readonly #result: Result;
  readonly #lights: Status;
  #engine: Engine | undefined;
  #issuedFrom: string | undefined;
  #frame = 0;
  #isPrefetched = false;
  #started: Promise<void> | undefined;
  #tried = false;

  constructor() {
    super();
    const surroundings: Surroundings = { language: this.#language, announce: (phrase) => this.#announce(phrase) };
    this.#form = new Form(surroundings, {
      changed: () => this.#schedule(),
      issue: () => void this.#issue(),
      cancel: () => this.#engine?.end(),
      link: () => this.#link(),
    });
    this.#guide = new Guide(surroundings, () => this.#update(), (field) => this.#form.focus(field));
    this.#result = new Result(surroundings, {
      clear: () => this.#clear(),
      pack: (bundle, archive) => this.#pack(bundle, archive),
      downloaded: () => {
        this.#guard();
        if (isSandboxed()) this.#notices.add("framed");
      },
    });
    this.#lights = new Status(surroundings);
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    root.append(this.#page);
    for (const type of ["keydown", "keypress", "keyup"] as const) root.addEventListener(type, (event) => keepTyping(event as KeyboardEvent));
    this.#build();
  }

  /** The language that the page speaks. A change is told by the event `dockseal-locale`. */
  get locale(): Locale {
    return this.#language.locale;
  }

  /** The title that suits a page of nothing but this element. */
  get documentTitle(): string {
    return this.#language.texts.documentTitle;
  }

  /** Fills the form from the fragment of a link, without its `#`. */
  presetFrom(fragment: string): void {
    const { values, unknown, pasted, secret } = readFragment(fragment, FIELDS);
    for (const [field, value] of values) this.#preset(field, value);
    this.#tellUnknown(unknown.map((name) => ({ name, near: nearest(name, [...FIELDS].filter((field) => !PASTED.has(field))) })));
    if (pasted.length > 0) this.#notices.add("pastedKeys", pasted.map((name) => ({ name, near: undefined })));
    if (secret) this.#notices.add("secretKey");
  }

  connectedCallback(): void {
    const around = this.parentElement?.closest<HTMLElement>("[lang]")?.lang;
    this.#speak(chooseLocale([this.lang, this.getAttribute("locale"), around, ...navigator.languages]));
    // Once: when the element is only moved, what was closed stays closed.
    if (!this.#started) this.#tellUnknown(misspelt(this.getAttributeNames(), [...DocksealGenerator.observedAttributes, "linkable"]));
    addEventListener("pagehide", this.#onLeave);
    this.#started ??= this.#start();
    this.#prepare();
  }

  disconnectedCallback(): void {
    removeEventListener("pagehide", this.#onLeave);
    this.#onLeave();
  }

  attributeChangedCallback(name: string, _: string | null, value: string | null): void {
    const field = FIELD_OF_ATTRIBUTE.get(name);
    if (field && value !== null) {
      if (SECRETS.has(field)) this.#notices.add("secretKey");
      else this.#preset(field, value);
    } else if (name === "lang") {
      this.#notices.drop("unknownKeys", (name) => name.startsWith("lang="));
      if (!value) return;
      if (!isSpoken(value)) this.#notices.add("unknownKeys", [{ name: `lang=${value}`, near: undefined }]);
      this.#speak(chooseLocale([value, this.#language.locale]));
    }
  }

  /** What looks like a passphrase is one that is exposed. */
  #tellUnknown(unknown: readonly Unknown[]): void {
    const isSecret = ({ near }: Unknown) => near !== undefined && SECRETS.has(FIELD_OF_ATTRIBUTE.get(near) ?? near);
    const others = unknown.filter((one) => !isSecret(one));
    if (others.length < unknown.length) this.#notices.add("secretKey");
    if (others.length > 0) this.#notices.add("unknownKeys", others);
  }

  async #start(): Promise<void> {
    this.#state = "loading";
    try {
      const module = await wasm("core");
      const { memory } = await init({ module_or_path: module });
      this.#engine = new Engine(module, memory, loadGenerator);
      this.#form.start(defaults() as Filled, choices());
    } catch (error) {
      console.error(error);
      return this.#fail();
    }
    this.#state = "ready";
    this.#update();
    this.#prepare();
  }

  get #state(): State {
    return this.dataset.state as State;
  }

  set #state(state: State) {
    this.dataset.state = state;
  }

  #preset(field: Field, value: string): void {
    if (field === "locale") {
      this.#notices.drop("unknownKeys", (name) => name.startsWith("locale="));
      if (!LANGUAGES.some(({ locale }) => locale === value)) this.#notices.add("unknownKeys", [{ name: `locale=${value}`, near: undefined }]);
      this.#speak(chooseLocale([value, this.#language.locale]));
    }
    else this.#form.preset(field, value);
    this.#schedule();
  }

  #speak(locale: Locale): void {
    this.#language.change(locale);
    this.#page.lang = locale;
    this.#locale.value = locale;
    this.dispatchEvent(new Event("dockseal-locale"));
    this.#schedule();
  }

  /** Key presses come faster than frames; one look at the draft per frame is enough. */
  #schedule(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#update());
  }

  #update(): void {
    if (!this.#engine) return;
    const draft = this.#form.draft();
    const { daemon, client } = this.#guide.choice;
    this.#prefetch(draft);
    const shown = preview(draft, daemon, client);
    this.#form.show(shown);
    this.#guide.show(shown.plan);
    const asIssued = this.#issuedFrom === this.#form.inputs();
    this.#result.outdated = !asIssued;
    this.#guide.issued = asIssued;
  }

  async #issue(): Promise<void> {
    if (!this.#engine || this.#state === "issuing") return;
    this.#form.attempted = true;
    const draft = this.#form.draft();
    const { daemon, client } = this.#guide.choice;
    if (preview(draft, daemon, client).problems.some(({ severity }) => severity === "error")) {
      this.#update();
      return this.#form.refuse();
    }
    this.#form.attempted = false;
    if (this.#result.unsaved && !(await this.#mayReplace())) return;

    this.#state = "issuing";
    const inputs = this.#form.inputs();
    const place = this.#engine.place();
    const output = place.then((place) => place.issue(draft, (progress) => (this.#form.progress = progress)));
    output.catch(() => {});
    // The worker is asked in this moment, before the page spends its time on what it shows.
    await undefined;
    this.#discard();
    this.#form.progress = BEGUN;
    this.#form.focusCancel();
    try {
      if (!(await place).isWorker) this.#notices.add("onPage");
      const made = await output;
      this.#issuedFrom = inputs;
      this.#state = "issued";
      this.#result.show(made);
      this.#form.issued = true;
      this.#guard();
      this.#update();
      this.#tell(made.issued.certificates as IssuedDetail["certificates"]);
      void this.#verify(await place, made.issued.certificates.length);
    } catch (error) {
      this.#state = "ready";
      if (error instanceof Ended) this.#announce(({ result }) => result.cancelled);
      else this.#stumble(error);
      this.#form.focusIssue();
    }
    this.#form.progress = undefined;
    this.#prepare();
  }

  async #mayReplace(): Promise<boolean> {
    const answer = await ask(this.#page, this.#language, ({ result }) => result.replace, {
      keep: ({ result }) => result.keepThem,
      replace: ({ result }) => result.replaceThem,
    });
    return answer === "replace" && this.#state !== "issuing";
  }

  /** For the page around. Certificates are public; no key leaves by an event. */
  #tell(certificates: IssuedDetail["certificates"]): void {
    this.dispatchEvent(new CustomEvent<IssuedDetail>("dockseal-issued", { bubbles: true, composed: true, detail: { certificates } }));
  }

  /** After the files are shown: it takes as long as making them. */
  async #verify(place: Place, count: number): Promise<void> {
    try {
      const checks = await place.verify();
      if (this.#state !== "issued") return;
      this.#result.showChecks(checks);
      this.#guard();
      const passed = checks.every(({ passed }) => passed);
      this.#announce(({ result }) => (passed ? format(result.done, { count }) : result.checkFailed));
    } catch (error) {
      // Cleared, or made anew.
      if (error instanceof Ended || this.#state !== "issued") return;
      this.#discard();
      this.#state = "ready";
      this.#stumble(error);
    }
  }

  async #pack(bundle: string, archive: Format): Promise<Blob | undefined> {
    try {
      return await (await this.#engine!.place()).pack(bundle, archive);
    } catch (error) {
      if (!(error instanceof Ended)) this.#stumble(error);
      return undefined;
    }
  }

  #clear(): void {
    this.#discard();
    this.#form.forget();
    this.#engine?.end();
    this.#state = "ready";
    this.#update();
    this.#form.focusIssue();
    this.#announce(({ result }) => result.cleared);
    this.#prepare();
  }

  /** Forgets what was issued. */
  #discard(): void {
    this.#result.clear();
    this.#issuedFrom = undefined;
    this.#form.issued = false;
    this.#guard();
  }

  readonly #onLeave = (): void => {
    this.#discard();
    this.#form.forget();
    this.#engine?.end({ leaving: true });
    if (this.#state === "issued") this.#state = "ready";
  };

  readonly #ask = (event: BeforeUnloadEvent): void => event.preventDefault();

  /** Leaving asks only while keys would be lost. A listener that is always there would cost the back/forward cache. */
  #guard(): void {
    if (this.#result.unsaved) addEventListener("beforeunload", this.#ask);
    else removeEventListener("beforeunload", this.#ask);
  }

  /** What makes RSA keys where the browser does not, once it may be needed: after that the page needs no network. */
  #prefetch({ keyAlgorithm, caKeyAlgorithm }: Filled): void {
    if (this.#isPrefetched || hasWebCrypto() || !`${keyAlgorithm} ${caKeyAlgorithm}`.includes("rsa-")) return;
    this.#isPrefetched = true;
    loadGenerator().catch(() => {});
  }

  /** Has the worker ready before it is asked for. */
  #prepare(): void {
    const idle = self.requestIdleCallback ?? setTimeout;
    idle(() => {
      if (this.isConnected) void this.#engine?.place().then((place) => this.#tryOut(place)).catch(() => {});
    });
  }

  /** Once in a while that nobody waits for: the first time that a place is ready. */
  async #tryOut(place: Place): Promise<void> {
    this.#lights.show("worker", place.isWorker ? "there" : "missing", place.isWorker ? "good" : "note");
    if (this.#tried || this.#state === "issuing") return;
    this.#tried = true;
    try {
      const passed = await place.selfTest();
      this.#lights.show("selfTest", passed ? "passed" : "failed", passed ? "good" : "bad");
    } catch (error) {
      this.#tried = false;
      if (!(error instanceof Ended)) this.#lights.show("selfTest", "failed", "bad");
    }
  }

  #stumble(error: unknown): void {
    console.error(error);
    this.#engine?.end();
    this.#notices.add(error instanceof NoGenerator ? "noGenerator" : "broken");
  }

  #fail(): void {
    this.#state = "failed";
    const message = LANGUAGES.map(({ locale, texts: { failed } }) => h("div", { lang: locale }, h("h2", {}, failed.title), h("p", {}, failed.text), ...(this.hasAttribute("linkable") ? [] : [h("p", {}, failed.embedded)])));
    this.#page.replaceChildren(h("h1", {}, "Dockseal"), h("div", { class: "failure", role: "alert" }, ...message));
  }

  #announce(phrase: Phrase): void {
    // A screen reader says what changes: the same words again are one only after nothing.
    this.#status.textContent = "";
    requestAnimationFrame(() => setText(this.#status, phrase(this.#language.texts)));
  }

  #link(): string {
    const { locale } = this.#language;
    const values = this.#form.differences();
    if (locale !== defaults().locale) values.push(["locale", locale]);
    return `${location.href.split("#")[0]}#${writeFragment(values)}`;
  }

  #build(): void {
    const language = this.#language;
    this.#locale.append(...LANGUAGES.map(({ locale, texts }) => h("option", { value: locale, lang: locale }, texts.languageName)));
    this.#locale.addEventListener("change", () => this.#speak(this.#locale.value as Locale));
    language.attribute(this.#locale, "aria-label", (texts) => texts.header.language);
    const header = h(
      "header",
      {},
      h("h1", {}, "Dockseal"),
      this.#locale,
      h("p", {}, language.text((texts) => texts.header.tagline), h("strong", {}, language.text((texts) => texts.header.privacy))),
    );
    const setup = h("section", { class: "setup" }, h("h2", {}, language.text((texts) => texts.form.heading)), this.#form.element);
    const version = { version: __VERSION__, commit: __COMMIT__ };
    const footer = h(
      "footer",
      {},
      h("p", {}, language.text((texts) => texts.footer.does)),
      h("p", {}, language.text((texts) => texts.footer.doesNot)),
      h("p", {}, language.text((texts) => format(texts.footer.version, version))),
    );
    const work = h("div", { class: "work" }, this.#result.element, this.#guide.element);
    this.#page.append(header, this.#notices.element, h("div", { class: "columns" }, setup, work), this.#lights.element, footer, this.#status);
  }
}

/** A frame without an origin, which the page around may have forbidden to download. It cannot see whether. */
function isSandboxed(): boolean {
  return self.origin === "null" && self !== top;
}

async function loadGenerator(): Promise<WebAssembly.Module> {
  try {
    return await wasm("rsa");
  } catch (error) {
    throw new NoGenerator(String(error));
  }
}

/** To the page around, keys that are typed in a field seem pressed on no field, and the themes of documentation open their search with them. */
function keepTyping(event: KeyboardEvent): void {
  const shortcut = event.ctrlKey || event.metaKey || event.altKey;
  if (!shortcut && (event.target as Element).matches("input, select, textarea")) event.stopPropagation();
}
