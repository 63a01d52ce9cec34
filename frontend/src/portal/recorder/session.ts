/** One stretch of recording: camera → device → server. */
import type { Api } from "./api.ts";
import { CaptureError, closeStream, openStream, startRecorder, Wake, type Recorder, type Wants } from "./capture.ts";
import { container, pickType } from "./formats.ts";
import type { Outbox } from "./outbox.ts";
import { StorageError, type Keeper, type StoredRecording } from "./store.ts";

const KIB = 1024;

/** An object store dictates its part size; ours takes small ones, so that seconds and not minutes wait here. */
export function partSize(offered: number, direct: boolean, video: boolean): number {
  return direct ? offered : Math.min(offered, (video ? 256 : 64) * KIB);
}

export interface SessionEvents {
  /** The recorder was stopped from outside (camera unplugged, recorder failed). */
  onBroken(code: string): void;
  onStorage(code: string): void;
  onKept(seconds: number): void;
}

export class Session {
  stream: MediaStream | null = null;
  private readonly api: Api;
  private readonly store: Keeper;
  private readonly outbox: Outbox;
  private readonly wants: Wants;
  private readonly events: SessionEvents;
  private readonly wake = new Wake();
  private opening: Promise<MediaStream> | null = null;
  private recorder: Recorder | null = null;
  private recording: StoredRecording | null = null;
  private writing: Promise<void> = Promise.resolve();

  constructor(api: Api, store: Keeper, outbox: Outbox, wants: Wants, events: SessionEvents) {
    this.api = api;
    this.store = store;
    this.outbox = outbox;
    this.wants = wants;
    this.events = events;
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.recorder?.flush();
    });
    addEventListener("pagehide", () => this.recorder?.flush());
  }

  /** Camera and microphone, opened once and kept for all questions. */
  open(): Promise<MediaStream> {
    this.opening ??= this.opened().finally(() => (this.opening = null));
    return this.opening;
  }

  private async opened(): Promise<MediaStream> {
    const alive = this.stream?.getTracks().every((track) => track.readyState === "live");
    if (this.stream && alive) return this.stream;
    closeStream(this.stream);
    this.stream = await openStream(this.wants);
    for (const track of this.stream.getTracks()) {
      track.addEventListener("ended", () => this.recorder && this.events.onBroken("track_ended"));
    }
    return this.stream;
  }

  seconds(): number {
    return this.recorder?.seconds() ?? 0;
  }

  /** Starts a stretch; resolves when frames are being kept. Throws CaptureError with the reason. */
  async start(questionKey: string): Promise<void> {
    const stream = await this.open();
    const type = pickType(this.wants.video, (candidate) => MediaRecorder.isTypeSupported(candidate));
    if (!type) throw new CaptureError("camera_unsupported");
    const recording = await this.register(questionKey, type);
    await this.store.put(recording).catch((cause: StorageError) => this.events.onStorage(cause.code));
    this.recording = recording;
    this.recorder = startRecorder(stream, this.wants, (blob, seconds) => this.keep(recording, blob, seconds), (code) => {
      if (code) this.events.onBroken(code);
    });
    this.wake.on();
    void this.outbox.send(recording);
  }

  /** Stops the stretch; resolves with its seconds when the last chunk is on the device. */
  async stop(): Promise<number> {
    const { recorder, recording } = this;
    if (!recorder || !recording) return 0;
    this.wake.off();
    const seconds = await recorder.stop();
    await this.writing;
    this.recorder = null;
    this.recording = null;
    recording.seconds = Math.max(recording.seconds, seconds);
    await this.store.put({ ...recording, ended: true }).catch(() => undefined);
    recording.ended = true;
    return recording.seconds;
  }

  /** Takes a film of the phone's own camera instead. */
  async takeFile(questionKey: string, file: File, seconds: number): Promise<Promise<boolean>> {
    const recording = await this.register(questionKey, file.type || "video/mp4");
    Object.assign(recording, { seconds, bytes: file.size, ended: true });
    return this.outbox.sendFile(recording, file);
  }

  close(): void {
    closeStream(this.stream);
    this.stream = null;
  }

  private async register(questionKey: string, type: string): Promise<StoredRecording> {
    const answer = await this.api.record(questionKey, container(type));
    if (!answer.body) throw new CaptureError(answer.code ?? "failed", undefined, answer.message);
    const partBytes = partSize(answer.body.part_bytes, answer.body.direct, this.wants.video);
    return {
      id: answer.body.recording_id, uploadId: answer.body.upload_id, api: this.api.base, questionKey, contentType: container(type),
      partBytes, direct: answer.body.direct, startedAt: Date.now(), seconds: 0, bytes: 0, chunks: [], ended: false,
    };
  }

  /** Chunks are written one after the other, in the order they came. */
  private keep(recording: StoredRecording, blob: Blob, seconds: number): void {
    this.writing = this.writing.then(async () => {
      try {
        await this.store.append(recording, await blob.arrayBuffer(), seconds);
      } catch (cause) {
        this.events.onStorage(cause instanceof StorageError ? cause.code : "storage_unavailable");
      }
      this.events.onKept(recording.seconds);
    });
  }
}
