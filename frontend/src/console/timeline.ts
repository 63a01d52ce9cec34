/**
 * The timeline strip: speech, pauses, evidence, behaviour (told by shape, not colour), unusable stretches hatched,
 * joints as ‖. Drawn at the real width, so text keeps its size. Acts as a slider.
 */
import { clear, node, type Attributes } from "./svg.ts";
import { clamp, clock, type AnswerData } from "./types.ts";

const ROW = { ruler: 14, speech: 26, pause: 47, evidence: 74, behaviour: 108 } as const;

interface Host {
  seek(seconds: number): void;
  openEvidence(number: number): void;
}

/** A ruler step (seconds) that leaves at least `room` pixels between labels. */
export function step(duration: number, width: number, room = 64): number {
  const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300];
  return steps.find((s) => (s / duration) * width >= room) ?? 600;
}

export class Strip {
  private svg = node("svg", { width: "100%", class: "strip-svg" });
  private head = node("g", { class: "playhead" });
  private width = 0;
  private gutter = 72;
  private height = 128;
  private time = 0;
  private set = "";

  private box: HTMLElement;
  private data: AnswerData;
  private host: Host;

  constructor(
    box: HTMLElement,
    data: AnswerData,
    host: Host,
  ) {
    this.box = box;
    this.data = data;
    this.host = host;
    box.append(this.svg);
    new ResizeObserver(() => this.resize()).observe(box);
    box.addEventListener("pointerdown", (event) => this.drag(event));
    box.addEventListener("keydown", (event) => this.key(event));
  }

  /** Whose evidence is drawn. */
  choose(set: string): void {
    this.set = set;
    if (!this.width) return;
    this.draw();
    this.show(this.time);
  }

  show(time: number): void {
    this.time = time;
    if (!this.width) return;
    this.head.setAttribute("transform", `translate(${this.x(time).toFixed(1)} 0)`);
    this.box.setAttribute("aria-valuenow", time.toFixed(0));
    this.box.setAttribute("aria-valuetext", `${clock(time)} / ${clock(this.data.duration)}`);
    for (const block of this.svg.querySelectorAll<SVGElement>("[data-from]")) {
      const inside = time >= Number(block.dataset.from) && time < Number(block.dataset.to);
      block.classList.toggle("is-now", inside);
    }
  }

  private x(seconds: number): number {
    const inner = this.width - this.gutter - 8;
    return this.gutter + (inner * clamp(seconds, 0, this.data.duration)) / Math.max(this.data.duration, 0.1);
  }

  private resize(): void {
    const width = this.box.clientWidth;
    if (!width || width === this.width) return;
    this.width = width;
    this.gutter = width < 480 ? 44 : 72;
    this.draw();
    this.show(this.time);
  }

  private add(name: string, attributes: Attributes, text = "", to: SVGElement = this.svg): SVGElement {
    const child = node(name, attributes, text);
    to.append(child);
    return child;
  }

  private draw(): void {
    clear(this.svg);
    clear(this.head);
    this.hatch();
    this.svg.setAttribute("height", String(this.height));
    this.ruler();
    this.labels();
    this.speech();
    this.pauses();
    this.evidence();
    this.behaviour();
    this.joints();
    this.add("path", { d: `M0 18v${this.height - 24}`, class: "head-line" }, "", this.head);
    this.add("path", { d: "M-5 14h10l-5 7Z", class: "head-grip" }, "", this.head);
    this.svg.append(this.head);
  }

