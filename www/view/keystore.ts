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
  readonly #made = h("p", { class: "made", role: "status" });
  /** The bundle of the client in the card. */
  #bundle: string | undefined;

  constructor(context: Context<AllTexts>, downloads: Downloads, events: KeystoreEvents) {
    this.#context = context;
    this.#downloads = downloads;
    this.#events = events;
    const { language } = context;
    const choice = (select: HTMLElement, label: (texts: AllTexts) => string) => h("div", { class: "field select" }, h("label", { for: select.id }, language.text(label)), select);
    this.#typing = h("div", { class: "field" }, h("label", { for: this.#typed.id }, language.text(({ keystore }) => keystore.passphrase)), this.#typed, this.#problems);
    setAttribute(this.#typed, "aria-describedby", this.#problems.id);
    this.#source.addEventListener("change", () => this.#choose());
    // Judged when the button is pressed: what appears on leaving the field would move the button away from under the press.
    this.#typed.addEventListener("input", () => this.#tell([]));
    this.#make.addEventListener("click", () => void this.#create());
    this.element = h(
      "details",
      { class: "fold keystore", "data-fold": "keystore", hidden: true },
      h("summary", {}, language.text(({ keystore }) => keystore.heading)),
      h("p", {}, language.text(({ keystore }) => keystore.intro)),
      h("div", { class: "grid" }, choice(this.#readers, ({ keystore }) => keystore.readers), choice(this.#source, ({ keystore }) => keystore.source), this.#typing),
      h("div", { class: "actions" }, this.#make),
      this.#made,
    );
    language.bind(() => this.#relabel());
  }

  /** Offers it for the client of this name, whose key is among what was made; `undefined` for none. */
  show(client: string | undefined): void {
    const bundle = client === undefined ? undefined : this.#downloads.of("client", client)?.bundle;
    const name = bundle?.files.some(({ name }) => name === "key.pem") ? bundle.name : undefined;
    if (name === this.#bundle) return;
    this.#bundle = name;
    this.element.hidden = name === undefined;
    this.#relabel();
    this.forget();
  }

  /** The passphrase that is shown belongs to keys that are gone, or to another client's. */
  forget(): void {
    this.#made.replaceChildren();
    this.#typed.value = "";
    this.#tell([]);
  }

  get #isTyped(): boolean {
    return this.#source.value === "typed";
  }


  #choose(): void {
    this.#typing.hidden = !this.#isTyped;
    this.#made.replaceChildren();
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
    const bundle = this.#bundle!;
    const { value } = this.#typed;
    if (this.#isTyped && this.#tell(this.#events.judge(value), value.trim() === "")) return this.#typed.focus();
    const passphrase = this.#isTyped ? value : this.#events.generate().text;
    this.#make.disabled = true;
    const blob = await this.#events.make(bundle, passphrase, this.#readers.value as ReadBy);
    this.#make.disabled = false;
    if (!blob || bundle !== this.#bundle) return;
    this.#downloads.save(blob, `${bundle}.p12`);
    this.#showMade(`${bundle}.p12`, this.#isTyped ? undefined : passphrase);
    this.#make.focus();
  }

  #showMade(file: string, passphrase: string | undefined): void {
    const { keystore } = this.#context.language.texts;
    if (passphrase === undefined) return this.#made.replaceChildren(format(keystore.done, { file }));
    const copy = copyButton(this.#context, () => passphrase, { action: "copy-keystore-passphrase", about: (texts) => (texts as AllTexts).keystore.passphrase });
    this.#made.replaceChildren(format(keystore.passphraseOf, { file }), " ", h("code", { "data-passphrase": "keystore" }, passphrase), " ", copy, " ", h("span", { class: "help" }, keystore.keep));
  }

  #relabel(): void {
    const { keystore } = this.#context.language.texts;
    const [readers, source] = [this.#readers.value || READERS[0], this.#source.value || SOURCES[0]];
    setOptions(this.#readers, READERS.map((one) => keystore.of[one]), READERS);
    setOptions(this.#source, SOURCES.map((one) => keystore.sources[one]), SOURCES);
    this.#readers.value = readers;
    this.#source.value = source;
    this.#choose();
    setText(this.#make, format(keystore.make, { file: `${this.#bundle ?? ""}.p12` }));
  }
}
