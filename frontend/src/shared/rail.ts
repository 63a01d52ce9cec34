/** The console's rail, narrow or with names; remembered on this device only. `<button data-rail-toggle>` switches. */
const KEY = "bole-rail";
const WIDE = "(width >= 1600px)";

export function installRail(): void {
  const root = document.documentElement;
  try {
    const kept = localStorage.getItem(KEY);
    if (kept === "wide" || kept === "narrow") root.dataset.rail = kept;
  } catch {
    // Storage is refused; the width of the screen decides.
  }
  document.addEventListener("click", (event) => {
    const target = event.target as Element | null;
    closeOthers(target);
    if (!target?.closest("[data-rail-toggle]")) return;
    const shown = root.dataset.rail ?? (matchMedia(WIDE).matches ? "wide" : "narrow");
    root.dataset.rail = shown === "wide" ? "narrow" : "wide";
    try {
      localStorage.setItem(KEY, root.dataset.rail);
    } catch {
      // As above.
    }
  });
}

/** A click beside the open "More" closes it. */
function closeOthers(target: Element | null): void {
  for (const open of document.querySelectorAll<HTMLDetailsElement>(".rail-more[open]")) {
    if (!target || !open.contains(target)) open.open = false;
  }
}
