/** Small helpers around `data-` hooks; a missing hook is a mistake in the template and says so. */
export function hook<T extends Element = HTMLElement>(root: ParentNode, name: string): T {
  const found = root.querySelector<T>(`[data-${name}]`);
  if (!found) throw new Error(`the page has no [data-${name}]`);
  return found;
}

export function hooks(root: ParentNode, name: string): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>(`[data-${name}]`)];
}

/** Writes only what changed, so that live regions are not read out again. */
export function write(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * Where the focus goes when its place was hidden: the last visible `data-focus`, a sentence and not a button, so that
 * a key held down does not press what has just appeared. `before`: what had it until now.
 */
export function followFocus(root: HTMLElement, before: Element | null): void {
  if (!before || !root.contains(before) || before.checkVisibility()) return;
  hooks(root, "focus").filter((one) => one.checkVisibility()).pop()?.focus();
}

/** Shows the parts of the page that belong to a phase. */
export function showPhase(root: HTMLElement, phase: string): void {
  root.dataset.phase = phase;
  for (const part of hooks(root, "show")) part.hidden = !(part.dataset.show ?? "").split(" ").includes(phase);
}
