// The CA once it is made: its archive, which is the first to put away.

import { CodeBlock, type Context } from "./copy";
import type { Downloads } from "./downloads";
import { h } from "./dom";
import type { Output } from "../engine/job";
import { type AllTexts, format } from "../locales/language";

/** OpenSSL asks twice for a passphrase. 600 000 rounds is what OWASP recommends for PBKDF2 with HMAC-SHA-256. */
const ENCRYPT_CA_KEY = "openssl pkcs8 -topk8 -v2 aes-256-cbc -iter 600000 -in ca-key.pem -out ca-key.enc.pem && rm -f ca-key.pem";

export class AuthorityView {
  readonly element = h("div", { class: "machine ca", "data-machine": "ca", "data-role": "ca", hidden: true });
  readonly #context: Context<AllTexts>;
  readonly #downloads: Downloads;
  #output: Output | undefined;

  constructor(context: Context<AllTexts>, downloads: Downloads) {
    this.#context = context;
    this.#downloads = downloads;
    context.language.bind(() => this.#render());
  }

  /** Whether it was made with a passphrase, which is shown beside it. */
  get isLocked(): boolean {
    return !this.element.hidden && this.#output!.locked;
  }

  /** What was made and is offered, if anything is. */
  show(output: Output | undefined): void {
    if (output === this.#output) return;
    this.#output = output;
    this.#render();
  }

  #render(): void {
    const output = this.#output;
    const found = output && this.#downloads.of("ca");
    this.element.hidden = !found;
    if (!found) return this.element.replaceChildren();
    const { caFile, machines } = this.#context.language.texts;
    const until = h("span", { class: "until" }, format(machines.until, { date: found.notAfter.slice(0, 10) }));
    const row = h("div", { class: "row" }, h("strong", { class: "first" }, caFile.first), until, h("span", { class: "downloads" }, this.#downloads.inRow(found.bundle)));
    const calendar = h("p", { class: "note" }, caFile.calendar, " ", this.#downloads.calendar("dockseal.ics"));
    this.element.replaceChildren(row, calendar, ...(output!.locked ? [h("p", { class: "note" }, output!.given ? caFile.lockedAsBefore : caFile.locked)] : this.#encrypt()));
  }

  #encrypt(): HTMLElement[] {
    const { caFile } = this.#context.language.texts;
    const command = new CodeBlock(this.#context, () => caFile.encrypt);
    command.show(caFile.encrypt, ENCRYPT_CA_KEY);
    return [h("p", { class: "warning" }, caFile.open), command.element];
  }
}
