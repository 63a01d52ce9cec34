/**
 * The content policy forbids style attributes. `data-width="37.5"` (percent) is turned into a width here, also
 * in fragments that htmx swaps in later.
 */
export function applyWidths(root: ParentNode): void {
  for (const element of root.querySelectorAll<HTMLElement>("[data-width]")) {
    element.style.setProperty("inline-size", `${Number(element.dataset.width)}%`);
  }
}

const SIDEWAYS = ".scroll-x, .cal-scroll, .compare, .table-wrap";

/** What is wider than its place takes the focus, so that arrow keys scroll it. */
export function reachSideways(root: ParentNode): void {
  for (const place of root.querySelectorAll<HTMLElement>(SIDEWAYS)) {
    const wide = place.scrollWidth > place.clientWidth && !place.querySelector("a, button, input, select");
    if (wide) place.tabIndex = 0;
    else place.removeAttribute("tabindex");
  }
}

export function installWidths(): void {
  const apply = (): void => {
    applyWidths(document);
    reachSideways(document);
  };
  apply();
  addEventListener("resize", () => reachSideways(document));
  document.addEventListener("htmx:after:swap", apply);
}
