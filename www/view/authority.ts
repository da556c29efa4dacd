// The CA: the passphrase of its key and, once it is made, its archive, which is the first to put away.

import { CodeBlock, type Context } from "./copy";
import type { Downloads } from "./downloads";
import { h } from "./dom";
import { mark } from "./mark";
import type { PassphraseView } from "./passphrase";
import type { Output } from "../engine/job";
import { format } from "../locales/language";

/** OpenSSL asks twice for a passphrase. 600 000 rounds is what OWASP recommends for PBKDF2 with HMAC-SHA-256. */
const ENCRYPT_CA_KEY = "openssl pkcs8 -topk8 -v2 aes-256-cbc -iter 600000 -in ca-key.pem -out ca-key.enc.pem && rm -f ca-key.pem";

export class AuthorityView {
  readonly element: HTMLElement;
  readonly #context: Context;
  readonly #downloads: Downloads;
  readonly #passphrase: PassphraseView;
  readonly #made = h("div", { class: "machine ca", "data-machine": "ca", "data-role": "ca", hidden: true });
  #output: Output | undefined;

  constructor(context: Context, downloads: Downloads, passphrase: PassphraseView) {
    this.#context = context;
    this.#downloads = downloads;
    this.#passphrase = passphrase;
    const { language } = context;
    const heading = h("h2", {}, mark("ca"), language.text((texts) => texts.authority.heading));
    const head = h("div", { class: "head" }, heading, h("p", { class: "help" }, language.text((texts) => texts.authority.help)));
    this.element = h("section", { class: "machines seal" }, head, this.#made, passphrase.element);
    language.bind(() => this.#render());
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
    this.#made.hidden = !found;
    this.#passphrase.showMade(found !== undefined && output!.locked);
    if (!found) return this.#made.replaceChildren();
    const { authority, machines } = this.#context.language.texts;
    const until = h("span", { class: "until" }, format(machines.until, { date: found.notAfter.slice(0, 10) }));
    const row = h("div", { class: "row" }, h("strong", { class: "first" }, authority.first), until, h("span", { class: "downloads" }, this.#downloads.inRow(found.bundle)));
    const calendar = h("p", { class: "note" }, authority.calendar, " ", this.#downloads.calendar("dockseal.ics"));
    this.#made.replaceChildren(row, calendar, ...(output!.locked ? [h("p", { class: "note" }, output!.given ? authority.lockedAsBefore : authority.locked)] : this.#encrypt()));
  }

  #encrypt(): HTMLElement[] {
    const { authority } = this.#context.language.texts;
    const command = new CodeBlock(this.#context, () => authority.encrypt);
    command.show(authority.encrypt, ENCRYPT_CA_KEY);
    return [h("p", { class: "warning" }, authority.open), command.element];
  }
}
