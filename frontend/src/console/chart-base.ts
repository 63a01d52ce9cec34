/** What all charts of the console have in common: colours of the theme, fonts, axes. */
import type { EChartsOption } from "echarts";

export function color(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

export function base(): EChartsOption {
  return {
    animation: false,
    aria: { enabled: false, decal: { show: matchMedia("(forced-colors: active), print").matches } },
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 12, color: color("--ink-3") },
  };
}

export function axis(more: object): object {
  return {
    axisLine: { lineStyle: { color: color("--line") } },
    axisTick: { show: false },
    axisLabel: { color: color("--ink-3"), hideOverlap: true },
    splitLine: { lineStyle: { color: color("--line") } },
    ...more,
  };
}
