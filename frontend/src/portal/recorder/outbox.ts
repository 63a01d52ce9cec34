/**
 * Everything on this device that the server does not have yet. It keeps sending on whichever portal page is open,
 * so that a question can be left while its last parts are still on the way.
 */
import { Api, PartTransport } from "./api.ts";
import { sha256 } from "./hash.ts";
import type { Store, StoredRecording } from "./store.ts";
import { Uploader, type Report, type Source } from "./uploader.ts";

type Listener = (recording: string, report: Report) => void;

export class Outbox {
  private readonly store: Store;
  private readonly api: Api;
  private readonly running = new Map<string, { uploader: Uploader; done: Promise<boolean> }>();
  private readonly listeners = new Set<Listener>();
  private wakeUp: (() => void) | null = null;

  constructor(store: Store, api: Api) {
    this.store = store;
    this.api = api;
    addEventListener("online", () => this.wakeUp?.());
  }

  listen(listener: Listener): void {
    this.listeners.add(listener);
  }

  /** Recordings left by a page that was closed, reloaded or killed: they have ended, whatever they thought. */
  async adopt(): Promise<StoredRecording[]> {
    const left = (await this.store.list(this.api.base)).filter((row) => !this.running.has(row.id));
    for (const recording of left) {
      recording.ended = true;
      if (recording.bytes === 0) await this.store.remove(recording.id);
      else {
        await this.store.put(recording);
        this.send(recording);
      }
    }
    return left;
  }

  send(recording: StoredRecording): Promise<boolean> {
    const known = this.running.get(recording.id);
    if (known) return known.done;
    const source: Source = {
      total: () => recording.bytes,
      ended: () => recording.ended,
      read: (range) => this.store.read(recording, range),
    };
    const uploader = this.make(recording.id, recording.uploadId, source, recording.partBytes, recording.acknowledged, async (index) => {
      recording.acknowledged.push(index);
    });
    return this.start(recording.id, uploader, () => recording.seconds, () => this.store.remove(recording.id));
  }

  /** Sends a file from the phone's own camera; it stays where it is, nothing is copied. */
  sendFile(recording: StoredRecording, file: File): Promise<boolean> {
    const source: Source = {
      total: () => file.size,
      ended: () => true,
      read: (range) => file.slice(range.start, range.end).arrayBuffer(),
    };
    const uploader = this.make(recording.id, recording.uploadId, source, recording.partBytes, [], async () => {});
    return this.start(recording.id, uploader, () => recording.seconds, async () => {});
  }

  /** Throws a recording away, for a retake. */
  async drop(id: string): Promise<void> {
    this.running.get(id)?.uploader.cancel();
    this.running.delete(id);
    await this.store.remove(id);
  }

  /** Resolves when nothing is on its way any more; false if something could not be delivered. */
  async settled(): Promise<boolean> {
    const results = await Promise.all([...this.running.values()].map((entry) => entry.done));
    return results.every(Boolean);
  }

  get busy(): boolean {
    return this.running.size > 0;
  }

  private make(
    id: string, uploadId: string, source: Source, size: number, have: number[], acknowledge: (index: number) => Promise<void>,
  ): Uploader {
    return new Uploader(source, new PartTransport(this.api, id, uploadId), size, {
      hash: sha256,
      sleep: (ms) => new Promise((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.wakeUp = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
      report: (report) => this.listeners.forEach((listener) => listener(id, report)),
      acknowledge,
    }, have);
  }

  private start(id: string, uploader: Uploader, seconds: () => number, clean: () => Promise<void>): Promise<boolean> {
    const done = uploader.run(seconds).then(async (delivered) => {
      if (delivered) await clean();
      this.running.delete(id);
      return delivered;
    });
    this.running.set(id, { uploader, done });
    return done;
  }
}
