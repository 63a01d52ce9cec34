/** Draws the microphone's level and says it in words. */
import { write } from "../dom.ts";
import { decibels, Judge, position, type Loudness } from "./level.ts";

const TONES: Record<Loudness, string> = { silent: "bad", quiet: "warn", good: "ok", loud: "warn" };

export class Meter {
  private readonly bars: SVGRectElement[];
  private readonly onWord: (loudness: Loudness, tone: string) => void;
  private context: AudioContext | null = null;
  private timer = 0;
  private last: Loudness | null = null;

  constructor(picture: Element, onWord: (loudness: Loudness, tone: string) => void) {
    this.bars = [...picture.querySelectorAll("rect")];
    this.onWord = onWord;
  }

  start(stream: MediaStream): void {
    this.stop();
    if (stream.getAudioTracks().length === 0 || typeof AudioContext !== "function") return;
    const context = new AudioContext();
    this.context = context;
    const analyser = context.createAnalyser();
    analyser.fftSize = 2048;
    context.createMediaStreamSource(stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    const judge = new Judge();
    const resume = (): void => void context.resume().catch(() => undefined);
    resume();
    document.addEventListener("pointerdown", resume, { once: true });
    this.timer = window.setInterval(() => {
      if (context.state !== "running") return;
      analyser.getFloatTimeDomainData(samples);
      const db = decibels(samples);
      this.draw(position(db));
      this.word(judge.add(db));
    }, 100);
  }

  stop(): void {
    clearInterval(this.timer);
    void this.context?.close().catch(() => undefined);
    this.context = null;
    this.last = null;
  }

  private draw(share: number): void {
    const lit = Math.round(share * this.bars.length);
    this.bars.forEach((bar, i) => bar.setAttribute("data-on", String(i < lit)));
  }

  private word(loudness: Loudness): void {
    if (loudness === this.last) return;
    this.last = loudness;
    this.onWord(loudness, TONES[loudness]);
  }
}

/** Puts a verdict into its element. */
export function verdict(element: HTMLElement, text: string, tone: string): void {
  write(element, text);
  element.dataset.tone = tone;
}
