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
  direct: boolean;
  startedAt: number;
  /** Seconds recorded so far; the last chunk says how far a killed page got. */
  seconds: number;
  bytes: number;
  chunks: Piece[];
  ended: boolean;
}

/** Where recordings are kept until the server has them. */
export interface Keeper {
  /** False when a reload would lose what was not sent. */
  readonly durable: boolean;
  put(recording: StoredRecording): Promise<void>;
  append(recording: StoredRecording, bytes: ArrayBuffer, seconds: number): Promise<void>;
  read(recording: StoredRecording, range: Range): Promise<ArrayBuffer>;
  list(api: string): Promise<StoredRecording[]>;
  remove(id: string): Promise<void>;
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

/** The recording with one more chunk. */
function longer(recording: StoredRecording, size: number, seconds: number): StoredRecording {
  return {
    ...recording,
    chunks: [...recording.chunks, { seq: recording.chunks.length, size }],
    bytes: recording.bytes + size,
    seconds: Math.max(recording.seconds, seconds),
  };
}

async function join(recording: StoredRecording, range: Range, get: (seq: number) => Promise<ArrayBuffer>): Promise<ArrayBuffer> {
  const joined = new Uint8Array(range.end - range.start);
  let position = 0;
  for (const slice of slices(recording.chunks, range)) {
    joined.set(new Uint8Array(await get(slice.seq), slice.from, slice.to - slice.from), position);
    position += slice.to - slice.from;
  }
  return joined.buffer;
}

function completed(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(asStorageError(transaction.error));
    transaction.onerror = () => reject(asStorageError(transaction.error));
  });
}

export class Store implements Keeper {
  readonly durable = true;
  private readonly database: IDBDatabase;
  /** Chunks the device had no room for; they live as long as the page. */
  private readonly overflow = new Map<string, ArrayBuffer>();

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

  /** Adds a chunk and the recording's new length in one transaction. Throws StorageError, but keeps the chunk. */
  async append(recording: StoredRecording, bytes: ArrayBuffer, seconds: number): Promise<void> {
    const seq = recording.chunks.length;
    const next = longer(recording, bytes.byteLength, seconds);
    try {
      const transaction = this.write();
      transaction.objectStore("chunks").put({ recording: recording.id, seq, bytes } satisfies ChunkRow);
      transaction.objectStore("recordings").put(next);
      await completed(transaction);
    } catch (cause) {
      this.overflow.set(`${recording.id}/${seq}`, bytes);
      throw cause instanceof StorageError ? cause : asStorageError(cause);
    } finally {
      Object.assign(recording, next);
    }
  }

  async read(recording: StoredRecording, range: Range): Promise<ArrayBuffer> {
    return join(recording, range, async (seq) => {
      const kept = this.overflow.get(`${recording.id}/${seq}`);
      if (kept) return kept;
      const chunks = this.database.transaction("chunks").objectStore("chunks");
      const row = await result<ChunkRow | undefined>(chunks.get([recording.id, seq]));
      if (!row) throw new StorageError("storage_unavailable");
      return row.bytes;
    });
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

/** For browsers that keep nothing (private windows): the page's memory. */
export class MemoryStore implements Keeper {
  readonly durable = false;
  private readonly chunks = new Map<string, ArrayBuffer[]>();

  async put(recording: StoredRecording): Promise<void> {
    if (!this.chunks.has(recording.id)) this.chunks.set(recording.id, []);
  }

  async append(recording: StoredRecording, bytes: ArrayBuffer, seconds: number): Promise<void> {
    this.chunks.get(recording.id)?.push(bytes);
    Object.assign(recording, longer(recording, bytes.byteLength, seconds));
  }

  async read(recording: StoredRecording, range: Range): Promise<ArrayBuffer> {
    const kept = this.chunks.get(recording.id) ?? [];
    return join(recording, range, async (seq) => kept[seq] ?? new ArrayBuffer(0));
  }

  async list(): Promise<StoredRecording[]> {
    return [];
  }

  async remove(id: string): Promise<void> {
    this.chunks.delete(id);
  }
}

/** The device's database, or memory where there is none. */
export async function openKeeper(): Promise<Keeper> {
  try {
    return await Store.open();
  } catch {
    return new MemoryStore();
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
