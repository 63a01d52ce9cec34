/**
 * One question of the interview as a state machine. Pure: an event in, the next state and what to do out.
 *
 * thinking → starting → recording → stopping → stopped → submitting → submitted
 * A page that finds seconds already kept opens in `interrupted`, from where the answer goes on or is handed in.
 * Nothing here knows of cameras, the network or the page.
 */
export type Phase =
  | "thinking" | "starting" | "recording" | "stopping" | "stopped" | "interrupted" | "submitting" | "submitted";

export interface Limits {
  /** Seconds the whole answer may last, extra time included. */
  limit: number;
  /** Seconds of think time; 0 means none. */
  think: number;
  /** How often the answer may be recorded again. */
  retakes: number;
}

export interface State extends Limits {
  phase: Phase;
  /** Seconds in recordings that have ended. */
  kept: number;
  /** Seconds in the recording that is running. */
  running: number;
  /** Seconds of think time that are left. */
  thinkLeft: number;
  /** Whether the last-30-seconds warning was given. */
  warned: boolean;
  /** Code of the last failure, or null. */
  error: string | null;
}

export type Event =
  | { type: "think"; left: number }
  | { type: "start" }
  | { type: "started" }
  | { type: "tick"; seconds: number }
  | { type: "stop" }
  | { type: "ended"; seconds: number }
  | { type: "resume" }
  | { type: "retake" }
  | { type: "retaken" }
  | { type: "submit" }
  | { type: "submitted" }
  | { type: "failed"; code: string };

export type Effect = "open-recorder" | "close-recorder" | "warn-30" | "warn-think" | "call-submit" | "call-retake" | "announce-stopped";

export interface Step {
  state: State;
  effects: Effect[];
}

export const WARN_SECONDS = 30;
/** Who cannot see the countdown hears of it this long before the recording begins by itself. */
export const WARN_THINK_SECONDS = 10;
/** Below this there is no point in going on. */
export const MIN_RESUME_SECONDS = 3;

export function initial(limits: Limits, kept = 0, thinkLeft = limits.think): State {
  const phase: Phase = kept > 0 ? "interrupted" : "thinking";
  return { ...limits, phase, kept, running: 0, thinkLeft, warned: false, error: null };
}

/** Seconds the candidate may still speak; never negative. */
export function timeLeft(state: State): number {
  return Math.max(0, state.limit - state.kept - state.running);
}

export function canResume(state: State): boolean {
  return timeLeft(state) >= MIN_RESUME_SECONDS;
}

const stay = (state: State): Step => ({ state, effects: [] });
const go = (state: State, changes: Partial<State>, ...effects: Effect[]): Step => ({
  state: { ...state, ...changes },
  effects,
});

function tick(state: State, seconds: number): Step {
  const next = { ...state, running: Math.max(state.running, seconds) };
  const left = timeLeft(next);
  if (left <= 0) return { state: { ...next, phase: "stopping" }, effects: ["close-recorder"] };
  if (!next.warned && next.limit > WARN_SECONDS && left <= WARN_SECONDS) {
    return { state: { ...next, warned: true }, effects: ["warn-30"] };
  }
  return stay(next);
}

function think(state: State, event: Event): Step {
  const left = event.type === "think" ? Math.max(0, event.left) : 0;
  if (left <= 0) return begin({ ...state, thinkLeft: 0 }, event);
  const warn = state.thinkLeft > WARN_THINK_SECONDS && left <= WARN_THINK_SECONDS && left > WARN_THINK_SECONDS - 1;
  return go(state, { thinkLeft: left }, ...(warn ? (["warn-think"] as const) : []));
}

function ended(state: State, seconds: number): Step {
  const kept = state.kept + Math.max(0, seconds);
  return go(state, { phase: "stopped", kept, running: 0 }, "announce-stopped");
}

function failed(state: State, code: string): Step {
  const back: Partial<Record<Phase, Phase>> = {
    starting: state.kept > 0 ? "interrupted" : "thinking",
    submitting: "stopped",
  };
  const phase = back[state.phase] ?? state.phase;
  return go(state, { phase, error: code, ...(phase === "thinking" ? { thinkLeft: 0 } : {}) });
}

type Handler = (state: State, event: Event) => Step;

const begin: Handler = (state) => go(state, { phase: "starting", error: null }, "open-recorder");
const handIn: Handler = (state) => go(state, { phase: "submitting", error: null }, "call-submit");
const again: Handler = (state) => (state.retakes > 0 ? go(state, { error: null }, "call-retake") : stay(state));
const retaken: Handler = (state) =>
  go(state, { phase: "thinking", thinkLeft: 0, kept: 0, running: 0, warned: false, retakes: Math.max(0, state.retakes - 1) });
const resume: Handler = (state, event) => (canResume(state) ? begin(state, event) : stay(state));

const table: Record<Phase, Partial<Record<Event["type"], Handler>>> = {
  thinking: {
    think,
    start: begin,
  },
  starting: {
    start: begin,
    started: (state) => go(state, { phase: "recording", running: 0, error: null }),
  },
  recording: {
    tick: (state, event) => (event.type === "tick" ? tick(state, event.seconds) : stay(state)),
    stop: (state) => go(state, { phase: "stopping" }, "close-recorder"),
    ended: (state, event) => (event.type === "ended" ? ended(state, event.seconds) : stay(state)),
  },
  stopping: {
    ended: (state, event) => (event.type === "ended" ? ended(state, event.seconds) : stay(state)),
  },
  stopped: { submit: handIn, retake: again, retaken, resume },
  interrupted: { submit: handIn, retake: again, retaken, resume },
  submitting: { submitted: (state) => go(state, { phase: "submitted" }) },
  submitted: {},
};

/** The next state. An event that does not belong to the phase changes nothing. */
export function step(state: State, event: Event): Step {
  if (event.type === "failed") return failed(state, event.code);
  const handler = table[state.phase][event.type];
  return handler ? handler(state, event) : stay(state);
}
