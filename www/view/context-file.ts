// What `docker context import` takes of a client, for one host: made when somebody wants it, where the archives have none because they would have too many.

import type { Plan } from "#form";
import { type AllTexts, format } from "../locales/language";
import { copyButton, type Context } from "./copy";
import { h, setText } from "./dom";
import type { Downloads } from "./downloads";

/** `undefined` when that failed, which is said elsewhere. */
export type MakeContext = (bundle: string, meta: string) => Promise<Blob | undefined>;

export class ContextFileView {
  readonly element: HTMLDetailsElement;
  readonly #context: Context<AllTexts>;
  readonly #downloads: Downloads;
  readonly #make: MakeContext;
  readonly #intro = h("p", {});
  readonly #button = h("button", { type: "button", "data-action": "make-context" });
  readonly #said = h("p", { class: "made", role: "status" });
  #wanted: { readonly bundle: string; readonly host: string; readonly of: NonNullable<Plan["context"]> } | undefined;
  /** The file that was made last is that of what is wanted. */
  #isMade = false;

  constructor(context: Context<AllTexts>, downloads: Downloads, make: MakeContext) {
    this.#context = context;
    this.#downloads = downloads;
    this.#make = make;
    this.#button.addEventListener("click", () => void this.#create());
    this.element = h(
      "details",
      { class: "fold on-wish", "data-fold": "context-file", hidden: true },
      h("summary", {}, context.language.text(({ contextFile }) => contextFile.heading)),
      this.#intro,
      h("div", { class: "actions" }, this.#button),
      this.#said,
    );
    context.language.bind(() => this.#relabel());
  }

  /** Offers it for the client of this name, whose key is among what was made, and for the host that the plan has chosen for it; for none, it is hidden. */
  show(client: string | undefined, plan: Plan | undefined): void {
    const bundle = client === undefined ? undefined : this.#downloads.of("client", client)?.bundle;
    const of = bundle?.files.some(({ name }) => name === "key.pem") ? plan?.context : undefined;
    this.element.hidden = of === undefined;
    const wanted = of && { bundle: bundle!.name, host: plan!.daemons[plan!.clientHost]!.name, of };
    if (JSON.stringify(wanted) === JSON.stringify(this.#wanted)) return;
    this.#wanted = wanted;
    this.#isMade = false;
    this.#relabel();
  }

  /** What was made is of keys that are gone. */
  forget(): void {
    this.#isMade = false;
    this.#tell();
  }

  async #create(): Promise<void> {
    const wanted = this.#wanted!;
    const blob = await this.#make(wanted.bundle, wanted.of.meta);
    // Another client's card is open, or the keys are gone.
    if (!blob || wanted !== this.#wanted || this.element.hidden) return;
    this.#downloads.save(blob, wanted.of.file);
    this.#isMade = true;
    this.#tell();
  }

  #tell(): void {
    if (!this.#isMade) return this.#said.replaceChildren();
    const { file, name } = this.#wanted!.of;
    const command = `docker context import ${name} ${file}`;
    const copy = copyButton(this.#context, () => command, { action: "copy-context-import", about: (texts) => (texts as AllTexts).contextFile.heading });
    this.#said.replaceChildren(format(this.#context.language.texts.contextFile.done, { file }), " ", h("code", {}, command), " ", copy);
  }

  #relabel(): void {
    const { contextFile } = this.#context.language.texts;
    setText(this.#intro, format(contextFile.intro, { host: this.#wanted?.host ?? "" }));
    setText(this.#button, format(contextFile.make, { file: this.#wanted?.of.file ?? "" }));
    this.#tell();
  }
}
