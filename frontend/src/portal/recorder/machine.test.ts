import assert from "node:assert/strict";
import { test } from "node:test";
import { canResume, initial, step, timeLeft, type Effect, type Event, type State } from "./machine.ts";

const limits = { limit: 120, think: 30, retakes: 1 };

function play(state: State, ...events: Event[]): { state: State; effects: Effect[] } {
  const effects: Effect[] = [];
  for (const event of events) {
    const next = step(state, event);
    state = next.state;
    effects.push(...next.effects);
  }
  return { state, effects };
}

test("a whole answer: think, record, stop, submit", () => {
  const { state, effects } = play(
    initial(limits), { type: "think", left: 12 }, { type: "start" }, { type: "started" },
    { type: "tick", seconds: 40 }, { type: "stop" }, { type: "ended", seconds: 40.5 }, { type: "submit" }, { type: "submitted" },
  );
  assert.equal(state.phase, "submitted");
  assert.equal(state.kept, 40.5);
  assert.deepEqual(effects, ["open-recorder", "close-recorder", "announce-stopped", "call-submit"]);
});

test("recording starts by itself when the think time is over", () => {
  const { state, effects } = play(initial(limits), { type: "think", left: 1 }, { type: "think", left: 0 });
  assert.equal(state.phase, "starting");
  assert.deepEqual(effects, ["open-recorder"]);
});

test("ten seconds before the recording begins by itself that is said, once, and only while it is true", () => {
  const warned = play(initial(limits), { type: "think", left: 10.1 }, { type: "think", left: 9.9 }, { type: "think", left: 9.6 });
  assert.deepEqual(warned.effects, ["warn-think"]);
  const slept = play(initial(limits), { type: "think", left: 12 }, { type: "think", left: 3 });
  assert.deepEqual(slept.effects, []);
});

test("time left is the limit less everything recorded, and the recorder stops at zero", () => {
  const resumed = initial(limits, 96);
  assert.equal(resumed.phase, "interrupted");
  const { state, effects } = play(resumed, { type: "resume" }, { type: "started" }, { type: "tick", seconds: 10 });
  assert.equal(timeLeft(state), 14);
  const over = play(state, { type: "tick", seconds: 24 });
  assert.equal(over.state.phase, "stopping");
  assert.deepEqual(over.effects, ["close-recorder"]);
  assert.ok(effects.includes("warn-30"), "the warning comes at once when less than 30 s are left");
});

test("the warning is given once", () => {
  const { effects } = play(
    initial(limits), { type: "start" }, { type: "started" },
    { type: "tick", seconds: 91 }, { type: "tick", seconds: 92 }, { type: "tick", seconds: 93 },
  );
  assert.equal(effects.filter((effect) => effect === "warn-30").length, 1);
});

test("a clock that jumps back gives no time back", () => {
  const { state } = play(initial(limits), { type: "start" }, { type: "started" }, { type: "tick", seconds: 50 }, { type: "tick", seconds: 20 });
  assert.equal(timeLeft(state), 70);
});

test("retake only as often as the guide allows", () => {
  const stopped = play(initial(limits), { type: "start" }, { type: "started" }, { type: "stop" }, { type: "ended", seconds: 30 }).state;
  const once = play(stopped, { type: "retake" }, { type: "retaken" });
  assert.deepEqual(once.effects, ["call-retake"]);
  assert.equal(once.state.kept, 0);
  assert.equal(once.state.retakes, 0);
  const twice = play(once.state, { type: "start" }, { type: "started" }, { type: "stop" }, { type: "ended", seconds: 9 }, { type: "retake" });
  assert.ok(!twice.effects.includes("call-retake"));
});

test("going on needs time that is left", () => {
  assert.equal(canResume(initial(limits, 118)), false);
  assert.equal(step(initial(limits, 118), { type: "resume" }).state.phase, "interrupted");
});

test("a refused camera leads back to the start button, a failed hand-in back to the stopped answer", () => {
  const refused = play(initial(limits), { type: "start" }, { type: "failed", code: "camera_denied" }).state;
  assert.equal(refused.phase, "thinking");
  assert.equal(refused.error, "camera_denied");
  const stopped = { ...initial(limits), phase: "submitting" as const, kept: 20 };
  const failed = step(stopped, { type: "failed", code: "network" }).state;
  assert.equal(failed.phase, "stopped");
  assert.equal(failed.kept, 20);
});

test("events out of place change nothing", () => {
  const state = initial(limits);
  for (const event of [{ type: "stop" }, { type: "submit" }, { type: "ended", seconds: 3 }, { type: "retake" }] as Event[]) {
    assert.deepEqual(step(state, event).state, state);
  }
});

test("whatever the order of events, kept seconds never shrink but by a retake", () => {
  const kinds: Event[] = [
    { type: "think", left: 3 }, { type: "start" }, { type: "started" }, { type: "tick", seconds: 5 }, { type: "stop" },
    { type: "ended", seconds: 5 }, { type: "resume" }, { type: "submit" }, { type: "failed", code: "x" },
  ];
  let seed = 7;
  const random = () => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648;
  for (let round = 0; round < 200; round += 1) {
    let state = initial(limits);
    for (let i = 0; i < 40; i += 1) {
      const next = step(state, kinds[Math.floor(random() * kinds.length)] as Event).state;
      assert.ok(next.kept >= state.kept);
      assert.ok(timeLeft(next) >= 0);
      state = next;
    }
  }
});
