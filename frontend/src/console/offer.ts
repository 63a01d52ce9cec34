/** The offer editor adds up while one types, and shows where the pay stands in its band. Only a view: the server adds
 * up again. */
export interface Line {
  amount: number; // fen
  per: string;
  months: number;
  fixed: boolean;
}

export interface Sums {
  monthly: number;
  yearly: number;
  target: number;
}

/** The same sums as `rules.terms.totals`. */
export function add(lines: Line[]): Sums {
  const sums = { monthly: 0, yearly: 0, target: 0 };
  for (const one of lines) {
    const year = one.per === "month" ? one.amount * one.months : one.amount;
    sums.target += year;
    if (!one.fixed) continue;
    sums.yearly += year;
    if (one.per === "month") sums.monthly += one.amount;
  }
  return sums;
}

/** ¥8,600 or ¥8,600.50, as the server writes it. */
export function money(fen: number, symbol = "¥"): string {
  const yuan = Math.floor(fen / 100).toLocaleString("en-US");
  return `${symbol}${yuan}${fen % 100 ? `.${String(fen % 100).padStart(2, "0")}` : ""}`;
}

/** 0–1 inside the band. */
export function place(monthly: number, low: number, high: number): number {
  return high > low ? (monthly - low) / (high - low) : Number(monthly > high);
}

export function installOffer(form: HTMLFormElement): void {
  const draw = (): void => {
    const sums = add(read(form));
    tell("monthly", sums.monthly);
    tell("yearly", sums.yearly);
    tell("target", sums.target);
    mark(sums.monthly);
  };
  form.addEventListener("input", draw);
}

function read(form: HTMLFormElement): Line[] {
  const found: Line[] = [];
  const at = <T extends Element>(number: number, name: string): T | null =>
    form.querySelector<T>(`[name="pay-${number}-${name}"]`);
  for (let number = 0; at(number, "amount"); number += 1) {
    if (at<HTMLInputElement>(number, "gone")?.checked) continue;
    found.push({
      amount: Math.round(Number(at<HTMLInputElement>(number, "amount")?.value || 0) * 100),
      per: at<HTMLSelectElement>(number, "per")?.value ?? "month",
      months: Number(at<HTMLInputElement>(number, "months")?.value || 12),
      fixed: at<HTMLInputElement>(number, "fixed")?.checked ?? false,
    });
  }
  return found;
}

function tell(name: string, fen: number): void {
  const place = document.querySelector(`[data-offer-${name}]`);
  if (place && Number.isFinite(fen)) place.textContent = money(fen, /^[^\d-]*/.exec(place.textContent ?? "")?.[0] || "¥");
}

function mark(monthly: number): void {
  const band = document.querySelector<HTMLElement>("[data-offer-band]");
  if (!band || !Number.isFinite(monthly)) return;
  const share = place(monthly, Number(band.dataset.low), Number(band.dataset.high));
  const inside = share >= 0 && share <= 1;
  const circle = band.querySelector("circle");
  circle?.setAttribute("cx", String(Math.min(300, Math.max(0, ((share + 0.25) / 1.5) * 300))));
  circle?.classList.toggle("out", !inside);
  const percent = band.querySelector("[data-offer-percent]");
  if (percent) percent.textContent = `${Math.round(share * 100)}%`;
  const outside = band.querySelector<HTMLElement>("[data-offer-outside]");
  if (outside) outside.hidden = inside;
}
