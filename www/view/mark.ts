// The small marks of what is on the page: a host, a client, the CA, the reader's own computer. A shape and a colour each; the word stands beside them.

const SVG = "http://www.w3.org/2000/svg";

export type Marked = "host" | "client" | "ca" | "desk" | "dockseal";

/** A stack of drives, a laptop, a seal, a screen on its stand; and the seal on containers, which is Dockseal's own. */
const SHAPES: Record<Marked, readonly string[]> = {
  host: ["M2.5 2.5h11v4.5h-11z", "M2.5 9h11v4.5h-11z", "M5 4.8h.01", "M5 11.3h.01"],
  client: ["M2.5 3h11v7.5h-11z", "M1.5 13h13"],
  ca: ["M8 1.5l5 2v4c0 3.2-2.1 5.6-5 7-2.9-1.4-5-3.8-5-7v-4z", "M5.7 8l1.7 1.7 3-3.4"],
  desk: ["M2 2.5h12v8.5h-12z", "M8 11v2.5", "M5 13.5h6"],
  dockseal: ["M1.5 9.5h13c-.3 3-2.6 5-6.5 5s-6.200-2-6.500-5z", "M3.500 7h2.500v2.500h-2.500z", "M6.750 7h2.500v2.500h-2.500z", "M6.750 3.700h2.500v2.500h-2.500z", "M10.500 5.200l1.200 1.200 2.300-2.700"],
};

/** A mark that says nothing to those who do not see it: the word beside it does. */
export function mark(kind: Marked): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", `mark-of ${kind}`);
  svg.setAttribute("aria-hidden", "true");
  for (const d of SHAPES[kind]) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}
