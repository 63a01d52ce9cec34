/**
 * Plays one answer: an ordered list of recordings on one timeline. Links are short-lived and asked for when they
 * are first needed; when one has run out in mid-play it is asked for again and playing goes on where it was.
 */
import { clamp, type AnswerData } from "./types.ts";

interface Source {
  url: string;
  type: string;
}

type Listener = (time: number, playing: boolean) => void;

export const RATES = [0.75, 1, 1.25, 1.5, 2];

/** Index of the recording that holds `time`; `offsets` ascend from 0. */
export function recordingAt(offsets: number[], time: number): number {
  let index = 0;
  while (index + 1 < offsets.length && (offsets[index + 1] ?? 0) <= time + 1e-6) index += 1;
  return index;
}

export class Player {
  private data: AnswerData | null = null;
  private sources: Source[] = [];
  private current = -1;
  private wanted = 0;
  private renewals = 0;
  private load = 0;
  private listeners: Listener[] = [];

  private video: HTMLVideoElement;
  private mediaUrl: string;
  private say: (code: "" | "loading" | "failed" | "none") => void;

  constructor(
    video: HTMLVideoElement,
    mediaUrl: string,
    say: (code: "" | "loading" | "failed" | "none") => void,
  ) {
    this.video = video;
    this.mediaUrl = mediaUrl;
    this.say = say;
    video.addEventListener("ended", () => this.ended());
    video.addEventListener("error", () => void this.renew());
    for (const name of ["play", "pause", "seeked", "timeupdate"]) video.addEventListener(name, () => this.tell());
    const frame = (): void => {
      if (!video.paused) this.tell();
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  }

  on(listener: Listener): void {
    this.listeners.push(listener);
  }

  get playing(): boolean {
    return !this.video.paused && !this.video.ended;
  }

  get duration(): number {
    return this.data?.duration ?? 0;
  }

  get time(): number {
    if (this.current < 0 || this.video.readyState < 1) return this.wanted;
    return (this.offsets[this.current] ?? 0) + this.video.currentTime;
  }

  private get offsets(): number[] {
    return [0, ...(this.data?.joints ?? [])];
  }

  /** Shows another answer at `time`; nothing is fetched for typed ones. */
  async open(data: AnswerData, time = 0): Promise<void> {
    if (data === this.data) return this.seek(time);
    const mine = (this.load += 1);
    this.video.pause();
    this.video.removeAttribute("src");
    this.data = data;
    this.sources = [];
    this.current = -1;
    this.wanted = time;
    this.renewals = 0;
    this.tell();
    if (data.kind === "typed") return this.say("");
    this.say("loading");
    const sources = await this.links(data);
    if (mine !== this.load) return;
    this.sources = sources;
    this.say(sources.length ? "" : "none");
    if (sources.length) this.place(this.wanted);
  }

  private async links(data: AnswerData): Promise<Source[]> {
    try {
      const response = await fetch(this.mediaUrl.replace("00000000-0000-0000-0000-000000000000", data.answer), {
        headers: { Accept: "application/json" },
      });
      if (!response.ok) return [];
      return ((await response.json()) as { sources: Source[] }).sources;
    } catch {
      return [];
    }
  }

  seek(time: number): void {
    this.wanted = clamp(time, 0, Math.max(0, this.duration - 0.05));
    if (this.sources.length) this.place(this.wanted);
    this.tell();
  }

  play(): void {
    if (!this.sources.length) return;
    if (this.time >= this.duration - 0.1) this.seek(0);
    this.video.play().catch(() => undefined); // a second seek interrupts the first: not an error
  }

  toggle(): void {
    if (this.playing) this.video.pause();
    else this.play();
  }

  rate(by: number): number {
    const next = clamp(RATES.indexOf(this.video.playbackRate) + by, 0, RATES.length - 1);
    this.video.playbackRate = RATES[next] ?? 1;
    this.video.defaultPlaybackRate = this.video.playbackRate;
    return this.video.playbackRate;
  }

  private place(time: number): void {
    const index = Math.min(recordingAt(this.offsets, time), this.sources.length - 1);
    const local = time - (this.offsets[index] ?? 0);
    if (index === this.current && this.video.readyState >= 1) {
      this.video.currentTime = local;
      return;
    }
    const source = this.sources[index];
    if (!source) return;
    const goOn = this.playing;
    this.current = index;
    this.video.src = source.url;
    this.video.addEventListener(
      "loadedmetadata",
      () => {
        this.video.currentTime = this.wanted - (this.offsets[index] ?? 0);
        if (goOn) this.play();
      },
      { once: true },
    );
  }

  private ended(): void {
    const next = this.offsets[this.current + 1];
    if (next === undefined || this.current + 1 >= this.sources.length) return this.tell();
    this.wanted = next;
    this.place(next);
    this.play();
  }

  private async renew(): Promise<void> {
    if (!this.data || !this.video.getAttribute("src")) return;
    if (this.renewals >= 2) return this.say("failed");
    this.renewals += 1;
    const mine = this.load;
    const sources = await this.links(this.data);
    if (mine !== this.load) return;
    if (!sources.length) return this.say("failed");
    this.sources = sources;
    this.current = -1;
    this.place(this.wanted);
  }

  private tell(): void {
    const time = this.time;
    if (this.current >= 0 && this.video.readyState >= 1) this.wanted = time;
    for (const listener of this.listeners) listener(time, this.playing);
  }
}
