/** The recording screen's conductor: listens to the candidate, the recorder and the server, moves the machine. */
import { hook, hooks } from "./dom.ts";
import { Api, type InterviewState, type QuestionState } from "./recorder/api.ts";
import { ability, CaptureError } from "./recorder/capture.ts";
import { clock } from "./recorder/clock.ts";
import { delay } from "./recorder/backoff.ts";
import { initial, step, type Effect, type Event, type State } from "./recorder/machine.ts";
import { Outbox } from "./recorder/outbox.ts";
import { closeOrphans, findOrphans, type Orphan } from "./recorder/salvage.ts";
import { Screen } from "./recorder/screen.ts";
import { Session } from "./recorder/session.ts";
import { Meter } from "./recorder/sound.ts";
import { openKeeper, persist, type Keeper, type StoredRecording } from "./recorder/store.ts";
import { watchPage } from "./notes.ts";
import { installSpeech } from "./speech.ts";
import { filmSeconds } from "./film.ts";
import { readJson, say, texts, type Texts } from "./texts.ts";

/** Seconds: the second tap of the thumb that began a recording is not its end. */
const SHORTEST = 1;

export class QuestionPage {
  private readonly root: HTMLElement;
  private readonly t: Texts;
  private readonly api: Api;
  private readonly screen: Screen;
  private readonly outbox: Outbox;
  private readonly session: Session;
  private readonly meter: Meter;
  private readonly fileMode: boolean;
  private state: InterviewState;
  private question: QuestionState;
  private machine: State | null = null;
  private timer = 0;
  private orphans: Orphan[] = [];
  private hiddenAt = 0;
  private readonly notes: ReturnType<typeof watchPage>;
  /** What a tap has set going; a second tap on the same button waits for nothing. */
  private readonly underway = new Set<string>();

  constructor(root: HTMLElement, store: Keeper) {
    this.root = root;
    this.t = texts();
    this.state = readJson<InterviewState>("state");
    this.question = this.asked(Number(root.dataset.number));
    const video = root.dataset.mode !== "audio";
    this.api = new Api(root.dataset.api ?? "");
    this.fileMode = ability(video) === "file";
    this.screen = new Screen(root, this.t);
    this.outbox = new Outbox(store, this.api);
    this.session = new Session(this.api, store, this.outbox, { video }, {
      onBroken: (code) => this.broken(code),
      onStorage: (code) => this.screen.problem(code),
      onKept: () => this.screen.kept((this.machine?.kept ?? 0) + this.session.seconds()),
    });
    this.meter = new Meter(hook(root, "level"), (word, tone) => this.screen.loudness(this.t(word), tone));
    this.outbox.listen((_, report) => {
      this.screen.upload(report);
      if (report.state === "refused") this.screen.problem(report.code ?? "failed");
    });
    this.notes = watchPage({
      api: this.api,
      key: () => (this.state.interview.noted && this.machine?.phase === "recording" ? this.question.key : null),
      at: () => (this.machine?.kept ?? 0) + this.session.seconds(),
    });
    this.bind();
  }

  /** Sends what an earlier page left, then shows the question as it stands. */
  async open(): Promise<void> {
    const { mine, elsewhere } = await this.outbox.adopt();
    this.screen.segments(this.state.questions, this.question.ordinal);
    this.screen.counter(this.question.ordinal, this.state.questions.length);
    if (elsewhere.some((row) => row.questionKey === this.question.key)) return this.screen.elsewhere();
    this.orphans = await findOrphans(this.api, this.question, new Set(mine.map((row) => row.id)));
    this.show(mine);
  }

  private show(held: StoredRecording[] = []): void {
    const { question } = this;
    this.screen.segments(this.state.questions, question.ordinal);
    this.screen.counter(question.ordinal, this.state.questions.length);
    if (!question.prompt) {
      this.machine = null;
      this.screen.ready(question, this.state.questions.length);
      void this.lookInIfAllowed();
      return;
    }
    const finished = new Set(question.recordings.filter((row) => row.state === "finished").map((row) => row.id));
    const mine = held.filter((row) => row.questionKey === question.key && !finished.has(row.id));
    const kept = [...mine, ...this.orphans].reduce((sum, row) => sum + row.seconds, question.recorded_seconds);
    this.enter(kept, mine.reduce((sum, row) => sum + row.seconds, 0));
  }

  /** `kept`: seconds of the answer that are safe anywhere; `here`: of them, those only this device has. */
  private enter(kept: number, here = 0): void {
    const { question } = this;
    const left = question.think_ends_at ? (Date.parse(question.think_ends_at) - Date.parse(this.state.now)) / 1000 : 0;
    const limits = {
      limit: question.time_over ? kept : question.limit_seconds, think: question.think_seconds, retakes: question.retakes_left,
    };
    this.machine = initial(limits, kept, Math.max(0, left));
    this.screen.prompt(question);
    this.screen.kept(here);
    installSpeech(hook(this.root, "speak"), say(question.prompt));
    this.screen.draw(this.machine, this.fileMode);
    if (this.machine.phase === "thinking") this.think();
    else void this.lookInIfAllowed();
  }

