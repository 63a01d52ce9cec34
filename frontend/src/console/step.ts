/** Keeping in step: whose clock counts, how far off a player is, and what is done about it. No page in here. */

export interface Sample {
  sent: number; // ms, this machine's clock
  told: number; // ms, the server's clock when it answered
  heard: number; // ms, this machine's clock
}

export interface State {
  version: number;
  answer: string;
  position: number; // s, at the moment `at`
  playing: boolean;
  at: number; // s, the server's clock
  now: number; // s, the server's clock
  by: string;
  present: { id: string; name: string }[];
}

/** How far the server's clock is ahead of ours, in ms: of the samples the one that travelled fastest. */
export class ServerClock {
  private samples: Sample[] = [];

  add(sample: Sample): void {
    this.samples = [...this.samples, sample].slice(-12);
  }

  get ready(): boolean {
    return this.samples.length > 0;
  }

  get offset(): number {
    const [first, ...rest] = this.samples;
    if (!first) return 0;
    const best = rest.reduce((a, b) => (b.heard - b.sent < a.heard - a.sent ? b : a), first);
    return best.told - (best.sent + best.heard) / 2;
  }

  /** The server's time at our moment `mine` (ms), in seconds. */
  at(mine: number): number {
    return (mine + this.offset) / 1000;
  }
}

/** Where everybody should be at the server's moment `now` (s), within the answer's length. */
export function place(state: State, now: number, duration: number): number {
  const moved = state.playing ? Math.max(0, now - state.at) : 0;
  return Math.min(state.position + moved, duration);
}

export const SEEK_FROM = 0.6; // s: further off than this is jumped
export const STILL = 0.04; // s: nearer than this is left alone
const SETTLE = 1.5; // s in which a small drift is played away
const MOST = 0.12; // part of the speed: voices stay natural

export type Act = { seek: true } | { seek: false; rate: number };

/** What a player does that is `drift` seconds ahead (negative: behind). A paused one jumps to the very place. */
export function correct(drift: number, playing: boolean): Act {
  if (!playing) return Math.abs(drift) > STILL ? { seek: true } : { seek: false, rate: 1 };
  if (Math.abs(drift) > SEEK_FROM) return { seek: true };
  if (Math.abs(drift) <= STILL) return { seek: false, rate: 1 };
  const part = Math.max(-MOST, Math.min(MOST, drift / SETTLE));
  return { seek: false, rate: 1 - part };
}
