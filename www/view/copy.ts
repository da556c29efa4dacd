// Copies text, also on plain http, where navigator.clipboard does not exist.

import { h, newId, setText } from "./dom";
import type { Language, Phrase, Texts } from "../locales/language";

export type Announce<Known extends Texts = Texts> = (phrase: Phrase<Known>) => void;

/** What the parts of the page share. */
export interface Context<Known extends Texts = Texts> {
  readonly language: Language<Known>;
  readonly announce: Announce<Known>;
}

/** A button that copies what `text` gives at the click. */
export function copyButton<Known extends Texts>(
  { language, announce }: Context<Known>,
  text: () => string,
  options: { readonly action?: string; readonly label?: Phrase<Known>; readonly about?: Phrase<Known>; readonly done?: Phrase<Known>; readonly class?: string; readonly onCopy?: () => void } = {},
): HTMLButtonElement {
  const { label = (texts) => texts.copy.copy, done = (texts) => texts.copy.copied } = options;
  const shown = h("span", {}, label(language.texts));
  const button = h("button", { type: "button", class: options.class ?? "small", "data-action": options.action ?? "copy" }, shown);
  if (options.about) button.setAttribute("aria-label", `${label(language.texts)}: ${options.about(language.texts)}`);
  let timer = 0;
  button.addEventListener("click", async () => {
    // What is beside it stays where it is.
    button.style.minWidth = `${button.offsetWidth}px`;
    const copied = await copyText(text(), button);
    announce((texts) => (copied ? done(texts) : texts.copy.refused));
    if (copied) options.onCopy?.();
    setText(shown, copied ? language.texts.copy.copied : language.texts.copy.failed);
    clearTimeout(timer);
    timer = window.setTimeout(() => setText(shown, label(language.texts)), 2000);
  });
  return button;
}

/** A block of code with its place and its copy button. */
export class CodeBlock<Known extends Texts = Texts> {
  readonly element: HTMLElement;
  readonly #code = h("code");
  readonly #place = h("span", { class: "place" });

  constructor(context: Context<Known>, about: Phrase<Known>) {
    this.#place.id = newId("place");
    const pre = h("pre", { role: "group", "aria-label": about(context.language.texts) }, this.#code);
    const bar = h("div", { class: "bar" }, this.#place, copyButton(context, () => this.text, { about }));
    this.element = h("div", { class: "code" }, bar, pre);
  }

  get text(): string {
    return this.#code.textContent ?? "";
  }

  show(place: string, text: string): void {
    setText(this.#place, place);
    setText(this.#code, text);
  }
}

async function copyText(text: string, near: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text, near);
  }
}

// The selection must be inside the same shadow root as the focus, or Chromium copies nothing.
function copyBySelection(text: string, near: HTMLElement): boolean {
  const area = h("textarea", { class: "offscreen", readonly: true, "aria-hidden": "true", tabindex: -1 });
  area.value = text;
  near.after(area);
  area.select();
  try {
    return document.execCommand("copy");
  } finally {
    area.remove();
    near.focus();
  }
}
