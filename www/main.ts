// The hosted page: the element, the address it is opened with, and the document's own language.

import { DocksealGenerator } from "./element";

customElements.define("dockseal-generator", DocksealGenerator);

const generator = document.querySelector<DocksealGenerator>("dockseal-generator")!;
const describe = () => {
  document.documentElement.lang = generator.locale;
  document.title = generator.documentTitle;
};
generator.addEventListener("dockseal-locale", describe);
describe();

const preset = () => generator.presetFrom(location.hash.slice(1));
addEventListener("hashchange", preset);
preset();
