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

/** The axis: what the chart says, else wide enough for every value and interval, in round steps. */
export function bounds(figure: Figure): [number | undefined, number | undefined] {
  const seen = figure.series.flatMap((one) => [...one.values, ...one.low, ...one.high]).filter((value) => value !== null);
  const all = [...seen, ...figure.marks];
  if (!all.length || figure.kind === "bars" || figure.kind === "stack") return [figure.least ?? undefined, figure.most ?? undefined];
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const step = 10 ** Math.floor(Math.log10(Math.max(high - low, 1e-9))) / 2;
  return [figure.least ?? Math.floor(low / step) * step, figure.most ?? Math.ceil(high / step) * step];
}

/** A value as it is written beside its bar; nothing for nothing. */
export function told(figure: Figure, value: unknown): string {
  if (value === null || value === undefined || value === "") return "";
  return `${Number(value).toFixed(figure.decimals)}${figure.unit}`;
}
