/**
 * Sends one recording while it is being made. Every byte it sends was stored on the device before; whatever the
 * network does, the loop only ever asks: which parts exist, which has the server, which is next?
 */
import { delay, verdict } from "./backoff.ts";
import { partCount, percent, sendable, type Range } from "./parts.ts";

/** Where the bytes come from. `total` grows while recording. */
export interface Source {
  total(): number;
  ended(): boolean;
  read(range: Range): Promise<ArrayBuffer>;
}

export interface Receipt {
  status: number;
  code?: string;
}

/** The server as the uploader sees it; status 0 means no answer came. */
export interface Transport {
  received(): Promise<{ status: number; received: number[] }>;
  put(index: number, sha256: string, body: ArrayBuffer): Promise<Receipt>;
  finish(parts: number, totalBytes: number, seconds: number): Promise<Receipt>;
}

export type UploadState = "saving" | "stored" | "sending" | "waiting" | "full" | "received" | "refused" | "log-in";

export interface Report {
  state: UploadState;
  percent: number;
  /** Parts that are safe on this device only. */
  left: number;
  code?: string | undefined;
}

export interface Tools {
  hash(bytes: ArrayBuffer): Promise<string>;
  sleep(milliseconds: number): Promise<void>;
  report(report: Report): void;
}

export class Uploader {
  private readonly source: Source;
  private readonly transport: Transport;
  private readonly size: number;
  private readonly tools: Tools;
  private readonly have: Set<number>;
  private asked = false;
  private failures = 0;
  private stopped = false;

  constructor(source: Source, transport: Transport, size: number, tools: Tools, have: Iterable<number> = []) {
    this.source = source;
    this.transport = transport;
    this.size = size;
    this.tools = tools;
    this.have = new Set(have);
  }

  /** Gives up quietly, for instance because the recording was thrown away. */
  cancel(): void {
    this.stopped = true;
  }

  get cancelled(): boolean {
    return this.stopped;
  }

  percent(): number {
    return percent(this.source.total(), this.size, this.have, this.source.ended());
  }

  private left(): number {
    return partCount(this.source.total(), this.size) - this.have.size;
  }

  /** Runs until the server has confirmed the whole recording (true) or nothing can help (false). */
  async run(seconds: () => number): Promise<boolean> {
    // Nothing was kept (the page died before the first chunk): zero parts tell the server so.
    while (!this.stopped) {
      const outcome = await this.turn(seconds);
      if (outcome !== "more") return outcome === "done";
    }
    return false;
  }

  private async turn(seconds: () => number): Promise<"more" | "done" | "dead"> {
    if (!this.asked && !(await this.ask())) return "more";
    const next = sendable(this.source.total(), this.size, this.source.ended()).find((part) => !this.have.has(part.index));
    if (next) return this.send(next);
    if (!this.source.ended()) {
      this.say(this.source.total() > 0 ? "stored" : "saving");
      await this.tools.sleep(250);
      return "more";
    }
    return this.close(seconds());
  }

  /** What the server already has: after a reload, or when a receipt got lost. */
  private async ask(): Promise<boolean> {
    const answer = await this.transport.received();
    if (answer.status === 200) {
      answer.received.forEach((index) => this.have.add(index));
      this.asked = true;
      return true;
    }
    await this.pause({ status: answer.status });
    return false;
  }

  private async send(part: Range): Promise<"more" | "dead"> {
    this.say("sending");
    const bytes = await this.source.read(part);
    const receipt = await this.transport.put(part.index, await this.tools.hash(bytes), bytes);
    if (receipt.status >= 200 && receipt.status < 300) {
      this.failures = 0;
      this.have.add(part.index);
      this.say("sending");
      return "more";
    }
    return this.pause(receipt);
  }

  private async close(seconds: number): Promise<"more" | "done" | "dead"> {
    const total = this.source.total();
    const receipt = await this.transport.finish(partCount(total, this.size), total, seconds);
    if (receipt.status >= 200 && receipt.status < 300) {
      this.say("received");
      return "done";
    }
    if (receipt.code === "parts_missing") {
      // The server's list is the truth; ours may hold a receipt for a part it lost.
      this.have.clear();
      this.asked = false;
    }
    return this.pause(receipt.code === "parts_missing" ? { ...receipt, status: 503 } : receipt);
  }

  private async pause(receipt: Receipt): Promise<"more" | "dead"> {
    const meaning = verdict(receipt.status);
    if (meaning === "give-up") {
      this.say("refused", receipt.code);
      return "dead";
    }
    this.failures += 1;
    if (meaning === "log-in") this.say("log-in", receipt.code);
    else this.say(receipt.status === 507 ? "full" : "waiting", receipt.code);
    await this.tools.sleep(delay(meaning === "log-in" ? this.failures + 2 : this.failures));
    return "more";
  }

  private say(state: UploadState, code?: string): void {
    this.tools.report({ state, percent: this.percent(), left: this.left(), code });
  }
}
