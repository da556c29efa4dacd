// Registers <dockseal-generator>, unless a version of it is there already: the first one on a page stays.

import { DocksealGenerator } from "./element";

// A server has no registry.
if (globalThis.customElements && !customElements.get("dockseal-generator")) customElements.define("dockseal-generator", DocksealGenerator);
