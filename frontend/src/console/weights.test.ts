import assert from "node:assert/strict";
import { test } from "node:test";
import { spread } from "./weights.ts";

test("what is spread always adds up, and keeps the proportions to a tenth", () => {
  for (const parts of [[350, 300, 250, 50], [333, 333, 333], [1, 999], [10, 10, 10, 10, 10, 10, 10], [1200, 30]]) {
    const made = spread(parts, 1000);
    const sum = parts.reduce((a, b) => a + b, 0);
    assert.equal(made.reduce((a, b) => a + b, 0), 1000);
    made.forEach((value, index) => assert.ok(Math.abs(value - (parts[index] ?? 0) * (1000 / sum)) <= parts.length));
  }
});

test("nothing to spread stays as it is", () => {
  assert.deepEqual(spread([0, 0], 1000), [0, 0]);
});
