import assert from "node:assert/strict";
import { test } from "node:test";
import { curve, enough } from "./strokes.ts";

test("a drawn name goes smoothly through the middle of each pair of points", () => {
  const points = [{ x: 0, y: 0 }, { x: 0.5, y: 1 }, { x: 1, y: 0 }];
  assert.deepEqual(curve(points, 100, 10), [[0, 0, 25, 5], [50, 10, 75, 5]]);
});

test("turning the phone keeps its shape", () => {
  const points = [{ x: 0.25, y: 0.5 }, { x: 0.5, y: 0.5 }];
  const wide = curve(points, 200, 100)[0] as number[];
  const narrow = curve(points, 100, 100)[0] as number[];
  assert.equal(wide[2], 2 * (narrow[2] as number));
});

test("a slip of the finger is no name", () => {
  assert.equal(enough([Array(11).fill({ x: 0, y: 0 })]), false);
  assert.equal(enough([Array(6).fill({ x: 0, y: 0 }), Array(6).fill({ x: 1, y: 1 })]), true);
});
