/**
 * The content policy forbids style attributes. `data-width="37.5"` (percent) is turned into a width here, also
 * in fragments that htmx swaps in later.
 */
export function applyWidths(root: ParentNode): void {
  for (const element of root.querySelectorAll<HTMLElement>("[data-width]")) {
    element.style.setProperty("inline-size", `${Number(element.dataset.width)}%`);
  }
}

export function installWidths(): void {
  applyWidths(document);
  document.addEventListener("htmx:after:swap", () => applyWidths(document));
}
