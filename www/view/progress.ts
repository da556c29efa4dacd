// How far the work is: which keys are there, since when the others are being made, and how long that will probably take.

import type { Context } from "./copy";
import { h, newId, setText } from "./dom";
import { type AllTexts, format } from "../locales/language";
import type { KeyState, Progress, SlowKey } from "../engine/keys";

export class ProgressView {
  readonly element: HTMLElement;
  readonly cancel = h("button", { type: "button", "data-action": "cancel" });
  readonly #context: Context<AllTexts>;
  readonly #bar = h("progress");
  readonly #text = h("span", { id: newId("progress") });
  readonly #likely = h("p", { class: "note" });
  readonly #list = h("ul", { class: "slow" });
  #progress: Progress | undefined;
  #rows: Row[] = [];
  #timer = 0;

  constructor(context: Context<AllTexts>) {
    this.#context = context;
    this.cancel.append(context.language.text((texts) => texts.form.cancel));
    this.#bar.setAttribute("aria-labelledby", this.#text.id);
    const line = h("div", { class: "actions" }, this.#bar, this.#text, this.cancel);
    this.element = h("div", { class: "progress" }, line, this.#likely, this.#list);
    context.language.bind(() => this.#render());
  }

  show(progress: Progress): void {
    const before = this.#progress;
    this.#progress = progress;
    if (progress.slow !== before?.slow) this.#follow(progress.slow);
    this.#render();
  }

  end(): void {
    clearInterval(this.#timer);
    this.#timer = 0;
    this.#progress = undefined;
    this.#rows = [];
    this.#list.replaceChildren();
  }

  #follow(keys: readonly SlowKey[]): void {
    if (this.#rows.length !== keys.length) {
      this.#rows = keys.map((key) => new Row(key));
      this.#list.replaceChildren(...this.#rows.map(({ element }) => element));
    }
    const { language, announce } = this.#context;
    keys.forEach(({ state }, index) => {
      const row = this.#rows[index]!;
      if (row.enter(state) && state === "made") announce((texts) => `${row.name(language.texts)}: ${texts.progress.states.made}`);
    });
    // This timer only counts the seconds.
    if (keys.length > 0) this.#timer ||= window.setInterval(() => this.#render(), 1000);
  }

  #render(): void {
    if (!this.#progress) return;
    const { done, total, by, likely } = this.#progress;
    const { texts } = this.#context.language;
    this.#bar.max = Math.max(total, 1);
    this.#bar.value = done;
    const beside = total > 0 ? texts.form.packing : texts.form.preparing;
    setText(this.#text, done < total ? format(texts.form.progress, { done: done + 1, total }) : beside);
    const said = likely ? format(texts.progress.likely, { from: duration(likely[0], texts), to: duration(likely[1], texts) }) : by && texts.progress[by];
    setText(this.#likely, (done < total && said) || "");
    for (const row of this.#rows) row.render(texts, by === "browser");
  }
}

class Row {
  readonly element: HTMLElement;
  readonly #key: SlowKey;
  readonly #name = h("span");
  readonly #algorithm = h("span", { class: "note" });
  readonly #state = h("span", { class: "status" });
  #current: KeyState = "waiting";
  #began = 0;
  #took = 0;

  constructor(key: SlowKey) {
    this.#key = key;
    this.element = h("li", { "data-key": "waiting" }, this.#name, this.#algorithm, this.#state);
  }

  /** Whether this changes what is shown. */
  enter(state: KeyState): boolean {
    if (state === this.#current) return false;
    const now = performance.now();
    // What was made so quickly was not seen to begin.
    if (state === "making" || this.#current === "waiting") this.#began = now;
    if (state === "made") this.#took = now - this.#began;
    this.#current = state;
    this.element.dataset.key = state;
    return true;
  }

  name({ result }: AllTexts): string {
    return `${result.kinds[this.#key.role]} ${this.#key.name}`.trim();
  }

  render(texts: AllTexts, byBrowser: boolean): void {
    const { asked, states, seconds } = texts.progress;
    const since = Math.floor((performance.now() - this.#began) / 1000);
    const elapsed = { waiting: "", making: since > 0 && format(seconds, { count: since }), made: format(seconds, { count: (this.#took / 1000).toFixed(1) }) }[this.#current];
    setText(this.#name, this.name(texts));
    setText(this.#algorithm, `RSA-${this.#key.rsaBits}`);
    const isAsked = byBrowser && this.#current === "making";
    setText(this.#state, `${isAsked ? asked : states[this.#current]} ${elapsed || ""}`);
  }
}

function duration(milliseconds: number, { progress }: AllTexts): string {
  const seconds = Math.max(1, Math.round(milliseconds / 1000));
  return seconds < 100 ? format(progress.seconds, { count: seconds }) : format(progress.minutes, { count: Math.round(seconds / 60) });
}
