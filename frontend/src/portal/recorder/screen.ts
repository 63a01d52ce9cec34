/** Everything the recording screen shows. Told what is, it draws; it decides nothing. */
import { followFocus, hook, hooks, showPhase, write } from "../dom.ts";
import { onPhone, say, type Texts } from "../texts.ts";
import type { QuestionState } from "./api.ts";
import { clock } from "./clock.ts";
import { canResume, timeLeft, type State } from "./machine.ts";
import type { Report } from "./uploader.ts";

const TONES: Record<Report["state"], string> = {
  saving: "", stored: "ok", sending: "ok", waiting: "warn", full: "warn", received: "ok", refused: "bad", "log-in": "bad",
};

export class Screen {
  readonly root: HTMLElement;
  private readonly t: Texts;
  private readonly camera: HTMLElement;
  private clockHidden = false;

  constructor(root: HTMLElement, t: Texts) {
    this.root = root;
    this.t = t;
    this.camera = hook(root, "camera");
    this.clockHidden = localStorageGet("bole-clock") === "hidden";
    hook(root, "clock-pill").addEventListener("click", () => this.toggleClock());
    hook(root, "hide").addEventListener("click", () => this.togglePicture());
    if (root.dataset.mode === "audio") this.soundOnly();
  }

  /** Before the question is seen. */
  ready(question: QuestionState, count: number): void {
    const focused = document.activeElement;
    this.phase("ready");
    const values = {
      n: question.ordinal, count: question.retakes_left, limit: clock(question.limit_seconds), think: clock(question.think_seconds),
    };
    const retakes = question.retakes_left === 0 ? "ready_retake_none" : question.retakes_left === 1 ? "ready_retake_one" : "ready_retakes";
    write(hook(this.root, "ready-title"), this.t("ready_first", values));
    const join = document.documentElement.lang.startsWith("zh") ? "" : " ";
    write(hook(this.root, "ready-text"), [this.t(question.think_seconds > 0 ? "ready_think" : "ready_no_think", values), this.t(retakes, values)].join(join));
    this.counter(question.ordinal, count);
    followFocus(this.root, focused);
  }

  /** Another tab is recording this question: two recorders at one answer would only harm it. */
  elsewhere(): void {
    this.phase("elsewhere");
    this.problem("elsewhere");
  }

  counter(number: number, count: number): void {
    write(hook(this.root, "counter"), this.t("counter", { n: number, count }));
  }

  segments(questions: QuestionState[], current: number): void {
    const bar = hook(this.root, "segments");
    [...bar.children].forEach((part, i) => {
      const question = questions[i];
      part.className = question?.ordinal === current ? "now" : question?.state === "submitted" ? "done" : "";
    });
    bar.setAttribute("aria-valuenow", String(current));
  }

  prompt(question: QuestionState): void {
    write(hook(this.root, "prompt"), say(question.prompt));
  }

  /** Draws the machine's state. `fileMode`: the phone's own camera is used instead of a recorder. */
  draw(state: State, fileMode: boolean): void {
    const focused = document.activeElement;
    const waiting = state.phase === "thinking" || state.phase === "starting";
    this.phase(fileMode && waiting ? "file" : state.phase);
    write(hook(this.root, "think"), clock(state.thinkLeft, true));
    if (state.thinkLeft <= 0) hook(this.root, "countdown").hidden = true;
    this.clock(state, fileMode);
    write(hook(this.root, "stopped-title"), this.t("stopped_title", { time: clock(state.kept) }));
    write(hook(this.root, "interrupted-title"), this.t("interrupted_title", { time: clock(state.kept) }));
    write(hook(this.root, "file-limit"), this.t("file_limit", { limit: clock(state.limit) }));
    this.choices(state, fileMode);
    this.problem(state.error);
    followFocus(this.root, focused);
  }

  upload(report: Report): void {
    const progress = hook<HTMLProgressElement>(this.root, "sent");
    progress.value = report.percent;
    const key = report.state === "stored" ? (onPhone ? "stored_phone" : "stored_computer") : report.state === "log-in" ? "log_in" : report.state;
    const shown = report.state === "stored" && report.percent > 0 ? "sending" : key;
    const line = hook(this.root, "upload");
    write(line, this.t(shown, { percent: report.percent, left: report.left }));
    line.dataset.tone = TONES[report.state];
    if (report.state === "received") this.tip(""); // nothing of it is only here any more
    this.logIn(report.state === "log-in");
    this.offline(report.state === "waiting" || !navigator.onLine, report.left);
  }

