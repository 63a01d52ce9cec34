/** The live monitor: charts only where they are shown, tables instead if the reader wants them. */
const KEPT = "bole-monitor-tables";

export async function installMonitor(place: HTMLElement): Promise<void> {
  const button = document.querySelector<HTMLButtonElement>("[data-tables]");
  const tables = (on: boolean): void => {
    place.classList.toggle("as-tables", on);
    button?.setAttribute("aria-pressed", String(on));
  };
  tables(localStorage.getItem(KEPT) === "yes");
  const { draw, fit } = await import("./charts.ts");
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
