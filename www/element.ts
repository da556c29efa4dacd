// <dockseal-generator>: the whole tool. What is here is there first, and can be typed into at once; rest.ts takes over as soon as it has come.

import type { Field } from "#form";
import { bringRest } from "#rest";
import { DEFAULTS } from "./draft/empty";
import { type Apart, attributeName, DOORS, PASTED, readFragment, SECRETS, writeFragment, type Door } from "./draft/link";
import { misspelt, nearest, type Unknown } from "./draft/near";
import { OWN_FIELDS } from "./draft/own";
import { Missing, rest, wasm, workerScript } from "./engine/assets";
import { en } from "./locales/en";
import { chooseLocale, format, isSpoken, Language, LANGUAGES, type Locale, type Phrase } from "./locales/language";
import type { Rest, Shell } from "./rest";
import styles from "./styles.css";
import { h, setText } from "./view/dom";
import { Form, NOTHING } from "./view/form";
import { Levels } from "./view/levels";
import { mark } from "./view/mark";
import { MissingView } from "./view/missing";
import { Notices } from "./view/notices";

/** The states of the element: until everything is there, and when something does not come, the form can be filled in but is not judged. */
export type State = "loading" | "ready" | "issuing" | "issued" | "failed";

const FIELDS = new Set(Object.keys(en.fields));
/** The keys of a link that are compared with the fields' names: one with more is not misspelt but something else. */
const MOST_UNKNOWN = 500;
/** The fields that matter to whoever asks for a certificate, in the order of a link. */
const ASKED: readonly Field[] = ["hosts", "clients", "keyAlgorithm"];
const FIELD_OF_ATTRIBUTE = new Map([...FIELDS].filter((field) => !(OWN_FIELDS as readonly string[]).includes(field)).map((field) => [attributeName(field), field as Field]));

// `1em` would otherwise be each element's own.
try {
  CSS.registerProperty({ name: "--_dockseal-rem", syntax: "<length>", inherits: true, initialValue: "16px" });
} catch {
  // Another version of this script has done it, or the browser cannot; a server has no CSS at all.
}

/** On a server there are no elements; there the class can be imported, and no more. */
const Base: typeof HTMLElement = globalThis.HTMLElement ?? Object;

export class DocksealGenerator extends Base {
  static readonly observedAttributes = ["lang", "compact", "heading-level", "door", ...FIELD_OF_ATTRIBUTE.keys()];

  /** The element's surroundings are read when it is connected. */
  readonly #language = new Language(chooseLocale(navigator.languages));
  readonly #page = h("div", { class: "page" });
  readonly #status = h("p", { class: "offscreen", role: "status" });
  readonly #locale = h("select", { name: "locale" });
  readonly #notices = new Notices(this.#language);
  readonly #form: Form;
  readonly #levels: Levels;
  /** What stands in the place of a door's own part while that is not there. */
  readonly #behind: MissingView;
  readonly #waits = h("p", { class: "waits", role: "status" });
  readonly #shell: Shell;
  #rest: Rest | undefined;
  #door: Door = "setup";
  /** The recipe that a link asks for. */
  #recipe = "";
  /** What is typed behind the doors that are closed. */
  readonly #typed = new Map<Door, ReadonlyMap<Field, string>>([["continue", new Map<Field, string>([["clients", ""]])]]);
  readonly #doors = new Map<Door, HTMLButtonElement>();
  /** What links and attributes have set, the last one at the end. */
  readonly #presets = new Map<Field, string>();
  /** The button was pressed, and nothing has come of it yet. */
  #awaited = false;
  #missing: Missing | undefined;
  #frame = 0;
  #isStarted = false;

