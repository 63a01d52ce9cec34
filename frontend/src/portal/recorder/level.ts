/** Loudness as words: a meter that only moves says nothing to somebody who cannot see it. */
export type Loudness = "silent" | "quiet" | "good" | "loud";

/** dBFS of one frame of samples in −1…1; −100 for digital silence. */
export function decibels(samples: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < samples.length; i += 1) sum += (samples[i] as number) ** 2;
  const rms = Math.sqrt(sum / Math.max(1, samples.length));
  return rms > 1e-5 ? Math.max(-100, 20 * Math.log10(rms)) : -100;
}

/** Position on the meter, 0–1, for −60…0 dBFS. */
export function position(db: number): number {
  return Math.min(1, Math.max(0, (db + 60) / 60));
}

export const QUIET_DB = -42;
export const LOUD_DB = -6;
export const SILENT_DB = -58;

/**
 * Judges speech, not pauses: keeps the loudest value of the last `window` frames, so that a breath does not turn
 * "good" into "too quiet".
 */
export class Judge {
  private readonly recent: number[] = [];
  private readonly window: number;

  constructor(window = 30) {
    this.window = window;
  }

  add(db: number): Loudness {
    this.recent.push(db);
    if (this.recent.length > this.window) this.recent.shift();
    const peak = Math.max(...this.recent);
    if (peak < SILENT_DB) return "silent";
    if (peak < QUIET_DB) return "quiet";
    return peak > LOUD_DB ? "loud" : "good";
  }
}
