/**
 * The monitor's charts, drawn by ECharts on canvas: nothing here writes a style attribute or HTML, so the content policy
 * holds. Every chart has the same numbers in a table beside it, and decals for those who do not tell the colours apart.
 */
import { BarChart, CustomChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { axis, base, color } from "./chart-base.ts";
import type { CustomSeriesRenderItemAPI, CustomSeriesRenderItemParams, EChartsOption } from "echarts";

echarts.use([BarChart, CustomChart, AriaComponent, GridComponent, LegendComponent, CanvasRenderer]);

interface Finished { names: string[]; x: string[]; y: number[][] }
interface Jobs { labels: string[]; points: [number, number, number][]; n: number[] }
interface Stages { labels: string[]; median: number[]; p90: (number | null)[]; names: string[]; unit: string }
interface Data { finished: Finished; jobs: Jobs; stages: Stages }
type Name = keyof Data;

const FLOOR = 220;
const ROW = 36;
let drawn: echarts.ECharts[] = [];

/** Draws all charts of the page anew, in the colours of the theme. */
export function draw(): void {
  for (const one of drawn) one.dispose();
  drawn = [];
  const source = document.getElementById("monitor-charts");
  if (!source) return;
  const data = JSON.parse(source.dataset.charts ?? "{}") as Data;
  for (const place of document.querySelectorAll<HTMLElement>("[data-chart]")) {
    const name = place.dataset.chart as Name;
    place.style.blockSize = `${height(name, data)}px`;
    if (!place.clientWidth) continue; // shown as tables
    const chart = echarts.init(place, null, { renderer: "canvas" });
    chart.setOption(options(name, data));
    drawn.push(chart);
  }
}

export function fit(): void {
  for (const one of drawn) one.resize();
}

function height(name: Name, data: Data): number {
  const rows = name === "jobs" ? data.jobs.labels.length : name === "stages" ? data.stages.labels.length : 0;
  return Math.max(name === "finished" ? FLOOR + 40 : FLOOR, rows * ROW + 80);
}

function options(name: Name, data: Data): EChartsOption {
  if (name === "finished") return finished(data.finished);
  return name === "jobs" ? jobs(data.jobs) : stages(data.stages);
}

/** What the two colours are, above the bars. */
function legend(): EChartsOption["legend"] {
  return { top: 0, right: 0, itemWidth: 12, itemHeight: 10, selectedMode: false, textStyle: { color: color("--ink-2"), fontSize: 12 } };
}

function finished(data: Finished): EChartsOption {
  const bars = [color("--bar-soft"), color("--chart-1")];
  const wide = data.x.length <= 12;
  return {
    ...base(),
    legend: legend(),
    grid: { left: 8, right: 8, top: 40, bottom: 8, containLabel: true },
    xAxis: axis({ type: "category", data: data.x, splitLine: { show: false } }) as EChartsOption["xAxis"],
    yAxis: axis({ type: "value", minInterval: 1, splitNumber: 4, axisLine: { show: false } }) as EChartsOption["yAxis"],
    series: data.y.map((values, index) => ({
      type: "bar" as const,
      name: data.names[index] ?? "",
      data: values,
      barMaxWidth: 22,
      barGap: "10%",
      itemStyle: { color: bars[index] ?? "", borderColor: color("--bar"), borderWidth: index ? 0 : 1, borderRadius: [3, 3, 0, 0] },
      label: { show: wide, position: "top" as const, color: color(index ? "--chart-1" : "--ink-2") },
    })),
  };
}

/** Point and interval: a bar as long as the interval, a dot at the share, and the numbers at its end. */
function jobs(data: Jobs): EChartsOption {
  const item = (_params: CustomSeriesRenderItemParams, api: CustomSeriesRenderItemAPI) => {
    const row = Number(api.value(0));
    const [share, low, high] = data.points[row] ?? [0, 0, 0];
    const [x, y] = api.coord([share, row]) as [number, number];
    const [from] = api.coord([low, row]) as [number, number];
    const [to] = api.coord([high, row]) as [number, number];
    const words = `${share.toFixed(0)}%  N=${data.n[row]}`;
    return {
      type: "group" as const,
      children: [
        { type: "rect" as const, shape: { x: from, y: y - 5, width: to - from, height: 10, r: 4 }, style: { fill: color("--bar-soft"), stroke: color("--bar") } },
        { type: "circle" as const, shape: { cx: x, cy: y, r: 5 }, style: { fill: color("--chart-1") } },
        { type: "text" as const, style: { text: words, x: to + 8, y, verticalAlign: "middle" as const, fill: color("--color-base-content"), font: "600 12px sans-serif" } },
      ],
    };
  };
  const most = Math.min(100, Math.ceil(Math.max(10, ...data.points.map((one) => one[2])) / 10) * 10 + 20);
  return {
    ...base(),
    grid: { left: 8, right: 24, top: 8, bottom: 8, containLabel: true },
    xAxis: axis({ type: "value", max: most, min: 0, axisLabel: { formatter: "{value}%", color: color("--ink-3"), hideOverlap: true } }) as EChartsOption["xAxis"],
    yAxis: axis({ type: "category", data: data.labels, inverse: true, splitLine: { show: false } }) as EChartsOption["yAxis"],
    series: [{ type: "custom", renderItem: item as never, data: data.points.map((_point, row) => [row, row]), encode: { x: 0, y: 1 } }],
  };
}

function stages(data: Stages): EChartsOption {
  const series = (values: (number | null)[], name: string, fill: string, strong: boolean): object => ({
    type: "bar",
    name,
    data: values,
    barMaxWidth: 11,
    itemStyle: { color: fill, borderRadius: [0, 3, 3, 0] },
    label: { show: true, position: "right", color: color(strong ? "--color-base-content" : "--ink-3"), formatter: `{c} ${data.unit}` },
  });
  return {
    ...base(),
    legend: legend(),
    grid: { left: 8, right: 72, top: 32, bottom: 8, containLabel: true },
    xAxis: axis({ type: "value", splitNumber: 4 }) as EChartsOption["xAxis"],
    yAxis: axis({ type: "category", data: data.labels, inverse: true, splitLine: { show: false } }) as EChartsOption["yAxis"],
    series: [series(data.median, data.names[0] ?? "", color("--chart-1"), true), series(data.p90, data.names[1] ?? "", color("--bar-soft"), false)] as EChartsOption["series"],
  };
}