  /** Runs `work` unless it is running: two taps are one. */
  private async once(name: string, work: () => Promise<void>): Promise<void> {
    if (this.underway.has(name)) return;
    this.underway.add(name);
    try {
      await work();
    } finally {
      this.underway.delete(name);
    }
  }

  /** Phones switch the camera off behind another app: say so, and what was kept. */
  private visible(): void {
    if (document.visibilityState === "hidden") {
      this.hiddenAt = performance.now();
      return;
    }
    if (this.machine?.phase !== "recording" || this.hiddenAt === 0) return;
    this.screen.tip(this.t("was_hidden", { time: clock((performance.now() - this.hiddenAt) / 1000) }));
  }

  private bind(): void {
    const on = (name: string, act: () => void): void => hooks(this.root, name).forEach((element) => element.addEventListener("click", act));
    on("begin", () => void this.once("begin", () => this.begin()));
    on("start", () => this.send({ type: "start" }));
    on("stop", () => {
      if (this.session.seconds() >= SHORTEST) this.send({ type: "stop" });
    });
    on("resume", () => this.send({ type: "resume" }));
    on("submit", () => this.send({ type: "submit" }));
    on("reload", () => location.reload());
    on("retake", () => this.send({ type: "retake" }));
    hook<HTMLInputElement>(this.root, "file").addEventListener("change", (event) => void this.takeFile(event.target as HTMLInputElement));
    addEventListener("beforeunload", (event) => {
      if (this.outbox.busy) event.preventDefault();
    });
    for (const change of ["online", "offline"]) addEventListener(change, () => this.screen.offline(!navigator.onLine));
    document.addEventListener("visibilitychange", () => this.visible());
  }

  private async begin(): Promise<void> {
    // A question seen without a camera to answer it would be lost: first the camera, then the question.
    if (!this.fileMode && (await this.lookIn()) !== null) return;
    const answer = await this.api.begin(this.question.key);
    if (!answer.body) return this.screen.problem(answer.code ?? "failed", answer.message);
    this.question = answer.body;
    this.state.now = new Date(Date.parse(answer.body.think_ends_at ?? this.state.now) - answer.body.think_seconds * 1000).toISOString();
    this.screen.problem(null);
    this.screen.logIn(false);
    this.enter(0);
    this.screen.focusPrompt();
  }

  /** The candidate's own picture and level, before anything is recorded; null, or the code of what is in the way. */
  private async lookIn(): Promise<string | null> {
    try {
      const stream = await this.session.open();
      this.screen.preview(stream);
      this.meter.start(stream);
      return null;
    } catch (cause) {
      const code = cause instanceof CaptureError ? cause.code : "camera_failed";
      this.screen.problem(code);
      return code;
    }
  }

  /** Shows the picture early where no question would pop up. */
  private async lookInIfAllowed(): Promise<void> {
    if (this.fileMode || this.session.stream) return;
    try {
      const name = (this.root.dataset.mode === "audio" ? "microphone" : "camera") as PermissionName;
      const permission = await navigator.permissions.query({ name });
      if (permission.state === "granted") await this.lookIn();
    } catch {
      // Browsers that cannot be asked show the picture once the candidate begins.
    }
  }

  private think(): void {
    if (!this.fileMode && !this.session.stream) void this.lookIn();
    const end = performance.now() + (this.machine?.thinkLeft ?? 0) * 1000;
    if (this.fileMode || (this.machine?.thinkLeft ?? 0) <= 0) return;
    this.every(250, () => this.send({ type: "think", left: (end - performance.now()) / 1000 }));
  }

  private every(milliseconds: number, act: () => void): void {
    clearInterval(this.timer);
    this.timer = window.setInterval(act, milliseconds);
  }

  private send(event: Event): void {
    if (!this.machine) return;
    const { state, effects } = step(this.machine, event);
    this.machine = state;
    if (!["thinking", "recording"].includes(state.phase)) clearInterval(this.timer);
    this.screen.draw(state, this.fileMode);
    effects.forEach((effect) => this.carryOut(effect));
  }

  private carryOut(effect: Effect): void {
    const acts: Record<Effect, () => void> = {
      "open-recorder": () => void this.once("record", () => this.record()),
      "close-recorder": () => void this.session.stop().then((seconds) => this.send({ type: "ended", seconds })),
      "warn-30": () => {
        this.screen.announce(this.t("left_30"));
        navigator.vibrate?.(200);
      },
      "warn-think": () => this.screen.announce(this.t("think_10")),
      "announce-stopped": () => this.screen.announce(this.t("announce_stopped")),
      "call-submit": () => void this.submit(),
      "call-retake": () => void this.once("retake", () => this.retake()),
    };
    acts[effect]();
  }

