/** The interview's JSON interface. Answers of every call carry their status; nothing throws on the network. */
import { csrfToken } from "../../shared/csrf.ts";
import type { Receipt, Transport } from "./uploader.ts";

export interface StretchState {
  id: string;
  ordinal: number;
  upload_id: string;
  state: "open" | "finished";
  seconds: number | null;
}

/** One question as the server tells it; times are seconds, the prompt is null until it was begun. */
export interface QuestionState {
  key: string;
  ordinal: number;
  state: "pending" | "recording" | "submitted";
  title: Record<string, string>;
  prompt: Record<string, string> | null;
  retakes_left: number;
  think_seconds: number;
  limit_seconds: number;
  think_ends_at: string | null;
  recorded_seconds: number;
  time_over: boolean;
  recordings: StretchState[];
}

export interface InterviewState {
  now: string;
  interview: { mode: "video" | "audio" | "typed" | "live"; state: string; noted: boolean };
  questions: QuestionState[];
  next: string | null;
  probes: { state: "off" | "waiting" | "open" | "over"; checked: number; given: number };
  part_bytes: number;
}

export interface NewRecording {
  recording_id: string;
  upload_id: string;
  part_bytes: number;
  /** Parts go straight to the object store; each address is asked for. */
  direct: boolean;
}

export interface UploadState {
  received: number[];
  received_bytes: number;
  state: string;
  part_bytes: number;
  direct: boolean;
}

export interface Answer<T> {
  status: number;
  body: T | null;
  code?: string | undefined;
  message?: string | undefined;
}

export class Api {
  readonly base: string;

  constructor(base: string) {
    this.base = base;
  }

  async call<T>(method: string, path: string, body?: unknown): Promise<Answer<T>> {
    const headers: Record<string, string> = { Accept: "application/json", "X-CSRFToken": csrfToken() };
    if (body !== undefined) headers["Content-Type"] = "application/json";
    try {
      const response = await fetch(this.base + path, {
        method, headers, credentials: "same-origin", body: body === undefined ? null : JSON.stringify(body),
      });
      return await this.parse<T>(response);
    } catch {
      return { status: 0, body: null, code: "network" };
    }
  }

  private async parse<T>(response: Response): Promise<Answer<T>> {
    const text = await response.text();
    let body: unknown = null;
    try {
      body = text ? JSON.parse(text) : null;
    } catch {
      // A proxy's own page; the status says enough.
    }
    if (response.ok) return { status: response.status, body: body as T };
    const problem = (body ?? {}) as { code?: string; message?: string };
    return { status: response.status, body: null, code: problem.code, message: problem.message };
  }

  state = (): Promise<Answer<InterviewState>> => this.call("GET", "state/");
  begin = (key: string): Promise<Answer<QuestionState>> => this.call("POST", `answers/${key}/begin/`, {});
  record = (key: string, contentType: string): Promise<Answer<NewRecording>> =>
    this.call("POST", `answers/${key}/recordings/`, { content_type: contentType });
  submit = (key: string): Promise<Answer<InterviewState>> => this.call("POST", `answers/${key}/submit/`, {});
  retake = (key: string): Promise<Answer<QuestionState>> => this.call("POST", `answers/${key}/retake/`, {});
  upload = (id: string): Promise<Answer<UploadState>> => this.call("GET", `uploads/${id}/`);
  close = (id: string, parts: number, totalBytes: number, seconds: number): Promise<Answer<unknown>> =>
    this.call("POST", `recordings/${id}/finish/`, { parts, total_bytes: totalBytes, seconds });
}

async function sent(target: string, headers: Record<string, string>, body: ArrayBuffer, credentials: RequestCredentials): Promise<Receipt> {
  try {
    const response = await fetch(target, { method: "PUT", headers, body, credentials });
    if (response.ok) return { status: response.status };
    const problem = (await response.json().catch(() => ({}))) as { code?: string };
    return problem.code === undefined ? { status: response.status } : { status: response.status, code: problem.code };
  } catch {
    return { status: 0, code: "network" };
  }
}

function receipt(answer: Answer<unknown>): Receipt {
  return answer.code === undefined ? { status: answer.status } : { status: answer.status, code: answer.code };
}

/** The upload of one recording: through our own part endpoint, or by signed addresses straight to the store. */
export class PartTransport implements Transport {
  private readonly api: Api;
  private readonly recordingId: string;
  private readonly uploadId: string;
  private readonly direct: boolean;

  constructor(api: Api, recordingId: string, uploadId: string, direct: boolean) {
    this.api = api;
    this.recordingId = recordingId;
    this.uploadId = uploadId;
    this.direct = direct;
  }

  async received(): Promise<{ status: number; received: number[] }> {
    const answer = await this.api.upload(this.uploadId);
    return { status: answer.status, received: answer.body?.received ?? [] };
  }

  async put(index: number, sha256: string, body: ArrayBuffer): Promise<Receipt> {
    const path = `uploads/${this.uploadId}/parts/${index}/`;
    if (!this.direct) {
      const headers = { "Content-Type": "application/octet-stream", "X-Part-SHA256": sha256, "X-CSRFToken": csrfToken() };
      return sent(this.api.base + path, headers, body, "same-origin");
    }
    const target = await this.api.call<{ url: string; headers: Record<string, string> }>("POST", `${path}address/`, { sha256 });
    return target.body ? sent(target.body.url, target.body.headers, body, "omit") : receipt(target);
  }

  async finish(parts: number, totalBytes: number, seconds: number): Promise<Receipt> {
    return receipt(await this.api.close(this.recordingId, parts, totalBytes, seconds));
  }
}
