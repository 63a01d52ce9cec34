/** The interview report: ties player, transcript, timeline, evidence chips and keys together. */
import { Player } from "./player.ts";
import { clear, node } from "./svg.ts";
import { Strip } from "./timeline.ts";
import { Words } from "./transcript.ts";
import { clock, type AnswerData } from "./types.ts";

const BEFORE = 1; // seconds a chip starts before its evidence
const KEYS = "bole-report-keys";

export class ReportPage {
  private data: Record<string, AnswerData>;
  private words = new Map<number, Words>();
  private strips = new Map<number, Strip>();
  private player: Player;
  private question: number;
  private evidence = 0;
  private keys = true;
  private set = "";

  private root: HTMLElement;

  constructor(root: HTMLElement) {
    this.root = root;
    const raw = document.getElementById("report-data")?.textContent ?? "{}";
    this.data = JSON.parse(raw) as Record<string, AnswerData>;
    this.question = Number(root.dataset.current ?? 1);
    const box = this.one("[data-player]");
    const video = box.querySelector<HTMLVideoElement>("[data-video]");
    if (!video) throw new Error("no player on the page");
    this.player = new Player(video, box.dataset.media ?? "", (code) => this.note(code));
    for (const section of root.querySelectorAll<HTMLElement>("[data-question]")) {
      this.words.set(Number(section.dataset.question), new Words(section));
    }
    this.player.on((time, playing) => this.tick(time, playing));
    this.controls(box, video);
    root.addEventListener("click", (event) => this.click(event));
    document.addEventListener("keydown", (event) => this.key(event));
    this.readKeys();
    this.sections();
    root.addEventListener("toggle", (event) => this.toggled(event.target as HTMLElement), true);
    const shown = root.querySelector<HTMLElement>(".competency[open]") ?? root.querySelector<HTMLElement>(".competency");
    this.choose(shown?.dataset.set ?? "", shown?.dataset.label ?? "");
    this.open(this.question);
  }

  private one(selector: string): HTMLElement {
    const found = this.root.querySelector<HTMLElement>(selector);
    if (!found) throw new Error(`missing ${selector}`);
    return found;
  }

  /** Shows another question; keeps what is already there in place. */
  open(question: number, time = 0, play = false): void {
    const data = this.data[question];
    if (!data) return;
    const same = question === this.question && this.strips.has(question);
    this.question = question;
    this.root.dataset.kind = data.kind;
    this.one("[data-sound]").hidden = data.kind !== "audio";
    if (!same) this.show(question);
    if (!this.strips.has(question)) {
      const box = this.root.querySelector<HTMLElement>(`[data-strip="${question}"]`);
      const host = {
        seek: (to: number) => this.player.seek(to),
        openEvidence: (number: number) => this.openEvidence(question, number),
      };
      if (box) {
        const strip = new Strip(box, data, host);
        strip.choose(this.set);
        this.strips.set(question, strip);
      }
    }
    const opened = this.player.open(data, time);
    if (play) void opened.then(() => this.player.play());
  }

  private show(question: number): void {
    const attributes = ["question", "stripCard", "measures", "quality"] as const;
    for (const name of attributes) {
      const selector = `[data-${name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}]`;
      for (const element of this.root.querySelectorAll<HTMLElement>(selector)) {
        element.hidden = Number(element.dataset[name]) !== question;
      }
    }
    for (const tab of this.root.querySelectorAll<HTMLElement>("[data-tab]:not([data-go])")) {
      if (Number(tab.dataset.tab) === question) tab.setAttribute("aria-current", "true");
      else tab.removeAttribute("aria-current");
    }
    for (const prompt of this.root.querySelectorAll<HTMLElement>("[data-prompt]")) {
      prompt.hidden = Number(prompt.dataset.prompt) !== question;
    }
    const title = this.root.querySelector<HTMLElement>(`[data-question="${question}"]`)?.dataset.title ?? "";
    this.one("[data-now-title]").textContent = title;
    this.evidence = 0;
    const address = new URL(location.href);
    address.searchParams.set("q", String(question));
    history.replaceState(null, "", address);
  }

  private toggled(group: HTMLElement): void {
    if (!(group instanceof HTMLDetailsElement) || !group.dataset.set) return;
    if (group.open) this.choose(group.dataset.set, group.dataset.label ?? "");
  }

