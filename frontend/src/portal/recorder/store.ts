/**
 * What was recorded, on the device, before anything is sent. One database for all interviews of this browser;
 * a recording is deleted only when the server has confirmed it whole.
 */
import { slices, type Piece, type Range } from "./parts.ts";

export interface StoredRecording {
  /** Recording id of the server. */
  id: string;
  uploadId: string;
  /** Base address of the interview's interface, which names the interview. */
  api: string;
  questionKey: string;
  contentType: string;
  partBytes: number;
  startedAt: number;
  /** Seconds recorded so far; the last chunk says how far a killed page got. */
  seconds: number;
  bytes: number;
  chunks: Piece[];
  ended: boolean;
  /** Parts the server has confirmed. */
  acknowledged: number[];
}

interface ChunkRow {
  recording: string;
  seq: number;
  bytes: ArrayBuffer;
}

const NAME = "bole-recorder";

export class StorageError extends Error {
  readonly code: "storage_quota" | "storage_unavailable";

  constructor(code: "storage_quota" | "storage_unavailable", cause?: unknown) {
    super(code, { cause });
    this.code = code;
  }
}

function asStorageError(cause: unknown): StorageError {
  const quota = cause instanceof DOMException && cause.name === "QuotaExceededError";
  return new StorageError(quota ? "storage_quota" : "storage_unavailable", cause);
}

function result<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(asStorageError(request.error));
  });
}

function completed(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(asStorageError(transaction.error));
    transaction.onerror = () => reject(asStorageError(transaction.error));
  });
}

export class Store {
  private readonly database: IDBDatabase;

  private constructor(database: IDBDatabase) {
    this.database = database;
  }

  static async open(): Promise<Store> {
    try {
      const request = indexedDB.open(NAME, 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore("recordings", { keyPath: "id" });
        request.result.createObjectStore("chunks", { keyPath: ["recording", "seq"] });
      };
      const database = await result(request);
      database.onversionchange = () => database.close();
      return new Store(database);
    } catch (cause) {
      throw cause instanceof StorageError ? cause : asStorageError(cause);
    }
  }

  /** "strict": the promise means the bytes are on the device, not in a cache that dies with the battery. */
  private write(): IDBTransaction {
    return this.database.transaction(["recordings", "chunks"], "readwrite", { durability: "strict" });
  }

  async put(recording: StoredRecording): Promise<void> {
    const transaction = this.write();
    transaction.objectStore("recordings").put(recording);
    await completed(transaction);
  }

  /** Adds a chunk and the recording's new length in one transaction. */
  async append(recording: StoredRecording, bytes: ArrayBuffer, seconds: number): Promise<void> {
    const seq = recording.chunks.length;
    const next = {
      ...recording,
      chunks: [...recording.chunks, { seq, size: bytes.byteLength }],
      bytes: recording.bytes + bytes.byteLength,
      seconds: Math.max(recording.seconds, seconds),
    };
    const transaction = this.write();
    transaction.objectStore("chunks").put({ recording: recording.id, seq, bytes } satisfies ChunkRow);
    transaction.objectStore("recordings").put(next);
    await completed(transaction);
    Object.assign(recording, next);
  }

  async read(recording: StoredRecording, range: Range): Promise<ArrayBuffer> {
    const wanted = slices(recording.chunks, range);
    const chunks = this.database.transaction("chunks").objectStore("chunks");
    const rows = await Promise.all(wanted.map((slice) => result<ChunkRow>(chunks.get([recording.id, slice.seq]))));
    const joined = new Uint8Array(range.end - range.start);
    let position = 0;
    wanted.forEach((slice, i) => {
      const row = rows[i];
      if (!row) throw new StorageError("storage_unavailable");
      joined.set(new Uint8Array(row.bytes, slice.from, slice.to - slice.from), position);
      position += slice.to - slice.from;
    });
    return joined.buffer;
  }

  async list(api: string): Promise<StoredRecording[]> {
    const all = await result<StoredRecording[]>(this.database.transaction("recordings").objectStore("recordings").getAll());
    return all.filter((row) => row.api === api).sort((a, b) => a.startedAt - b.startedAt);
  }

  async remove(id: string): Promise<void> {
    const transaction = this.write();
    transaction.objectStore("recordings").delete(id);
    transaction.objectStore("chunks").delete(IDBKeyRange.bound([id, 0], [id, Number.MAX_SAFE_INTEGER]));
    await completed(transaction);
  }
}

/** Asks the browser not to evict what we keep; a refusal changes nothing for the page. */
export async function persist(): Promise<void> {
  try {
    await navigator.storage?.persist?.();
  } catch {
    // Older browsers have no such promise to give.
  }
}