  constructor() {
    super();
    // Starts these downloads before anything is built, so that both go on at once.
    for (const arrival of [wasm("form"), rest(bringRest)]) arrival.catch(() => {});
    const context = { language: this.#language, announce: (phrase: Phrase) => this.#announce(phrase) };
    const missing = { retry: () => this.#retry(), reload: () => this.#reload() };
    this.#form = new Form(context, {
      changed: () => this.#schedule(),
      issue: () => this.#press(),
      cancel: () => this.#rest?.cancel(),
      openAuthority: () => {
        this.#enter("continue");
        this.#rest?.focusDoor();
      },
      link: () => this.link,
      ...missing,
    });
    this.#behind = new MissingView(context, missing);
    this.#shell = this.#shellOf(context);
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    root.append(this.#page);
    this.#levels = new Levels(root);
    for (const type of ["keydown", "keypress", "keyup"] as const) root.addEventListener(type, (event) => keepTyping(event as KeyboardEvent));
    this.#build();
  }

  /** The language that the page speaks. A change is told by the event `dockseal-locale`. */
  get locale(): Locale {
    return this.#language.locale;
  }

  get door(): Door {
    return this.#door;
  }

  /** The title that suits a page of nothing but this element. */
  get documentTitle(): string {
    return this.#language.texts.documentTitle;
  }

  /** The address of this form, without its secrets and without what was pasted. */
  get link(): string {
    const { locale } = this.#language;
    // What a CA says of itself is in no link.
    const values: [Field | Apart, string][] = this.#door === "setup" ? this.#form.differences() : [["door", this.#door], ...(this.#door === "request" ? this.#asked() : [])];
    const recipe = this.#rest?.recipe ?? this.#recipe;
    if (this.#door === "setup" && recipe !== "") values.push(["recipe", recipe]);
    if (locale !== DEFAULTS.locale) values.push(["locale", locale]);
    const fragment = writeFragment(values);
    return location.href.split("#")[0] + (fragment && `#${fragment}`);
  }

  /** What a link to whoever asks for a certificate may have. */
  #asked(): [Field, string][] {
    return this.#rest?.asked() ?? ASKED.flatMap((field): [Field, string][] => (this.#presets.get(field) ? [[field, this.#presets.get(field)!]] : []));
  }

  /** Fills the form from the fragment of a link, without its `#`. */
  presetFrom(fragment: string): void {
    const { door, recipe, values, unknown, pasted, secret } = readFragment(fragment, FIELDS);
    this.#recipe = recipe;
    if (door) this.#enter(door);
    for (const [field, value] of values) this.#preset(field, value);
    if (this.#door === "setup" && (values.get("hosts") ?? "").trim() !== "") this.#notices.add("fromAddress");
    this.#tellUnknown(unknown.slice(0, MOST_UNKNOWN).map((name) => ({ name, near: nearest(name, [...FIELDS].filter((field) => !PASTED.has(field))) })));
    if (pasted.length > 0) this.#notices.add("pastedKeys", pasted.map((name) => ({ name, near: undefined })));
    if (secret) this.#notices.add("secretKey");
  }

  /** Says that a link which has come into the address since is not used. */
  ignore(fragment: string): void {
    const { door, recipe, values, unknown, pasted, secret } = readFragment(fragment, FIELDS);
    if (Number(door !== undefined || recipe !== "") + values.size + unknown.length + pasted.length > 0 || secret) this.#notices.add("linkIgnored");
  }

  /** Opens the door that the reader has come back to. */
  returnTo(door: Door): void {
    if (DOORS.includes(door)) this.#enter(door);
    this.#schedule();
  }

  connectedCallback(): void {
    const around = this.parentElement?.closest<HTMLElement>("[lang]")?.lang;
    this.#speak(chooseLocale([this.lang, this.getAttribute("locale"), around, ...navigator.languages]));
    // Once: when the element is only moved, what was closed stays closed.
    if (!this.#isStarted) this.#tellUnknown(misspelt(this.getAttributeNames(), [...DocksealGenerator.observedAttributes, "linkable"]));
    addEventListener("pagehide", this.#onLeave);
    if (!this.#isStarted) void this.#bring();
    this.#isStarted = true;
    this.#rest?.connected();
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
    } else if (name === "door") {
      if (DOORS.includes(value as Door)) this.#enter(value as Door);
    } else if (name === "compact" || name === "heading-level") {
      this.#setLevels();
    } else if (name === "lang") {
      this.#notices.drop("unknownKeys", (name) => name.startsWith("lang="));
      if (!value) return;
      if (!isSpoken(value)) this.#notices.add("unknownKeys", [{ name: `lang=${value}`, near: undefined }]);
      this.#speak(chooseLocale([value, this.#language.locale]));
    }
  }

  /** Opens a door. What is typed behind the other one stays there. */
  #enter(door: Door): void {
    if (door === this.#door || this.#rest?.isMaking) return;
    this.dispatchEvent(new Event("dockseal-leave"));
    this.#typed.set(this.#door, this.#form.values());
    this.#door = door;
    this.#rest?.entered();
    this.#form.setValues(this.#typed.get(door) ?? new Map());
    this.#showDoor();
    this.#schedule();
  }

  #showDoor(): void {
    this.#page.dataset.door = this.#door;
    for (const [door, button] of this.#doors) button.setAttribute("aria-pressed", String(door === this.#door));
    this.#form.isAuthorityGiven = this.#form.isAdding = this.#door === "continue";
    this.#form.element.hidden = this.#door === "request";
    this.#rest?.showDoor();
  }

  /** A page around that has headings of its own says where those of the element begin. Without its header, the element's first ones are h2. */
  #setLevels(): void {
    const wanted = this.getAttribute("heading-level");
    const isLevel = wanted !== null && /^[1-5]$/.test(wanted);
    this.#notices.drop("unknownKeys", (name) => name.startsWith("heading-level="));
    if (wanted !== null && !isLevel) this.#notices.add("unknownKeys", [{ name: `heading-level=${wanted}`, near: undefined }]);
    this.#levels.down = isLevel ? Number(wanted) - (this.hasAttribute("compact") ? 2 : 1) : 0;
  }

  /** What looks like a passphrase is one that is exposed. */
  #tellUnknown(unknown: readonly Unknown[]): void {
    const isSecret = ({ near }: Unknown) => near !== undefined && SECRETS.has(FIELD_OF_ATTRIBUTE.get(near) ?? near);
    const others = unknown.filter((one) => !isSecret(one));
    if (others.length < unknown.length) this.#notices.add("secretKey");
    if (others.length > 0) this.#notices.add("unknownKeys", others);
  }

  /** Has the second script take over. What was typed meanwhile stays, and what was wanted meanwhile is done. */
  async #bring(): Promise<void> {
    this.#draw();
    // One can type now. What makes keys is fetched by the second script, so that its code is compiled beside the first look at the form and not before it.
    workerScript().catch(() => {});
    try {
      const { Rest } = await rest(bringRest);
      this.#rest = new Rest(this.#shell);
    } catch (error) {
      console.error(error);
      this.#missing = error instanceof Missing ? error : new Missing("rest", "unusable", error);
      return this.#draw();
    }
    if (this.isConnected) this.#rest.connected();
    void this.#rest.start();
  }

  #shellOf({ language, announce }: Pick<Shell, "language" | "announce">): Shell {
    const element = this;
    return {
      element,
      language,
      announce,
      page: this.#page,
      form: this.#form,
      notices: this.#notices,
      get door() {
        return element.#door;
      },
      get recipe() {
        return element.#recipe;
      },
      get awaited() {
        return element.#awaited;
      },
      set awaited(awaited) {
        element.#awaited = awaited;
      },
      get missing() {
        return element.#missing;
      },
      set missing(missing) {
        element.#missing = missing;
      },
      schedule: () => this.#schedule(),
      update: () => this.#update(),
      draw: () => this.#draw(),
      retry: () => this.#retry(),
      fields: FIELDS,
      presets: this.#presets,
    };
  }

