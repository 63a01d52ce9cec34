import assert from "node:assert/strict";
import { test } from "node:test";
import { correct, place, SEEK_FROM, ServerClock, STILL, type State } from "./step.ts";

const state = (more: Partial<State>): State => ({
  version: 1, answer: "a", position: 10, playing: true, at: 100, now: 100, by: "", present: [], ...more,
});

test("the fastest sample tells the offset, whatever the slow ones say", () => {
  const clock = new ServerClock();
  assert.equal(clock.ready, false);
  clock.add({ sent: 0, told: 5400, heard: 800 }); // a slow way back: looks like 5000 ms
  clock.add({ sent: 1000, told: 6030, heard: 1040 }); // 5010 ms, 40 ms on the way
  clock.add({ sent: 2000, told: 7900, heard: 2900 });
  assert.equal(clock.offset, 5010);
  assert.equal(clock.at(4990), 10);
});

test("an old sample is forgotten: clocks are set anew now and then", () => {
  const clock = new ServerClock();
  clock.add({ sent: 0, told: 9000, heard: 1 });
  for (let n = 1; n <= 12; n += 1) clock.add({ sent: n, told: n + 5, heard: n + 10 });
  assert.equal(clock.offset, 0);
});

test("the place moves with the server's clock only while it plays, and never beyond the end", () => {
  assert.equal(place(state({}), 103, 60), 13);
  assert.equal(place(state({ playing: false }), 103, 60), 10);
  assert.equal(place(state({}), 99, 60), 10); // our idea of the clock was a little behind
  assert.equal(place(state({}), 500, 60), 60);
});

test("a small drift is played away without being heard, a large one is jumped", () => {
  assert.deepEqual(correct(STILL, true), { seek: false, rate: 1 });
  assert.deepEqual(correct(SEEK_FROM + 0.01, true), { seek: true });
  assert.deepEqual(correct(-SEEK_FROM - 0.01, true), { seek: true });
  for (const drift of [-0.5, -0.1, 0.1, 0.5]) {
    const act = correct(drift, true);
    assert.equal(act.seek, false);
    if (!act.seek) {
      assert.ok(act.rate >= 0.88 && act.rate <= 1.12);
      assert.equal(Math.sign(1 - act.rate), Math.sign(drift)); // ahead: slower
    }
  }
  assert.deepEqual(correct(0.1, false), { seek: true });
  assert.deepEqual(correct(0.01, false), { seek: false, rate: 1 });
});

test("played away means: with these rates a drift is gone within a few seconds", () => {
  let drift = 0.5;
  for (let n = 0; n < 40; n += 1) {
    const act = correct(drift, true);
    if (!act.seek) drift += (act.rate - 1) * 0.25;
  }
  assert.ok(Math.abs(drift) <= STILL);
});
