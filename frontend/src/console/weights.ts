/** The portrait editor: what is missing from 100 is said while one types; a button spreads it in proportion. */
const TENTHS = 10;

function tenths(field: HTMLInputElement): number {
  const value = Number(field.value.trim().replace(",", "."));
  return Number.isFinite(value) ? Math.round(value * TENTHS) : 0;
}

function written(value: number): string {
  return String(value / TENTHS);
}

/** Whole tenths in the proportions of `parts` that add up to `whole`; what rounding leaves goes to the largest. */
export function spread(parts: readonly number[], whole: number): number[] {
  const sum = parts.reduce((a, b) => a + b, 0);
  if (sum <= 0) return [...parts];
  const made = parts.map((part) => Math.max(1, Math.round((part * whole) / sum)));
  const largest = made.indexOf(Math.max(...made));
  made[largest] = (made[largest] ?? 0) + whole - made.reduce((a, b) => a + b, 0);
  return made;
}

export function installWeights(box: HTMLElement): void {
  const sum = box.querySelector<HTMLElement>("[data-sum]");
  const total = box.querySelector<HTMLElement>("[data-total]");
  const residual = box.querySelector<HTMLElement>("[data-residual]");
  const even = box.querySelector<HTMLButtonElement>("[data-even-out]");
  if (!sum || !total || !residual || !even) return;

  const fields = () =>
    [...box.querySelectorAll<HTMLInputElement>("[data-weight]")].filter((field) => {
      const key = field.name.replace("weight-", "");
      return !box.querySelector<HTMLInputElement>(`[name="remove-${key}"]`)?.checked;
    });
  const show = () => {
    const whole = fields().map(tenths).reduce((a, b) => a + b, 0);
    const missing = 100 * TENTHS - whole;
    const words = missing === 0 ? sum.dataset.even : missing > 0 ? sum.dataset.less : sum.dataset.more;
    total.textContent = written(whole);
    residual.textContent = (words ?? "").replace("{n}", written(Math.abs(missing)));
    sum.classList.toggle("bad", missing !== 0);
    even.hidden = missing === 0 || whole <= 0;
  };
  box.addEventListener("input", show);
  box.addEventListener("click", (event) => {
    const button = (event.target as HTMLElement).closest<HTMLButtonElement>("button[data-step]");
    const field = button && document.getElementById(button.dataset.for ?? "");
    if (!button || !(field instanceof HTMLInputElement)) return;
    field.value = written(Math.max(0, tenths(field) + Number(button.dataset.step) * TENTHS));
    show();
  });
  even.addEventListener("click", () => {
    const kept = fields();
    const made = spread(kept.map(tenths), 100 * TENTHS);
    kept.forEach((field, index) => (field.value = written(made[index] ?? 0)));
    show();
  });
  show();
}