  #preset(field: Field, value: string): void {
    if (field === "locale") {
      this.#notices.drop("unknownKeys", (name) => name.startsWith("locale="));
      if (!LANGUAGES.some(({ locale }) => locale === value)) this.#notices.add("unknownKeys", [{ name: `locale=${value}`, near: undefined }]);
      this.#speak(chooseLocale([value, this.#language.locale]));
    }
    else this.#form.preset(field, value);
    this.#presets.delete(field);
    this.#presets.set(field, value);
    this.#rest?.preset(field, value);
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
    this.#rest?.look();
    this.#draw();
    this.dispatchEvent(new Event("dockseal-link"));
  }

  #draw(): void {
    if (this.#rest) this.#rest.draw();
    else {
      this.dataset.state = this.#missing ? "failed" : "loading";
      this.dataset.door = this.#door;
      this.#page.classList.toggle("closed", this.#door === "continue");
      this.#form.show({ ...NOTHING, awaited: this.#awaited && !this.#missing, missing: this.#missing });
    }
    // The form has a place for this of its own.
    const isFormSeen = this.#door === "setup" || !(this.#door === "request" || this.#page.classList.contains("closed"));
    this.#behind.show(isFormSeen ? undefined : this.#missing);
    setText(this.#waits, isFormSeen || this.#rest || this.#missing ? "" : this.#language.texts.doors.awaited);
  }

  /** The button: what cannot be done yet is done as soon as it can be. */
  #press(): void {
    this.#awaited = true;
    if (this.#rest) return this.#rest.press();
    if (this.#missing) return this.#retry();
    this.#announce(({ form }) => form.awaited);
    this.#draw();
  }

  readonly #onLeave = (): void => {
    if (this.#rest) this.#rest.forget({ leaving: true });
    else this.#form.forget();
  };

  #retry(): void {
    const part = this.#missing?.part;
    this.#missing = undefined;
    if (this.#rest) this.#rest.retry(part);
    else void this.#bring();
    this.#draw();
  }

  /** The address holds what a link may hold, so the page that comes has it. */
  #reload(): void {
    history.replaceState(history.state, "", this.link);
    location.reload();
  }

  #announce(phrase: Phrase): void {
    // A screen reader says what changes: the same words count as a change only after nothing.
    this.#status.textContent = "";
    requestAnimationFrame(() => setText(this.#status, phrase(this.#language.texts)));
  }

  #source(): (Node | string)[] {
    if (__SOURCE__ === undefined) return [];
    // An address to copy: the page lets nobody leave it by a link.
    return [" · ", this.#language.text((texts) => texts.footer.source), " ", h("bdi", {}, __SOURCE__)];
  }

  /** The same page as one file, with what tells it from a changed one; only the site has it beside it. */
  #offline(): Node[] {
    if (!__OFFLINE__?.sha256) return [];
    const { file, sha256 } = __OFFLINE__;
    return [h("p", {}, h("a", { href: file, download: file }, this.#language.text((texts) => texts.footer.offline)), " · SHA-256 ", h("code", {}, sha256))];
  }

  #build(): void {
    const language = this.#language;
    this.#locale.append(...LANGUAGES.map(({ locale, texts }) => h("option", { value: locale, lang: locale }, texts.languageName)));
    this.#locale.addEventListener("change", () => this.#speak(this.#locale.value as Locale));
    language.attribute(this.#locale, "aria-label", (texts) => texts.header.language);
    const doors = DOORS.map((door) => {
      const button = h("button", { type: "button", class: "small", "data-action": `door-${door}`, onclick: () => this.#enter(door) }, language.text((texts) => texts.doors[door]));
      this.#doors.set(door, button);
      return button;
    });
    const nav = h("div", { class: "doors", role: "group" }, ...doors);
    language.attribute(nav, "aria-label", (texts) => texts.doors.label);
    this.#showDoor();
    const header = h(
      "header",
      {},
      h("h1", {}, mark("dockseal"), "Dockseal"),
      this.#locale,
      nav,
      h("p", {}, language.text((texts) => texts.header.tagline), h("strong", {}, language.text((texts) => texts.header.privacy))),
    );
    const version = { version: __VERSION__, commit: __COMMIT__ };
    const footer = h(
      "footer",
      {},
      h("p", {}, language.text((texts) => texts.footer.does)),
      h("p", {}, language.text((texts) => texts.footer.doesNot)),
      h("p", {}, language.text((texts) => format(texts.footer.version, version)), ...this.#source()),
      ...this.#offline(),
    );
    const plain = isSecureContext ? [] : [h("p", { class: "plain-http" }, language.text((texts) => texts.header.plain))];
    const behind = h("div", { class: "behind" }, this.#waits, this.#behind.element);
    this.#page.append(header, ...plain, this.#notices.element, behind, this.#form.element, footer, this.#status);
  }
}

/** Keeps key presses from the page around: to it they seem pressed outside of any field, and themes of documentation open their search with them. */
function keepTyping(event: KeyboardEvent): void {
  const shortcut = event.ctrlKey || event.metaKey || event.altKey;
  if (!shortcut && (event.target as Element).matches("input, select, textarea")) event.stopPropagation();
}
