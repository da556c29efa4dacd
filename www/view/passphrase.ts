// The passphrase of the authority's key: made here, typed twice unseen or once seen, or none.

import type { generatePassphrase, Preview } from "#form";
import { copyButton, type Context } from "./copy";
import { h, newId, setAttribute, setOptions, setText } from "./dom";
import { FieldView } from "./field";
import { format } from "../locales/language";

type Strength = NonNullable<Preview["passphrase"]>;

/** Where it comes from: made with the keys, typed by the reader, or nowhere. */
const SOURCES = ["made", "typed", "none"] as const;
type PassphraseSource = (typeof SOURCES)[number];

export class PassphraseView {
  readonly element: HTMLElement;
  readonly fields: readonly FieldView[];
  readonly #context: Context;
  readonly #changed: () => void;
  readonly #typed: FieldView;
  readonly #repeat: FieldView;
  readonly #source = h("select", { id: newId("source"), "data-choice": "passphrase" });
  readonly #said = h("p", { class: "help", id: newId("source-help") });
  /** The one that was made, beside the files that it is for. */
  readonly withFiles = h("p", { class: "made", hidden: true });
  readonly #typing: HTMLElement;
  readonly #toggle = h("button", { type: "button", class: "small", "data-action": "show-passphrase" });
  readonly #make = h("button", { type: "button", class: "small", "data-action": "make-passphrase", disabled: true });
  readonly #copy = h("span");
  readonly #meter: HTMLMeterElement;
  readonly #words = h("span", { id: newId("strength") });
  #strength: Strength | undefined;
  /** The bits of what was made here, while it stands there unchanged. */
  #made: number | undefined;
  #isMadeShown = false;
  #isSaved = false;
  #changes = 0;

