/**
 * A recording watched together. The server says which second it is; this page plays it, corrects its player
 * against the server's clock, and asks the server when somebody here presses a button.
 */
import { csrfToken } from "../shared/csrf.ts";
import { Player } from "./player.ts";
import { correct, place, ServerClock, type State } from "./step.ts";
import { clock as minutes, type AnswerData } from "./types.ts";

interface Page {
  me: string;
  beat: number;
  parts: { answer: string; kind: "video" | "audio"; seconds: number[] }[];
  urls: Record<"state" | "join" | "beat" | "leave" | "control" | "live", string>;
  media: string;
}

const CHECK = 250; // ms between two looks at the drift
const AFTER_SEEK = 700; // ms a player needs to stand again
const SAMPLES = 5;

export class ViewingRoom {
  private page: Page;
  private video: HTMLVideoElement;
  private player: Player;
  private clock = new ServerClock();
  private state: State | null = null;
  private joined = false;
  private shown = "";
  private quietUntil = 0;
  private reading: Promise<void> | null = null;
  private stale = false;
  private dragging = false;

  private root: HTMLElement;

  constructor(root: HTMLElement) {
    this.root = root;
    this.page = JSON.parse(document.getElementById("viewing-data")?.textContent ?? "{}") as Page;
    this.video = this.one<HTMLVideoElement>("[data-video]");
    this.player = new Player(this.video, this.page.media, (code) => this.note(code ? this.words(code) : ""));
    this.one("[data-join]").addEventListener("click", () => void this.join());
    this.buttons();
    this.player.on((time) => this.tick(time));
  }

  private one<T extends HTMLElement = HTMLElement>(selector: string): T {
    const found = this.root.querySelector<T>(selector);
    if (!found) throw new Error(`missing ${selector}`);
    return found;
  }

  private words(name: string, values: Record<string, string> = {}): string {
    const text = this.root.querySelector<HTMLTemplateElement>(`[data-words="${name}"]`)?.innerHTML ?? "";
    return text.replace(/\{(\w+)\}/g, (_, key: string) => values[key] ?? "");
  }

  /** The click that browsers want before they play sound. */
  private async join(): Promise<void> {
    this.one<HTMLButtonElement>("[data-join]").disabled = true;
    if (!(await this.ask("join"))) {
      this.one<HTMLButtonElement>("[data-join]").disabled = false;
      return;
    }
    this.joined = true;
    this.one("[data-door]").hidden = true;
    this.one("[data-controls]").hidden = false;
    for (let n = 1; n < SAMPLES; n += 1) await this.read();
    this.listen();
    setInterval(() => void this.ask("beat"), this.page.beat * 1000);
    setInterval(() => this.keepStep(), CHECK);
    addEventListener("pagehide", () => void this.post("leave", {}, true));
    addEventListener("pageshow", (event) => (event as PageTransitionEvent).persisted && void this.ask("join"));
    document.addEventListener("visibilitychange", () => void (document.hidden || this.read()));
  }

  private listen(): void {
    const source = new EventSource(this.page.urls.live);
    source.addEventListener("viewing", () => void this.read());
    source.addEventListener("resync", () => void this.read());
    source.addEventListener("open", () => void this.ask("beat").then(() => this.line()));
    source.addEventListener("error", () => (this.one("[data-line]").textContent = this.words("lost")));
  }

  /** What it is now; several notes at once are one reading, and one more if another came meanwhile. */
  private read(): Promise<void> {
    if (this.reading) {
      this.stale = true;
      return this.reading;
    }
    this.reading = this.fetched("GET", "state").then(() => {
      this.reading = null;
      if (!this.stale) return;
      this.stale = false;
      void this.read();
    });
    return this.reading;
  }

  private ask(name: "join" | "beat"): Promise<boolean> {
    return this.fetched("POST", name);
  }

  private async fetched(method: "GET" | "POST", name: keyof Page["urls"]): Promise<boolean> {
    const sent = performance.timeOrigin + performance.now();
    try {
      const response =
        method === "GET" ? await fetch(this.page.urls[name], { cache: "no-store" }) : await this.post(name, {});
      if (response.status === 403 || response.status === 404 || response.redirected) location.reload();
      if (!response.ok) return false;
      const state = (await response.json()) as State;
      this.clock.add({ sent, told: state.now * 1000, heard: performance.timeOrigin + performance.now() });
      this.take(state);
      return true;
    } catch {
      this.one("[data-line]").textContent = this.words("lost");
      return false;
    }
  }

  private post(name: keyof Page["urls"], body: Record<string, string>, keepalive = false): Promise<Response> {
    const headers = { "X-CSRFToken": csrfToken() };
    return fetch(this.page.urls[name], { method: "POST", headers, body: new URLSearchParams(body), keepalive });
  }

  private async control(body: Record<string, string>): Promise<void> {
    try {
      const response = await this.post("control", body);
      if (response.status === 409) return void (await this.ask("join"));
      if (response.ok) this.take((await response.json()) as State);
    } catch {
      this.one("[data-line]").textContent = this.words("lost");
    }
  }

