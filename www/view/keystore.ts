// A client's certificate and key in one file under a passphrase, PKCS#12, for programs that take nothing else. It is made when somebody wants it.

import type { generatePassphrase, Problem } from "#form";
import { type AllTexts, format } from "../locales/language";
import { copyButton, type Context } from "./copy";
import { h, newId, setAttribute, setOptions, setText } from "./dom";
import type { Downloads } from "./downloads";
import { problemItems } from "./field";

/** Who is to read it. */
const READERS = ["today", "old"] as const;
type ReadBy = (typeof READERS)[number];

/** Where its passphrase comes from. */
const SOURCES = ["made", "typed"] as const;

export interface KeystoreEvents {
  /** What is wrong with a passphrase that was typed. */
  judge(passphrase: string): readonly Problem[];
  generate: typeof generatePassphrase;
  /** `undefined` when that failed, which is said elsewhere. */
  make(bundle: string, passphrase: string, readers: ReadBy): Promise<Blob | undefined>;
}

export class KeystoreView {
  readonly element: HTMLDetailsElement;
  readonly #context: Context<AllTexts>;
  readonly #downloads: Downloads;
  readonly #events: KeystoreEvents;
  readonly #readers = h("select", { id: newId("readers"), "data-choice": "readers" });
  readonly #source = h("select", { id: newId("keystore-source"), "data-choice": "keystore-passphrase" });
  readonly #typed = h("input", { type: "text", id: newId("keystore-passphrase"), autocomplete: "off", autocapitalize: "off", spellcheck: "false" });
  readonly #typing: HTMLElement;
  readonly #problems = h("ul", { class: "problems", id: newId("keystore-problems") });
  readonly #make = h("button", { type: "button", "data-action": "make-keystore" });
  readonly #said = h("p", { class: "made", role: "status" });
  /** The bundle of the client in the card. */
  #bundle: string | undefined;
  /** The last file of it, and its passphrase if that was made here. */
  #made: { readonly file: string; readonly passphrase: string | undefined } | undefined;
  #isMaking = false;

  constructor(context: Context<AllTexts>, downloads: Downloads, events: KeystoreEvents) {
    this.#context = context;
    this.#downloads = downloads;
    this.#events = events;
    const { language } = context;
    const choice = (select: HTMLElement, label: (texts: AllTexts) => string) => h("div", { class: "field select" }, h("label", { for: select.id }, language.text(label)), select);
    this.#typing = h("div", { class: "field" }, h("label", { for: this.#typed.id }, language.text(({ keystore }) => keystore.passphrase)), this.#typed, this.#problems);
    setAttribute(this.#typed, "aria-describedby", this.#problems.id);
    this.#source.addEventListener("change", () => this.#choose());
    this.#typed.addEventListener("input", () => this.#tell(this.#events.judge(this.#typed.value)));
    // The return key would press the button of the form, which makes all keys anew.
    this.#typed.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      void this.#create();
    });
    this.#make.addEventListener("click", () => void this.#create());
    this.element = h(
      "details",
      { class: "fold on-wish keystore", "data-fold": "keystore", hidden: true },
      h("summary", {}, language.text(({ keystore }) => keystore.heading)),
      h("p", {}, language.text(({ keystore }) => keystore.intro)),
      h("div", { class: "grid" }, choice(this.#readers, ({ keystore }) => keystore.readers), choice(this.#source, ({ keystore }) => keystore.source), this.#typing),
      h("div", { class: "actions" }, this.#make),
      this.#said,
    );
    language.bind(() => this.#relabel());
  }

  /** Offers it for the client of this name, whose key is among what was made; for none, it is hidden. */
  show(client: string | undefined): void {
    const bundle = client === undefined ? undefined : this.#downloads.of("client", client)?.bundle;
    const name = bundle?.files.some(({ name }) => name === "key.pem") ? bundle.name : undefined;
    this.element.hidden = name === undefined;
    if (name === undefined || name === this.#bundle) return;
    this.#bundle = name;
    this.forget();
  }

  /** The passphrase that is shown belongs to keys that are gone, or to another client's. */
  forget(): void {
    this.#made = undefined;
    this.#typed.value = "";
    this.#relabel();
  }

  get #isTyped(): boolean {
    return this.#source.value === "typed";
  }

  #choose(): void {
    this.#typing.hidden = !this.#isTyped;
  }

  /** Whether what is said of the passphrase is an error. There is no file without one. */
  #tell(problems: readonly Problem[], isBlank = false): boolean {
    const isWrong = isBlank || problems.some(({ severity }) => severity === "error");
    setAttribute(this.#typed, "aria-invalid", isWrong && "true");
    const { language } = this.#context;
    const blank = h("li", { class: "error", "data-code": "keystore-blank" }, language.texts.keystore.blank);
    this.#problems.replaceChildren(...(isBlank ? [blank] : problemItems(problems, language, false)));
    return isWrong;
  }

  async #create(): Promise<void> {
    if (this.#isMaking) return;
    const [bundle, isTyped, { value }] = [this.#bundle!, this.#isTyped, this.#typed];
    if (isTyped && this.#tell(this.#events.judge(value), value.trim() === "")) return this.#typed.focus();
    const passphrase = isTyped ? value : this.#events.generate().text;
    this.#setMaking(true);
    const blob = await this.#events.make(bundle, passphrase, this.#readers.value as ReadBy);
    this.#setMaking(false);
    // Another client's card is open, or the keys are gone.
    if (!blob || bundle !== this.#bundle || this.element.hidden) return;
    this.#downloads.save(blob, `${bundle}.p12`);
    this.#made = { file: `${bundle}.p12`, passphrase: isTyped ? undefined : passphrase };
    this.#tellMade();
  }

  /** A button that is disabled would lose the focus. */
  #setMaking(isMaking: boolean): void {
    this.#isMaking = isMaking;
    setAttribute(this.#make, "aria-disabled", isMaking && "true");
  }

  #tellMade(): void {
    const { keystore } = this.#context.language.texts;
    if (!this.#made) return this.#said.replaceChildren();
    const { file, passphrase } = this.#made;
    if (passphrase === undefined) return this.#said.replaceChildren(format(keystore.done, { file }));
    const copy = copyButton(this.#context, () => passphrase, { action: "copy-keystore-passphrase", about: (texts) => (texts as AllTexts).keystore.passphrase });
    this.#said.replaceChildren(format(keystore.passphraseOf, { file }), " ", h("code", { "data-passphrase": "keystore" }, passphrase), " ", copy, " ", h("span", { class: "help" }, keystore.keep));
  }

  #relabel(): void {
    const { keystore } = this.#context.language.texts;
    const [readers, source] = [this.#readers.value || READERS[0], this.#source.value || SOURCES[0]];
    setOptions(this.#readers, READERS.map((one) => keystore.of[one]), READERS);
    setOptions(this.#source, SOURCES.map((one) => keystore.sources[one]), SOURCES);
    this.#readers.value = readers;
    this.#source.value = source;
    this.#choose();
    this.#tell([]);
    this.#tellMade();
    setText(this.#make, format(keystore.make, { file: `${this.#bundle ?? ""}.p12` }));
  }
}
