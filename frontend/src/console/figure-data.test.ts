import assert from "node:assert/strict";
import { test } from "node:test";
import { bounds, heightOf, told, type Figure } from "./figure-data.ts";

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

test("an axis holds every interval, and keeps what the chart says", () => {
  const series = [{ name: "a", values: [4.5, null], low: [2.9, null], high: [6.1, null] }];
  assert.deepEqual(bounds(figure({ kind: "points", series, marks: [0] })), [0, 6.5]);
  assert.deepEqual(bounds(figure({ kind: "lines", series: [{ name: "b", values: [-16, 5], low: [-18.2, 1], high: [-13, 7.1] }] })), [-20, 10]);
  assert.deepEqual(bounds(figure({ kind: "points", series, least: 1, most: 5 })), [1, 5]);
  assert.deepEqual(bounds(figure({ kind: "bars", series })), [undefined, undefined]);
  assert.deepEqual(bounds(figure({ kind: "points" })), [undefined, undefined]);
});

test("zero is a value, nothing is none", () => {
  assert.equal(told(figure({}), 0), "0.0%");
  assert.equal(told(figure({ decimals: 2, unit: "" }), -0.126), "-0.13");
  assert.equal(told(figure({}), null), "");
  assert.equal(told(figure({}), undefined), "");
});
