import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { percent, sendable, slices } from "./parts.ts";
import { Uploader, type Report, type Source, type Transport } from "./uploader.ts";

const SIZE = 10;

class Server implements Transport {
  parts = new Map<number, string>();
  finished: [number, number, number] | null = null;
  puts = 0;
  /** Statuses to answer with before behaving; 0 loses the answer after the part was stored. */
  faults: number[] = [];

  received() {
    return Promise.resolve({ status: 200, received: [...this.parts.keys()] });
  }

  put(index: number, sha256: string, body: ArrayBuffer) {
    this.puts += 1;
    const fault = this.faults.shift();
    if (fault === undefined || fault === 0) {
      const text = Buffer.from(body).toString();
      assert.equal(sha256, createHash("sha256").update(text).digest("hex"));
      this.parts.set(index, text);
    }
    return Promise.resolve({ status: fault ?? 200 });
  }

  finish(parts: number, bytes: number, seconds: number) {
    if (this.parts.size < parts) return Promise.resolve({ status: 409, code: "parts_missing" });
    this.finished = [parts, bytes, seconds];
    return Promise.resolve({ status: 200 });
  }

  text() {
    return [...this.parts.entries()].sort((a, b) => a[0] - b[0]).map(([, text]) => text).join("");
  }
}

function recording(text: string): Source {
  return { total: () => text.length, ended: () => true, read: async (r) => new TextEncoder().encode(text.slice(r.start, r.end)).buffer as ArrayBuffer };
}

function uploader(source: Source, server: Server, reports: Report[] = [], have: number[] = []) {
  return new Uploader(source, server, SIZE, {
    hash: async (bytes) => createHash("sha256").update(Buffer.from(bytes)).digest("hex"),
    sleep: async () => {},
    report: (report) => reports.push(report),
  }, have);
}

const TEXT = "the answer a candidate gave, byte by byte";

test("every byte arrives once and in order, whatever the network does", async () => {
  const server = new Server();
  server.faults = [500, 0, 0, 429, 503];
  const reports: Report[] = [];
  assert.equal(await uploader(recording(TEXT), server, reports).run(() => 12.5), true);
  assert.equal(server.text(), TEXT);
  assert.deepEqual(server.finished, [5, TEXT.length, 12.5]);
  assert.equal(reports.at(-1)?.state, "received");
  assert.ok(reports.some((report) => report.state === "waiting"));
});

test("after a reload only what the server lacks is sent", async () => {
  const server = new Server();
  server.parts.set(0, TEXT.slice(0, 10));
  server.parts.set(1, TEXT.slice(10, 20));
  await uploader(recording(TEXT), server).run(() => 3);
  assert.equal(server.puts, 3);
  assert.equal(server.text(), TEXT);
});

test("a part the server lost is sent again", async () => {
  const server = new Server();
  assert.equal(await uploader(recording(TEXT), server, [], [0, 1, 2]).run(() => 3), true);
  assert.equal(server.text(), TEXT);
});

test("a full disk at the bank is said and waited for", async () => {
  const server = new Server();
  server.faults = [507, 507];
  const reports: Report[] = [];
  assert.equal(await uploader(recording(TEXT), server, reports).run(() => 3), true);
  assert.ok(reports.some((report) => report.state === "full"));
});

test("a refusal ends the loop instead of asking for ever", async () => {
  const server = new Server();
  server.faults = [400];
  const reports: Report[] = [];
  assert.equal(await uploader(recording(TEXT), server, reports).run(() => 3), false);
  assert.equal(reports.at(-1)?.state, "refused");
});

test("the short last part waits for the end of the recording", () => {
  assert.deepEqual(sendable(25, SIZE, false).map((part) => part.index), [0, 1]);
  assert.deepEqual(sendable(25, SIZE, true).map((part) => [part.start, part.end]), [[0, 10], [10, 20], [20, 25]]);
  assert.deepEqual(sendable(20, SIZE, true).length, 2);
});

test("parts are cut across chunks", () => {
  const chunks = [{ seq: 1, size: 7 }, { seq: 2, size: 5 }, { seq: 3, size: 20 }];
  assert.deepEqual(slices(chunks, { index: 1, start: 10, end: 20 }), [{ seq: 2, from: 3, to: 5 }, { seq: 3, from: 0, to: 8 }]);
});

test("100 % means everything", () => {
  assert.equal(percent(25, SIZE, new Set([0, 1]), true), 80);
  assert.equal(percent(25, SIZE, new Set([0, 1, 2]), true), 100);
  assert.equal(percent(0, SIZE, new Set(), false), 0);
});
