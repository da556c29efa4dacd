// What build.mjs gives to the page.

declare const __COMMIT__: string;
declare const __VERSION__: string;

declare module "*.css" {
  const minified: string;
  export default minified;
}
