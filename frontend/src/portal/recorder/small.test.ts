import assert from "node:assert/strict";
import { test } from "node:test";
import { delay, verdict } from "./backoff.ts";
import { clock } from "./clock.ts";
import { container, pickType } from "./formats.ts";
import { decibels, Judge } from "./level.ts";
import { closeOrphans, findOrphans, unbroken } from "./salvage.ts";
import { partSize } from "./session.ts";
import type { Api, QuestionState } from "./api.ts";

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

test("small parts of our own, the store's size where it dictates one", () => {
  assert.equal(partSize(1024 * 1024, false, true), 256 * 1024);
  assert.equal(partSize(1024 * 1024, false, false), 64 * 1024);
  assert.equal(partSize(5 * 1024 * 1024, true, false), 5 * 1024 * 1024);
});

test("what arrived without a gap", () => {
  assert.equal(unbroken([0, 1, 2, 4]), 3);
  assert.equal(unbroken([1, 2]), 0);
  assert.equal(unbroken([]), 0);
});

interface Closed {
  id: string;
  parts: number;
  seconds: number;
}

function server(received: number[], bytes: number): { api: Api; closed: Closed[] } {
  const closed: Closed[] = [];
  const api = {
    upload: () => Promise.resolve({ status: 200, body: { received, received_bytes: bytes } }),
    close: (id: string, parts: number, _bytes: number, seconds: number) => {
      closed.push({ id, parts, seconds });
      return Promise.resolve({ status: 200, body: {} });
    },
  };
  return { api: api as unknown as Api, closed };
}

const question = {
  limit_seconds: 120,
  recorded_seconds: 100,
  recordings: [{ id: "mine", state: "open", upload_id: "u" }, { id: "orphan", state: "open", upload_id: "v" }],
} as unknown as QuestionState;

test("a stretch from another phone is kept as far as it arrived, and never longer than the time left", async () => {
  const { api, closed } = server([0, 1, 2], 120_000 * 30);
  const orphans = await findOrphans(api, question, new Set(["mine"]));
  assert.deepEqual(closed, [], "looking ends nothing: the other phone may still be recording");
  await closeOrphans(api, orphans);
  assert.deepEqual(closed, [{ id: "orphan", parts: 3, seconds: 20 }]);
});

test("a stretch with a gap is given up, not glued", async () => {
  const { api, closed } = server([0, 2], 500_000);
  await closeOrphans(api, await findOrphans(api, question, new Set(["mine"])));
  assert.deepEqual(closed, [{ id: "orphan", parts: 0, seconds: 0 }]);
});
