// The levels of the headings, as the page around wants them: a heading stands in that page's outline.

const HEADINGS = "h1, h2, h3, h4, h5, h6";
/** The deepest level that HTML knows. */
const DEEPEST = 6;

export class Levels {
  readonly #root: ParentNode & Node;
  readonly #watch = new MutationObserver((changes) => {
    for (const { addedNodes } of changes) for (const node of addedNodes) if (node instanceof Element) this.#write(node);
  });
  #down = 0;

  constructor(root: ParentNode & Node) {
    this.#root = root;
  }

  /** How many levels further down each heading is than its element says. */
  set down(down: number) {
    if (down === this.#down) return;
    this.#down = down;
    this.#watch.disconnect();
    if (down !== 0) this.#watch.observe(this.#root, { childList: true, subtree: true });
    for (const heading of this.#root.querySelectorAll(HEADINGS)) this.#level(heading);
  }

  #write(element: Element): void {
    if (element.matches(HEADINGS)) this.#level(element);
    for (const heading of element.querySelectorAll(HEADINGS)) this.#level(heading);
  }

  #level(heading: Element): void {
    if (this.#down === 0) heading.removeAttribute("aria-level");
    else heading.setAttribute("aria-level", String(Math.max(1, Math.min(Number(heading.tagName[1]) + this.#down, DEEPEST))));
  }
}