  private take(state: State): void {
    this.people(state);
    if (this.state && state.version < this.state.version) return; // an answer that was overtaken
    const fresh = this.state?.version !== state.version;
    this.state = state;
    if (state.answer !== this.shown) this.open(state.answer);
    this.line();
    if (fresh) {
      this.quietUntil = 0;
      this.keepStep();
    }
  }

  private open(answer: string): void {
    const part = this.page.parts.find((one) => one.answer === answer);
    if (!part) return;
    this.shown = answer;
    const data = blank(part);
    this.one("[data-sound]").hidden = part.kind !== "audio";
    this.one<HTMLInputElement>("[data-seek]").max = String(data.duration);
    for (const button of this.root.querySelectorAll<HTMLElement>("[data-answer]")) {
      if (button.dataset.answer === answer) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    }
    void this.player.open(data, this.target()).then(() => this.keepStep());
  }

  private target(): number {
    if (!this.state) return 0;
    const now = this.clock.at(performance.timeOrigin + performance.now());
    return place(this.state, now, this.player.duration || Number.POSITIVE_INFINITY);
  }

  /** Compare with the server's second and correct; called four times a second and after every change. */
  private keepStep(): void {
    if (!this.joined || !this.state || this.video.readyState < 1) return;
    const target = this.target();
    const ended = target >= this.player.duration - 0.05;
    const playing = this.state.playing && !ended;
    const drift = this.player.time - target;
    this.root.dataset.drift = drift.toFixed(3);
    this.root.dataset.target = target.toFixed(3);
    if (this.player.playing !== playing) {
      if (playing) this.player.play();
      else this.video.pause();
    }
    if (performance.now() < this.quietUntil || this.video.seeking) return;
    const act = correct(drift, playing);
    if (act.seek) {
      this.video.playbackRate = 1;
      this.player.seek(target);
      this.quietUntil = performance.now() + AFTER_SEEK;
    } else if (this.video.playbackRate !== act.rate) this.video.playbackRate = act.rate;
    this.drift(drift, playing);
  }

  private drift(drift: number, playing: boolean): void {
    const box = this.one("[data-drift]");
    box.hidden = !playing;
    box.textContent = this.words("step", { seconds: Math.abs(drift).toFixed(2) });
  }

  private people(state: State): void {
    const list = this.one("[data-present]");
    this.one("[data-count]").textContent = String(state.present.length);
    list.replaceChildren(
      ...state.present.map((one) => {
        const item = document.createElement("li");
        item.textContent = one.id === this.page.me ? `${one.name} ${this.words("you")}` : one.name;
        return item;
      }),
    );
  }

  private line(): void {
    const by = this.state?.by ?? "";
    this.one("[data-line]").textContent = by ? this.words("by", { name: by }) : this.words("wait");
  }

  private note(text: string): void {
    const box = this.one("[data-note]");
    box.textContent = text;
    box.hidden = !text;
  }

  private tick(time: number): void {
    const playing = this.state?.playing ?? false;
    for (const part of this.root.querySelectorAll<HTMLElement>("[data-when-playing]")) part.hidden = !playing;
    for (const part of this.root.querySelectorAll<HTMLElement>("[data-when-paused]")) part.hidden = playing;
    this.one("[data-clock]").textContent = `${minutes(time)} / ${minutes(this.player.duration)}`;
    if (!this.dragging) this.one<HTMLInputElement>("[data-seek]").value = String(time);
  }

  private buttons(): void {
    this.one("[data-toggle]").addEventListener("click", () => {
      const ended = this.target() >= this.player.duration - 0.1;
      if (this.state?.playing && ended) return void this.control({ do: "seek", position: "0" });
      void this.control({ do: this.state?.playing ? "pause" : "play" });
    });
    for (const button of this.root.querySelectorAll<HTMLElement>("[data-skip]")) {
      button.addEventListener("click", () => this.seek(this.target() + Number(button.dataset.skip)));
    }
    const bar = this.one<HTMLInputElement>("[data-seek]");
    bar.addEventListener("input", () => (this.dragging = true));
    bar.addEventListener("change", () => {
      this.dragging = false;
      this.seek(Number(bar.value));
    });
    const mute = this.one("[data-mute]");
    mute.addEventListener("click", () => {
      this.video.muted = !this.video.muted;
      mute.setAttribute("aria-pressed", String(this.video.muted));
    });
    for (const button of this.root.querySelectorAll<HTMLElement>("[data-answer]")) {
      button.addEventListener("click", () => {
        if (this.joined) void this.control({ do: "answer", answer: button.dataset.answer ?? "" });
      });
    }
  }

  private seek(to: number): void {
    const position = Math.max(0, Math.min(to, this.player.duration - 0.1));
    void this.control({ do: "seek", position: position.toFixed(3) });
  }
}

/** What the player needs of an answer here: its lengths, and none of what was measured in it. */
function blank(part: Page["parts"][number]): AnswerData {
  const ends = part.seconds.map((_, index) => part.seconds.slice(0, index + 1).reduce((a, b) => a + b, 0));
  return {
    duration: ends.at(-1) ?? 0,
    joints: ends.slice(0, -1),
    speech: [], pauses: [], evidence: {}, events: [], absent: [], badSound: false, badFace: false, long: 0,
    kind: part.kind,
    answer: part.answer,
  };
}
