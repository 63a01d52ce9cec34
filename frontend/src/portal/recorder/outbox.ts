/**
 * Everything on this device that the server does not have yet. It keeps sending on whichever portal page is open,
 * so that a page can be left while the last parts are still on the way. A web lock per recording keeps two tabs
 * from sending, or ending, the same one.
 */
import { type Api, PartTransport } from "./api.ts";
import { sha256 } from "./hash.ts";
import type { Keeper, StoredRecording } from "./store.ts";
import { Uploader, type Report, type Source } from "./uploader.ts";

export interface Left {
  mine: StoredRecording[];
  elsewhere: StoredRecording[];
}

type Listener = (recording: string, report: Report) => void;

/** Runs `work` alone among all tabs; null when another tab is at it. Browsers without locks have one tab's trust. */
async function alone<T>(name: string, work: () => Promise<T>): Promise<T | null> {
  if (!navigator.locks) return work();
  return navigator.locks.request(`bole-recording-${name}`, { ifAvailable: true }, (lock) => (lock ? work() : null));
}

export class Outbox {
  private readonly store: Keeper;
  private readonly api: Api;
  private readonly running = new Map<string, { uploader: Uploader | null; done: Promise<boolean> }>();
  private readonly listeners = new Set<Listener>();
  private readonly sleepers = new Set<() => void>();

  constructor(store: Keeper, api: Api) {
    this.store = store;
    this.api = api;
    addEventListener("online", () => this.sleepers.forEach((wake) => wake()));
  }

  listen(listener: Listener): void {
    this.listeners.add(listener);
  }

  /**
   * Recordings left by a page that was closed, reloaded or killed: they have ended, whatever they thought.
   * `elsewhere` are those another tab is making or sending at this moment.
   */
  async adopt(): Promise<Left> {
    const left = (await this.store.list(this.api.base)).filter((row) => !this.running.has(row.id));
    const found: Left = { mine: [], elsewhere: [] };
    for (const recording of left) {
      const done = this.hold(recording.id, async () => {
        recording.ended = true;
        return this.upload(recording);
      });
      (await done.mine ? found.mine : found.elsewhere).push(recording);
    }
    return found;
  }

  /** Sends a recording of this page, while it is made and after. */
  send(recording: StoredRecording): Promise<boolean> {
    return this.running.get(recording.id)?.done ?? this.hold(recording.id, () => this.upload(recording)).done;
  }

  /** Sends a file from the phone's own camera; it stays where it is, nothing is copied. */
  sendFile(recording: StoredRecording, file: File): Promise<boolean> {
    const source: Source = {
      total: () => file.size,
      ended: () => true,
      read: (range) => file.slice(range.start, range.end).arrayBuffer(),
    };
    return this.hold(recording.id, () => this.drive(recording, source, async () => {})).done;
  }

  /** Throws away what belongs to a question, for a retake. */
  async forget(questionKey: string): Promise<void> {
    for (const recording of await this.store.list(this.api.base)) {
      if (recording.questionKey !== questionKey) continue;
      this.running.get(recording.id)?.uploader?.cancel();
      this.running.delete(recording.id);
      await this.store.remove(recording.id);
    }
  }

  /** Resolves when nothing is on its way any more; false if something could not be delivered. */
  async settled(): Promise<boolean> {
    const results = await Promise.all([...this.running.values()].map((entry) => entry.done));
    return results.every(Boolean);
  }

  get busy(): boolean {
    return this.running.size > 0;
  }

  private hold(id: string, work: () => Promise<boolean>): { mine: Promise<boolean>; done: Promise<boolean> } {
    let tell: (mine: boolean) => void = () => undefined;
    const mine = new Promise<boolean>((resolve) => (tell = resolve));
    const done = alone(id, () => {
      tell(true);
      return work();
    }).then((result) => {
      if (result === null) tell(false);
      this.running.delete(id);
      return result ?? true;
    });
    this.running.set(id, { uploader: null, done });
    return { mine, done };
  }

  private async upload(recording: StoredRecording): Promise<boolean> {
    const source: Source = {
      total: () => recording.bytes,
      ended: () => recording.ended,
      read: (range) => this.store.read(recording, range),
    };
    return this.drive(recording, source, () => this.store.remove(recording.id));
  }

  private async drive(recording: StoredRecording, source: Source, clean: () => Promise<void>): Promise<boolean> {
    const transport = new PartTransport(this.api, recording.id, recording.uploadId, recording.direct);
    const uploader = new Uploader(source, transport, recording.partBytes, {
      hash: sha256,
      sleep: (ms) => this.sleep(ms),
      report: (report) => this.listeners.forEach((listener) => listener(recording.id, report)),
    });
    const entry = this.running.get(recording.id);
    if (entry) entry.uploader = uploader;
    const delivered = await uploader.run(() => recording.seconds);
    if (delivered) await clean();
    else if (!uploader.cancelled) await this.giveUp(recording, clean);
    return delivered;
  }

  /** The server will never take it (damaged, too long, already handed in): nothing of it is kept on either side. */
  private async giveUp(recording: StoredRecording, clean: () => Promise<void>): Promise<void> {
    await this.api.close(recording.id, 0, 0, 0);
    await clean();
  }

  private sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.sleepers.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, milliseconds);
      this.sleepers.add(wake);
    });
  }
}
