import assert from "node:assert/strict";
import { test } from "node:test";
import { delay, verdict } from "./backoff.ts";
import { clock } from "./clock.ts";
import { container, pickType } from "./formats.ts";
import { decibels, Judge } from "./level.ts";

test("waiting grows and is spread", () => {
  assert.equal(delay(1, () => 0.5), 500);
  assert.equal(delay(4, () => 0.5), 4000);
  assert.ok(delay(50, () => 1) <= 18_000);
  assert.notEqual(delay(3, () => 0), delay(3, () => 1));
});

test("what can be mended by trying again", () => {
  assert.deepEqual([0, 429, 500, 507, 401, 400, 404, 413].map(verdict), [
    "retry", "retry", "retry", "retry", "log-in", "give-up", "give-up", "give-up",
  ]);
});

test("clock", () => {
  assert.equal(clock(84.9), "1:24");
  assert.equal(clock(0.2, true), "0:01");
  assert.equal(clock(-3), "0:00");
});

test("containers: WebM first, MP4 on Safari, nothing on old phones", () => {
  assert.equal(pickType(true, (type) => type.startsWith("video/webm")), "video/webm;codecs=vp9,opus");
  assert.equal(pickType(true, (type) => type === "video/mp4"), "video/mp4");
  assert.equal(pickType(false, (type) => type.startsWith("audio/mp4")), "audio/mp4;codecs=mp4a.40.2");
  assert.equal(pickType(true, () => false), null);
  assert.equal(container("video/webm;codecs=vp9,opus"), "video/webm");
});

test("loudness in words is not shaken by a pause", () => {
  const judge = new Judge(10);
  assert.equal(judge.add(-100), "silent");
  assert.equal(judge.add(-50), "quiet");
  assert.equal(judge.add(-20), "good");
  assert.equal(judge.add(-90), "good");
  assert.equal(judge.add(-2), "loud");
  assert.equal(Math.round(decibels([0.1, -0.1, 0.1, -0.1])), -20);
});
