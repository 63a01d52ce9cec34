/** The interview's JSON interface. Answers of every call carry their status; nothing throws on the network. */
import { csrfToken } from "../../shared/csrf.ts";
import type { Receipt, Transport } from "./uploader.ts";

export interface AnswerState {
  key: string;
  number: number;
  state: "pending" | "recording" | "submitted";
  kind: "video" | "audio" | "typed";
  prompt: string | null;
  limit: number;
  think: number;
  think_left: number;
  retakes: number;
  /** Seconds in recordings the server holds or waits for. */
  kept: number;
  text: string;
  recordings: { id: string; upload_id: string; state: "open" | "finished" | "abandoned"; seconds: number | null }[];
}

export interface InterviewState {
  mode: "video" | "audio" | "typed" | "live";
  state: string;
  part_bytes: number;
  questions: AnswerState[];
}

export interface NewRecording {
  recording_id: string;
  upload_id: string;
  part_bytes: number;
  content_type: string;
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
  begin = (key: string): Promise<Answer<AnswerState>> => this.call("POST", `answers/${key}/begin/`, {});
  record = (key: string, contentType: string): Promise<Answer<NewRecording>> =>
    this.call("POST", `answers/${key}/recordings/`, { content_type: contentType });
  submit = (key: string): Promise<Answer<unknown>> => this.call("POST", `answers/${key}/submit/`, {});
  typed = (key: string, text: string): Promise<Answer<unknown>> => this.call("POST", `answers/${key}/typed/`, { text });
  draft = (key: string, text: string): Promise<Answer<unknown>> => this.call("PUT", `answers/${key}/draft/`, { text });
  retake = (key: string): Promise<Answer<AnswerState>> => this.call("POST", `answers/${key}/retake/`, {});
  finish = (): Promise<Answer<{ next: string }>> => this.call("POST", "finish/", {});
}

/** The upload of one recording through our own part endpoint. */
export class PartTransport implements Transport {
  private readonly api: Api;
  private readonly recordingId: string;
  private readonly uploadId: string;

  constructor(api: Api, recordingId: string, uploadId: string) {
    this.api = api;
    this.recordingId = recordingId;
    this.uploadId = uploadId;
  }

  async received(): Promise<{ status: number; received: number[] }> {
    const answer = await this.api.call<{ received: number[] }>("GET", `uploads/${this.uploadId}/`);
    return { status: answer.status, received: answer.body?.received ?? [] };
  }

  async put(index: number, sha256: string, body: ArrayBuffer): Promise<Receipt> {
    const headers = { "Content-Type": "application/octet-stream", "X-Part-SHA256": sha256, "X-CSRFToken": csrfToken() };
    try {
      const response = await fetch(`${this.api.base}uploads/${this.uploadId}/parts/${index}/`, {
        method: "PUT", headers, body, credentials: "same-origin",
      });
      if (response.ok) return { status: response.status };
      const problem = (await response.json().catch(() => ({}))) as { code?: string };
      return problem.code === undefined ? { status: response.status } : { status: response.status, code: problem.code };
    } catch {
      return { status: 0, code: "network" };
    }
  }

  async finish(parts: number, totalBytes: number, seconds: number): Promise<Receipt> {
    const answer = await this.api.call("POST", `recordings/${this.recordingId}/finish/`, {
      parts, total_bytes: totalBytes, seconds,
    });
    return answer.code === undefined ? { status: answer.status } : { status: answer.status, code: answer.code };
  }
}