  constructor(context: Context, changed: () => void) {
    this.#context = context;
    this.#changed = changed;
    const { language } = context;
    this.#typed = new FieldView("caPassphrase", "secret", context);
    this.#repeat = new FieldView("caPassphraseRepeat", "secret", context);
    this.fields = [this.#typed, this.#repeat];
    this.#meter = h("meter", { min: 0, max: 100, low: 45, high: 65, optimum: 100, "aria-labelledby": this.#words.id });
    this.#make.addEventListener("click", () => {
      this.make();
      this.#show(true);
      changed();
    });
    this.#toggle.addEventListener("click", () => {
      this.#show(!this.#isShown);
      changed();
    });
    this.#typed.control.addEventListener("input", () => this.#change(undefined));
    language.bind(() =>
      this.#copy.replaceChildren(copyButton(context, () => this.#typed.value, { about: (texts) => texts.fields.caPassphrase.label })),
    );
    const strength = h("div", { class: "strength" }, this.#meter, this.#words);
    this.#typed.control.after(h("div", { class: "actions" }, this.#toggle, this.#make, this.#copy), strength);
    setAttribute(this.#typed.control, "aria-describedby", `${this.#words.id} ${this.#typed.control.getAttribute("aria-describedby")}`);
    this.#typing = h("div", { class: "typing" }, this.#typed.element, this.#repeat.element);
    setAttribute(this.#source, "aria-describedby", this.#said.id);
    this.#source.addEventListener("change", () => {
      this.#empty();
      changed();
    });
    const label = h("label", { for: this.#source.id }, language.text((texts) => texts.passphrase.source));
    this.element = h("div", { class: "passphrase" }, h("div", { class: "field select" }, label, this.#source, this.#said), this.#typing);
    language.bind(() => this.#relabel());
  }

  /** What makes one; it comes with the second script. */
  generate: typeof generatePassphrase | undefined;

  /** Whether one can be made here: the core is there, and so is randomness. */
  set usable(usable: boolean) {
    this.#make.disabled = !usable;
  }

  /** How often it was changed: nobody keeps a copy to compare it with. */
  get changes(): number {
    return this.#changes;
  }

  /** Whether each CA gets a passphrase of its own from here. */
  get isMade(): boolean {
    return this.#from === "made";
  }

  /** Whether one was made here for a key that is there, and nobody has a copy of it. */
  get isUnsaved(): boolean {
    return this.#isOffered && !this.#isSaved;
  }

  /** Makes one that nobody can guess. */
  make(): void {
    const { text, bits } = this.generate!();
    this.#typed.value = text;
    this.#change(bits);
  }

  /**
   * What is typed the second time. Who sees what is typed, or types nothing, is not asked for it. Until it is `final`, the beginning is good enough:
   * somebody is still typing.
   */
  repeat(final: boolean): string {
    const isBegun = !final && this.#typed.value.startsWith(this.#repeat.value);
    return this.#asksAgain && !isBegun ? this.#repeat.value : this.#typed.value;
  }

  show(strength: Strength | undefined): void {
    this.#strength = strength;
    this.#render();
  }

  /** Shows the passphrase that was made for the key that is there. */
  showMade(isLocked: boolean): void {
    this.#isMadeShown = isLocked;
    this.#render();
  }

  /** Forgets what was typed or made. */
  clear(): void {
    this.#empty();
    if (this.#from === "typed") this.#source.value = "made";
    this.#render();
  }

  focus(): void {
    (this.#from === "typed" ? this.#typed.control : this.#source).focus();
  }

  get #from(): PassphraseSource {
    return (this.#source.value || "made") as PassphraseSource;
  }

  /** Whether it is shown beside the files. */
  get #isOffered(): boolean {
    return this.#isMadeShown && this.#from === "made" && this.#typed.value !== "";
  }

  #save(): void {
    this.#isSaved = true;
    this.#render();
    this.#changed();
  }

  get #asksAgain(): boolean {
    return this.#from === "typed" && !this.#isShown && this.#typed.value.trim() !== "";
  }

  get #isShown(): boolean {
    return this.#typed.control.getAttribute("type") === "text";
  }

  #empty(): void {
    for (const field of this.fields) field.value = "";
    this.#change(undefined);
    this.#show(false);
  }

  #change(made: number | undefined): void {
    this.#made = made;
    this.#isSaved = false;
    this.#changes++;
  }

  #show(shown: boolean): void {
    // It was seen, so it need not be typed again.
    if (!shown && this.#isShown) this.#repeat.value = this.#typed.value;
    setAttribute(this.#typed.control, "type", shown ? "text" : "password");
    // Browsers remember what is in a text field, over a restart as well, unless they are told not to.
    setAttribute(this.#typed.control, "autocomplete", shown ? "off" : "new-password");
    this.#render();
  }

  #relabel(): void {
    const { sources } = this.#context.language.texts.passphrase;
    const { value } = this.#source;
    setOptions(this.#source, SOURCES.map((source) => sources[source].label), SOURCES);
    this.#source.value = value || "made";
    this.withFiles.replaceChildren();
    this.#render();
  }

  #render(): void {
    const { fields, passphrase } = this.#context.language.texts;
    const strength = this.#strength;
    const from = this.#from;
    setText(this.#said, passphrase.sources[from].help);
    this.#said.classList.toggle("warning", from === "none");
    this.#typing.hidden = from !== "typed";
    this.#renderMade();
    for (const [button, text] of [[this.#toggle, this.#isShown ? passphrase.hide : passphrase.show], [this.#make, passphrase.make]] as const) {
      setText(button, text);
      setAttribute(button, "aria-label", `${text}: ${fields.caPassphrase.label}`);
    }
    const isEmpty = this.#typed.value === "";
    this.#copy.hidden = !this.#isShown || isEmpty;
    this.#repeat.element.hidden = !this.#asksAgain;
    this.#meter.parentElement!.hidden = !strength || from !== "typed";
    const bits = this.#made ?? strength?.bits ?? 0;
    this.#meter.value = bits;
    setText(this.#words, strength ? format(this.#made ? passphrase.made : passphrase.strengths[strength.strength], { bits }) : "");
  }

  #renderMade(): void {
    const { fields, passphrase } = this.#context.language.texts;
    this.withFiles.hidden = !this.#isOffered;
    if (!this.#isOffered) return this.withFiles.replaceChildren();
    if (this.withFiles.querySelector("code")?.textContent !== this.#typed.value) {
      const copy = copyButton(this.#context, () => this.#typed.value, { action: "copy-passphrase", about: (texts) => texts.fields.caPassphrase.label, onCopy: () => this.#save() });
      const code = h("code", { "data-passphrase": "made", oncopy: () => this.#save() }, this.#typed.value);
      const written = h("button", { type: "button", class: "small", "data-action": "saved-passphrase", onclick: () => this.#save() }, passphrase.written);
      this.withFiles.replaceChildren(h("strong", {}, fields.caPassphrase.label), " ", code, " ", copy, " ", written, " ", h("span", { class: "help" }, passphrase.keep));
    }
    this.withFiles.querySelector<HTMLElement>("[data-action=saved-passphrase]")!.hidden = this.#isSaved;
  }
}