  /** Says that the connection is away and what that means: nothing is lost. */
  offline(away: boolean, left = 0): void {
    hook(this.root, "offline").hidden = !away;
    if (away) write(hook(this.root, "offline-text"), this.t(left > 0 ? (onPhone ? "offline_phone" : "offline_computer") : "offline_none", { left }));
  }

  /** How much is safe on this device. */
  kept(seconds: number): void {
    write(hook(this.root, "tip"), seconds > 0 ? this.t(onPhone ? "tip_phone" : "tip_computer", { time: clock(seconds) }) : "");
  }

  tip(text: string): void {
    write(hook(this.root, "tip"), text);
  }

  loudness(text: string, tone: string): void {
    const words = hook(this.root, "loudness");
    write(words, text);
    words.dataset.tone = tone;
  }

  announce(text: string): void {
    write(hook(this.root, "announce"), text);
  }

  problem(code: string | null, text = ""): void {
    if (code === "code_needed") return this.logIn(true);
    const box = hook(this.root, "problem");
    box.hidden = code === null;
    hook(this.root, "other-way").hidden = !code?.startsWith("camera_");
    if (code !== null) write(hook(this.root, "problem-text"), text || this.t(code));
  }

  /** The pass ran out while the page was open: the way to a new one, which leaves this page alone. */
  logIn(needed: boolean): void {
    hook(this.root, "log-in").hidden = !needed;
  }

  preview(stream: MediaStream | null): void {
    const video = hook<HTMLVideoElement>(this.root, "preview");
    if (video.srcObject !== stream) video.srcObject = stream;
  }

  focusPrompt(): void {
    hook(this.root, "prompt").focus();
  }

  private phase(phase: string): void {
    showPhase(this.root, phase);
    const known = ["starting", "recording", "stopping", "stopped", "submitting"];
    write(hook(this.root, "status"), this.t(known.includes(phase) ? `status_${phase}` : "status_idle"));
    for (const button of hooks(this.root, "submit")) {
      (button as HTMLButtonElement).disabled = phase === "submitting";
    }
  }

  private clock(state: State, fileMode: boolean): void {
    const pill = hook(this.root, "clock-pill");
    pill.hidden = fileMode || !["thinking", "starting", "recording", "stopping"].includes(state.phase);
    const late = state.phase === "recording" && state.warned;
    pill.dataset.late = String(late);
    pill.setAttribute("aria-pressed", String(this.clockHidden));
    write(hook(this.root, "clock-words"), this.t(this.clockHidden ? "clock_hidden" : "left"));
    write(hook(this.root, "clock"), this.clockHidden ? "" : clock(timeLeft(state), true));
  }

  private choices(state: State, fileMode: boolean): void {
    for (const button of hooks(this.root, "resume") as HTMLButtonElement[]) {
      write(button, this.t("resume", { time: clock(state.kept) }));
      button.hidden = fileMode || !canResume(state) || state.phase === "submitting";
    }
    for (const button of hooks(this.root, "retake") as HTMLButtonElement[]) {
      write(button, this.t(state.retakes === 1 ? "retake_one" : "retake_many", { count: state.retakes }));
      button.hidden = state.retakes < 1 || state.phase === "submitting";
    }
  }

  private toggleClock(): void {
    this.clockHidden = !this.clockHidden;
    localStorageSet("bole-clock", this.clockHidden ? "hidden" : "shown");
    write(hook(this.root, "clock-words"), this.t(this.clockHidden ? "clock_hidden" : "left"));
    if (this.clockHidden) write(hook(this.root, "clock"), "");
    hook(this.root, "clock-pill").setAttribute("aria-pressed", String(this.clockHidden));
  }

  private togglePicture(): void {
    const off = this.camera.dataset.picture === "on";
    this.camera.dataset.picture = off ? "off" : "on";
    hook(this.root, "no-picture").hidden = !off;
    write(hook(this.root, "no-picture-text"), this.t("picture_hidden"));
    write(hook(this.root, "hide-words"), this.t(off ? "show" : "hide"));
    hook(this.root, "hide").setAttribute("aria-pressed", String(off));
  }

  private soundOnly(): void {
    hook(this.root, "no-picture").hidden = false;
    hook(this.root, "hide").classList.add("invisible");
  }
}

function localStorageGet(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function localStorageSet(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // The choice then holds for this page only.
  }
}