  private hatch(): void {
    const id = `unusable-${this.data.answer}`;
    const pattern = node("pattern", {
      id, width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)",
    });
    pattern.append(node("path", { d: "M0 0v6", class: "hatch" }));
    const defs = node("defs");
    defs.append(pattern);
    this.svg.append(defs);
  }

  private unusable(from: number, to: number, y: number, height: number): void {
    this.add("rect", {
      x: this.x(from), y, width: Math.max(3, this.x(to) - this.x(from)), height, rx: 3, class: "unusable",
      fill: `url(#unusable-${this.data.answer})`,
    });
  }

  private ruler(): void {
    const inner = this.width - this.gutter;
    const every = step(this.data.duration, inner);
    for (let at = 0; at <= this.data.duration; at += every) {
      const x = this.x(at);
      this.add("path", { d: `M${x.toFixed(1)} 20V${this.height - 6}`, class: "grid" });
      this.add("text", { x, y: ROW.ruler - 2, class: "tick-text", "text-anchor": at === 0 ? "start" : "middle" }, clock(at));
    }
  }

  private labels(): void {
    const rows: [string, number][] = [
      ["speech", ROW.speech + 10], ["pause", ROW.pause + 9], ["evidence", ROW.evidence + 14],
      ["behaviour", ROW.behaviour + 8],
    ];
    for (const [key, y] of rows) this.add("text", { x: 0, y, class: "row-label" }, this.box.dataset[key] ?? "");
  }

  private speech(): void {
    if (this.data.badSound) this.unusable(0, this.data.duration, ROW.speech, 12);
    for (const [start, end] of this.data.speech) {
      this.add("rect", {
        x: this.x(start), y: ROW.speech, width: Math.max(2, this.x(end) - this.x(start) - 1), height: 12, rx: 2, class: "speech",
      });
    }
  }

  private pauses(): void {
    for (const [start, end] of this.data.pauses) {
      const length = end - start;
      const width = Math.max(3, this.x(end) - this.x(start));
      this.add("rect", { x: this.x(start), y: ROW.pause, width, height: 9, class: "pause" });
      if (length < this.data.long) continue;
      this.add("text", { x: this.x(start) + width / 2, y: ROW.pause + 21, class: "tick-text", "text-anchor": "middle" }, `${length.toFixed(1)}s`);
    }
  }

  private evidence(): void {
    for (const [number, start, end] of this.data.evidence[this.set] ?? []) {
      const left = this.x(start);
      const width = Math.max(18, this.x(end) - left);
      const y = ROW.evidence;
      const group = this.add("g", { class: "evidence-block", "data-number": number, "data-from": start, "data-to": end });
      this.add("rect", { x: left, y, width, height: 16, rx: 3 }, "", group);
      const word = this.box.dataset.evidence ?? "";
      const label = width > 13 * (word.length + 2) * 0.75 ? `${word} ${number}` : String(number);
      this.add("text", { x: left + (width < 30 ? width / 2 : 7), y: y + 12, "text-anchor": width < 30 ? "middle" : "start" }, label, group);
    }
  }

  private behaviour(): void {
    const y = ROW.behaviour + 4;
    if (this.data.badFace) this.unusable(0, this.data.duration, y - 6, 12);
    for (const [start, end] of this.data.absent) this.unusable(start, end, y - 6, 12);
    for (const [kind, start, end] of this.data.events) {
      if (kind === "look_away") {
        this.add("rect", { x: this.x(start), y: y - 2.5, width: Math.max(5, this.x(end) - this.x(start)), height: 5, rx: 2.5, class: "away" });
        continue;
      }
      const middle = this.x((start + end) / 2);
      this.add("use", { href: `#mark-${kind}`, x: middle, y });
    }
  }

  private joints(): void {
    for (const at of this.data.joints) {
      const x = this.x(at);
      const group = this.add("g", { class: "joint" });
      this.add("path", { d: `M${(x - 2).toFixed(1)} 22V${this.height - 6}M${(x + 2).toFixed(1)} 22V${this.height - 6}` }, "", group);
      this.add("title", {}, this.box.dataset.joint ?? "", group);
    }
  }

  private drag(event: PointerEvent): void {
    const number = (event.target as Element).closest<SVGElement>("[data-number]")?.dataset.number;
    if (number) {
      this.host.openEvidence(Number(number));
      return;
    }
    const rect = this.box.getBoundingClientRect();
    const move = (e: PointerEvent): void => {
      const share = (e.clientX - rect.left - this.gutter) / (this.width - this.gutter - 8);
      this.host.seek(clamp(share, 0, 1) * this.data.duration);
    };
    const stop = (): void => this.box.removeEventListener("pointermove", move);
    this.box.setPointerCapture(event.pointerId);
    this.box.addEventListener("pointermove", move);
    this.box.addEventListener("pointerup", stop, { once: true });
    this.box.addEventListener("pointercancel", stop, { once: true });
    move(event);
  }

  private key(event: KeyboardEvent): void {
    const jump: Record<string, number> = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10 };
    let to: number | undefined;
    if (event.key === "Home") to = 0;
    else if (event.key === "End") to = this.data.duration;
    else if (event.key in jump) to = this.time + (jump[event.key] ?? 0);
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.host.seek(clamp(to, 0, this.data.duration));
  }
}
