// Closes the page of its own, before anything else in it runs.

import { closePage } from "./engine/doors";

closePage(__OFFLINE__ && new URL(__OFFLINE__.file, document.baseURI).href);
