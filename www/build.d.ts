// What build.mjs gives to the page.

declare const __COMMIT__: string;
declare const __VERSION__: string;

/** Whether the product is a single file, with everything inside. */
declare const __INSIDE__: boolean;
/** Each wasm: its address from the page's or, inside a single file, its bytes in gzip and base64. */
declare const __WASM__: { readonly core: string; readonly rsa: string };
/** The offline file: beside the site with its hash, or the page itself; none in the element for other people's pages. */
declare const __OFFLINE__: { readonly file: string; readonly sha256?: string } | undefined;

declare module "*.css" {
  const minified: string;
  export default minified;
}

declare module "*?script" {
  const bundled: string;
  export default bundled;
}
