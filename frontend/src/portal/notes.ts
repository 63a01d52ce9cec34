/**
 * What the page notes about itself while an answer runs: that it was left, that text was pasted, that the full
 * screen was left. The candidate was told. Times and sizes only, never what was pasted; a note that cannot be
 * sent is dropped: the answer matters, the notes do not.
 */
import type { Api } from "./recorder/api.ts";

export type Kind = "hidden" | "pasted" | "fullscreen";
export interface Note {
  kind: Kind;
  /** Seconds on the answer's timeline. */
  at: number;
  /** How long the page was left. */
  seconds: number;
  /** Characters pasted. */
  size: number;
}

export const SHORTEST = 1; // a second: a notification pulled down and let go
export const MOST = 40; // the server keeps no more

/** Collects notes; knows nothing of pages, so that it can be tested. */
export class Notebook {
  private waiting: Note[] = [];
  private taken = 0;
  private away: { at: number; since: number } | null = null;

  left(at: number, now: number): void {
    this.away ??= { at, since: now };
  }

  back(now: number): void {
    if (!this.away) return;
    const { at, since } = this.away;
    this.away = null;
    if (now - since >= SHORTEST) this.add({ kind: "hidden", at, seconds: now - since, size: 0 });
  }

  add(note: Note): void {
    if (this.taken >= MOST) return;
    this.taken += 1;
    this.waiting.push({ ...note, at: tenth(note.at), seconds: tenth(note.seconds) });
  }

  /** Everything not yet given out. */
  take(): Note[] {
    return this.waiting.splice(0);
  }

  /** Another question begins. */
  clear(): void {
    this.waiting = [];
    this.taken = 0;
    this.away = null;
  }
}

function tenth(value: number): number {
  return Math.round(Math.max(0, value) * 10) / 10;
}

export interface Watch {
  api: Api;
  /** The question that is being answered now, null between answers. */
  key: () => string | null;
  at: () => number;
}

/** Listens on the page and sends at once what was noted. */
export function watchPage(watch: Watch, field: HTMLElement | null = null): { clear: () => void } {
  const book = new Notebook();
  let last = ""; // a note outlives its answer's end by the moment it takes to send
  const answering = (): boolean => {
    last = watch.key() ?? last;
    return watch.key() !== null;
  };
  const flush = async (): Promise<void> => {
    const notes = last ? book.take() : [];
    if (notes.length) await watch.api.call("POST", `answers/${last}/notes/`, { notes });
  };
  document.addEventListener("visibilitychange", () => {
    const now = performance.now() / 1000;
    if (document.visibilityState !== "hidden") {
      book.back(now);
      void flush();
    } else if (answering()) {
      book.left(watch.at(), now);
    }
  });
  document.addEventListener("fullscreenchange", () => {
    if (document.fullscreenElement || !answering()) return;
    book.add({ kind: "fullscreen", at: watch.at(), seconds: 0, size: 0 });
    void flush();
  });
  field?.addEventListener("paste", (event) => {
    const size = event.clipboardData?.getData("text").length ?? 0;
    if (!size || !answering()) return;
    book.add({ kind: "pasted", at: watch.at(), seconds: 0, size });
    void flush();
  });
  return { clear: () => book.clear() };
}
