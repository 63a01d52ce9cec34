/** Pages of charts: drawn only where they are shown, tables instead if the reader wants them. */
const KEPT = "bole-monitor-tables";

interface Charts { draw: () => void; fit: () => void }

export async function installMonitor(place: HTMLElement): Promise<void> {
  install(place, await import("./charts.ts"));
}

/** Pages of figures: the same, with charts that carry their own numbers. */
export async function installFigures(place: HTMLElement): Promise<void> {
  install(place, await import("./figures.ts"));
}

function install(place: HTMLElement, { draw, fit }: Charts): void {
  const button = document.querySelector<HTMLButtonElement>("[data-tables]");
  const tables = (on: boolean): void => {
    place.classList.toggle("as-tables", on);
    button?.setAttribute("aria-pressed", String(on));
  };
  tables(localStorage.getItem(KEPT) === "yes");
  draw();
  button?.addEventListener("click", () => {
    const on = !place.classList.contains("as-tables");
    localStorage.setItem(KEPT, on ? "yes" : "no");
    tables(on);
    draw();
  });
  document.addEventListener("bole:drawn", draw);
  addEventListener("resize", fit);
  new MutationObserver(draw).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
}