  /** Whose evidence is marked in the words and drawn on the timeline. */
  private choose(set: string, label: string): void {
    if (set === this.set) return;
    this.set = set;
    this.evidence = 0;
    for (const words of this.words.values()) words.choose(set);
    for (const strip of this.strips.values()) strip.choose(set);
    for (const track of this.root.querySelectorAll<SVGElement>("[data-track]")) delete track.dataset.for;
    for (const place of this.root.querySelectorAll("[data-set-label]")) {
      place.textContent = label ? `${this.root.dataset.of ?? ""} ${label}` : "";
    }
    this.tick(this.player.time, this.player.playing);
  }

  private tick(time: number, playing: boolean): void {
    this.strips.get(this.question)?.show(time);
    const line = this.words.get(this.question)?.follow(time, playing) ?? null;
    const first = this.root.querySelector(`[data-question="${this.question}"] [data-words] li`);
    const text = (line ?? first)?.querySelector("p");
    const now = this.one("[data-now-line]");
    const shown = `${this.question}/${line?.dataset.start ?? ""}`;
    if (now.dataset.line !== shown) {
      now.dataset.line = shown;
      now.replaceChildren(...(text ? [...text.childNodes].map((n) => n.cloneNode(true)) : []));
    }
    for (const place of this.root.querySelectorAll("[data-clock]")) {
      place.textContent = `${clock(time)} / ${clock(this.player.duration)}`;
    }
    for (const track of this.root.querySelectorAll<SVGElement>("[data-track]")) this.track(track, time);
    for (const icon of this.root.querySelectorAll<HTMLElement>("[data-when-paused]")) icon.hidden = playing;
    for (const icon of this.root.querySelectorAll<HTMLElement>("[data-when-playing]")) icon.hidden = !playing;
    this.root.classList.toggle("is-playing", playing);
    for (const button of this.root.querySelectorAll<HTMLElement>("[data-toggle][data-label-play]")) {
      button.setAttribute("aria-label", (playing ? button.dataset.labelPause : button.dataset.labelPlay) ?? "");
    }
  }

  /** The thin track under the picture: played part, evidence ticks in brass, joints. */
  private track(svg: SVGElement, time: number): void {
    const data = this.data[this.question];
    if (!data || data.duration <= 0) return;
    const percent = (seconds: number): string => `${Math.min(100, (100 * seconds) / data.duration).toFixed(2)}%`;
    if (svg.dataset.for !== String(this.question)) {
      clear(svg);
      svg.dataset.for = String(this.question);
      svg.append(node("rect", { class: "whole", y: 4, width: "100%", height: 4, rx: 2 }));
      svg.append(node("rect", { class: "played", y: 4, width: 0, height: 4, rx: 2 }));
      for (const [, start] of data.evidence[this.set] ?? []) {
        svg.append(node("rect", { class: "tick", x: percent(start), y: 0, width: 4, height: 12, rx: 1.5 }));
      }
      for (const at of data.joints) svg.append(node("rect", { class: "join", x: percent(at), y: 1, width: 2, height: 10 }));
    }
    svg.querySelector(".played")?.setAttribute("width", percent(time));
  }

  private controls(box: HTMLElement, video: HTMLVideoElement): void {
    box.querySelector("[data-rate]")?.addEventListener("click", () => {
      this.rate(video.playbackRate >= 2 ? -4 : 1);
    });
    box.querySelector("[data-mute]")?.addEventListener("click", (event) => {
      video.muted = !video.muted;
      (event.currentTarget as HTMLElement).setAttribute("aria-pressed", String(video.muted));
    });
    box.querySelector("[data-full]")?.addEventListener("click", () => {
      if (document.fullscreenElement) void document.exitFullscreen();
      else void box.querySelector(".screen")?.requestFullscreen();
    });
    for (const bar of box.querySelectorAll<HTMLElement>("[data-seekbar], .now-track")) {
      bar.addEventListener("click", (event) => {
        const rect = bar.getBoundingClientRect();
        this.player.seek(((event.clientX - rect.left) / rect.width) * this.player.duration);
      });
    }
    video.addEventListener("click", () => this.player.toggle());
    video.addEventListener("loadedmetadata", () => {
      this.root.dataset.shape = video.videoWidth > video.videoHeight ? "wide" : "tall";
    });
  }

  private rate(by: number): void {
    const rate = this.player.rate(by);
    const button = this.root.querySelector("[data-rate]");
    if (button) button.textContent = `${rate.toString().includes(".") ? rate : rate.toFixed(1)}×`;
  }

  private note(code: "" | "loading" | "failed" | "none"): void {
    const place = this.one("[data-note]");
    place.hidden = code === "" || code === "loading";
    place.textContent = code === "" ? "" : (this.root.dataset[code] ?? "");
  }

