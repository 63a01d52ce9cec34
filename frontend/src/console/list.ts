/** The list by keyboard: J and K (or the arrows, once inside) move from row to row; Enter is the link's own. */
const STEP: Record<string, number> = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1 };

export function installList(list: HTMLElement): void {
  document.addEventListener("keydown", (event) => {
    const target = event.target as HTMLElement;
    const step = STEP[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    if (target.closest("input, textarea, select, dialog[open], details[open]")) return;
    if (event.key.startsWith("Arrow") && !list.contains(target)) return;
    const links = [...list.querySelectorAll<HTMLElement>("tbody .row-link")];
    const here = links.findIndex((link) => link.closest("tr")?.contains(target));
    const next = links[here < 0 ? 0 : here + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
}