  private async record(): Promise<void> {
    if (this.fileMode) return;
    const refused = await this.lookIn();
    if (refused !== null) return this.send({ type: "failed", code: refused });
    await this.closeOrphans();
    try {
      await this.session.start(this.question.key);
    } catch (cause) {
      return this.refused(cause);
    }
    this.send({ type: "started" });
    this.screen.announce(this.t("announce_started"));
    this.every(200, () => this.send({ type: "tick", seconds: this.session.seconds() }));
  }

  /** No recording was begun. When the time ran out with nothing kept, the server knows where to go on. */
  private refused(cause: unknown): void {
    const { code, words } = cause instanceof CaptureError ? cause : { code: "failed", words: "" };
    if (code === "time_over" && this.machine?.kept === 0) return location.reload();
    this.send({ type: "failed", code });
    this.screen.problem(code, words);
  }

  private broken(code: string): void {
    this.send({ type: "stop" });
    this.screen.problem(code);
  }

  private async takeFile(input: HTMLInputElement): Promise<void> {
    const file = input.files?.[0];
    input.value = "";
    if (!file || !this.machine) return;
    const seconds = await filmSeconds(file);
    const { limit } = this.machine;
    if (seconds === null) return this.screen.problem("file_empty");
    if (seconds > limit + 5) return this.screen.problem("file_too_long", this.t("file_too_long", { time: clock(seconds), limit: clock(limit) }));
    try {
      void (await this.session.takeFile(this.question.key, file, seconds));
    } catch (cause) {
      return this.screen.problem(cause instanceof CaptureError ? cause.code : "failed");
    }
    for (const event of [{ type: "start" }, { type: "started" }, { type: "stop" }, { type: "ended", seconds }] as Event[]) {
      this.machine = step(this.machine, event).state;
    }
    this.screen.draw(this.machine, this.fileMode);
  }

  /** Hands the answer in as soon as everything has arrived; keeps trying while the network is away. */
  private async submit(): Promise<void> {
    if (this.outbox.busy) this.screen.tip(this.t("submit_waiting"));
    for (let attempt = 1; ; attempt += 1) {
      await this.outbox.settled();
      const answer = await this.api.submit(this.question.key);
      if (answer.body) return this.next(answer.body);
      if (answer.code === "recordings_unfinished" && attempt < 4) await this.salvage();
      else if (answer.status !== 0 && answer.status < 500) return this.send({ type: "failed", code: this.tell(answer.code, answer.message) });
      await new Promise((resolve) => setTimeout(resolve, delay(attempt)));
    }
  }

  private tell(code = "failed", message = ""): string {
    queueMicrotask(() => this.screen.problem(code, message));
    return code;
  }

  private async salvage(): Promise<void> {
    await this.refresh();
    const { mine, elsewhere } = await this.outbox.adopt();
    this.orphans = await findOrphans(this.api, this.question, new Set([...mine, ...elsewhere].map((row) => row.id)));
    await this.closeOrphans();
  }

  private async closeOrphans(): Promise<void> {
    const { orphans } = this;
    this.orphans = [];
    await closeOrphans(this.api, orphans);
  }

  private async refresh(): Promise<void> {
    const answer = await this.api.state();
    if (!answer.body) return;
    this.state = answer.body;
    this.question = this.asked(this.question.ordinal);
  }

  private next(state: InterviewState): void {
    this.send({ type: "submitted" });
    this.state = state;
    const following = state.questions.find((question) => question.key === state.next);
    if (!following) {
      this.session.close();
      location.assign(this.root.dataset.done ?? "../../done/");
      return;
    }
    this.question = following;
    this.notes.clear();
    history.pushState(null, "", `../${following.ordinal}/`);
    this.screen.tip("");
    this.show();
    hook(this.root, "ready-title").focus(); // the button that had the focus was switched off while it was handed in
  }

  private async retake(): Promise<void> {
    const answer = await this.api.retake(this.question.key);
    if (!answer.body) return this.send({ type: "failed", code: this.tell(answer.code, answer.message) });
    await this.outbox.forget(this.question.key);
    this.question = answer.body;
    this.notes.clear();
    this.send({ type: "retaken" });
    this.screen.kept(0);
    this.screen.upload({ state: "saving", percent: 0, left: 0 });
  }

  private asked(ordinal: number): QuestionState {
    const found = this.state.questions.find((question) => question.ordinal === ordinal);
    if (!found) throw new Error(`the interview has no question ${ordinal}`);
    return found;
  }
}

export async function startQuestion(root: HTMLElement): Promise<void> {
  if (ability(root.dataset.mode !== "audio") === "none") {
    location.replace("../../unsupported/");
    return;
  }
  const store = await openKeeper();
  void persist();
  await new QuestionPage(root, store).open();
}
