/** A certificate that was made. */
export interface Certificate {
  readonly role: "ca" | "server" | "client";
  /** The host, the client, or the common name of the authority. */
  readonly name: string;
  readonly subject: string;
  /** Names and addresses that a host's certificate holds for. */
  readonly names: readonly string[];
  readonly usages: readonly string[];
  readonly serial: string;
  /** RFC 3339. */
  readonly notBefore: string;
  readonly notAfter: string;
  /** SHA-256. */
  readonly fingerprint: string;
  /** How Docker is installed on the host; only a host has it. */
  readonly platform?: string;
  /** What connects; only a client has it. */
  readonly kind?: string;
  /** The archive that has its key, without `.zip`. */
  readonly bundle: string;
}

/** What the event `dockseal-issued` tells. There is no key in it. */
export interface Issued {
  readonly certificates: readonly Certificate[];
}

/** `<dockseal-generator>`. Importing it registers nothing: `import "dockseal/define"` does. */
export class DocksealGenerator extends HTMLElement {
  /** The language that it speaks. A change is told by the event `dockseal-locale`. */
  get locale(): "en" | "zh-CN";
  /** The title that suits a page of nothing but this element. */
  get documentTitle(): string;
  /** The address of this form, without secrets. That it may have changed is told by the event `dockseal-link`. */
  get link(): string;
  /** Fills the form from the fragment of a link, without its `#`. */
  presetFrom(fragment: string): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "dockseal-generator": DocksealGenerator;
  }
  interface HTMLElementEventMap {
    "dockseal-issued": CustomEvent<Issued>;
    "dockseal-link": Event;
    "dockseal-locale": Event;
  }
}
