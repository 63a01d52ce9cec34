/** Small hand-made SVG: attributes and classes only, which the content policy allows. */
const NS = "http://www.w3.org/2000/svg";

export type Attributes = Record<string, string | number>;

export function node(name: string, attributes: Attributes = {}, text = ""): SVGElement {
  const element = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, typeof value === "number" ? String(Math.round(value * 100) / 100) : value);
  }
  if (text) element.textContent = text;
  return element;
}

export function clear(element: Element): void {
  while (element.firstChild) element.firstChild.remove();
}
