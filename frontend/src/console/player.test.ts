import assert from "node:assert/strict";
import { test } from "node:test";
import { RATES, recordingAt } from "./player.ts";
import { step } from "./timeline.ts";
import { clamp, clock } from "./types.ts";

test("the recording that holds a moment, joints belonging to the later one", () => {
  const offsets = [0, 25, 40.5];
  assert.equal(recordingAt(offsets, 0), 0);
  assert.equal(recordingAt(offsets, 24.9), 0);
  assert.equal(recordingAt(offsets, 25), 1);
  assert.equal(recordingAt(offsets, 40.5), 2);
  assert.equal(recordingAt(offsets, 999), 2);
  assert.equal(recordingAt([0], 12), 0);
});

test("ruler steps leave room for their labels", () => {
  for (const [duration, width] of [[54, 700], [54, 300], [180, 300], [3, 700], [1200, 320]] as const) {
    const every = step(duration, width);
    assert.ok((every / duration) * width >= 64, `${duration} s on ${width} px: ${every}`);
  }
});

test("clock and clamp", () => {
  assert.equal(clock(0), "0:00");
  assert.equal(clock(59.999), "0:59");
  assert.equal(clock(125.2), "2:05");
  assert.equal(clock(-3), "0:00");
  assert.equal(clamp(7, 0, 5), 5);
  assert.ok(RATES.includes(1));
});