  private click(event: Event): void {
    const target = event.target as Element;
    const tab = target.closest<HTMLElement>("[data-tab]");
    if (tab) {
      event.preventDefault();
      this.open(Number(tab.dataset.tab));
      if (tab.dataset.go) this.section(tab.dataset.go);
      return;
    }
    if (target.closest("[data-toggle]")) return this.player.toggle();
    if (target.closest("[data-keys]")) return this.switchKeys(!this.keys);
    const mark = target.closest<HTMLElement>(".m.on");
    if (mark && !mark.closest(".now")) return this.openEvidence(this.question, Number(mark.dataset.ev));
    const chip = target.closest<HTMLElement>("[data-q]");
    if (chip) this.follow(chip);
  }

  private follow(chip: HTMLElement): void {
    const question = Number(chip.dataset.q);
    const number = Number(chip.dataset.ev ?? 0);
    const at = chip.dataset.at ? Number(chip.dataset.at) : undefined;
    const exact = chip.dataset.exact !== undefined;
    const group = chip.closest<HTMLElement>("details[data-set]");
    if (chip.dataset.set) this.choose(chip.dataset.set, group?.dataset.label ?? "");
    this.open(question, at === undefined ? 0 : Math.max(0, at - (exact ? 0 : BEFORE)), at !== undefined);
    if (number) {
      this.evidence = number;
      this.words.get(question)?.evidence(number);
    }
    for (const other of this.root.querySelectorAll(".evidence.lit, .obs-place.lit")) other.classList.remove("lit");
    if (!exact) chip.classList.add("lit");
  }

  private openEvidence(question: number, number: number): void {
    const found = this.data[question]?.evidence[this.set]?.find(([n]) => n === number);
    this.evidence = number;
    if (found) this.open(question, Math.max(0, found[1] - BEFORE), true);
    this.words.get(question)?.evidence(number);
    const chip = this.root.querySelector<HTMLElement>(`.evidence[data-q="${question}"][data-ev="${number}"][data-set="${this.set}"]`);
    for (const other of this.root.querySelectorAll(".evidence.lit")) other.classList.remove("lit");
    chip?.classList.add("lit");
    for (let group = chip?.closest("details"); group; group = group.parentElement?.closest("details")) group.open = true;
  }

  /** The next evidence of the chosen set, going on through the questions in order. */
  private next(): void {
    const order = Object.keys(this.data).map(Number).sort((a, b) => a - b);
    const here = order.indexOf(this.question);
    const rounds = [...order.slice(here), ...order.slice(0, here), this.question];
    for (const [index, question] of rounds.entries()) {
      const all = this.data[question]?.evidence[this.set] ?? [];
      const after = all.find(([n]) => index > 0 || n > this.evidence);
      if (after) return this.openEvidence(question, after[0]);
    }
  }

  private key(event: KeyboardEvent): void {
    if (!this.keys || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    const target = event.target as HTMLElement;
    if (target.closest("input, textarea, select, [contenteditable]")) return;
    const onControl = target.closest("button, a, summary") !== null;
    const actions: Record<string, () => void> = {
      ArrowLeft: () => this.player.seek(this.player.time - 5),
      ArrowRight: () => this.player.seek(this.player.time + 5),
      e: () => this.next(),
      "[": () => this.rate(-1),
      "]": () => this.rate(1),
    };
    if (!onControl) actions[" "] = () => this.player.toggle();
    if (/^[1-9]$/.test(event.key)) actions[event.key] = () => this.open(Number(event.key));
    const act = actions[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  private readKeys(): void {
    let stored = "";
    try {
      stored = localStorage.getItem(KEYS) ?? "";
    } catch {
      // Storage refused: keys stay on for this page.
    }
    this.switchKeys(stored !== "off", false);
  }

  private switchKeys(on: boolean, store = true): void {
    this.keys = on;
    this.root.querySelector("[data-keys]")?.setAttribute("aria-pressed", String(on));
    if (!store) return;
    try {
      localStorage.setItem(KEYS, on ? "on" : "off");
    } catch {
      // As above.
    }
  }

  /** Phone: scores, words, timeline and review are tabs; the small player stays above them. */
  private sections(): void {
    for (const button of this.root.querySelectorAll<HTMLElement>("[data-section-tab]")) {
      button.addEventListener("click", () => this.section(button.dataset.sectionTab ?? "scores"));
    }
  }

  private section(name: string): void {
    this.root.dataset.section = name;
    for (const button of this.root.querySelectorAll<HTMLElement>("[data-section-tab]")) {
      button.setAttribute("aria-selected", String(button.dataset.sectionTab === name));
    }
  }
}
