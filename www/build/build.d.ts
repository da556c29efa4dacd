// What build.mjs gives to the page.

declare const __COMMIT__: string;
declare const __VERSION__: string;
/** Where the source is; missing where Cargo.toml names no repository. */
declare const __SOURCE__: string | undefined;

/** Whether the product is a single file, with everything inside. */
declare const __INSIDE__: boolean;
/** What the core says of an empty form. */
declare const __DEFAULTS__: Required<import("#form").Draft>;
declare const __CHOICES__: Pick<import("#form").Choices, "alias" | "clientKind" | "field" | "firewalled" | "keyAlgorithm" | "maxOctets" | "platform" | "trust">;

/** Each wasm: its address from the page's or, inside a single file, its bytes in gzip as build.mjs writes them. */
declare const __WASM__: { readonly form: string; readonly issue: string; readonly rsa: string };
/** The scripts that go into archives, likewise. */
declare const __SCRIPTS__: string;
/** The address of the second script; in a single file there is only one. */
declare const __REST__: string;
/** The worker's script: its address or, inside a single file, its text. */
declare const __WORKER__: string;
/** The offline file: beside the site with its hash, or the page itself; missing in the element for other people's pages. */
declare const __OFFLINE__: { readonly file: string; readonly sha256?: string } | undefined;

declare module "*.css" {
  const minified: string;
  export default minified;
}
