/** Camera, microphone, recorder. Everything that touches hardware is here. */
import { deniedCode } from "./denied.ts";
import { pickType } from "./formats.ts";

export interface Wants {
  video: boolean;
}

export class CaptureError extends Error {
  readonly code: string;

  /** `words`: what the server said about it, already in the reader's language. */
  readonly words: string;

  constructor(code: string, cause?: unknown, words = "") {
    super(code, { cause });
    this.code = code;
    this.words = words;
  }
}

const CODES: Record<string, string> = {
  NotAllowedError: "camera_denied",
  SecurityError: "camera_denied",
  NotFoundError: "camera_missing",
  OverconstrainedError: "camera_missing",
  NotReadableError: "camera_busy",
  AbortError: "camera_busy",
};

/** What this browser can do: record, only take files, or neither. */
export function ability(video: boolean): "record" | "file" | "none" {
  const records = typeof MediaRecorder === "function" && Boolean(navigator.mediaDevices?.getUserMedia);
  if (records && pickType(video, (type) => MediaRecorder.isTypeSupported(type))) return "record";
  const stores = typeof indexedDB === "object" && Boolean(globalThis.crypto?.subtle);
  return stores ? "file" : "none";
}

export async function openStream(wants: Wants): Promise<MediaStream> {
  if (!navigator.mediaDevices?.getUserMedia) throw new CaptureError("camera_unsupported");
  try {
    return await navigator.mediaDevices.getUserMedia({
      audio: { echoCancellation: true, noiseSuppression: false, autoGainControl: true },
      video: wants.video
        ? { facingMode: "user", width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 25, max: 30 } }
        : false,
    });
  } catch (cause) {
    const code = CODES[(cause as DOMException).name] ?? "camera_failed";
    throw new CaptureError(code === "camera_denied" ? deniedCode(navigator.userAgent) : code, cause);
  }
}

export function closeStream(stream: MediaStream | null): void {
  stream?.getTracks().forEach((track) => track.stop());
}

export interface Recorder {
  type: string;
  /** Seconds since the first frame. */
  seconds(): number;
  /** Hands over what is in the recorder's own memory now. */
  flush(): void;
  /** Resolves when the last chunk was handed over. */
  stop(): Promise<number>;
}

const SLICE_MS = 1000;

/** Starts recording; `onChunk` gets every piece with the seconds recorded so far, in order. */
export function startRecorder(
  stream: MediaStream,
  wants: Wants,
  onChunk: (bytes: Blob, seconds: number) => void,
  onEnd: (code: string | null) => void,
): Recorder {
  const type = pickType(wants.video, (candidate) => MediaRecorder.isTypeSupported(candidate));
  if (!type) throw new CaptureError("recorder_unsupported");
  const recorder = new MediaRecorder(stream, { mimeType: type, videoBitsPerSecond: 900_000, audioBitsPerSecond: 64_000 });
  let started = 0;
  let last = 0;
  const seconds = () => (started ? (recorder.state === "inactive" ? last : (performance.now() - started) / 1000) : 0);
  recorder.onstart = () => (started = performance.now());
  recorder.ondataavailable = (event) => {
    if (recorder.state !== "inactive") last = seconds();
    if (event.data.size > 0) onChunk(event.data, last);
  };
  let failure: string | null = null;
  recorder.onerror = () => (failure = "recorder_failed");
  const ended = new Promise<number>((resolve) => {
    recorder.onstop = () => {
      resolve(last);
      onEnd(failure);
    };
  });
  recorder.start(SLICE_MS);
  return {
    type: recorder.mimeType || type,
    seconds,
    flush: () => {
      if (recorder.state === "recording") recorder.requestData();
    },
    stop: () => {
      last = seconds();
      if (recorder.state !== "inactive") recorder.stop();
      return ended;
    },
  };
}

/** Keeps the screen awake while somebody speaks; asks again when the page comes back to the front. */
export class Wake {
  private lock: WakeLockSentinel | null = null;
  private wanted = false;

  constructor() {
    document.addEventListener("visibilitychange", () => {
      if (this.wanted && document.visibilityState === "visible") void this.request();
    });
  }

  on(): void {
    this.wanted = true;
    void this.request();
  }

  off(): void {
    this.wanted = false;
    void this.lock?.release().catch(() => undefined);
    this.lock = null;
  }

  private async request(): Promise<void> {
    try {
      this.lock = (await navigator.wakeLock?.request("screen")) ?? null;
    } catch {
      // Low battery or an old browser: the recording goes on without it.
    }
  }
}
