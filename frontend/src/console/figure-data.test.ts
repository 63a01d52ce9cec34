import assert from "node:assert/strict";
import { test } from "node:test";
import { heightOf, told, type Figure } from "./figure-data.ts";

const figure = (more: Partial<Figure>): Figure => ({ kind: "bars", labels: [], series: [], unit: "%", decimals: 1, least: null, most: null, n: [], marks: [], ...more });

test("a chart is as high as its rows, and a row as high as its series", () => {
  const series = Array.from({ length: 4 }, (_, index) => ({ name: String(index), values: [], low: [], high: [] }));
  const labels = Array.from({ length: 10 }, String);
  assert.equal(heightOf(figure({ labels: ["one"] })), 150);
  assert.equal(heightOf(figure({ labels, series: series.slice(0, 1) })), 404);
  assert.equal(heightOf(figure({ labels, series })), 804);
  assert.equal(heightOf(figure({ kind: "stack", labels, series })), 404);
  assert.equal(heightOf(figure({ kind: "lines", labels })), 260);
});

test("zero is a value, nothing is none", () => {
  assert.equal(told(figure({}), 0), "0.0%");
  assert.equal(told(figure({ decimals: 2, unit: "" }), -0.126), "-0.13");
  assert.equal(told(figure({}), null), "");
  assert.equal(told(figure({}), undefined), "");
});
