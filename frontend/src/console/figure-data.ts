/** The numbers of one chart, as `foundation/ui/figures.py` writes them. */
export interface Series { name: string; values: (number | null)[]; low: (number | null)[]; high: (number | null)[] }
export interface Figure {
  kind: "bars" | "stack" | "points" | "lines";
  labels: string[];
  series: Series[];
  unit: string;
  decimals: number;
  least: number | null;
  most: number | null;
  n: number[];
  marks: number[];
}

const FLOOR = 150;
const ROW = 34;
const HEAD = 64;

/** As high as its rows need. */
export function heightOf(figure: Figure): number {
  if (figure.kind === "lines") return 260;
  const each = figure.kind === "stack" ? ROW : Math.max(ROW, 15 * figure.series.length + 14);
  return Math.max(FLOOR, figure.labels.length * each + HEAD);
}

/** A value as it is written beside its bar; nothing for nothing. */
export function told(figure: Figure, value: unknown): string {
  if (value === null || value === undefined || value === "") return "";
  return `${Number(value).toFixed(figure.decimals)}${figure.unit}`;
}
