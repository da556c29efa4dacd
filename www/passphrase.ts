// The passphrase of the authority's key: typed twice unseen, once seen, or made here.

import { generatePassphrase, type Preview } from "#core";
import { copyButton, type Surroundings } from "./copy";
import { h, newId, setAttribute, setText } from "./dom";
import { FieldView } from "./field";
import { format } from "./i18n";

type Strength = NonNullable<Preview["passphrase"]>;

export class PassphraseView {
  readonly element: HTMLElement;
  readonly fields: readonly FieldView[];
  readonly #surroundings: Surroundings;
  readonly #typed: FieldView;
  readonly #repeat: FieldView;
  readonly #toggle = h("button", { type: "button", class: "small", "data-action": "show-passphrase" });
  readonly #make = h("button", { type: "button", class: "small", "data-action": "make-passphrase", disabled: true });
  readonly #copy = h("span");
  readonly #meter: HTMLMeterElement;
  readonly #words = h("span", { id: newId("strength") });
  readonly #advice = h("p", { class: "warning" });
  #strength: Strength | undefined;
  /** The bits of what was made here, while it stands there unchanged. */
  #made: number | undefined;
  #changes = 0;

  constructor(surroundings: Surroundings, changed: () => void) {
    this.#surroundings = surroundings;
    const { language } = surroundings;
    this.#typed = new FieldView("caPassphrase", "secret", surroundings, { optional: true });
    this.#repeat = new FieldView("caPassphraseRepeat", "secret", surroundings);
    this.fields = [this.#typed, this.#repeat];
    this.#meter = h("meter", { min: 0, max: 100, low: 45, high: 65, optimum: 100, "aria-labelledby": this.#words.id });
    this.#make.addEventListener("click", () => {
      const { text, bits } = generatePassphrase();
      this.#typed.value = text;
      this.#change(bits);
      this.#show(true);
      changed();
    });
    this.#toggle.addEventListener("click", () => {
      this.#show(!this.#isShown);
      changed();
    });
    this.#typed.control.addEventListener("input", () => this.#change(undefined));
    language.bind(() =>
      this.#copy.replaceChildren(copyButton(surroundings, () => this.#typed.value, { about: (texts) => texts.fields.caPassphrase.label })),
    );
    const strength = h("div", { class: "strength" }, this.#meter, this.#words);
    this.#typed.control.after(h("div", { class: "actions" }, this.#toggle, this.#make, this.#copy), strength, this.#advice);
    setAttribute(this.#typed.control, "aria-describedby", `${this.#words.id} ${this.#typed.control.getAttribute("aria-describedby")}`);
    this.element = h("div", { class: "passphrase" }, this.#typed.element, this.#repeat.element);
    language.bind(() => this.#render());
  }

  /** The core is there. */
  start(): void {
    this.#make.disabled = false;
  }

  /** How often it was changed: nobody keeps a copy to compare it with. */
  get changes(): number {
    return this.#changes;
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

  clear(): void {
    for (const field of this.fields) field.value = "";
    this.#change(undefined);
    this.#show(false);
  }

  get #asksAgain(): boolean {
    return !this.#isShown && this.#typed.value.trim() !== "";
  }

  get #isShown(): boolean {
    return this.#typed.control.getAttribute("type") === "text";
  }

  #change(made: number | undefined): void {
    this.#made = made;
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

  #render(): void {
    const { fields, passphrase } = this.#surroundings.language.texts;
    const strength = this.#strength;
    const isEmpty = this.#typed.value === "";
    for (const [button, text] of [[this.#toggle, this.#isShown ? passphrase.hide : passphrase.show], [this.#make, passphrase.make]] as const) {
      setText(button, text);
      setAttribute(button, "aria-label", `${text}: ${fields.caPassphrase.label}`);
    }
    this.#copy.hidden = !this.#isShown || isEmpty;
    this.#repeat.element.hidden = !this.#asksAgain;
    this.#meter.parentElement!.hidden = !strength;
    this.#advice.hidden = !isEmpty;
    setText(this.#advice, passphrase.advice);
    const bits = this.#made ?? strength?.bits ?? 0;
    this.#meter.value = bits;
    setText(this.#words, strength ? format(this.#made ? passphrase.made : passphrase.strengths[strength.strength], { bits }) : "");
  }
}
