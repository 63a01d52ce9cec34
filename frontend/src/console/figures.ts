/**
 * Charts of the pages of figures: each place carries its own numbers (`data-figure`, made by `foundation/ui/figures.py`) and
 * has the same ones in a table beside it. Drawn on canvas, so the content policy holds.
 */
import { BarChart, CustomChart, LineChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, MarkLineComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import type { CustomSeriesRenderItemAPI, CustomSeriesRenderItemParams, EChartsOption } from "echarts";
import { axis, base, color } from "./chart-base.ts";
import { bounds, heightOf, told, type Figure } from "./figure-data.ts";

echarts.use([BarChart, CustomChart, LineChart, AriaComponent, GridComponent, LegendComponent, MarkLineComponent, CanvasRenderer]);

const COLORS = ["--chart-1", "--chart-5", "--chart-2", "--chart-4", "--chart-6", "--chart-3"];
let drawn: echarts.ECharts[] = [];

export function draw(): void {
  for (const one of drawn) one.dispose();
  drawn = [];
  for (const place of document.querySelectorAll<HTMLElement>("[data-figure]")) {
    const figure = JSON.parse(place.dataset.figure ?? "{}") as Figure;
    place.style.blockSize = `${heightOf(figure)}px`;
    if (!place.clientWidth) continue; // shown as tables
    const chart = echarts.init(place, null, { renderer: "canvas" });
    chart.setOption(options(figure, place.clientWidth));
    drawn.push(chart);
  }
}

export function fit(): void {
  for (const one of drawn) one.resize();
}

function options(figure: Figure, width: number): EChartsOption {
  if (figure.kind === "points") return points(figure, width);
  return figure.kind === "lines" ? lines(figure) : bars(figure, width);
}

function hue(index: number, count: number): string {
  return color(count === 2 && index === 1 ? "--bar-soft" : COLORS[index % COLORS.length] ?? "--chart-1");
}

function legend(figure: Figure): EChartsOption["legend"] {
  return figure.series.length > 1
    ? { top: 0, left: 0, itemWidth: 12, itemHeight: 10, textStyle: { color: color("--ink-2"), fontSize: 12 } }
    : { show: false };
}

function top(figure: Figure): number {
  return figure.series.length > 1 ? 30 : 8;
}

function names(figure: Figure, width: number): EChartsOption["yAxis"] {
  const room = Math.max(84, Math.min(190, width * 0.34));
  const label = { color: color("--ink-2"), width: room, overflow: "break", interval: 0 };
  return axis({ type: "category", data: figure.labels, inverse: true, splitLine: { show: false }, axisLabel: label }) as EChartsOption["yAxis"];
}

function values(figure: Figure, short = 5): object {
  const label = { formatter: `{value}${figure.unit}`, color: color("--ink-3"), hideOverlap: true };
  const [min, max] = bounds(figure);
  const whole = !figure.unit && figure.series.every((one) => one.values.every((value) => Number.isInteger(value ?? 0)));
  return axis({ type: "value", min, max, splitNumber: short, axisLabel: label, ...(whole ? { minInterval: 1 } : {}) });
}

function bars(figure: Figure, width: number): EChartsOption {
  const stacked = figure.kind === "stack";
  return {
    ...base(),
    legend: legend(figure),
    grid: { left: 4, right: stacked ? 16 : 56, top: top(figure), bottom: 4, containLabel: true },
    xAxis: values(figure, width < 420 ? 3 : 5) as EChartsOption["xAxis"],
    yAxis: names(figure, width),
    series: figure.series.map((one, index) => ({
      type: "bar" as const,
      name: one.name,
      data: one.values,
      barMaxWidth: stacked ? 22 : 12,
      ...(stacked ? { stack: "all" } : {}),
      itemStyle: { color: hue(index, figure.series.length), borderRadius: stacked ? 0 : [0, 3, 3, 0] },
      label: {
        show: !stacked || width >= 420,
        position: (stacked ? "inside" : "right") as "inside" | "right",
        color: stacked ? (index === 1 && figure.series.length === 2 ? color("--color-base-content") : color("--color-base-100")) : color("--ink-2"),
        formatter: (item: { value?: unknown }) => (stacked && Number(item.value) < share(figure) ? "" : told(figure, item.value)),
      },
    })) as EChartsOption["series"],
  };
}

/** Below this a part of a stacked bar is too short for its number. */
function share(figure: Figure): number {
  const whole = figure.labels.map((_label, row) => figure.series.reduce((sum, one) => sum + (one.values[row] ?? 0), 0));
  return Math.max(...whole, 0) * 0.07;
}

/** Point and interval in each row; the number stands at the end of the interval. */
function points(figure: Figure, width: number): EChartsOption {
  const count = figure.series.length;
  const series = figure.series.map((one, index) => {
    const shift = (index - (count - 1) / 2) * 13;
    const item = (_params: CustomSeriesRenderItemParams, api: CustomSeriesRenderItemAPI) => {
      const row = Number(api.value(1));
      const value = one.values[row];
      if (value === null || value === undefined) return;
      const [x, middle] = api.coord([value, row]) as [number, number];
      const y = middle + shift;
      const [from] = api.coord([one.low[row] ?? value, row]) as [number, number];
      const [to] = api.coord([one.high[row] ?? value, row]) as [number, number];
      const ink = color(COLORS[index % COLORS.length] ?? "--chart-1");
      const n = figure.n[row] !== undefined && index === 0 && width >= 420 ? `  N=${figure.n[row]}` : "";
      return {
        type: "group" as const,
        children: [
          { type: "rect" as const, shape: { x: from, y: y - 4, width: Math.max(0, to - from), height: 8, r: 4 }, style: { fill: ink, opacity: 0.28 } },
          { type: "circle" as const, shape: { cx: x, cy: y, r: 5 }, style: { fill: ink } },
          { type: "text" as const, style: { text: told(figure, value) + n, x: Math.max(to, x) + 9, y, verticalAlign: "middle" as const, fill: color("--ink-2"), font: "12px sans-serif" } },
        ],
      };
    };
    return {
      type: "custom",
      name: one.name,
      itemStyle: { color: color(COLORS[index % COLORS.length] ?? "--chart-1") },
      renderItem: item as never,
      clip: false,
      data: one.values.map((value, row) => [value ?? figure.least ?? 0, row]),
      encode: { x: 0, y: 1 },
      ...(index === 0 && figure.marks.length
        ? { markLine: { symbol: "none", silent: true, lineStyle: { color: color("--ink-3"), type: "dashed" }, label: { show: false }, data: figure.marks.map((at) => ({ xAxis: at })) } }
        : {}),
    };
  });
  return {
    ...base(),
    legend: legend(figure),
    grid: { left: 4, right: width < 420 ? 44 : 92, top: top(figure), bottom: 4, containLabel: true },
    xAxis: values(figure, width < 420 ? 3 : 5) as EChartsOption["xAxis"],
    yAxis: names(figure, width),
    series: series as EChartsOption["series"],
  };
}

/** A line over time with the interval of each point as an upright bar. */
function lines(figure: Figure): EChartsOption {
  const series = figure.series.flatMap((one, index) => {
    const ink = color(COLORS[index % COLORS.length] ?? "--chart-1");
    const item = (_params: CustomSeriesRenderItemParams, api: CustomSeriesRenderItemAPI) => {
      const place = Number(api.value(0));
      const [low, high] = [one.low[place], one.high[place]];
      if (low === null || low === undefined || high === null || high === undefined) return;
      const [x, from] = api.coord([place, low]) as [number, number];
      const [, to] = api.coord([place, high]) as [number, number];
      return { type: "rect" as const, shape: { x: x - 3, y: to, width: 6, height: from - to, r: 3 }, style: { fill: ink, opacity: 0.28 } };
    };
    return [
      { type: "custom", renderItem: item as never, clip: true, data: one.values.map((value, place) => [place, value ?? 0]), encode: { x: 0, y: 1 }, silent: true },
      {
        type: "line", name: one.name, data: one.values, symbol: "circle", symbolSize: 8, itemStyle: { color: ink }, lineStyle: { color: ink, width: 2 },
        label: { show: figure.labels.length <= 12 && figure.series.length === 1, position: "top", color: color("--ink-2"), formatter: (point: { value?: unknown }) => told(figure, point.value) },
        ...(index === 0 && figure.marks.length
          ? { markLine: { symbol: "none", silent: true, lineStyle: { color: color("--ink-3"), type: "dashed" }, label: { show: false }, data: figure.marks.map((at) => ({ yAxis: at })) } }
          : {}),
      },
    ];
  });
  return {
    ...base(),
    legend: { ...(legend(figure) as object), data: figure.series.map((one) => one.name) },
    grid: { left: 4, right: 16, top: top(figure) + 14, bottom: 4, containLabel: true },
    xAxis: axis({ type: "category", data: figure.labels, splitLine: { show: false } }) as EChartsOption["xAxis"],
    yAxis: values(figure) as EChartsOption["yAxis"],
    series: series as EChartsOption["series"],
  };
}
